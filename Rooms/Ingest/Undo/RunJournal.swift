// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import Storage
import Wire

/// What a run did, kept so that the run can be undone; written in the transaction of the deed.
enum RunJournal {
    static let migration = Migration(
        "ingest.journal", after: ["ingest.runs"],
        statements: [
            """
            CREATE TABLE import_run_change (
                run_id \(SQL.bigint) NOT NULL REFERENCES import_run (id) ON DELETE CASCADE, seq \(SQL.bigint) NOT NULL,
                kind TEXT NOT NULL, datastream_id \(SQL.bigint) NOT NULL, first_id \(SQL.bigint) NOT NULL,
                last_id \(SQL.bigint) NOT NULL, first_time \(SQL.bigint) NOT NULL, last_time \(SQL.bigint) NOT NULL,
                entries \(SQL.bigint) NOT NULL, digest \(SQL.bigint) NOT NULL, earlier TEXT,
                PRIMARY KEY (run_id, seq))\(SQL.clustered)
            """,
            "CREATE INDEX import_run_change_datastream ON import_run_change (datastream_id, run_id)",
            "ALTER TABLE imported_file ADD COLUMN run_id \(SQL.bigint)",
        ])

    private static let columns = [
        "run_id", "seq", "kind", "datastream_id", "first_id", "last_id", "first_time", "last_time", "entries", "digest",
        "earlier",
    ]

    /// Adds to a run's journal; `created` are Datastreams that the run has made.
    static func note(
        _ changes: ObservationChanges, created: ArraySlice<Int64>, of run: Int64, on connection: any StorageConnection
    ) throws {
        guard !changes.all.isEmpty || !created.isEmpty else { return }
        let last = try connection.integer(
            "SELECT seq FROM import_run_change WHERE run_id = \(run) ORDER BY seq DESC LIMIT 1")
        var seq = last ?? 0
        var rows: [[SQLValue]] = []
        for datastream in created {
            seq += 1
            rows.append(
                [.integer(run), .integer(seq), .text("created"), .integer(datastream)]
                    + [SQLValue](repeating: .integer(0), count: 6) + [.null])
        }
        for change in changes.all {
            seq += 1
            rows.append([.integer(run), .integer(seq)] + values(of: change))
        }
        var index = 0
        try connection.bulkInsert(into: "import_run_change", columns: columns) {
            guard index < rows.count else { return nil }
            defer { index += 1 }
            return rows[index]
        }
    }

    /// Notes a layer that the run has made, or made and replaced since, with what its content is known by.
    static func note(
        layer name: String, digest: String, isNew: Bool, of run: Int64, on connection: any StorageConnection
    ) throws {
        let entry = SQLValue.text(JSONValue.object(["layer": .string(name), "digest": .string(digest)]).text)
        let known = try connection.rows(
            "SELECT seq, earlier FROM import_run_change WHERE run_id = \(run) AND kind = 'layer' ORDER BY seq"
        ) { (seq: $0.integer(0), layer: MadeLayer($0.textIfPresent(1))?.name) }
        if let seq = known.first(where: { $0.layer == name })?.seq {
            try connection.execute(
                "UPDATE import_run_change SET earlier = \(entry) WHERE run_id = \(run) AND seq = \(seq)")
        } else if isNew {
            let last = try connection.integer(
                "SELECT seq FROM import_run_change WHERE run_id = \(run) ORDER BY seq DESC LIMIT 1")
            try connection.execute(
                """
                INSERT INTO import_run_change (run_id, seq, kind, datastream_id, first_id, last_id, first_time, last_time,
                    entries, digest, earlier)
                VALUES (\(run), \((last ?? 0) + 1), 'layer', 0, 0, 0, 0, 0, 0, 0, \(entry))
                """)
        }
    }

    /// A layer that was not there before a run.
    struct MadeLayer: Sendable, Hashable {
        let name: String
        let digest: String

        init?(_ text: String?) {
            let json = try? JSONValue(parsing: text ?? "")
            guard let name = json?["layer"]?.string, let digest = json?["digest"]?.string else { return nil }
            (self.name, self.digest) = (name, digest)
        }
    }

    private static func values(of change: ObservationChanges.Change) -> [SQLValue] {
        switch change {
        case .added(let added):
            [
                .text("added"), .integer(added.datastream), .integer(added.ids.lowerBound),
                .integer(added.ids.upperBound), .integer(added.times.lowerBound), .integer(added.times.upperBound),
                .integer(added.count), .integer(added.digest), .null,
            ]
        case .replaced(let replaced):
            [
                .text("replaced"), .integer(replaced.datastream), .integer(replaced.id), .integer(replaced.id),
                .integer(replaced.before.time), .integer(replaced.before.time), .integer(1), .integer(replaced.digest),
                .text(json(of: replaced.before).text),
            ]
        }
    }

    private static func json(of observation: NewObservation) -> JSONValue {
        var object = JSONObject()
        object["duration"] = observation.duration.map { JSONValue($0) }
        object["result"] = observation.result.map { JSONValue($0) }
        object["resultJSON"] = observation.resultJSON.map { .string($0) }
        object["resultTime"] = observation.resultTime.map { JSONValue($0) }
        object["feature"] = observation.feature.map { JSONValue($0) }
        object["extra"] = observation.extra.map { .string($0) }
        return .object(object)
    }

    /// A part of a journal.
    struct Part: Sendable {
        /// In the order in which they happened.
        var changes: [ObservationChanges.Change] = []
        /// Datastreams that the run made, in this part.
        var created: [Int64] = []
        var layers: [MadeLayer] = []
        /// Where the part begins and ends; nothing stands before 0.
        var first: Int64 = 0
        var last: Int64 = 0
        var isEmpty: Bool { changes.isEmpty && created.isEmpty && layers.isEmpty }
    }

    /// The last entries before `end`, about so many Observations of them; nil for the journal's own end.
    static func part(
        of run: Int64, before end: Int64?, observations: Int, on connection: any StorageConnection
    ) throws -> Part {
        var part = Part()
        var size = 0
        try connection.forEachRow(
            """
            SELECT seq, kind, datastream_id, first_id, last_id, first_time, last_time, entries, digest, earlier
            FROM import_run_change WHERE run_id = \(run) AND seq < \(end ?? .max) ORDER BY seq DESC LIMIT 1000
            """
        ) { row in
            let (datastream, digest) = (row.integer(2), row.integer(8))
            part.first = row.integer(0)
            if part.last == 0 { part.last = part.first }
            size += max(1, Int(row.integer(7)))
            switch row.text(1) {
            case "created": part.created.append(datastream)
            case "layer":
                if let layer = MadeLayer(row.textIfPresent(9)) { part.layers.append(layer) }
            case "added":
                part.changes.append(
                    .added(
                        ObservationChanges.Added(
                            datastream: datastream, ids: row.integer(3)...row.integer(4),
                            times: row.integer(5)...row.integer(6), count: row.integer(7), digest: digest)))
            default:
                let earlier = (try? JSONValue(parsing: row.textIfPresent(9) ?? "")) ?? .null
                part.changes.append(
                    .replaced(
                        ObservationChanges.Replaced(
                            datastream: datastream, id: row.integer(3),
                            before: observation(earlier, time: row.integer(5)), digest: digest)))
            }
            return size < observations
        }
        part.changes.reverse()
        return part
    }

    /// Strikes a part out: it is taken back.
    static func strike(_ part: Part, of run: Int64, on connection: any StorageConnection) throws {
        try connection.execute("DELETE FROM import_run_change WHERE run_id = \(run) AND seq >= \(part.first)")
    }

    private static func observation(_ json: JSONValue, time: Int64) -> NewObservation {
        NewObservation(
            time: time, duration: json["duration"]?.integer, result: json["result"]?.double,
            resultJSON: json["resultJSON"]?.string, resultTime: json["resultTime"]?.integer,
            feature: json["feature"]?.integer, extra: json["extra"]?.string)
    }
}
