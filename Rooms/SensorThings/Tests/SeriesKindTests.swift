// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// Datastreams and MultiDatastreams share a table and their ids; no address and no filter takes one for the other.
@Suite struct SeriesKindTests {
    private struct Ground: Sendable {
        var single: Int64
        var multi: Int64
        /// Observations of each.
        var ofSingle: [Int64]
        var ofMulti: [Int64]
    }

    private static func fill(_ town: WriteTown) async throws -> Ground {
        let station = try await town.makeStation()
        let properties = try await town.get("ObservedProperties")["value"]?.array?.first?["@iot.id"]?.integer ?? -1
        let sensor = try await town.get("Sensors")["value"]?.array?.first?["@iot.id"]?.integer ?? -1
        let multi = try await town.make(
            "MultiDatastreams",
            #"{"name":"M","description":"","unitOfMeasurements":[null],"#
                + #""multiObservationDataTypes":["http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"],"#
                + #""Thing":{"@iot.id":\#(station.thing)},"Sensor":{"@iot.id":\#(sensor)},"#
                + #""ObservedProperties":[{"@iot.id":\#(properties)}]}"#)
        var ground = Ground(single: station.datastream, multi: multi, ofSingle: [], ofMulti: [])
        for hour in 0..<3 {
            let time = #""phenomenonTime":"2026-01-01T0\#(hour):00:00Z""#
            ground.ofSingle.append(
                try await town.make("Datastreams(\(ground.single))/Observations", #"{\#(time),"result":\#(hour)}"#))
            ground.ofMulti.append(
                try await town.make("MultiDatastreams(\(multi))/Observations", #"{\#(time),"result":[\#(hour)]}"#))
        }
        return ground
    }

    @Test(arguments: TestEngine.allCases, ["anonymous", "editor", "administrator"])
    func `a filter on the id of a series finds its own kind only`(_ kind: TestEngine, _ role: String) async throws {
        try await WriteTown.with(kind) { town in
            let ground = try await Self.fill(town)
            let (single, multi) = (ground.single, ground.multi)
            let cases: [(String, [Int64])] = [
                ("Datastream/id eq \(single)", ground.ofSingle), ("Datastream/id eq \(multi)", []),
                ("MultiDatastream/id eq \(multi)", ground.ofMulti), ("MultiDatastream/id eq \(single)", []),
                ("Datastream/id ne 999", ground.ofSingle), ("Datastream/@iot.id gt 0", ground.ofSingle),
                ("Datastream/id in (\(single),\(multi))", ground.ofSingle),
                ("not (Datastream/id eq \(single))", ground.ofMulti),
                ("Datastream/id eq \(multi) or MultiDatastream/id eq \(multi)", ground.ofMulti),
                ("Datastream/id add 0 eq \(multi)", []), ("(Datastream/id eq \(multi)) eq true", []),
                ("Datastream/id eq MultiDatastream/id", []),
            ]
            for (filter, ids) in cases {
                let target = "Observations?$count=true&$orderby=id&$filter=" + filter.replacing(" ", with: "%20")
                let answer = try await town.send(.get, target, as: role)
                #expect(answer.status == 200, "\(filter): \(answer.text)")
                let found = answer.json["value"]?.array?.compactMap { $0["@iot.id"]?.integer } ?? []
                #expect(found == ids.sorted(), "\(filter)")
                #expect(answer.json["@iot.count"]?.integer == Int64(ids.count), "\(filter)")
            }
            let features = try await town.send(
                .get, "FeaturesOfInterest?$filter=Observations/any(o:%20o/Datastream/id%20eq%20\(multi))", as: role)
            #expect(features.json["value"]?.array?.isEmpty == true, "\(features.text)")
        }
    }

    @Test(arguments: TestEngine.allCases, ["anonymous", "editor", "administrator"])
    func `an address of the other kind is a 404, and an expansion of it empty`(
        _ kind: TestEngine, _ role: String
    ) async throws {
        try await WriteTown.with(kind) { town in
            let ground = try await Self.fill(town)
            let (single, multi) = (ground.single, ground.multi)
            let missing = [
                "Datastreams(\(multi))", "Datastreams(\(multi))/Observations",
                "MultiDatastreams(\(single))/Observations",
                "Datastreams(\(multi))/Observations(\(ground.ofMulti[0]))",
                "Observations(\(ground.ofMulti[0]))/Datastream",
                "Observations(\(ground.ofSingle[0]))/MultiDatastream",
                "Observations(\(ground.ofMulti[0]))/Datastream/Thing",
                "Datastreams(\(single))/Observations(\(ground.ofMulti[0]))", "Datastreams(\(multi))/aggregate",
            ]
            for target in missing {
                let answer = try await town.send(.get, target, as: role)
                #expect(answer.status == 404, "\(target): \(answer.status) \(answer.text)")
            }
            let page = try await town.send(
                .get, "Observations?$orderby=id&$expand=Datastream($select=id),MultiDatastream($select=id)", as: role)
            for entity in page.json["value"]?.array ?? [] {
                let isSingle = ground.ofSingle.contains(entity["@iot.id"]?.integer ?? -1)
                #expect(entity["Datastream"]?["@iot.id"]?.integer == (isSingle ? single : nil), "\(entity.text)")
                #expect(entity["MultiDatastream"]?["@iot.id"]?.integer == (isSingle ? nil : multi), "\(entity.text)")
            }
            #expect(page.json["value"]?.array?.count == 6)
            let things = try await town.send(
                .get, "Things?$expand=Datastreams($count=true),MultiDatastreams($count=true)", as: role)
            let thing = things.json["value"]?.array?.first
            #expect(thing?["Datastreams@iot.count"]?.integer == 1)
            #expect(thing?["MultiDatastreams@iot.count"]?.integer == 1)
        }
    }

    /// A number that keeps its digits is found as the number it is.
    @Test(arguments: TestEngine.allCases)
    func `a result written 1.10 is compared and sorted as a number`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = try await town.makeStation().datastream
            let target = "Datastreams(\(datastream))/Observations"
            for (hour, result) in ["2", "1.10", "0.5"].enumerated() {
                try await town.make(target, #"{"phenomenonTime":"2026-01-01T0\#(hour):00:00Z","result":\#(result)}"#)
            }
            func found(_ options: String) async throws -> [Double] {
                try await town.get("\(target)?\(options)")["value"]?.array?.compactMap { $0["result"]?.double } ?? []
            }
            #expect(try await found("$filter=result%20gt%201%20and%20result%20lt%202") == [1.1])
            #expect(try await found("$filter=result%20eq%201.1") == [1.1])
            #expect(try await found("$orderby=result") == [0.5, 1.1, 2])
        }
    }
}
