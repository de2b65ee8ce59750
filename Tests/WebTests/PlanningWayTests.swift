// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Planning
import Storage
import TestSupport
import Testing
import Wire

@testable import Site

/// The way from ideas over a comparison and a choice to papers and trials: each step takes along what is known.
@Suite struct PlanningWayTests {
    private static func page(_ client: any TestClientProtocol, _ address: String) async throws -> String {
        let answer = try await PlanningFormTests.get(client, address)
        #expect(answer.status == .ok, "\(address)")
        return String(buffer: answer.body)
    }

    private static func create(
        _ kind: ObjectKind, _ document: JSONObject, in engine: any StorageEngine
    ) async throws {
        _ = try await engine.write { connection in
            try PlanningQueries.create(
                kind, document, by: PlanningFormTests.ada, at: PageTests.now, on: connection)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `each line of ideas becomes a measure, and too many are refused whole`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await PlanningFormTests.plan(engine)
            let path = "/planning/start/5?need=B-1"
            let stored = try await PlanningFormTests.post(
                client, path, [("idea", "Ampel\r\n  Lotsen \r\n\r\nTempo 30")])
            #expect(stored.status == .seeOther)
            for (code, title) in [("M-2", "Ampel"), ("M-3", "Lotsen"), ("M-4", "Tempo 30")] {
                let measure = try await PlanningFormTests.stored(code, in: engine)
                #expect(measure.title == title && measure.texts("needs") == ["B-1"])
            }
            let many = (0..<51).map { "Idee \($0)" }.joined(separator: "\n")
            let refused = try await PlanningFormTests.post(client, path, [("idea", many)])
            #expect(refused.status == .unprocessableContent)
            #expect(
                String(buffer: refused.body).contains("Höchstens 50 Ideen")
                    && String(buffer: refused.body).contains("Idee 50"))
            // where nobody has said that there is software, nobody is sent to ask for its licence
            let page = try await Self.page(client, path)
            #expect(page.contains("ob die Maßnahme Software oder Geräte braucht, ist noch nicht gesagt"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a comparison begins with its measures and its name, and criteria are ticked at once`(
        _ kind: TestEngine
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await PlanningFormTests.plan(engine)
            try await Self.create(.measure, ["title": "Ampel", "needs": ["B-1"]], in: engine)
            let paper = try await Self.page(client, "/planning/start/7?need=B-1&measure=M-1")
            #expect(paper.contains("/planning/assessments/new?candidates=M-1%2CM-2"))
            #expect(paper.contains("href=\"#climateEffect\">ergänzen") && paper.contains("/planning/start/6?"))
            let form = try await Self.page(client, "/planning/assessments/new?candidates=M-1,M-2")
            #expect(form.contains("value=\"Was hilft: Radweg wird gemieden\""))
            #expect(form.contains("name=\"criteria~ticked\" value=\"A1\"") && form.contains("Kandidaten und Kriterien"))
            let stored = try await PlanningFormTests.post(
                client, "/planning/assessments/new",
                [
                    ("~version", "0"), ("title", "Was hilft?"), ("candidates", "M-1"), ("candidates", "M-2"),
                    ("criteria~ticked", "A1"), ("criteria~ticked", "A3"), ("criteria~ticked", "erfunden"),
                ])
            #expect(stored.status == .seeOther)
            let assessment = try await PlanningFormTests.stored("W-1", in: engine)
            #expect(assessment.rows("criteria") == [["criterion": "A1"], ["criterion": "A3"]])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a choice takes its measures from the comparison, and leads to cost and papers`(
        _ kind: TestEngine
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await PlanningFormTests.plan(engine)
            try await Self.create(.measure, ["title": "Ampel", "needs": ["B-1"], "startYear": 2026], in: engine)
            try await Self.create(
                .assessment,
                [
                    "title": "Was hilft?", "candidates": ["M-1", "M-2"], "criteria": [["criterion": "A1"]],
                    "ratings": [
                        ["candidate": "M-1", "criterion": "A1", "value": 70],
                        ["candidate": "M-2", "criterion": "A1", "value": 40],
                    ],
                ], in: engine)
            let result = try await Self.page(client, "/planning/analysis/assessment?assessment=W-1")
            #expect(result.contains("/planning/portfolios/new?assessment=W-1"))
            let form = try await Self.page(client, "/planning/portfolios/new?assessment=W-1")
            #expect(form.contains("value=\"Auswahl nach: Was hilft?\"") && form.contains("value=\"2026\""))
            for code in ["M-1", "M-2"] {
                #expect(form.contains("name=\"measures\" value=\"\(code)\" checked"), "\(code)")
            }
            try await Self.create(
                .portfolio,
                [
                    "title": "Haushalt", "measures": ["M-1", "M-2"], "assessment": "W-1",
                    "limits": [["kind": "investment", "money": 1_000_000]],
                ], in: engine)
            let choice = try await Self.page(client, "/planning/analysis/portfolio?portfolio=P-1")
            #expect(choice.contains("/planning/start/6?need=B-1&amp;measure=M-1"))
            #expect(choice.contains("href=\"/planning/measures/1/paper\""))
            let paper = try await Self.page(client, "/planning/measures/1/paper")
            #expect(paper.contains("Platz 1 von 2 mit 70,0 von 100 Punkten"))
            #expect(paper.contains("P-1 Haushalt") && paper.contains("nicht bewiesen"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a trial begins with what its measure says, and areas are named by their series`(
        _ kind: TestEngine
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await PlanningFormTests.plan(engine)
            let form = try await Self.page(client, "/planning/pilots/new?measure=M-1")
            #expect(form.contains("value=\"Poller auf Probe\"") && form.contains("value=\"K-1\" selected"))
            #expect(form.contains("name=\"areas.7.datastream\"") && !form.contains("name=\"areas.8.datastream\""))
            #expect(form.contains("braucht es „Kennzahl und Erfolg“"))
        }
    }
}
