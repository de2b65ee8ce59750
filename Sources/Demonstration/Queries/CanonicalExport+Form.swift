// SPDX-License-Identifier: EUPL-1.2
import Wire

extension CanonicalExport {
    /// One entity: the key it is sorted by and its members.
    struct Record {
        let key: String
        let members: [(name: String, value: JSONValue)]
    }

    /// By UTF-8 bytes, the same on every engine and in every locale.
    static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// Members sorted by name, numbers in shortest form.
    static func canonical(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): .number(JSONNumber(number.double))
        case .array(let elements): .array(elements.map(canonical))
        case .object(let object):
            .object(
                JSONObject(
                    object.members
                        .map { (name: $0.name, value: canonical($0.value)) }
                        .sorted { precedes($0.name, $1.name) }))
        default: value
        }
    }
}

extension CanonicalExport.Lines {
    func write(_ type: String, _ records: [CanonicalExport.Record]) throws {
        for record in records.sorted(by: { CanonicalExport.precedes($0.key, $1.key) }) {
            try line { $0.record(type, record.members) }
        }
    }
}

extension JSONWriter {
    /// An object with its type first and its members as given; absent ones are left out.
    mutating func record(_ type: String, _ members: [(name: String, value: JSONValue)]) {
        beginObject()
        name("type")
        write(type)
        for member in members where member.value != .null {
            name(member.name)
            write(member.value)
        }
        endObject()
    }
}
