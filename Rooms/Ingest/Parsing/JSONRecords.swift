// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Records of a JSON document as the rows of a table; columns are named by their path: `position/lon`, `values/0`.
struct JSONRecords {
    private let rule: TableFormat.JSONRule

    init(_ rule: TableFormat.JSONRule) { self.rule = rule }

    /// Deeper members than this are written as JSON.
    private static let deepest = 8
    private static let mostColumns = 10_000

    func read(_ bytes: UnsafeBufferPointer<UInt8>, into rows: inout [[String: String]]) throws(FileFault) -> [String] {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: Array(bytes))
        } catch {
            throw FileFault("no JSON: \(error.description)", isMisfit: true)
        }
        var place = document
        for (index, step) in rule.path.enumerated() {
            let next =
                place[step]
                ?? Int(step).flatMap { number in
                    place.array.flatMap { $0.indices.contains(number) ? $0[number] : nil }
                }
            guard let next else {
                let path = rule.path.prefix(index + 1).joined(separator: "/")
                throw FileFault("the document has nothing at \"\(path.excerpt())\"", isMisfit: true)
            }
            place = next
        }
        var names: [String] = []
        var known: Set<String> = []
        func add(_ record: [(name: String, text: String)]) {
            var row: [String: String] = [:]
            for (name, text) in record {
                row[name] = text
                if names.count < Self.mostColumns, known.insert(name).inserted { names.append(name) }
            }
            rows.append(row)
        }
        switch place {
        case .array(let records):
            for record in records { add(flattened(record)) }
        case .object(let object) where rule.isColumns:
            for record in turned(object) { add(record) }
        case .object(let object) where rule.isKeyed:
            for (key, value) in object.members { add([("key", key)] + flattened(value)) }
        case .object:
            add(flattened(place))
        default:
            throw FileFault("there are no records at \"\(rule.path.joined(separator: "/").excerpt())\"", isMisfit: true)
        }
        guard !names.isEmpty else { throw FileFault("the records have no members", isMisfit: true) }
        return names
    }

    /// Lists of equal length beside each other: the n-th of each make a record.
    private func turned(_ object: JSONObject) -> [[(name: String, text: String)]] {
        let lists = object.members.compactMap { member in member.value.array.map { (member.name, $0) } }
        let longest = lists.map(\.1.count).max() ?? 0
        return (0..<longest).map { index in
            lists.flatMap { name, list in
                index < list.count ? flattened(list[index], name: name) : []
            }
        }
    }

    private func flattened(_ value: JSONValue, name: String = "", depth: Int = 0) -> [(name: String, text: String)] {
        func under(_ part: String) -> String { name.isEmpty ? part : name + "/" + part }
        switch value {
        case .null: return [(name.isEmpty ? "value" : name, "")]
        case .string(let text): return [(name.isEmpty ? "value" : name, text)]
        case .number(let number): return [(name.isEmpty ? "value" : name, number.literal)]
        case .bool(let bool): return [(name.isEmpty ? "value" : name, bool ? "true" : "false")]
        case .object(let object) where depth < Self.deepest:
            return object.members.flatMap { flattened($0.value, name: under($0.name), depth: depth + 1) }
        case .array(let array) where depth < Self.deepest && array.count <= 100:
            return array.enumerated().flatMap { flattened($0.element, name: under("\($0.offset)"), depth: depth + 1) }
        case .object, .array: return [(name.isEmpty ? "value" : name, value.text)]
        }
    }
}
