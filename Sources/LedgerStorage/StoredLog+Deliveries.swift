// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// Where checkpoints have gone, out of the reach of who administers this machine.
public struct OutsidePlace: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable { case folder, mail }

    public let kind: Kind
    /// A folder's path or an address of mail.
    public let place: String
    /// When the first checkpoint arrived there, and how many entries it speaks for.
    public let first: (at: Instant, size: UInt64)
    /// The same for the newest one.
    public let last: (at: Instant, size: UInt64)

    public static func == (left: OutsidePlace, right: OutsidePlace) -> Bool {
        left.kind == right.kind && left.place == right.place && left.first == right.first && left.last == right.last
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(place) }
}

extension StoredLog {
    /// Notes that a checkpoint has arrived somewhere.
    public func delivered(
        _ checkpoint: StoredCheckpoint, to kind: OutsidePlace.Kind, _ place: String, at instant: Instant,
        on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO ledger_delivery (checkpoint_id, kind, place, at)
            VALUES (\(checkpoint.id), \(kind.rawValue), \(place), \(instant.microseconds))
            """)
    }

    /// Each place with its first and its newest checkpoint.
    public func outsidePlaces(on connection: any StorageConnection) throws -> [OutsidePlace] {
        try connection.rows(
            """
            SELECT d.kind, d.place, min(d.at), max(d.at), min(c.size), max(c.size)
            FROM ledger_delivery d JOIN ledger_checkpoint c ON c.id = d.checkpoint_id
            WHERE c.log = \(name) GROUP BY d.kind, d.place ORDER BY min(d.at), d.place
            """
        ) { row in
            OutsidePlace(
                kind: OutsidePlace.Kind(rawValue: row.text(0)) ?? .folder, place: row.text(1),
                first: (Instant(microseconds: row.integer(2)), UInt64(row.integer(4))),
                last: (Instant(microseconds: row.integer(3)), UInt64(row.integer(5))))
        }
    }
}
