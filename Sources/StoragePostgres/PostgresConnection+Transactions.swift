// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Storage

extension PostgresConnection {
    /// How long a writer waits for its turn.
    private static let turnLimit = "30s"
    /// How long a writer whose program does nothing keeps its turn: one that was stopped must not stop all others.
    private static let idleLimit = "60s"

    /// Writing transactions of all programs on one town take turns: they lock rows in any order and never crosswise.
    ///
    /// The key is the town's, that is its schema's: other towns in the database do not wait. Taking the number of the
    /// transaction in the same message costs no round trip of its own.
    private static let beginWriting = """
        BEGIN; SET LOCAL lock_timeout = '\(turnLimit)'; \
        SELECT pg_advisory_xact_lock(\(WriterTurn.key), hashtext(coalesce(current_schema(), ''))); \
        SET LOCAL lock_timeout TO DEFAULT; SELECT pg_current_xact_id()
        """

    func beginTransaction() throws {
        try ensureOpen()
        if timeline == nil {
            try command("SET idle_in_transaction_session_timeout = '\(Self.idleLimit)'")
            timeline = .current(on: self)
        }
        do {
            try begin(takesTurns ? Self.beginWriting : "BEGIN; SELECT pg_current_xact_id()")
        } catch StorageError.collision(let message) where lastState == "55P03" {
            isWorthRepeating = false
            throw StorageError.unavailable(
                message: "another program has been writing to this database for \(Self.turnLimit): \(message)")
        }
    }

    func beginRead() throws { try begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") }

    /// An idle connection may have been lost without anyone noticing: that shows here, and a new one is tried once.
    private func begin(_ text: String) throws {
        isWorthRepeating = false
        current = nil
        try ensureOpen()
        var number: String?
        do {
            try forgetStatementsIfNeeded()
            number = try command(text)
        } catch {
            if PQstatus(handle) == CONNECTION_OK { throw error }
            try ensureOpen()
            number = try command(text)
        }
        current = TransactionMark(text: number, timeline: timeline)
    }

    /// Where the connection is lost meanwhile, the server is asked what became of the transaction.
    func commitTransaction() throws {
        guard let loss = try commit() else { return }
        switch current?.fate(asking: self, patience: target.patience) ?? .unknown {
        case .committed: return
        case .aborted:
            throw StorageError.unavailable(
                message: "the connection was lost before the transaction was durable; nothing of it was kept")
        case .unknown: throw StorageError.outcomeUnknown(message: loss.description)
        }
    }

    /// The error with which the connection was lost, if it was.
    private func commit() throws(StorageError) -> StorageError? {
        do throws(StorageError) {
            try command("COMMIT")
            return nil
        } catch {
            if PQstatus(handle) == CONNECTION_OK { throw error }
            return error
        }
    }

    func rollbackTransaction() {
        guard handle != nil, PQstatus(handle) == CONNECTION_OK else {
            close()
            return
        }
        if PQtransactionStatus(handle) != PQTRANS_IDLE {
            do { try command("ROLLBACK") } catch { close() }
        }
    }

    var isTransactionUsable: Bool {
        let status = PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_ACTIVE
    }
}
