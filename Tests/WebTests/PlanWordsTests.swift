// SPDX-License-Identifier: EUPL-1.2
import Foundation
import HTTPTypes
import HummingbirdTesting
import Planning
import Storage
import TestSupport
import Testing
import Wire

@testable import Site

/// What pages of the plan say is what their numbers are.
@Suite struct PlanWordsTests {
    static func town(
        _ kind: TestEngine, _ objects: [(ObjectKind, JSONObject, PlanningObject.Visibility)],
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await engine.write { connection in
                for (kind, document, visibility) in objects {
                    _ = try PlanningQueries.create(
                        kind, document, visibility: visibility, by: PlanningFormTests.ada, at: PageTests.now,
                        on: connection)
                }
            }
            try await body(client, engine)
        }
    }

    static func measure(_ title: String, once: Int64, grant: Int64, benefit: Double) -> JSONObject {
        [
            "title": .string(title), "needs": ["B-1"], "startYear": 2027, "benefit": JSONValue(benefit),
            "costLines": [
                ["name": "Bau", "amount": JSONValue(once * 100), "phase": "procurement"],
                ["name": "Land", "kind": "grant", "amount": JSONValue(grant * 100), "firstYear": 0, "lastYear": 0],
            ],
            "staff": [
                [
                    "skill": "IT", "fullTimeEquivalents": 1, "grossPerYear": 100_000, "isBudgetEffective": false,
                    "firstYear": 1, "lastYear": 1,
                ]
            ],
        ]
    }

    @Test(arguments: TestEngine.allCases)
    func `the portfolio's own share is the own share, and nobody is said not to fit who does`(
        _ kind: TestEngine
    ) async throws {
        let objects: [(ObjectKind, JSONObject, PlanningObject.Visibility)] = [
            (.town, ["title": "x", "priceRise": 0, "payRise": 0, "overheadRate": 0, "workplaceFlatRate": 0], .public),
            (.need, ["title": "Radweg"], .public),
            (.measure, Self.measure("Teuer", once: 60_000, grant: 20_000, benefit: 60), .public),
            (.measure, Self.measure("Eins", once: 30_000, grant: 10_000, benefit: 50), .public),
            (.measure, Self.measure("Zwei", once: 31_000, grant: 10_000, benefit: 50), .public),
            (
                .portfolio,
                [
                    "title": "Haushalt", "measures": ["M-1", "M-2", "M-3"], "firstYear": 2027,
                    "limits": [["kind": "investment", "money": 6_100_000, "year": 2027]],
                ], .public
            ),
        ]
        try await Self.town(kind, objects) { client, _ in
            let page = try await DecisionPageTests.page(client, "/planning/analysis/portfolio?portfolio=P-1")
            let row = try #require(
                page.components(separatedBy: "Teuer</a>").dropFirst().first { $0.contains("60.000") })
            let cells = row.components(separatedBy: "</tr>")[0]
            #expect(
                cells.contains("40.000") && !cells.contains("41.000"), "own share without people who are paid already")
            #expect(page.contains("Eigenanteil"))
            #expect(page.contains("Die Maßnahme mit dem höchsten Wert in diesem Portfolio, „Teuer“"))
            #expect(!page.contains("passt allein nicht hinein"))
            let cost = try await DecisionPageTests.page(client, "/planning/analysis/cost?measure=M-1")
            #expect(cost.contains("41.000") && cost.contains("40.000"), "total and own share")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `examples that nothing connects with a need are not said to fit it`(_ kind: TestEngine) async throws {
        let need: JSONObject = ["title": "Qwxzy jkvbn", "description": "Plmrt wqzxv"]
        try await Self.town(kind, [(.need, need, .internal)]) { client, _ in
            let page = try await DecisionPageTests.page(client, "/planning/start/4?need=B-1")
            #expect(!page.contains("die zu Ihrem Bedarf passen"))
        }
    }

    @Test(arguments: TestEngine.allCases, ["de", "en"])
    func `shares lie percentage points apart`(_ kind: TestEngine, _ language: String) async throws {
        let indicator: JSONObject = [
            "title": "Anteil", "source": "manual", "unit": "%", "target": 55, "direction": "up",
            "values": [["date": "2026-07-01", "value": 31], ["date": "2025-07-01", "value": 30]],
        ]
        try await Self.town(kind, [(.indicator, indicator, .public)]) { client, _ in
            let page = try await DecisionPageTests.page(client, "/planning/indicators/1?lang=" + language, role: nil)
            let words = language == "de" ? "24 Prozentpunkte unter Ziel" : "24 percentage points below target"
            #expect(
                page.contains(words)
                    && page.contains(language == "de" ? "1 Prozentpunkt mehr" : "1 percentage point more"))
        }
    }

    @Test(arguments: TestEngine.allCases, ["de", "en"])
    func `measures that are not public are counted where all are listed`(
        _ kind: TestEngine, _ language: String
    ) async throws {
        let objects: [(ObjectKind, JSONObject, PlanningObject.Visibility)] = [
            (.measure, ["title": "Offen"], .public), (.measure, ["title": "Geheim"], .internal),
            (.measure, ["title": "Auch geheim"], .internal),
        ]
        try await Self.town(kind, objects) { client, _ in
            let address = "/planning/analysis/checks?lang=" + language
            let page = try await DecisionPageTests.page(client, address, role: nil)
            #expect(page.contains("Offen") && !page.contains("eheim"))
            let words = language == "de" ? "2 weitere sind nicht öffentlich" : "2 more are not public"
            #expect(
                page.contains(words),
                "\(page.components(separatedBy: "class=\"muted\"").dropFirst().first?.prefix(200) ?? "")")
            #expect(try await DecisionPageTests.page(client, address).contains(words) == false)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `where each derived number comes from stands in the paper`(_ kind: TestEngine) async throws {
        let town: JSONObject = [
            "title": "Testhausen", "overheadRate": 0.2, "workplaceFlatRate": 970_000, "priceRise": 0.02,
            "payRise": 0.025,
            "rates": [["from": "2026-01-01", "rate": 0.015, "source": "Erlass vom Mai"]],
        ]
        let measure: JSONObject = [
            "title": "Poller", "startYear": 2027,
            "staff": [["skill": "Bauhof", "fullTimeEquivalents": 0.3, "grossPerYear": 6_200_000]],
        ]
        try await Self.town(kind, [(.town, town, .internal), (.measure, measure, .public)]) { client, _ in
            func spaced(_ page: String) -> String {
                page.replacing("\u{202F}", with: " ").replacing("\u{A0}", with: " ")
                    .replacing(/<a [^>]*>O-1<\/a>/, with: "O-1")
            }
            let known = spaced(try await DecisionPageTests.page(client, "/planning/measures/1/paper"))
            for words in [
                "0,3 Stellen × (62.000 € Jahresbrutto + 20 % Gemeinkosten + 9.700 € Sachkostenpauschale) = 25.230 € im Jahr",
                "Gehälter steigen um 2,5 % im Jahr (O-1)", "Preise steigen um 2 % im Jahr (O-1)",
                "abgezinst mit 1,5 % (O-1; Erlass vom Mai)",
            ] { #expect(known.contains(words), "\(words)") }
            let open = spaced(try await DecisionPageTests.page(client, "/planning/measures/1/paper?lang=en", role: nil))
            #expect(
                open.contains("0.3 posts × (€62,000 gross pay + 20 % overhead + €9,700 for the workplace) = €25,230"))
            #expect(!open.contains("Erlass vom Mai"), "words of a town that is not public")
        }
    }
}
