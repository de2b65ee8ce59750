// SPDX-License-Identifier: EUPL-1.2
import Ingest
import IngestWaiting
import Wire

/// Series of a document that lack the same answer: those that may be in the same units are asked about together, others apart.
struct OpenKind: Sendable, Hashable {
    /// By their keys.
    let keys: [String]
    /// As people call them, each once.
    let names: [String]
    /// What the answer may be; for what is measured, the units that the series have.
    let units: [String]
    /// Of a question's field: `unit`, `unit-of-m-s-km-h-kn`; the same whatever else was answered since the page was shown.
    func field(_ name: String) -> String {
        units.isEmpty ? name : name + "-of-" + MappingNames.slug(units.joined(separator: " "))
    }

    /// What has no unit, by what it may be in.
    static func units(_ document: JSONObject) -> [OpenKind] {
        kinds(document) { rule in
            guard rule["unit"]?["symbol"]?.string == nil else { return nil }
            // by its name, which stays when what is measured is answered in the same form
            return KnownProperties.units(rule["name"]?.string ?? rule["column"]?.string ?? "")
        }
    }

    /// Of which nothing says what it measures: all together.
    static func properties(_ document: JSONObject) -> [OpenKind] {
        kinds(document) { rule in
            guard rule["observedProperty"]?["name"]?.string == nil else { return nil }
            return []
        }
    }

    private static func kinds(_ document: JSONObject, _ kind: (JSONValue) -> [String]?) -> [OpenKind] {
        var found: [(units: [String], keys: [String], names: [String])] = []
        for rule in document["series"]?.array ?? [] {
            guard let units = kind(rule) else { continue }
            let key = rule["key"]?.string ?? ""
            let name = rule["name"]?.string ?? rule["column"]?.string ?? ""
            let place = found.firstIndex { $0.units == units } ?? found.endIndex
            if place == found.endIndex { found.append((units, [], [])) }
            found[place].keys.append(key)
            if !found[place].names.contains(name) { found[place].names.append(name) }
        }
        return found.map { OpenKind(keys: $0.keys, names: $0.names, units: $0.units) }
    }
}

extension WaitingImport {
    /// The columns as the document names them: those that became stations are one of these and one of values.
    var offered: [Column] {
        guard let rule = document["format"]?["unpivot"]?.object, let text = rule["columns"]?.string,
            let into = rule["into"]?.string, let value = rule["value"]?.string, let pattern = try? Pattern(text)
        else { return columns }
        let turned = columns.filter { pattern.matches($0.name) }
        guard !turned.isEmpty, !columns.contains(where: { $0.name == into }) else { return columns }
        let names = turned.map { pattern.groups(in: $0.name)?.dropFirst().first ?? $0.name }
        let examples = turned.compactMap(\.examples.first).prefix(3)
        return columns.filter { !pattern.matches($0.name) } + [
            Column(name: into, examples: Array(names.prefix(3)), texts: names),
            Column(name: value, examples: Array(examples)),
        ]
    }
}
