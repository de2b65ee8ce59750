// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Documents
import Foundation
import HTTPTypes
import Planning
import Rights
import SensorThingsFrame
import Site
import Storage
import TestSupport
import Testing
import Trial
import Wire

@testable import Pilots

/// Who sees and does what, and what pages say.
@Suite struct PilotReadersTests {
    private static func reading(_ town: PilotTown, _ number: Int64, _ reader: Reader) async throws -> PilotPageReading {
        let desk = PilotDesk(
            engine: town.engine, towns: TownMemory(rights: RightsCounter(engine: town.engine)), plans: PlanMemory(),
            memory: PilotMemory())
        return try #require(try await desk.reading(number, for: reader, at: PilotTown.now))
    }

    // MARK: - The verdict

    @Test(arguments: TestEngine.allCases)
    func `the verdict does not depend on who reads`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3, access: "restricted") { town in
            let number = try await town.plan()
            let address = "/pilots/\(number)"
            try await town.begin(number, as: .administrator)
            #expect(try await town.post(address + "/looks", "", as: .administrator).status == .seeOther)
            for reader in [Reader.system, .anonymous, Reader(identity: .anonymous, role: .editor)] {
                #expect(try await Self.reading(town, number, reader).facts.verdict == .wait)
            }
            // who does not see the series sees no figure and takes no step
            let page = try await town.page(address, as: .editor)
            #expect(!page.contains("gegenüber dem Vergleich") && !page.contains("Das Urteil lautet"))
            #expect(page.contains("Nicht alle Messreihen sind für Sie sichtbar."))
            let step = try await town.post(address + "/steps", "event=stop", as: .editor)
            #expect(step.status == .unprocessableContent)
            #expect(try await town.page(address, as: .administrator).contains("gegenüber dem Vergleich"))
        }
    }

    @Test(arguments: TestEngine.allCases, [("public", true), ("restricted", false)])
    func `a series that was deleted takes no frozen result away, and opens none`(
        _ kind: TestEngine, _ access: (name: String, isForEverybody: Bool)
    ) async throws {
        try await PilotTown.with(kind, effect: 0.3, access: access.name) { town in
            let number = try await town.plan()
            try await town.begin(number, as: .administrator)
            #expect(try await town.post("/pilots/\(number)/looks", "", as: .administrator).status == .seeOther)
            try await town.engine.write { connection in
                try connection.execute("DELETE FROM datastream WHERE id = \(town.series[9])")
            }
            let everybody = try await Self.reading(town, number, .anonymous)
            let (all, verdict) = (try await Self.reading(town, number, .system), everybody.facts.verdict)
            #expect(verdict == .wait && all.facts.verdict == .wait)
            #expect(all.seesAll && everybody.seesAll == access.isForEverybody)
        }
    }

    // MARK: - Roles

    @Test func `who plans registers, and somebody else runs the trial`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3, isOpen: false) { town in
            let number = try await town.plan()
            let address = "/pilots/\(number)"
            #expect(try await town.page("/pilots", as: .planner).contains("Eine Erprobung planen"))
            #expect(!(try await town.page("/pilots", as: .viewer)).contains("Eine Erprobung planen"))
            // a measure without a pilot offers it to who may
            let measure = try await town.engine.write { connection in
                try PlanningQueries.create(
                    .measure, ["title": "Neu", "needs": ["B-1"]], visibility: .public, by: .system,
                    at: PilotTown.now, on: connection
                ).number
            }
            for role in [Role.planner, .editor, .administrator] {
                #expect(try await town.page("/planning/measures/\(measure)", as: role).contains(">Ausprobieren</a>"))
            }
            #expect(!(try await town.page("/planning/measures/\(measure)", as: .viewer)).contains(">Ausprobieren</a>"))
            #expect(try await town.page(address, as: .planner).contains(">Plan festlegen</button>"))
            #expect(try await town.post(address + "/registrations", "knowingly=1", as: .viewer).status == .forbidden)
            #expect(try await town.post(address + "/steps", "event=prepare", as: .planner).status == .seeOther)
            #expect(try await town.post(address + "/registrations", "knowingly=1", as: .planner).status == .seeOther)
            let page = try await town.page(address, as: .planner)
            #expect(page.contains("Das entscheidet die Redaktion, die Amtsleitung oder die Verwaltung."))
            let refused = try await town.post(address + "/steps", "event=pass-g1", as: .planner)
            #expect(
                refused.status == .forbidden
                    && (refused.text.contains("Amtsleitung") || refused.text.contains("manager")))
            #expect(try await town.post(address + "/steps", "event=pass-g1", as: .editor).status == .seeOther)
            #expect(try await town.post(address + "/steps", "event=start", as: .editor).status == .seeOther)
            // begun: an amendment is no planning any more
            try await town.change(number, ["usefulEffect": 0.1])
            #expect(
                try await town.post(address + "/registrations", "reason=x&knowingly=1", as: .planner).status
                    == .forbidden)
        }
    }

    @Test func `names of staff are for staff`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3, isOpen: false) { town in
            let number = try await town.plan()
            try await town.begin(number, as: .editor)
            #expect(try await town.post("/pilots/\(number)/looks", "", as: .editor).status == .seeOther)
            #expect(try await town.page("/pilots/\(number)", as: .viewer).contains(", Erika Muster"))
            for path in ["", "/report.html"] {
                #expect(!(try await town.page("/pilots/\(number)" + path)).contains("Erika Muster"), "\(path)")
            }
        }
    }

    // MARK: - What pages say

    @Test func `what was typed stays when a check of the data is refused`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan()
            try await town.begin(number)
            let (first, second) = (town.series[4], town.series[7])
            let refused = try await town.post(
                "/pilots/\(number)/data", "out-\(first)=1&why-\(first)=Baustelle&out-\(second)=1&why-\(second)=")
            #expect(
                refused.status == .unprocessableContent && refused.text.contains("Warum „Gebiet 7“ ausgelassen wird"))
            #expect(refused.text.contains("value=\"Baustelle\""))
            #expect(refused.text.components(separatedBy: "value=\"1\" checked").count == 3)
            #expect(
                try await town.post("/pilots/\(number)/data", "out-\(first)=1&why-\(first)=Baustelle").status
                    == .seeOther)
            #expect(try await town.record(number).leftOut == ["Gebiet 4"])
        }
    }

    @Test func `while it is open which data count, the page does not tell who has the measure`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan()
            try await town.post("/pilots/\(number)/registrations", "knowingly=1")
            let open = try await town.page("/pilots/\(number)")
            #expect(open.contains("3 Gebiete mit Maßnahme, 7 Gebiete zum Vergleich"))
            #expect(!open.contains("Gebiet 0, Gebiet 1, Gebiet 2 mit Maßnahme"))
            try await town.post("/pilots/\(number)/data", "")
            try await town.post("/pilots/\(number)/steps", "event=pass-g1")
            try await town.post("/pilots/\(number)/steps", "event=start")
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            #expect(try await town.page("/pilots/\(number)").contains("Gebiet 0, Gebiet 1, Gebiet 2 mit Maßnahme"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `one period of zero is no ratio, and stops nothing else`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            try await town.engine.write { connection in
                // May 2025 and May 2026 of one area to compare
                for start in [Int64(1_746_050_400), 1_777_586_400] {
                    try connection.execute(
                        """
                        UPDATE observation SET result = 0 WHERE datastream_id = \(town.series[5])
                        AND phenomenon_time >= \(start * 1_000_000)
                        AND phenomenon_time < \((start + 31 * 86_400) * 1_000_000)
                        """)
                }
            }
            let number = try await town.plan()
            let address = "/pilots/\(number)"
            let before = try await town.page(address + "?lang=en")
            #expect(!before.contains("Too little was measured before the start"))
            try await town.begin(number)
            #expect(try await town.page(address + "?lang=en").contains("2 periods of zero or less"))
            #expect(try await town.post(address + "/looks", "").status == .seeOther)
            let page = try await town.page(address + "?lang=en")
            #expect(page.contains("of 120 possible assignments") && page.contains("that is reached"))
            #expect(page.contains("“Gebiet 5”: 2 periods of zero or less; in ratios they count as not measured"))
        }
    }

    @Test func `less is written as less, and what cannot be seen as a sentence`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan(["direction": "down", "usefulEffect": 0.2])
            let page = try await town.page("/pilots/\(number)?lang=en")
            #expect(page.contains("useful would be −20\u{202F}%") && page.contains("<th scope=\"row\">−5\u{202F}%"))
            #expect(!page.contains("+25"))
            let areas: JSONValue = .array(
                town.series.prefix(6).enumerated().map { index, id in
                    [
                        "name": .string("Gebiet \(index)"), "datastream": JSONValue(id),
                        "role": .string(index < 3 ? "treated" : "control"),
                    ]
                })
            let small = try await town.page("/pilots/\(try await town.plan(["areas": areas]))")
            #expect(small.contains("Diese Erprobung kann nichts entscheiden") && !small.contains("∞"))
        }
    }

    @Test func `exact is said only where all assignments are looked at`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan()
            try await town.post("/pilots/\(number)/registrations", "knowingly=1")
            var plan = try #require(try await town.record(number).current?.plan)
            let frame = PageFrame(language: .english, profile: TownProfile([.name: "Stadt"]), version: "1")
            #expect(PilotPage.testName(plan, frame) == "Rank test, exact over all assignments")
            plan.areas = (0..<26).map {
                TrialPlan.Area(name: "\($0)", datastream: Int64($0), role: $0 < 13 ? .treated : .control)
            }
            #expect(PilotPage.testName(plan, frame).hasPrefix("Rank test, on 100,000 drawn assignments"))
        }
    }

    @Test func `the plan says that the lot decides, and takes it as an answer`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan(["lotTreated": 3, "lotSeed": 1])
            let page = try await town.page("/planning/pilots/\(number)")
            #expect(page.contains("nach Los") && !page.contains(">zum Vergleich<"))
            let areas: JSONValue = .array(
                town.series.enumerated().map { index, id in
                    ["name": .string("Gebiet \(index)"), "datastream": JSONValue(id), "role": "lot"]
                })
            let drawn = try await town.plan(["areas": areas, "lotTreated": 3, "lotSeed": 1])
            #expect(try await town.post("/pilots/\(drawn)/registrations", "knowingly=1").status == .seeOther)
            let undrawn = try await town.plan(["areas": areas])
            #expect(try await town.page("/pilots/\(undrawn)").contains("Durch Los bestimmte Gebiete mit Maßnahme"))
        }
    }

    @Test(arguments: [("2027-03-31", "endet binnen"), ("2024-01-31", "ist ausgelaufen")])
    func `the alarm on a grant says whether it is still running`(_ end: String, _ words: String) async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan(["grantEnd": .string(end)])
            try await town.post("/pilots/\(number)/steps", "event=prepare")
            let page = try await town.page("/")
            #expect(page.contains("Die Förderung \(words)"))
            #expect(page.contains("endet binnen") != page.contains("ist ausgelaufen"))
        }
    }
}
