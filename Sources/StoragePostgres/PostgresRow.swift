// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Foundation
import Storage

/// One row of a libpq result; binary or text columns alike.
struct PostgresRow: StorageRow {
    let result: OpaquePointer
    let row: CInt

    var columnCount: Int { Int(PQnfields(result)) }
    func columnName(_ column: Int) -> String { PQfname(result, CInt(column)).map { String(cString: $0) } ?? "" }
    func isNull(_ column: Int) -> Bool { PQgetisnull(result, row, CInt(column)) != 0 }

    private func isBinary(_ column: Int) -> Bool { PQfformat(result, CInt(column)) == 1 }
    private func type(_ column: Int) -> Oid { PQftype(result, CInt(column)) }

    private func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let count = Int(PQgetlength(result, row, CInt(column)))
        return UnsafeRawBufferPointer(start: PQgetvalue(result, row, CInt(column)), count: count)
    }

    private func bits<N: FixedWidthInteger>(_ column: Int, as: N.Type) -> N {
        N(bigEndian: bytes(column).loadUnaligned(as: N.self))
    }

    func integer(_ column: Int) -> Int64 {
        if isNull(column) { return 0 }
        guard isBinary(column) else { return Self.integer(text(column)) }
        switch type(column) {
        case PostgresType.int8: return bits(column, as: Int64.self)
        case PostgresType.int4: return Int64(bits(column, as: Int32.self))
        case PostgresType.int2: return Int64(bits(column, as: Int16.self))
        case PostgresType.bool: return bytes(column).first == 0 ? 0 : 1
        case PostgresType.float8, PostgresType.float4: return Self.integer(real(column))
        default: return Self.integer(text(column))
        }
    }

    func real(_ column: Int) -> Double {
        if isNull(column) { return 0 }
        guard isBinary(column) else { return Double(text(column)) ?? 0 }
        switch type(column) {
        case PostgresType.float8: return Double(bitPattern: bits(column, as: UInt64.self))
        case PostgresType.float4: return Double(Float(bitPattern: bits(column, as: UInt32.self)))
        case PostgresType.int8, PostgresType.int4, PostgresType.int2, PostgresType.bool: return Double(integer(column))
        default: return Double(text(column)) ?? 0
        }
    }

    func text(_ column: Int) -> String { withUTF8(column) { String(decoding: $0, as: UTF8.self) } }

    func withUTF8<T>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        if isNull(column) { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
        if isBinary(column) {
            switch type(column) {
            case PostgresType.jsonb:
                return try body(UnsafeBufferPointer(rebasing: bytes(column).bindMemory(to: UInt8.self).dropFirst()))
            case PostgresType.int8, PostgresType.int4, PostgresType.int2, PostgresType.bool:
                var text = String(integer(column))
                return try text.withUTF8(body)
            case PostgresType.float8, PostgresType.float4:
                var text = real(column).description
                return try text.withUTF8(body)
            default: break
            }
        }
        return try body(bytes(column).bindMemory(to: UInt8.self))
    }

    func blob(_ column: Int) -> [UInt8] {
        if isNull(column) { return [] }
        let bytes = bytes(column)
        if isBinary(column) || type(column) != PostgresType.bytea { return Array(bytes) }
        return Self.unhexed(bytes.dropFirst(2))
    }

    func value(_ column: Int) -> SQLValue {
        if isNull(column) { return .null }
        switch type(column) {
        case PostgresType.int8, PostgresType.int4, PostgresType.int2, PostgresType.bool:
            return .integer(integer(column))
        case PostgresType.float8, PostgresType.float4: return .real(real(column))
        case PostgresType.bytea: return .blob(blob(column))
        case PostgresType.numeric:
            let text = text(column)
            return Int64(text).map { .integer($0) } ?? .real(Double(text) ?? 0)
        default: return .text(text(column))
        }
    }

    /// As SQLite reads a text as an integer: `t` and `f` are PostgreSQL's booleans, fractions are cut off.
    private static func integer(_ text: String) -> Int64 {
        if let number = Int64(text) { return number }
        if text == "t" { return 1 }
        return integer(Double(text) ?? 0)
    }

    private static func integer(_ number: Double) -> Int64 {
        if number.isNaN { return 0 }
        return Int64(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }

    private static func unhexed(_ digits: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        func nibble(_ digit: UInt8) -> UInt8 { digit > 0x39 ? digit - 0x57 : digit - 0x30 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var index = digits.startIndex
        while index + 1 < digits.endIndex {
            bytes.append(nibble(digits[index]) << 4 | nibble(digits[index + 1]))
            index += 2
        }
        return bytes
    }
}
