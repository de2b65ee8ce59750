// SPDX-License-Identifier: EUPL-1.2
import Ledger
import LedgerStorage
package import Metering
import PowerBills
import Rights
import Settlement
package import Storage
package import Wire

/// Settling a period, and correcting what was settled.
extension RunQueries {
    /// What a run is made of beside what is known.
    package struct Order: Sendable {
        package var days: ClosedRange<CivilDay>
        package var acceptsProvisional = false
        /// Fills gaps with estimates of our own; only in a provisional run.
        package var acceptsEstimates = false
        /// The run that this one corrects.
        package var corrects: Int64?
        package var reason = ""
        /// A correction leaves bills alone whose amounts are the same line by line, although quantities differ.
        package var keepsSameAmounts = false
        /// The day on the documents.
        package var issued: CivilDay

        package init(
            days: ClosedRange<CivilDay>, acceptsProvisional: Bool = false, acceptsEstimates: Bool = false,
            corrects: Int64? = nil, reason: String = "", keepsSameAmounts: Bool = false, issued: CivilDay
        ) {
            (self.days, self.acceptsProvisional, self.acceptsEstimates) = (days, acceptsProvisional, acceptsEstimates)
            (self.corrects, self.reason, self.issued) = (corrects, reason, issued)
            self.keepsSameAmounts = keepsSameAmounts
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
        // of a few, a key that moves tells what each of them used: they have to agree to that before
        if let few = input.few, !input.terms.agreesToSums, before == nil { throw EnergyFault.fewMembers(few) }
        let outcome = try input.period.settle()
        let number = 1 + runs.count { $0.days == order.days }
        let isProvisional = order.acceptsProvisional && !input.period.gaps(acceptsProvisional: false).isEmpty
        let made = input.documents(outcome, run: number, isProvisional: isProvisional, issued: order.issued)
        let old = try before.map { try standingDocuments(of: $0, on: connection) } ?? []
        let parted = Parted(made: made, old: old, keepsSameAmounts: order.keepsSameAmounts)
        // a final run may say no more than that what was provisional is right
        let confirms = before?.isProvisional == true && !isProvisional
        guard before == nil || confirms || !parted.changed.isEmpty || !parted.gone.isEmpty else {
            throw EnergyFault.unchanged
        }
        let run = "\(order.days.text)/\(number)"
        var rows: [Row] = []
        for one in parted.gone {
            guard let document = one.document else { continue }
            let reversal = document.reversal(
                number: document.number + "-S\(number)", run: run, issued: order.issued)
            rows.append(
                Row(document: reversal, subject: one.subject, party: one.party, reverses: one.id))
        }
        rows += parted.changed.map { Row(document: $0.document, subject: $0.subject, party: $0.party, reverses: nil) }
        if let before {
            try EnergyLedger.append(
                [
                    "kind": "reversal", "run": .string(before.name), "sharing": JSONValue(community.id),
                    "by": .string(run),
                ], on: connection)
        }
        // what is provisional is told of nobody: the difference to the final sums would be a few members'
        let sums =
            isProvisional
            ? []
            : try RunSums.make(
                outcome, input, earlier: try RunSums.told(of: community.id, order.days, on: connection))
        let id = try store(
            rows, order, community, number: number, revision: revision, isProvisional: isProvisional, sums: sums,
            summary: summary(
                outcome, estimatedSlots: input.estimates.reduce(0) { $0 + $1.slots },
                before == nil ? nil : parted),
            allocationHash: outcome.allocationHash, corrects: before?.id, by: author, salt: salt, on: connection)
        // who wants the own power as a series has it in the same transaction
        for row in rows {
            guard let series = try OwnSeries.of(row.party, on: connection), series.isOpen else { continue }
            if row.reverses != nil {
                try series.clear(row.subject, row.document.days, in: calendar, on: connection)
            } else if row.document.kind == .bill {
                try series.fill(
                    row.subject, row.document, outcome.quarters[row.document.subject] ?? [], known: author.at,
                    in: calendar, on: connection)
            }
        }
        return id
    }

    /// What a correction does with each document: those that stand, those that go, those that are new.
    private struct Parted {
        private(set) var changed: [RunInput.Made] = []
        private(set) var gone: [StoredDocument] = []
        private(set) var bills = 0
        private(set) var credits = 0
        /// Bills that stand although their quantity is another now, and by how many watt-hours in sum.
        private(set) var sameAmounts = 0
        private(set) var wattHours = 0

        init(made: [RunInput.Made], old: [StoredDocument], keepsSameAmounts: Bool) {
            func key(_ document: PowerDocument) -> String {
                "\(document.kind.rawValue) \(document.malo) \(document.days.text)"
            }
            var places: [String: [Int]] = [:]
            for (place, one) in old.enumerated() {
                if let document = one.document { places[key(document), default: []].append(place) }
            }
            var stands = Set(old.indices.filter { old[$0].document == nil })
            for new in made {
                let fit = places[key(new.document), default: []].first { place in
                    guard !stands.contains(place), let document = old[place].document else { return false }
                    return new.document.says(theSameAs: document)
                        || keepsSameAmounts && new.document.asksTheSame(as: document)
                }
                guard let fit, let document = old[fit].document else {
                    changed.append(new)
                    continue
                }
                stands.insert(fit)
                if document.kind.isBill { bills += 1 } else { credits += 1 }
                guard !new.document.says(theSameAs: document) else { continue }
                sameAmounts += 1
                wattHours += abs(new.document.shared - document.shared)
            }
            gone = old.indices.filter { !stands.contains($0) }.map { old[$0] }
        }
    }

    private struct Row {
        let document: PowerDocument
        let subject: Int64
        let party: Int64
        let reverses: Int64?
    }

    private static func store(
        _ rows: [Row], _ order: Order, _ community: Community, number: Int, revision: Int64, isProvisional: Bool,
        sums: [RunSum], summary: JSONObject, allocationHash: String, corrects: Int64?, by author: Author,
        salt: () -> [UInt8],
        on connection: any StorageConnection
    ) throws -> Int64 {
        var leaves: [(record: [UInt8], salt: [UInt8], hash: Digest)] = []
        for row in rows {
            let (record, salt) = (try row.document.record(), salt())
            leaves.append((record, salt, SHA256.leaf(RunProof.leaf(salt: salt, record: record))))
        }
        var entry: JSONObject = [
            "kind": "run", "run": .string("\(order.days.text)/\(number)"), "sharing": JSONValue(community.id),
            "leaves": JSONValue(leaves.count), "root": .string(MerkleTree.root(of: leaves.map(\.hash)).hexadecimal),
            "allocationSha256": .string(allocationHash), "provisional": .bool(isProvisional),
        ]
        entry["sumsSha256"] = RunSums.hash(sums).map { .string($0) }
        let position = try EnergyLedger.append(entry, on: connection)
        let reason: String? = order.reason.isEmpty ? nil : order.reason
        let id = try connection.integer(
            """
            INSERT INTO energy_run (community_id, first_day, last_day, number, revision, provisional, corrects, reason,
                at, actor, issued, position, summary)
            VALUES (\(community.id), \(order.days.lowerBound.number), \(order.days.upperBound.number), \(number),
                \(revision), \(isProvisional), \(corrects), \(reason),
                \(author.at.microseconds), \(author.name), \(order.issued.number), \(position),
                \(JSONValue.object(summary).text)) RETURNING id
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
        try RunSums.keep(sums, of: id, on: connection)
        try AuditTrail.append(
            corrects == nil ? "settle" : "correct", object: "energy/\(community.id)/run/\(id)", by: author.name,
            at: author.at, on: connection)
        try EnergyLedger.log.sign(at: author.at, on: connection)
        return id
    }

    /// Sums of a run, for its page: watt-hours and cents.
    private static func summary(
        _ outcome: SharedPeriod.Outcome, estimatedSlots: Int, _ parted: Parted?
    ) -> JSONObject {
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
        if let parted {
            summary["standingBills"] = JSONValue(parted.bills)
            summary["standingCredits"] = JSONValue(parted.credits)
            summary["sameAmounts"] = parted.sameAmounts > 0 ? JSONValue(parted.sameAmounts) : nil
            summary["sameAmountsWh"] = parted.sameAmounts > 0 ? JSONValue(parted.wattHours) : nil
        }
        return summary
    }
}
