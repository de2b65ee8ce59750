// SPDX-License-Identifier: EUPL-1.2

/// A JSON document as a value; objects keep their order and numbers their digits.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number with the text it was written with (RFC 8259 §6), so that 1.10 stays 1.10.
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// A number as written: its literal, and its value on demand.
public struct JSONNumber: Sendable, Hashable {
    public let literal: String

    public init(literal: String) { self.literal = literal }
    public init(_ value: Int64) { literal = String(value) }
    public init(_ value: Double) { literal = JSONWriter.literal(of: value) }

    public var double: Double { Self.short(literal)?.value ?? Double(literal) ?? .nan }

    /// Whether writing `double` gives the literal again; false for 1.10 and for more digits than a Double holds.
    public var isKeptByDouble: Bool {
        if let short = Self.short(literal) { return short.isShortest }
        return JSONNumber(double).literal == literal
    }

    /// The value of a plain decimal of at most 15 digits, exactly rounded: both the digits and the power of ten fit in 53
    /// bits. Such a decimal is also the shortest of its value unless it ends with a needless zero.
    private static func short(_ literal: String) -> (value: Double, isShortest: Bool)? {
        var literal = literal
        return literal.withUTF8 { bytes in
            let isNegative = bytes.first == UInt8(ascii: "-")
            let digits = bytes.count - (isNegative ? 1 : 0)
            guard digits > 0, digits <= 16 else { return nil }
            var (mantissa, decimals, point) = (Int64(0), 0, false)
            for byte in bytes[(isNegative ? 1 : 0)...] {
                if byte == UInt8(ascii: "."), !point {
                    point = true
                } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                    mantissa = mantissa * 10 + Int64(byte - UInt8(ascii: "0"))
                    if point { decimals += 1 }
                } else {
                    return nil
                }
            }
            guard point || digits <= 15 else { return nil }
            let value = Double(mantissa) / powersOfTen[decimals]
            let endsWithZero = point && bytes.last == UInt8(ascii: "0")
            // Very small numbers are written with an exponent.
            if point, !endsWithZero, value < 0.001 { return nil }
            let isShortest = !endsWithZero && !(isNegative && mantissa == 0)
            return (isNegative ? -value : value, isShortest)
        }
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// The exact integer, if it is one that fits.
    public var integer: Int64? {
        if let exact = Int64(literal) { return exact }
        return Int64(exactly: double)
    }

    /// Whether both are the same number, however written: 1, 1.0 and 10e-1.
    public func isEquivalent(to other: JSONNumber) -> Bool {
        if literal == other.literal { return true }
        return Self.canonical(literal) == Self.canonical(other.literal)
    }

    /// Sign, digits without zeros at either end, and the power of ten of the last digit.
    private static func canonical(_ literal: String) -> [Int] {
        let isNegative = literal.hasPrefix("-")
        let parts = literal.dropFirst(isNegative ? 1 : 0).split { $0 == "e" || $0 == "E" }
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (mantissa.count > 1 ? mantissa[1].utf8.count : 0)
        var digits = Array(mantissa.joined().utf8.drop { $0 == UInt8(ascii: "0") })
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        return digits.isEmpty ? [] : [isNegative ? -1 : 1, exponent] + digits.map { Int($0) }
    }
}

/// The members of an object in the order they were written; a repeated name is a fault of the parser.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    public private(set) var members: [(name: String, value: JSONValue)]

    public init() { members = [] }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = elements.map { (name: $0.0, value: $0.1) }
    }
    public init(_ members: [(name: String, value: JSONValue)]) { self.members = members }

    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }
    public var names: [String] { members.map(\.name) }

    /// The value of the first member of that name; setting nil removes, setting a new name appends.
    public subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Equal when the same names hold the same values, in any order (RFC 8259 §4).
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.members.count == right.members.count else { return false }
        return left.members.allSatisfy { right[$0.name] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        for name in names.sorted() { hasher.combine(name) }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
    public init(floatLiteral value: Double) { self = .number(JSONNumber(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { (name: $0.0, value: $0.1) }))
    }
    public init(nilLiteral: ()) { self = .null }

    public init(_ value: Double) { self = .number(JSONNumber(value)) }
    public init(_ value: Int64) { self = .number(JSONNumber(value)) }
    public init(_ value: Int) { self = .number(JSONNumber(Int64(value))) }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var double: Double? { if case .number(let value) = self { value.double } else { nil } }
    public var integer: Int64? { if case .number(let value) = self { value.integer } else { nil } }
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// A member of an object, or nil.
    public subscript(name: String) -> JSONValue? { object?[name] }

    /// Whether both say the same, numbers by value and members in any order (RFC 6902 §4.6).
    public func isEquivalent(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.number(let left), .number(let right)): left.isEquivalent(to: right)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isEquivalent(to: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.members.allSatisfy { member in
                    right[member.name].map { $0.isEquivalent(to: member.value) } ?? false
                }
        default: self == other
        }
    }

    /// Compact JSON text.
    public var text: String {
        var writer = JSONWriter()
        writer.write(self)
        return writer.string
    }

    /// Parses one document.
    /// - Throws: `JSONError` with line, column and JSON pointer.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
        var parser = JSONParser(Array(bytes))
        self = try parser.parseDocument()
    }

    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}
