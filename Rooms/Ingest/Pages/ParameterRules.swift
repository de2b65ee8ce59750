// SPDX-License-Identifier: EUPL-1.2
import Ingest
import IngestWaiting
import Wire

/// Rules of a long table, whose columns tell what each row measures.
struct ParameterRules {
    let columns: [WaitingImport.Column]

    /// Most rules that are made of columns whose texts belong together in any way.
    private static let most = 120

    /// Nil where no column tells it.
    init?(_ columns: [WaitingImport.Column]) {
        guard !columns.isEmpty else { return nil }
        self.columns = columns
    }

    /// Columns by whose texts a rule takes its rows.
    static func columns(of rule: JSONObject) -> [String] {
        guard let place = rule["where"] else { return [] }
        return (place.array ?? [place]).compactMap { $0["column"]?.string }
    }

    /// What a rule takes, for people: `PM10 · µg/m³`.
    static func texts(of rule: JSONObject) -> String {
        guard let place = rule["where"] else { return "" }
        let parts = (place.array ?? [place]).map { part -> String in
            let texts = part["is"]?.array?.compactMap(\.string) ?? [part["is"]?.string ?? part["matches"]?.string ?? ""]
            return texts.map { $0.isEmpty ? "–" : $0 }.joined(separator: " / ")
        }
        return parts.joined(separator: " · ")
    }

    /// The rules of a column of values: those that are there, else one for each text.
    func rules(of value: String, _ old: [JSONObject]) -> [JSONObject] {
        let names = Set(columns.map(\.name))
        let known = old.filter { $0["column"]?.string == value && Set(Self.columns(of: $0)) == names }
        if !known.isEmpty { return known }
        let own = old.filter { $0["column"]?.string == value }
        let unit = own.first?["unit"]?["symbol"]?.string
        var all: [[String]] = [[]]
        for column in columns {
            let texts = column.texts.isEmpty ? column.examples : column.texts
            all = all.flatMap { before in texts.map { before + [$0] } }
        }
        return all.prefix(Self.most).map { texts in
            var rule = MappingNames.series(column: value, unit: unit)
            if !own.isEmpty, unit == nil { rule["unit"] = nil }
            let name = texts.filter { !$0.isEmpty }.joined(separator: ", ")
            rule["name"] = .string(name)
            rule["key"] = .string(MappingNames.slug(name))
            rule["observedProperty"] = ["name": .string(name)]
            let parts = zip(columns, texts).map { column, text -> JSONValue in
                ["column": .string(column.name), "is": .string(text)]
            }
            rule["where"] = parts.count == 1 ? parts[0] : .array(parts)
            return rule
        }
    }
}
