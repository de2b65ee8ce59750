// SPDX-License-Identifier: EUPL-1.2
package import IngestModel
import Wire

/// Records of a JSON document as the rows of a table; columns are named by their path: `position/lon`, `values/0`.
package struct JSONRecords {
    private let rule: TableFormat.JSONRule

    package init(_ rule: TableFormat.JSONRule) { self.rule = rule }

    /// Deeper members than this are written as JSON.
    private static let deepest = 8
    private static let mostColumns = 10_000

    package func read(_ bytes: UnsafeBufferPointer<UInt8>, into rows: inout [[String: String]]) throws(FileFault)
        -> [String]
    {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: Array(bytes))
        } catch {
            throw FileFault("no JSON: \(error.description)", isMisfit: true)
        }
        var places = [Place(value: document)]
        for (index, step) in rule.path.enumerated() {
            places = places.flatMap { $0.below(step) }
            guard !places.isEmpty else {
                let path = rule.path.prefix(index + 1).joined(separator: "/")
                throw FileFault("the document has nothing at \"\(path.excerpt())\"", isMisfit: true)
            }
        }
        var names: [String] = []
        var known: Set<String> = []
        func add(_ record: Record, _ above: Record) {
            var row: [String: String] = [:]
            for (name, text) in record + above {
                row[name] = text
                if names.count < Self.mostColumns, known.insert(name).inserted { names.append(name) }
            }
            rows.append(row)
        }
        for place in places {
            let above = place.above
            switch place.value {
            case .array(let records):
                for record in records { add(flattened(record), above) }
            case .object(let object) where rule.isColumns:
                for record in turned(object, beside: place.lists) { add(record, above) }
            case .object(let object) where rule.isKeyed:
                for (key, value) in object.members { add([("key", key)] + flattened(value), above) }
            case .object:
                add(flattened(place.value), above)
            default:
                throw FileFault(
                    "there are no records at \"\(rule.path.joined(separator: "/").excerpt())\"", isMisfit: true)
            }
        }
        guard !names.isEmpty else { throw FileFault("the records have no members", isMisfit: true) }
        return names
    }

    fileprivate typealias Record = [(name: String, text: String)]

    /// Lists of equal length beside each other, or above: the n-th of each make a record, with what stands beside them.
    private func turned(_ object: JSONObject, beside above: [(name: String, list: [JSONValue])]) -> [Record] {
        let own = object.members.compactMap { member in member.value.array.map { (name: member.name, list: $0) } }
        let longest = own.map(\.list.count).max() ?? 0
        let lists = own + above.filter { $0.list.count == longest }
        let plain = object.members.compactMap { member in Place.plain(member.value).map { (member.name, $0) } }
        return (0..<longest).map { index in
            lists.flatMap { name, list in
                index < list.count ? flattened(list[index], name: name) : []
            } + plain
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

/// Where a path leads in a document, with what stands above it.
private struct Place {
    let value: JSONValue
    /// Plain members of what was left, named `../name`, and where a feature's point lies.
    private(set) var above: JSONRecords.Record = []
    /// Lists of plain values there.
    private(set) var lists: [(name: String, list: [JSONValue])] = []

    init(value: JSONValue) { self.value = value }

    private init(_ value: JSONValue, _ above: JSONRecords.Record, _ lists: [(name: String, list: [JSONValue])]) {
        (self.value, self.above, self.lists) = (value, above, lists)
    }

    static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.literal
        case .bool(let bool): bool ? "true" : "false"
        default: nil
        }
    }

    /// Texts of a small member: a name in some languages.
    private static func few(_ value: JSONValue, _ name: String, depth: Int = 0) -> JSONRecords.Record? {
        if let text = plain(value) { return [(name, text)] }
        let parts =
            value.object?.members.map { ($0.name, $0.value) }
            ?? value.array.map { $0.prefix(9).enumerated().map { ("\($0.offset)", $0.element) } } ?? []
        guard parts.count <= 12, depth < 4 else { return nil }
        let texts = parts.compactMap { few($0.1, name + "/" + $0.0, depth: depth + 1) }.flatMap { $0 }
        return texts.isEmpty || texts.count > 24 ? nil : texts
    }

    /// What a step leads to.
    func below(_ step: String) -> [Place] {
        var own = above.map { (name: "../" + $0.name, text: $0.text) }
        var lists = lists.map { (name: "../" + $0.name, list: $0.list) }
        for member in value.object?.members ?? [] {
            if let text = Self.plain(member.value) {
                own.append(("../" + member.name, text))
            } else if let list = member.value.array, let first = list.first, Self.plain(first) != nil {
                lists.append(("../" + member.name, list))
            } else if member.name == "geometry", member.value["type"]?.string == "Point" {
                for (index, number) in (member.value["coordinates"]?.array ?? []).prefix(2).enumerated() {
                    own.append(("../geometry/coordinates/\(index)", Self.plain(number) ?? ""))
                }
            } else if step != "*", member.name != step, let texts = Self.few(member.value, "../" + member.name) {
                own += texts
            }
        }
        if step == "*" {
            if let array = value.array { return array.map { Place($0, own, lists) } }
            return (value.object?.members ?? []).map { Place($0.value, own + [("../key", $0.name)], lists) }
        }
        let next =
            value[step]
            ?? Int(step).flatMap { number in
                value.array.flatMap { $0.indices.contains(number) ? $0[number] : nil }
            }
        return next.map { [Place($0, own, lists)] } ?? []
    }
}
