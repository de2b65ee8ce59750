// SPDX-License-Identifier: EUPL-1.2
import GRDBSQLite
import Synchronization

/// Says that a read is no longer wanted, or has taken its time.
final class ReadCancellation: Sendable {
    /// Steps of SQLite's machine between two looks at the mark: far below a millisecond.
    private static let steps: CInt = 20_000

    private let mark = Atomic(false)
    private let overdue = Atomic(false)
    private let end: ContinuousClock.Instant?

    /// - Parameter limit: seconds that the read may take; nil for as long as it takes.
    init(limit: Int?) {
        end = limit.map { .now + .seconds($0) }
    }

    var isOverdue: Bool { overdue.load(ordering: .relaxed) }

    func set() { mark.store(true, ordering: .relaxed) }

    var isOver: Bool {
        if mark.load(ordering: .relaxed) { return true }
        guard let end, ContinuousClock.now > end else { return false }
        overdue.store(true, ordering: .relaxed)
        return true
    }

    /// Ends the statements of a connection once the mark is set; it has to outlive them.
    func watch(_ connection: OpaquePointer?) {
        sqlite3_progress_handler(
            connection, Self.steps,
            { context in
                guard let context else { return 0 }
                return Unmanaged<ReadCancellation>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
