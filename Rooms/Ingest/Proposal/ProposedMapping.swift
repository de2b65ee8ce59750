// SPDX-License-Identifier: EUPL-1.2
import IngestModel
package import Wire

/// The mapping to begin with; `?` stands where only a person knows.
struct ProposedMapping {
    private let table: TableProposal
    private let name: String
    private let stem: String

    init(_ table: TableProposal) {
        self.table = table
        stem = String(table.file.split(separator: ".").first ?? "file")
        name = Self.plain(stem) ?? "file"
    }

    /// Small letters and digits, others as dashes; nil where none is left.
    private static func plain(_ text: String) -> String? {
        let slug = text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        return slug.contains { $0 != "-" } ? String(slug) : nil
    }

    private var dataset: JSONValue {
        ["slug": .string(name), "title": .string(stem), "owner": "?", "licence": "?"]
    }

    func series(_ format: JSONObject, _ time: JSONObject) -> JSONObject {
        var document: JSONObject = [
            "name": .string(name), "kind": "series", "dataset": dataset, "format": .object(format),
            "time": .object(time),
            "station": ["from": station],
        ]
        var keys: Set<String> = []
        document["series"] = .array(rules.enumerated().map { keyed($1, $0 + 1, &keys) })
        if let places { document["places"] = .object(places) }
        return document
    }

    /// Columns have an order, texts of rows have none: their series are known by name.
    private func keyed(_ rule: JSONObject, _ number: Int, _ keys: inout Set<String>) -> JSONValue {
        let name = rule["where"] == nil ? nil : rule["name"]?.string.flatMap { Self.plain($0) }
        var key = name ?? "\(number)"
        if !keys.insert(key).inserted { key += "-\(number)" }
        keys.insert(key)
        var rule = rule
        rule["key"] = .string(key)
        return .object(rule)
    }

    /// A rule for each column of values, of a long table for each of what its rows measure.
    private var rules: [JSONObject] {
        if let stations = table.stations, stations.isPlain {
            guard let first = table.column(named: stations.value) else { return [] }
            let property = stations.columns.lazy.compactMap { table.columns[$0].property }.first
            var own = rule(first, named: property?.german ?? stations.value)
            own["column"] = .string(stations.value)
            own["observedProperty"] = ["name": .string(property?.german ?? stations.value)]
            if own["count"] != nil, !stations.columns.allSatisfy({ table.columns[$0].isWhole }) { own["count"] = nil }
            return [own]
        }
        guard !table.parameters.isEmpty else { return table.columns(.value).map { rule($0, named: nil) } }
        let columns = table.columns(.parameter).map { table.label($0) }
        let isOne = table.columns(.value).count == 1
        return table.parameters.flatMap { parameter -> [JSONObject] in
            let parts = columns.enumerated().map { index, column -> JSONValue in
                var texts: [String] = []
                for spelling in parameter.texts where !texts.contains(spelling[index]) { texts.append(spelling[index]) }
                let isText = texts.count == 1
                return [
                    "column": .string(column),
                    "is": isText ? .string(texts[0]) : .array(texts.map { .string($0) }),
                ]
            }
            return parameter.values.map { column -> JSONObject in
                let own = [parameter.name, isOne && !parameter.name.isEmpty ? "" : plainName(column)]
                var rule = self.rule(column, named: own.filter { !$0.isEmpty }.joined(separator: ", "))
                rule["where"] = parts.count == 1 ? parts[0] : .array(parts)
                return rule
            }
        }
    }

    private func plainName(_ column: ColumnGuess) -> String { ColumnGuess.nameWithoutUnit(table.label(column)) }

    private func rule(_ column: ColumnGuess, named given: String?) -> JSONObject {
        let unit = JSONValue.string(column.unit ?? column.property?.unit ?? "1")
        let name = JSONValue.string(given ?? plainName(column))
        var rule: JSONObject = [
            "column": .string(table.label(column)), "key": "", "name": name,
            "observedProperty": ["name": column.property.map { .string($0.german) } ?? name],
            "unit": ["name": unit, "symbol": unit], "sensor": UnknownSensor.rule,
        ]
        if column.property?.isCount == true, column.isWhole, column.numbers.allSatisfy({ $0 >= 0 }) {
            rule["count"] = true
        }
        return rule
    }

    /// A pattern for the line before the table that names the station: `Radzählstelle Lindenallee`, `Messstelle;Nord`,
    /// `Messstellen-Nr.:;2006`; a number before a name.
    private var leadStation: String? {
        let places = #"(?:[Mm]essstelle|[Zz]ählstelle|[Zz]aehlstelle|[Ss]tation|[Pp]egel|[Ss]tandort|[Mm]esspunkt)"#
        let sign = #"(?:\s*[:;,\t=]+\s*)"#
        let numbered = places + #"(?:s|n|en)?[-_ ]?(?:[Nn]ummer|[Nn]r\.?|NR\.?|[Kk]ennung|ID|[Ii]d|[Cc]ode)"# + sign
        let named = places + #"(?:s|n|en)?[-_ ]?[Nn]ame"# + sign
        let plain = places + #"(?:n?name)?(?:\s*[:;,\t=]\s*|[ ]+)"#
        for (words, value) in [
            (numbered, #"([\p{L}0-9][^;,\t\r\n"]{0,60})"#), (named, #"([\p{L}0-9][^;,\t\r\n"]{1,60})"#),
            (plain, #"(\p{Lu}[^;,\t\r\n"]{1,60})"#),
        ] {
            let pattern = #"(?m)^[\W_]*\w*"# + words + "\"?" + value
            guard let reader = try? Pattern(pattern) else { continue }
            let lines = table.leadCells.map { $0.joined(separator: mark) }
            let found = lines.compactMap { reader.groups(in: $0)?[1].trimmed }.filter { !$0.isEmpty }
            if found.count == 1 { return pattern }
        }
        // a table without names below a line of nothing but a name
        guard table.columns.allSatisfy(\.name.isEmpty), let first = table.leadCells.first else { return nil }
        let line = first.joined(separator: mark).trimmed
        let isName = line.count > 2 && line.allSatisfy { $0.isLetter || " -./".contains($0) }
        return isName ? #"^\s*(\pL[^\n;,]{1,60})"# : nil
    }

    /// What parts the cells of a line.
    private var mark: String { table.separator.map { String(Unicode.Scalar($0)) } ?? " " }

    private var station: JSONValue {
        if let stations = table.stations, stations.isPlain { return [["column": .string(stations.into)]] }
        let keys = table.columns(.key)
        guard
            let key = keys.max(by: {
                ($0.distinct.count, $0.keyRank, -$0.index) < ($1.distinct.count, $1.keyRank, -$1.index)
            })
        else {
            if let pattern = leadStation { return [["lines": .string(pattern)]] }
            return [["id": .string(stem), "name": .string(stem)]]
        }
        let together = self.together(key, keys)
        var source: JSONObject =
            together.count > 1
            ? ["columns": .array(together.map { .string(table.label($0)) })] : ["column": .string(table.label(key))]
        // what stands around all stations is no name of one
        func depth(_ column: ColumnGuess) -> Int { table.label(column).ranges(of: "../").count }
        let names = table.columns(.alias).filter { $0.numbers.isEmpty && depth($0) <= depth(key) }
        if let name = names.max(by: {
            ($0.isNamed(["name"]) ? 1 : 0, -$0.index) < ($1.isNamed(["name"]) ? 1 : 0, -$1.index)
        }) {
            source["nameColumn"] = .string(table.label(name))
        }
        return [.object(source)]
    }

    /// The keys that tell stations apart only together, in the order of their columns: the number of a land beside a number
    /// that begins again in each.
    private func together(_ key: ColumnGuess, _ keys: [ColumnGuess]) -> [ColumnGuess] {
        func distinct(_ columns: [ColumnGuess]) -> Int {
            Set(table.rows.map { row in columns.map { $0.index < row.count ? row[$0.index] : "" } }).count
        }
        var (found, count) = ([key], distinct([key]))
        for other in keys where other.index != key.index && found.count < 3 && other.distinct.count > 1 {
            let more = distinct(found + [other])
            guard more > count else { continue }
            (found, count) = (found + [other], more)
        }
        // as many as there are rows tell rows apart, not stations
        return count * 2 > table.rows.count ? [key] : found.sorted { $0.index < $1.index }
    }

    /// Places out of the rows, or out of the lines before the table.
    private var places: JSONObject? {
        if let x = table.columns(.longitude).first, let y = table.columns(.latitude).first {
            var row: JSONObject = ["longitude": .string(table.label(x)), "latitude": .string(table.label(y))]
            if let system = system(x, y) { row["epsg"] = system }
            return ["row": .object(row)]
        }
        if let pair = table.leadPairs.place {
            return ["lines": ["longitude": .string(pair.x.pattern), "latitude": .string(pair.y.pattern)]]
        }
        guard let place = table.leadPlace else { return nil }
        func pattern(_ words: String) -> JSONValue {
            .string(TableProposal.leadPattern(words))
        }
        var lines: JSONObject = [
            "longitude": pattern(TableProposal.eastWords), "latitude": pattern(TableProposal.northWords),
        ]
        let isDegrees = abs(place["x"]?.double ?? 0) <= 180
        if let system = place["crs"], !isDegrees { lines["epsg"] = system }
        return ["lines": .object(lines)]
    }

    /// Whether places are metres whose system the file does not name.
    var lacksSystem: Bool {
        if table.shape != nil { return table.crs == nil && table.areShapesMetres }
        if let x = table.columns(.longitude).first, let y = table.columns(.latitude).first {
            return table.crs == nil && Self.isMetres(x, y)
        }
        return table.leadPlace.map { $0["crs"] == nil && abs($0["x"]?.double ?? 0) > 180 } ?? false
    }

    private static func isMetres(_ x: ColumnGuess, _ y: ColumnGuess) -> Bool {
        x.numbers.contains { abs($0) > 180 } || y.numbers.contains { abs($0) > 90 }
    }

    /// Metres need a system, which a file must name.
    private func system(_ x: ColumnGuess, _ y: ColumnGuess) -> JSONValue? {
        guard Self.isMetres(x, y) else { return nil }
        return table.crs.map { JSONValue($0) }
    }

    /// A layer of points out of a table, or of features.
    func layer(_ format: JSONObject, isGeoJSON: Bool) -> JSONObject {
        var document: JSONObject = [
            "name": .string(name), "kind": "layer", "dataset": dataset, "collection": .string(name),
            "title": .string(stem), "source": isGeoJSON ? "geojson" : "csv",
        ]
        let key = table.columns(.key).max { $0.keyRank < $1.keyRank }
        let prefix = "properties/"
        func own(_ column: ColumnGuess) -> String {
            let label = table.label(column)
            return isGeoJSON && label.hasPrefix(prefix) ? String(label.dropFirst(prefix.count)) : label
        }
        if let key, key.distinct.count == table.rows.count { document["id"] = .string(own(key)) }
        guard !isGeoJSON else { return document }
        if let shape = table.shape {
            document["geometry"] = ["wkt": .string(table.label(shape))]
        } else if let x = table.columns(.longitude).first, let y = table.columns(.latitude).first {
            document["geometry"] = ["longitude": .string(table.label(x)), "latitude": .string(table.label(y))]
            if let system = system(x, y) { document["epsg"] = system }
        } else {
            return document
        }
        document["format"] = .object(format)
        let fields = table.columns.filter { column in
            ![.longitude, .latitude, .empty].contains(column.role) && column.index != table.shape?.index
        }
        document["fields"] = .array(
            fields.map { column -> JSONValue in
                let type = column.role == .value ? "number" : "text"
                return ["column": .string(table.label(column)), "type": .string(type)]
            })
        return document
    }
}

/// Files say what was measured, hardly ever by what.
package enum UnknownSensor {
    /// The `sensor` of a mapping's rule.
    package static let rule: JSONValue = [
        "name": "Nicht angegeben", "description": "Das Messgerät ist nicht angegeben.",
    ]
}
