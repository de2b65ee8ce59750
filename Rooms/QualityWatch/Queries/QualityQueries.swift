// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Quality
public import Rights
import SensorThings
public import Storage
public import Wire

/// Reading findings and judging them. A finding of a series that a reader may not see is not there for that reader.
public enum QualityQueries {
    /// Which findings.
    public enum Selection: Sendable, Hashable {
        /// Not judged yet.
        case open
        case judged
        case all
    }

    private static let columns: SQL = """
        f.id, f.rule, f.datastream_id, f.cause_id, f.from_day, f.to_day, f.size, f.evidence, f.found_at, f.verdict,
            f.reason, f.judged_by, f.judged_at, d.name, t.id, t.name, c.name, d.unit_symbol
        """

    private static let source: SQL =
        "quality_finding f \(SeriesWatch.joined("f.datastream_id", cause: "f.cause_id"))"

    private static func make(_ row: any StorageRow) -> StoredFinding? {
        // a rule that a later version knew
        guard let rule = Rule(rawValue: row.text(1)) else { return nil }
        var evidence: [Evidence: Double] = [:]
        for (name, value) in (try? JSONValue(parsing: row.text(7)))?.object?.members ?? [] {
            if let name = Evidence(rawValue: name) { evidence[name] = value.double }
        }
        let from = Int(row.integer(4))
        let judgement = row.textIfPresent(9).flatMap { Verdict(rawValue: $0) }.map { verdict in
            StoredFinding.Judgement(
                verdict: verdict, reason: row.text(10), by: row.text(11), at: Instant(microseconds: row.integer(12)))
        }
        return StoredFinding(
            id: row.integer(0),
            finding: Finding(
                rule: rule, series: row.integer(2), cause: row.integer(3), from: from,
                to: row.integerIfPresent(5).map { Int($0) }, named: from, size: row.real(6), evidence: evidence),
            found: Instant(microseconds: row.integer(8)), judgement: judgement, series: row.text(13),
            thing: row.integer(14), thingName: row.text(15), cause: row.text(16), unit: row.text(17))
    }

    private static func findings(
        where condition: SQL, limit: Int = 10_000, on connection: any StorageConnection
    ) throws -> [StoredFinding] {
        try connection.rows(
            """
            SELECT \(columns) FROM \(source) WHERE \(condition)
            ORDER BY CASE WHEN f.to_day IS NULL THEN 0 ELSE 1 END, f.size DESC, f.from_day DESC, f.id
            LIMIT \(Int64(limit))
            """, make
        ).compactMap { $0 }
    }

    /// Both series must be visible: a finding tells of the cause too.
    private static func isVisible(to reader: Reader) -> SQL {
        "\(Dataset.isVisible("d.dataset_id", to: reader)) AND \(Dataset.isVisible("c.dataset_id", to: reader))"
    }

    /// Those that last first, each by size; of a fault that several series show only the one at fault.
    public static func list(
        _ selection: Selection = .open, dataset: Int64? = nil, limit: Int, for reader: Reader,
        on connection: any StorageConnection
    ) throws -> [StoredFinding] {
        var conditions: [SQL] = [isVisible(to: reader), "f.cause_id = f.datastream_id"]
        switch selection {
        case .open: conditions.append("f.verdict IS NULL")
        case .judged: conditions.append("f.verdict IS NOT NULL")
        case .all: break
        }
        if let dataset { conditions.append("d.dataset_id = \(dataset)") }
        return try findings(where: conditions.joined(separator: " AND "), limit: limit, on: connection)
    }

    /// What is to be said of a series: open findings and broken ones; with `all` those judged otherwise too.
    public static func of(
        _ datastream: Int64, all: Bool = false, for reader: Reader, on connection: any StorageConnection
    ) throws -> [StoredFinding] {
        let which: SQL = all ? "" : " AND (f.verdict IS NULL OR f.verdict = \(Verdict.broken.rawValue))"
        return try findings(
            where: "f.datastream_id = \(datastream) AND \(isVisible(to: reader))\(which)", on: connection)
    }

    public static func find(
        _ id: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> StoredFinding? {
        try findings(where: "f.id = \(id) AND \(isVisible(to: reader))", on: connection).first
    }

    /// All findings of one fault: those of the series at fault and of what contains it.
    public static func sameFault(
        as finding: StoredFinding, for reader: Reader, on connection: any StorageConnection
    ) throws -> [StoredFinding] {
        let fault = finding.finding
        return try findings(
            where: """
                f.cause_id = \(fault.cause) AND f.rule = \(fault.rule.rawValue) AND f.from_day = \(Int64(fault.from))
                    AND \(isVisible(to: reader))
                """, on: connection)
    }

    // MARK: Judging

    /// Whether the reader may judge them: a judgement changes which values of their series count.
    public static func mayJudge(
        _ findings: [StoredFinding], _ reader: Reader, on connection: any StorageConnection
    ) throws -> Bool {
        guard reader.mayWrite else { return false }
        return try datasets(of: findings, on: connection).allSatisfy {
            try DatasetQueries.may(.write, $0, reader, on: connection)
        }
    }

    private static func datasets(
        of findings: [StoredFinding], on connection: any StorageConnection
    ) throws -> [Int64] {
        try connection.rows(
            "SELECT DISTINCT d.dataset_id FROM \(source) WHERE f.id IN (\(list: findings.map(\.id)))"
        ) { $0.integerIfPresent(0) }.compactMap { $0 }
    }

    /// What a person says of a fault, nil to open it again; with a line in the audit trail.
    ///
    /// It goes for all series that show the fault. Broken days are masked, in the same transaction.
    /// - Throws: `QualityFault`, `StorageError`; `Problem` (403) where a series is not the reader's to change.
    @discardableResult
    public static func judge(
        _ id: Int64, _ verdict: Verdict?, reason: String, by actor: String, at now: Instant, for reader: Reader,
        on connection: any StorageConnection
    ) throws -> StoredFinding {
        guard let found = try find(id, for: reader, on: connection) else { throw QualityFault.noFinding(id) }
        let group = try sameFault(as: found, for: reader, on: connection)
        for dataset in try datasets(of: group, on: connection) {
            try DatasetQueries.require(.write, dataset, reader, on: connection)
        }
        guard !reason.allSatisfy(\.isWhitespace) else { throw QualityFault.noReason }
        guard reason.count <= QualityFault.longestReason else { throw QualityFault.longReason }
        for one in group {
            // silence of a rule is that of all its findings of the series
            let isSilence = verdict == .ignored || (verdict == nil && one.judgement?.verdict == .ignored)
            let which: SQL =
                isSilence
                ? """
                datastream_id = \(one.finding.series) AND rule = \(one.finding.rule.rawValue)
                    AND (verdict IS NULL OR verdict = \(Verdict.ignored.rawValue) OR id = \(one.id))
                """ : "id = \(one.id)"
            try connection.execute(
                """
                UPDATE quality_finding SET verdict = \(verdict?.rawValue), reason = \(verdict.map { _ in reason }),
                    judged_by = \(verdict.map { _ in actor }), judged_at = \(verdict.map { _ in now.microseconds })
                WHERE \(which)
                """)
        }
        for datastream in Set(group.map(\.finding.series)).sorted() { try mask(datastream, on: connection) }
        var detail: JSONObject = [
            "verdict": .string(verdict?.rawValue ?? "open"), "reason": .string(reason),
            "rule": .string(found.finding.rule.rawValue), "from": .string(FindingDay.iso(found.finding.from)),
            "datastreams": .array(Set(group.map(\.finding.series)).sorted().map { JSONValue($0) }),
        ]
        if let before = found.judgement { detail["before"] = .string(before.verdict.rawValue) }
        try AuditTrail.append(
            "judge", object: "quality/\(id)", by: actor, at: now, detail: .object(detail), on: connection)
        return try find(id, for: reader, on: connection) ?? found
    }

    /// Masks the days that are judged broken, and no others.
    static func mask(_ datastream: Int64, on connection: any StorageConnection) throws {
        guard let calendar = ZonedCalendar(identifier: FindingDay.zone) else { return }
        let stretches = try connection.rows(
            """
            SELECT from_day, to_day FROM quality_finding
            WHERE datastream_id = \(datastream) AND verdict = \(Verdict.broken.rawValue)
            """
        ) { row in
            InstantInterval(
                start: FindingDay.start(of: Int(row.integer(0)), in: calendar),
                end: row.integerIfPresent(1).map { FindingDay.start(of: Int($0) + 1, in: calendar) } ?? .maximum)
        }
        try SeriesMask.replace(of: datastream, with: stretches, on: connection)
    }

    // MARK: Storing

    /// Brings what is kept of some series in line with what was found now, from a day on.
    ///
    /// The same fault keeps its number and judgement, also where its days have moved; what the values no longer show
    /// goes. Returns the numbers of new findings.
    static func reconcile(
        _ findings: [Finding], of datastreams: [Int64], since day: Int, at now: Instant,
        on connection: any StorageConnection
    ) throws -> [Int64] {
        guard !datastreams.isEmpty else { return [] }
        var stored = try Self.findings(
            where: "f.datastream_id IN (\(list: datastreams)) AND (f.to_day IS NULL OR f.to_day >= \(Int64(day)))",
            on: connection)
        var touched: Set<Int64> = []
        var added: [Int64] = []
        let silent = try silences(datastreams, on: connection)
        for finding in findings {
            let match = stored.indices.filter { stored[$0].finding.isSameFault(as: finding) }.min { left, right in
                abs(stored[left].finding.from - finding.from) < abs(stored[right].finding.from - finding.from)
            }
            if let match {
                let before = stored.remove(at: match)
                try update(before.id, finding, on: connection)
                if before.isBroken { touched.insert(finding.series) }
            } else if finding.to.map({ $0 >= day }) ?? true {
                let isSilent = silent[finding.series]?[finding.rule]
                if let id = try insert(finding, silent: isSilent, at: now, on: connection) { added.append(id) }
            }
        }
        for gone in stored {
            try connection.execute("DELETE FROM quality_finding WHERE id = \(gone.id)")
            guard let judgement = gone.judgement else { continue }
            if judgement.verdict == .broken { touched.insert(gone.finding.series) }
            try AuditTrail.append(
                "withdraw", object: "quality/\(gone.id)", by: "system", at: now,
                detail: ["reason": "the values no longer show it", "verdict": .string(judgement.verdict.rawValue)],
                on: connection)
        }
        for datastream in touched.sorted() { try mask(datastream, on: connection) }
        return added
    }

    /// Rules that a person wants silent, by series.
    private static func silences(
        _ datastreams: [Int64], on connection: any StorageConnection
    ) throws -> [Int64: [Rule: StoredFinding.Judgement]] {
        var silences: [Int64: [Rule: StoredFinding.Judgement]] = [:]
        let ignored = try findings(
            where: "f.datastream_id IN (\(list: datastreams)) AND f.verdict = \(Verdict.ignored.rawValue)",
            on: connection)
        for one in ignored { silences[one.finding.series, default: [:]][one.finding.rule] = one.judgement }
        return silences
    }

    private static func text(_ evidence: [Evidence: Double]) -> String {
        var object = JSONObject()
        for (name, value) in evidence.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where value.isFinite {
            object[name.rawValue] = JSONValue(value)
        }
        return JSONValue.object(object).text
    }

    private static func update(_ id: Int64, _ finding: Finding, on connection: any StorageConnection) throws {
        try connection.execute(
            """
            UPDATE quality_finding SET from_day = \(Int64(finding.from)), to_day = \(finding.to.map { Int64($0) }),
                size = \(finding.size), evidence = \(text(finding.evidence)) WHERE id = \(id)
            """)
    }

    private static func insert(
        _ finding: Finding, silent: StoredFinding.Judgement?, at now: Instant, on connection: any StorageConnection
    ) throws -> Int64? {
        try connection.integer(
            """
            INSERT INTO quality_finding (datastream_id, cause_id, rule, from_day, to_day, size, evidence, found_at,
                verdict, reason, judged_by, judged_at)
            VALUES (\(finding.series), \(finding.cause), \(finding.rule.rawValue), \(Int64(finding.from)),
                \(finding.to.map { Int64($0) }), \(finding.size), \(text(finding.evidence)), \(now.microseconds),
                \(silent?.verdict.rawValue), \(silent?.reason), \(silent?.by), \(silent?.at.microseconds))
            ON CONFLICT DO NOTHING RETURNING id
            """)
    }
}

extension Finding {
    /// One rule says the same of the same series at the same time.
    fileprivate func isSameFault(as other: Finding) -> Bool {
        rule == other.rule && series == other.series && cause == other.cause && from <= other.to ?? .max
            && other.from <= to ?? .max
    }
}
