// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

/// A member of an entity's JSON: which columns it reads, with its name as bytes ready to be written.
///
/// A class, so that writing a row counts one reference and not the three inside.
final class ReadMember: Sendable {
    enum Source: Sendable {
        case id
        /// A link: the bytes around the id.
        case link(before: [UInt8], after: [UInt8])
        case text(Int)
        case json(Int)
        case instant(Int, isShownWhenNull: Bool)
        case startAndDuration(Int, Int)
        case range(Int, Int)
        case unit(Int)
        case result(Int, Int)
        case extra(String, Int)
        /// Some members of the JSON that another source gives.
        indirect case members(of: Source, [[String]])
    }

    /// The name alone, for headers.
    let name: String
    /// `"name":`
    let key: [UInt8]
    let source: Source
    /// Written only when this column is true, or false.
    private let condition: (column: Int, isTrue: Bool)?

    init(_ name: String, _ source: Source, condition: (column: Int, isTrue: Bool)? = nil) {
        self.condition = condition
        self.name = name
        self.source = source
        var key: [UInt8] = []
        key.append(quoting: name)
        key.append(UInt8(ascii: ":"))
        self.key = key
    }

    private init(copying other: ReadMember) {
        (name, condition) = (other.name, other.condition)
        key = other.key.map(\.self)
        source =
            switch other.source {
            case .link(let before, let after): .link(before: before.map(\.self), after: after.map(\.self))
            default: other.source
            }
    }

    /// The same in memory of its own, for one thread that writes many rows.
    var unshared: ReadMember { ReadMember(copying: self) }

    /// This one with nothing but the members at these paths.
    func selecting(_ paths: [[String]]) -> ReadMember { ReadMember(name, .members(of: source, paths)) }

    /// Appends `,"name":value`; nothing when the value is null and may be left out.
    func write(_ row: any StorageRow, into bytes: inout [UInt8]) {
        switch source {
        case .text(let column), .json(let column), .extra(_, let column):
            if row.isNull(column) { return }
        case .instant(let column, let isShownWhenNull):
            if !isShownWhenNull, row.isNull(column) { return }
        case .range(let column, _):
            if row.isNull(column) { return }
        default: break
        }
        if let condition, (row.integer(condition.column) == 1) != condition.isTrue { return }
        let mark = bytes.count
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: key)
        if !writeValue(row, into: &bytes) { bytes.removeSubrange(mark...) }
    }

    /// Appends the value as JSON, `null` included; false when a document has no such member.
    @discardableResult
    func writeValue(_ row: any StorageRow, into bytes: inout [UInt8]) -> Bool {
        switch source {
        case .id: bytes.append(decimal: row.integer(0))
        case .link(let before, let after):
            bytes.append(contentsOf: before)
            bytes.append(decimal: row.integer(0))
            bytes.append(contentsOf: after)
        case .text(let column): text(row, column, &bytes)
        case .json(let column): json(row, column, &bytes)
        case .instant(let column, _):
            guard !row.isNull(column) else {
                bytes.append("null")
                break
            }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(instant: row.integer(column))
            bytes.append(UInt8(ascii: "\""))
        case .startAndDuration(let start, let duration):
            let begin = row.integer(start)
            interval(begin, row.integerIfPresent(duration).map { begin &+ $0 }, &bytes)
        case .range(let start, let end):
            guard let begin = row.integerIfPresent(start) else {
                bytes.append("null")
                break
            }
            interval(begin, row.integerIfPresent(end) ?? begin, &bytes)
        case .unit(let column):
            bytes.append("{\"name\":")
            text(row, column, &bytes)
            bytes.append(",\"symbol\":")
            text(row, column + 1, &bytes)
            bytes.append(",\"definition\":")
            text(row, column + 2, &bytes)
            bytes.append(UInt8(ascii: "}"))
        case .result(let number, let document):
            // A number whose digits the column does not keep (1.10) stands beside it as it was written.
            if row.isNull(document), !row.isNull(number) {
                bytes.append(number: row.real(number))
            } else {
                json(row, document, &bytes)
            }
        case .extra(let member, let column):
            return extra(row, member, column, &bytes)
        case .members(let source, let paths):
            var whole: [UInt8] = []
            guard ReadMember(name, source).writeValue(row, into: &whole), let value = try? JSONValue(parsing: whole),
                let part = value.selecting(paths[...])
            else { return false }
            bytes.append(contentsOf: part.text.utf8)
        }
        return true
    }

    private func text(_ row: any StorageRow, _ column: Int, _ bytes: inout [UInt8]) {
        if row.isNull(column) {
            bytes.append("null")
        } else {
            row.withUTF8(column) { bytes.append(quoting: $0) }
        }
    }

    private func json(_ row: any StorageRow, _ column: Int, _ bytes: inout [UInt8]) {
        if row.isNull(column) {
            bytes.append("null")
        } else {
            row.withUTF8(column) { bytes.append(contentsOf: $0) }
        }
    }

    private func interval(_ start: Int64, _ end: Int64?, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(instant: start)
        if let end {
            bytes.append(UInt8(ascii: "/"))
            bytes.append(instant: end)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func extra(_ row: any StorageRow, _ member: String, _ column: Int, _ bytes: inout [UInt8]) -> Bool {
        guard !row.isNull(column), let document = try? JSONValue(parsing: row.text(column)),
            let value = document[member], !value.isNull
        else {
            bytes.append("null")
            return false
        }
        if member == "validTime", let ends = value.array, ends.count == 2, let start = ends[0].integer {
            interval(start, ends[1].integer, &bytes)
        } else {
            bytes.append(contentsOf: value.text.utf8)
        }
        return true
    }

    /// Appends the value as a CSV field: strings bare, null empty.
    func writeField(_ row: any StorageRow, into bytes: inout [UInt8]) {
        switch source {
        case .id: bytes.append(decimal: row.integer(0))
        case .text(let column): row.withUTF8(column) { bytes.append(csvText: $0) }
        case .instant(let column, _):
            if let time = row.integerIfPresent(column) { bytes.append(instant: time) }
        case .startAndDuration(let start, let duration):
            let begin = row.integer(start)
            bytes.append(instant: begin)
            if let length = row.integerIfPresent(duration) {
                bytes.append(UInt8(ascii: "/"))
                bytes.append(instant: begin &+ length)
            }
        case .result(let number, let document) where row.isNull(document) && !row.isNull(number):
            bytes.append(number: row.real(number))
        default:
            var value: [UInt8] = []
            writeValue(row, into: &value)
            if value.first == UInt8(ascii: "\""), let text = try? JSONValue(parsing: value).string {
                value = Array(text.utf8)
            }
            if value == Array("null".utf8) { return }
            if case .result = source, let number = try? JSONValue(parsing: value), number.double != nil {
                // as it was written: 1.10
                bytes.append(contentsOf: value)
                return
            }
            value.withUnsafeBufferPointer { bytes.append(csvText: $0) }
        }
    }
}

extension JSONValue {
    /// An object with nothing but what lies at these paths; nil when there is nothing of it.
    fileprivate func selecting(_ paths: ArraySlice<[String]>) -> JSONValue? {
        guard let object else { return nil }
        var kept = JSONObject()
        for member in object.members {
            let rests = paths.filter { $0.first == member.name }.map { Array($0.dropFirst()) }
            if rests.isEmpty { continue }
            if rests.contains([]) {
                kept[member.name] = member.value
            } else if let part = member.value.selecting(rests[...]) {
                kept[member.name] = part
            }
        }
        return kept.isEmpty ? nil : .object(kept)
    }
}
