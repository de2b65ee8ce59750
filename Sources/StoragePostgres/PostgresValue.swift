// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Storage

/// Type numbers of PostgreSQL's catalogue (`pg_type.dat`) that we meet.
enum PostgresType {
    static let unknown: Oid = 0
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let json: Oid = 114
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700
    static let jsonb: Oid = 3802

    /// Types whose binary form we read; a result with any other type comes as text.
    static let binary: Set<Oid> = [
        bool, bytea, name, int8, int2, int4, text, json, float4, float8, bpchar, varchar, jsonb,
    ]
}

extension SQLValue {
    /// The type a bound value is declared with; text stays unknown so that the server infers it.
    var postgresType: Oid {
        switch self {
        case .integer: PostgresType.int8
        case .real: PostgresType.float8
        case .blob: PostgresType.bytea
        case .null, .text, .json: PostgresType.unknown
        }
    }
}

/// The bound values of one call, laid out as libpq wants them: integers, numbers and bytes binary, text as text.
struct PostgresArguments: ~Copyable {
    private var bytes: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [CInt] = []
    private var formats: [CInt] = []

    init(_ values: [SQLValue]) throws(StorageError) {
        offsets.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        formats.reserveCapacity(values.count)
        for value in values { try append(value) }
    }

    private mutating func append(_ value: SQLValue) throws(StorageError) {
        let start = bytes.count
        var format: CInt = 1
        switch value {
        case .null:
            offsets.append(-1)
            lengths.append(0)
            formats.append(0)
            return
        case .integer(let number): append(bits: UInt64(bitPattern: number))
        case .real(let number): append(bits: number.bitPattern)
        case .blob(let blob): bytes.append(contentsOf: blob)
        case .text(let text), .json(let text):
            bytes.append(contentsOf: text.utf8)
            if bytes[start...].contains(0) {
                throw .constraint(kind: .check, constraint: StorageError.noNUL, message: "a text holds U+0000")
            }
            format = 0
        }
        offsets.append(start)
        lengths.append(CInt(bytes.count - start))
        formats.append(format)
        bytes.append(0)
    }

    private mutating func append(bits: UInt64) {
        withUnsafeBytes(of: bits.bigEndian) { bytes.append(contentsOf: $0) }
    }

    var count: CInt { CInt(offsets.count) }

    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?) -> R
    ) -> R {
        bytes.withUnsafeBytes { raw in
            let base = raw.baseAddress
            let pointers: [UnsafePointer<CChar>?] = offsets.map { offset in
                offset < 0 ? nil : base?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
            }
            return pointers.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { body(values.baseAddress, lengths.baseAddress, $0.baseAddress) }
                }
            }
        }
    }
}
