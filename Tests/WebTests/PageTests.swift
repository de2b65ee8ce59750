// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Platform
import Storage
import TestSupport
import Testing
import Wire

@testable import Site

/// The pages over a small town with hostile names, on each engine.
@Suite struct PageTests {
    static let hostile = "Brücke \"><script>alert('x')</script> & Söhne"
    static let now = Instant(microseconds: 1_785_535_200_000_000)  // 2026-07-31T22:00:00Z

    /// One data set, a counter with 26 months of daily counts, a silent thermometer, an internal series.
    static func fill(_ connection: any StorageConnection) throws {
        let day: Int64 = 86_400_000_000
        try SettingQueries.set(.townName, to: "Stadt Testhausen", on: connection)
        try SettingQueries.set(.isFictional, to: "true", on: connection)
        let open = try DatasetQueries.save(
            Dataset(
                slug: "rad", title: hostile, titleEnglish: "Cycling", owner: "Amt & Co", licence: "dl-by-de/2.0",
                attributions: [.init(text: "Quelle <b>", url: "javascript:alert(1)")], access: .public, issued: now,
                modified: now),
            by: "test", at: now, on: connection)
        let closed = try DatasetQueries.save(
            Dataset(
                slug: "intern", title: "Geheim", owner: "Amt", licence: "other-closed", access: .internal, issued: now,
                modified: now), by: "test", at: now, on: connection)
        try connection.execute(
            "INSERT INTO sensor (id, dataset_id, name, description, encoding_type, metadata) VALUES (1, \(open), 's', 's', 't', \(SQLValue.json("\"x\"")))"
        )
        for (id, name) in [(1, "Fahrräder"), (2, "Lufttemperatur")] {
            try connection.execute(
                "INSERT INTO observed_property (id, dataset_id, name, definition, description) VALUES (\(id), \(open), \(name), 'd', 'd')"
            )
        }
        for (id, name, set) in [(1, hostile, open), (2, "Wetter Nord", open), (3, "Geheime Stelle", closed)] {
            try connection.execute(
                "INSERT INTO thing (id, dataset_id, name, description) VALUES (\(id), \(set), \(name), \(name))")
        }
        let kind = SQLValue.json(#"{"art":"Summe"}"#)
        try connection.execute(
            """
            INSERT INTO datastream (id, dataset_id, thing_id, sensor_id, observed_property_id, name, description,
                observation_type, unit_name, unit_symbol, properties)
            VALUES (1, \(open), 1, 1, 1, 'Zählung', 'd', 't', 'Fahrräder', '1', \(kind)),
                (4, \(open), 1, 1, 2, 'Aufgegebener Kanal', 'd', 't', 'Grad', '°C', NULL),
                (2, \(open), 2, 1, 2, 'Temperatur', 'd', 't', 'Grad', '°C', NULL),
                (3, \(closed), 3, 1, 2, 'Temperatur', 'd', 't', 'Grad', '°C', NULL)
            """)
        let first = now.microseconds - 800 * day
        for index in 0..<Int64(800) {
            let count = index < 500 ? 1000.0 : 1100.0
            try connection.execute(
                """
                INSERT INTO observation (datastream_id, phenomenon_time, id, result)
                VALUES (1, \(first + index * day), \(index), \(count))
                """)
        }
        for (id, last, count) in [
            (Int64(4), now.microseconds - 90 * day, Int64(1)), (1, now.microseconds - day, 800),
            (2, now.microseconds - 9 * day, 1),
            (3, now.microseconds, 1),
        ] {
            try connection.execute(
                """
                INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end, latest_time,
                    latest_result, interval_us)
                VALUES (\(id), \(count), \(first), \(last), \(last), 1100, \(day))
                """)
        }
    }

    private func pages(
        _ kind: TestEngine, and more: @escaping @Sendable (any StorageConnection) throws -> Void = { _ in },
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                try Self.fill(connection)
                try more(connection)
            }
            let router = Router(context: HTTPContext.self)
            router.add(middleware: Refusing())
            let control = AccessControl(engine: engine, now: { Self.now })
            try TownPages(
                engine: engine, control: control, version: "1", isOpen: true, probe: { _, _ in nil }, now: { Self.now }
            ).add(to: router)
            try await Application(router: router).test(.router, body)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a place that is not for all is on no page`(kind: TestEngine) async throws {
        try await pages(kind) { connection in
            let point = SQLValue.json(#"{"type":"Point","coordinates":[7.123456,51.9]}"#)
            try connection.execute(
                """
                INSERT INTO location (id, dataset_id, name, description, encoding_type, location, longitude, latitude)
                SELECT 77, id, 'Versteck', '', 'application/geo+json', \(point), 7.123456, 51.9
                FROM dataset WHERE slug = 'intern'
                """)
            try connection.execute("INSERT INTO thing_location (thing_id, location_id) VALUES (2, 77)")
        } _: { client in
            for path in ["/map/sensors.geojson", "/sensors/2", "/sensors", "/map", "/"] {
                let response = try await client.execute(uri: path, method: .get)
                let text = String(buffer: response.body)
                #expect(response.status == .ok && !text.contains("Versteck"), "\(path)")
                #expect(!text.contains("7.1234") && !text.contains("7,1234"), "\(path)")
            }
        }
    }

    private static let paths = [
        "/", "/map", "/sensors", "/sensors/changes", "/sensors/1", "/sensors/1/series/1?range=month",
        "/sensors/1/series/1?range=all",
        "/sensors/2", "/data", "/data/rad", "/search?q=br%C3%BCcke", "/search", "/imports", "/login", "/imprint",
        "/privacy", "/accessibility", "/interfaces",
    ]

    @Test(arguments: TestEngine.allCases)
    func `every page is complete, escaped and free of inline code`(kind: TestEngine) async throws {
        try await pages(kind) { client in
            for path in Self.paths {
                for language in Language.allCases {
                    let address = path + (path.contains("?") ? "&" : "?") + "lang=" + language.rawValue
                    let response = try await client.execute(uri: address, method: .get)
                    let html = String(buffer: response.body)
                    #expect(response.status == .ok, "\(path)")
                    #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
                    #expect(html.components("<h1>") == 1, "\(path)")
                    #expect(!html.contains("alert('x')</script>") && !html.contains("javascript:"), "\(path)")
                    #expect(
                        !html.contains(" style=") && !html.contains(" onclick") && !html.contains("<style"), "\(path)")
                    // a block of data for search engines is no code
                    let blocks = html.components("<script type=\"application/ld+json\">")
                    #expect(
                        html.components("<script") - blocks == html.components("<script src=\"/assets/"), "\(path)")
                    #expect(html.contains("Stadt Testhausen"))
                    #expect(html.contains(language == .german ? "gibt es nicht" : "does not exist"), "\(path)")
                    #expect(html.contains(language == .german ? "Offener Versuchsbetrieb" : "Open for experiments"))
                    #expect(!html.contains("Geheim"), "\(path)")
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the start page answers the five questions`(kind: TestEngine) async throws {
        try await pages(kind) { client in
            let response = try await client.execute(uri: "/", method: .get)
            let html = String(buffer: response.body)
            for part in [
                "Stadt Testhausen", "Stand der Daten:", "31. Juli 2026", "Verkehrsreichster Radweg", "1.100",
                "10\u{202F}% mehr als im Juli 2025", "Wetter Nord", "still",
                "Datenlizenz Deutschland – Namensnennung – Version 2.0",
            ] {
                #expect(html.contains(part), "\(part)")
            }
            let attention = try #require(html.firstRange(of: "attention-title"))
            let list = html[attention.upperBound...].prefix(2500)
            #expect(list.contains("/sensors/2") && !list.contains("/sensors/1\""), "a given-up channel needs none")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `every link leads somewhere`(kind: TestEngine) async throws {
        try await pages(kind) { client in
            var seen: Set<String> = []
            for path in Self.paths {
                let html = String(buffer: try await client.execute(uri: path, method: .get).body)
                for piece in html.split(separator: "\"") where piece.hasPrefix("/") && !piece.hasPrefix("//") {
                    let link = piece.replacing("&amp;", with: "&").split(separator: "#").first.map(String.init) ?? ""
                    let isOthers = ["/v1.1", "/ogc", "/health", "/logout", "/login/passkey"].contains {
                        link.hasPrefix($0)
                    }
                    guard !isOthers, !link.contains("<"), seen.insert(link).inserted else { continue }
                    let response = try await client.execute(uri: link, method: .get)
                    #expect(response.status == .ok, "\(link) on \(path)")
                }
            }
            #expect(seen.count > 30)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is not public or not there is 404`(kind: TestEngine) async throws {
        try await pages(kind) { client in
            for path in [
                "/sensors/3", "/sensors/99", "/sensors/x", "/sensors/1/series/2", "/data/intern", "/series/3.csv",
                "/series/1.xml", "/imports/1", "/assets/nothing.js", "/assets/..%2f", "/setup/wrong",
            ] {
                let response = try await client.execute(uri: path, method: .get)
                #expect(response.status == .notFound, "\(path)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `values come as files`(kind: TestEngine) async throws {
        try await pages(kind) { client in
            let csv = try await client.execute(uri: "/series/1.csv?from=2026-07-01&to=2026-07-02", method: .get)
            let lines = String(buffer: csv.body).split(separator: "\r\n")
            #expect(lines.count == 3)
            #expect(lines.last == "2026-07-01T22:00:00.000Z,1100,")
            let json = try await client.execute(uri: "/series/1.json", method: .get)
            let document = try JSONValue(parsing: Array(buffer: json.body))
            #expect(document["values"]?.array?.count == 800)
            #expect(document["licence"]?.string == "dl-by-de/2.0")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `text results are texts in a file, and no formulas`(kind: TestEngine) async throws {
        try await pages(kind) { connection in
            let day = try Instant(iso8601: "2030-01-01T12:00:00Z").microseconds
            for (index, text) in [#""gesperrt; \"Hochwasser\"""#, #""=1+1""#, #"{"a":1}"#].enumerated() {
                let time = day + Int64(index) * 1_000_000
                try connection.execute(
                    "INSERT INTO observation (datastream_id, phenomenon_time, id, result_json) VALUES (1, \(time), \(5000 + index), \(text))"
                )
            }
        } _: { client in
            let csv = try await client.execute(uri: "/series/1.csv?from=2030-01-01&to=2030-01-01", method: .get)
            #expect(
                String(buffer: csv.body).split(separator: "\r\n").map { $0.drop { $0 != "," } } == [
                    ",result,unit", ",\"gesperrt; \"\"Hochwasser\"\"\",", ",'=1+1,", ",\"{\"\"a\"\":1}\",",
                ])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an empty town shows first steps`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let router = Router(context: HTTPContext.self)
            let control = AccessControl(engine: engine, now: { Self.now })
            try TownPages(
                engine: engine, control: control, version: "1", isOpen: false, probe: { _, _ in nil }, now: { Self.now }
            ).add(to: router)
            try await Application(router: router).test(.router) { client in
                let html = String(buffer: try await client.execute(uri: "/", method: .get).body)
                #expect(html.contains("noch keine Daten") && html.contains("href=\"/setup\""))
                #expect(!html.contains("href=\"/admin/backups\""))
                #expect(!html.contains("Offener Versuchsbetrieb"))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `assets carry a tag and are not sent twice`(kind: TestEngine) async throws {
        try await pages(kind) { client in
            let path = SiteURL.asset("allmende.css").path
            let first = try await client.execute(uri: path, method: .get)
            let tag = try #require(first.headers[.eTag])
            #expect(first.headers[.cacheControl]?.contains("immutable") == true)
            let second = try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: tag])
            #expect(second.status == .notModified)
            #expect(second.body.readableBytes == 0)
        }
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}

/// Answers with what refusals say, as the edge of the server does.
private struct Refusing: RouterMiddleware {
    typealias Context = HTTPContext

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as any Refusal {
            throw refusal.answer
        }
    }
}
