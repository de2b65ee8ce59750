// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import HTTPTypes
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@testable import SensorThings

/// What an editor may not see does not change by what the editor does to what stands beside it.
@Suite struct HiddenPartsTests {
    private static let hidden = #"{"dataset":"closed"}"#

    /// A data set that only administrators read, and the one that all read.
    private static func withClosed(
        _ kind: TestEngine, _ body: @escaping @Sendable (WriteTown) async throws -> Void
    ) async throws {
        try await WriteTown.with(kind) { town in
            try await town.engine.write { connection in
                _ = try DatasetQueries.save(
                    Dataset(
                        slug: "closed", title: "Closed", owner: "Town", licence: "cc-zero", access: .restricted,
                        issued: Instant(seconds: 0), modified: Instant(seconds: 0)),
                    by: "test", at: Instant(seconds: 0), on: connection)
            }
            try await body(town)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a Location that hidden Things have is not deleted by who cannot see them`(_ kind: TestEngine) async throws {
        try await Self.withClosed(kind) { town in
            let place = try await town.make(
                "Locations", WriteTown.location.dropLast() + #","properties":{"dataset":"open"}}"#)
            let thing = try await town.make(
                "Things",
                #"{"name":"H","description":"","properties":\#(Self.hidden),"Locations":[{"@iot.id":\#(place)}]}"#,
                as: "administrator")
            #expect(try await town.send(.delete, "Locations(\(place))").status == 409)
            #expect(
                try await town.send(.delete, "Locations?$filter=id%20eq%20\(place)").status == 409, "nor by a filter")
            #expect(try await town.count("Things(\(thing))/Locations") == 1)
            #expect(try await town.count("Things(\(thing))/HistoricalLocations") == 1)
            #expect(try await town.send(.delete, "Locations(\(place))", as: "administrator").status == 200)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a move leaves links to hidden Locations`(_ kind: TestEngine) async throws {
        try await Self.withClosed(kind) { town in
            let secret = try await town.make(
                "Locations",
                WriteTown.location.dropLast().replacing(#""L""#, with: #""secret""#)
                    + #","properties":\#(Self.hidden)}"#, as: "administrator")
            let thing = try await town.make(
                "Things",
                #"{"name":"T","description":"","properties":{"dataset":"open"},"Locations":[{"@iot.id":\#(secret)}]}"#,
                as: "administrator")
            try await town.make("Things(\(thing))/Locations", WriteTown.location)
            let names = try await town.get("Things(\(thing))/Locations?$orderby=name")["value"]?.array?.map {
                $0["name"]?.string ?? ""
            }
            #expect(names == ["L", "secret"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a Thing that is hidden takes its own places along`(_ kind: TestEngine) async throws {
        try await Self.withClosed(kind) { town in
            let station = try await town.makeStation()
            let shared = try await town.make(
                "Locations", WriteTown.location.dropLast() + #","properties":{"dataset":"open"}}"#)
            let other = try await town.make(
                "Things",
                #"{"name":"O","description":"","properties":{"dataset":"open"},"Locations":[{"@iot.id":\#(shared)}]}"#)
            _ = try await town.send(
                .patch, "Things(\(station.thing))", #"{"Locations":[{"@iot.id":\#(shared)}]}"#)
            try await town.make("Things(\(station.thing))/Locations", WriteTown.location)
            try await town.make("Datastreams(\(station.datastream))/Observations", #"{"result":1}"#)
            #expect(try await town.get("Locations", as: "anonymous")["value"]?.array?.count == 3)
            let moved = try await town.send(
                .patch, "Things(\(station.thing))", #"{"properties":\#(Self.hidden)}"#, as: "administrator")
            #expect(moved.status == 200)
            let left = try await town.get("Locations", as: "anonymous")["value"]?.array?.compactMap {
                $0["@iot.id"]?.integer
            }
            #expect(left == [shared], "what another Thing has stays: \(other)")
            #expect(try await town.get("FeaturesOfInterest", as: "anonymous")["value"]?.array?.isEmpty == true)
            #expect(try await town.get("Datastreams", as: "anonymous")["value"]?.array?.isEmpty == true)
        }
    }

    /// A Datastream or MultiDatastream with a Sensor and an ObservedProperty of its own.
    private static func series(_ name: String, isMulti: Bool = false) -> String {
        let unit = #"{"name":null,"symbol":null,"definition":null}"#
        let property = #"{"name":"property \#(name)","definition":"d","description":""}"#
        let parts =
            isMulti
            ? #""multiObservationDataTypes":["t"],"unitOfMeasurements":[\#(unit)],"ObservedProperties":[\#(property)]"#
            : #""unitOfMeasurement":\#(unit),"ObservedProperty":\#(property)"#
        return #"{"name":"\#(name)","description":"","observationType":"t","#
            + #""Sensor":{"name":"sensor \#(name)","description":"","encodingType":"text/html","metadata":"m"},\#(parts)}"#
    }

    private static func thing(_ name: String, dataset: String) -> String {
        """
        {"name":"\(name)","description":"","properties":{"dataset":"\(dataset)"},\
        "Datastreams":[\(series(name))],"MultiDatastreams":[\(series(name + " multi", isMulti: true))]}
        """
    }

    private static func names(_ town: WriteTown, _ target: String, as role: String) async throws -> [String] {
        try await town.get(target, as: role)["value"]?.array?.map { $0["name"]?.string ?? "" } ?? ["?"]
    }

    @Test(arguments: TestEngine.allCases)
    func `a Sensor and an ObservedProperty are seen through what uses them, by those who see that`(
        _ kind: TestEngine
    ) async throws {
        try await Self.withClosed(kind) { town in
            try await town.make("Things", Self.thing("a", dataset: "open"))
            let closed = try await town.make("Things", Self.thing("b", dataset: "closed"), as: "administrator")
            for (set, word) in [("Sensors", "sensor"), ("ObservedProperties", "property")] {
                for role in ["anonymous", "viewer", "editor"] {
                    let seen = ["\(word) a", "\(word) a multi"]
                    #expect(try await Self.names(town, "\(set)?$orderby=name", as: role) == seen)
                    #expect(try await town.get("\(set)?$count=true&$top=0", as: role)["@iot.count"]?.integer == 2)
                    let filtered = try await Self.names(
                        town, "\(set)?$orderby=name&$filter=startswith(name,'\(word)')", as: role)
                    #expect(filtered == seen)
                }
                #expect(try await town.count(set) == 4)
                let hidden = try await town.get("\(set)?$filter=name%20eq%20'\(word)%20b'")
                let id = try #require(hidden["value"]?.array?.first?["@iot.id"]?.integer)
                for role in ["anonymous", "viewer", "editor"] {
                    #expect(try await town.send(.get, "\(set)(\(id))", as: role).status == 404)
                    #expect(try await town.send(.get, "\(set)(\(id))/name/$value", as: role).status == 404)
                    #expect(try await town.send(.get, "\(set)(\(id))/Datastreams", as: role).status == 404)
                }
                for method in [HTTPRequest.Method.patch, .put, .delete] {
                    let body = method == .delete ? nil : #"{"name":"x"}"#
                    #expect(try await town.send(method, "\(set)(\(id))", body).status == 404, "\(method)")
                }
                let link =
                    #"{"name":"L","description":"","\#(set == "Sensors" ? "Sensor" : "ObservedProperty")":{"@iot.id":\#(id)}}"#
                #expect(try await town.send(.patch, "Datastreams(1)", link).status == 400, "nor linked")
                #expect(try await town.send(.get, "\(set)(\(id))", as: "administrator").status == 200)
            }
            #expect(
                try await Self.names(town, "Things?$filter=Datastreams/Sensor/name%20eq%20'sensor%20b'", as: "editor")
                    == [])
            // a visible Datastream shows what it uses, whatever data set that belongs to
            let shared = try await town.get("Sensors?$filter=name%20eq%20'sensor%20b'")["value"]?.array?.first
            let sensor = try #require(shared?["@iot.id"]?.integer)
            _ = try await town.send(
                .patch, "Datastreams(1)", #"{"Sensor":{"@iot.id":\#(sensor)}}"#, as: "administrator")
            #expect(try await town.send(.get, "Sensors(\(sensor))", as: "anonymous").status == 200)
            let expanded = try await town.get("Datastreams(1)?$expand=Sensor", as: "anonymous")
            #expect(expanded["Sensor"]?["name"]?.string == "sensor b")
            let uses = try await Self.names(town, "Sensors(\(sensor))/Datastreams", as: "anonymous")
            #expect(uses == ["a"], "but not its hidden uses")
            let nested = try await town.get("Sensors(\(sensor))?$expand=Datastreams", as: "anonymous")
            #expect(nested["Datastreams"]?.array?.count == 1)
            // and what is published later shows it too
            _ = try await town.send(
                .patch, "Things(\(closed))", #"{"properties":{"dataset":"open"}}"#, as: "administrator")
            #expect(try await Self.names(town, "ObservedProperties", as: "anonymous").count == 4)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is hidden takes its Sensor and ObservedProperty along, unless another still uses them`(
        _ kind: TestEngine
    ) async throws {
        try await Self.withClosed(kind) { town in
            let first = try await town.make("Things", Self.thing("a", dataset: "open"))
            let second = try await town.make(
                "Things",
                """
                {"name":"o","description":"","properties":{"dataset":"open"},"Datastreams":[\
                {"name":"o","description":"","observationType":"t",\
                "unitOfMeasurement":{"name":null,"symbol":null,"definition":null},\
                "Sensor":{"@iot.id":1},"ObservedProperty":{"@iot.id":1}}]}
                """)
            for (thing, left) in [(first, 1), (second, 0)] {
                _ = try await town.send(
                    .patch, "Things(\(thing))", #"{"properties":\#(Self.hidden)}"#, as: "administrator")
                for set in ["Sensors", "ObservedProperties"] {
                    #expect(try await Self.names(town, set, as: "anonymous").count == left, "\(set)")
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a Sensor that nobody uses yet belongs to the default data set, or the one it names`(
        _ kind: TestEngine
    ) async throws {
        try await Self.withClosed(kind) { town in
            func sensor(_ name: String, _ more: String = "") -> String {
                #"{"name":"\#(name)","description":"","encodingType":"text/html","metadata":"m"\#(more)}"#
            }
            let own = try await town.make("Sensors", sensor("own"))
            let open = try await town.make("Sensors", sensor("open", #","properties":{"dataset":"open"}"#))
            #expect(try await town.send(.get, "Sensors(\(own))").status == 200, "whoever made it sees it")
            #expect(try await town.send(.get, "Sensors(\(own))", as: "anonymous").status == 404)
            #expect(try await town.send(.get, "Sensors(\(open))", as: "anonymous").status == 200)
            _ = try await town.send(
                .patch, "Sensors(\(open))", #"{"properties":\#(Self.hidden)}"#, as: "administrator")
            #expect(try await town.send(.get, "Sensors(\(open))").status == 404)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `values that aggregates stand for are not deleted by hand`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let set = "Datastreams(\(station.datastream))/Observations"
            let old = try await town.make(set, #"{"phenomenonTime":"2026-01-01T00:00:00Z","result":1}"#)
            let new = try await town.make(set, #"{"phenomenonTime":"2026-02-01T00:00:00Z","result":1}"#)
            let limit = try Instant(iso8601: "2026-01-15T00:00:00Z").microseconds
            try await town.engine.write { connection in
                try connection.execute("UPDATE datastream_state SET raw_from = \(limit)")
            }
            #expect(try await town.send(.delete, "Observations(\(old))").status == 409)
            let some = try await town.send(.delete, "\(set)?$filter=result%20eq%201")
            #expect(some.text == #"{"deleted":1}"#)
            #expect(try await town.send(.get, "Observations(\(old))").status == 200)
            #expect(try await town.send(.get, "Observations(\(new))").status == 404)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a replacement takes its feature along`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            _ = try await town.send(
                .patch, "Datastreams(\(station.datastream))", #"{"properties":{"duplicates":"replace"}}"#)
            let set = "Datastreams(\(station.datastream))/Observations"
            let time = #""phenomenonTime":"2026-01-01T00:00:00Z""#
            let first = try await town.make(set, #"{\#(time),"result":1}"#)
            let feature =
                #"{"name":"New","description":"","encodingType":"application/geo+json","feature":\#(WriteTown.point)}"#
            #expect(try await town.make(set, #"{\#(time),"result":1,"FeatureOfInterest":\#(feature)}"#) == first)
            #expect(try await town.get("Observations(\(first))/FeatureOfInterest")["name"] == "New")
            #expect(try await town.make(set, #"{\#(time),"result":2}"#) == first)
            #expect(try await town.get("Observations(\(first))/FeatureOfInterest")["name"] == "New", "none was named")
            let names = try await town.get("FeaturesOfInterest?$filter=name%20eq%20'New'&$expand=Observations")
            #expect(names["value"]?.array?.first?["Observations"]?.array?.count == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the journal has what an interrupted run has deleted`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let now = try Instant(iso8601: "2026-06-01T00:00:00Z")
            let values = (0..<30_000).map {
                NewObservation(time: now.microseconds - Int64($0 + 1) * 600_000_000, result: Double($0))
            }
            try await town.engine.write { connection in
                _ = try ObservationWriter(connection).insert(into: station.datastream, values)
                try connection.execute(
                    "UPDATE datastream SET properties = \(SQLValue.json(#"{"retention":{"raw":"P10D"}}"#))")
            }
            let retention = Retention(engine: town.engine, now: { now })
            func sums() async throws -> (left: Int64, noted: Int64, entries: Int64) {
                try await town.engine.read { connection in
                    let left = try connection.integer("SELECT count(*) FROM observation") ?? 0
                    let noted = try connection.integer(
                        "SELECT CAST(coalesce(sum(deleted), 0) AS BIGINT) FROM retention_journal")
                    return (left, noted ?? 0, try connection.integer("SELECT count(*) FROM retention_journal") ?? 0)
                }
            }
            let running = Task { try await retention.run(pause: .milliseconds(40)) }
            while try await sums().left == 30_000 { try await Task.sleep(for: .milliseconds(5)) }
            running.cancel()
            _ = await running.result
            let halfway = try await sums()
            #expect(halfway.left > 2000 && halfway.left + halfway.noted == 30_000)
            _ = try await retention.run(pause: .zero)
            let end = try await sums()
            #expect(end.left < 1500 && end.left + end.noted == 30_000)
            #expect(end.entries == 1, "one moment, one entry")
        }
    }
}
