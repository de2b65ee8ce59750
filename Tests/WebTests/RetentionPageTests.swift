// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SensorThings
import Storage
import TestSupport
import Testing
import Wire

@testable import SensorThingsFrame
@testable import SensorThingsPages
@testable import Site

/// How long the values of a data set are kept, on its page.
@Suite struct RetentionPageTests {
    private static func send(
        _ client: any TestClientProtocol, _ body: String, role: String? = "editor", site: String = "same-origin",
        language: String = "de"
    ) async throws -> (status: HTTPResponse.Status, html: String) {
        var headers: HTTPFields = [try #require(HTTPField.Name("Sec-Fetch-Site")): site]
        headers[DatasetAccessTests.actor] = role
        headers[.acceptLanguage] = language
        let response = try await client.execute(
            uri: "/data/rad/retention", method: .post, headers: headers, body: ByteBuffer(string: body))
        return (response.status, String(buffer: response.body))
    }

    private static func page(_ client: any TestClientProtocol, role: String? = nil) async throws -> String {
        var headers = HTTPFields()
        headers[DatasetAccessTests.actor] = role
        headers[.acceptLanguage] = "de"
        return String(
            buffer: try await client.execute(uri: "/data/rad/retention", method: .get, headers: headers).body)
    }

    private static func policy(_ engine: any StorageEngine) async throws -> RetentionPolicy? {
        try await engine.read { connection in
            let dataset = try connection.integer("SELECT id FROM dataset WHERE slug = 'rad'") ?? -1
            return try RetentionQueries.policy(ofDataset: dataset, on: connection)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an editor sees what a rule deletes before it is set; others read it`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let before = try await Self.page(client)
            #expect(before.contains("unbegrenzt") && !before.contains("name=\"raw\""))
            let rule = "raw=90&raw-unit=days&hourly=2&hourly-unit=years&daily=&daily-unit=days"
            let asked = try await Self.send(client, rule + "&step=check")
            #expect(asked.status == .ok)
            #expect(asked.html.contains("Regel so setzen") && asked.html.contains("710 einzelne Messwerte"))
            #expect(try await Self.policy(engine) == nil, "nothing is set before the yes")
            #expect(try await Self.send(client, rule + "&step=save").status == .seeOther)
            let policy = try await Self.policy(engine)
            #expect(policy?.description == "raw P90D, hourly P2Y, daily for ever")
            let after = try await Self.page(client)
            #expect(after.contains("90 Tage") && after.contains("2 Jahre") && after.contains("710 einzelne Messwerte"))
            let audit = try await engine.read { connection in
                try connection.integer("SELECT count(*) FROM audit_entry WHERE action = 'retention'")
            }
            #expect(audit == 1)
            // what deletes nothing needs no yes
            let nothing = "raw=99&raw-unit=years&hourly=&hourly-unit=days&daily=&daily-unit=days&step=check"
            #expect(try await Self.send(client, nothing).status == .seeOther)
            let none = "raw=&raw-unit=days&hourly=&hourly-unit=days&daily=&daily-unit=days&step=check"
            #expect(try await Self.send(client, none).status == .seeOther)
            #expect(try await Self.policy(engine) == nil)
            _ = try await Retention(engine: engine, now: { PageTests.now }).run(pause: .zero)
            #expect(try await Self.page(client).contains("Bisher wurde nichts gelöscht"))
            #expect(try await Self.send(client, rule + "&step=save").status == .seeOther)
            let outcome = try await Retention(engine: engine, now: { PageTests.now }).run(pause: .zero)
            #expect(outcome.raw == 710)
            let done = try await Self.page(client)
            #expect(done.contains("710</td>") && done.contains("zurzeit wird nichts gelöscht"))
            // aggregates do not go without a yes either
            let shorter = "raw=90&raw-unit=days&hourly=100&hourly-unit=days&daily=200&daily-unit=days"
            let again = try await Self.send(client, shorter + "&step=check")
            #expect(again.status == .ok)
            #expect(try await Self.policy(engine)?.hourly == CalendarDuration(months: 24))
            #expect(try await Self.send(client, shorter + "&step=save").status == .seeOther)
            let gone = try await Retention(engine: engine, now: { PageTests.now }).run(pause: .zero)
            #expect(gone.hourly == 630 && gone.daily > 500)
            for words in ["Stundenwerte: \(gone.hourly)<", "Tageswerte: \(gone.daily)<"] {
                #expect(again.html.contains(words), "\(words)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the forecast goes by the time that retention deletes by, and counts up to a bound`(
        kind: TestEngine
    ) async throws {
        let later = Instant(microseconds: PageTests.now.microseconds + 10 * 86_400_000_000)
        try await DatasetAccessTests.town(kind, clock: later) { client, engine in
            let rule = "raw=90&raw-unit=days&step=check"
            let asked = try await Self.send(client, rule)
            #expect(asked.html.contains("720 einzelne Messwerte"))
            let end = PageTests.now.microseconds - 91 * 86_400_000_000
            try await engine.write { connection in
                try connection.execute(
                    """
                    INSERT INTO observation (datastream_id, phenomenon_time, id, result)
                    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000)
                    SELECT 2, \(end) - n * 1000, n, 1 FROM number
                    """)
            }
            let many = try await Self.send(client, rule)
            #expect(many.html.contains("Mindestens 100.000 einzelne Messwerte"))
        }
    }

    @Test(arguments: [
        ("raw=abc", "raw", "ganze Zahl"), ("raw=0", "raw", "ganze Zahl"), ("raw=-3", "raw", "ganze Zahl"),
        ("raw=5&raw-unit=hours", "raw", "ganze Zahl"),
        ("raw=P5&raw-unit=days", "raw", "ganze Zahl"), ("raw=101&raw-unit=years", "raw", "100 Jahre"),
        ("daily=5&daily-unit=years", "raw", "nur enden, wenn"),
        ("raw=90&raw-unit=days&hourly=1&hourly-unit=months", "hourly", "kürzer als"),
        ("raw=90&raw-unit=days&hourly=1&hourly-unit=years&daily=2&daily-unit=months", "daily", "kürzer als"),
    ])
    func `a faulty rule is refused at its field`(_ body: String, _ field: String, _ words: String) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, engine in
            let answer = try await Self.send(client, body + "&step=save")
            #expect(answer.status == .badRequest)
            #expect(answer.html.contains("id=\"\(field)-error\""), "\(body)")
            #expect(answer.html.contains(words), "\(body)")
            #expect(answer.html.contains("aria-invalid=\"true\""))
            #expect(try await Self.policy(engine) == nil)
        }
    }

    @Test func `who may not write sets no rule`() async throws {
        try await DatasetAccessTests.town(.sqlite) { client, engine in
            let rule = "raw=90&raw-unit=days&step=save"
            let refused = try await Self.send(client, rule, role: nil)
            #expect(refused.status == .unauthorized)
            #expect(try await Self.send(client, rule, role: "viewer").status == .forbidden)
            #expect(try await Self.send(client, rule, site: "cross-site").status == .forbidden)
            #expect(try await Self.policy(engine) == nil)
            #expect(try await client.execute(uri: "/data/intern/retention", method: .get).status == .notFound)
        }
    }

    @Test(arguments: ["P90D", "P6M", "P24M", "P1M10D"])
    func `a rule that is shown and sent back stays the same`(_ text: String) throws {
        let duration = try CalendarDuration(iso8601: text)
        let sent = try #require(RetentionPage.Entry(duration).iso8601)
        #expect(try CalendarDuration(iso8601: sent) == duration)
    }

    @Test func `durations in words`() throws {
        for (text, german) in [
            ("P1D", "1 Tag"), ("P90D", "90 Tage"), ("P1M", "1 Monat"), ("P24M", "2 Jahre"), ("P1Y6M", "18 Monate"),
            ("P1Y10D", "1 Jahr, 10 Tage"),
        ] {
            let words = Words.kept(for: try CalendarDuration(iso8601: text))
            #expect(words.german == german)
        }
        #expect(Words.kept(for: nil) == .keptForEver)
    }
}
