// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Planning
import Rights
package import RoomKit
import SensorThings
import SensorThingsFrame
import Site
import Storage
import Trial
import Wire

extension PilotsRoom {
    /// A fictional town with a pilot in each state, each taken there as a person would: through every gate.
    package static func furnish(_ town: DemonstrationTown) async throws {
        let isWanted = try await town.engine.read { connection in
            guard try SettingQueries.value(of: .isFictional, on: connection) == "true" else { return false }
            return try PlanningQueries.plan(for: .system, on: connection).objects(of: .pilot).isEmpty
        }
        guard isWanted else { return }
        let trials = try await town.engine.write { try store(town, on: $0) }
        let desk = PilotDesk(
            engine: town.engine, towns: TownMemory(rights: RightsCounter(engine: town.engine)), plans: PlanMemory(),
            memory: PilotMemory())
        // in the order of time, as it would have been
        var moves: [(at: Instant, pilot: Int64, move: DemoPilot.Move)] = []
        for trial in trials {
            for move in trial.path {
                let day = move.afterStart.map { trial.start.adding(days: $0) } ?? trial.end.adding(days: 1)
                let morning = TownTime().instant(day, seconds: (8 * 60 + moves.count) * 60)
                moves.append((min(morning, town.now), trial.number, move))
            }
        }
        for (_, one) in moves.enumerated().sorted(by: { ($0.1.at, $0.0) < ($1.1.at, $1.0) }) {
            try await take(one.move, of: one.pilot, at: one.at, desk)
        }
    }

    private static func take(
        _ move: DemoPilot.Move, of pilot: Int64, at instant: Instant, _ desk: PilotDesk
    ) async throws {
        guard let reading = try await desk.reading(pilot, for: .system, at: instant) else { return }
        let actor = PilotDesk.Actor(reader: .system, now: instant, clock: instant)
        switch move {
        case .prepare: try await desk.step(.prepare, reading, by: actor)
        case .register: try await desk.register(reading, reason: "", knowingly: true, by: actor)
        case .pass: try await desk.step(.passStartGate, reading, by: actor)
        case .begin: try await desk.step(.start, reading, by: actor)
        case .settle: try await desk.settle(reading, leavingOut: [:], by: actor)
        case .look: try await desk.look(reading, by: actor)
        case .step(let event): try await desk.step(event, reading, by: actor)
        }
    }

    private struct Planned: Sendable {
        let number: Int64
        let start: CalendarDay
        let end: CalendarDay
        let path: [DemoPilot.Move]
    }

    // MARK: - Objects and series

    private static func store(_ town: DemonstrationTown, on connection: any StorageConnection) throws -> [Planned] {
        let plan = try PlanningQueries.plan(for: .system, on: connection)
        func make(_ kind: ObjectKind, _ document: JSONObject) throws -> Reference {
            try PlanningQueries.create(kind, document, visibility: .public, by: .system, at: town.now, on: connection)
                .reference
        }
        let today = TownTime().day(town.now)
        let month = CalendarDay(year: today.year, month: today.month, day: 1)
        var trials = try bicycles(town, plan, month, on: connection)
        let families = [
            DemoSeries(
                key: "water",
                need: ("Das Gießen kostet immer mehr Wasser", "Wasserrechnung der letzten drei Sommer (erfunden)."),
                place: "Grünfläche", quantity: "Gießwasser", unit: "m³", level: 20, factor: 0.7,
                from: month.adding(months: -16), seed: 4_711),
            DemoSeries(
                key: "light",
                need: (
                    "Die Straßen sind nachts hell, auch wo niemand geht",
                    "Stromrechnung und zwölf Zuschriften (erfunden)."
                ),
                place: "Straße", quantity: "Strom für Licht", unit: "kWh", level: 60, factor: 0.65,
                from: month.adding(months: -14), seed: 1_107),
            DemoSeries(
                key: "trips",
                need: ("Die Abfuhr fährt oft für halb leere Tonnen", "Wiegescheine eines Jahres (erfunden)."),
                place: "Stadtteil", quantity: "Fahrten der Abfuhr", unit: "Fahrten", level: 40, factor: 1,
                from: nil, seed: 2_026),
        ]
        let dataset = try DatasetQueries.save(
            DemoSeries.dataset(town.now), by: "system", at: town.now, on: connection)
        let sink = SeriesSink(connection, dataset: dataset)
        let streams = try families.map { family in
            try family.store(sink, from: month.adding(months: -29), until: town.now, on: connection)
        }
        let indicators = try zip(families, streams).map { family, streams in
            try make(
                .indicator,
                [
                    "title": .string(family.quantity + " am Tag"), "unit": .string(family.unit), "direction": "down",
                    "source": "datastream", "datastream": JSONValue(streams[0]), "aggregate": "mean",
                    "window": "month",
                ])
        }
        let needs = try families.map { family in
            try make(
                .need,
                [
                    "title": .string(family.need.title), "evidence": .string(family.need.evidence), "severity": "2",
                    "groups": ["everybody"],
                ])
        }
        let field = try make(
            .testField,
            [
                "title": "Südviertel", "kind": "quarter", "population": 9_400,
                "description": "Fiktiv wie die ganze Stadt: acht Flächen, Straßen und Blöcke.",
            ])
        let agreement = try make(
            .agreement,
            ["title": "Betrieb nach der Erprobung (fiktiv)", "purpose": "Wer betreibt und zahlt, wenn es bleibt."])
        for (index, pilot) in DemoPilot.all(agreement: agreement.description).enumerated() {
            let (family, own) = (families[pilot.series], streams[pilot.series])
            let measure = try make(
                .measure,
                [
                    "title": .string(pilot.title),
                    "description": .string("Fiktiv. " + pilot.description),
                    "needs": [.string(needs[pilot.series].description)], "usesTechnology": false, "personalData": false,
                    "operator": "Bauhof (fiktiv)",
                    "costLines": [
                        [
                            "name": "Betrieb", "kind": "goods", "phase": "operation",
                            "amount": JSONValue(800_000 + 130_000 * index),
                        ]
                    ],
                    "staff": [["skill": "Bauhof", "fullTimeEquivalents": 0.1]],
                ])
            let start = month.adding(months: pilot.start)
            let end = start.adding(months: DemoPilot.months)
            var document: JSONObject = [
                "title": .string(pilot.title), "description": .string("Fiktiv. " + pilot.description),
                "measure": .string(measure.description), "field": .string(field.description),
                "indicator": .string(indicators[pilot.series].description), "direction": "down", "scale": "log",
                "usefulEffect": JSONValue(pilot.usefulEffect), "significance": 0.05, "statistic": "rank",
                "period": "month", "coverage": 0.8, "before": .string(start.adding(months: -13).iso),
                "start": .string(start.iso), "end": .string(end.iso), "lotTreated": JSONValue(DemoSeries.treated),
                "lotSeed": JSONValue(family.seed), "needsUsers": false, "operator": "Bauhof (fiktiv)",
                "exitPlan": "Alles läuft wieder wie zuvor; die Daten bleiben bei der Stadt.",
                "decisionDate": .string(end.adding(months: 2).iso), "department": "Stabsstelle Zukunft (fiktiv)",
                "areas": .array(
                    own.enumerated().map { index, stream in
                        [
                            "name": .string(family.name(index)), "datastream": JSONValue(stream), "role": "lot",
                        ]
                    }),
            ]
            if pilot.path.isEmpty { document["lotSeed"] = nil }
            if pilot.isRunning { document["looks"] = [["date": .string(start.adding(months: 3).iso)]] }
            if pilot.isRolledOut { document["stages"] = stages(family, from: end.adding(months: 1)) }
            for (name, value) in pilot.changes.members { document[name] = value }
            if let field = pilot.decision {
                let decision = try make(
                    .decision,
                    [
                        "title": .string("Beschluss: " + pilot.title), "body": "council", "date": .string(end.iso),
                        "outcome": "approved", "about": [.string(measure.description)],
                        "text": "Fiktiv. Der Rat stimmt zu und stellt die Folgekosten in den Haushalt ein.",
                    ])
                document[field] = .string(decision.description)
            }
            trials.append(
                Planned(number: try make(.pilot, document).number, start: start, end: end, path: pilot.path))
        }
        return trials
    }

    /// The areas without the measure, two at a time.
    private static func stages(_ family: DemoSeries, from first: CalendarDay) -> JSONValue {
        let rest = (0..<DemoSeries.places).filter { !family.drawn.contains($0) }
        return .array(
            rest.enumerated().map { index, place in
                [
                    "name": .string("Stufe \(index / 2 + 1)"), "area": .string(family.name(place)),
                    "date": .string(first.adding(months: index / 2 * 4).iso),
                ]
            })
    }

    /// A trial that the town is thinking about, on its own bicycle counters; nothing where there are too few.
    private static func bicycles(
        _ town: DemonstrationTown, _ plan: Plan, _ month: CalendarDay, on connection: any StorageConnection
    ) throws -> [Planned] {
        guard let measure = plan.objects(of: .measure).first else { return [] }
        let series = try TownReading.read(for: .system, on: connection).series
        var counters: [(name: String, datastream: Int64)] = []
        for one in series where one.measured == "Fahrräder" && one.ended == nil {
            guard let id = one.datastream, !counters.contains(where: { $0.name == one.thingName }) else { continue }
            counters.append((one.thingName, id))
        }
        guard counters.count >= 8 else { return [] }
        func make(_ kind: ObjectKind, _ document: JSONObject) throws -> Reference {
            try PlanningQueries.create(kind, document, visibility: .public, by: .system, at: town.now, on: connection)
                .reference
        }
        let start = month.adding(months: 2)
        let indicator = try make(
            .indicator,
            [
                "title": "Räder an den Zählstellen", "unit": "Räder", "direction": "up", "source": "datastream",
                "datastream": JSONValue(counters[0].datastream), "aggregate": "mean", "window": "month",
            ])
        let field = try make(
            .testField,
            [
                "title": "Innenstadtring", "kind": "route", "population": 21_000,
                "description": "Fiktiv wie die ganze Stadt: die Straßen, an denen gezählt wird.",
            ])
        let pilot = try make(
            .pilot,
            [
                "title": "Grüne Welle für Räder auf Probe",
                "description":
                    "Fiktiv: Ampeln geben Rädern Vorrang. Erst an vier ausgelosten Zählstellen, die übrigen zum Vergleich.",
                "measure": .string(measure.reference.description), "field": .string(field.description),
                "indicator": .string(indicator.description), "direction": "up", "scale": "log", "usefulEffect": 0.08,
                "significance": 0.05, "statistic": "rank", "period": "month", "coverage": 0.8,
                "before": .string(start.adding(months: -24).iso), "start": .string(start.iso),
                "end": .string(start.adding(months: 12).iso), "lotTreated": 4, "lotSeed": 6_112_330,
                "looks": [["date": .string(start.adding(months: 6).iso)]], "spending": "obrien-fleming",
                "needsUsers": false, "operator": "Stadtwerke (fiktiv)",
                "exitPlan": "Die Ampeln laufen wieder wie zuvor; die Schaltpläne bleiben bei der Stadt.",
                "decisionDate": .string(start.adding(months: 14).iso),
                "grantEnd": .string(start.adding(months: 9).iso), "department": "Amt für Mobilität (fiktiv)",
                "areas": .array(
                    counters.map {
                        ["name": .string($0.name), "datastream": JSONValue($0.datastream), "role": "lot"]
                    }),
            ])
        return [
            Planned(number: pilot.number, start: start, end: start.adding(months: 12), path: [.prepare])
        ]
    }
}
