// SPDX-License-Identifier: EUPL-1.2
public import Storage
import Synchronization

/// A number in the database that moves, in the same transaction, with each change of who may see or do what.
///
/// Whatever is remembered for somebody is kept with the number that was read before it was made, and is good only while
/// the number is still the same: a command beside a running server, or another server, counts like the server itself.
public final class RightsCounter: Sendable {
    private let engine: any StorageEngine

    /// Those who ask at the same time share a read, but only one that begins after they have asked.
    private struct Asking {
        var isReading = false
        var waiting: [CheckedContinuation<Turn, Never>] = []
    }

    private enum Turn {
        case answer(Int64)
        /// Read for all who wait by then.
        case read
        /// The read failed for a reason that need not be yours.
        case alone
    }

    private let asking = Mutex(Asking())

    public init(engine: any StorageEngine) { self.engine = engine }

    /// The number as it is after this call began; a single-row read.
    public func current() async throws -> Int64 {
        let turn = await withCheckedContinuation { (continuation: CheckedContinuation<Turn, Never>) in
            let mayRead = asking.withLock { asking in
                guard asking.isReading else {
                    asking.isReading = true
                    return true
                }
                asking.waiting.append(continuation)
                return false
            }
            if mayRead { continuation.resume(returning: .read) }
        }
        switch turn {
        case .answer(let number): return number
        case .alone: return try await engine.read { try Self.read(on: $0) }
        case .read: return try await readForAll()
        }
    }

    /// Those who wait when the read begins get its answer; the first who comes later reads next.
    private func readForAll() async throws -> Int64 {
        let sharing = asking.withLock { asking in
            defer { asking.waiting = [] }
            return asking.waiting
        }
        let outcome: Result<Int64, any Error>
        do {
            outcome = .success(try await engine.read { try Self.read(on: $0) })
        } catch {
            outcome = .failure(error)
        }
        let next = asking.withLock { asking -> CheckedContinuation<Turn, Never>? in
            guard !asking.waiting.isEmpty else {
                asking.isReading = false
                return nil
            }
            return asking.waiting.removeFirst()
        }
        next?.resume(returning: .read)
        let number = try? outcome.get()
        for waiting in sharing { waiting.resume(returning: number.map { .answer($0) } ?? .alone) }
        return try outcome.get()
    }

    /// The number inside a read that is under way.
    /// - Throws: `StorageError.corrupt` when its row is missing.
    public static func read(on connection: any StorageConnection) throws -> Int64 {
        guard let number = try connection.integer("SELECT changes FROM rights_state WHERE id = 1") else {
            throw StorageError.corrupt(message: "rights_state has no row")
        }
        return number
    }
}

extension RightsCounter {
    /// Moves the counter for a change that no trigger sees but all who remember should.
    public static func move(on connection: any StorageConnection) throws {
        try connection.execute("UPDATE rights_state SET changes = changes + 1 WHERE id = 1")
    }

    /// The counter's row, and what moves it on PostgreSQL: once a transaction, however many rows change.
    public static let table: [SQL] = [
        """
        CREATE TABLE rights_state (
            id \(SQL.bigint) PRIMARY KEY CHECK (id = 1), changes \(SQL.bigint) NOT NULL, moved_by \(SQL.bigint))
        """,
        "INSERT INTO rights_state (id, changes) VALUES (1, 1)",
        .onPostgreSQL(
            """
            CREATE FUNCTION rights_moved() RETURNS trigger AS $$ BEGIN
                UPDATE rights_state SET changes = changes + 1, moved_by = txid_current()
                WHERE moved_by IS DISTINCT FROM txid_current();
                RETURN NULL;
            END $$ LANGUAGE plpgsql SET search_path FROM CURRENT
            """),
    ]

    /// Moves the counter with each row of the table that is deleted, or whose columns get another value; `insertion`: and
    /// with each new row. A second call for a table needs a name of its own.
    ///
    /// The database does it, so that no writer can forget it.
    public static func moves(
        with table: String, columns: [String], deletion: Bool = true, insertion: Bool = false, named name: String? = nil
    ) -> [SQL] {
        let name = name ?? table
        let changed = columns.map { SQL(verbatim: "old.\($0) IS DISTINCT FROM new.\($0)") }.joined(separator: " OR ")
        var triggers: [(name: String, event: SQL)] = []
        if !columns.isEmpty {
            let names = SQL(verbatim: columns.joined(separator: ", "))
            triggers.append(("rights_\(name)_changed", "UPDATE OF \(names) ON \(SQL(verbatim: table))"))
        }
        if insertion { triggers.append(("rights_\(name)_added", "INSERT ON \(SQL(verbatim: table))")) }
        if deletion { triggers.append(("rights_\(name)_deleted", "DELETE ON \(SQL(verbatim: table))")) }
        return triggers.flatMap { trigger -> [SQL] in
            let create: SQL = "CREATE TRIGGER \(SQL(verbatim: trigger.name)) AFTER \(trigger.event)"
            let isChange = trigger.name.hasSuffix("changed")
            let onSQLite: SQL = """
                \(create) \(isChange ? "WHEN \(changed) " : "" as SQL)\
                BEGIN UPDATE rights_state SET changes = changes + 1 WHERE id = 1; END
                """
            let onPostgres: SQL = """
                \(create) FOR EACH ROW \(isChange ? "WHEN (\(changed)) " : "" as SQL)EXECUTE FUNCTION rights_moved()
                """
            return [.onSQLite(onSQLite), .onPostgreSQL(onPostgres)]
        }
    }
}
