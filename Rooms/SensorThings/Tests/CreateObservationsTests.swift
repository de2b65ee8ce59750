// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import Randomness
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct CreateObservationsTests {
    @Test(arguments: TestEngine.allCases)
    func `good rows are stored and bad rows say why`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let answer = try await town.send(
                .post, "CreateObservations",
                """
                [{"Datastream":{"@iot.id":\(station.datastream)},"components":["phenomenonTime","result"],
                "dataArray@iot.count":4,
                "dataArray":[["2026-01-01T01:00:00Z",1.10],["nonsense",2],["2026-01-01T00:00:00Z",3],[4],
                ["2026-01-01T02:00:00Z/2026-01-01T03:00:00Z","a"],["2026-01-01T04:00:00Z","\\u0000"]]},
                {"Datastream":{"@iot.id":\(station.datastream)},"components":["result","FeatureOfInterest/id"],
                "dataArray":[[5,1],[6,999]]}]
                """)
            #expect(answer.status == 201, "\(answer.text)")
            let lines = (answer.json.array ?? []).map { $0.string ?? "" }
            #expect(lines.count == 8)
            let isGood = lines.map { $0.hasPrefix("http://town/v1.1/Observations(") }
            #expect(isGood == [true, false, true, false, true, false, true, false], "\(lines)")
            #expect(lines[1].contains("error") && lines[1].contains("/0/dataArray/1"), "\(lines[1])")
            for line in [lines[0], lines[6]] {
                #expect(try await town.send(.get, ReadTown.relative(line)).status == 200, "\(line)")
            }
            let first = try await town.send(.get, ReadTown.relative(lines[0]))
            #expect(first.text.contains(#""result":1.10"#))
            #expect(try await town.count("Observations") == 4)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a body of another shape is refused, whole`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let reference = #""Datastream":{"@iot.id":\#(station.datastream)}"#
            let good = #"{\#(reference),"components":["result"],"dataArray":[[1]]}"#
            let table = [
                ("{}", ""), ("[5]", "/0/Datastream"), ("[{}]", "/0/Datastream"),
                (#"[\#(good),{"Datastream":{"@iot.id":99},"components":["result"],"dataArray":[]}]"#, "/1/Datastream"),
                (#"[{\#(reference),"components":["phenomenonTime"],"dataArray":[]}]"#, "/0/components"),
                (#"[{\#(reference),"components":["result","x"],"dataArray":[]}]"#, "/0/components/1"),
                (#"[{\#(reference),"components":["result"]}]"#, "/0/dataArray"),
            ]
            for (body, pointer) in table {
                let answer = try await town.send(.post, "CreateObservations", body)
                #expect(answer.status == 400, "\(body)")
                #expect(answer.pointer == pointer, "\(body): \(answer.text)")
            }
            #expect(try await town.count("Observations") == 0)
            #expect(try await town.send(.post, "CreateObservations", "[]").text == "[]")
        }
    }

    /// Count, ranges and latest value in `datastream_state` equal what the rows say after any course of changes.
    @Test(arguments: TestEngine.allCases, [1, 2] as [UInt64])
    func `the kept state is what the rows say`(_ kind: TestEngine, _ seed: UInt64) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            let set = "Datastreams(\(station.datastream))/Observations"
            var dice = SeededRandom(seed: seed)
            var ids: [Int64] = []
            func time() -> String {
                let minutes = Int64.random(in: 0...200, using: &dice)
                let length = Int64.random(in: 1...90, using: &dice)
                let start = Instant(microseconds: WriteTown.now.microseconds + minutes * 60_000_000)
                let end = Instant(microseconds: start.microseconds + length * 60_000_000)
                return Bool.random(using: &dice) ? start.iso8601 : InstantInterval(start: start, end: end).iso8601
            }
            for step in 0..<120 {
                switch Int.random(in: 0...9, using: &dice) {
                case 0...4:
                    let resultTime = Bool.random(using: &dice) ? #""\#(WriteTown.now.iso8601)""# : "null"
                    ids.append(
                        try await town.make(
                            set, #"{"result":\#(step),"phenomenonTime":"\#(time())","resultTime":\#(resultTime)}"#))
                case 5:
                    let rows = (0..<4).map { "[\"\(time())\",\($0)]" }.joined(separator: ",")
                    let answer = try await town.send(
                        .post, "CreateObservations",
                        """
                        [{"Datastream":{"@iot.id":\(station.datastream)},"components":["phenomenonTime","result"],
                        "dataArray":[\(rows)]}]
                        """)
                    for line in answer.json.array ?? [] {
                        let id = line.string?.split(separator: "(").last?.dropLast()
                        ids.append(id.flatMap { Int64($0) } ?? -1)
                    }
                case 6, 7:
                    guard let id = ids.randomElement(using: &dice) else { continue }
                    let body =
                        Bool.random(using: &dice)
                        ? #"{"result":"text \#(step)"}"# : #"{"result":-1,"phenomenonTime":"\#(time())"}"#
                    #expect(try await town.send(.patch, "Observations(\(id))", body).status == 200)
                default:
                    guard let index = ids.indices.randomElement(using: &dice) else { continue }
                    let id = ids.remove(at: index)
                    #expect(try await town.send(.delete, "Observations(\(id))").status == 200)
                }
                guard step % 6 == 5 else { continue }
                let count = ids.count
                try await town.engine.read { connection in
                    let kept = try connection.firstRow(
                        """
                        SELECT observation_count, phenomenon_start, phenomenon_end, result_start, result_end, latest_time,
                            latest_id FROM datastream_state WHERE datastream_id = \(station.datastream)
                        """
                    ) { row in (0..<7).map { row.integerIfPresent($0) } }
                    let counted = try connection.firstRow(
                        """
                        SELECT count(*), min(phenomenon_time), max(phenomenon_time + coalesce(phenomenon_duration, 0)),
                            min(result_time), max(result_time), max(phenomenon_time) FROM observation
                        WHERE datastream_id = \(station.datastream)
                        """
                    ) { row in (0..<6).map { row.integerIfPresent($0) } }
                    #expect(kept.map { Array($0.prefix(6)) } == counted, "step \(step)")
                    #expect(counted?.first == Int64(count))
                }
                if let id = ids.randomElement(using: &dice) {
                    #expect(try await town.send(.get, "Observations(\(id))").status == 200)
                }
            }
        }
    }
}
