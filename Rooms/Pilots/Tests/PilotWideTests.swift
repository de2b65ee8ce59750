// SPDX-License-Identifier: EUPL-1.2
import Documents
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Planning
import Rights
import SensorThings
import Site
import Storage
import TestSupport
import Testing
import Trial
import Wire

@testable import Pilots

/// Guardrails, single areas, surveys, stages and the report.
@Suite struct PilotWideTests {
    /// The counters once more, as what must not rise by more than is tolerated.
    private static func guardrail(_ town: PilotTown, tolerated: Double) -> JSONObject {
        [
            "guardrails": .array(
                town.series.enumerated().map { index, id in
                    [
                        "name": "Lärm", "area": .string("Gebiet \(index)"), "datastream": JSONValue(id), "harm": "up",
                        "worseBy": JSONValue(tolerated),
                    ]
                })
        ]
    }

    @Test(arguments: TestEngine.allCases, [(0.1, true), (0.5, false)])
    func `what got worse than tolerated ends it, whatever else it brought`(
        _ kind: TestEngine, _ limit: (tolerated: Double, isBroken: Bool)
    ) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan(Self.guardrail(town, tolerated: limit.tolerated))
            try await town.begin(number)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            let page = try await town.page("/pilots/\(number)?lang=en")
            #expect(page.contains("What must not have got worse") && page.contains("Lärm: +"))
            #expect(page.contains("worse than tolerated") == limit.isBroken)
            #expect(page.contains("A guardrail is broken.") == limit.isBroken)
            #expect(page.contains("wait: only papers are missing") == !limit.isBroken)
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            let plan = try #require(record.current?.plan)
            #expect(plan.guardrails.count == 1 && plan.guardrails[0].areas.count == PilotTown.counters)
            let result = try #require(try record.result(under: record.registrations[0])?.get())
            #expect(result.hasBrokenGuardrail == limit.isBroken)
            #expect(record.looks[0].panel?.guardrails.first?.values.count == PilotTown.counters)
            let answer = try await town.client.execute(uri: "/pilots/\(number)/pilot.zip", method: .get)
            let members = try ZipMembers.read(Array(answer.body.readableBytesView), limit: 1 << 24)
            #expect(PilotCheck(members).holds)
        }
    }

    @Test func `a guardrail that compares nothing is no plan`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let row: JSONValue = [
                "name": "Lärm", "area": "Gebiet 0", "datastream": JSONValue(town.series[0]), "harm": "up",
                "worseBy": 0.1,
            ]
            let elsewhere: JSONValue = [
                "name": "Staub", "area": "Mars", "datastream": 99_999, "harm": "up", "worseBy": 0.1,
            ]
            let number = try await town.plan(["guardrails": [row, elsewhere]])
            let page = try await town.page("/pilots/\(number)")
            #expect(page.contains("Die Leitplanke „Lärm“ braucht ein Gebiet mit Maßnahme"))
            #expect(page.contains("„Mars“ in den Leitplanken ist kein Gebiet"))
            #expect(
                try await town.post("/pilots/\(number)/registrations", "knowingly=1").status == .unprocessableContent)
        }
    }

    @Test func `with a single area the methods for it stand beside, with their refusals`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.5) { town in
            let areas: JSONValue = .array(
                town.series.enumerated().filter { $0.offset == 0 || $0.offset > 2 }.map { index, id in
                    [
                        "name": .string("Gebiet \(index)"), "datastream": JSONValue(id),
                        "role": .string(index == 0 ? "treated" : "control"),
                    ]
                })
            // eight areas: the smallest p is 0.25, which no registered risk may be; so it never starts
            let number = try await town.plan(["areas": areas, "significance": 0.2, "usefulEffect": 0.2])
            #expect(try await town.page("/pilots/\(number)").contains("Diese Erprobung kann nichts entscheiden"))
            // the figures themselves, as they stand beside a result
            _ = try await town.post("/pilots/\(number)/registrations", "knowingly=1")
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            let plan = try #require(record.current?.plan)
            let panel = try await FrozenPanel.read(
                plan, until: plan.end, at: PilotTown.now, for: .system, on: town.engine)
            let result = try TrialResult(plan, panel, earlier: [], without: [])
            let own = try #require(result.oneArea)
            #expect(own.synthetic == .failure(.tooFewDonors(7, needed: 19)))
            let level = try #require(own.level)
            #expect(abs(level.meanEffect - log(1.5)) < 0.15, "\(level.meanEffect)")
            #expect(own.placebos.isEmpty, "twelve months before leave no room for twelve after a made-up start")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a stage of the roll-out that does not work is seen`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            _ = try await town.post("/pilots/\(number)/registrations", "knowingly=1")
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            let registered = try #require(record.current?.plan)
            // seven areas that have not begun can exclude something only with more risk
            var bold = registered
            bold.significance = 0.2
            // as if area 9 had had the trial: areas 0 to 2, which show the effect, begin with a stage
            var other = registered
            for index in other.areas.indices {
                other.areas[index].role = other.areas[index].name == "Gebiet 9" ? .treated : .control
            }
            let today = TownTime().day(PilotTown.now)
            let day = try #require(CalendarDay(parsing: "2025-07-01"))
            func check(_ trial: TrialPlan, _ stages: [RollOutStage], _ index: Int) async throws -> StageCheck {
                let plan = stages[index].plan(trial, among: stages, until: today)
                var panel: FrozenPanel?
                if let plan {
                    panel = try await FrozenPanel.read(
                        plan, until: today, at: PilotTown.now, for: .system, on: town.engine)
                }
                return StageCheck(stages[index], plan, panel, today: today)
            }
            let works = RollOutStage(name: "1", date: day, areas: ["Gebiet 0", "Gebiet 1", "Gebiet 2"])
            #expect(try await check(other, [works], 0).state == .holds)
            let fails = RollOutStage(name: "2", date: day, areas: ["Gebiet 3", "Gebiet 4", "Gebiet 5"])
            #expect(try await check(bold, [fails], 0).state == .fails)
            let ahead = RollOutStage(name: "3", date: today.adding(days: 1), areas: ["Gebiet 6"])
            #expect(try await check(bold, [fails, ahead], 1).state == .ahead)
            let all = RollOutStage(name: "4", date: day, areas: registered.areas.map(\.name))
            #expect(try await check(bold, [all], 0).state == .nothingToCompare)
        }
    }

    @Test func `a survey is told with who stayed silent`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan(["acceptanceThreshold": 0.6])
            try await town.engine.write { connection in
                for (title, yes, answers, day) in [
                    ("Vorher", 80, 100, "2025-06-01"), ("Nachher", 212, 300, "2026-06-01"),
                ] {
                    _ = try PlanningQueries.create(
                        .survey,
                        [
                            "title": .string(title), "pilot": .string("X-\(number)"), "invited": 500,
                            "answers": JSONValue(answers), "yes": JSONValue(yes), "date": .string(day),
                        ], visibility: .public, by: .system, at: PilotTown.now, on: connection)
                }
            }
            let page = try await town.page("/pilots/\(number)?lang=en")
            #expect(page.contains("Nachher: 212 of 300 in favour, 500 asked: 71\u{202F}% (65\u{202F}% to 76\u{202F}%)"))
            #expect(page.contains("42\u{202F}% to 82\u{202F}%"))
            #expect(page.contains("Less than 30\u{202F}% answered") && page.contains("Newcombe"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the report says what the page says, in each format`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            let address = "/pilots/\(number)/report."
            #expect(try await town.client.execute(uri: address + "html", method: .get).status == .notFound)
            try await town.begin(number)
            #expect(try await town.page(address + "html").contains("Noch kein Ergebnis."))
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            for (language, words) in [
                ("de", ["das ist erreicht", "Nachrechnen", "Was dagegen spricht", "warten: Nur Unterlagen fehlen"]),
                ("en", ["that is reached", "Compute it again", "What speaks against it", "wait: only papers"]),
            ] {
                let page = try await town.page(address + "html?lang=" + language)
                for word in words + [record.registrations[0].hash] { #expect(page.contains(word), "\(word)") }
            }
            let odt = try await town.client.execute(uri: address + "odt", method: .get)
            #expect(odt.headers[.contentType] == "application/vnd.oasis.opendocument.text")
            guard PDFPrinter().isAvailable else { return }
            let pdf = try await town.client.execute(uri: address + "pdf", method: .get)
            #expect(
                pdf.status == .ok
                    && String(decoding: Array(pdf.body.readableBytesView.prefix(5)), as: UTF8.self) == "%PDF-")
        }
    }

    @Test func `a stopped pilot leaves a profile for others`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan(["lesson": "Die Schilder sah niemand.", "usefulEffect": 0.3])
            try await town.begin(number)
            for (path, body) in [("looks", ""), ("steps", "event=end"), ("steps", "event=stop")] {
                #expect(try await town.post("/pilots/\(number)/\(path)", body).status == .seeOther)
            }
            let answer = try await town.client.execute(uri: "/pilots/\(number)/pilot.zip", method: .get)
            let members = try ZipMembers.read(Array(answer.body.readableBytesView), limit: 1 << 24)
            #expect(PilotCheck(members).holds)
            let profile = try JSONValue(parsing: try #require(members.first { $0.name == "profile.json" }).bytes)
            #expect(profile["outcome"]?.string == "does-not-work-here")
            #expect(profile["why"]?.string == "Die Schilder sah niemand." && profile["verdict"]?.string == "stop")
        }
    }
}
