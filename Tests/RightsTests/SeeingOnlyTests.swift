// SPDX-License-Identifier: EUPL-1.2
import Answers
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Platform
import Rights
import Storage
import TestSupport
import Testing
import Wire

/// A grant "see" is for reading: at no page that writes does an editor change anything of a data set so seen.
@Suite struct SeeingOnlyTests {
    /// Forms that would do the deed; other doors get an empty one.
    private static let forms: [String: String] = [
        "/imports/waiting/{delivery}/go": "dataset=satz-3", "/imports/waiting/{delivery}/nightly": "hour=3",
        "/quality/{number}": "verdict=broken&reason=Kabel", "/data/{slug}/access": "access=public",
        "/data/{slug}/rights": "account=1&level=see", "/data/{slug}/personal": "personal=none",
        "/data/{slug}/retention": "raw=90&raw-unit=days&step=save",
    ]

    /// Doors behind which something of the data set is changed, and what is answered to who may write it.
    private static let deeds: [String: UInt] = [
        "/imports/waiting/{delivery}/go": 303, "/imports/waiting/{delivery}/nightly": 303, "/imports/{run}/undo": 409,
        "/imports/schedules/{schedule}/pause": 303, "/imports/schedules/{schedule}/resume": 303,
        "/layers/schedules/{schedule}/pause": 303, "/layers/schedules/{schedule}/resume": 303,
        "/layers/schedules/{schedule}/remove": 303, "/imports/schedules/{schedule}/remove": 303,
        "/quality/{number}": 303, "/data/{slug}/retention": 303,
    ]

    @Test(arguments: TestEngine.allCases)
    func `an editor with a grant to see changes nothing`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let editor = DoorVisitor(role: .editor, grants: [3: .see])
            let router = try await Self.town(engine, editor)
            let before = try await Self.state(engine)
            let doors = router.routes.filter { ![.get, .head, .options].contains($0.method) }
                .map { Door(method: $0.method, path: "\($0.path)") }
            #expect(Self.deeds.keys.allSatisfy { deed in doors.contains { $0.method == .post && $0.path == deed } })
            try await Application(router: router).test(.router) { client in
                for door in doors {
                    // requests for what nobody without the grant sees
                    for var asked in door.requests(DoorVisitor(role: .editor, grants: [:])) {
                        // what somebody has handed in and not imported is their own
                        guard asked.uri.contains("3"), !asked.uri.hasSuffix("/discard") else { continue }
                        if let form = Self.forms[door.path] { asked.body = form }
                        let answer = try await asked.send(client, editor)
                        if door.method == .post, Self.deeds[door.path] != nil {
                            #expect(answer[0] == "403", "\(asked): \(answer[0])")
                        }
                    }
                }
            }
            #expect(try await Self.state(engine) == before)
        }
    }

    /// That the requests above would do something.
    @Test(arguments: TestEngine.allCases)
    func `an editor with a grant to write does it`(_ kind: TestEngine) async throws {
        for (path, status) in Self.deeds.sorted(by: { $0.key < $1.key }) {
            try await withDatabase(kind) { engine in
                let editor = DoorVisitor(role: .editor, grants: [3: .write])
                let router = try await Self.town(engine, editor)
                let door = Door(method: .post, path: path)
                try await Application(router: router).test(.router) { client in
                    var asked = try #require(
                        door.requests(DoorVisitor(role: .editor, grants: [:])).first { $0.uri.contains("3") })
                    if let form = Self.forms[path] { asked.body = form }
                    let answer = try await asked.send(client, editor)
                    #expect(answer[0] == "\(status)", "\(asked): \(answer[3].prefix(300))")
                }
            }
        }
    }

    private static func town(_ engine: any StorageEngine, _ editor: DoorVisitor) async throws -> Router<HTTPContext> {
        try await DoorTown.fill(engine, with: [1, 3], editor)
        let document = """
            {"name":"karte-3","kind":"series","dataset":{"slug":"satz-3","title":"Satz 3","owner":"Bauamt",\
            "licence":"cc-zero"},"format":{"separator":";"},"time":{"column":"zeit","form":"yyyy-MM-dd HH:mm",\
            "zone":"Europe/Berlin","stamp":"instant"},"station":{"from":[{"id":"a","name":"A"}]},\
            "series":[{"column":"wert","key":"w","name":"W","observedProperty":{"name":"W"},\
            "unit":{"name":"m","symbol":"m"},"sensor":{"name":"S"}}]}
            """
        let proposal = #"{"decisions":{"kind":{"value":"series"}},"questions":[]}"#
        let at = DoorTown.now.microseconds
        try await engine.write { connection in
            // imported once, from an address, and still there: it can be imported again and fetched each night
            try connection.execute(
                """
                INSERT INTO import_waiting (id, owner, created_at, expires_at, state, folder, files, address, proposal,
                    columns, document, progress)
                VALUES (3, 'door', \(at), \(at + 3_600_000_000), 'done', 'nichts', \(SQLValue.json("[]")),
                    'https://example.org/a.csv', \(proposal), \(SQLValue.json("[]")), \(document), 0)
                """)
            try connection.execute(
                """
                INSERT INTO import_mapping (name, version, dataset, document, checksum, actor, created_at)
                VALUES ('karte-3', 1, 'satz-3', \(document), '', 'Eva', \(at))
                """)
            try connection.execute(
                """
                INSERT INTO import_schedule (id, address, mapping, owner, created_at, hour, is_paused, next_at, failures,
                    changes)
                VALUES (3, 'https://example.org/b.csv', 'karte-3', 'door', \(at), 3, 0, \(at), 0, '[]')
                """)
            try connection.execute(
                """
                INSERT INTO gis_schedule (id, layer, address, served, declared, owner, caller, created_at, hour, is_paused,
                    next_at, failures)
                VALUES (3, 'ebene-3', 'https://example.org/wfs', 'a', '{}', 'door', '', \(at), 3, 0, \(at), 0)
                """)
            try connection.execute(
                """
                INSERT INTO quality_finding (id, datastream_id, cause_id, rule, from_day, size, evidence, found_at)
                VALUES (3, 3, 3, 'stopped', 20000, 1, '{}', \(at))
                """)
        }
        var logger = Logger(label: "seeing")
        logger.logLevel = .critical
        let folder = FileManager.default.temporaryDirectory.appending(path: "allmende-seeing").path
        try FileManager.default.createDirectory(atPath: folder + "/nichts/abgabe", withIntermediateDirectories: true)
        return try await TownServer(
            engine: engine, configuration: Configuration(flags: ["ingest-folder": folder]), logger: logger,
            clock: { DoorTown.now }
        ).router()
    }

    /// What belongs to the data set, and who may do what with it.
    private static func state(_ engine: any StorageEngine) async throws -> [String] {
        try await engine.read { connection in
            var state: [String] = []
            for (table, columns) in [
                ("dataset", "slug || access || coalesce(contact, '') || personal_data"), ("import_run", "outcome"),
                ("import_waiting", "state"), ("import_schedule", "mapping || is_paused"),
                ("gis_schedule", "layer || is_paused"),
                ("quality_finding", "coalesce(verdict, '')"), ("access_grant", "level"), ("thing", "name"),
                ("datastream", "name"), ("observation", "result"), ("feature_collection", "name"),
                ("location", "name"), ("sensor", "name"), ("retention_policy", "raw"),
            ] as [(SQL, SQL)] {
                let rows = try connection.rows("SELECT CAST(\(columns) AS TEXT) FROM \(table)") { $0.text(0) }
                state.append("\(table): \(rows.sorted())")
            }
            return state
        }
    }
}
