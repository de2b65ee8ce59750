// SPDX-License-Identifier: EUPL-1.2
import Planning
import Storage
import TestSupport
import Testing
import Wire

/// What nobody has stated is unknown, and nothing is proven about it.
@Suite struct PortfolioPageTests {
    @Test(arguments: TestEngine.allCases, [true, false])
    func `a measure without cost is no measure for nothing`(_ kind: TestEngine, _ isStated: Bool) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let lines: JSONValue = [["name": "Kauf", "phase": "procurement", "amount": 1_000_000]]
            var second: JSONObject = ["title": "Farbe", "needs": ["B-1"], "benefit": 30]
            if isStated { second["costLines"] = lines }
            let documents: [(ObjectKind, JSONObject)] = [
                (.need, ["title": "Radweg"]),
                (.measure, ["title": "Poller", "needs": ["B-1"], "benefit": 60, "costLines": lines]),
                (.measure, second),
                (
                    .portfolio,
                    [
                        "title": "Haushalt", "measures": ["M-1", "M-2"],
                        "limits": [["kind": "investment", "money": 5_000_000]],
                    ]
                ),
            ]
            try await engine.write { connection in
                for (kind, document) in documents {
                    _ = try PlanningQueries.create(
                        kind, document, visibility: .public, by: PlanningFormTests.ada, at: PageTests.now,
                        on: connection)
                }
            }
            let page = try await DecisionPageTests.page(client, "/planning/analysis/portfolio?portfolio=P-1")
            #expect(page.contains("; bewiesen unter") == isStated)
            #expect(page.contains("Bewiesen ist das nicht") == !isStated)
            #expect(page.contains(">unbekannt: Kosten eintragen</a>") == !isStated)
        }
    }
}
