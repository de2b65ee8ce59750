// SPDX-License-Identifier: EUPL-1.2

/// JSON in the one form in which it is hashed and signed (RFC 8785): no space, names by UTF-16 code units, numbers as
/// ECMAScript writes them.
public enum CanonicalJSON {
    /// Why a document has no canonical form, and where (JSON pointer, RFC 6901).
    public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        public let message: String
        public let pointer: String

        public init(message: String, pointer: String) { (self.message, self.pointer) = (message, pointer) }

        public var description: String { pointer.isEmpty ? message : "\(pointer): \(message)" }
    }

    /// The bytes of a value.
    ///
    /// - Parameters:
    ///   - value: what is written.
    ///   - isInteroperable: refuses whole numbers of 2^53 and more in size (RFC 7493 §2.2), which RFC 8785 itself would
    ///     silently round.
    /// - Returns: UTF-8.
    /// - Throws: numbers no Double holds, names that stand twice.
    public static func bytes(of value: JSONValue, isInteroperable: Bool = true) throws(Refusal) -> [UInt8] {
        var writer = Writer(isInteroperable: isInteroperable)
        try writer.write(value, at: [])
        return writer.bytes
    }

    /// A finite number in its shortest digits, as ECMAScript writes it (ECMA-262, Number::toString).
    public static func text(of number: Double) -> String {
        guard number != 0 else { return "0" }
        guard number > 0 else { return "-" + text(of: -number) }
        // the shortest digits, and where their point stands
        let parts = number.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
        let all = mantissa[0] + fraction
        var digits = String(all.drop { $0 == "0" })
        let point = mantissa[0].count - (all.count - digits.count) + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.hasSuffix("0") { digits.removeLast() }
        let count = digits.count
        if count <= point, point <= 21 { return digits + String(repeating: "0", count: point - count) }
        if 0 < point, point <= 21 { return digits.prefix(point) + "." + digits.dropFirst(point) }
        if -6 < point, point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        let exponent = point - 1
        let sign = exponent < 0 ? "e-" : "e+"
        let leading = count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
        return leading + sign + String(exponent.magnitude)
    }

    private struct Writer {
        let isInteroperable: Bool
        var bytes: [UInt8] = []

        mutating func write(_ value: JSONValue, at path: [String]) throws(Refusal) {
            switch value {
            case .null: append("null")
            case .bool(let flag): append(flag ? "true" : "false")
            case .number(let number): append(try text(of: number, at: path))
            case .string(let text): appendQuoted(text)
            case .array(let elements):
                append("[")
                for (index, element) in elements.enumerated() {
                    if index > 0 { append(",") }
                    try write(element, at: path + [String(index)])
                }
                append("]")
            case .object(let object): try write(object, at: path)
            }
        }

        private mutating func write(_ object: JSONObject, at path: [String]) throws(Refusal) {
            let members = object.members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
            append("{")
            for (index, member) in members.enumerated() {
                if index > 0 {
                    guard !members[index - 1].name.utf16.elementsEqual(member.name.utf16) else {
                        throw refusal("the member \"\(member.name)\" stands twice", at: path)
                    }
                    append(",")
                }
                appendQuoted(member.name)
                append(":")
                try write(member.value, at: path + [member.name])
            }
            append("}")
        }

        private func text(of number: JSONNumber, at path: [String]) throws(Refusal) -> String {
            let value = number.double
            guard value.isFinite else { throw refusal("no double holds the number \(number.literal)", at: path) }
            let isWhole = !number.literal.contains { $0 == "." || $0 == "e" || $0 == "E" }
            if isInteroperable, isWhole, value.magnitude >= 0x1p53 {
                throw refusal("the whole number \(number.literal) is 2^53 or more; write it as text", at: path)
            }
            return CanonicalJSON.text(of: value)
        }

        private func refusal(_ message: String, at path: [String]) -> Refusal {
            let steps = path.map { step in
                "/"
                    + step.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
                    .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
            }
            return Refusal(message: message, pointer: steps.joined())
        }

        private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

        private mutating func appendQuoted(_ text: String) {
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\""): append("\\\"")
                case UInt8(ascii: "\\"): append("\\\\")
                case 0x08: append("\\b")
                case 0x09: append("\\t")
                case 0x0A: append("\\n")
                case 0x0C: append("\\f")
                case 0x0D: append("\\r")
                case ..<0x20:
                    append("\\u00")
                    for nibble in [byte >> 4, byte & 15] {
                        bytes.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
                    }
                default: bytes.append(byte)
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }
    }
}
