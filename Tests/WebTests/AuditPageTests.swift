// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPTypes
import HummingbirdTesting
import LedgerStorage
import NIOCore
import Storage
import TestSupport
import Testing
import Wire

/// The audit trail as administrators read it.
@Suite struct AuditPageTests {
    private static func page(
        _ client: any TestClientProtocol, _ path: String = "/account/audit", role: String? = "administrator",
        language: String = "de"
    ) async throws -> (status: HTTPResponse.Status, html: String) {
        var headers: HTTPFields = [.acceptLanguage: language]
        headers[DatasetAccessTests.actor] = role
        let response = try await client.execute(uri: path, method: .get, headers: headers)
        return (response.status, String(buffer: response.body))
    }

    private static func append(_ count: Int, _ engine: any StorageEngine) async throws {
        try await engine.write { connection in
            for number in 0..<count {
                try AuditTrail.append(
                    number == 0 ? "login" : "update", object: "dataset/<\(number)>", by: "Eva & Co",
                    at: Instant(seconds: 1_700_000_000 + Int64(number)), detail: ["access": "public"], on: connection)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `only administrators read it, and the look is noted once`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            for role in [nil, "viewer", "editor"] {
                #expect(try await [401, 403].contains(Self.page(client, role: role).status.code))
            }
            for role in [nil, "editor"] {
                #expect(try await !Self.page(client, "/", role: role).html.contains("/account/audit"))
            }
            for _ in 0..<3 {
                let page = try await Self.page(client)
                #expect(page.status == .ok && page.html.contains("eingesehen"))
                #expect(page.html.contains("<li><a href=\"/account/audit\">Prüfprotokoll</a></li>"))
            }
            let looks = try await engine.read { connection in
                try connection.integer("SELECT count(*) FROM audit_entry WHERE action = 'look'")
            }
            #expect(looks == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `filters, pages and escapes`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.append(60, engine)
            let all = try await Self.page(client).html
            #expect(all.contains("dataset/&lt;59&gt;") && all.contains("Eva &amp; Co") && !all.contains("<59>"))
            #expect(!all.contains("dataset/&lt;5&gt;"))
            let link = try #require(all.firstMatch(of: /href="(\/account\/audit\?before=\d+)"/)).1
            #expect(try await Self.page(client, String(link)).html.contains("dataset/&lt;5&gt;"))
            let logins = try await Self.page(client, "/account/audit?action=login", language: "en").html
            #expect(logins.contains("dataset/&lt;0&gt;") && !logins.contains("dataset/&lt;1&gt;"))
            #expect(logins.contains("signed in"))
            let day = try await Self.page(client, "/account/audit?from=2023-11-14&until=14.11.2023&actor=eva").html
            #expect(day.contains("dataset/&lt;59&gt;"))
            let none = try await Self.page(client, "/account/audit?until=2023-11-13").html
            #expect(none.contains("Kein Eintrag passt dazu"))
            let wrong = try await Self.page(client, "/account/audit?from=gestern").html
            #expect(wrong.contains("aria-invalid=\"true\"") && wrong.contains("Geben Sie einen Tag an"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `it says since when a checkpoint is outside and claims nothing for before`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.append(5, engine)
            let before = try await Self.page(client, language: "en").html
            #expect(before.contains("whoever administers it could rewrite the trail unnoticed"))
            #expect(!before.contains("Nothing is proven for the time before"))
            let at = Instant(seconds: 1_700_100_000)
            try await engine.write { connection in
                let stored = try AuditTrail.log.sign(at: at, on: connection)
                try AuditTrail.log.delivered(stored, to: .mail, "dsb@example.de", at: at, on: connection)
            }
            try await Self.append(1, engine)
            let page = try await Self.page(client, language: "en").html
            #expect(!page.contains("whoever administers it"))
            #expect(page.contains("by mail to dsb@example.de. It speaks for the first 7 entries"))
            #expect(page.contains("for the 1 after it none does yet"))
            #expect(page.contains("Nothing is proven for the time before"))
            #expect(!page.contains("no longer holds what was signed last"))
            try await engine.write { _ = try $0.execute("UPDATE ledger_log SET size = 4") }
            #expect(try await Self.page(client, language: "en").html.contains("no longer holds what was signed last"))
        }
    }
}
