// SPDX-License-Identifier: EUPL-1.2

/// Where and why a JSON text is not one (RFC 8259).
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// Lines and columns (in bytes) from 1.
    public let line: Int
    public let column: Int
    /// JSON pointer (RFC 6901) of the value in which the fault lies.
    public let pointer: String

    public var description: String { "line \(line), column \(column): \(message)" }
}

/// A strict parser over bytes: RFC 8259, UTF-8 only, depth limited, repeated names refused.
public struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    /// A step of the JSON pointer; becomes text only when there is a fault.
    private enum Step {
        case member(String)
        case element(Int)
    }

    private var path: [Step] = []
    private let maximumDepth: Int

    public init(_ bytes: [UInt8], maximumDepth: Int = 64) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// One value and nothing but white space after it.
    public mutating func parseDocument() throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        let value = try parseValue()
        skipSpace()
        guard index == bytes.count else { throw fault("unexpected text after the JSON value") }
        return value
    }

    private mutating func parseValue() throws(JSONError) -> JSONValue {
        skipSpace()
        guard index < bytes.count else { throw fault("the JSON text ends here, a value is missing") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try parseNumber())
        default: throw fault("a JSON value cannot start with this character")
        }
    }

    private mutating func parseObject() throws(JSONError) -> JSONValue {
        guard path.count < maximumDepth else { throw fault("nested deeper than \(maximumDepth) levels") }
        index += 1
        var members: [(name: String, value: JSONValue)] = []
        var seen: Set<String> = []
        skipSpace()
        if consume(UInt8(ascii: "}")) { return .object(JSONObject()) }
        while true {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw fault("a member name in double quotes is missing")
            }
            let name = try parseString()
            guard seen.insert(name).inserted else { throw fault("the member \"\(name)\" stands twice") }
            skipSpace()
            guard consume(UInt8(ascii: ":")) else { throw fault("':' is missing after \"\(name)\"") }
            path.append(.member(name))
            let value = try parseValue()
            path.removeLast()
            members.append((name: name, value: value))
            skipSpace()
            if consume(UInt8(ascii: ",")) { continue }
            if consume(UInt8(ascii: "}")) { return .object(JSONObject(members)) }
            throw fault("',' or '}' is missing")
        }
    }

    private mutating func parseArray() throws(JSONError) -> JSONValue {
        guard path.count < maximumDepth else { throw fault("nested deeper than \(maximumDepth) levels") }
        index += 1
        var elements: [JSONValue] = []
        skipSpace()
        if consume(UInt8(ascii: "]")) { return .array([]) }
        while true {
            path.append(.element(elements.count))
            elements.append(try parseValue())
            path.removeLast()
            skipSpace()
            if consume(UInt8(ascii: ",")) { continue }
            if consume(UInt8(ascii: "]")) { return .array(elements) }
            throw fault("',' or ']' is missing")
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        guard index + length <= bytes.count else { throw fault("a JSON value cannot start with this character") }
        for offset in 0..<length where bytes[index + offset] != word.utf8Start[offset] {
            throw fault("a JSON value cannot start with this character")
        }
        index += length
        return value
    }

    /// A number keeps its digits, up to what the databases can compute with (RFC 8259 §6 allows limits).
    private static let maximumDigits = 8000

    private mutating func parseNumber() throws(JSONError) -> JSONNumber {
        let start = index
        _ = consume(UInt8(ascii: "-"))
        let integerStart = index
        skipDigits()
        guard index > integerStart else { throw fault("digits are missing") }
        if index - integerStart > 1, bytes[integerStart] == UInt8(ascii: "0") {
            index = integerStart
            throw fault("a number cannot start with 0")
        }
        if consume(UInt8(ascii: ".")) {
            let fraction = index
            skipDigits()
            guard index > fraction else { throw fault("digits are missing after the point") }
        }
        if consume(UInt8(ascii: "e")) || consume(UInt8(ascii: "E")) {
            if !consume(UInt8(ascii: "+")) { _ = consume(UInt8(ascii: "-")) }
            let exponent = index
            skipDigits()
            guard index > exponent else { throw fault("digits are missing in the exponent") }
            let digits = bytes[exponent..<index].drop { $0 == UInt8(ascii: "0") }
            let value = digits.count > 4 ? Int.max : Int(String(decoding: digits, as: UTF8.self)) ?? 0
            guard value <= Self.maximumDigits else { throw fault("an exponent is at most \(Self.maximumDigits)") }
        }
        guard index - start <= Self.maximumDigits else {
            throw fault("a number has at most \(Self.maximumDigits) digits")
        }
        return JSONNumber(literal: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func parseString() throws(JSONError) -> String {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\"),
            bytes[index] >= 0x20
        {
            index += 1
        }
        guard index < bytes.count else { throw fault("the string does not end") }
        if bytes[index] == UInt8(ascii: "\"") {
            let text = try validated(bytes[start..<index])
            index += 1
            return text
        }
        var buffer = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return try validated(buffer[...])
            case UInt8(ascii: "\\"):
                index += 1
                try parseEscape(into: &buffer)
            case ..<0x20:
                throw fault("a control character in a string must be escaped")
            default:
                buffer.append(byte)
                index += 1
            }
        }
        throw fault("the string does not end")
    }

    private func validated(_ slice: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw fault("the string is not UTF-8") }
        return text
    }

    private mutating func parseEscape(into buffer: inout [UInt8]) throws(JSONError) {
        guard index < bytes.count else { throw fault("the string does not end") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try parseHex())
            if (0xD800..<0xDC00).contains(code) {
                guard consume(UInt8(ascii: "\\")), consume(UInt8(ascii: "u")) else {
                    throw fault("a high surrogate stands alone")
                }
                let low = UInt32(try parseHex())
                guard (0xDC00..<0xE000).contains(low) else { throw fault("a high surrogate stands alone") }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("a low surrogate stands alone") }
            buffer.append(contentsOf: String(Character(scalar)).utf8)
        default: throw fault("unknown escape in a string")
        }
    }

    private mutating func parseHex() throws(JSONError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw fault("four hexadecimal digits are missing") }
        var code: UInt16 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[index] - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[index] - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[index] - UInt8(ascii: "A") + 10
            default: throw fault("four hexadecimal digits are missing")
            }
            code = code << 4 | UInt16(digit)
            index += 1
        }
        return code
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func skipDigits() {
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
    }

    private mutating func consume(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private func fault(_ message: String) -> JSONError {
        var line = 1
        var lineStart = 0
        for position in 0..<min(index, bytes.count) where bytes[position] == 0x0A {
            line += 1
            lineStart = position + 1
        }
        var pointer = ""
        for step in path {
            switch step {
            case .member(let name):
                pointer += "/" + String(name.flatMap { $0 == "~" ? Array("~0") : $0 == "/" ? Array("~1") : [$0] })
            case .element(let index): pointer += "/\(index)"
            }
        }
        return JSONError(message: message, line: line, column: index - lineStart + 1, pointer: pointer)
    }
}
