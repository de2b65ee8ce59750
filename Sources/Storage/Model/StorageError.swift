// SPDX-License-Identifier: EUPL-1.2

/// What can go wrong behind the seam, in terms a room can act on.
public enum StorageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A unique, foreign-key, not-null or check constraint; `constraint` is the engine's name for it where known.
    case constraint(kind: ConstraintKind, constraint: String, message: String)
    /// No space left on the disk.
    case diskFull(message: String)
    /// The disk or the file system failed a read or a write.
    case diskFault(message: String)
    /// The file or its folder cannot be written.
    case readOnly(message: String)
    /// The file is damaged or no database.
    case corrupt(message: String)
    /// The file is no town's database, or not all of one; the message says what it is and what to do.
    case unfit(message: String)
    /// The file was deleted or replaced while it was open here: nothing is acknowledged any more.
    case moved(message: String)
    /// Other programs still have the file open, so that closing it left companions beside it; nothing is lost.
    case stillOpen(message: String)
    /// The database is newer than this program.
    case newerSchema(steps: [String])
    /// An applied migration differs from the one this program has under its name.
    case changedMigration(name: String)
    /// Another process holds the file, or the server cannot be reached.
    case unavailable(message: String)
    /// Other writers were in the way each time the write was tried (deadlock, serialisation); nothing of it was kept.
    case collision(message: String)
    /// The connection was lost while a transaction was made durable, and nobody could be asked since: it may be there.
    case outcomeUnknown(message: String)
    /// The statement was cancelled.
    case interrupted(message: String)
    /// The read took longer than the engine allows.
    case tooLong(seconds: Int)
    /// Too many costly reads at once, `byOneClient` or by all; `retryAfter` in seconds.
    case busy(retryAfter: Int, byOneClient: Bool)
    /// A calculation leaves the range of numbers or dates.
    case outOfRange(message: String)
    /// An expression is deeper than the engine can take.
    case tooDeep(message: String)
    /// A fault in our SQL or its arguments.
    case statement(message: String, sql: String)

    public enum ConstraintKind: String, Sendable { case unique, foreignKey, notNull, check, other }

    /// The constraint that both engines put on every text: PostgreSQL cannot store U+0000.
    public static let noNUL = "text without NUL"

    public var description: String {
        switch self {
        case .constraint(let kind, let constraint, let message): "\(kind) constraint \(constraint): \(message)"
        case .diskFull(let message): "no space left: \(message)"
        case .diskFault(let message): "fault of the disk: \(message)"
        case .readOnly(let message): "cannot write: \(message)"
        case .corrupt(let message): "damaged database: \(message)"
        case .unfit(let message), .moved(let message), .stillOpen(let message): message
        case .newerSchema(let steps):
            "the database has steps of its schema that this program does not know (\(steps.joined(separator: ", "))): "
                + "use a newer Allmende"
        case .changedMigration(let name):
            "the migration \(name) in the database differs from this program's"
        case .unavailable(let message): "database not available: \(message)"
        case .collision(let message): "other writers were in the way: \(message)"
        case .outcomeUnknown(let message): "not known whether it was stored: \(message)"
        case .interrupted(let message): "interrupted: \(message)"
        case .tooLong(let seconds): "a read took longer than \(seconds) s"
        case .busy(let seconds, let isOne):
            "too many costly reads at once\(isOne ? " by one client" : ""): again in \(seconds) s"
        case .outOfRange(let message): "outside the range of numbers: \(message)"
        case .tooDeep(let message): "too deep for the database: \(message)"
        case .statement(let message, let sql): "\(message) in: \(sql)"
        }
    }
}
