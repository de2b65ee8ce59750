// SPDX-License-Identifier: EUPL-1.2
import Storage
import TestSupport
import Testing
import Wire

@testable import Knowledge

@Suite struct SearchTests {
    static let clock: @Sendable () -> Instant = { Instant(microseconds: 1_000_000) }

    private func rankings(_ kind: TestEngine, _ queries: [String]) async throws -> [[String]] {
        try await withDatabase(kind) { engine in
            try await KnowledgeImporter(engine: engine, clock: Self.clock).installShipped()
            return try await engine.read { connection in
                let search = KnowledgeSearch()
                return try queries.map { text in
                    try search.run(.init(text: text), on: connection).hits.map { "\($0.entry.slug) \($0.score)" }
                }
            }
        }
    }

    @Test func fiftyQueriesRankAlikeOnBothEngines() async throws {
        let expected = ShippedKnowledge.searchQueries
        let queries = expected.map(\.query) + ["Zaehlstelle", "Gelsenkirchn", "the council", "Radverkehrszaehlanlage"]
        let embedded = try await rankings(.sqlite, queries)
        let server = try await rankings(.postgresql, queries)
        #expect(embedded == server)
        for (hit, found) in zip(expected, embedded) {
            let slugs = found.map { $0.prefix { $0 != " " } }
            #expect(slugs.first.map(String.init) == hit.slug, "\(hit.query): \(slugs.prefix(4))")
        }
    }

    @Test(arguments: TestEngine.allCases) func findsPartsOfCompoundsAndMisspeltWords(_ kind: TestEngine) async throws {
        let found = try await rankings(
            kind, ["Zählstelle", "zaehlstelle", "Fahrradzählstelle", "Gelsenkirchn", "xqzwv"])
        #expect(found[0].first?.hasPrefix("radverkehrszaehlstelle") == true)
        #expect(found[0].contains { $0.hasPrefix("hamburg-radzaehlnetz") })
        #expect(found[1] == found[0])
        #expect(found[2].contains { $0.hasPrefix("hamburg-radzaehlnetz") })
        #expect(found[3].first?.hasPrefix("gelsenkirchen") == true)
        #expect(found[4].isEmpty)
    }

    @Test(arguments: TestEngine.allCases) func facetsCountAndNarrow(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await KnowledgeImporter(engine: engine, clock: Self.clock).installShipped()
            try await engine.read { connection in
                let search = KnowledgeSearch()
                let all = try search.run(.init(), on: connection)
                #expect(all.total == ShippedKnowledge.entries.count)
                #expect(all.hits.count == 20)
                #expect(all.kinds[.block] == ShippedKnowledge.entries.count { $0.kind == .block })
                let failed = try search.run(.init(outcome: .failed), on: connection)
                #expect(failed.total == all.outcomes[.failed])
                #expect(failed.hits.allSatisfy { $0.entry.outcome == .failed })
                #expect(failed.outcomes == all.outcomes, "a facet does not narrow its own choices")
                let page = try search.run(.init(limit: 5, offset: 20), on: connection)
                #expect(page.hits.count == 5)
                let closed = try search.run(.init(text: "Geodienste", openness: .proprietary), on: connection)
                #expect(closed.hits.allSatisfy { $0.entry.openness == .proprietary })
            }
        }
    }
}
