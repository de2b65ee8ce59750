// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Planning
import Storage
import TestSupport
import Testing
import Wire

@testable import Site

/// An invitation opens the paper and what it rests on, exactly these, and nothing can be changed with it.
@Suite struct InvitationTests {
    static func plan(_ engine: any StorageEngine) async throws {
        let documents: [(ObjectKind, JSONObject)] = [
            (.need, ["title": "Radweg wird gemieden", "contact": "Eva Muster", "evidence": "Zählung im Mai"]),
            (.need, ["title": "Etwas anderes", "description": "Nicht Teil der Vorlage"]),
            (.goal, ["title": "Mehr Radverkehr", "needs": ["B-1", "B-2"]]),
            (.indicator, ["title": "Radfahrende", "needs": ["B-1"], "source": "manual"]),
            (.solution, ["title": "Offene Poller", "licence": "MIT"]),
            (
                .measure,
                [
                    "title": "Poller", "needs": ["B-1"], "goals": ["Z-1"], "indicators": ["K-1"], "solution": "L-1",
                    "startYear": 2027,
                    "costLines": [
                        [
                            "name": "Pfosten", "amount": 5_250_000, "phase": "procurement", "kind": "goods",
                            "source": "Angebot der Firma",
                        ]
                    ],
                    "staff": [["skill": "Bauhof", "fullTimeEquivalents": 0.1, "isBudgetEffective": false]],
                ]
            ),
            (.assessment, ["title": "Vergleich", "candidates": ["M-1"]]),
        ]
        try await engine.write { connection in
            for (kind, document) in documents {
                _ = try PlanningQueries.create(
                    kind, document, by: PlanningFormTests.ada, at: PageTests.now, on: connection)
            }
        }
    }

    static func invite(_ client: any TestClientProtocol) async throws -> String {
        let answer = try await PlanningFormTests.post(client, "/planning/measures/1/invite", [("name", "Kämmerei")])
        let page = String(buffer: answer.body)
        let token = try #require(page.firstRange(of: "/planning/invited/")).upperBound
        return "/planning/invited/" + page[token...].prefix { $0 != "<" && $0 != "\"" }
    }

    @Test(arguments: TestEngine.allCases)
    func `the treasurer reads the paper, its cost lines and all that it names`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await Self.plan(engine)
            let address = try await Self.invite(client)
            let paper = try await PlanningFormTests.get(client, address, role: nil)
            #expect(paper.status == .ok)
            let page = String(buffer: paper.body)
            for words in ["Pfosten", "Angebot der Firma", "Haushaltswirksame Beträge je Jahr", "52.500"] {
                #expect(page.contains(words), "\(words)")
            }
            for code in ["M-1", "B-1", "Z-1", "K-1", "L-1"] {
                #expect(page.contains("href=\"\(address)/\(code)\""), "\(code) is linked")
                let part = try await PlanningFormTests.get(client, "\(address)/\(code)", role: nil)
                #expect(part.status == .ok, "\(code) is open")
                let text = String(buffer: part.body)
                #expect(!text.contains("Eva Muster") && !text.contains("Etwas anderes"))
                for link in ["/edit", "/history", "/planning/needs/", "/planning/measures/", "/planning/submit"] {
                    #expect(!text.contains("href=\"\(link)") && !text.contains("\(link)\""), "\(code): \(link)")
                }
            }
            let need = String(buffer: try await PlanningFormTests.get(client, "\(address)/B-1", role: nil).body)
            #expect(need.contains("Zählung im Mai"))
            // not more, and not without the invitation
            for other in ["B-2", "W-1", "M-2", "x", "paper.exe"] {
                #expect(try await PlanningFormTests.get(client, "\(address)/\(other)", role: nil).status == .notFound)
            }
            #expect(try await PlanningFormTests.get(client, "/planning/needs/1", role: nil).status == .notFound)
            #expect(try await PlanningFormTests.get(client, "\(address)x/B-1", role: nil).status == .notFound)
            let change = try await PlanningFormTests.post(client, "\(address)/B-1", [("title", "x")], role: nil)
            #expect(change.status == .methodNotAllowed)
            let file = try await PlanningFormTests.get(client, "\(address)/paper.odt", role: nil)
            #expect(file.status == .ok && file.headers[.contentType] == "application/vnd.oasis.opendocument.text")
        }
    }
}
