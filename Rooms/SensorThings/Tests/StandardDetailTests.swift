// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

/// What the standard's own tests and those of other servers ask for beside the requirement classes.
@Suite struct StandardDetailTests {
    private static let series = WriteTown.datastream.dropLast()
    private static let values = #""Observations":[{"result":1}]"#

    @Test(arguments: TestEngine.allCases)
    func `an Observation needs a feature or a place to make it from`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let nested = #"{"name":"n","description":"","Datastreams":[\#(Self.series),\#(Self.values)}]}"#
            let refused = try await town.send(.post, "Things", nested)
            #expect(refused.status == 400 && refused.pointer == "/Datastreams/0/Observations/0/FeatureOfInterest")
            #expect(try await town.count("Things") == 0, "nothing is left of it")
            let thing = try await town.make(
                "Things", #"{"name":"n","description":"","Datastreams":[\#(WriteTown.datastream)]}"#)
            let datastream = try await town.get("Things(\(thing))/Datastreams")["value"]?.array?.first?["@iot.id"]?
                .integer
            let id = try #require(datastream)
            for (set, body) in [
                ("Datastreams(\(id))/Observations", #"{"result":1}"#),
                ("Observations", #"{"result":1,"Datastream":{"@iot.id":\#(id)}}"#),
            ] {
                let answer = try await town.send(.post, set, body)
                #expect(answer.status == 400 && answer.pointer == "/FeatureOfInterest", "\(set): \(answer.text)")
            }
            let feature = #""encodingType":"application/geo+json","feature":\#(WriteTown.point)"#
            let other = try await town.make("FeaturesOfInterest", #"{"name":"f","description":"",\#(feature)}"#)
            let rows = try await town.send(
                .post, "CreateObservations",
                #"[{"Datastream":{"@iot.id":\#(id)},"components":["result","FeatureOfInterest/id"],"#
                    + #""dataArray":[[1,null],[2,\#(other)]]}]"#)
            let answers = rows.json.array?.compactMap(\.string) ?? []
            #expect(rows.status == 201 && answers.count == 2)
            #expect(answers.first?.hasPrefix("error") == true && answers.last?.contains("/Observations(") == true)
            // with a place the feature is made
            _ = try await town.send(.patch, "Things(\(thing))", #"{"name":"m"}"#)
            try await town.make("Things(\(thing))/Locations", WriteTown.location)
            let made = try await town.make(
                "Datastreams(\(id))/Observations", #"{"result":1,"FeatureOfInterest":null,"phenomenonTime":null}"#)
            #expect(try await town.get("Observations(\(made))/FeatureOfInterest")["name"] == "L")
        }
    }

    /// Wherever the Location stands in the body: the Observations are made when all else is there.
    static let nestings: [(set: String, body: String)] = [
        (
            "Locations",
            WriteTown.location.dropLast()
                + #","Things":[{"name":"n","description":"","Datastreams":[\#(series),\#(values)}]}]}"#
        ),
        (
            "HistoricalLocations",
            #"{"time":"2026-01-01T00:00:00Z","Thing":{"name":"n","description":"","#
                + #""Datastreams":[\#(series),\#(values)}]},"Locations":[\#(WriteTown.location)]}"#
        ),
        (
            "Things",
            #"{"name":"n","description":"","Datastreams":[\#(series),\#(values)}],"#
                + #""HistoricalLocations":[{"time":"2026-01-01T00:00:00Z","Locations":[\#(WriteTown.location)]}]}"#
        ),
        (
            "Locations",
            WriteTown.location.dropLast() + #","HistoricalLocations":[{"time":"2026-01-01T00:00:00Z","#
                + #""Thing":{"name":"n","description":"","Datastreams":[\#(series),\#(values)}]}}]}"#
        ),
    ]

    @Test(arguments: TestEngine.allCases)
    func `a nested Observation takes its feature from where its Thing is in the end`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            for (set, body) in Self.nestings {
                try await town.make(set, body)
                let found = try await town.get("Observations?$expand=FeatureOfInterest&$orderby=id%20desc&$top=1")
                let first = found["value"]?.array?.first
                #expect(first?["FeatureOfInterest"]?["name"] == "L", "\(set): \(found.text)")
                _ = try await town.send(.delete, "Observations(\(first?["@iot.id"]?.integer ?? 0))")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an id is never given twice`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            for (set, body) in [
                ("Sensors", WriteTown.sensor), ("ObservedProperties", WriteTown.property),
                ("Locations", WriteTown.location), ("Things", #"{"name":"n","description":""}"#),
            ] {
                let first = try await town.make(set, body)
                let gone = try await town.send(.delete, "\(set)(\(first))")
                #expect(gone.status == 200)
                #expect(try await town.make(set, body) > first, "\(set)")
            }
            func ids() async throws -> [Int64] {
                let station = try await town.makeStation()
                let observation = try await town.make(
                    "Datastreams(\(station.datastream))/Observations", #"{"result":1}"#)
                let feature = try await town.get("Observations(\(observation))/FeatureOfInterest")["@iot.id"]?.integer
                let history = try await town.get("Things(\(station.thing))/HistoricalLocations")
                let location = try await town.get("Things(\(station.thing))/Locations")
                for path in [
                    "FeaturesOfInterest(\(feature ?? 0))", "Things(\(station.thing))",
                    "Locations(\(location["value"]?.array?.first?["@iot.id"]?.integer ?? 0))",
                ] {
                    let gone = try await town.send(.delete, path)
                    #expect(gone.status == 200, "\(path): \(gone.text)")
                }
                return [
                    station.datastream, observation, feature ?? 0,
                    history["value"]?.array?.first?["@iot.id"]?.integer ?? 0,
                ]
            }
            let (first, second) = (try await ids(), try await ids())
            for (earlier, later) in zip(first, second) { #expect(earlier > 0 && later > earlier) }
        }
    }

    /// What a body holds, and where the fault is said to be.
    static let refused: [(set: String, body: String, pointer: String)] = [
        ("Things", #"{"name":"\#(String(repeating: "ä", count: 1001))","description":""}"#, "/name"),
        (
            "ObservedProperties", #"{"name":"n","description":"","definition":"","MultiDatastreams":[{"@iot.id":2}]}"#,
            ""
        ),
        ("MultiDatastreams(2)/ObservedProperties", WriteTown.property, ""),
    ]

    @Test(arguments: TestEngine.allCases)
    func `what cannot be kept is refused at its place`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let multi = try await town.make(
                "Things(\(station.thing))/MultiDatastreams",
                #"{"name":"m","description":"","multiObservationDataTypes":["OM_Measurement"],"#
                    + #""unitOfMeasurements":[\#(WriteTown.unit)],"Sensor":\#(WriteTown.sensor),"#
                    + #""ObservedProperties":[\#(WriteTown.property)]}"#)
            #expect(multi == 2)
            for (set, body, pointer) in Self.refused {
                let answer = try await town.send(.post, set, body)
                #expect(answer.status == 400 && answer.pointer == pointer, "\(set): \(answer.text)")
            }
            for number in ["1e999999999", "-1e-8001", String(repeating: "1", count: 8001)] {
                let answer = try await town.send(
                    .post, "Datastreams(\(station.datastream))/Observations", #"{"result":\#(number)}"#)
                #expect(answer.status == 400 && answer.text.contains("8000"), "\(answer.text)")
            }
            for number in ["1e8000", "1e-8000", String(repeating: "1", count: 8000)] {
                try await town.make("Datastreams(\(station.datastream))/Observations", #"{"result":\#(number)}"#)
            }
            for query in ["$orderby=result", "$filter=length(result)%20gt%201", "$filter=result%20gt%205"] {
                let answer = try await town.send(.get, "Observations?\(query)", as: "administrator")
                #expect(answer.status == 200, "\(query): \(answer.text)")
            }
            let both = try await town.send(
                .post, "CreateObservations",
                #"[{"Datastream":{"@iot.id":1},"MultiDatastream":{"@iot.id":2},"components":["result"],"dataArray":[]}]"#
            )
            #expect(both.status == 400)
            let twice = try await town.send(
                .post, "CreateObservations",
                #"[{"Datastream":{"@iot.id":1},"components":["result","result"],"dataArray":[[1,2]]}]"#)
            #expect(twice.status == 400 && twice.pointer == "/0/components/1")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a JSON Patch compares numbers by value and counts from 0 without zeros before`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let thing = try await town.make(
                "Things", #"{"name":"n","description":"","properties":{"n":1.0,"list":[10,{"b":[],"a":2e2}]}}"#)
            let patch: HTTPFields = [.contentType: "application/json-patch+json"]
            for (operation, status) in [
                (#"{"op":"test","path":"/properties/n","value":1}"#, 200),
                (#"{"op":"test","path":"/properties/n","value":1.1}"#, 409),
                (#"{"op":"test","path":"/properties/list","value":[1e1,{"a":200.0,"b":[]}]}"#, 200),
                (#"{"op":"test","path":"/properties/list/1","value":{"a":200.0}}"#, 409),
                (#"{"op":"add","path":"/properties/list/01","value":1}"#, 400),
                (#"{"op":"replace","path":"/properties/list/+1","value":1}"#, 400),
                (#"{"op":"add","path":"/properties/list/1","value":1}"#, 200),
            ] {
                let answer = try await town.send(.patch, "Things(\(thing))", "[\(operation)]", headers: patch)
                #expect(answer.status == status, "\(operation): \(answer.text)")
            }
        }
    }

    /// Addresses and queries over one Thing with its station, and what of the answer's text.
    static let reads: [(target: String, text: String)] = [
        ("Things(1)/properties/list%5B1%5D", #"{"1":[3,4]}"#),
        ("Things(1)/properties/list[1][0]/$value", "3"), ("Observations(1024)/result[0]/$value", "5"),
        ("Datastreams(1)?$select=unitOfMeasurement/symbol", #""unitOfMeasurement":{"symbol":"1"}"#),
    ]

    @Test(arguments: TestEngine.allCases)
    func `elements of lists and members of units have addresses`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation(properties: #"{"list":[1,[3,4]],"dataset":"open"}"#)
            try await town.make("Datastreams(\(station.datastream))/Observations", #"{"result":[5,6]}"#)
            for (target, text) in Self.reads {
                let answer = try await town.send(.get, target)
                #expect(answer.status == 200 && answer.text.contains(text), "\(target): \(answer.text)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what the database refuses fails by itself in a batch`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let thing = #""body":{"name":"x","description":""}"#
            // an identifier that the database itself refuses, past all checks of ours
            try await town.engine.write { connection in
                try connection.execute("CREATE UNIQUE INDEX thing_once ON thing (description)")
            }
            let answer = try await town.send(
                .post, "$batch",
                """
                {"requests":[{"id":"1","method":"post","url":"Things",\(thing)},
                {"id":"2","method":"post","url":"Things",\(thing)},
                {"id":"3","atomicityGroup":"g","method":"post","url":"Things","body":{"name":"y","description":"y"}},
                {"id":"4","atomicityGroup":"g","method":"post","url":"Things",\(thing)},
                {"id":"5","method":"post","url":"Things","body":{"name":"z","description":"z"}}]}
                """, headers: [.contentType: "application/json"])
            let statuses = answer.json["responses"]?.array?.compactMap { $0["status"]?.integer }
            #expect(answer.status == 200 && statuses == [201, 409, 424, 409, 201], "\(answer.text)")
            #expect(try await town.count("Things") == 2)
        }
    }

    /// Filters over an Observation of [06:00, 07:00) and one at 08:00, valid [06:00, 07:00): how many they leave.
    static let times: [(String, Int)] = [
        ("validTime add duration'PT1H' eq 2020-01-01T07:00:00Z/2020-01-01T08:00:00Z", 1),
        ("validTime add duration'PT1H' eq 2020-01-01T07:00:00Z", 0),
        ("validTime sub duration'PT1H' lt 2020-01-01T06:00:00Z", 1),
        ("validTime add duration'PT1M' lt 2020-01-01T07:00:00Z", 0),
        ("phenomenonTime gt 2020-01-01T08:00:00Z/2020-01-01T09:00:00Z sub duration'PT1H'", 1),
        ("2020-01-01T07:00:00Z gt phenomenonTime", 1), ("2020-01-01T07:00:00Z le phenomenonTime", 1),
        ("2020-01-01T06:00:00Z le phenomenonTime", 2), ("2020-01-01T06:00:00Z ge phenomenonTime", 0),
        ("2020-01-01T07:00:00Z ge phenomenonTime", 1),
        ("phenomenonTime le 2020-01-01T07:00:00Z/2020-01-01T09:00:00Z", 1),
        ("phenomenonTime ge 2020-01-01T06:00:00Z/2020-01-01T07:30:00Z", 1),
        ("phenomenonTime ge 2020-01-01T06:00:00Z/2020-01-01T07:00:00Z", 2),
        ("phenomenonTime ge 2020-01-01T06:00:00Z and phenomenonTime lt 2020-01-01T07:00:00Z", 1),
    ]

    @Test(arguments: TestEngine.allCases)
    func `times that last are compared and moved whole`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let set = "Datastreams(\(station.datastream))/Observations"
            let hour = "2020-01-01T06:00:00Z/2020-01-01T07:00:00Z"
            try await town.make(set, #"{"result":1,"phenomenonTime":"\#(hour)","validTime":"\#(hour)"}"#)
            try await town.make(set, #"{"result":2,"phenomenonTime":"2020-01-01T08:00:00Z"}"#)
            for (filter, count) in Self.times {
                let found = try await town.count("\(set)?$filter=\(filter.replacing(" ", with: "%20"))")
                #expect(found == count, "\(filter)")
            }
        }
    }

    /// Queries and the names they find, in their order.
    static let absent: [(target: String, names: [String])] = [
        ("Things?$filter=Datastreams/id eq null&$orderby=name", ["bare"]),
        ("Things?$filter=Datastreams/name eq null and name eq 'T'", []),
        ("Things?$filter=Locations/name eq null", ["bare"]),
        ("Observations?$filter=MultiDatastream/name eq null&$expand=Datastream", ["D"]),
        ("Observations?$filter=Datastream/name eq null&$expand=MultiDatastream", ["m"]),
        ("Observations?$filter=Datastream/id eq null&$expand=MultiDatastream", ["m"]),
        ("Datastreams?$orderby=length(Thing/name) desc,name", ["D"]),
        ("Locations?$orderby=location", ["far", "L"]), ("Locations?$orderby=location desc", ["L", "far"]),
        ("Things?$orderby=properties/none,properties desc", ["T", "bare"]),
    ]

    @Test(arguments: TestEngine.allCases)
    func `what is not there is null, and documents have an order`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            try await town.make("Things", #"{"name":"bare","description":""}"#)
            try await town.make(
                "Locations",
                WriteTown.location.replacing(#""L""#, with: #""far""#).replacing("[7.6,51.9]", with: "[-7.6,51.9]"))
            try await town.make(
                "Things(\(station.thing))/MultiDatastreams",
                #"{"name":"m","description":"","multiObservationDataTypes":["OM_Measurement"],"#
                    + #""unitOfMeasurements":[\#(WriteTown.unit)],"Sensor":\#(WriteTown.sensor),"#
                    + #""ObservedProperties":[\#(WriteTown.property)],"Observations":[{"result":[1]}]}"#)
            try await town.make("Datastreams(\(station.datastream))/Observations", #"{"result":1}"#)
            for (target, names) in Self.absent {
                let found = try await town.get(target.replacing(" ", with: "%20"))["value"]?.array?.map { row in
                    (row["name"] ?? row["Datastream"]?["name"] ?? row["MultiDatastream"]?["name"])?.string ?? "?"
                }
                #expect(found == names, "\(target)")
            }
        }
    }
}
