// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

/// `geo.…` and `st_…` on both engines (OGC 18-088 §9.3.3.5.2, Table 23).
@Suite struct GeometryFilterTests {
    /// Name and location of each Thing.
    private static let places: [(name: String, location: String)] = [
        ("castle", #"{"type":"Point","coordinates":[7.6137,51.9632]}"#),
        (
            "harbour",
            #"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[7.6400,51.9500,60]}}"#
        ),
        ("street", #"{"type":"LineString","coordinates":[[7.60,51.96],[7.62,51.96]]}"#),
        (
            "park",
            #"{"type":"Polygon","coordinates":[[[7.60,51.95],[7.62,51.95],[7.62,51.97],[7.60,51.97],[7.60,51.95]]]}"#
        ),
        ("far", #"{"type":"Point","coordinates":[9.9937,53.5511]}"#),
        ("plan", #""sheet 4""#), ("broken", #"{"type":"Point","coordinates":["x",1]}"#),
        ("metres", #"{"type":"Point","coordinates":[405000,5757000]}"#),
        // no valid area, and far from the others
        ("crossing", #"{"type":"Polygon","coordinates":[[[9,49],[9.1,49.1],[9.1,49],[9,49.1],[9,49]]]}"#),
    ]

    private static let box = "geography'POLYGON((7.59 51.94, 7.63 51.94, 7.63 51.98, 7.59 51.98, 7.59 51.94))'"
    private static let point = "geography'POINT(7.6137 51.9632)'"
    private static let bow = "geography'POLYGON((9 49, 9.1 49.1, 9.1 49, 9 49.1, 9 49))'"
    private static let square = "geography'POLYGON((7.60 51.95, 7.62 51.95, 7.62 51.97, 7.60 51.97, 7.60 51.95))'"

    /// Filter of Locations and the names it leaves, in the order of the places.
    private static let cases: [(filter: String, names: [String])] = [
        ("st_within(location, \(box))", ["castle", "street", "park"]),
        ("geo.intersects(location, \(box))", ["castle", "street", "park"]),
        ("geo.intersects(\(box), location)", ["castle", "street", "park"]),
        ("st_intersects(location, \(point))", ["castle", "park"]),
        ("st_contains(location, \(point))", ["castle", "park"]),
        ("st_contains(\(box), location)", ["castle", "street", "park"]),
        ("st_equals(location, \(point))", ["castle"]),
        ("st_equals(location, \(square))", ["park"]), ("st_equals(location, \(bow))", ["crossing"]),
        ("st_disjoint(location, \(box))", ["harbour", "far", "crossing"]),
        ("not st_disjoint(location, \(box))", ["castle", "street", "park", "plan", "broken", "metres"]),
        ("st_touches(location, geography'LINESTRING(7.62 51.90, 7.62 51.96)')", ["street", "park"]),
        ("st_crosses(location, geography'LINESTRING(7.61 51.94, 7.61 51.98)')", ["street", "park"]),
        (
            "st_overlaps(location, geography'POLYGON((7.61 51.94, 7.63 51.94, 7.63 51.98, 7.61 51.98, 7.61 51.94))')",
            ["park"]
        ),
        ("st_relate(location, \(box), 'T*F**F***')", ["castle", "street", "park"]),
        ("st_relate(location, \(point)) eq '0FFFFFFF2'", ["castle"]),
        ("geo.distance(location, \(point)) lt 1", ["castle", "park"]),
        ("geo.distance(location, \(point)) le 400", ["castle", "street", "park"]),
        ("500 gt geo.distance(\(point), location)", ["castle", "street", "park"]),
        ("geo.distance(location, \(point)) lt 2400", ["castle", "harbour", "street", "park"]),
        ("geo.distance(location, \(point)) gt 100000", ["far", "crossing"]),
        (
            "geo.distance(location, \(point)) add 1 lt 300000 and name ne 'park'",
            ["castle", "harbour", "street", "far"]
        ),
        ("geo.length(location) gt 1370 and geo.length(location) lt 1380", ["street"]),
        ("st_within(location, \(box)) and name eq 'park'", ["park"]),
        ("st_within(location, \(box)) or name eq 'plan'", ["castle", "street", "park", "plan"]),
        ("st_within(location, \(box)) eq true", ["castle", "street", "park"]),
        ("location/type eq 'Point'", ["castle", "far", "broken", "metres"]),
    ]

    private static func fill(_ town: WriteTown) async throws {
        for place in places {
            // What is no GeoJSON must not say that it is.
            let isPlace = !["plan", "broken", "metres"].contains(place.name)
            let encoding = isPlace ? "application/geo+json" : "text/plain"
            let location =
                #"{"name":"\#(place.name)","description":"","encodingType":"\#(encoding)","location":\#(place.location)}"#
            let thing = try await town.make(
                "Things",
                #"{"name":"\#(place.name)","description":"","Locations":[\#(location)],"Datastreams":[\#(WriteTown.datastream)]}"#
            )
            let datastreams = try await town.get("Things(\(thing))/Datastreams")
            let datastream = datastreams["value"]?.array?.first?["@iot.id"]?.integer ?? -1
            try await town.make("Datastreams(\(datastream))/Observations", #"{"result":1}"#)
        }
    }

    private static func names(_ town: WriteTown, _ set: String, _ filter: String, name: String = "name") async throws
        -> [String]
    {
        let answer = try await town.send(
            .get, "\(set)?$filter=\(filter.replacing(" ", with: "%20"))", as: "administrator")
        #expect(answer.status == 200, "\(filter): \(answer.text)")
        let found = answer.json["value"]?.array?.compactMap { $0[name]?.string } ?? []
        return places.map(\.name).filter(found.contains)
    }

    @Test(arguments: TestEngine.allCases)
    func `each function finds what it should, the same on both engines`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            try await Self.fill(town)
            for (filter, names) in Self.cases {
                let found = try await Self.names(town, "Locations", filter)
                #expect(found == names, "\(filter)")
            }
            let within = "st_within(Locations/location, \(Self.box))"
            #expect(try await Self.names(town, "Things", within) == ["castle", "street", "park"])
            #expect(try await Self.names(town, "Things", "\(within) and name eq 'castle'") == ["castle"])
            #expect(
                try await Self.names(town, "FeaturesOfInterest", "st_within(feature, \(Self.box))")
                    == ["castle", "street", "park"])
            let byFeature = try await town.get(
                "Observations?$filter=st_within(FeatureOfInterest/feature,\(Self.box.replacing(" ", with: "%20")))")
            #expect(byFeature["value"]?.array?.count == 3)
            let byThing = try await town.get(
                "Datastreams?$filter=geo.distance(Thing/Locations/location,\(Self.point.replacing(" ", with: "%20")))%20lt%202400"
            )
            #expect(byThing["value"]?.array?.count == 4)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the shape follows what is written`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            try await Self.fill(town)
            let within = "st_within(location, \(Self.box))"
            let location = try await town.get("Locations?$filter=name%20eq%20'far'")["value"]?.array?.first?["@iot.id"]
            let id = location?.integer ?? -1
            _ = try await town.send(
                .patch, "Locations(\(id))", #"{"location":{"type":"Point","coordinates":[7.61,51.96]}}"#)
            #expect(try await Self.names(town, "Locations", within) == ["castle", "street", "park", "far"])
            _ = try await town.send(.patch, "Locations(\(id))", #"{"location":"somewhere"}"#)
            #expect(try await Self.names(town, "Locations", within) == ["castle", "street", "park"])
            _ = try await town.send(.delete, "Locations(\(id - 1))")
            #expect(try await Self.names(town, "Locations", within) == ["castle", "street"])
        }
    }

    /// Areas that overlap themselves and collections: GEOS cannot always tell, and that is no fault of the query.
    @Test(arguments: TestEngine.allCases)
    func `where GEOS cannot tell, nothing is found and nothing fails`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            try await Self.fill(town)
            let square = "((7.5 51.9,7.7 51.9,7.7 52,7.5 52,7.5 51.9))"
            let other = "((7.6 51.9,7.8 51.9,7.8 52,7.6 52,7.6 51.9))"
            let shapes = [
                "MULTIPOLYGON(\(square),\(other))", "GEOMETRYCOLLECTION(POLYGON\(square),POLYGON\(other))",
                "GEOMETRYCOLLECTION(POINT(7.6137 51.9632),LINESTRING(7 51,8 52))",
            ]
            for shape in shapes {
                for name in [
                    "intersects", "equals", "disjoint", "touches", "within", "overlaps", "crosses", "contains",
                ] {
                    _ = try await Self.names(town, "Locations", "st_\(name)(location,geography'\(shape)')")
                    _ = try await Self.names(town, "Locations", "st_\(name)(geography'\(shape)',location)")
                }
                let relate = "st_relate(location,geography'\(shape)','T********') eq false"
                #expect(try await Self.names(town, "Locations", relate).contains("plan"))
            }
            let touching = try await Self.names(town, "Locations", "st_touches(location,geography'\(shapes[1])')")
            #expect(touching.isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `distances are metres on the ellipsoid`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            // from Geographiclib's Geod, WGS 84
            let pairs: [(String, String, Double)] = [
                ("[7.6137,51.9632]", "[7.64,51.95]", 2327.5), ("[7.6137,51.9632]", "[9.9937,53.5511]", 238_810.3),
                ("[13.4,52.5]", "[13.4,52.51]", 1112.8), ("[0,0]", "[1,0]", 111_319.5),
            ]
            for (first, second, metres) in pairs {
                let a: SQL = "shape_of_geojson(\(SQLValue.json(#"{"type":"Point","coordinates":\#(first)}"#)))"
                let b: SQL = "shape_of_geojson(\(SQLValue.json(#"{"type":"Point","coordinates":\#(second)}"#)))"
                let found = try await engine.read { connection in
                    try connection.firstRow(
                        """
                        SELECT \(sqlite: "ST_DistanceSpheroid(\(a), \(b))",
                            postgresql: "ST_Distance(CAST(\(a) AS geography), CAST(\(b) AS geography))")
                        """
                    ) { $0.real(0) }
                }
                #expect(abs((found ?? 0) - metres) < metres * 0.002, "\(first) \(second): \(String(describing: found))")
            }
        }
    }

    @Test(arguments: [
        ("st_within(location,geography'POLYGON((1 2))')", 20), ("st_within(location,geography'nonsense')", 20),
        ("st_within(location,geography'POINT(400 0)')", 20), ("st_within(location,5)", 20),
        ("st_relate(location,geography'POINT(0 0)','XX')", 42), ("geo.length(name) gt 1", 12),
        ("st_within(location) eq true", 1), ("location eq geography'POINT(0 0)'", 13),
    ])
    func `faults name the place`(_ filter: String, _ position: Int64) async throws {
        try await WriteTown.with(.sqlite) { town in
            let answer = try await town.send(.get, "Locations?$filter=\(filter.replacing(" ", with: "%20"))")
            #expect(answer.status == 400)
            #expect(answer.json["position"]?.integer == position, "\(answer.text)")
        }
    }
}
