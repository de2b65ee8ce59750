// SPDX-License-Identifier: EUPL-1.2
import Ledger
import LedgerStorage
package import Metering
package import PowerBills
import Rights
import Settlement
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
                        WHERE community_id = \(run.community) AND kind = \(Point.kind))) AS changed
            """)
        let versions = try connection.integer(
            """
            SELECT count(*) FROM (SELECT DISTINCT kind, number FROM energy_version
                WHERE community_id = \(run.community) AND \(isNewer) AND valid_from <= \(run.days.upperBound.number)
                    AND coalesce(valid_through, \(run.days.lowerBound.number)) >= \(run.days.lowerBound.number)) AS changed
            """)
        return Int((days ?? 0) + (versions ?? 0))
    }

    // MARK: - Settling

    /// What a run is made of beside what is known.
    package struct Order: Sendable {
        package var days: ClosedRange<CivilDay>
        package var acceptsProvisional = false
        /// Fills gaps with estimates of our own; only in a provisional run.
        package var acceptsEstimates = false
        /// The run that this one corrects.
        package var corrects: Int64?
        package var reason = ""
        /// The day on the documents.
        package var issued: CivilDay

        package init(
            days: ClosedRange<CivilDay>, acceptsProvisional: Bool = false, acceptsEstimates: Bool = false,
            corrects: Int64? = nil, reason: String = "", issued: CivilDay
        ) {
            (self.days, self.acceptsProvisional, self.acceptsEstimates) = (days, acceptsProvisional, acceptsEstimates)
            (self.corrects, self.reason, self.issued) = (corrects, reason, issued)
        }
    }

    /// Settles a closed period: bills, credits, an entry in the ledger, a signed checkpoint; returns the run's id.
    ///
    /// `salt` makes 32 bytes for each document.
    package static func settle(
        _ order: Order, of community: Community, by author: Author, in calendar: ZonedCalendar,
        salt: () -> [UInt8], on connection: any StorageConnection
    ) throws -> Int64 {
        guard order.issued > order.days.upperBound else { throw EnergyFault.notClosed(order.days.upperBound) }
        let runs = try runs(of: community.id, on: connection)
        let before = try order.corrects.map { id -> StoredRun in
            guard let run = runs.first(where: { $0.id == id && $0.correctedBy == nil && $0.days == order.days }) else {
                throw EnergyFault.settledAlready
            }
            guard !order.reason.isEmpty else { throw EnergyFault.noReason }
            return run
        }
        let standing = runs.first { $0.correctedBy == nil && $0.id != before?.id && $0.days.overlaps(order.days) }
        guard standing == nil else { throw EnergyFault.settledAlready }
        let revision = try EnergyQueries.revision(on: connection)
        let input = try RunInput.read(
            community, order.days, estimating: order.acceptsEstimates && order.acceptsProvisional, in: calendar,
            on: connection)
        let gaps = input.period.gaps(acceptsProvisional: order.acceptsProvisional)
        guard gaps.isEmpty else { throw EnergyFault.incomplete }
        let outcome: SharedPeriod.Outcome
        do {
            outcome = try input.period.settle()
        } catch let error as SettlementError {
            throw EnergyFault.settlement(error)
        }
        let number = 1 + runs.count { $0.days == order.days }
        let isProvisional = order.acceptsProvisional && !input.period.gaps(acceptsProvisional: false).isEmpty
        let made = input.documents(outcome, run: number, isProvisional: isProvisional, issued: order.issued)
        let old = try before.map { try standingDocuments(of: $0, on: connection) } ?? []
        let changed = made.filter { new in
            !old.contains { $0.document.map { new.document.says(theSameAs: $0) } ?? false }
        }
        let gone = old.filter { one in
            !made.contains { new in one.document.map { new.document.says(theSameAs: $0) } ?? true }
        }
        guard before == nil || !changed.isEmpty || !gone.isEmpty else { throw EnergyFault.unchanged }
        let run = "\(order.days.text)/\(number)"
        var rows: [Row] = []
        for one in gone {
            guard let document = one.document else { continue }
            let reversal = document.reversal(
                number: document.number + "-S\(number)", run: run, issued: order.issued)
            rows.append(
                Row(document: reversal, subject: one.subject, party: one.party, reverses: one.id))
        }
        rows += changed.map { Row(document: $0.document, subject: $0.subject, party: $0.party, reverses: nil) }
        if let before {
            try EnergyLedger.append(
                [
                    "kind": "reversal", "run": .string(before.name), "sharing": JSONValue(community.id),
                    "by": .string(run),
                ], on: connection)
        }
        return try store(
            rows, order, community, number: number, revision: revision, isProvisional: isProvisional, outcome,
            estimatedSlots: input.estimates.reduce(0) { $0 + $1.slots }, corrects: before?.id, by: author, salt: salt,
            on: connection)
    }

    private struct Row {
        let document: PowerDocument
        let subject: Int64
        let party: Int64
        let reverses: Int64?
    }

    private static func store(
        _ rows: [Row], _ order: Order, _ community: Community, number: Int, revision: Int64, isProvisional: Bool,
        _ outcome: SharedPeriod.Outcome, estimatedSlots: Int, corrects: Int64?, by author: Author, salt: () -> [UInt8],
        on connection: any StorageConnection
    ) throws -> Int64 {
        var leaves: [(record: [UInt8], salt: [UInt8], hash: Digest)] = []
        for row in rows {
            let (record, salt) = (try row.document.record(), salt())
            leaves.append((record, salt, SHA256.leaf(RunProof.leaf(salt: salt, record: record))))
        }
        let position = try EnergyLedger.append(
            [
                "kind": "run", "run": .string("\(order.days.text)/\(number)"), "sharing": JSONValue(community.id),
                "leaves": JSONValue(leaves.count), "root": .string(MerkleTree.root(of: leaves.map(\.hash)).hexadecimal),
                "allocationSha256": .string(outcome.allocationHash), "provisional": .bool(isProvisional),
            ], on: connection)
        let reason: String? = order.reason.isEmpty ? nil : order.reason
        let id = try connection.integer(
            """
            INSERT INTO energy_run (community_id, first_day, last_day, number, revision, provisional, corrects, reason,
                at, actor, issued, position, summary)
            VALUES (\(community.id), \(order.days.lowerBound.number), \(order.days.upperBound.number), \(number),
                \(revision), \(isProvisional), \(corrects), \(reason),
                \(author.at.microseconds), \(author.name), \(order.issued.number), \(position),
                \(JSONValue.object(summary(outcome, estimatedSlots)).text)) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "a run was stored without a number") }
        for (place, row) in rows.enumerated() {
            let leaf = leaves[place]
            try connection.execute(
                """
                INSERT INTO energy_document (run_id, place, kind, number, subject, party, record, salt, leaf, reverses)
                VALUES (\(id), \(place), \(row.document.kind.rawValue), \(row.document.number), \(row.subject),
                    \(row.party), \(String(decoding: leaf.record, as: UTF8.self)), \(SQLValue.blob(leaf.salt)),
                    \(SQLValue.blob(leaf.hash.bytes)), \(row.reverses))
                """)
        }
        try AuditTrail.append(
            corrects == nil ? "settle" : "correct", object: "energy/\(community.id)/run/\(id)", by: author.name,
            at: author.at, on: connection)
        try EnergyLedger.log.sign(at: author.at, on: connection)
        return id
    }

    /// Sums of a run, for its page: watt-hours and cents.
    private static func summary(_ outcome: SharedPeriod.Outcome, _ estimatedSlots: Int) -> JSONObject {
        let account = Account(outcome.run)
        let total = outcome.run.bills.reduce(0) { $0 + $1.total }
        var kept: JSONObject = [:]
        for (kind, cents) in account.kept.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            kept[kind.rawValue] = JSONValue(cents)
        }
        var summary: JSONObject = [
            "madeWh": JSONValue(outcome.made.reduce(0, +)), "sharedWh": JSONValue(outcome.given.reduce(0, +)),
            "totalWh": JSONValue(total), "consumersGross": JSONValue(account.consumersGross),
            "producersGross": JSONValue(account.producersGross), "kept": .object(kept),
            "outputTax": JSONValue(account.outputTax), "inputTax": JSONValue(account.inputTax),
            "closed": .bool(account.isClosed),
        ]
        summary["estimatedSlots"] = estimatedSlots > 0 ? JSONValue(estimatedSlots) : nil
        return summary
    }

    // MARK: - Documents

    private static let documentColumns: SQL = """
        d.id, d.run_id, d.place, d.number, d.subject, d.party, d.record, d.reverses,
        (SELECT count(*) FROM energy_document later WHERE later.reverses = d.id), d.kind
        """

    private static func document(_ row: any StorageRow) -> StoredDocument {
        StoredDocument(
            id: row.integer(0), run: row.integer(1), place: Int(row.integer(2)),
            kind: PowerDocument.Kind(rawValue: row.text(9)) ?? .bill, number: row.text(3),
            subject: row.integer(4), party: row.integer(5),
            document: row.textIfPresent(6).flatMap { try? JSONValue(parsing: $0) }?.object.flatMap {
                PowerDocument($0)
            },
            reverses: row.integerIfPresent(7), isReversed: row.integer(8) > 0)
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
