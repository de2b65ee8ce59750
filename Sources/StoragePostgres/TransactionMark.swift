// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Foundation
import Storage

/// Which history of the server numbers of transactions belong to: each failover begins another.
enum Timeline: Equatable {
    case known(String)
    /// The server does not tell.
    case untold

    static func current(on connection: PostgresConnection) -> Timeline {
        do throws(StorageError) {
            return try connection.command("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)").map { .known($0) }
                ?? .untold
        } catch {
            return .untold
        }
    }
}

/// A writing transaction's number, by which the server can be asked what became of it.
struct TransactionMark {
    /// `xid8`: 64 bits that no later transaction on this timeline gets.
    private let number: UInt64
    private let timeline: Timeline

    /// Nil where the server told no number or no timeline.
    init?(text: String?, timeline: Timeline?) {
        guard let number = text.flatMap({ UInt64($0) }), case .known? = timeline, let timeline else { return nil }
        self.number = number
        self.timeline = timeline
    }

    enum Fate {
        case committed, aborted
        /// Nobody could be asked, or the one who answers need not be the one who knew.
        case unknown
    }

    /// Asks over a new connection until there is an answer or `patience` is at its end.
    func fate(asking connection: PostgresConnection, patience: Duration) -> Fate {
        let end = ContinuousClock.now + patience
        while true {
            if let fate = answer(connection) { return fate }
            if ContinuousClock.now > end { return .unknown }
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    /// Nil while the server is not there or the transaction still at work.
    private func answer(_ connection: PostgresConnection) -> Fate? {
        do throws(StorageError) {
            try connection.ensureOpen()
            switch Timeline.current(on: connection) {
            case .untold: return nil
            case let other where other != timeline: return .unknown
            case .known: break
            }
            switch try connection.command("SELECT pg_xact_status('\(number)'::xid8)") {
            case "committed":
                // it may still have to reach a standby that commits wait for: a later one waits for both
                try connection.command("SELECT pg_current_xact_id()")
                return .committed
            case "aborted": return .aborted
            case "in progress": return nil
            default: return .unknown
            }
        } catch {
            return nil
        }
    }
}
