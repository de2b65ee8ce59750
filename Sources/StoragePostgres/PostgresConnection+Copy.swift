// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Storage

extension PostgresConnection {
    /// Rows are gathered before each COPY, so that `next` may itself query this connection.
    private static let chunkBytes = 1 << 20

    func bulkInsert(
        into table: String, columns: [String], append: (inout [SQLValue]) throws -> Bool
    ) throws -> Int {
        let names = columns.map { SQL("\(identifier: $0)") }.joined(separator: ", ")
        let copy: SQL = "COPY \(identifier: table) (\(names)) FROM STDIN"
        let text = copy.rendered(for: .postgresql).text
        var chunk: [UInt8] = []
        chunk.reserveCapacity(Self.chunkBytes + 4096)
        var count = 0
        var row: [SQLValue] = []
        while true {
            row.removeAll(keepingCapacity: true)
            guard try append(&row) else { break }
            guard row.count == columns.count else {
                throw StorageError.statement(message: "a row has \(row.count) values, not \(columns.count)", sql: text)
            }
            for (index, value) in row.enumerated() {
                if index > 0 { chunk.append(0x09) }
                try Self.append(value, to: &chunk)
            }
            chunk.append(0x0A)
            count += 1
            if chunk.count >= Self.chunkBytes {
                try send(chunk, text)
                chunk.removeAll(keepingCapacity: true)
            }
        }
        if !chunk.isEmpty { try send(chunk, text) }
        return count
    }

    private func send(_ chunk: [UInt8], _ text: String) throws {
        try startCopy(text)
        let sent = chunk.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return PQputCopyData(handle, start, CInt(bytes.count)) == 1 && PQputCopyEnd(handle, nil) == 1
        }
        var failure: StorageError?
        if !sent { failure = fault(nil, text) }
        while let result = PQgetResult(handle) {
            do { try check(result, text) } catch { failure = failure ?? error }
            PQclear(result)
        }
        if let failure { throw failure }
    }

    /// One value in COPY's text format (PostgreSQL 15, COPY, "Text Format").
    private static func append(_ value: SQLValue, to chunk: inout [UInt8]) throws(StorageError) {
        switch value {
        case .null: chunk.append(contentsOf: [0x5C, 0x4E])
        case .integer(let number): chunk.append(contentsOf: number.description.utf8)
        case .real(let number):
            if number.isInfinite {
                chunk.append(contentsOf: (number < 0 ? "-Infinity" : "Infinity").utf8)
            } else {
                chunk.append(contentsOf: (number.isNaN ? "NaN" : number.description).utf8)
            }
        case .text(let text), .json(let text):
            for byte in text.utf8 {
                switch byte {
                case 0x5C: chunk.append(contentsOf: [0x5C, 0x5C])
                case 0x09: chunk.append(contentsOf: [0x5C, 0x74])
                case 0x0A: chunk.append(contentsOf: [0x5C, 0x6E])
                case 0x0D: chunk.append(contentsOf: [0x5C, 0x72])
                case 0:
                    throw .constraint(kind: .check, constraint: StorageError.noNUL, message: "a text holds U+0000")
                default: chunk.append(byte)
                }
            }
        case .blob(let blob):
            chunk.append(contentsOf: [0x5C, 0x5C, 0x78])
            for byte in blob {
                chunk.append(Self.digits[Int(byte >> 4)])
                chunk.append(Self.digits[Int(byte & 15)])
            }
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
