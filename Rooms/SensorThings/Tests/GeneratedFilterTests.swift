// SPDX-License-Identifier: EUPL-1.2
import Foundation
import HTTPTypes
import SensorThings
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// Generated queries, sound, mistyped and broken: both engines give the same answer to each, and none fails.
@Suite struct GeneratedFilterTests {
    private static let isSoak = ProcessInfo.processInfo.environment["ALLMENDE_SOAK"] == "1"
    /// `ALLMENDE_SEED` runs another one.
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["ALLMENDE_SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? (isSoak ? [1, 2, 3] : [1])
    private static let count = isSoak ? 10_000 : 400

    @Test(arguments: seeds)
    func `each generated query has the same answer on both engines`(_ seed: UInt64) async throws {
        try await WriteTown.with(.sqlite) { first in
            try await WriteTown.with(.postgresql) { second in
                try await Self.fill(first)
                try await Self.fill(second)
                var statuses: [Int: Int] = [:]
                var longest = Duration.zero
                for number in 0..<Self.count {
                    var generator = FilterGenerator(seed: seed, number: number)
                    let asked = generator.next()
                    let title: Comment = "seed \(seed), query \(number): \(asked.target)"
                    let begin = ContinuousClock.now
                    var (left, right) = try await Self.both(Self.encoded(asked.target), first, second)
                    longest = max(longest, begin.duration(to: .now))
                    #expect([200, 400, 404, 501].contains(left.status), title)
                    #expect(left.status == right.status, "\(title.rawValue)\n\(left.text)\n\(right.text)")
                    statuses[left.status, default: 0] += 1
                    if let limit = asked.limit {
                        #expect(left.status == 400 && left.text.contains(limit), "\(title.rawValue)\n\(left.text)")
                    }
                    guard left.status == 200, right.status == 200, !Self.isInexact(asked.target) else { continue }
                    #expect(Self.shape(left.json) == Self.shape(right.json), title)
                    guard let link = left.json["@iot.nextLink"]?.string,
                        let other = right.json["@iot.nextLink"]?.string
                    else { continue }
                    left = try await first.send(.get, ReadTown.relative(link), as: "administrator")
                    right = try await second.send(.get, ReadTown.relative(other), as: "administrator")
                    #expect(left.status == 200, "next page of \(title.rawValue)\n\(left.text)")
                    #expect(left.status == right.status, "next page of \(title.rawValue)\n\(right.text)")
                    #expect(Self.shape(left.json) == Self.shape(right.json), "next page of \(title.rawValue)")
                }
                // the grammar makes what the server understands, and what it does not
                #expect(statuses[200] ?? 0 > Self.count / 2, "\(statuses)")
                #expect(statuses[400] ?? 0 > Self.count / 20, "\(statuses)")
                #expect(longest < .seconds(20), "a query took \(longest)")
            }
        }
    }

    private static func both(
        _ target: String, _ first: WriteTown, _ second: WriteTown
    ) async throws -> (WriteTown.Answer, WriteTown.Answer) {
        async let left = first.send(.get, target, as: "administrator")
        async let right = second.send(.get, target, as: "administrator")
        return try await (left, right)
    }

    /// What Docs/sensorthings.md names: sorted by lengths on the ellipsoid, which the engines know to 0.2 %, equal ones
    /// come in any order; what is no valid shape each engine relates in its own way; a whole document's members stand in
    /// another order in each.
    private static func isInexact(_ target: String) -> Bool {
        if FilterGenerator.invalid.contains(where: target.contains) { return true }
        return target.split(separator: "$orderby=").dropFirst().contains { part in
            let order = part.prefix { $0 != "&" }
            let terms = order.split(whereSeparator: { ",; )".contains($0) }).map(String.init)
            return order.contains("geo.distance") || order.contains("geo.length")
                || terms.contains { documents.contains($0) }
        }
    }

    private static let documents: Set = [
        "properties", "location", "feature", "observedArea", "metadata", "parameters", "resultQuality",
    ]

    private static func encoded(_ target: String) -> String {
        let allowed = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~$()',/?:@=;&*")
        return target.addingPercentEncoding(withAllowedCharacters: allowed) ?? target
    }

    /// The ids of an answer in their order, with those of its expansions, and the counts.
    private static func shape(_ value: JSONValue) -> String {
        if let elements = value.array { return "[" + elements.map(shape).joined(separator: ",") + "]" }
        guard let object = value.object else { return "" }
        return object.members.map { member -> String in
            if member.name == "@iot.id" { return member.value.text }
            if member.name.hasSuffix("@iot.count") { return "count \(member.value.text)" }
            let isRelation =
                member.name == "value"
                || EntityType.allCases.contains { $0.rawValue == member.name || $0.setName == member.name }
            return isRelation ? member.name + shape(member.value) : ""
        }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    // MARK: Data

    private static func fill(_ town: WriteTown) async throws {
        for (set, bodies) in data {
            for body in bodies { try await town.make(set, body, as: "administrator") }
        }
    }

    private static let properties = #"""
        {"n":5,"s":"x","b":true,"list":[1,"two",null,{"k":3}],"a.b":7,"deep":{"ä":{"x-y":"ok"},"s":"%"},"huge":1e400,
        "tiny":1e-400,"big":9007199254740993,"zero":-0.0,"null":null,"str5":"5","0":"key"}
        """#

    private static let names = [
        "Bridge", #"Äußerer \"Ring\""#, "Lake's end", #"100%_\\ done"#, "😀 émoji", "ÄÖÜ ẞß", " padded ", "",
    ]

    private static let places = [
        #"{"type":"Point","coordinates":[7.6,51.9]}"#,
        #"{"type":"LineString","coordinates":[[7.60,51.96],[7.62,51.96]]}"#,
        #"{"type":"Polygon","coordinates":[[[7.60,51.95],[7.62,51.95],[7.62,51.97],[7.60,51.97],[7.60,51.95]]]}"#,
        #"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[7.64,51.95,60]}}"#,
        #"{"type":"MultiPoint","coordinates":[[7.6,51.9],[8.1,52.2]]}"#, #""sheet 4""#,
        #"{"type":"Polygon","coordinates":[[[7.6,51.9],[7.7,52.0],[7.7,51.9],[7.6,52.0],[7.6,51.9]]]}"#,
        #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[7.6,51.9]}]}"#,
    ]

    private static func encoding(_ place: String) -> String {
        place.hasPrefix("{") ? "application/geo+json" : "text/plain"
    }

    private static let results = [
        "5", "1.10", "-0.5", "0", "1e20", "1e-300", "1e308", "9007199254740993", #""x""#, #""5""#, #""Ünï 😀""#, "true",
        "false", "null", #"{"k":5,"list":[1,2]}"#, #"[7,"x",null]"#, "1e400", #""""#, "0.1", "-7.25",
    ]

    private static let data: [(set: String, bodies: [String])] = [
        (
            "Sensors",
            [
                WriteTown.sensor,
                #"{"name":"Ö","description":"%","encodingType":"x","metadata":{"a":1},"properties":\#(properties)}"#,
            ]
        ),
        (
            "ObservedProperties",
            [WriteTown.property, #"{"name":"Bridge","definition":"","description":"x","properties":{"n":6}}"#]
        ),
        (
            "Things",
            names.enumerated().map { index, name in
                let own = index == 0 ? properties : #"{"n":\#(index),"s":"\#(name)","dataset":"open"}"#
                let end = index % 4 == 3 ? "}" : #","properties":\#(own)}"#
                return #"{"name":"\#(name)","description":"about \#(name)""#
                    + #","Locations":[{"name":"\#(name)","description":"","encodingType":"\#(encoding(places[index]))","#
                    + #""location":\#(places[index])}]"# + end
            }
        ),
        (
            "Datastreams",
            (0..<3).map { index in
                let area = index == 1 ? "" : #""observedArea":\#(places[2 * index]),"#
                let rule = index == 0 ? properties : #"{"n":\#(index),"deep":{"s":"x"}}"#
                return #"{"name":"Stream \#(index)","description":"","observationType":"OM_Measurement",\#(area)"#
                    + #""unitOfMeasurement":{"name":"Count","symbol":\#(index == 1 ? "null" : "\"1\""),"definition":null},"#
                    + #""Thing":{"@iot.id":\#(index + 1)},"Sensor":{"@iot.id":\#(index % 2 + 1)},"#
                    + #""ObservedProperty":{"@iot.id":\#(index % 2 + 1)},"properties":\#(rule)}"#
            }
        ),
        (
            "MultiDatastreams",
            [
                #"{"name":"Weather","description":"","unitOfMeasurements":[{"name":"a","symbol":"1","definition":null},null],"#
                    + #""multiObservationDataTypes":["http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement","#
                    + #""http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_TruthObservation"],"Thing":{"@iot.id":1},"#
                    + #""Sensor":{"@iot.id":1},"ObservedProperties":[{"@iot.id":1},{"@iot.id":2}],"properties":{"n":5}}"#
            ]
        ),
        (
            "FeaturesOfInterest",
            places.enumerated().map { index, place in
                #"{"name":"F\#(index)","description":"","encodingType":"\#(encoding(place))","feature":\#(place)}"#
            }
        ),
        (
            "Datastreams(1)/Observations",
            results.enumerated().map { index, result in
                let hour = index < 10 ? "0\(index)" : "\(index)"
                let next = index < 9 ? "0\(index + 1)" : "\(index + 1)"
                let begin = "2026-01-01T\(hour):00:00"
                let times = index % 3 == 0 ? "\(begin)Z/2026-01-01T\(next):00:00Z" : begin + ".125Z"
                let more = [
                    "", #","resultTime":"\#(begin)Z","resultQuality":{"n":\#(index)}"#,
                    #","validTime":"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z","parameters":\#(properties)"#,
                    #","FeatureOfInterest":{"@iot.id":\#(index % 8 + 1)},"resultQuality":"good""#,
                ]
                return #"{"phenomenonTime":"\#(times)","result":\#(result)\#(more[index % 4])}"#
            }
        ),
        (
            "Datastreams(3)/Observations",
            (0..<5).map { #"{"phenomenonTime":"2025-12-31T2\#($0 % 4):30:00Z","result":\#($0)}"# }
        ),
        (
            "MultiDatastreams(4)/Observations",
            ["[5.5,true]", "[null,false]", "[7,null]"].enumerated().map {
                #"{"phenomenonTime":"2026-01-01T0\#($0):00:00Z","result":\#($1)}"#
            }
        ),
    ]
}
