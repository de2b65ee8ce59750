// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Storage
import TestSupport
import Testing
import Wire

/// The page about how good a data set's values are, on each engine.
@Suite struct DatasetQualityTests {
    private static func page(
        _ client: any TestClientProtocol, _ uri: String, role: String? = nil
    ) async throws -> (status: Int, text: String) {
        var headers: HTTPFields = [.acceptLanguage: "en"]
        headers[DatasetAccessTests.actor] = role
        let answer = try await client.execute(uri: uri, method: .get, headers: headers)
        return (Int(answer.status.code), String(buffer: answer.body))
    }

    @Test(arguments: TestEngine.allCases)
    func `complete, on time, corrected`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let before = try await Self.page(client, "/data/rad/quality")
            #expect(before.status == 200 && before.text.contains("nothing by imports"))
            // one value each day of the window, and none at all
            #expect(before.text.contains(">100\u{202F}%<") && before.text.contains(">0\u{202F}%<"))
            let day: Int64 = 86_400_000_000
            let now = PageTests.now.microseconds
            try await engine.write { connection in
                for (from, to, age) in [
                    ("live", "late", Int64(3)), ("late", "silent", 2), ("silent", "live", 1), ("live", "late", 0),
                    ("live", "late", 31),
                ] {
                    try connection.execute(
                        """
                        INSERT INTO datastream_state_change (datastream_id, state_from, state_to, at)
                        VALUES (2, \(from), \(to), \(now - age * day))
                        """)
                }
                for (age, replaced) in [(Int64(2), 5), (3, 0), (40, 7)] {
                    let report = SQLValue.json(#"{"values":{"replaced":\#(replaced)}}"#)
                    try connection.execute(
                        """
                        INSERT INTO import_run (mapping, dataset_id, actor, started_at, finished_at, outcome, report)
                        VALUES ('m', 1, 'Eva', \(now - age * day), \(now - age * day), 'complete', \(report))
                        """)
                }
            }
            let after = try await Self.page(client, "/data/rad/quality").text
            #expect(after.contains("values replaced: 5, imports: 1"))
            // twice late in the window; falling silent afterwards is the same trouble
            #expect(after.contains(#"data-label="Failures">2</td>"#))
        }
    }

    @Test(
        arguments: [
            ("/data/rad/quality", nil, 200), ("/data/intern/quality", nil, 404),
            ("/data/intern/quality", "viewer", 200),
            ("/data/nichts/quality", "viewer", 404), ("/data/rad/quality?page=1", nil, 200),
            ("/data/rad/quality?page=2", nil, 404), ("/data/rad/quality?page=x", nil, 400),
            ("/data/rad/quality?page=0", nil, 400),
        ] as [(String, String?, Int)])
    func `only what somebody may see, page by page`(uri: String, role: String?, status: Int) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            let answer = try await Self.page(client, uri, role: role)
            #expect(answer.status == status)
            #expect(answer.text.contains("Geheime Stelle") == (status == 200 && uri.contains("intern")))
            let set = try await Self.page(client, "/data/rad")
            #expect(set.text.contains("/data/rad/quality"))
        }
    }
}
