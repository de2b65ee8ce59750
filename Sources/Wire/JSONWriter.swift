// SPDX-License-Identifier: EUPL-1.2

/// Writes compact JSON into bytes; commas are placed by it, nesting is the caller's duty.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    public init(reserving capacity: Int = 0) {
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Takes the bytes written so far and goes on; for streaming in chunks.
    public mutating func takeBytes() -> [UInt8] {
        let taken = bytes
        bytes.removeAll(keepingCapacity: true)
        return taken
    }

    /// Ends one document of a JSON-lines stream; the next begins on a new line.
    public mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    public mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }
    public mutating func endObject() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }
    public mutating func beginArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
    }
    public mutating func endArray() {
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// The name of the next member.
    public mutating func name(_ name: String) {
        separate()
        bytes.append(quoting: name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func null() { raw("null") }
    public mutating func write(_ value: Bool) { raw(value ? "true" : "false") }
    public mutating func write(_ value: Int64) {
        separate()
        append(integer: value)
        needsComma = true
    }
    public mutating func write(_ value: Int) { write(Int64(value)) }
    /// A finite number in its shortest form; NaN and infinities become null.
    public mutating func write(_ value: Double) {
        separate()
        if let integer = Int64(exactly: value), integer.magnitude < 1 << 53 {
            append(integer: integer)
        } else {
            var literal = Self.literal(of: value)
            literal.withUTF8 { bytes.append(contentsOf: $0) }
        }
        needsComma = true
    }
    public mutating func write(_ value: String) {
        separate()
        bytes.append(quoting: value)
        needsComma = true
    }
    /// A text whose UTF-8 lies in memory already.
    public mutating func write(utf8 value: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(quoting: value)
        needsComma = true
    }

    /// Text that is JSON already.
    public mutating func raw(_ json: String) {
        separate()
        var json = json
        json.withUTF8 { bytes.append(contentsOf: $0) }
        needsComma = true
    }
    /// Bytes that are JSON already.
    public mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// A string in quotes, by a closure that appends characters needing no escape (dates, links).
    public mutating func writeUnescaped(_ body: (inout [UInt8]) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        body(&bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): write(value)
        case .number(let value): raw(value.literal)
        case .string(let value): write(value)
        case .array(let elements):
            beginArray()
            for element in elements { write(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                name(member.name)
                write(member.value)
            }
            endObject()
        }
    }

    static func literal(of value: Double) -> String {
        guard value.isFinite else { return "null" }
        if let integer = Int64(exactly: value), integer.magnitude < 1 << 53 { return String(integer) }
        return value.description
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func append(integer: Int64) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { buffer in
            var magnitude = integer.magnitude
            var position = buffer.count
            repeat {
                position -= 1
                buffer[position] = UInt8(ascii: "0") + UInt8(magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            if integer < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(contentsOf: buffer[position...])
        }
    }
}
