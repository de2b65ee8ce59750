// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Turns a table or a GeoJSON file into one GeoJSON document with the mapping's properties; coordinates stay as they are.
struct LayerParser {
    struct Parsed: Sendable {
        /// A FeatureCollection; its `crs` member is that of the file.
        var document: JSONObject
        /// Line of each feature in a table; empty for GeoJSON.
        var lines: [Int] = []
        var count: Int { document["features"]?.array?.count ?? 0 }
    }

    private let mapping: LayerMapping

    init(_ mapping: LayerMapping) {
        self.mapping = mapping
    }

    func parse(_ file: ImportFile, report: inout ImportReport) throws(FileFault) -> Parsed {
        let text = try file.text(mapping.format.encoding)
        if text.dropped > 0 {
            let count = text.dropped
            report.notice(
                german: "\(file.path): \(count) Steuerzeichen, die in keinem Text stehen, wurden weggelassen.",
                english: "\(file.path): \(count) control characters that belong to no text were left out.")
        }
        switch mapping.source {
        case .geojson: return try geoJSON(text.bytes, report: &report, path: file.path)
        case .csv:
            var outcome: Result<Parsed, FileFault> = .success(Parsed(document: JSONObject()))
            text.bytes.withUnsafeBufferPointer { buffer in
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
            throw FileFault(description: "no JSON: \(error.description)")
        }
        guard var document = value.object, let features = value["features"]?.array else {
            throw FileFault(description: "no FeatureCollection: the member \"features\" is missing")
        }
        report.rows += features.count
        var mapped: [JSONValue] = []
        for (index, feature) in features.enumerated() {
            guard var object = feature.object else {
                throw FileFault(description: "/features/\(index) is no feature")
            }
            let given = object["properties"]?.object ?? JSONObject()
            if !mapping.fields.isEmpty {
                var properties = JSONObject()
                for field in mapping.fields {
                    properties[field.name] = converted(given[field.column] ?? .null, field) {
                        ImportReport.Place(file: path, line: index + 1, column: field.column, text: $0)
                    } report: {
                        report.reject(.notANumber, at: $0)
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

    private func converted(
        _ value: JSONValue, _ field: LayerMapping.Field, place: (String) -> ImportReport.Place,
        report: (ImportReport.Place) -> Void
    ) -> JSONValue {
        guard let text = value.string else {
            if let number = value.double, field.kind == .text {
                return .string(Int64(exactly: number).map { String($0) } ?? number.description)
            }
            return value
        }
        switch read(text.trimmed, field) {
        case .some(let converted): return converted
        case .none:
            report(place(text))
            return .null
        }
    }

    // MARK: Tables

    private func table(
        _ bytes: UnsafeBufferPointer<UInt8>, path: String, report: inout ImportReport
    ) throws(FileFault) -> Parsed {
        var reader = TableReader(bytes, separator: mapping.format.separator)
        reader.skipLines(mapping.format.leadingLines)
        guard case .record = reader.next() else { throw FileFault(description: "the file has no header line") }
        let header = Header(reader, aliases: mapping.format.headerAliases)
        var columns: [(field: LayerMapping.Field, index: Int)] = []
        for field in mapping.fields { columns.append((field, try index(of: field.column, in: header))) }
        var place: [Int]
        switch mapping.geometry {
        case .point(let longitude, let latitude, _):
            place = [try index(of: longitude, in: header), try index(of: latitude, in: header)]
        case .wkt(let column): place = [try index(of: column, in: header)]
        case .geojson: throw FileFault(description: "a table has no GeoJSON geometry")
        }
        let id = try mapping.id.map { name throws(FileFault) in try index(of: name, in: header) }
        let used = Set(columns.map(\.index) + place + (id.map { [$0] } ?? []))
        for (column, name) in header.names.enumerated() where !used.contains(column) {
            report.ignoredColumns[name.excerpt(), default: 0] += 1
        }
        var features: [JSONValue] = []
        var lines: [Int] = []
        while true {
            let row = reader.next()
            if case .end = row { break }
            let line = reader.line
            func at(_ column: Int?) -> ImportReport.Place {
                let known = column.flatMap { $0 < reader.fields.count ? $0 : nil }
                let text = known.map { reader.excerpt($0) } ?? ""
                return ImportReport.Place(
                    file: path, line: line, column: column.map { header.names[$0] } ?? "", text: text)
            }
            if case .broken = row {
                report.rows += 1
                report.reject(.badCell, at: at(nil))
                continue
            }
            if isNoRecord(reader) { continue }
            report.rows += 1
            guard let geometry = geometry(reader, place) else {
                report.reject(.badGeometry, at: at(place[0]))
                continue
            }
            var properties = JSONObject()
            for (field, index) in columns {
                let text = index < reader.fields.count ? reader.text(index) : ""
                if let value = read(text, field) {
                    properties[field.name] = value
                } else {
                    report.reject(.notANumber, at: at(index))
                    properties[field.name] = JSONValue.null
                }
            }
            var feature: JSONObject = ["type": "Feature"]
            if let id, id < reader.fields.count, !reader.text(id).isEmpty {
                let text = reader.text(id)
                feature["id"] = Int64(text).map { JSONValue($0) } ?? .string(text)
            }
            feature["geometry"] = geometry
            feature["properties"] = .object(properties)
            features.append(.object(feature))
            lines.append(line)
        }
        return Parsed(document: ["type": "FeatureCollection", "features": .array(features)], lines: lines)
    }

    private func index(of name: String, in header: Header) throws(FileFault) -> Int {
        guard let index = header.index(of: name) else {
            throw FileFault(description: "the column \"\(name)\" is missing; the file has \(header.listed)")
        }
        return index
    }

    /// Rows of nothing but separators, and the lines that the mapping declares as no records.
    private func isNoRecord(_ reader: TableReader) -> Bool {
        if reader.fields.allSatisfy(\.isEmpty) { return true }
        if mapping.format.specialRows.isEmpty { return false }
        let first = reader.text(0)
        return mapping.format.specialRows.contains { $0.first.matches(first) }
    }

    private func geometry(_ reader: TableReader, _ place: [Int]) -> JSONValue? {
        guard place.allSatisfy({ $0 < reader.fields.count }) else { return nil }
        if place.count == 1 { return WellKnownShape.geoJSON(reader.text(place[0])) }
        let comma = mapping.format.decimalComma
        guard let x = Double(decimal: reader.slice(place[0]), comma: comma),
            let y = Double(decimal: reader.slice(place[1]), comma: comma)
        else { return nil }
        return ["type": "Point", "coordinates": [JSONValue(x), JSONValue(y)]]
    }

    /// The cell as its field's type; nil where it is none.
    private func read(_ text: String, _ field: LayerMapping.Field) -> JSONValue? {
        if field.missing.contains(text) { return .some(.null) }
        switch field.kind {
        case .text: return .string(text)
        case .boolean: return .bool(field.trueTexts.contains(text))
        case .number, .integer:
            let number = Array(text.utf8).withUnsafeBufferPointer {
                Double(decimal: $0, comma: mapping.format.decimalComma)
            }
            guard let number else { return nil }
            if field.kind == .integer { return Int64(exactly: number).map { JSONValue($0) } }
            return JSONValue(number)
        case .date:
            let parts = text.split(separator: ".")
            if parts.count == 3, parts[0].count == 2, parts[1].count == 2, parts[2].count == 4 {
                return .string("\(parts[2])-\(parts[1])-\(parts[0])")
            }
            return text.count == 10 ? .string(text) : nil
        }
    }
}
