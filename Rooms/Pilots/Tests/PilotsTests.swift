// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Planning
import Platform
import Randomness
import Rights
import SensorThings
import Storage
import TestSupport
import Testing
import Trial
import Wire

@testable import Pilots

/// Ten counters over two years; three of them get a measure after the first.
struct PilotTown: Sendable {
    static let now = Instant(seconds: 1_785_535_200)  // 2026-08-01T00:00 in Berlin, 2026-07-31T22:00Z
    static let counters = 10

    let client: any TestClientProtocol
    let engine: any StorageEngine
    let series: [Int64]

    /// Runs `body` over a town whose first three counters show `effect` more from 1 July 2025 on.
    static func with(
        _ kind: TestEngine, effect: Double, access: String = "public", isOpen: Bool = true,
        _ body: @escaping @Sendable (PilotTown) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let series = try await engine.write { connection in
                let dataset = try connection.integer(
                    """
                    INSERT INTO dataset (slug, title, description, owner, licence, attributions, keywords, access,
                    issued_at, modified_at) VALUES ('rad', 'Räder', '', 'Stadt', 'cc-zero', \(SQLValue.json("[]")),
                    \(SQLValue.json("[]")), \(access), 0, 0) RETURNING id
                    """)
                var random = SeededRandom(seed: 16)
                return try (0..<counters).map { index in
                    try counter(
                        index, dataset ?? 0, effect: index < 3 ? effect : 0, random: &random, on: connection)
                }
            }
            let control = AccessControl(engine: engine, now: { now })
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsWriter(isOpen: isOpen))
            try TownPages(
                engine: engine, control: control, version: "1", isOpen: isOpen, probe: { _, _ in nil }, now: { now }
            ).add(to: router)
            try await Application(router: router).test(.router) { client in
                try await body(PilotTown(client: client, engine: engine, series: series))
            }
        }
    }

    private static func counter(
        _ index: Int, _ dataset: Int64, effect: Double, random: inout SeededRandom, on connection: any StorageConnection
    ) throws -> Int64 {
        let sink = SeriesSink(connection, dataset: dataset)
        let thing = try sink.ensureThing(importKey: "t\(index)", name: "Zähler \(index)", description: "")
        try sink.ensureLocation(
            of: thing, name: "Ort \(index)", longitude: 7 + Double(index) / 100, latitude: 52,
            time: Instant(seconds: 1_700_000_000))
        let sensor = try sink.ensureSensor(importKey: "s", name: "Schleife", description: "")
        let property = try sink.ensureObservedProperty(
            importKey: "p", name: "Räder", definition: "https://example.org/r")
        let stream = try sink.ensureDatastream(
            importKey: "d\(index)", thing: thing, sensor: sensor, observedProperty: property, name: "Räder \(index)",
            description: "", unit: UnitOfMeasurement(name: "Räder", symbol: "1", definition: ""))
        let own = Double(400 * (index + 1))
        var batch: [NewObservation] = []
        for day in 0..<730 {
            // from 1 July 2024, noon
            let time = Int64(1_719_828_000 + day * 86_400)
            let season = 1 + 0.3 * Double((day % 365) - 182) / 182
            let noise = 1 + Double.random(in: -0.1...0.1, using: &random)
            let factor = day >= 365 ? 1 + effect : 1
            batch.append(
                NewObservation(
                    time: time * 1_000_000, duration: 86_400_000_000,
                    result: (own * season * noise * factor).rounded()))
        }
        _ = try ObservationWriter(connection).insert(into: stream, batch)
        return stream
    }

    /// A pilot whose areas are the counters; returns its number.
    func plan(_ changes: JSONObject = [:]) async throws -> Int64 {
        try await engine.write { connection in
            func make(_ kind: ObjectKind, _ document: JSONObject) throws -> Reference {
                try PlanningQueries.create(
                    kind, document, visibility: .public, by: .system, at: Self.now, on: connection
                ).reference
            }
            let need = try make(.need, ["title": "Sicher Rad fahren"])
            let measure = try make(
                .measure,
                [
                    "title": "Fahrradstraße", "needs": [.string(need.description)], "usesTechnology": false,
                    "personalData": false, "operator": "Bauhof",
                    "costLines": [["name": "Schilder", "kind": "goods", "phase": "operation", "amount": 100_000]],
                    "staff": [["skill": "Planung", "fullTimeEquivalents": 0.1]],
                ])
            let indicator = try make(
                .indicator,
                [
                    "title": "Räder am Tag", "unit": "Räder", "source": "datastream", "aggregate": "mean",
                    "datastream": JSONValue(series[0]),
                ])
            var document: JSONObject = [
                "title": "Fahrradstraße auf Probe", "measure": .string(measure.description),
                "indicator": .string(indicator.description), "direction": "up", "scale": "log", "usefulEffect": 0.05,
                "statistic": "rank", "period": "month", "before": "2024-07-01", "start": "2025-07-01",
                "end": "2026-07-01", "coverage": 0.5, "needsUsers": false, "operator": "Bauhof",
                "exitPlan": "Schilder ab", "decisionDate": "2026-09-01", "department": "Verkehr",
                "areas": .array(
                    series.enumerated().map { index, id in
                        [
                            "name": .string("Gebiet \(index)"), "datastream": JSONValue(id),
                            "role": .string(index < 3 ? "treated" : "control"),
                        ]
                    }),
            ]
            for (name, value) in changes.members { document[name] = value }
            return try make(.pilot, document).number
        }
    }

    /// Changes answers of a pilot, as its form does.
    func change(_ number: Int64, _ changes: JSONObject, _ kind: ObjectKind = .pilot) async throws {
        try await engine.write { connection in
            let stored = try #require(try PlanningQueries.find(Reference(kind, number), on: connection))
            var document = stored.document
            for (name, value) in changes.members { document[name] = value }
            _ = try PlanningQueries.update(
                stored.reference, expected: stored.version, document: document, by: .system, at: Self.now,
                on: connection)
        }
    }

    func page(_ path: String, as role: Role? = nil) async throws -> String {
        String(buffer: try await client.execute(uri: path, method: .get, headers: AsWriter.headers(role)).body)
    }

    func record(_ number: Int64) async throws -> PilotRecord {
        try await engine.read { try PilotQueries.record(number, on: $0) }
    }

    /// Registers, takes the steps into the living lab and settles the data.
    func begin(_ number: Int64, as role: Role? = nil) async throws {
        let steps = [
            ("steps", "event=prepare"), ("registrations", ""), ("steps", "event=pass-g1"), ("steps", "event=start"),
            ("data", ""),
        ]
        for (path, body) in steps {
            let answer = try await post("/pilots/\(number)/\(path)", body, as: role)
            #expect(
                answer.status == .seeOther,
                "\(path) \(body): \(answer.text.components(separatedBy: "summary").dropFirst().first ?? "")")
        }
    }

    @discardableResult
    func post(
        _ path: String, _ body: String, as role: Role? = nil
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        let answer = try await client.execute(
            uri: path, method: .post, headers: AsWriter.headers(role), body: ByteBuffer(string: body))
        return (answer.status, String(buffer: answer.body))
    }
}

@Suite struct PilotsTests {
    @Test(arguments: TestEngine.allCases)
    func `from a plan to a result: registered, checked without labels, looked at, judged`(_ kind: TestEngine)
        async throws
    {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            let address = "/pilots/\(number)"
            let before = try await town.page(address)
            #expect(before.contains("der kleinste mögliche p-Wert ist 0,017"))
            #expect(before.contains("Was festgelegt ist, lässt sich nur mit Grund ändern"))
            // nothing is analysed before it is registered, begun, and the data are settled
            #expect(try await town.post(address + "/looks", "").status == .unprocessableContent)
            for (path, body) in [
                ("steps", "event=prepare"), ("registrations", ""), ("steps", "event=pass-g1"), ("steps", "event=start"),
            ] {
                #expect(try await town.post("\(address)/\(path)", body).status == .seeOther, "\(path) \(body)")
            }
            let early = try await town.post(address + "/looks", "")
            #expect(early.status == .unprocessableContent && early.text.contains("Zuerst werden die Daten geprüft"))
            let check = try await town.page(address)
            let table =
                check.components(separatedBy: "id=\"data\"").last?.components(separatedBy: "</section>").first ?? ""
            #expect(table.contains("Gebiet 0") && !table.contains("mit Maßnahme</"), "the check is without labels")
            #expect(try await town.post(address + "/data", "").status == .seeOther)
            #expect(try await town.post(address + "/looks", "").status == .seeOther)
            let page = try await town.page(address + "?lang=en")
            #expect(page.contains("2 of 120 possible assignments are at least as striking, p = 0.017"))
            #expect(page.contains("we had called +5\u{202F}% useful"))
            #expect(page.contains("that is reached"))
            #expect(page.contains("With fewer than six areas a side this is a guess."))
            // what is missing for a roll-out are papers only
            #expect(page.contains("wait: only papers are missing"))
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            #expect(record.registrations.count == 1 && record.looks.count == 1 && !record.isTampered)
            let again = try await town.post(address + "/looks", "")
            #expect(again.status == .unprocessableContent, "the last look is taken once")
        }
    }

    @Test func `an effect that is not there is not found`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan()
            try await town.begin(number)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            let page = try await town.page("/pilots/\(number)?lang=en")
            #expect(page.contains("not decided") || page.contains("that is excluded"))
            #expect(!page.contains("that is reached"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is registered stays; an amendment needs a reason and stands beside it`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.2) { town in
            let number = try await town.plan()
            let address = "/pilots/\(number)"
            try await town.post(address + "/registrations", "knowingly=1")
            #expect(
                try await town.post(address + "/registrations", "knowingly=1").text.contains(
                    "steht schon genau so fest"))
            try await town.change(number, ["usefulEffect": 0.01])
            #expect(try await town.page(address).contains("Die Angaben weichen von dem ab, was festgelegt ist."))
            #expect(
                try await town.post(address + "/registrations", "reason=+&knowingly=1").text.contains(
                    "braucht einen Grund"))
            #expect(
                try await town.post(address + "/registrations", "reason=Ratsbeschluss&knowingly=1").status == .seeOther)
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            #expect(record.registrations.map(\.reason) == [nil, "Ratsbeschluss"])
            #expect(record.registrations[0].plan?.usefulEffect != record.registrations[1].plan?.usefulEffect)
            // the audit trail, and with it the ledger, knows the hash
            let detail = try await town.engine.read {
                try $0.rows("SELECT detail FROM audit_entry WHERE action = 'register' ORDER BY id") { $0.text(0) }
            }
            #expect(detail.count == 2 && detail[0].contains(record.registrations[0].hash))
        }
    }

    @Test func `a registration changed in the file turns the page red and locks the analysis`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan()
            try await town.begin(number)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            try await town.engine.write { connection in
                try connection.execute(
                    "UPDATE pilot_registration SET document = replace(document, '\"up\"', '\"down\"')")
            }
            let page = try await town.page("/pilots/\(number)")
            #expect(page.contains("passt nicht mehr zum Fingerabdruck") && !page.contains("mögliche Zuteilungen sind"))
            #expect(try await town.post("/pilots/\(number)/looks", "").text.contains("es wird nichts ausgewertet"))
        }
    }

    @Test func `values corrected later do not change a verdict`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan()
            try await town.begin(number)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            func result(_ page: String) -> String? {
                page.components(separatedBy: "<p class=\"lead\">").first { $0.contains("gegenüber dem Vergleich") }
            }
            let before = result(try await town.page("/pilots/\(number)"))
            try await town.engine.write { try $0.execute("UPDATE observation SET result = result * 3") }
            let after = result(try await town.page("/pilots/\(number)"))
            #expect(before != nil && after == before)
        }
    }

    @Test func `no step passes its guard`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan(["operator": .null])
            let address = "/pilots/\(number)/steps"
            for event in ["pass-g1", "start", "go", "anchor", "council-override", "end", "nonsense", ""] {
                #expect(try await town.post(address, "event=\(event)").status == .unprocessableContent, "\(event)")
            }
            #expect(try await town.post(address, "event=prepare").status == .seeOther)
            let refused = try await town.post(address, "event=pass-g1")
            #expect(
                refused.text.contains("Der Plan ist nicht festgelegt.") && refused.text.contains("Der Betreiber fehlt.")
            )
            let state = try await town.engine.read { try PilotQueries.record(number, on: $0).state }
            #expect(state == .denklabor)
        }
    }

    @Test func `a plan that is no trial says what is missing`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan(["indicator": .null, "end": "2025-01-01", "lotTreated": 3])
            let page = try await town.page("/pilots/\(number)")
            for words in ["Angabe „Wichtigste Kennzahl“", "in dieser Folge", "Die öffentliche Zahl des Loses"] {
                #expect(page.contains(words), "\(words)")
            }
            #expect(
                try await town.post("/pilots/\(number)/registrations", "knowingly=1").status == .unprocessableContent)
        }
    }

    @Test func `the lot gives the same areas to everybody`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan(["lotTreated": 3, "lotSeed": 6_112_330])
            try await town.post("/pilots/\(number)/registrations", "knowingly=1")
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            let plan = try #require(record.current?.plan)
            let drawn = TrialDesign.drawn(from: [Array(0..<10)], treated: [3], seed: 6_112_330)
            #expect(plan.areas.filter { $0.role == .treated }.map(\.name).sorted() == drawn.map { "Gebiet \($0)" })
        }
    }

    @Test func `who does not see the series sees no figure made from them`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3, access: "restricted", isOpen: false) { town in
            let number = try await town.plan()
            let page = try await town.page("/pilots/\(number)")
            #expect(page.contains("Fahrradstraße auf Probe") && !page.contains("p-Wert ist"))
            #expect(try await town.post("/pilots/\(number)/registrations", "knowingly=1").status == .unauthorized)
        }
    }

    @Test func `alarms stand on the start page from the first day on`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan(["grantEnd": "2027-03-31", "operator": .null])
            #expect(!(try await town.page("/").contains("Die Förderung endet binnen")))
            try await town.post("/pilots/\(number)/steps", "event=prepare")
            let page = try await town.page("/")
            #expect(page.contains("Die Förderung endet binnen") && page.contains("Niemand ist als Betreiber genannt."))
        }
    }
}

/// Anonymous people may write; a header makes somebody with an account of it.
private struct AsWriter: RouterMiddleware {
    typealias Context = HTTPContext
    let isOpen: Bool

    private static let field = HTTPField.Name("X-Test-Role")

    static func headers(_ role: Role?) -> HTTPFields {
        var headers = HTTPFields()
        if let field, let role { headers[field] = role.rawValue }
        return headers
    }

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let role = Self.field.flatMap { request.headers[$0] }.flatMap(Role.init)
        context.reader =
            role.map { Reader(identity: .account(id: 1, name: "Erika Muster"), role: $0) }
            ?? Reader(identity: .anonymous, role: nil, writesOpenly: isOpen)
        // as the server tells what rooms refuse
        do { return try await next(request, context) } catch let refusal as any Refusal { throw refusal.answer }
    }
}
