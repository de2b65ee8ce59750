// SPDX-License-Identifier: EUPL-1.2
import Documents
import HTTPTypes
import HummingbirdTesting
import NIOCore
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

/// Rules that no form, no hurry and no reader bends.
@Suite struct PilotRulesTests {
    private static func desk(_ town: PilotTown) -> PilotDesk {
        PilotDesk(
            engine: town.engine, towns: TownMemory(rights: RightsCounter(engine: town.engine)), plans: PlanMemory(),
            memory: PilotMemory())
    }

    private static func reading(
        _ desk: PilotDesk, _ number: Int64, _ reader: Reader
    ) async throws -> PilotPageReading {
        try #require(try await desk.reading(number, for: reader, at: PilotTown.now))
    }

    /// A decision of the town; its reference.
    private static func decision(
        _ town: PilotTown, body: String = "council", outcome: String = "approved", about: String
    ) async throws -> String {
        try await town.engine.write { connection in
            try PlanningQueries.create(
                .decision,
                [
                    "title": "Beschluss", "body": .string(body), "outcome": .string(outcome), "date": "2026-07-15",
                    "about": [.string(about)],
                ], visibility: .public, by: .system, at: PilotTown.now, on: connection
            ).reference.description
        }
    }

    // MARK: - Amendments

    @Test(arguments: TestEngine.allCases)
    func `after a look areas stay, the first result stays, and its look counts`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            let address = "/pilots/\(number)"
            try await town.begin(number)
            #expect(try await town.post(address + "/looks", "").status == .seeOther)
            // other areas with the measure: refused, and said why
            let swapped: JSONValue = .array(
                town.series.enumerated().map { index, id in
                    [
                        "name": .string("Gebiet \(index)"), "datastream": JSONValue(id),
                        "role": .string(index > 6 ? "treated" : "control"),
                    ]
                })
            let stored = try await town.engine.read { try PlanningQueries.find(Reference(.pilot, number), on: $0) }
            let areas = try #require(stored?.document["areas"])
            try await town.change(number, ["areas": swapped])
            let refused = try await town.post(address + "/registrations", "reason=Tippfehler&knowingly=1")
            #expect(refused.status == .unprocessableContent && refused.text.contains("könnte sie danach aussuchen"))
            // an amendment of something else: the result under the first plan stays until somebody looks again
            try await town.change(number, ["areas": areas, "usefulEffect": 0.01])
            #expect(try await town.post(address + "/registrations", "reason=Beschluss&knowingly=1").status == .seeOther)
            let waiting = try await town.page(address + "?lang=en")
            #expect(waiting.contains("Until then this result holds.") && waiting.contains("we had called +5"))
            #expect(waiting.contains("wait: only papers are missing"))
            // what counts was decided before anybody looked
            #expect(try await town.post(address + "/data", "").text.contains("Ein Ergebnis wurde schon gezeigt"))
            #expect(try await town.post(address + "/looks", "").status == .seeOther)
            let record = try await town.record(number)
            #expect(record.registrations.count == 2 && record.looks(before: record.registrations[1]).count == 1)
            let result = try #require(try record.result(under: record.registrations[1])?.get())
            // the last look of the first plan spent the whole risk of error
            let amended = try #require(record.current?.plan)
            #expect(result.spentBefore == 1 && !result.rejects(amended))
            let page = try await town.page(address + "?lang=en")
            #expect(page.contains("As it was registered first") && page.contains("100\u{202F}% of its time had been"))
            let zip = try await town.client.execute(uri: address + "/pilot.zip", method: .get)
            let check = PilotCheck(try ZipMembers.read(Array(zip.body.readableBytesView), limit: 1 << 24))
            #expect(check.holds, "\(check.lines)")
        }
    }

    @Test func `areas may change for a time after the last look`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan()
            try await town.begin(number)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            let record = try await town.record(number)
            var plan = try #require(record.current?.plan)
            plan.areas.removeLast()
            #expect(!record.allows(plan))
            (plan.start, plan.end) = (
                try #require(CalendarDay(parsing: "2026-09-01")), try #require(CalendarDay(parsing: "2027-09-01"))
            )
            #expect(record.allows(plan))
        }
    }

    // MARK: - Twice

    @Test(arguments: TestEngine.allCases)
    func `what is sent twice is done once`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            let desk = Self.desk(town)
            let actor = PilotDesk.Actor(reader: .system, now: PilotTown.now, clock: PilotTown.now)
            /// Four who have read the same do the same at once; how many did it.
            func atOnce(
                _ act: @escaping @Sendable (PilotPageReading) async throws -> Void
            ) async throws -> Int {
                let reading = try await Self.reading(desk, number, .system)
                return await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            do {
                                try await act(reading)
                                return true
                            } catch { return false }
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
            }
            #expect(try await atOnce { try await desk.register($0, reason: "", knowingly: true, by: actor) } == 1)
            #expect(try await town.record(number).state == .denklabor)
            try await desk.step(.passStartGate, try await Self.reading(desk, number, .system), by: actor)
            try await desk.step(.start, try await Self.reading(desk, number, .system), by: actor)
            #expect(try await atOnce { try await desk.settle($0, leavingOut: [:], by: actor) } == 1)
            #expect(try await atOnce { try await desk.look($0, by: actor) } == 1)
            let record = try await town.record(number)
            #expect(record.registrations.count == 1 && record.snapshots.count == 1 && record.steps.count == 5)
        }
    }

    @Test func `one look a day beside the registered ones`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan(["end": "2026-10-01"])
            try await town.begin(number)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            let again = try await town.post("/pilots/\(number)/looks", "")
            // the day as people write it
            #expect(
                again.status == .unprocessableContent && again.text.contains("Der Blick nach dem 01.08.2026 ist schon"))
            #expect(try await town.record(number).snapshots.map(\.look) == [nil])
            #expect(!(try await town.page("/pilots/\(number)")).contains("Jetzt hinsehen und festhalten"))
        }
    }

    // MARK: - The order of steps

    @Test(arguments: TestEngine.allCases)
    func `evaluating waits for the last look, and who is past it catches up`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            let address = "/pilots/\(number)"
            try await town.begin(number)
            let early = try await town.post(address + "/steps", "event=end")
            #expect(early.status == .unprocessableContent && early.text.contains("Erst wird hingesehen"))
            // as an earlier version let it happen
            try await town.engine.write { connection in
                try PilotQueries.add(
                    "end", to: .evaluation, of: number, by: "system", at: PilotTown.now, on: connection)
            }
            #expect(try await town.page(address).contains("Jetzt hinsehen und festhalten"))
            #expect(try await town.post(address + "/looks", "").status == .seeOther)
            let record = try await town.record(number)
            #expect(record.state == .evaluation && record.looks.count == 1)
            #expect(try await town.page(address + "?lang=en").contains("wait: only papers are missing"))
            #expect(try await town.post(address + "/looks", "").status == .unprocessableContent)
            let zip = try await town.client.execute(uri: address + "/pilot.zip", method: .get)
            #expect(PilotCheck(try ZipMembers.read(Array(zip.body.readableBytesView), limit: 1 << 24)).holds)
        }
    }

    @Test func `before the start nothing is offered that cannot be done`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan(["start": "2026-09-01", "end": "2027-09-01"])
            try await town.post("/pilots/\(number)/registrations", "knowingly=1")
            let page = try await town.page("/pilots/\(number)")
            for words in ["Jetzt hinsehen", "So auswerten", "Sind die Daten in Ordnung?"] {
                #expect(!page.contains(words), "\(words)")
            }
            #expect(try await town.post("/pilots/\(number)/data", "").text.contains("Beginn liegt noch vor uns"))
        }
    }

    // MARK: - Papers

    @Test(arguments: TestEngine.allCases)
    func `only a decision of the council in favour of this measure overrides`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let (number, desk) = (try await town.plan(), Self.desk(town))
            let pilot = "X-\(number)"
            for (body, outcome, about, isEnough) in [
                ("department", "approved", "M-1", false), ("committee", "approved", "M-1", false),
                ("council", "rejected", "M-1", false), ("council", "deferred", "M-1", false),
                ("council", "approved", "B-1", false), ("council", "approved", "M-1", true),
                ("council", "changed", pilot, true),
            ] {
                let decision = try await Self.decision(town, body: body, outcome: outcome, about: about)
                try await town.change(
                    number, ["councilDecision": .string(decision), "budgetDecision": .string(decision)])
                let reading = try await Self.reading(desk, number, .anonymous)
                #expect(reading.facts.hasCouncilDecision == isEnough, "\(body) \(outcome) \(about)")
                let isBudget = isEnough || body == "committee"
                #expect(reading.papers.hasBudgetLine == isBudget, "\(body) \(outcome) \(about)")
            }
        }
    }

    @Test(arguments: [PlanningObject.State.submitted, .draft, .active, .closed])
    func `an agreement counts once it is no draft`(_ state: PlanningObject.State) async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let (number, desk) = (try await town.plan(), Self.desk(town))
            let agreement = try await town.engine.write { connection in
                try PlanningQueries.create(
                    .agreement, ["title": "Betrieb"], state: state, by: .system, at: PilotTown.now, on: connection
                ).reference
            }
            try await town.change(number, ["agreement": .string(agreement.description)])
            let signed = try await Self.reading(desk, number, .system).papers.operatorSigned
            #expect(signed == (state == .active || state == .closed))
            // one on other measures only is none
            let other = try await town.engine.write { connection in
                try PlanningQueries.create(
                    .measure, ["title": "Anderes", "needs": ["B-1"]], by: .system, at: PilotTown.now, on: connection
                ).reference
            }
            try await town.change(agreement.number, ["measures": [.string(other.description)]], .agreement)
            let elsewhere = try await Self.reading(desk, number, .system).papers.operatorSigned
            #expect(!elsewhere)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what went ahead against its verdict is neither hidden nor removed`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0) { town in
            let number = try await town.plan(["usefulEffect": 0.3])
            let (address, form) = ("/pilots/\(number)", "/planning/pilots/\(number)")
            func save(_ visibility: String) async throws -> HTTPResponse.Status {
                let stored = try await town.engine.read { try PlanningQueries.find(Reference(.pilot, number), on: $0) }
                let version = try #require(stored).version
                return try await town.post(
                    form + "/edit",
                    "~version=\(version)&~visibility=\(visibility)&~state=active&title=Probe&measure=M-1"
                ).status
            }
            try await town.begin(number)
            #expect(try await town.post(form + "/delete", "").status == .conflict, "what is registered stays")
            #expect(try await town.post(address + "/looks", "").status == .seeOther)
            #expect(try await town.post(address + "/steps", "event=end").status == .seeOther)
            let decision = try await Self.decision(town, about: "M-1")
            try await town.change(number, ["councilDecision": .string(decision)])
            try await town.engine.write { connection in
                let stored = try #require(try PlanningQueries.find(Reference(.pilot, number), on: connection))
                _ = try PlanningQueries.update(
                    stored.reference, expected: stored.version, document: stored.document, visibility: .internal,
                    by: .system, at: PilotTown.now, on: connection)
            }
            let hidden = try await town.post(address + "/steps", "event=council-override", as: .editor)
            #expect(hidden.status == .unprocessableContent && hidden.text.contains("muss öffentlich sein"))
            try await town.engine.write { connection in
                try PlanningQueries.publish(
                    [Reference(.pilot, number)], by: .system, at: PilotTown.now, on: connection)
            }
            #expect(try await town.post(address + "/steps", "event=council-override").status == .seeOther)
            #expect(try await save("internal") == .conflict)
            #expect(try await town.post(form + "/delete", "").status == .conflict)
            #expect(try await save("public") == .seeOther, "its answers may still be changed")
            #expect(try await town.page(address).contains("Entgegen dem Urteil ausgerollt"))
        }
    }
}
