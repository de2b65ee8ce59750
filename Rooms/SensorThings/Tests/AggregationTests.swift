// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Foundation
import HTTPTypes
import Randomness
import SensorThings
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct AggregationTests {
    /// A bucket as a plain calculation has it.
    private struct Expected {
        var start: Int64
        var end: Int64
        var values: [Double] = []
    }

    /// Cuts time at each change of the wall clock's label, found minute by minute with Foundation's calendar.
    private static func expected(
        _ values: [(time: Int64, result: Double)], _ component: Calendar.Component, from: Int64, to: Int64
    ) -> [Expected] {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        var found: [Int64: Expected] = [:]
        for value in values where value.time >= from && value.time < to {
            let date = Date(timeIntervalSince1970: Double(value.time) / 1_000_000)
            guard let interval = calendar.dateInterval(of: component, for: date) else { continue }
            let start = Int64(interval.start.timeIntervalSince1970) * 1_000_000
            let end = Int64(interval.end.timeIntervalSince1970) * 1_000_000
            found[start, default: Expected(start: start, end: end)].values.append(value.result)
        }
        return found.values.sorted { $0.start < $1.start }
    }

    private static let cases: [(String, Calendar.Component, String, String)] = [
        ("hour", .hour, "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"),
        ("hour", .hour, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"),
        ("day", .day, "2026-03-25T05:00:00Z", "2026-04-02T05:00:00Z"),
        ("day", .day, "2026-10-20T05:00:00Z", "2026-10-30T05:00:00Z"),
        ("week", .weekOfYear, "2026-03-01T00:00:00Z", "2026-04-15T00:00:00Z"),
        ("month", .month, "2026-01-01T00:00:00Z", "2027-02-01T00:00:00Z"),
        ("year", .year, "2026-01-01T00:00:00Z", "2027-02-01T00:00:00Z"),
    ]

    @Test(arguments: TestEngine.allCases)
    func `several windows are answered as each of them alone`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            var dice = SeededRandom(seed: 7)
            let datastream = try await town.engine.write { try makeDatastream($0) }
            let day: Int64 = 86_400_000_000
            let start = try Instant(iso8601: "2026-01-01T00:00:00Z").microseconds
            var batch: [NewObservation] = []
            for index in 0..<Int64(400) {
                let result = Double(Int.random(in: -40...40, using: &dice)) / 4
                batch.append(NewObservation(time: start + index * day / 3, result: result))
            }
            let values = batch
            try await town.engine.write { _ = try ObservationWriter($0).insert(into: datastream, values) }
            let found = try await DatastreamIndicator.find(datastream, for: .system, on: town.engine)
            let indicator = try #require(found)
            let windows = [(0, 30), (30, 61), (61, 90), (10, 20), (200, 220)].map { first, last in
                InstantInterval(
                    start: Instant(microseconds: start + Int64(first) * day),
                    end: Instant(microseconds: start + Int64(last) * day))
            }
            for function in AggregateFunction.allCases {
                let together = try await indicator.aggregates(function, over: windows, for: .system)
                var alone: [AggregateValue] = []
                for window in windows {
                    alone.append(try await indicator.aggregate(function, over: window, for: .system))
                }
                #expect(together == alone, "\(function)")
                #expect(alone[0].count == 90 && alone[4].count == 0)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `buckets equal a plain calculation, also on days of 23 and 25 hours`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            var dice = SeededRandom(seed: 2026)
            let datastream = try await town.engine.write { try makeDatastream($0) }
            var values: [(time: Int64, result: Double)] = []
            for (_, _, from, to) in Self.cases {
                let start = try Instant(iso8601: from).microseconds
                let end = try Instant(iso8601: to).microseconds
                for _ in 0..<150 {
                    let time = Int64.random(in: (start - 90_000_000_000)...(end + 90_000_000_000), using: &dice)
                    values.append((time, Double(Int.random(in: -40...40, using: &dice)) / 4))
                }
            }
            let batch = values.map { NewObservation(time: $0.time, result: $0.result) }
            try await town.engine.write { _ = try ObservationWriter($0).insert(into: datastream, batch) }
            for (bucket, component, from, to) in Self.cases {
                let answer = try await town.get(
                    "Datastreams(\(datastream))/aggregate?bucket=\(bucket)&zone=Europe/Berlin&from=\(from)&to=\(to)"
                        + "&functions=min,max,mean,sum,count,last,coverage")
                let expected = Self.expected(
                    values, component, from: try Instant(iso8601: from).microseconds,
                    to: try Instant(iso8601: to).microseconds)
                let rows = answer["value"]?.array ?? []
                #expect(rows.count == expected.count, "\(bucket) \(from)")
                for (row, plain) in zip(rows, expected) {
                    #expect(row["start"]?.string == Instant(microseconds: plain.start).iso8601)
                    #expect(row["end"]?.string == Instant(microseconds: plain.end).iso8601)
                    let sum = plain.values.reduce(0, +)
                    #expect(row["min"]?.double == plain.values.min())
                    #expect(row["max"]?.double == plain.values.max())
                    #expect(row["sum"]?.double == sum, "quarters add exactly")
                    #expect(row["mean"]?.double == sum / Double(plain.values.count))
                    #expect(row["count"]?.integer == Int64(plain.values.count))
                    #expect(row["last"]?.double != nil)
                    #expect((0...1).contains(row["coverage"]?.double ?? -1))
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a quarter-hourly series: lengths of days, the repeated hour, coverage and last`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = try await town.engine.write { try makeDatastream($0) }
            let start = try Instant(iso8601: "2026-03-01T00:00:00Z").microseconds
            let end = try Instant(iso8601: "2026-11-01T00:00:00Z").microseconds
            let gap = try Instant(iso8601: "2026-05-05T10:00:00Z").microseconds
            let batch = stride(from: start, to: end, by: 900_000_000).filter { $0 < gap || $0 >= gap + 21_600_000_000 }
                .map { NewObservation(time: $0, duration: 900_000_000, result: 1) }
            try await town.engine.write { _ = try ObservationWriter($0).insert(into: datastream, batch) }
            func rows(_ query: String) async throws -> [JSONValue] {
                let answer = try await town.send(
                    .get, "Datastreams(\(datastream))/aggregate?zone=Europe/Berlin&functions=sum,coverage,last&" + query
                )
                #expect(answer.status == 200, "\(answer.text)")
                return answer.json["value"]?.array ?? []
            }
            for (day, next, quarters, coverage) in [
                ("2026-03-29", "2026-03-30", 92, 1.0), ("2026-10-25", "2026-10-26", 100, 1),
                ("2026-06-01", "2026-06-02", 96, 1), ("2026-05-05", "2026-05-06", 72, 0.75),
            ] {
                let found = try await rows("bucket=day&from=\(day)&to=\(next)")
                #expect(found.count == 1)
                #expect(found.first?["sum"]?.double == Double(quarters), "\(day)")
                #expect(found.first?["coverage"]?.double == coverage, "\(day)")
                #expect(found.first?["last"]?.double == 1)
            }
            let repeated = try await rows("bucket=hour&from=2026-10-25T00:00:00Z&to=2026-10-25T02:00:00Z")
            #expect(repeated.map { $0["sum"]?.double } == [4, 4])
            #expect(repeated.first?["start"]?.string == Instant(seconds: 1_792_886_400).iso8601)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `faults name the parameter; hidden series are not there`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let open = try await town.makeStation()
            let hidden = try await town.makeStation(properties: #"{"dataset":"secret"}"#, as: "administrator")
            let base = "Datastreams(\(open.datastream))/aggregate"
            let observations = "Datastreams(\(open.datastream))/Observations"
            try await town.make(observations, #"{"result":1,"phenomenonTime":"2020-01-01T00:00:00Z"}"#)
            try await town.make(observations, #"{"result":3,"phenomenonTime":"2026-01-01T00:00:00Z"}"#)
            try await town.make(observations, #"{"result":"n/a","phenomenonTime":"2026-01-01T00:01:00Z"}"#)
            for (query, parameter) in [
                ("bucket=fortnight", "bucket"), ("zone=Europe/Nowhere", "zone"), ("from=yesterday", "from"),
                ("to=2026-02-30", "to"), ("from=2026-01-02&to=2026-01-01", "to"), ("functions=median", "functions"),
                ("functions=", "functions"), ("functions=min,min", "functions"), ("$resultFormat=XML", "$resultFormat"),
                ("bucket=minute", "bucket"), ("bucket=15minutes", "bucket"),
            ] {
                let answer = try await town.send(.get, base + "?" + query)
                #expect(answer.status == 400, "\(query): \(answer.text)")
                #expect(answer.json["parameter"]?.string == parameter, "\(query): \(answer.text)")
            }
            let large = try await town.send(.get, base + "?bucket=hour")
            #expect(
                large.status == 400 && large.text.contains("20000") && large.text.contains("'day'"), "\(large.text)")
            #expect(try await town.send(.get, base + "?buckets=day").status == 400)
            #expect(try await town.send(.get, base + "?bucket=day&bucket=day").status == 400)
            #expect(try await town.send(.get, base).json["value"]?.array?.count == 2)
            for target in ["Things(1)/aggregate", "Datastreams/aggregate", "Datastreams(99)/aggregate"] {
                #expect(try await town.send(.get, target).status == 404, "\(target)")
            }
            #expect(try await town.send(.get, "Datastreams(\(hidden.datastream))/aggregate").status == 404)

            let csv = try await town.send(
                .get, base + "?functions=sum,count,coverage&%24resultFormat=CSV&bucket=year", as: "anonymous")
            #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
            let lines = csv.text.split(separator: "\r\n")
            #expect(lines.first == "datastream,start,end,sum,count,coverage")
            #expect(lines.count == 3)
            #expect(lines.last?.hasPrefix("\(open.datastream),2026-01-01T00:00:00") == true, "\(csv.text)")
            let accepted = try await town.send(.get, base, headers: [.accept: "text/csv"])
            #expect(accepted.text.hasPrefix("datastream,start,end,min,max,mean,count\r\n"))

            let property = try #require(
                try await town.get("Datastreams(\(open.datastream))/ObservedProperty")["@iot.id"]?.integer)
            let moved = try await town.send(
                .patch, "Datastreams(\(hidden.datastream))", #"{"ObservedProperty":{"@iot.id":\#(property)}}"#,
                as: "administrator")
            #expect(moved.status == 200)
            let set = "ObservedProperties(\(property))/aggregate?bucket=year"
            #expect(try await town.send(.get, set).json["value"]?.array?.count == 1)
            let all = try await town.send(.get, set, as: "administrator").json
            #expect(all["value"]?.array?.count == 2)
            #expect(all["bucket"]?.string == "year")
            #expect(all["value"]?.array?.first?["unit"]?.string == "1")
        }
    }
}
