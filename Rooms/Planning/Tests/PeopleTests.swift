// SPDX-License-Identifier: EUPL-1.2
import Planning
import Testing
import Wire

@Suite struct PeopleTests {
    static let needs = [
        MeasureTests.object("B-1", ["title": "a", "groups": ["cyclists", "children"]]),
        MeasureTests.object("B-2", ["title": "b", "groups": ["older"]]),
        MeasureTests.object("M-1", ["title": "m", "needs": ["B-1"], "stage": "decided"]),
    ]

    @Test func `a group nobody stands for raises an alarm, and so does a phase without it`() {
        let club = MeasureTests.object(
            "A-1",
            [
                "title": "Fahrradclub", "groups": ["cyclists"],
                "involvement": [
                    ["phase": "preparation", "form": "inform"], ["phase": "preparation", "form": "consult"],
                    ["phase": "concept"],
                ],
            ])
        let involvement = Plan(Self.needs + [club]).involvement
        #expect(involvement.rows[0].forms == ["preparation": "consult", "concept": ""])
        #expect(involvement.alarms.map(\.name) == ["children", "older", "cyclists"])
        #expect(involvement.alarms.map(\.isRepresented) == [false, false, true])
        let cyclists = involvement.alarms[2]
        #expect(cyclists.reached == ["preparation", "concept", "decision"])
        #expect(cyclists.missed == ["decision"])
        #expect(involvement.alarms[1].reached == ["preparation"])
    }

    @Test func `involved in each phase reached: no alarm`() {
        let people = MeasureTests.object(
            "A-1",
            [
                "title": "Runder Tisch", "groups": ["cyclists", "children", "older"],
                "involvement": [
                    ["phase": "preparation"], ["phase": "concept"], ["phase": "decision", "form": "decide"],
                ],
            ])
        let involvement = Plan(Self.needs + [people]).involvement
        #expect(involvement.alarms.isEmpty)
        #expect(involvement.groups.count == 3)
    }

    @Test func `the journal shows what is due first, then what was written, the latest first`() {
        let plan = Plan([
            MeasureTests.object("B-1", ["title": "a"]), MeasureTests.object("M-1", ["title": "m"]),
            MeasureTests.object("J-1", ["title": "spät", "due": "2026-12-01", "about": ["B-1"]]),
            MeasureTests.object("J-2", ["title": "bald", "due": "2026-02-01", "kind": "step"]),
            MeasureTests.object("J-3", ["title": "getan", "due": "2026-01-01", "done": true, "date": "2026-01-01"]),
            MeasureTests.object("J-4", ["title": "Lehre", "kind": "lesson", "date": "2026-03-01"]),
        ])
        #expect(plan.journal().open.map(\.title) == ["bald", "spät"])
        #expect(plan.journal().written.map(\.title) == ["Lehre", "getan"])
        #expect(plan.journal(kind: "lesson").open.isEmpty)
        #expect(plan.withoutJournal.map(\.title) == ["m"])
    }

    @Test func `alike needs of two departments are found, those of one department and unlike ones are not`() {
        let plan = Plan([
            MeasureTests.object(
                "B-1", ["title": "Zu wenige Fahrradstellplätze am Bahnhof", "department": "Tiefbauamt"]),
            MeasureTests.object(
                "B-2",
                [
                    "title": "Am Bahnhof fehlen Stellplätze für Fahrräder", "department": "Stadtmarketing",
                    "description": "Gäste beschweren sich, dass alle Bügel belegt sind.",
                ]),
            MeasureTests.object(
                "B-3", ["title": "Fahrradstellplätze am Bahnhof sind voll", "department": "Tiefbauamt"]),
            MeasureTests.object("B-4", ["title": "Schulhof im Sommer zu heiß", "department": "Schulamt"]),
            MeasureTests.object("M-1", ["title": "Fahrradstellplätze am Bahnhof", "department": "Bauhof"]),
        ])
        let pairs = plan.similarPairs.map { "\($0.first) \($0.second)" }
        #expect(Set(pairs) == ["B-1 B-2", "B-2 B-3"])
        #expect(plan.similarPairs.allSatisfy { (0.3...1).contains($0.likeness) })
        #expect(plan.similar(to: Reference(.need, 1)).map(\.reference.description) == ["B-2"])
        #expect(plan.similar(to: Reference(.need, 4)).isEmpty)
    }

    @Test func `words that most texts share make none of them alike`() {
        let places = ["Ahornweg", "Bergstraße", "Domplatz", "Feldmark", "Gutshof", "Hafen", "Jahnstraße", "Kirchplatz"]
        let measures = (1...400).map { number -> PlanningObject in
            let place = "\(places[number % 8]) \(places[(number / 8) % 8]) \(places[(number / 64) % 8])"
            return MeasureTests.object(
                "M-\(number)", ["title": .string("Vorhaben der Stadtverwaltung \(number * 7919) \(place)")])
        }
        let alike = MeasureTests.object("M-500", ["title": "Lastenräder leihen in Quartieren"])
        let other = MeasureTests.object("M-501", ["title": "Leihbare Lastenräder im Quartier"])
        let plan = Plan(measures + [alike, other])
        #expect(plan.similar(to: alike.reference) == [other])
        #expect(plan.similarPairs.count < 400)
    }
}
