// SPDX-License-Identifier: EUPL-1.2
import Ledger
import LedgerStorage
package import Storage
package import Wire

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
