// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SensorThings
import Storage
import TestSupport
import Testing
import Wire

@testable import SensorThingsFrame
@testable import Site

/// What people read of series: names that differ, a period that is not over, comparing, annotations, files, frames.
@Suite struct SeriesReadingTests {
    private static let day: Int64 = 86_400_000_000
    private static let hour: Int64 = 3_600_000_000

    private static func get(
        _ client: any TestClientProtocol, _ path: String, role: String? = nil, language: String = "de"
    ) async throws -> (status: HTTPResponse.Status, text: String, headers: HTTPFields) {
        var headers: HTTPFields = [.acceptLanguage: language]
        headers[DatasetAccessTests.actor] = role
        let answer = try await client.execute(uri: path, method: .get, headers: headers)
        let text = String(buffer: answer.body).replacing("\u{202F}", with: " ").replacing("\u{A0}", with: " ")
        return (answer.status, text, answer.headers)
    }

    private static func post(
        _ client: any TestClientProtocol, _ path: String, _ form: String, role: String?
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        var headers: HTTPFields = [.acceptLanguage: "de", .contentType: "application/x-www-form-urlencoded"]
        headers[DatasetAccessTests.actor] = role
        let answer = try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: form))
        return (answer.status, String(buffer: answer.body))
    }

    // MARK: Quantities

    @Test func `counts over a stretch of time add up, whoever measured them`() {
        var record = Self.record(1, "Rad")
        record.measured = "Besuche"
        #expect(!record.quantity.isSum)
        record.countsStretches = true
        record.rhythm = 3_600_000_000
        #expect(record.quantity.isSum)
        #expect(record.unit(Format(.german)) == "je Stunde")
        // free places do not add up, however their file declares them
        record.measured = "freie Plätze"
        record.definition = "https://www.wikidata.org/wiki/Q6501349"
        #expect(!record.quantity.isSum)
    }

    // MARK: Names

    private static func record(_ id: Int64, _ name: String, _ about: String = "", _ properties: JSONValue = .null)
        -> SeriesRecord
    {
        SeriesRecord(
            thing: 1, thingName: "Promenade", thingDescription: "", thingProperties: .null, longitude: nil,
            latitude: nil,
            placeName: nil, isApproximate: false, datastream: id, name: name, about: about, measured: "Fahrradzahl",
            definition: "", unitName: "", unitSymbol: "", properties: properties, ended: nil, count: 0, start: nil,
            end: nil, lastTime: nil, lastValue: nil, lastText: nil, rhythm: nil, dataset: nil)
    }

    @Test func `series of one name are told apart by what the data say`() {
        let tables: [([SeriesRecord], [String])] = [
            // names that differ need nothing
            ([Self.record(1, "stadteinwärts"), Self.record(2, "stadtauswärts")], ["", ""]),
            // direction, and lane only where the direction is not enough
            (
                [
                    Self.record(1, "Rad", "", ["richtung": "Nord", "spur": 1, "quelle": "https://example.org/a"]),
                    Self.record(2, "Rad", "", ["richtung": "Nord", "spur": 2, "quelle": "https://example.org/b"]),
                    Self.record(3, "Rad", "", ["richtung": "Süd", "spur": 1, "quelle": "https://example.org/c"]),
                ], ["Nord, 1", "Nord, 2", "Süd"]
            ),
            // the part of the description that differs
            (
                [
                    Self.record(1, "FR Mauritztor", "Fahrräder je Viertelstunde, Kanal 101031297"),
                    Self.record(2, "FR Mauritztor", "Fahrräder je Viertelstunde, Kanal 103031297"),
                    Self.record(3, "FR Salzstraße", "Fahrräder je Viertelstunde, Kanal 102031297"),
                ], ["Kanal 101031297", "Kanal 103031297", ""]
            ),
            // where the data say nothing, the number of the series
            ([Self.record(7, "Rad"), Self.record(9, "Rad")], ["7", "9"]),
        ]
        for (records, expected) in tables {
            #expect(SeriesNames.apart(records).map(\.apart) == expected)
        }
        let label = SeriesNames.apart(tables[2].0)[0].label
        #expect(label == "Promenade, Fahrradzahl (FR Mauritztor, Kanal 101031297)")
    }

    // MARK: A period that is not over

    @Test(arguments: TestEngine.allCases)
    func `the month that has begun is drawn and named as partial`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            // the last value is of 11 July, a day long
            let last = try Instant(iso8601: "2026-07-10T22:00:00Z").microseconds
            try await engine.write { connection in
                try connection.execute(
                    "DELETE FROM observation WHERE datastream_id = 1 AND phenomenon_time > \(last)")
                try connection.execute(
                    """
                    UPDATE datastream_state SET phenomenon_end = \(last), latest_time = \(last), observation_count = 779
                    WHERE datastream_id = 1
                    """)
            }
            let page = try await Self.get(client, "/sensors/1/series/1?from=2020-01-01&to=2026-07-31")
            #expect(page.text.contains("noch nicht vollständig (bis 12.07.2026, 00:00)"))
            #expect(page.text.contains("class=\"filling-dot\"") && page.text.contains("class=\"line filling\""))
            #expect(page.text.contains("Juli 2026 <small>noch nicht vollständig"))
            let whole = try await Self.get(client, "/sensors/1/series/1?from=2026-06-01&to=2026-06-30")
            #expect(!whole.text.contains("noch nicht vollständig") && !whole.text.contains("filling"))
            let english = try await Self.get(
                client, "/sensors/1/series/1?from=2020-01-01&to=2026-07-31", language: "en")
            #expect(english.text.contains("not complete yet (until 12 Jul 2026, 00:00)"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a series without a year before is compared with none`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            #expect(try await Self.get(client, "/sensors/1/series/1").text.contains("als im Juli 2025"))
            let first = try Instant(iso8601: "2026-06-30T22:00:00Z").microseconds
            try await engine.write { connection in
                try connection.execute(
                    "DELETE FROM observation WHERE datastream_id = 1 AND phenomenon_time < \(first)")
                try connection.execute(
                    "UPDATE datastream_state SET phenomenon_start = \(first) WHERE datastream_id = 1")
            }
            let page = try await Self.get(client, "/sensors/1/series/1").text
            #expect(!page.contains("Juli 2025") && page.contains(">Verlauf</h2>"))
        }
    }

    // MARK: Through time

    @Test(arguments: TestEngine.allCases)
    func `earlier, later, closer and wider are links with days`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, _ in
            let page = try await Self.get(client, "/sensors/1/series/1?from=2026-06-01&to=2026-06-30")
            for (move, days) in [
                ("earlier", "from=2026-05-02&amp;to=2026-05-31"), ("later", "from=2026-07-01&amp;to=2026-07-30"),
                ("closer", "from=2026-06-08&amp;to=2026-06-22"), ("wider", "from=2026-05-17&amp;to=2026-07-15"),
            ] {
                let link = "data-move=\"\(move)\" href=\"/sensors/1/series/1?\(days)\""
                #expect(page.text.contains(link), "\(move)")
            }
            let last = try await Self.get(client, "/sensors/1/series/1?from=2026-08-01&to=2026-08-01")
            #expect(!last.text.contains("data-move=\"later\"") && !last.text.contains("data-move=\"closer\""))
        }
    }

    // MARK: Comparing

    @Test(arguments: TestEngine.allCases)
    func `series of one unit share a chart, others get their own`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await engine.write { connection in
                let at = try Instant(iso8601: "2026-07-10T10:00:00Z").microseconds
                for id in [Int64(2), 4] {
                    try connection.execute(
                        """
                        INSERT INTO observation (datastream_id, phenomenon_time, id, result)
                        VALUES (\(id), \(at), \(90_000 + id), \(Double(20 + id)))
                        """)
                    try connection.execute(
                        """
                        UPDATE datastream_state SET phenomenon_end = \(at), latest_time = \(at) WHERE datastream_id = \(id)
                        """)
                }
            }
            let days = "from=2026-07-01&to=2026-07-20"
            let same = try await Self.get(client, "/sensors/2/series/2?\(days)&with=4")
            #expect(same.text.contains("class=\"line other other-1\""))
            #expect(same.text.contains("<td class=\"number\">22 °C</td><td class=\"number\">24 °C</td>"))
            #expect(!same.text.contains("id=\"values-2\""))
            let other = try await Self.get(client, "/sensors/2/series/2?\(days)&with=1")
            #expect(other.text.contains("id=\"values-2\"") && other.text.contains("Anzahl pro Tag"))
            // what may not be seen is not there, and says nothing
            let hidden = try await Self.get(client, "/sensors/2/series/2?\(days)&with=3")
            let none = try await Self.get(client, "/sensors/2/series/2?\(days)")
            func body(_ text: String) -> String {
                text.replacing("&amp;with=3", with: "").replacing("&with=3", with: "")
            }
            #expect(body(hidden.text) == body(none.text))
            let listed = try await Self.get(client, "/sensors/2/series/2?\(days)&with=4&with=1,1,4")
            #expect(listed.text.contains("data-with=\"4,1\""))
        }
    }

    // MARK: Thresholds and notes

    @Test(arguments: TestEngine.allCases)
    func `thresholds and notes are added by who may write and seen by all`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let address = "/sensors/1/series/1/annotations"
            #expect(try await Self.get(client, address).status == .unauthorized)
            #expect(try await Self.get(client, address, role: "viewer").status == .forbidden)
            #expect(try await Self.get(client, "/sensors/3/series/3/annotations", role: "planner").status != .ok)
            let line = "kind=threshold&name=Ziel+%3Cb%3E&name-en=Aim&value=1.150,5"
            #expect(try await Self.post(client, address, line, role: nil).status == .unauthorized)
            #expect(try await Self.post(client, address, line, role: "editor").status == .seeOther)
            let note = "kind=note&name=Baustelle&from=2026-06-10&to=2026-06-12"
            #expect(try await Self.post(client, address, note, role: "editor").status == .seeOther)
            for (form, words) in [
                ("kind=threshold&name=&value=1", "Bitte einen Namen"),
                ("kind=threshold&name=x&value=warm", "eine Zahl"),
                ("kind=note&name=x&from=2026-06-12&to=2026-06-10", "einen ersten Tag"),
                ("kind=note&name=x&from=&to=", "einen ersten Tag"),
                ("kind=threshold&name=\(String(repeating: "x", count: 81))&value=1", "höchstens 80 Zeichen"),
            ] {
                let refused = try await Self.post(client, address, form, role: "editor")
                #expect(refused.status == .badRequest && refused.text.contains(words), "\(form)")
            }
            let page = try await Self.get(client, "/sensors/1/series/1?from=2026-06-01&to=2026-06-30")
            #expect(page.text.contains("class=\"threshold\"") && page.text.contains("Ziel &lt;b&gt;: 1.151"))
            #expect(
                page.text.contains("<rect class=\"note\"") && page.text.contains("10.06.2026 – 12.06.2026: Baustelle"))
            #expect(!page.text.contains(address + "\""), "who may not write gets no way there")
            let later = try await Self.get(client, "/sensors/1/series/1?from=2026-07-01&to=2026-07-20", language: "en")
            #expect(!later.text.contains("<rect class=\"note\"") && later.text.contains("Aim: 1,151"))
            // a series of days stays one of days; where it has hours, no threshold of days is drawn
            let days = try await Self.get(client, "/sensors/1/series/1?from=2026-06-11&to=2026-06-12")
            #expect(days.text.contains("class=\"threshold\""))
            try await engine.write { connection in
                let start = try Instant(iso8601: "2026-06-11T00:00:00Z").microseconds
                for at in stride(from: start + Self.hour / 2, to: start + Self.day, by: Int(Self.hour)) {
                    try connection.execute(
                        """
                        INSERT INTO observation (datastream_id, phenomenon_time, id, result)
                        VALUES (1, \(at), \(at / 1_000_000), 5.0)
                        """)
                }
            }
            let hours = try await Self.get(client, "/sensors/1/series/1?from=2026-06-11&to=2026-06-12")
            #expect(!hours.text.contains("class=\"threshold\"") && hours.text.contains("1.151 Anzahl pro Tag"))
            let list = try await Self.get(client, address, role: "editor")
            let remove = try #require(list.text.firstMatch(of: /action="([^"]+\/remove)"/)).1
            #expect(try await Self.post(client, String(remove), "", role: "viewer").status == .forbidden)
            #expect(try await Self.post(client, String(remove), "", role: "editor").status == .seeOther)
            #expect(try await Self.post(client, String(remove), "", role: "editor").status == .notFound)
        }
    }

    // MARK: Files

    @Test(arguments: TestEngine.allCases)
    func `files for people are in local time, with the marks of their language`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await engine.write { connection in
                for (index, (time, text)) in [
                    ("2025-10-26T00:15:00Z", nil), ("2025-10-26T01:15:00Z", nil), ("2025-10-26T12:00:00Z", #""a;b""#),
                ].enumerated() {
                    let at = try Instant(iso8601: time).microseconds
                    try connection.execute(
                        """
                        INSERT INTO observation (datastream_id, phenomenon_time, id, result, result_json)
                        VALUES (2, \(at), \(80_000 + index), \(text == nil ? 21.5 as Double? : nil), \(text as String?))
                        """)
                }
            }
            let address = "/series/2.csv?from=2025-10-26&to=2025-10-26&for=people"
            let german = try await client.execute(uri: address, method: .get, headers: [.acceptLanguage: "de"])
            #expect(Array(buffer: german.body).prefix(3) == [0xEF, 0xBB, 0xBF])
            let lines = String(buffer: german.body).replacing("\u{FEFF}", with: "").split(separator: "\r\n")
            #expect(
                lines == [
                    "Tag;Uhrzeit;Zeitzone;Wert;Einheit", "26.10.2025;02:15:00;MESZ;21,5;°C",
                    "26.10.2025;02:15:00;MEZ;21,5;°C", "26.10.2025;13:00:00;MEZ;\"a;b\";°C",
                ])
            let english = try await Self.get(client, address, language: "en")
            #expect(english.text.contains("2025-10-26,02:15:00,CEST,21.5,°C\r\n"))
            let sheet = try await client.execute(uri: "/series/2.ods?from=2025-10-26&to=2025-10-26", method: .get)
            let bytes = String(decoding: Array(buffer: sheet.body), as: UTF8.self)
            #expect(sheet.headers[.contentType] == "application/vnd.oasis.opendocument.spreadsheet")
            #expect(
                bytes.contains("office:date-value=\"2025-10-26\"")
                    && bytes.contains("office:time-value=\"PT02H15M00S\""))
            #expect(bytes.contains("office:value=\"21.5\"") && bytes.contains("Amt &amp; Co"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the picture stands alone and is well-formed`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, _ in
            let picture = try await Self.get(client, "/series/1.svg?from=2026-06-01&to=2026-06-30")
            #expect(picture.headers[.contentType] == "image/svg+xml")
            #expect(picture.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            #expect(
                picture.text.contains("xmlns=\"http://www.w3.org/2000/svg\"")
                    && picture.text.contains("Quelle &lt;b&gt;"))
            #expect(!picture.text.contains("<script>"))
            #expect(try await Self.get(client, "/series/3.svg").status == .notFound)
            #expect(try await Self.get(client, "/series/1.svg?from=1990-01-01&to=1990-01-02").status == .notFound)
        }
    }

    // MARK: Frames of other pages

    @Test(arguments: TestEngine.allCases)
    func `an embedded chart shows what everybody may see, whoever asks`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let frame = try await Self.get(client, "/embed/series/1?range=month", role: "administrator")
            let policy = try #require(frame.headers[.contentSecurityPolicy])
            #expect(policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"))
            #expect(!policy.contains("script-src"))
            #expect(frame.text.contains("<svg class=\"drawing wide\"") && frame.text.contains("Quelle &lt;b&gt;"))
            #expect(
                frame.text.contains("Datenlizenz Deutschland") && frame.text.contains("Mehr dazu bei Stadt Testhausen"))
            #expect(!frame.text.contains("<script") && !frame.text.contains("<form"))
            // internal data stay at home, also for who is signed in here
            #expect(try await Self.get(client, "/embed/series/3", role: "administrator").status == .notFound)
            let compared = try await Self.get(
                client, "/embed/series/2?from=2026-07-01&to=2026-07-31&with=3", role: "administrator")
            #expect(!compared.text.contains("Geheime Stelle"))
            let page = try await Self.get(client, "/sensors/1/series/1")
            #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
            #expect(page.text.contains("&lt;iframe src=&quot;") && page.text.contains("/embed/series/1?"))
        }
    }
}
