// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThings
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// A town with one entity of each type, made over the interface: the ground of the conformance tests.
struct ConformanceTown: Sendable {
    let town: WriteTown
    /// The id of the entity in each set.
    let ids: [String: Int64]

    static func with(
        _ kind: TestEngine, _ body: @escaping @Sendable (ConformanceTown) async throws -> Void
    ) async throws {
        try await WriteTown.with(kind) { town async throws in
            let observations = (0..<4).map { hour in
                """
                {"phenomenonTime":"2026-01-01T0\(hour):00:00Z","result":\(hour),"resultTime":"2026-01-01T0\(hour):30:00Z",
                "validTime":"2026-01-01T00:00:00Z/2026-02-01T00:00:00Z","resultQuality":{"level":1},"parameters":{"tilt":2}}
                """
            }
            let more = #""properties":{"a":{"b":1}}}"#
            let datastream = """
                \(WriteTown.datastream.dropLast()),"observedArea":\(WriteTown.point),
                "Observations":[\(observations.joined(separator: ","))],\(more)
                """
                .replacing(WriteTown.sensor, with: WriteTown.sensor.dropLast() + "," + more)
                .replacing(WriteTown.property, with: WriteTown.property.dropLast() + "," + more)
            let thing = try await town.make(
                "Things",
                """
                {"name":"T","description":"d","properties":{"dataset":"open","a":{"b":1}},
                "Locations":[\(WriteTown.location.dropLast()),\(more)],"Datastreams":[\(datastream)]}
                """)
            let feature = try await town.get("Observations?$expand=FeatureOfInterest&$top=1")["value"]?.array?.first?[
                "FeatureOfInterest"]?["@iot.id"]?.integer
            _ = try await town.send(.patch, "FeaturesOfInterest(\(feature ?? -1))", "{\(more)")
            var ids: [String: Int64] = ["Things": thing]
            for set in EntityType.allCases.map(\.setName) where set != "MultiDatastreams" {
                ids[set] = try #require(try await town.get(set)["value"]?.array?.first?["@iot.id"]?.integer, "\(set)")
            }
            try await body(ConformanceTown(town: town, ids: ids))
        }
    }

    /// `Things(1)`
    func place(_ set: String) -> String { "\(set)(\(ids[set] ?? -1))" }

    func get(_ target: String) async throws -> WriteTown.Answer { try await town.send(.get, target) }

    /// The values of one property in a set's first page.
    func values(_ property: String, _ target: String) async throws -> [JSONValue] {
        try await get(target).json["value"]?.array?.compactMap { $0[property] } ?? []
    }

    /// The entity has these properties, of these kinds, and no other.
    func expectProperties(
        _ set: String, _ properties: [String: Shape], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let entity = try await get(place(set)).json
        for (name, shape) in properties {
            #expect(entity[name].map(shape.holds) == true, "\(name): \(entity.text)", sourceLocation: sourceLocation)
        }
        let own = entity.object?.names.filter { !$0.contains("@") } ?? []
        #expect(Set(own) == Set(properties.keys), sourceLocation: sourceLocation)
    }

    /// The entity has these relations and no other; each leads to the entity or set that it says.
    func expectRelations(
        _ set: String, one: [String] = [], many: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let entity = try await get(place(set)).json
        let suffix = "@iot.navigationLink"
        let links = entity.object?.names.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) } ?? []
        #expect(Set(links).subtracting(["MultiDatastreams"]) == Set(one + many), sourceLocation: sourceLocation)
        for name in one + many {
            let link = entity[name + suffix]?.string ?? ""
            let target = try await get(ReadTown.relative(link))
            #expect(target.status == 200, "\(link)", sourceLocation: sourceLocation)
            let isSet = target.json["value"]?.array != nil && target.json["@iot.id"] == nil
            #expect(isSet == many.contains(name), "\(link)", sourceLocation: sourceLocation)
            if isSet { #expect(target.json["value"]?.array?.isEmpty == false, sourceLocation: sourceLocation) }
        }
    }

    /// What a property's value is in JSON.
    enum Shape {
        case text, number, object, time, interval

        func holds(_ value: JSONValue) -> Bool {
            switch self {
            case .text: value.string != nil
            case .number: value.double != nil
            case .object: value.object != nil
            case .time: value.string.flatMap { try? Instant(iso8601: $0) } != nil
            case .interval: value.string.flatMap { try? InstantInterval(iso8601: $0) } != nil
            }
        }
    }
}
