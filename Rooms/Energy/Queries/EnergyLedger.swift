// SPDX-License-Identifier: EUPL-1.2
import Ledger
package import LedgerStorage
package import PowerBills
package import Storage
package import Wire

/// The ledger of shared power: an entry for each run, reversal, price and change of the key.
package enum EnergyLedger {
    package static let log = StoredLog("energy")

    /// Appends an entry in the running transaction; returns its place.
    @discardableResult
    package static func append(_ entry: JSONObject, on connection: any StorageConnection) throws -> Int64 {
        let bytes = try CanonicalJSON.bytes(of: .object(entry))
        var place: Int64 = 0
        try log.append(1, on: connection) { position in
            place = Int64(position)
            try connection.execute(
                """
                INSERT INTO energy_entry (position, entry)
                VALUES (\(place), \(String(decoding: bytes, as: UTF8.self)))
                """)
            return [SHA256.leaf(bytes)]
        }
        return place
    }

    package static func entry(_ position: Int64, on connection: any StorageConnection) throws -> [UInt8]? {
        try connection.text("SELECT entry FROM energy_entry WHERE position = \(position)").map { Array($0.utf8) }
    }

    /// All entries in their order, as they are hashed.
    package static func entries(on connection: any StorageConnection) throws -> [String] {
        try connection.rows("SELECT entry FROM energy_entry ORDER BY position") { $0.text(0) }
    }

    /// A tile of what was signed last, by its path (C2SP tlog-tiles); nil for one that there is not.
    package static func tile(_ path: String, on connection: any StorageConnection) throws -> [UInt8]? {
        guard let tile = try? Tile(path: path), let signed = try log.newestCheckpoint(on: connection) else {
            return nil
        }
        guard case .entries = tile.content else {
            return try log.tile(tile, of: signed.checkpoint.size, on: connection)
        }
        let first = tile.number * UInt64(Tile.width)
        let end = first + UInt64(tile.width)
        guard end <= signed.checkpoint.size else { return nil }
        let entries = try connection.rows(
            "SELECT entry FROM energy_entry WHERE position >= \(Int64(first)) AND position < \(Int64(end)) ORDER BY position"
        ) { Array($0.text(0).utf8) }
        return try Tile.bundle(entries)
    }

    /// That the entry stands in what was signed last.
    package static func proof(_ position: Int64, on connection: any StorageConnection) throws -> LedgerProof? {
        guard let signed = try log.newestCheckpoint(on: connection), UInt64(position) < signed.checkpoint.size else {
            return nil
        }
        let path = try log.tree(on: connection).inclusionProof(of: UInt64(position), size: signed.checkpoint.size)
        return LedgerProof(index: UInt64(position), path: path, checkpoint: signed.note.description)
    }

    /// Entries that are not what the tree holds, and the size of a checkpoint that the tree no longer fits.
    package static func contradictions(on connection: any StorageConnection) throws -> [Int64] {
        var places: [Int64] = []
        var leaves: [Digest] = []
        try connection.forEachRow("SELECT entry FROM energy_entry ORDER BY position") { row in
            leaves.append(SHA256.leaf(Array(row.text(0).utf8)))
            return true
        }
        places += try log.contradictions(of: leaves, from: 0, on: connection).map { Int64($0) }
        if let signed = try log.newestCheckpoint(on: connection), try !log.holds(signed, on: connection) {
            places.append(Int64(signed.checkpoint.size))
        }
        return places
    }
}

/// What a witness said last about the ledger of shared power.
package struct LedgerWitness: Sendable, Hashable {
    /// Why a witness does not sign although it was reached: what it saw before is not what it is shown now.
    package enum Refusal: String, Sendable, Hashable, CaseIterable {
        /// It has signed another tree of the same size.
        case otherTree = "other-tree"
        /// It has signed more entries than there are.
        case moreEntries = "more-entries"
        /// No way leads from what it signed to what there is.
        case noWay = "no-way"
    }

    /// The witness's key.
    package let verifier: String
    package let at: Instant
    /// Entries of the state that it was shown.
    package let size: Int64
    package let refusal: Refusal?

    package var name: String { (try? NoteVerifier(verifier))?.name ?? verifier }

    package init(verifier: String, at: Instant, size: Int64, refusal: Refusal?) {
        (self.verifier, self.at, self.size, self.refusal) = (verifier, at, size, refusal)
    }
}

extension EnergyLedger {
    /// Keeps what a witness said; one word each, the last.
    package static func keep(_ said: LedgerWitness, on connection: any StorageConnection) throws {
        try connection.execute(
            """
            INSERT INTO energy_witness (verifier, at, size, refusal)
            VALUES (\(said.verifier), \(said.at.microseconds), \(said.size), \(said.refusal?.rawValue))
            ON CONFLICT (verifier) DO UPDATE SET at = excluded.at, size = excluded.size, refusal = excluded.refusal
            """)
    }

    /// Those that were asked, by key.
    package static func witnesses(on connection: any StorageConnection) throws -> [LedgerWitness] {
        try connection.rows("SELECT verifier, at, size, refusal FROM energy_witness ORDER BY verifier") { row in
            LedgerWitness(
                verifier: row.text(0), at: Instant(microseconds: row.integer(1)), size: row.integer(2),
                refusal: row.textIfPresent(3).flatMap { LedgerWitness.Refusal(rawValue: $0) })
        }
    }

    /// When a state was signed that the tree no longer has; nil while all is well. It reads a handful of tiles.
    package static func rewritten(on connection: any StorageConnection) throws -> Instant? {
        guard let signed = try log.newestCheckpoint(on: connection), try !log.holds(signed, on: connection) else {
            return nil
        }
        return signed.at
    }
}
