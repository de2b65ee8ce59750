// SPDX-License-Identifier: EUPL-1.2
import Decision
import Documents
import Planning
import Testing
import Wire

@Suite struct CouncilPaperTests {
    static func document(_ measure: JSONObject, german: Bool = true, others: [PlanningObject] = []) -> Document {
        let object = MeasureTests.object("M-1", measure)
        let plan = Plan([object] + others)
        return plan.councilPaper(
            on: object, town: "Musterstadt", date: "1.12.2026", german: german, rules: .none, indicators: [],
            base: "http://town"
        ).document(german: german)
    }

    @Test func `the draft of an empty measure is all gaps, in both languages`() {
        let german = Self.document(["title": "Poller"])
        let english = Self.document(["title": "Poller"], german: false)
        #expect(german.gaps.count >= 7)
        #expect(english.gaps.count == german.gaps.count)
        for heading in [
            "Beschlussvorschlag", "Sachverhalt", "Finanzielle Auswirkungen", "Alternativen", "Klimawirkung",
            "Beteiligung", "Kennzahlen", "Anlagen",
        ] {
            #expect(german.htmlFragment.contains(">\(heading)<"), "\(heading)")
        }
        #expect(english.htmlFragment.contains(">Proposed decision<"))
    }

    @Test func `each answer closes its gap`() {
        let before = Self.document(["title": "Poller"]).gaps.count
        let answers: [(String, JSONValue)] = [
            ("proposal", "Der Rat beschließt."), ("climateEffect", "keine"), ("participation", "Ortstermin"),
            ("operator", "Tiefbauamt"),
        ]
        for (name, value) in answers {
            var measure: JSONObject = ["title": "Poller"]
            measure[name] = value
            #expect(Self.document(measure).gaps.count == before - 1, "\(name)")
        }
    }

    @Test func `money stands in whole rows that add up`() {
        let html = Self.document(
            [
                "title": "Poller", "startYear": 2027,
                "costLines": [
                    ["name": "Kauf", "amount": 10_000_000, "phase": "procurement"],
                    ["name": "Förderung", "kind": "grant", "amount": 4_000_000, "firstYear": 0, "lastYear": 0],
                ],
            ]
        ).htmlFragment
        #expect(html.contains("100.000") && html.contains("40.000") && html.contains("60.000"))
        #expect(html.contains("Eigenanteil bis 2037"))
    }

    @Test func `other measures for the same need are its alternatives, hostile names included`() {
        let need = MeasureTests.object("B-1", ["title": "Radweg"])
        let other = MeasureTests.object("M-2", ["title": "<b>Farbe</b>", "needs": ["B-1"]])
        let stranger = MeasureTests.object("M-3", ["title": "Bänke"])
        let html = Self.document(["title": "Poller", "needs": ["B-1"]], others: [need, other, stranger]).htmlFragment
        #expect(html.contains("&lt;b&gt;Farbe"))
        #expect(!html.contains("Bänke"))
        #expect(html.contains("Nichts tun"))
    }
}
