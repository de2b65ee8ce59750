// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Storage

extension PostgresConnection {
    /// Refuses a pooler that gives each transaction another session of the server: prepared statements, settings and
    /// locks belong to a session, and a statement of another client would run in the place of ours.
    ///
    /// A pooler names a process of its own at the beginning; whether a session stays with its process, a second
    /// connection shows that is in a transaction meanwhile.
    func refusePoolerOfTransactions() throws(StorageError) {
        guard let own = process(of: handle), own != PQbackendPID(handle), !target.shared.keepsSessions else { return }
        let other = connected()
        defer { PQfinish(other) }
        guard PQstatus(other) == CONNECTION_OK else {
            throw .unavailable(message: StorageError.trimmed(String(cString: PQerrorMessage(other))))
        }
        var theirs: CInt?
        for _ in 0..<5 {
            PQclear(PQexec(other, "BEGIN"))
            let now = process(of: other)
            let ours = process(of: handle)
            PQclear(PQexec(other, "COMMIT"))
            if now == nil || ours != own || now == own || theirs ?? now != now {
                throw .unavailable(message: Self.refusal)
            }
            theirs = now
        }
        target.shared.foundSessionsKept()
    }

    private static let refusal = """
        the address leads to a pooler that gives each transaction another session of PostgreSQL (pgbouncer with \
        pool_mode = transaction or statement), where values could end up in other clients' statements: set \
        pool_mode = session, or name PostgreSQL itself
        """

    /// The server's process that answers; nil when it answers with an error.
    private func process(of connection: OpaquePointer?) -> CInt? {
        let result = PQexec(connection, "SELECT pg_backend_pid()")
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK, PQntuples(result) == 1 else { return nil }
        return CInt(String(cString: PQgetvalue(result, 0, 0)))
    }
}
