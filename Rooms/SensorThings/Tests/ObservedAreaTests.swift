// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
@testable import SensorThings
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

@Suite struct ObservedAreaTests {
    @Test(arguments: TestEngine.allCases)
    func `what is no geometry is no area`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let address = "Datastreams(\(station.datastream))"
            for area in ["{}", #"{"type":"Point"}"#, #"{"type":"Nothing","coordinates":[1,2]}"#, "[]", "1", #""x""#] {
                let changed = try await town.send(.patch, address, #"{"observedArea":\#(area)}"#)
                #expect(changed.status == 400 && changed.pointer == "/observedArea", "\(area): \(changed.text)")
                let made = try await town.send(
                    .post, "Things(\(station.thing))/Datastreams",
                    WriteTown.datastream.dropLast() + #","observedArea":\#(area)}"#)
                #expect(made.status == 400 && made.pointer == "/observedArea", "\(area): \(made.text)")
            }
            #expect(try await town.send(.patch, address, #"{"observedArea":\#(WriteTown.point)}"#).status == 200)
            #expect(try await town.send(.patch, address, #"{"observedArea":null}"#).status == 200)
        }
    }

    private static func area(_ datastream: Int64, _ town: WriteTown) async throws -> JSONValue? {
        guard let area = try await town.get("Datastreams(\(datastream))")["observedArea"] else { return nil }
        return ["type": area["type"] ?? .null, "coordinates": plain(area["coordinates"] ?? .null)]
    }

    /// The same with numbers written alike: 52 and 52.0 are one.
    private static func plain(_ value: JSONValue) -> JSONValue {
        if let elements = value.array { return .array(elements.map(plain)) }
        return value.double.map { JSONValue($0) } ?? value
    }

    private static func feature(_ geometry: String, encoding: String = "application/geo+json") -> String {
        #"{"name":"F","description":"","encodingType":"\#(encoding)","feature":\#(geometry)}"#
    }

    private static func point(_ longitude: Double, _ latitude: Double) -> JSONValue {
        ["type": "Point", "coordinates": [.init(longitude), .init(latitude)]]
    }

    private static func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> JSONValue {
        let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return [
            "type": "Polygon", "coordinates": [.array(corners.map { [.init($0.0), .init($0.1)] })],
        ]
    }

    @Test(arguments: TestEngine.allCases)
    func `the box grows with new features, follows them when they change and shrinks when they go`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let set = "Datastreams(\(station.datastream))/Observations"
            #expect(try await Self.area(station.datastream, town) == nil)
            try await town.make(set, #"{"phenomenonTime":"2026-01-01T00:00:00Z","result":1}"#)
            #expect(try await Self.area(station.datastream, town) == Self.point(7.6, 51.9), "the Thing's place")
            let added = try await town.make(
                set,
                """
                {"phenomenonTime":"2026-01-02T00:00:00Z","result":1,
                "FeatureOfInterest":\(Self.feature(#"{"type":"Point","coordinates":[7.7,51.9]}"#))}
                """)
            #expect(
                try await Self.area(station.datastream, town)
                    == ["type": "LineString", "coordinates": [[7.6, 51.9], [7.7, 51.9]]])
            let line = #"{"type":"LineString","coordinates":[[7.5,51.8],[7.65,52]]}"#
            let open = #","properties":{"dataset":"open"}}"#
            let feature = try await town.make("FeaturesOfInterest", Self.feature(line).dropLast() + open)
            // who may read the Datastream may not learn where a feature of another data set lies
            let foreign = try await town.make(
                "FeaturesOfInterest", Self.feature(#"{"type":"Point","coordinates":[1,2]}"#))
            try await town.make(
                set,
                #"{"phenomenonTime":"2026-01-05T00:00:00Z","result":1,"FeatureOfInterest":{"@iot.id":\#(foreign)}}"#)
            let rows = """
                [{"Datastream":{"@iot.id":\(station.datastream)},
                "components":["phenomenonTime","result","FeatureOfInterest/id"],
                "dataArray":[["2026-01-03T00:00:00Z",5,\(feature)],["2026-01-04T00:00:00Z",5,\(feature)]]}]
                """
            #expect(try await town.send(.post, "CreateObservations", rows).status == 201)
            #expect(try await Self.area(station.datastream, town) == Self.box(7.5, 51.8, 7.7, 52))
            let moved = #"{"feature":{"type":"Point","coordinates":[7.65,51.95]}}"#
            #expect(try await town.send(.patch, "FeaturesOfInterest(\(feature))", moved).status == 200)
            #expect(try await Self.area(station.datastream, town) == Self.box(7.6, 51.9, 7.7, 51.95))
            let other = try await town.get("Observations(\(added))/FeatureOfInterest")["@iot.id"]?.integer ?? -1
            #expect(
                try await town.send(.delete, "FeaturesOfInterest(\(other))", as: "administrator").status == 200)
            #expect(try await Self.area(station.datastream, town) == Self.box(7.6, 51.9, 7.65, 51.95))
            let found = try await town.count(
                "Datastreams?$filter=st_intersects(observedArea,geography'POINT(7.62%2051.92)')")
            #expect(found == 1)
            let missed = try await town.count(
                "Datastreams?$filter=st_intersects(observedArea,geography'POINT(7.62%2052.92)')")
            #expect(missed == 0)
            _ = try await town.send(.patch, "FeaturesOfInterest(\(foreign))", #"{"properties":{"dataset":"open"}}"#)
            #expect(
                try await Self.area(station.datastream, town) == Self.box(1, 2, 7.65, 51.95), "it belongs to it now")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what a client wrote stays until it is taken back; what was only read and sent back is not theirs`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let address = "Datastreams(\(station.datastream))"
            let mine = Self.box(7, 51, 8, 52)
            let set = #"{"observedArea":\#(mine.text)}"#
            #expect(try await town.send(.patch, address, set).status == 200)
            let one = #"{"phenomenonTime":"2026-01-01T00:00:00Z","result":1}"#
            try await town.make(address + "/Observations", one)
            #expect(try await Self.area(station.datastream, town) == mine)
            #expect(try await town.send(.patch, address, #"{"observedArea":null}"#).status == 200)
            #expect(try await Self.area(station.datastream, town) == Self.point(7.6, 51.9))
            let back = try await town.send(.patch, address, #"{"observedArea":\#(Self.point(7.6, 51.9).text)}"#)
            #expect(back.status == 200)
            let document = try await town.get(address)
            var patch = HTTPFields()
            patch[.contentType] = "application/json-patch+json"
            let changed = try await town.send(
                .patch, address, #"[{"op":"replace","path":"/name","value":"New"}]"#, headers: patch)
            #expect(changed.status == 200)
            #expect(document["observedArea"] == Self.point(7.6, 51.9))
            try await town.make(
                address + "/Observations",
                """
                {"phenomenonTime":"2026-01-02T00:00:00Z","result":1,
                "FeatureOfInterest":\(Self.feature(#"{"type":"Point","coordinates":[7.7,52]}"#))}
                """)
            #expect(try await Self.area(station.datastream, town) == Self.box(7.6, 51.9, 7.7, 52))
            let put = try await town.send(
                .put, address,
                """
                {"name":"D","description":"","observationType":"OM_Measurement","unitOfMeasurement":\(WriteTown.unit)}
                """)
            #expect(put.status == 200, "\(put.text)")
            #expect(try await Self.area(station.datastream, town) == Self.box(7.6, 51.9, 7.7, 52))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `features without a shape in degrees leave the box as it is`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            for (index, geometry) in [
                #""no geometry""#, #"{"type":"Point","coordinates":[406000,5758000]}"#,
            ].enumerated() {
                // what says that it is GeoJSON has to be
                let feature = Self.feature(geometry, encoding: "text/plain")
                try await town.make(
                    "Datastreams(\(station.datastream))/Observations",
                    """
                    {"phenomenonTime":"2026-01-0\(index + 1)T00:00:00Z","result":1,
                    "FeatureOfInterest":\(feature)}
                    """)
                #expect(try await Self.area(station.datastream, town) == nil, "\(geometry)")
            }
        }
    }
}
