// SPDX-License-Identifier: EUPL-1.2
package import PlanningModel
package import Wire

/// Data of the town that a reader may see: what is given to the reader names nothing else.
public struct NameableData: Sendable, Hashable {
    public let series: Set<Int64>
    public let collections: Set<String>
    public let datasets: Set<String>

    public init(series: Set<Int64>, collections: Set<String>, datasets: Set<String>) {
        (self.series, self.collections, self.datasets) = (series, collections, datasets)
    }

    /// Whether a document names data beside these.
    package func lacks(anyOf document: JSONObject, _ fields: [Field]) -> Bool {
        !restricted(document, fields).withheld.isEmpty
    }

    /// A document without the names of other data, and the pointers to the questions whose answers are not whole.
    func restricted(
        _ document: JSONObject, _ fields: [Field], at place: String = ""
    ) -> (document: JSONObject, withheld: [String]) {
        var (document, withheld) = (document, [String]())
        for field in fields {
            guard let value = document[field.name] else { continue }
            let pointer = "\(place)/\(field.name)"
            switch field.kind {
            case .datastream:
                guard let id = value.integer, !series.contains(id) else { continue }
                document[field.name] = nil
                withheld.append(pointer)
            case .collection:
                guard let name = value.string, !name.isEmpty, !collections.contains(name) else { continue }
                document[field.name] = nil
                withheld.append(pointer)
            case .datastreams, .datasets:
                let items = value.array ?? []
                let kept = items.filter { item in
                    item.integer.map { series.contains($0) } ?? item.string.map { datasets.contains($0) } ?? true
                }
                guard kept.count < items.count else { continue }
                document[field.name] = kept.isEmpty ? nil : .array(kept)
                withheld.append(pointer)
            case .rows(let columns):
                var rows: [JSONValue] = []
                for (index, row) in (value.array ?? []).enumerated() {
                    let part = restricted(row.object ?? [:], columns, at: "\(pointer)/\(index)")
                    rows.append(.object(part.document))
                    withheld += part.withheld
                }
                if !rows.isEmpty { document[field.name] = .array(rows) }
            default: break
            }
        }
        return (document, withheld)
    }
}
