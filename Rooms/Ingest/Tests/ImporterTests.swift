// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Foundation
import Storage
import TestSupport
import Testing
import Wire

@testable import Ingest

@Suite struct ImporterTests {
    private let header =
        "Datetime,100020113 (Wolbecker Straße),101020113 (FR stadteinwärts),100020113-status,101020113-status\n"

    private func importer(_ engine: any StorageEngine, _ name: String = "muenster-radverkehr") throws -> Importer {
        Importer(
            engine: engine, mapping: try MappingLibrary.mapping(named: name), actor: "test",
            clock: { Instant(seconds: 1_800_000_000) })
    }

    private func write(_ folder: String, _ name: String, _ text: String) throws {
        let path = folder + "/" + name
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func results(_ engine: any StorageEngine, _ key: String) async throws -> [String] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT o.phenomenon_time, o.phenomenon_duration, o.result, o.extra FROM observation o
                JOIN datastream d ON d.id = o.datastream_id WHERE d.import_key = \(key) ORDER BY o.phenomenon_time
                """
            ) { row in
                let time = Instant(microseconds: row.integer(0)).iso8601.dropLast(8)
                let quality = (try? JSONValue(parsing: row.text(3)))?["resultQuality"]?.string
                return "\(time)+\(row.integer(1) / 1_000_000)=\(Int(row.real(2)))\(quality.map { " " + $0 } ?? "")"
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a second run stores nothing, a changed file its difference`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                try write(
                    folder, "100020113/2025-10.csv", header + "2025-10-01 00:00,34,9,0,0\n2025-10-01 00:15,12,,4,\n")
                let first = try await importer(engine).run(files: [folder])
                #expect(first.stored == 3)
                #expect(first.outcome == .complete)
                #expect(!first.isNothingNew)
                let second = try await importer(engine).run(files: [folder])
                #expect(second.isNothingNew)
                #expect(second.filesSkipped == 1)
                #expect(second.stored == 0)
                try write(
                    folder, "100020113/2025-10.csv",
                    header + "2025-10-01 00:00,35,9,0,0\n2025-10-01 00:15,13,,0,\n2025-10-01 00:30,1,0,0,0\n")
                let third = try await importer(engine).run(files: [folder])
                #expect(third.stored == 2 && third.unchanged == 1 && third.replaced == 2)
                let found = try await results(engine, "radverkehr/100020113/100020113")
                #expect(found == ["2025-09-30T22:00+900=35", "2025-09-30T22:15+900=13", "2025-09-30T22:30+900=1"])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `state rows, ids and blocks agree with the observations`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                for month in ["2025-02", "2025-01", "2025-03"] {
                    var text = header
                    for day in 1...28 {
                        for hour in 4..<24 {
                            let date = "\(month)-\(day < 10 ? "0" : "")\(day) \(hour < 10 ? "0" : "")\(hour)"
                            for minute in ["00", "15", "30", "45"] { text += "\(date):\(minute),\(hour),1,0,0\n" }
                        }
                    }
                    try write(folder, "\(month).csv", text)
                    _ = try await importer(engine).run(files: [folder + "/\(month).csv"])
                }
                try await engine.read { connection in
                    let wrong = try connection.integer(
                        """
                        SELECT count(*) FROM datastream_state s WHERE
                            s.observation_count <> (SELECT count(*) FROM observation o WHERE o.datastream_id = s.datastream_id)
                            OR s.phenomenon_start <> (SELECT min(phenomenon_time) FROM observation o
                                WHERE o.datastream_id = s.datastream_id)
                            OR s.phenomenon_end <> (SELECT max(phenomenon_time + phenomenon_duration) FROM observation o
                                WHERE o.datastream_id = s.datastream_id)
                            OR s.latest_id <> (SELECT id FROM observation o WHERE o.datastream_id = s.datastream_id
                                ORDER BY phenomenon_time DESC LIMIT 1)
                            OR s.interval_us <> 900000000
                        """)
                    #expect(wrong == 0)
                    let ids = try connection.integer("SELECT count(DISTINCT id) FROM observation")
                    #expect(ids == 13_440)
                    let stray = try connection.integer(
                        """
                        SELECT count(*) FROM observation o WHERE NOT EXISTS (SELECT 1 FROM observation_block b
                            WHERE b.block = o.id / 1024 AND b.datastream_id = o.datastream_id
                                AND o.phenomenon_time BETWEEN b.first_time AND b.last_time)
                        """)
                    #expect(stray == 0)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a bad file never stops the good ones and stores nothing itself`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                try write(folder, "2025-01.csv", header + "2025-01-01 00:00,1,1,0,0\n")
                try write(folder, "2025-02.csv", "this is,no table\n1,2\n")
                try write(folder, "2025-03.csv", header + "2025-03-01 00:00,3,3,0,0\nkaputt,1,1,0,0\n")
                let report = try await importer(engine).run(files: [folder, folder + "/2025-99.csv"])
                #expect(report.filesDone == 2)
                #expect(report.filesFailed.map(\.path).sorted().count == 2)
                #expect(report.stored == 4)
                #expect(report.outcome == .filesFailed)
                #expect(report.rejections.first?.first.line == 3)
                #expect(report.json["exitCode"]?.integer == 4)
                #expect(report.text(in: .german).contains("Zeitangabe nicht lesbar"))
                #expect(report.text(in: .english).contains("line 3"))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a stopped import goes on where it was`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                for month in 1...6 {
                    try write(folder, "2025-0\(month).csv", header + "2025-0\(month)-01 00:00,1,1,0,0\n")
                }
                // As after a kill: some files are in, the run never ended.
                _ = try await importer(engine).run(
                    files: [folder + "/2025-01.csv", folder + "/2025-02.csv"].map { $0 })
                try await engine.write { connection in
                    try connection.execute("UPDATE import_run SET outcome = 'running', finished_at = NULL")
                }
                let rest = try await importer(engine).run(files: [folder])
                #expect(rest.stored + rest.unchanged == 12)
                #expect(rest.stored == 8)
                let all = try await results(engine, "radverkehr/100020113/100020113")
                #expect(all.count == 6)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `places come from the table beside the data, the rest is listed`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                try write(
                    folder, "stationen.csv",
                    """
                    station_id,name,lat,lon,geocode_query,resolved,is_approximated
                    100020113,Wolbecker Straße,51.9524583,7.6641115,"Wolbecker Straße, Münster",True,True
                    """)
                try write(folder, "in/2025-01.csv", header + "2025-01-01 00:00,1,1,0,0\n")
                try write(
                    folder, "in/2025-02.csv", "Datetime,300037926 (Bohlweg),300037926-status\n2025-02-01 00:00,1,0\n")
                let report = try await importer(engine).run(files: [folder + "/in"])
                #expect(report.stationsWithoutPlace == ["Bohlweg (300037926)"])
                #expect(report.approximatePlaces == ["Wolbecker Straße (100020113)"])
                let dataset = try await engine.read {
                    try DatasetQueries.find(slug: "radverkehr", for: .system, on: $0)
                }
                #expect(dataset?.attributions.contains { $0.text.contains("OpenStreetMap") } == true)
                #expect(dataset?.licence == "dl-by-de/2.0")
                let places = try await engine.read { connection in
                    try connection.rows("SELECT longitude, latitude, properties FROM location") { row in
                        "\(row.real(0)) \(row.real(1)) \((try? JSONValue(parsing: row.text(2)))?["approximateLocation"]?.bool == true)"
                    }
                }
                #expect(places == ["7.6641115 51.9524583 true"])
                let again = try await importer(engine).run(files: [folder + "/in"])
                #expect(again.isNothingNew)
                let count = try await engine.read { try $0.integer("SELECT count(*) FROM historical_location") }
                #expect(count == 1)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `car parks: aliases lead to the place, capacity becomes a property`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                try write(
                    folder, "parkhaeuser_osm.geojson",
                    """
                    {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Parkhaus Theater"},
                    "geometry":{"type":"Polygon","coordinates":[[[7,51],[8,51],[8,52],[7,52],[7,51]]]}}]}
                    """)
                try write(
                    folder, "2026-07-12.csv",
                    "\"Datum und Uhrzeit\",\"PH Theater\",\"TG Hafenmarkt\"\n"
                        + "\"Anzahl Parkplätze gesamt\",\"(743)\",\"(350)\"\n\"2026-07-12 00:00\",647,\"bes\"\n")
                let report = try await importer(engine, "muenster-parken").run(files: [folder + "/2026-07-12.csv"])
                #expect(report.stored == 2)
                #expect(report.stationsWithoutPlace == ["TG Hafenmarkt"])
                let capacity = try await engine.read { connection in
                    try connection.text("SELECT properties FROM datastream WHERE import_key = 'parken/PH Theater/frei'")
                }
                #expect((try? JSONValue(parsing: capacity ?? ""))?["capacity"]?.integer == 743)
                let place = try await engine.read {
                    try $0.firstRow("SELECT longitude, latitude FROM location") { [$0.real(0), $0.real(1)] }
                }
                #expect(place == [7.5, 51.5])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an ended series is historical`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                try write(
                    folder, "gw.csv",
                    "LGD-Nummer;Name;Datum;Abstich [m];Hinweis;Wasserstand [m über NHN2016];Flurabstand [m]\n"
                        + "110060143;VI/14 - HANDORF -  ;1980-02-04;1,64;;50,68;1,44\n")
                let report = try await importer(engine, "muenster-grundwasser").run(files: [folder + "/gw.csv"])
                #expect(report.stored == 3)
                let ended = try await engine.read { try $0.integer("SELECT min(ended_at) FROM datastream") }
                #expect(ended == 1_680_480_000_000_000)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a layer comes in once, swapped columns are asked about unless declared`(kind: TestEngine) async throws {
        let rows =
            "754;Sp Fichtenweg;Fichtenweg;2069;3;Alle;A;;;ja;7.657179640933186; 51.910707342856689\r\n;;;;;;;;;;;\r\n"
        let text =
            "ID;Name;Name2;Groesse;Typ;Beschreibung;Bereich;Ballspielplatz;Skater;Streetball;Latitude;Longitude\r\n"
            + rows
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                try write(folder, "spielplaetze.csv", text)
                let first = try await importer(engine, "muenster-spielplaetze").run(files: [folder])
                #expect(first.stored == 1)
                #expect(first.rows == 1)
                #expect(first.notices.count == 1)
                let again = try await importer(engine, "muenster-spielplaetze").run(files: [folder])
                #expect(again.isNothingNew && again.filesSkipped == 1)
                let west = try await engine.read {
                    try $0.firstRow("SELECT west FROM feature_collection") { $0.real(0) }
                }
                #expect(abs((west ?? 0) - 7.657179640933186) < 1e-9)
                let shipped = try #require(MappingLibrary.text(ofShipped: "muenster-spielplaetze"))
                let range = try #require(shipped.firstRange(of: "\"swapped\": true"))
                let silent = shipped.replacingCharacters(in: range, with: "\"swapped\": false")
                let undeclared = Importer(
                    engine: engine, mapping: try Mapping(parsing: Array(silent.utf8), document: "x"), actor: "test",
                    clock: { Instant(seconds: 1_800_000_000) })
                let asked = try await undeclared.run(files: [folder])
                #expect(asked.outcome == .failed)
                #expect(asked.filesFailed.first?.reason.contains("swapped") == true)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `metres without a reference system are asked about`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                try write(
                    folder, "x-strassen.geojson",
                    """
                    {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A","highway":"path"},
                    "geometry":{"type":"Point","coordinates":[404875.4,5755263.9]}}]}
                    """)
                let report = try await importer(engine, "muenster-strassennetz").run(files: [folder])
                #expect(report.outcome == .failed)
                #expect(report.filesFailed.first?.reason.contains("25832") == true)
            }
        }
    }
}
