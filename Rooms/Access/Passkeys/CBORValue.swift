// SPDX-License-Identifier: EUPL-1.2

/// The part of CBOR (RFC 8949) that authenticators write (CTAP2 canonical form): no tags, no fractions, known lengths.
enum CBORValue: Sendable, Hashable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case list([CBORValue])
    case map([CBORValue: CBORValue])
    case bool(Bool)
    case null

    subscript(name: String) -> CBORValue? { map?[.text(name)] }
    subscript(number: Int64) -> CBORValue? { map?[.integer(number)] }

    var map: [CBORValue: CBORValue]? { if case .map(let map) = self { map } else { nil } }
    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
}

/// Reads one value after another; what it refuses is nil, never a crash and never much memory.
struct CBORReader {
    static let deepest = 6
    /// Values that one reader makes at most.
    static let most = 256

    private let bytes: [UInt8]
    private(set) var position: Int
    private var made = 0

    init(_ bytes: [UInt8], from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The only value of these bytes.
    static func whole(_ bytes: [UInt8]) -> CBORValue? {
        var reader = CBORReader(bytes)
        guard let value = reader.value(), reader.position == bytes.count else { return nil }
        return value
    }

    mutating func value(depth: Int = 0) -> CBORValue? {
        made += 1
        guard depth < Self.deepest, made <= Self.most, let first = byte() else { return nil }
        let kind = first >> 5
        if kind == 7 {
            switch first & 31 {
            case 20: return .bool(false)
            case 21: return .bool(true)
            case 22: return .null
            default: return nil
            }
        }
        guard let number = argument(first & 31) else { return nil }
        switch kind {
        case 0: return Int64(exactly: number).map { .integer($0) }
        case 1: return Int64(exactly: number).map { .integer(-1 - $0) }
        case 2: return take(number).map { .bytes(Array($0)) }
        case 3: return take(number).flatMap { String(validating: $0, as: UTF8.self) }.map { .text($0) }
        case 4:
            var list: [CBORValue] = []
            for _ in 0..<min(number, UInt64(Self.most)) {
                guard let value = value(depth: depth + 1) else { return nil }
                list.append(value)
            }
            return UInt64(list.count) == number ? .list(list) : nil
        case 5:
            var map: [CBORValue: CBORValue] = [:]
            for _ in 0..<min(number, UInt64(Self.most)) {
                guard let key = value(depth: depth + 1), key.integer != nil || key.text != nil,
                    let value = value(depth: depth + 1), map.updateValue(value, forKey: key) == nil
                else { return nil }
            }
            return UInt64(map.count) == number ? .map(map) : nil
        default: return nil
        }
    }

    private mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// The number behind the first byte, in as few bytes as it needs.
    private mutating func argument(_ detail: UInt8) -> UInt64? {
        if detail < 24 { return UInt64(detail) }
        guard detail <= 27, let digits = take(1 << UInt64(detail - 24)) else { return nil }
        let number = digits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let least: [UInt64] = [24, 1 << 8, 1 << 16, 1 << 32]
        return number >= least[Int(detail - 24)] ? number : nil
    }

    private mutating func take(_ count: UInt64) -> ArraySlice<UInt8>? {
        guard count <= UInt64(bytes.count - position) else { return nil }
        defer { position += Int(count) }
        return bytes[position..<position + Int(count)]
    }
}
