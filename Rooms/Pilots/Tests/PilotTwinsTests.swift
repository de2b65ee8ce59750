// SPDX-License-Identifier: EUPL-1.2
import Documents
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Planning
import Rights
import SensorThings
import Storage
import TestSupport
import Testing
import Trial
import Wire

@testable import Pilots

/// Areas that cannot be told apart, and answers that were not changed.
@Suite struct PilotTwinsTests {
    /// A series on which nothing was ever measured.
    private static func silent(_ town: PilotTown) async throws -> Int64 {
        try await town.engine.write { connection in
            let dataset = try #require(try connection.integer("SELECT id FROM dataset WHERE slug = 'rad'"))
            let sink = SeriesSink(connection, dataset: dataset)
            let thing = try sink.ensureThing(importKey: "still", name: "Zähler still", description: "")
            let sensor = try sink.ensureSensor(importKey: "s", name: "Schleife", description: "")
            let property = try sink.ensureObservedProperty(
                importKey: "p", name: "Räder", definition: "https://example.org/r")
            return try sink.ensureDatastream(
                importKey: "still", thing: thing, sensor: sensor, observedProperty: property, name: "Räder still",
                description: "", unit: UnitOfMeasurement(name: "Räder", symbol: "1", definition: ""))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `areas of one name are refused by the plan`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let silent = try await Self.silent(town)
            let areas: JSONValue = .array(
                (town.series.dropLast() + [silent]).enumerated().map { index, id in
                    [
                        "name": .string("Gebiet \(min(index, 8))"), "datastream": JSONValue(id),
                        "role": .string(index < 3 ? "treated" : "control"),
                    ]
                })
            let number = try await town.plan(["areas": areas])
            #expect(try await town.page("/pilots/\(number)").contains("Zwei Gebiete heißen „Gebiet 8“"))
            #expect(
                try await town.post("/pilots/\(number)/registrations", "knowingly=1").status == .unprocessableContent)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an old registration with areas of one name is shown, looked at and exported`(_ kind: TestEngine)
        async throws
    {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let silent = try await Self.silent(town)
            let number = try await town.plan()
            try await town.begin(number)
            var plan = try #require(try await town.record(number).current?.plan)
            plan.areas[9].name = plan.areas[8].name
            plan.areas[9].datastream = silent
            let twins = plan
            try await town.engine.write { connection in
                try PilotQueries.register(
                    twins, of: number, reason: "alt", by: "system", at: PilotTown.now, on: connection)
            }
            let page = try await town.client.execute(uri: "/pilots/\(number)", method: .get)
            #expect(page.status == .ok)
            #expect(try await town.post("/pilots/\(number)/data", "").status == .seeOther)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            let result = try await town.page("/pilots/\(number)?lang=en")
            // the silent one does not count, its twin does
            #expect(result.contains("of 84 possible assignments are at least as striking"))
            #expect(result.contains("“Gebiet 8” does not count: 0 of 12"))
            let zip = try await town.client.execute(uri: "/pilots/\(number)/pilot.zip", method: .get)
            let members = try ZipMembers.read(Array(zip.body.readableBytesView), limit: 1 << 24)
            #expect(PilotCheck(members).holds)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `drawn by lot in any order, what is registered is what the answers say`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan(["lotTreated": 3, "lotSeed": 6_112_330])
            let address = "/pilots/\(number)"
            #expect(try await town.post(address + "/registrations", "knowingly=1").status == .seeOther)
            let plan = try #require(try await town.record(number).current?.plan)
            #expect(plan.areas.map(\.name) != (0..<10).map { "Gebiet \($0)" }, "the lot did not mix the parts")
            #expect(!(try await town.page(address)).contains("Die Angaben weichen von dem ab"))
            #expect(
                try await town.post(address + "/registrations", "reason=x&knowingly=1").text.contains(
                    "schon genau so fest"))
            #expect(try await town.post(address + "/steps", "event=pass-g1").status == .seeOther)
        }
    }
}
