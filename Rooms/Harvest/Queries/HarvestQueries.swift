// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Rights
package import Storage
package import Wire

/// The catalogues that are read here, and who does what with them: administrators only.
package enum HarvestQueries {
    // MARK: Sources

    private static let columns: SQL = """
        id, address, name, state, passes_on, due_at, checked_at, failures, fault, report,
        (SELECT count(*) FROM harvest_record r WHERE r.source_id = s.id AND r.gone_at IS NULL),
        (SELECT count(*) FROM harvest_record r WHERE r.source_id = s.id AND r.gone_at IS NOT NULL)
        """

    private static func make(_ row: any StorageRow) throws -> HarvestSource {
        func instant(_ index: Int) -> Instant? { row.integerIfPresent(index).map { Instant(microseconds: $0) } }
        func json(_ index: Int) -> JSONValue? { row.textIfPresent(index).flatMap { try? JSONValue(parsing: $0) } }
        return HarvestSource(
            id: row.integer(0), address: row.text(1), name: row.text(2),
            state: HarvestSource.State(rawValue: row.text(3)) ?? .paused, passesOn: row.integer(4) == 1,
            due: instant(5), checked: instant(6), failures: Int(row.integer(7)),
            fault: json(8).map { Words($0["de"]?.string ?? "", $0["en"]?.string ?? "") },
            report: json(9).map { HarvestReport($0) }, held: Int(row.integer(10)), gone: Int(row.integer(11)))
    }

    package static func sources(on connection: any StorageConnection) throws -> [HarvestSource] {
        try connection.rows("SELECT \(columns) FROM harvest_source s ORDER BY name, id", make)
    }

    package static func source(_ id: Int64, on connection: any StorageConnection) throws -> HarvestSource? {
        try connection.firstRow("SELECT \(columns) FROM harvest_source s WHERE id = \(id)", make)
    }

    package static func source(
        address: String, on connection: any StorageConnection
    ) throws -> HarvestSource? {
        try connection.firstRow("SELECT \(columns) FROM harvest_source s WHERE address = \(address)", make)
    }

    static func due(at now: Instant, on connection: any StorageConnection) throws -> [HarvestSource] {
        try connection.rows(
            "SELECT \(columns) FROM harvest_source s WHERE due_at <= \(now.microseconds) ORDER BY due_at, id LIMIT 20",
            make)
    }

    /// Notes a catalogue, to be looked at before it is accepted; one whose address is known stays as it is.
    package static func propose(
        _ address: String, name: String, by actor: String, at now: Instant, isDue: Bool = true,
        on connection: any StorageConnection
    ) throws -> Int64 {
        if let known = try source(address: address, on: connection) { return known.id }
        let due = isDue ? now.microseconds : nil
        let id = try connection.integer(
            """
            INSERT INTO harvest_source (address, name, state, passes_on, due_at, failures, created_by, created_at)
            VALUES (\(address), \(name), 'proposed', 0, \(due), 0, \(actor), \(now.microseconds)) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "a catalogue was stored without a number") }
        try AuditTrail.append(
            "propose", object: "harvest/\(id)", by: actor, at: now, detail: ["address": .string(address)],
            on: connection)
        return id
    }

    /// What a person decides about a catalogue.
    package enum Deed: String, Sendable, CaseIterable {
        case accept, pause, read, pass, keep, remove
    }

    /// Does it, with a line in the audit trail; whether there was such a catalogue in a state for it.
    package static func perform(
        _ deed: Deed, on id: Int64, by actor: String, at now: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        guard let source = try source(id, on: connection) else { return false }
        let due: Int64? = source.isFile ? nil : now.microseconds
        switch deed {
        case .accept:
            guard source.state != .accepted, source.report != nil else { return false }
            try connection.execute(
                "UPDATE harvest_source SET state = 'accepted', due_at = \(due), failures = 0, fault = NULL WHERE id = \(id)"
            )
        case .pause:
            guard source.state == .accepted else { return false }
            try connection.execute("UPDATE harvest_source SET state = 'paused', due_at = NULL WHERE id = \(id)")
        case .read:
            guard source.state != .paused, !source.isFile else { return false }
            try connection.execute(
                "UPDATE harvest_source SET due_at = \(now.microseconds), fault = NULL WHERE id = \(id)")
        case .pass, .keep:
            try connection.execute(
                "UPDATE harvest_source SET passes_on = \(deed == .pass ? 1 : 0) WHERE id = \(id)")
        case .remove:
            try connection.execute("DELETE FROM harvest_choice WHERE source_id = \(id)")
            try connection.execute("DELETE FROM harvest_run WHERE source_id = \(id)")
            try connection.execute("DELETE FROM harvest_record WHERE source_id = \(id)")
            try connection.execute("DELETE FROM harvest_source WHERE id = \(id)")
        }
        try AuditTrail.append(
            deed.rawValue, object: "harvest/\(id)", by: actor, at: now, detail: ["address": .string(source.address)],
            on: connection)
        return true
    }

    // MARK: Runs

    /// A catalogue could not be read: it is asked again later, each time later.
    static func failed(
        _ source: HarvestSource, _ words: Words, at now: Instant, on connection: any StorageConnection
    ) throws {
        let failures = source.failures + 1
        let hours = Int64(min(24, 1 << min(failures - 1, 5)))
        // a proposal is looked at by a person, who asks again
        let due = source.state == .proposed ? nil : now.microseconds + hours * 3_600_000_000
        let fault = JSONValue.object(["de": .string(words.german), "en": .string(words.english)]).text
        try connection.execute(
            """
            UPDATE harvest_source SET failures = \(Int64(failures)), fault = \(fault), checked_at = \(now.microseconds),
                due_at = \(due) WHERE id = \(source.id)
            """)
    }

    /// Keeps what a reading found of a catalogue that nobody has accepted yet: the report alone.
    static func previewed(
        _ source: HarvestSource, _ report: HarvestReport, at now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE harvest_source SET failures = 0, fault = NULL, report = \(report.json.text),
                checked_at = \(now.microseconds), due_at = NULL WHERE id = \(source.id)
            """)
    }

    static func done(
        _ source: HarvestSource, _ report: HarvestReport, next: Instant?, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        let text = report.json.text
        try connection.execute(
            """
            UPDATE harvest_source SET failures = 0, fault = NULL, checked_at = \(now.microseconds),
                due_at = \(next?.microseconds), report = \(text) WHERE id = \(source.id)
            """)
    }

    package static func runs(
        of source: Int64, limit: Int, on connection: any StorageConnection
    ) throws -> [HarvestRun] {
        try connection.rows(
            """
            SELECT at, actor, added, changed, gone, returned FROM harvest_run WHERE source_id = \(source)
            ORDER BY id DESC LIMIT \(Int64(limit))
            """
        ) { row in
            HarvestRun(
                at: Instant(microseconds: row.integer(0)), actor: row.text(1),
                outcome: HarvestOutcome(
                    added: Int(row.integer(2)), changed: Int(row.integer(3)), gone: Int(row.integer(4)),
                    returned: Int(row.integer(5))))
        }
    }
}
