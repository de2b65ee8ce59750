// SPDX-License-Identifier: EUPL-1.2
public import Ledger
public import Storage

/// A log whose tree lies in the database as tiles; what its leaves say is kept by the room it belongs to.
public struct StoredLog: Sendable, Hashable {
    public let name: String

    public init(_ name: String) { self.name = name }

    /// Adds the log to a schema.
    public var creation: SQL { SQL(verbatim: "INSERT INTO ledger_log (name, size) VALUES ('\(name)', 0)") }

    /// The number of leaves as part of a statement; -1 where there is no such log.
    public var sizeQuery: SQL {
        SQL(verbatim: "coalesce((SELECT size FROM ledger_log WHERE name = '\(name)'), -1)")
    }

    public func size(on connection: any StorageConnection) throws -> UInt64 {
        let size = try connection.integer("SELECT size FROM ledger_log WHERE name = \(name)")
        guard let size else { throw StoredLogError.noSuchLog(name) }
        return UInt64(size)
    }

    /// Appends `count` leaves in the running transaction; `leaves` makes their hashes, knowing the place of the first.
    ///
    /// Others who append wait for the end of this transaction, so that places have no gaps.
    public func append(
        _ count: Int, on connection: any StorageConnection, leaves: (_ first: UInt64) throws -> [Digest]
    ) throws {
        let after = try connection.integer(
            "UPDATE ledger_log SET size = size + \(count) WHERE name = \(name) RETURNING size")
        guard let after else { throw StoredLogError.noSuchLog(name) }
        let first = UInt64(after) - UInt64(count)
        let made = try leaves(first)
        guard made.count == count else { throw LedgerError.outOfRange }
        let changes = try TileEdge.append(made, to: first) { try nodes(level: $0, number: $1, on: connection) }
        let statement = try connection.prepare(
            """
            INSERT INTO ledger_tile (log, level, number, nodes)
            VALUES (\(parameter: 0), \(parameter: 1), \(parameter: 2), \(parameter: 3))
            ON CONFLICT (log, level, number) DO UPDATE SET nodes = excluded.nodes
            """)
        for change in changes {
            try statement.run([
                .text(name), .integer(Int64(change.level)), .integer(Int64(change.number)),
                .blob(TileBytes.bytes(change.nodes)),
            ])
        }
    }

    /// The places from `first`, a multiple of 256, on where the stored tree holds something else than `leaves`.
    ///
    /// Where only the tree above them differs, the first place below is named.
    public func contradictions(
        of leaves: [Digest], from first: UInt64, on connection: any StorageConnection
    ) throws -> [UInt64] {
        let changes: [TileEdge.Change]
        do {
            changes = try TileEdge.append(leaves, to: first) { level, number in
                let width = Int(first >> UInt64(8 * level) & UInt64(Tile.width - 1))
                return Array(try nodes(level: level, number: number, on: connection).prefix(width))
            }
        } catch is LedgerError {
            // tiles are missing or torn
            return [first]
        }
        var places: [UInt64] = []
        // those of the leaves first
        for change in changes.sorted(by: { $0.level < $1.level }) where change.level == 0 || places.isEmpty {
            let stored = (try? nodes(level: change.level, number: change.number, on: connection)) ?? []
            for (index, node) in change.nodes.enumerated() where index >= stored.count || stored[index] != node {
                places.append(max(first, (change.number << 8 | UInt64(index)) << UInt64(8 * change.level)))
            }
        }
        return places
    }

    /// The nodes of the tree, read from the database as they are asked for; valid as long as the connection.
    public func tree(on connection: any StorageConnection) -> TiledTree {
        TiledTree { try nodes(level: $0, number: $1, on: connection) }
    }

    /// The bytes of a tile of nodes of the log as it was at `size`; nil for one that it has not.
    public func tile(_ tile: Tile, of size: UInt64, on connection: any StorageConnection) throws -> [UInt8]? {
        guard case .nodes(let level) = tile.content, level < 8 else { return nil }
        let count = size >> UInt64(8 * level)
        let first = tile.number * UInt64(Tile.width)
        let there = min(UInt64(Tile.width), count > first ? count - first : 0)
        guard tile.width <= Int(there) else { return nil }
        let stored = try nodes(level: level, number: tile.number, on: connection)
        guard stored.count >= tile.width else { return nil }
        return TileBytes.bytes(stored.prefix(tile.width))
    }

    private func nodes(level: Int, number: UInt64, on connection: any StorageConnection) throws -> [Digest] {
        let bytes = try connection.firstRow(
            """
            SELECT nodes FROM ledger_tile
            WHERE log = \(name) AND level = \(level) AND number = \(Int64(number))
            """
        ) { $0.blob(0) }
        return try TileBytes.digests(bytes ?? [])
    }
}

/// What keeps a log from being signed.
public enum StoredLogError: Error, Sendable, Hashable, CustomStringConvertible {
    case noSuchLog(String)
    /// The tree no longer has the root that was signed: somebody has changed or removed what was in it.
    case rewritten(log: String, size: UInt64, at: String)

    public var description: String {
        switch self {
        case .noSuchLog(let name): "the database has no log \"\(name)\""
        case .rewritten(let log, let size, let at):
            """
            the log "\(log)" no longer has the first \(size) entries that were signed at \(at): they were changed behind \
            the program's back. Nothing is signed. Keep this file or database as evidence and compare it with a backup
            """
        }
    }
}
