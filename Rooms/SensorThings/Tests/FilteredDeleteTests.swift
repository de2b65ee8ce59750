// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct FilteredDeleteTests {
    private static func fill(_ town: WriteTown, _ datastream: Int64, _ count: Int) async throws {
        let rows = (0..<count).map { index in
            let time = Instant(microseconds: WriteTown.now.microseconds + Int64(index) * 60_000_000).iso8601
            let resultTime = index % 3 == 0 ? #""\#(time)""# : "null"
            return "[\"\(time)\",\(resultTime),\(index)]"
        }
        let answer = try await town.send(
            .post, "CreateObservations",
            """
            [{"Datastream":{"@iot.id":\(datastream)},"components":["phenomenonTime","resultTime","result"],
            "dataArray":[\(rows.joined(separator: ","))]}]
            """)
        #expect(answer.status == 201)
    }

    private static func expectSettled(
        _ town: WriteTown, _ datastream: Int64, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await town.engine.read { connection in
            let kept = try connection.firstRow(
                """
                SELECT observation_count, phenomenon_start, phenomenon_end, result_start, result_end, latest_time,
                    latest_result FROM datastream_state WHERE datastream_id = \(datastream)
                """
            ) { row in (0..<6).map { row.integerIfPresent($0) } + [row.realIfPresent(6).map { Int64($0) }] }
            let counted = try connection.firstRow(
                """
                SELECT count(*), min(phenomenon_time), max(phenomenon_time + coalesce(phenomenon_duration, 0)),
                    min(result_time), max(result_time), max(phenomenon_time),
                    (SELECT result FROM observation WHERE datastream_id = \(datastream)
                        ORDER BY phenomenon_time DESC, id DESC LIMIT 1)
                FROM observation WHERE datastream_id = \(datastream)
                """
            ) { row in (0..<6).map { row.integerIfPresent($0) } + [row.realIfPresent(6).map { Int64($0) }] }
            #expect(kept == counted, sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what the filter finds goes, in several steps, and the kept state follows`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let set = "Datastreams(\(station.datastream))/Observations"
            try await Self.fill(town, station.datastream, 1300)
            let deletions: [(String, Int64)] = [
                ("result%20ge%20600%20and%20result%20lt%20650", 50), ("result%20mod%202%20eq%201", 625),
                ("result%20lt%20100", 50), ("result%20ge%201200", 50), ("result%20eq%205000", 0),
            ]
            for (filter, count) in deletions {
                let answer = try await town.send(.delete, "\(set)?$filter=\(filter)")
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.json["deleted"]?.integer == count, "\(filter)")
                try await Self.expectSettled(town, station.datastream)
            }
            let rest = try await town.send(.delete, "Observations?$filter=result%20ge%200")
            #expect(rest.json["deleted"]?.integer == 525)
            try await Self.expectSettled(town, station.datastream)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `other sets too, with what depends on them`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            var stations: [Int64] = []
            for _ in 0..<3 { stations.append(try await town.makeStation().thing) }
            try await town.make("Things", #"{"name":"kept","description":""}"#)
            let answer = try await town.send(.delete, "Things?$filter=name%20eq%20%27T%27")
            #expect(answer.json["deleted"]?.integer == 3, "\(answer.text)")
            #expect(try await town.count("Things") == 1)
            #expect(try await town.count("Datastreams") == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who may not, and what is no filtered deletion`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let hidden = try await town.makeStation(properties: #"{"dataset":"secret"}"#, as: "administrator")
            try await Self.fill(town, station.datastream, 3)
            try await town.make("Datastreams(\(hidden.datastream))/Observations", #"{"result":1}"#, as: "administrator")
            let set = "Datastreams(\(station.datastream))/Observations"
            #expect(try await town.send(.delete, "\(set)?$filter=true", as: "anonymous").status == 401)
            #expect(try await town.send(.delete, "\(set)?$filter=true", as: "viewer").status == 403)
            let table = [
                ("\(set)?$filter=result%20gt%201&$top=1", 400), ("\(set)?$top=1", 400),
                ("\(set)?$filter=result%20gt", 400),
                (set, 405), ("Datastreams(\(hidden.datastream))/Observations?$filter=true", 404),
                ("Datastreams(99)/Observations?$filter=true", 404), ("Things(\(station.thing))?$filter=true", 400),
            ]
            for (target, status) in table {
                let answer = try await town.send(.delete, target)
                #expect(answer.status == status, "\(target): \(answer.text)")
            }
            #expect(try await town.count("Observations") == 4, "nothing has gone")
            let all = try await town.send(.delete, "Observations?$filter=result%20ge%200")
            #expect(all.json["deleted"]?.integer == 3, "the hidden one is not there for an editor")
            #expect(try await town.count("Observations") == 1)
        }
    }
}
