// SPDX-License-Identifier: EUPL-1.2
import DCAT
import Rights
package import Storage
package import Wire

/// Data sets of other catalogues as everybody sees them.
package enum HarvestedQueries {
    /// Of an accepted or paused catalogue, and not the one that somebody left out for another.
    private static let isShown: SQL = """
        s.state <> 'proposed' AND NOT EXISTS (
            SELECT 1 FROM harvest_choice c JOIN harvest_record o
                ON o.source_id = c.source_id AND o.identifier = c.identifier AND o.gone_at IS NULL
            WHERE c.identifier = r.identifier AND c.source_id <> r.source_id)
        """
    private static let tables: SQL = "harvest_record r JOIN harvest_source s ON s.id = r.source_id"
    private static let columns: SQL = "r.id, r.source_id, s.name, r.content, r.first_at, r.changed_at, r.gone_at"

    private static func make(_ row: any StorageRow) throws -> HarvestedRecord {
        guard let dataset = (try? JSONValue(parsing: row.text(3))).flatMap({ ForeignDataset($0) }) else {
            throw StorageError.corrupt(message: "the harvested data set \(row.integer(0)) cannot be read")
        }
        return HarvestedRecord(
            id: row.integer(0), source: row.integer(1), sourceName: row.text(2), dataset: dataset,
            first: Instant(microseconds: row.integer(4)), changed: Instant(microseconds: row.integer(5)),
            gone: row.integerIfPresent(6).map { Instant(microseconds: $0) })
    }

    /// What stands in a list or a search: enough to find one.
    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let source: Int64
        package let title: String
        package let words: String
    }

    /// All that is there now, by title.
    package static func lines(on connection: any StorageConnection) throws -> [Line] {
        let rows = try connection.rows(
            "SELECT r.id, r.source_id, r.title, r.words, r.sorting FROM \(tables) WHERE r.gone_at IS NULL AND \(isShown)"
        ) { row in
            (
                row.text(4), Line(id: row.integer(0), source: row.integer(1), title: row.text(2), words: row.text(3))
            )
        }
        // the engines have orders of their own
        return rows.sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1)
    }

    /// Numbers of all that is there now, in the order in which they came, with title and words where these are wanted.
    package static func numbered(
        withTexts: Bool, on connection: any StorageConnection
    ) throws -> [(id: Int64, text: String)] {
        let text: SQL = withTexts ? "r.title || ' ' || r.words" : "''"
        return try connection.rows(
            "SELECT r.id, \(text) FROM \(tables) WHERE r.gone_at IS NULL AND \(isShown) ORDER BY r.id"
        ) { ($0.integer(0), $0.text(1)) }
    }

    package static func count(on connection: any StorageConnection) throws -> Int {
        Int(
            try connection.integer("SELECT count(*) FROM \(tables) WHERE r.gone_at IS NULL AND \(isShown)") ?? 0)
    }

    /// Some by their ids, in that order.
    package static func records(_ ids: [Int64], on connection: any StorageConnection) throws -> [HarvestedRecord] {
        guard !ids.isEmpty else { return [] }
        let rows = try connection.rows("SELECT \(columns) FROM \(tables) WHERE r.id IN (\(list: ids))", make)
        let byID = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
        return ids.compactMap { byID[$0] }
    }

    /// One that is shown, also where its catalogue no longer has it.
    package static func find(_ id: Int64, on connection: any StorageConnection) throws -> HarvestedRecord? {
        try connection.firstRow("SELECT \(columns) FROM \(tables) WHERE r.id = \(id) AND \(isShown)", make)
    }

    // MARK: What is passed on

    /// Of several descriptions of one data set the one that counts, else that of the catalogue that was here first.
    private static let isPassed: SQL = """
        r.gone_at IS NULL AND s.state <> 'proposed' AND s.passes_on = 1 AND \(isShown) AND NOT EXISTS (
            SELECT 1 FROM harvest_record e JOIN harvest_source t ON t.id = e.source_id
            WHERE e.identifier = r.identifier AND e.gone_at IS NULL AND t.passes_on = 1 AND t.state <> 'proposed'
                AND e.source_id < r.source_id
                AND NOT EXISTS (SELECT 1 FROM harvest_choice d WHERE d.identifier = r.identifier
                    AND d.source_id = r.source_id))
        """

    package static func passed(
        on connection: any StorageConnection
    ) throws -> (count: Int, modified: Instant?) {
        let row = try connection.firstRow("SELECT count(*), max(r.changed_at) FROM \(tables) WHERE \(isPassed)") {
            ($0.integer(0), $0.integerIfPresent(1))
        }
        return (Int(row?.0 ?? 0), row?.1.map { Instant(microseconds: $0) })
    }

    package static func passed(
        from: Int, limit: Int, on connection: any StorageConnection
    ) throws -> [HarvestedRecord] {
        try connection.rows(
            """
            SELECT \(columns) FROM \(tables) WHERE \(isPassed) ORDER BY r.id LIMIT \(Int64(limit)) OFFSET \(Int64(from))
            """, make)
    }

    // MARK: The same data set in several catalogues

    package static func conflicts(
        limit: Int, on connection: any StorageConnection
    ) throws -> [HarvestConflict] {
        let identifiers = try connection.rows(
            """
            SELECT r.identifier FROM \(tables) WHERE r.gone_at IS NULL AND s.state <> 'proposed'
            GROUP BY r.identifier HAVING count(*) > 1 ORDER BY r.identifier LIMIT \(Int64(limit))
            """
        ) { $0.text(0) }
        return try identifiers.compactMap { try conflict($0, on: connection) }
    }

    /// Nil where no two catalogues have it.
    package static func conflict(
        _ identifier: String, on connection: any StorageConnection
    ) throws -> HarvestConflict? {
        let records = try connection.rows(
            """
            SELECT \(columns) FROM \(tables) WHERE r.identifier = \(identifier) AND r.gone_at IS NULL
                AND s.state <> 'proposed' ORDER BY r.source_id
            """, make)
        guard records.count > 1 else { return nil }
        let choice = try connection.firstRow(
            "SELECT source_id FROM harvest_choice WHERE identifier = \(identifier)"
        ) { $0.integerIfPresent(0) }
        return HarvestConflict(
            identifier: identifier, records: records, chosen: choice ?? nil, isDecided: choice != nil)
    }

    /// Decides whose description counts; nil shows all. Whether there was something to decide.
    package static func decide(
        _ identifier: String, for source: Int64?, by actor: String, at now: Instant,
        on connection: any StorageConnection
    ) throws -> Bool {
        guard let conflict = try conflict(identifier, on: connection),
            source.map({ wanted in conflict.records.contains { $0.source == wanted } }) ?? true
        else { return false }
        try connection.execute(
            """
            INSERT INTO harvest_choice (identifier, source_id, decided_by, decided_at)
            VALUES (\(identifier), \(source), \(actor), \(now.microseconds))
            ON CONFLICT (identifier) DO UPDATE SET source_id = excluded.source_id, decided_by = excluded.decided_by,
                decided_at = excluded.decided_at
            """)
        var detail: JSONObject = ["identifier": .string(identifier)]
        detail["source"] = source.map { JSONValue($0) }
        try AuditTrail.append("decide", object: "harvest", by: actor, at: now, detail: .object(detail), on: connection)
        return true
    }
}
