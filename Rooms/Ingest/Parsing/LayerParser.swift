// SPDX-License-Identifier: EUPL-1.2
package import IngestModel
package import Wire

/// Turns a table or a GeoJSON file into one GeoJSON document with the mapping's properties; coordinates stay as they are.
package struct LayerParser {
    package struct Parsed: Sendable {
        /// A FeatureCollection; its `crs` member is that of the file.
        package var document: JSONObject
        /// Line of each feature in a table; empty for GeoJSON.
        package var lines: [Int] = []
        package var count: Int { document["features"]?.array?.count ?? 0 }
    }

    private let mapping: LayerMapping

    package init(_ mapping: LayerMapping) {
        self.mapping = mapping
    }

    package func parse(_ file: ImportFile, report: inout ImportReport) throws(FileFault) -> Parsed {
        let text = try file.text(mapping.format, report: &report)
        switch mapping.source {
        case .geojson: return try geoJSON(text, report: &report, path: file.path)
        case .csv:
            var outcome: Result<Parsed, FileFault> = .success(Parsed(document: JSONObject()))
            text.withUnsafeBufferPointer { buffer in
                do throws(FileFault) {
                    outcome = .success(try table(buffer, path: file.path, report: &report))
                } catch {
                    outcome = .failure(error)
                }
            }
            return try outcome.get()
        }
    }

    // MARK: GeoJSON

    private func geoJSON(_ bytes: [UInt8], report: inout ImportReport, path: String) throws(FileFault) -> Parsed {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw FileFault("no JSON: \(error.description)", isMisfit: true)
        }
        guard var document = value.object, let features = value["features"]?.array else {
            throw FileFault("no FeatureCollection: the member \"features\" is missing", isMisfit: true)
        }
        report.rows += features.count
        let hidden = mapping.format.pseudonyms.columns
        if let column = hidden.first(where: { name in !features.contains { $0["properties"]?[name.name] != nil } }),
            !features.isEmpty
        {
            throw FileFault(
                "no feature has the property \"\(column.name)\" that is to be pseudonymised", isMisfit: true)
        }
        if mapping.fields.isEmpty, let names = features.first?["properties"]?.object?.names {
            report.doubt(kept: Array(names), mapping.format.pseudonyms)
        }
        var mapped: [JSONValue] = []
        for (index, feature) in features.enumerated() {
            guard var object = feature.object else {
                // Whoever reads the document says what is wrong with it.
                mapped.append(feature)
                continue
            }
            var given = object["properties"]?.object ?? JSONObject()
            for column in hidden { given[column.name] = mark(given[column.name], column) }
            if !hidden.isEmpty { object["properties"] = .object(given) }
            if !mapping.fields.isEmpty {
                var properties = JSONObject()
                for field in mapping.fields {
                    properties[field.name] = converted(given[field.column] ?? .null, field) { reason, text in
                        report.reject(
                            reason,
                            at: ImportReport.Place(file: path, line: index + 1, column: field.column, text: text))
                    }
                }
                object["properties"] = .object(properties)
            }
            if let id = mapping.id, let own = given[id], !own.isNull { object["id"] = own }
            mapped.append(.object(object))
        }
        document["features"] = .array(mapped)
        return Parsed(document: document)
    }

    /// The mark of a property; what is absent, null or declared as missing stays so.
    private func mark(_ value: JSONValue?, _ column: Pseudonyms.Column) -> JSONValue? {
        guard let value, !value.isNull else { return value }
        let text = value.string ?? value.text
        return mapping.format.missing.contains(text) ? value : .string(column.mark(text))
    }

    /// A property as its field's type; what is none becomes null and is told.
    private func converted(
        _ value: JSONValue, _ field: LayerMapping.Field, reject: (ImportReport.Reason, String) -> Void
    ) -> JSONValue {
        let text: String
        switch value {
        case .null: return .null
        case .array, .object:
            if field.kind == .text { return value }
            reject(.notANumber, value.text)
            return .null
        case .bool(let bool):
            if field.kind == .boolean { return value }
            text = bool ? "true" : "false"
        case .number(let number):
            let isMissing = field.missing.contains(number.literal) || mapping.format.missing.contains(number.literal)
            if isMissing { return .null }
            if field.kind == .number { return value }
            if field.kind == .integer {
                if let whole = number.integer { return Int64(number.literal) == nil ? JSONValue(whole) : value }
                reject(.notWhole, number.literal)
                return .null
            }
            text = number.literal
        case .string(let string): text = string.trimmed
        }
        do throws(CellFault) {
            return try read(text, field)
        } catch {
            reject(error.reason, text)
            return .null
        }
    }

    // MARK: Tables

    private func table(
        _ bytes: UnsafeBufferPointer<UInt8>, path: String, report: inout ImportReport
    ) throws(FileFault) -> Parsed {
        var all = Parsed(document: JSONObject())
        var features: [JSONValue] = []
        var tally = report
        try TableSections(bytes, mapping.format).forEach { (section: inout TableSection) throws(FileFault) in
            let table = try self.table(&section, path: path, report: &tally)
            features += table.features
            all.lines += table.lines
        }
        report = tally
        all.document = ["type": "FeatureCollection", "features": .array(features)]
        return all
    }

    private func table(
        _ section: inout TableSection, path: String, report: inout ImportReport
    ) throws(FileFault) -> (features: [JSONValue], lines: [Int]) {
        let (header, numbers) = (section.header, section.lines)
        var columns: [(field: LayerMapping.Field, index: Int)] = []
        for field in mapping.fields { columns.append((field, try header.required(field.column))) }
        var place: [Int]
        switch mapping.geometry {
        case .point(let longitude, let latitude, _):
            place = [try header.required(longitude), try header.required(latitude)]
        case .wkt(let column): place = [try header.required(column)]
        case .geojson: throw FileFault(description: "a table has no GeoJSON geometry")
        }
        let id = try mapping.id.map { name throws(FileFault) in try header.required(name) }
        let used = Set(columns.map(\.index) + place + (id.map { [$0] } ?? []))
        for (column, name) in header.names.enumerated() where !used.contains(column) {
            report.ignoredColumns[name.excerpt(), default: 0] += 1
        }
        var features: [JSONValue] = []
        var lines: [Int] = []
        while true {
            let row = section.reader.next()
            if case .end = row { break }
            let reader = section.reader
            let line = numbers.indices.contains(reader.line - 1) ? Int(numbers[reader.line - 1]) : reader.line
            func at(_ column: Int?) -> ImportReport.Place {
                let known = column.flatMap { $0 < reader.fields.count ? $0 : nil }
                let text = known.map { reader.excerpt($0) } ?? ""
                return ImportReport.Place(
                    file: path, line: line, column: column.map { header.names[$0] } ?? "", text: text)
            }
            if case .broken = row {
                report.rows += 1
                report.rowsRefused += 1
                report.reject(.badCell, at: at(nil))
                continue
            }
            if isNoRecord(reader) { continue }
            report.rows += 1
            if reader.fields.count > header.names.count,
                !mapping.format.isSurplusHarmless(reader, width: header.names.count)
            {
                report.rowsRefused += 1
                report.reject(.surplusFields, at: at(nil))
                continue
            }
            guard let geometry = geometry(reader, place) else {
                report.rowsRefused += 1
                report.reject(.badGeometry, at: at(place[0]))
                continue
            }
            var properties = JSONObject()
            for (field, index) in columns {
                let text = index < reader.fields.count ? reader.text(index) : ""
                do throws(CellFault) {
                    properties[field.name] = try read(text, field)
                } catch {
                    report.reject(error.reason, at: at(index))
                    properties[field.name] = JSONValue.null
                }
            }
            var feature: JSONObject = ["type": "Feature"]
            if let id, id < reader.fields.count, !reader.text(id).isEmpty {
                let text = reader.text(id)
                // A key with leading zeros or more digits than a number keeps is a text.
                let whole = Int64(text).flatMap { String($0) == text ? $0 : nil }
                feature["id"] = whole.map { JSONValue($0) } ?? .string(text)
            }
            feature["geometry"] = geometry
            feature["properties"] = .object(properties)
            features.append(.object(feature))
            lines.append(line)
        }
        return (features, lines)
    }

    /// Rows of nothing but separators, and the lines that the mapping declares as no records.
    private func isNoRecord(_ reader: TableReader) -> Bool {
        if reader.fields.allSatisfy(\.isEmpty) { return true }
        return mapping.format.specialRow(reader) != nil
    }

    private func geometry(_ reader: TableReader, _ place: [Int]) -> JSONValue? {
        guard place.allSatisfy({ $0 < reader.fields.count }) else { return nil }
        if place.count == 1 { return WellKnownShape.geoJSON(reader.text(place[0])) }
        guard let x = mapping.format.number.read(reader.slice(place[0])),
            let y = mapping.format.number.read(reader.slice(place[1]))
        else { return nil }
        return ["type": "Point", "coordinates": [JSONValue(x), JSONValue(y)]]
    }

    /// Why a cell is not of its field's type.
    private struct CellFault: Error {
        let reason: ImportReport.Reason
    }

    /// The cell as its field's type.
    private func read(_ text: String, _ field: LayerMapping.Field) throws(CellFault) -> JSONValue {
        if field.missing.contains(text) || mapping.format.missing.contains(text) { return .null }
        switch field.kind {
        case .text: return .string(text)
        case .boolean:
            if field.trueTexts.contains(text) { return true }
            if field.falseTexts.contains(text) { return false }
            throw CellFault(reason: .notYesNo)
        case .integer:
            do throws(NumberForm.Fault) {
                return JSONValue(try mapping.format.number.integer(text))
            } catch .notWhole {
                throw CellFault(reason: .notWhole)
            } catch .tooLong {
                throw CellFault(reason: .tooLong)
            } catch {
                throw CellFault(reason: .notANumber)
            }
        case .number:
            guard let number = mapping.format.number.read(text) else { throw CellFault(reason: .notANumber) }
            return JSONValue(number)
        case .date:
            guard let date = Self.date(text) else { throw CellFault(reason: .notADate) }
            return .string(date)
        }
    }

    /// `2026-07-31` of the common ways to write a day.
    private static func date(_ text: String) -> String? {
        for form in dateForms {
            guard let stamp = form.read(text) else { continue }
            return String(Instant(microseconds: stamp.local).iso8601.prefix(10))
        }
        return nil
    }

    private static let dateForms = ["yyyy-MM-dd", "dd.MM.yyyy", "yyyy/MM/dd", "yyyyMMdd", "yyyy-MM-dd HH:mm"].compactMap
    {
        try? StampForm($0)
    }
}
