// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Storage

/// The rows of one query as they come from the server, one at a time.
///
/// When the connection is needed for something else, `takeIn` moves what is still on the wire into one compact result.
final class RowStream {
    private let connection: OpaquePointer?
    private let fault: (OpaquePointer?) -> StorageError
    /// The row handed out last, or all rows that were taken in.
    private var current: OpaquePointer?
    private var taken: OpaquePointer?
    private var nextTaken: CInt = 0
    private var isComplete = false
    private var failure: StorageError?
    private(set) var count = 0

    /// `fault` makes an error of a failed result.
    init(connection: OpaquePointer?, fault: @escaping (OpaquePointer?) -> StorageError) {
        self.connection = connection
        self.fault = fault
    }

    func next() throws(StorageError) -> PostgresRow? {
        PQclear(current)
        current = nil
        if let taken, nextTaken < PQntuples(taken) {
            nextTaken += 1
            count += 1
            return PostgresRow(result: taken, row: nextTaken - 1)
        }
        if isComplete {
            if let failure { throw failure }
            return nil
        }
        guard let row = receive() else {
            if let failure { throw failure }
            return nil
        }
        current = row
        count += 1
        return PostgresRow(result: row, row: 0)
    }

    /// The next single-row result, or nil at the end.
    private func receive() -> OpaquePointer? {
        while let result = PQgetResult(connection) {
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE:
                return result
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                PQclear(result)
            default:
                if failure == nil { failure = fault(result) }
                PQclear(result)
            }
        }
        isComplete = true
        return nil
    }

    func takeIn() {
        while !isComplete, let row = receive() {
            if taken == nil { taken = PQcopyResult(row, PG_COPYRES_ATTRS) }
            let index = PQntuples(taken)
            for column in 0..<PQnfields(row) {
                let isNull = PQgetisnull(row, 0, column) != 0
                let length = isNull ? -1 : PQgetlength(row, 0, column)
                PQsetvalue(taken, index, column, isNull ? nil : PQgetvalue(row, 0, column), length)
            }
            PQclear(row)
        }
    }

    func discard() {
        while !isComplete, let row = receive() { PQclear(row) }
    }

    func clear() {
        PQclear(current)
        PQclear(taken)
        current = nil
        taken = nil
    }
}
