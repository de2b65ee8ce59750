// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestProposal
package import Wire

/// A mapping document out of a proposal: whole but for what only a person can say, which is missing or "?".
struct ProposedDocument {
    private let proposal: Proposal
    /// The columns that a person chooses from: those of a layer of features without the names of what holds them.
    let columns: [Proposal.Column]
    private let file: String
    private let title: String

    init(_ proposal: Proposal, file: String, title: String?) {
        self.proposal = proposal
        let isLayer = proposal["format"]?.value.string == "GeoJSON" && proposal["kind"]?.value.string != "series"
        columns = isLayer ? proposal.columns.compactMap(Self.property) : proposal.columns
        self.file = String(file.split(separator: "/").last ?? "")
        let stem = String(self.file.split(separator: ".").first ?? "daten")
        self.title = title ?? stem
    }

    private static func property(_ column: Proposal.Column) -> Proposal.Column? {
        let prefix = "properties/"
        guard column.name.hasPrefix(prefix) else { return nil }
        return Proposal.Column(
            name: String(column.name.dropFirst(prefix.count)), examples: column.examples, texts: column.texts)
    }

    var document: JSONObject {
        switch proposal["kind"]?.value.string {
        case "series": return series(proposal.mapping)
        case "places": return layer
        default: break
        }
        if proposal["format"]?.value.string == "GeoJSON" { return layer }
        return columns.isEmpty ? JSONObject() : series(skeleton)
    }

    private var dataset: JSONValue {
        ["slug": .string(MappingNames.slug(title)), "title": .string(title), "owner": "?", "licence": "?"]
    }

    // MARK: Series

    /// Where not all of a column looks like times a person says the rest.
    private var skeleton: JSONObject {
        let decimal = proposal["decimal"]?.value.string == ","
        let times = columns.first { Self.form(of: $0.examples) != nil } ?? columns[0]
        let values = columns.filter { column in
            column.name != times.name && !column.examples.isEmpty
                && column.examples.allSatisfy { NumberForm(hasComma: decimal).read($0) != nil }
        }
        let rules = (values.isEmpty ? columns.filter { $0.name != times.name } : values).map {
            column -> JSONValue in
            .object(MappingNames.series(column: column.name, examples: column.examples))
        }
        var time: JSONObject = ["column": .string(times.name)]
        time["form"] = Self.form(of: times.examples).map { .string($0) }
        return [
            "name": .string(MappingNames.slug(title)), "kind": "series", "format": .object(proposal.format),
            "time": .object(time),
            "station": ["from": [["id": .string(title), "name": .string(title)]]],
            "series": .array(rules),
        ]
    }

    /// The one form in which all of these are written; nil where there is none, or more than one.
    private static func form(of texts: [String]) -> String? {
        guard !texts.isEmpty, case .form(let form) = StampRecognition.form(of: texts, finest: .day) else { return nil }
        return form.text
    }

    private func series(_ proposed: JSONObject) -> JSONObject {
        var document = proposed
        document["name"] = .string(MappingNames.slug(title))
        document["dataset"] = dataset
        var keys: Set<String> = []
        let entries = (document["series"]?.array ?? []).compactMap(\.object).enumerated().map {
            index, entry -> JSONValue in
            var series = entry
            if proposed["series"] == proposal.mapping["series"] {
                if proposal.openUnits.contains(index) { series["unit"] = nil }
                if proposal.openProperties.contains(index) { series["observedProperty"] = nil }
            }
            // the rows of a long table are told apart by their parameter, not by the column of values
            let name = entry["where"] == nil ? entry["column"]?.string : entry["name"]?.string
            series["key"] = .string(MappingNames.unique(MappingNames.slug(name ?? ""), &keys))
            return .object(series)
        }
        document["series"] = .array(entries)
        // a year that no cell names is a question of the page
        if var time = document["time"]?.object, let text = time["text"]?.string, text.hasPrefix("2001-{") {
            time["text"] = .string("?" + text.dropFirst(4))
            document["time"] = .object(time)
        }
        if let place = proposal["place"]?.value.object { add(place, to: &document) }
        return document
    }

    private func add(_ place: JSONObject, to document: inout JSONObject) {
        if let x = place["x"]?.string, let y = place["y"]?.string {
            // the mapping names the file's reference system beside them
            guard document["places"]?["row"] == nil else { return }
            document["places"] = ["row": ["longitude": .string(x), "latitude": .string(y)]]
        } else if let x = place["x"]?.double, let y = place["y"]?.double, abs(x) <= 180, abs(y) <= 90,
            let station = document["station"]?["from"]?.array?.first?["id"]?.string
        {
            document["places"] = [
                "fixed": .object([station: ["longitude": JSONValue(x), "latitude": JSONValue(y)]])
            ]
        }
    }

    // MARK: Layers

    private var layer: JSONObject {
        let name = MappingNames.slug(title)
        var document: JSONObject = [
            "name": .string(name), "kind": "layer", "dataset": dataset, "collection": .string(name),
            "title": .string(title), "role": "places",
        ]
        if let crs = proposal["crs"]?.value.integer, crs != 4326 { document["epsg"] = JSONValue(crs) }
        guard let place = proposal["place"]?.value.object, let x = place["x"]?.string, let y = place["y"]?.string,
            proposal["format"]?.value.string != "GeoJSON"
        else {
            document["source"] = "geojson"
            return document
        }
        document["source"] = "csv"
        var format = proposal.mapping["format"]?.object ?? JSONObject()
        if let separator = proposal["separator"]?.value.string {
            format["separator"] = .string(separator == "tab" ? "\t" : separator == "fixed width" ? "blank" : separator)
        }
        if proposal["decimal"]?.value.string == "," { format["decimal"] = "," }
        document["format"] = .object(format)
        document["geometry"] = ["longitude": .string(x), "latitude": .string(y)]
        let fields = columns.filter { $0.name != x && $0.name != y }.map { column -> JSONValue in
            ["column": .string(column.name), "name": .string(column.name), "type": "text"]
        }
        document["fields"] = .array(fields)
        return document
    }
}

/// Names that a mapping document gives to what has none yet.
package enum MappingNames {
    /// `wolbecker-strasse` of "Wolbecker Straße": what may stand in an address.
    package static func slug(_ text: String) -> String {
        var slug = ""
        for character in text.lowercased() {
            let piece: String =
                switch character {
                case "ä": "ae"
                case "ö": "oe"
                case "ü": "ue"
                case "ß": "ss"
                case "µ", "μ": "mikro"
                case "°": "grad"
                case "%": "prozent"
                case let letter where letter.isASCII && (letter.isLetter || letter.isNumber): String(letter)
                default: "-"
                }
            if piece != "-" || (!slug.isEmpty && slug.last != "-") { slug += piece }
        }
        while slug.last == "-" { slug.removeLast() }
        return slug.isEmpty ? "daten" : String(slug.prefix(60))
    }

    /// The name, with a number where it was given before.
    package static func unique(_ name: String, _ given: inout Set<String>) -> String {
        var candidate = name
        var number = 2
        while !given.insert(candidate).inserted {
            candidate = "\(name)-\(number)"
            number += 1
        }
        return candidate
    }

    /// A rule for a column of values, with the unit that its name says; numbers with decimals are measured, and have none until somebody says it.
    package static func series(column: String, examples: [String]) -> JSONObject {
        let unit = ColumnGuess.unit(in: column)
        var rule = series(column: column, unit: unit)
        let isMeasured = examples.contains { text in
            text.contains { ".,".contains($0) }
                && (NumberForm().read(text) ?? NumberForm(hasComma: true).read(text)) != nil
        }
        if unit == nil, isMeasured { rule["unit"] = nil }
        return rule
    }

    /// A rule for a column of values.
    package static func series(column: String, unit: String?) -> JSONObject {
        let unit = JSONValue.string(unit ?? "1")
        return [
            "column": .string(column), "key": .string(slug(column)), "name": .string(column),
            "observedProperty": ["name": .string(column)], "unit": ["name": unit, "symbol": unit],
            "sensor": UnknownSensor.rule,
        ]
    }
}
