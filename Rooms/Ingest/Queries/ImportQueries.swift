// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// A past run, for the page of imports.
public struct ImportRun: Sendable {
    public let id: Int64
    public let mapping: String
    public let actor: String
    public let started: Instant
    public let finished: Instant?
    /// `running`, `complete`, `partial`, `files-failed`, `failed`, `stopped`.
    public let outcome: String
    /// The report as JSON (`ImportReport.json`).
    public let report: JSONValue
}

/// What was imported, and when.
public enum ImportQueries {
    /// The newest runs first. For administrators: reports quote cells of the files.
    public static func runs(limit: Int, on connection: any StorageConnection) throws -> [ImportRun] {
        try connection.rows(
            """
            SELECT id, mapping, actor, started_at, finished_at, outcome, report FROM import_run
            ORDER BY started_at DESC, id DESC LIMIT \(limit)
            """
        ) { row in
            ImportRun(
                id: row.integer(0), mapping: row.text(1), actor: row.text(2),
                started: Instant(microseconds: row.integer(3)),
                finished: row.integerIfPresent(4).map { Instant(microseconds: $0) }, outcome: row.text(5),
                report: (try? JSONValue(parsing: row.text(6))) ?? .null)
        }
    }

    /// The outcome of a run that an error or a kill has ended.
    static let stopped = "stopped"

    /// Says of runs that never ended that they were stopped; one that is still at work says otherwise when it ends.
    static func markStopped(mapping: String, on connection: any StorageConnection) throws -> Bool {
        try connection.execute(
            "UPDATE import_run SET outcome = \(stopped) WHERE mapping = \(mapping) AND outcome = 'running'") > 0
    }

    static func begin(
        mapping: String, dataset: Int64, actor: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> Int64 {
        let id = try connection.integer(
            """
            INSERT INTO import_run (mapping, dataset_id, actor, started_at, outcome, report)
            VALUES (\(mapping), \(dataset), \(actor), \(instant.microseconds), 'running', \(SQLValue.json("{}")))
            RETURNING id
            """)
        return id ?? 0
    }

    static func finish(
        _ run: Int64, outcome: String, report: JSONValue, at instant: Instant?, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE import_run SET finished_at = \(instant?.microseconds), outcome = \(outcome),
                report = \(SQLValue.json(report.text))
            WHERE id = \(run)
            """)
    }

    /// A file as it was imported before.
    struct Imported: Sendable {
        let checksum: String
        /// What of it was refused.
        let refused: [ImportReport.Rejection]
    }

    /// By path: the files this mapping, as it is now, has imported.
    static func importedFiles(
        mapping: String, mappingChecksum: String, on connection: any StorageConnection
    ) throws -> [String: Imported] {
        var files: [String: Imported] = [:]
        try connection.forEachRow(
            """
            SELECT path, checksum, report FROM imported_file
            WHERE mapping = \(mapping) AND mapping_checksum = \(mappingChecksum)
            """
        ) { row in
            let report = try? JSONValue(parsing: row.text(2))
            files[row.text(0)] = Imported(
                checksum: row.text(1), refused: ImportReport.rejections(in: report?["rejections"]))
            return true
        }
        return files
    }

    static func note(
        path: String, checksum: String, mapping: Mapping, report: ImportReport, at instant: Instant,
        on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO imported_file (mapping, path, checksum, mapping_checksum, imported_at, report)
            VALUES (\(mapping.name), \(path), \(checksum), \(mapping.checksum), \(instant.microseconds),
                \(SQLValue.json(report.json.text)))
            ON CONFLICT (mapping, path) DO UPDATE SET checksum = excluded.checksum,
                mapping_checksum = excluded.mapping_checksum, imported_at = excluded.imported_at, report = excluded.report
            """)
    }
}

extension ImportQueries {
    /// The end of the newest Observation of all: what a collection of past data is "as of"; nil in an empty database.
    public static func newestObservation(on connection: any StorageConnection) throws -> Instant? {
        try connection.integer("SELECT max(phenomenon_end) FROM datastream_state").map { Instant(microseconds: $0) }
    }
}
