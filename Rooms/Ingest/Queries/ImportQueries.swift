// SPDX-License-Identifier: EUPL-1.2
import Features
import IngestModel
import Rights
import SensorThings
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

    /// How the runs since then ended.
    public struct Figures: Sendable, Hashable {
        public let all: Int64
        public let failed: Int64
        /// Stored with rows left out.
        public let partial: Int64
    }

    public static func figures(since: Instant, on connection: any StorageConnection) throws -> Figures {
        let figures = try connection.firstRow(
            """
            SELECT count(*), sum(CASE WHEN outcome IN ('failed', 'files-failed', 'stopped') THEN 1 ELSE 0 END),
                sum(CASE WHEN outcome = 'partial' THEN 1 ELSE 0 END)
            FROM import_run WHERE started_at >= \(since.microseconds)
            """
        ) { row in
            Figures(all: row.integer(0), failed: row.integerIfPresent(1) ?? 0, partial: row.integerIfPresent(2) ?? 0)
        }
        return figures ?? Figures(all: 0, failed: 0, partial: 0)
    }

    /// A file that somebody handed in is all there is of its series, unless it is of these days.
    package static func handedIn(run: Int64, at now: Instant, on connection: any StorageConnection) throws {
        let series = try connection.rows(
            "SELECT DISTINCT datastream_id FROM import_run_change WHERE run_id = \(run) AND kind <> 'layer'"
        ) { $0.integer(0) }
        try SeriesQueries.declareEnded(series, at: now, on: connection)
    }

    /// Whether there are any data, however they came.
    public static func hasData(on connection: any StorageConnection) throws -> Bool {
        let runs = try connection.integer(
            "SELECT count(*) FROM import_run WHERE outcome IN ('complete', 'partial', 'files-failed')")
        if runs != 0 { return true }
        // they also come by an interface, by MQTT or by a command
        if try SeriesQueries.count(visibleTo: Reader.system.rights, on: connection) > 0 { return true }
        return try FeatureCollectionQueries.summaries(for: .system, on: connection).contains { $0.count > 0 }
    }

    /// The outcome of a run that an error or a kill has ended.
    static let stopped = "stopped"

    /// Says of runs that never ended that they were stopped; one that is still at work says otherwise when it ends.
    static func markStopped(mapping: String, on connection: any StorageConnection) throws -> Bool {
        try connection.execute(
            "UPDATE import_run SET outcome = \(stopped) WHERE mapping = \(mapping) AND outcome = 'running'") > 0
    }

    /// Whether imports have made the data set and none has stored anything yet.
    ///
    /// It was made by the run that began when it was issued.
    static func hasNothing(
        dataset: Int64, issued: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        let runs = try connection.firstRow(
            """
            SELECT min(started_at), sum(CASE WHEN outcome IN ('complete', 'partial', 'files-failed') THEN 1 ELSE 0 END)
            FROM import_run WHERE dataset_id = \(dataset)
            """
        ) { (first: $0.integerIfPresent(0), stored: $0.integer(1)) }
        return runs?.first == issued.microseconds && runs?.stored == 0
    }

    static func begin(
        mapping: String, dataset: Int64, actor: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> Int64 {
        return try connection.key(
            """
            INSERT INTO import_run (mapping, dataset_id, actor, started_at, outcome, report)
            VALUES (\(mapping), \(dataset), \(actor), \(instant.microseconds), 'running', \(SQLValue.json("{}")))
            RETURNING id
            """)
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
            INSERT INTO imported_file (mapping, path, checksum, mapping_checksum, imported_at, report, run_id)
            VALUES (\(mapping.name), \(path), \(checksum), \(mapping.checksum), \(instant.microseconds),
                \(SQLValue.json(report.json.text)), \(report.run))
            ON CONFLICT (mapping, path) DO UPDATE SET checksum = excluded.checksum,
                mapping_checksum = excluded.mapping_checksum, imported_at = excluded.imported_at, report = excluded.report,
                run_id = excluded.run_id
            """)
    }
}
