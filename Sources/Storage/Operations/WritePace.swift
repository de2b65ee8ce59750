// SPDX-License-Identifier: EUPL-1.2

/// Whose turn it is to write: on PostgreSQL one writing transaction of a town runs at a time, whichever program's.
public enum WriterTurn {
    /// First half of the advisory lock's key; the second is the schema's.
    public static let key: Int64 = 7_140_255
}

extension StorageConnection {
    /// Whether another program waits for its turn to write; nil on SQLite, which does not tell.
    public func someoneWaits() throws -> Bool? {
        guard dialect == .postgresql else { return nil }
        return try integer(
            """
            SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND CAST(classid AS BIGINT) = \(WriterTurn.key)
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            LIMIT 1
            """) != nil
    }
}

/// Keeps long work in short transactions, and leaves others time between two of them.
public struct WritePace: Sendable {
    /// How long a transaction is to take.
    public static let aim = Duration.milliseconds(100)
    /// So many rows are written before the time is looked at again.
    public static let step = 2000
    static let least = 500
    static let most = 50_000

    /// Rows that the next transaction is to write.
    public private(set) var rows: Int
    /// How long others have the writer to themselves before the next transaction.
    public private(set) var pause = Duration.zero

    public init(rows: Int = 2000) { self.rows = rows }

    /// A transaction of so many rows took so long, the waiting for its turn left out.
    ///
    /// Who waits gets three times the time that the work had. `othersWait` nil says that somebody may: SQLite's writers look
    /// each 100 ms at the latest whether the file is free.
    public mutating func note(rows count: Int, took: Duration, othersWait: Bool?) {
        switch othersWait {
        case true?: pause = took * 3
        case false?: pause = .zero
        case nil: pause = .milliseconds(110)
        }
        guard count > 0, took > .zero else { return }
        let fitting = min(Double(count) * (Self.aim / took), Double(Self.most))
        // a short transaction says little about a long one: at most twice as many
        rows = max(Self.least, min(Int(fitting), rows * 2))
    }
}
