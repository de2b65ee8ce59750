// SPDX-License-Identifier: EUPL-1.2
import Ledger
import LedgerStorage
package import Metering
package import PowerBills
package import Storage
package import Wire

/// A settled period as it stands.
package struct StoredRun: Sendable, Hashable {
    package let id: Int64
    package let community: Int64
    package let days: ClosedRange<CivilDay>
    package let number: Int
    /// What was known when it was made.
    package let revision: Int64
    package let isProvisional: Bool
    package let corrects: Int64?
    package let reason: String?
    package let at: Instant
    package let issued: CivilDay
    package let position: Int64
    package let summary: JSONObject
    /// The run that took its place.
    package let correctedBy: Int64?

    package var name: String { "\(days.text)/\(number)" }

    /// Quarter hours of it that are estimates of our own; none in a final run.
    package var estimatedSlots: Int { summary.whole("estimatedSlots") ?? 0 }
}

/// A document as it is kept.
package struct StoredDocument: Sendable, Hashable {
    package let id: Int64
    package let run: Int64
    package let place: Int
    /// Also known when the record is erased.
    package let kind: PowerDocument.Kind
    package let number: String
    package let subject: Int64
    package let party: Int64
    /// Nil when record and salt were erased after the legal term.
    package let document: PowerDocument?
    package let reverses: Int64?
    /// Whether a later document takes it back.
    package let isReversed: Bool
    /// The newest final run that corrects the period and left this document as it is.
    package let confirmedBy: Int64?

    /// Whether what it says may still change by itself: it is provisional, and no final run has confirmed it.
    package var isOpen: Bool { document?.isProvisional == true && !isReversed && confirmedBy == nil }
}

/// Runs, their documents, and what speaks for them; nothing of it is ever changed.
package enum RunQueries {
    private static let columns: SQL = """
        r.id, r.community_id, r.first_day, r.last_day, r.number, r.revision, r.provisional, r.corrects, r.reason, r.at,
        r.issued, r.position, r.summary, (SELECT min(later.id) FROM energy_run later WHERE later.corrects = r.id)
        """

    private static func make(_ row: any StorageRow) -> StoredRun {
        StoredRun(
            id: row.integer(0), community: row.integer(1),
            days: CivilDay(number: Int(row.integer(2)))...CivilDay(number: Int(row.integer(3))),
            number: Int(row.integer(4)), revision: row.integer(5), isProvisional: row.bool(6),
            corrects: row.integerIfPresent(7), reason: row.textIfPresent(8), at: Instant(microseconds: row.integer(9)),
            issued: CivilDay(number: Int(row.integer(10))), position: row.integer(11),
            summary: (try? JSONValue(parsing: row.text(12)))?.object ?? [:], correctedBy: row.integerIfPresent(13))
    }

    /// The newest first.
    package static func runs(of community: Int64, on connection: any StorageConnection) throws -> [StoredRun] {
        try connection.rows(
            "SELECT \(columns) FROM energy_run r WHERE r.community_id = \(community) ORDER BY r.first_day DESC, r.id DESC",
            make)
    }

    package static func run(_ id: Int64, of community: Int64, on connection: any StorageConnection) throws -> StoredRun?
    {
        try connection.firstRow(
            "SELECT \(columns) FROM energy_run r WHERE r.id = \(id) AND r.community_id = \(community)", make)
    }

    /// The last day that a run that stands has settled.
    package static func settledThrough(_ community: Int64, on connection: any StorageConnection) throws -> CivilDay? {
        try connection.integer("SELECT max(last_day) FROM energy_run WHERE community_id = \(community)").map {
            CivilDay(number: Int($0))
        }
    }

    /// The periods that are settled and hold one of the days; their numbers may be corrected.
    package static func settled(
        _ days: [Int64: Set<CivilDay>], of community: Int64, on connection: any StorageConnection
    ) throws -> [String] {
        let touched = Set(days.values.flatMap { $0 })
        guard !touched.isEmpty else { return [] }
        return try runs(of: community, on: connection)
            .filter { run in run.correctedBy == nil && touched.contains { run.days.contains($0) } }.map(\.name).sorted()
    }

    /// How many things that a run rests on have become known otherwise since.
    package static func changes(since run: StoredRun, on connection: any StorageConnection) throws -> Int {
        let isNewer: SQL = "(known_from > \(run.revision) OR known_until > \(run.revision))"
        let days = try connection.integer(
            """
            SELECT count(*) FROM (SELECT DISTINCT point, day FROM energy_day
                WHERE day BETWEEN \(run.days.lowerBound.number) AND \(run.days.upperBound.number) AND \(isNewer)
                    AND point IN (SELECT number FROM energy_version
                        WHERE \(EnergyQueries.belong(to: run.community)) AND kind = \(Point.kind))) AS changed
            """)
        let versions = try connection.integer(
            """
            SELECT count(*) FROM (SELECT DISTINCT kind, number FROM energy_version
                WHERE \(EnergyQueries.belong(to: run.community)) AND \(isNewer) AND valid_from <= \(run.days.upperBound.number)
                    AND coalesce(valid_through, \(run.days.lowerBound.number)) >= \(run.days.lowerBound.number)) AS changed
            """)
        return Int((days ?? 0) + (versions ?? 0))
    }

    // MARK: - Documents

    private static let documentColumns: SQL = """
        d.id, d.run_id, d.place, d.number, d.subject, d.party, d.record, d.reverses,
        (SELECT count(*) FROM energy_document later WHERE later.reverses = d.id), d.kind,
        (SELECT max(later.id) FROM energy_run own JOIN energy_run later ON later.community_id = own.community_id
            AND later.first_day = own.first_day AND later.last_day = own.last_day
            WHERE own.id = d.run_id AND later.id > own.id AND later.provisional = 0)
        """

    private static func document(_ row: any StorageRow) -> StoredDocument {
        let (reverses, isReversed) = (row.integerIfPresent(7), row.integer(8) > 0)
        return StoredDocument(
            id: row.integer(0), run: row.integer(1), place: Int(row.integer(2)),
            kind: PowerDocument.Kind(rawValue: row.text(9)) ?? .bill, number: row.text(3),
            subject: row.integer(4), party: row.integer(5),
            document: row.textIfPresent(6).flatMap { try? JSONValue(parsing: $0) }?.object.flatMap {
                PowerDocument($0)
            },
            reverses: reverses, isReversed: isReversed,
            confirmedBy: reverses == nil && !isReversed ? row.integerIfPresent(10) : nil)
    }

    package static func documents(of run: Int64, on connection: any StorageConnection) throws -> [StoredDocument] {
        try connection.rows(
            "SELECT \(documentColumns) FROM energy_document d WHERE d.run_id = \(run) ORDER BY d.place", document)
    }

    package static func document(
        _ id: Int64, of community: Int64, on connection: any StorageConnection
    ) throws -> StoredDocument? {
        try connection.firstRow(
            """
            SELECT \(documentColumns) FROM energy_document d JOIN energy_run r ON r.id = d.run_id
            WHERE d.id = \(id) AND r.community_id = \(community)
            """, document)
    }

    /// A party's documents, the newest first.
    package static func documents(
        ofParty party: Int64, in community: Int64, on connection: any StorageConnection
    ) throws -> [StoredDocument] {
        try connection.rows(
            """
            SELECT \(documentColumns) FROM energy_document d JOIN energy_run r ON r.id = d.run_id
            WHERE d.party = \(party) AND r.community_id = \(community) ORDER BY r.first_day DESC, d.id DESC
            """, document)
    }

    /// What stands of a period after this run: its own documents and those of earlier runs that nobody took back.
    package static func standingDocuments(
        of run: StoredRun, on connection: any StorageConnection
    ) throws -> [StoredDocument] {
        try connection.rows(
            """
            SELECT \(documentColumns) FROM energy_document d JOIN energy_run r ON r.id = d.run_id
            WHERE r.community_id = \(run.community) AND r.first_day = \(run.days.lowerBound.number)
                AND r.last_day = \(run.days.upperBound.number) AND d.reverses IS NULL
            ORDER BY d.id
            """, document
        ).filter { !$0.isReversed }
    }

    /// What a member takes home of a document; nil when its record was erased.
    package static func bundle(
        of stored: StoredDocument, _ run: StoredRun, table: [UInt8], on connection: any StorageConnection
    ) throws -> BillBundle? {
        let row = try connection.firstRow(
            "SELECT record, salt FROM energy_document WHERE id = \(stored.id) AND record IS NOT NULL"
        ) { (record: Array($0.text(0).utf8), salt: $0.blob(1)) }
        let leaves = try connection.rows(
            "SELECT leaf FROM energy_document WHERE run_id = \(run.id) ORDER BY place"
        ) { Digest($0.blob(0)) }.compactMap(\.self)
        guard let row, let entry = try EnergyLedger.entry(run.position, on: connection),
            let ledger = try EnergyLedger.proof(run.position, on: connection),
            let key = try EnergyLedger.log.verifier(on: connection)
        else { return nil }
        let path = try MerkleTree(leaves: leaves).inclusionProof(
            of: UInt64(stored.place), size: UInt64(leaves.count))
        return BillBundle(
            recordBytes: row.record, saltBytes: row.salt,
            proof: RunProof(index: UInt64(stored.place), size: UInt64(leaves.count), path: path), entryBytes: entry,
            ledger: ledger, verifier: key.description, table: table)
    }

    /// The quarter hours of a bill as they were known to its run; empty where they are gone or no longer those.
    package static func quarters(
        of document: PowerDocument, _ run: StoredRun, _ community: Community, in calendar: ZonedCalendar,
        on connection: any StorageConnection
    ) throws -> [BilledQuarter] {
        guard document.kind == .bill else { return [] }
        let input = try RunInput.read(
            community, run.days, at: run.revision, estimating: run.estimatedSlots > 0, in: calendar, on: connection)
        guard input.period.gaps(acceptsProvisional: true).isEmpty else { return [] }
        let quarters = try input.period.settle().quarters[document.subject] ?? []
        return QuarterTable.hash(quarters) == document.seriesHash ? quarters : []
    }

    /// Whether the run, computed again from what was known then, gives the same bytes; nil once readings are erased.
    package static func holds(
        _ run: StoredRun, _ community: Community, in calendar: ZonedCalendar, on connection: any StorageConnection
    ) throws -> Bool? {
        let input = try RunInput.read(
            community, run.days, at: run.revision, estimating: run.estimatedSlots > 0, in: calendar, on: connection)
        guard input.period.gaps(acceptsProvisional: true).isEmpty else { return nil }
        let made = input.documents(
            try input.period.settle(), run: run.number, isProvisional: run.isProvisional, issued: run.issued)
        let records = try connection.rows(
            "SELECT record FROM energy_document WHERE run_id = \(run.id) AND reverses IS NULL ORDER BY place"
        ) { $0.text(0) }
        let again = Set(try made.map { String(decoding: try $0.document.record(), as: UTF8.self) })
        return records.allSatisfy { again.contains($0) }
    }
}
