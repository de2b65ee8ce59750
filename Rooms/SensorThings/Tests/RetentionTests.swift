// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import HTTPTypes
@testable import SensorThings
import Randomness
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct RetentionTests {
    private static let day: Int64 = 86_400_000_000
    private static let now = WriteTown.now

    /// A Datastream with a value each 20 minutes over 40 days, some with a length, some no numbers, and its values.
    private static func fill(_ town: WriteTown) async throws -> (Int64, [NewObservation]) {
        let datastream = try await town.engine.write { try makeDatastream($0) }
        var dice = SeededRandom(seed: 7)
        var batch: [NewObservation] = []
        for step in 0..<(40 * 72) {
            let time = now.microseconds - 40 * day + Int64(step) * 1_200_000_000
            var one = NewObservation(time: time, result: Double(Int.random(in: -400...400, using: &dice)) / 8)
            if step % 5 == 0 { one.duration = 1_200_000_000 }
            if step % 97 == 0 { one.setResult("broken") }
            if step % 3 == 0 { one.resultTime = time + 60_000_000 }
            batch.append(one)
        }
        let all = batch
        try await town.engine.write { _ = try ObservationWriter($0).insert(into: datastream, all) }
        return (datastream, all)
    }

    private static func buckets(
        _ town: WriteTown, _ datastream: Int64, _ bucket: String, _ zone: String = "Europe/Berlin"
    ) async throws -> [String: JSONValue] {
        let answer = try await town.get(
            "Datastreams(\(datastream))/aggregate?bucket=\(bucket)&zone=\(zone)&functions=min,max,sum,mean,count,last")
        var found: [String: JSONValue] = [:]
        for row in answer["value"]?.array ?? [] { found[row["start"]?.string ?? ""] = row }
        return found
    }

    private static func expectSame(
        _ after: [String: JSONValue], _ before: [String: JSONValue], _ title: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(Set(after.keys) == Set(before.keys), "\(title)", sourceLocation: sourceLocation)
        for (start, row) in before {
            for name in ["min", "max", "count", "last"] {
                #expect(
                    after[start]?[name]?.double == row[name]?.double, "\(title) \(start) \(name)",
                    sourceLocation: sourceLocation)
            }
            for name in ["sum", "mean"] {
                let difference = abs((after[start]?[name]?.double ?? .nan) - (row[name]?.double ?? .nan))
                #expect(difference < 1e-9, "\(title) \(start) \(name)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `raw values go, the aggregates say what they said; counts, ranges and ids stay right`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let (datastream, values) = try await Self.fill(town)
            let days = try await Self.buckets(town, datastream, "day")
            let hours = try await Self.buckets(town, datastream, "hour")
            let months = try await Self.buckets(town, datastream, "month")
            _ = try await town.send(
                .patch, "Datastreams(\(datastream))", #"{"properties":{"retention":{"raw":"P10D"}}}"#,
                as: "administrator")
            let outcome = try await Retention(engine: town.engine, now: { Self.now }).run(pause: .zero)
            let calendar = try #require(ZonedCalendar(identifier: Retention.zone))
            let cutoff = RetentionPolicy.cutoff(CalendarDuration(days: 10), before: Self.now, in: calendar)
            let kept = values.filter { $0.time >= cutoff.microseconds }
            #expect(outcome.raw == Int64(values.count - kept.count))
            #expect(outcome.datastreams == 1)
            let page = try await town.get(
                "Datastreams(\(datastream))/Observations?$count=true&$top=1&$orderby=phenomenonTime")
            #expect(page["@iot.count"]?.integer == Int64(kept.count))
            #expect(
                page["value"]?.array?.first?["phenomenonTime"]?.string?.prefix(20) ?? ""
                    == Instant(microseconds: kept[0].time).iso8601.prefix(20))
            let entity = try await town.get("Datastreams(\(datastream))")
            #expect(
                entity["phenomenonTime"]?.string?.hasPrefix(
                    String(Instant(microseconds: kept[0].time).iso8601.prefix(19))) == true)
            let firstResultTime = kept.compactMap(\.resultTime).min() ?? 0
            #expect(
                entity["resultTime"]?.string?.hasPrefix(
                    String(Instant(microseconds: firstResultTime).iso8601.prefix(19))) == true)
            let id = page["value"]?.array?.first?["@iot.id"]?.integer ?? -1
            #expect(try await town.send(.get, "Observations(\(id))", as: "administrator").status == 200)
            Self.expectSame(try await Self.buckets(town, datastream, "day"), days, "day")
            Self.expectSame(try await Self.buckets(town, datastream, "hour"), hours, "hour")
            Self.expectSame(try await Self.buckets(town, datastream, "month"), months, "month")
            // nothing is left to do, and the journal tells what was done
            let again = try await Retention(engine: town.engine, now: { Self.now }).run(pause: .zero)
            #expect(again.raw == 0)
            let journal = try await town.engine.read { try RetentionQueries.journal(limit: 10, on: $0) }
            #expect(journal.map(\.count) == [outcome.raw])
            #expect(journal.first?.rule.contains("raw P10D") == true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `late values: refused where raw values are gone, exact where they are not`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let (datastream, values) = try await Self.fill(town)
            try await town.engine.write { connection in
                let dataset = try DefaultDatasetID.make(connection)
                try connection.execute("UPDATE datastream SET dataset_id = \(dataset) WHERE id = \(datastream)")
                try RetentionQueries.set(
                    RetentionPolicy([("raw", "P10D"), ("hourly", "P20D"), ("daily", "P30D")]), ofDataset: dataset,
                    on: connection)
            }
            let outcome = try await Retention(engine: town.engine, now: { Self.now }).run(pause: .zero)
            #expect(outcome.hourly > 0)
            #expect(outcome.daily > 0)
            let old = Instant(microseconds: Self.now.microseconds - 15 * Self.day).iso8601
            let refused = try await town.send(
                .post, "Datastreams(\(datastream))/Observations", #"{"phenomenonTime":"\#(old)","result":1}"#,
                as: "administrator")
            #expect(refused.status == 409)
            #expect(refused.pointer == "/phenomenonTime")
            let rows = try await town.send(
                .post, "CreateObservations",
                """
                [{"Datastream":{"@iot.id":\(datastream)},"components":["phenomenonTime","result"],"dataArray":[
                ["\(old)",1],["\(Instant(microseconds: Self.now.microseconds - Self.day - 7).iso8601)",1000]]}]
                """, as: "administrator")
            #expect(rows.status == 201)
            #expect(rows.json.array?.first?.string?.hasPrefix("error:") == true)
            #expect(rows.json.array?.last?.string?.hasPrefix("error:") == false)
            let days = try await Self.buckets(town, datastream, "day")
            #expect(days.values.compactMap { $0["max"]?.double }.max() == 1000)
            // 30 days of daily aggregates and raw values are left, not 40
            #expect((30...32).contains(days.count), "\(days.count)")
            let hours = try await Self.buckets(town, datastream, "hour")
            #expect(hours.keys.min() ?? "" < Instant(microseconds: Self.now.microseconds - 19 * Self.day).iso8601)
            _ = values
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a data set's rule leaves lists alone; a rule of its own deletes them`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let thing = try await town.makeStation().thing
            let datastream = try await town.make(
                "Things(\(thing))/MultiDatastreams",
                #"{"name":"M","description":"","multiObservationDataTypes":["OM_Measurement"],"#
                    + #""unitOfMeasurements":[\#(WriteTown.unit)],"Sensor":\#(WriteTown.sensor),"#
                    + #""ObservedProperties":[\#(WriteTown.property)]}"#)
            let old = Instant(microseconds: Self.now.microseconds - 40 * Self.day).iso8601
            try await town.make(
                "MultiDatastreams(\(datastream))/Observations", #"{"phenomenonTime":"\#(old)","result":[1]}"#)
            try await town.engine.write { connection in
                let dataset = try connection.integer("SELECT id FROM dataset WHERE slug = 'open'") ?? -1
                try RetentionQueries.set(RetentionPolicy([("raw", "P10D")]), ofDataset: dataset, on: connection)
            }
            #expect(try await Retention(engine: town.engine, now: { Self.now }).run(pause: .zero).raw == 0)
            let address = "MultiDatastreams(\(datastream))"
            let faulty = try await town.send(
                .patch, address, #"{"properties":{"retention":{"raw":"soon"}}}"#, as: "administrator")
            #expect(faulty.status == 400 && faulty.pointer == "/properties/retention/raw")
            let own = try await town.send(
                .patch, address, #"{"properties":{"retention":{"raw":"P10D"}}}"#, as: "administrator")
            #expect(own.status == 200, "\(own.text)")
            #expect(try await Retention(engine: town.engine, now: { Self.now }).run(pause: .zero).raw == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `steps are short and a writer gets in between`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let (datastream, _) = try await Self.fill(town)
            try await town.engine.write { connection in
                try connection.execute(
                    "UPDATE datastream SET properties = \(SQLValue.json(#"{"retention":{"raw":"P1D"}}"#)) WHERE id = \(datastream)"
                )
            }
            async let running = Retention(engine: town.engine, now: { Self.now }).run(pause: .milliseconds(1))
            var written = 0
            for index in 0..<20 {
                try await town.engine.write { connection in
                    _ = try ObservationWriter(connection).insert(
                        into: datastream, [NewObservation(time: Self.now.microseconds + Int64(index), result: 1)])
                }
                written += 1
            }
            let outcome = try await running
            #expect(written == 20)
            #expect(outcome.steps > 5, "a month a step, and what it deletes")
            let count = try await town.engine.read { connection in
                try connection.integer("SELECT count(*) FROM observation WHERE datastream_id = \(datastream)")
            }
            let kept = try await town.engine.read { connection in
                try DatastreamState.load(datastream, on: connection, forChange: false).count
            }
            #expect(count == kept)
        }
    }

    @Test(arguments: [
        (#"{"raw":"90 days"}"#, "raw"), (#"{"raw":"PT5H"}"#, "raw"), (#"{"raw":"P0D"}"#, "raw"),
        (#"{"hourly":"P90D"}"#, "raw"), (#"{"raw":"P90D","hourly":"P10D"}"#, "hourly"),
        (#"{"raw":"P90D","daily":"P10D"}"#, "daily"), (#"{"weekly":"P90D"}"#, "weekly"), ("5", "retention"),
    ])
    func `faulty rules are refused with their place`(_ rule: String, _ part: String) async throws {
        try await WriteTown.with(.sqlite) { town in
            let datastream = try await town.engine.write { try makeDatastream($0) }
            let answer = try await town.send(
                .patch, "Datastreams(\(datastream))", #"{"properties":{"retention":\#(rule)}}"#, as: "administrator")
            #expect(answer.status == 400)
            let place = part == "retention" ? "" : "/" + part
            #expect(answer.pointer == "/properties/retention\(place)")
        }
    }

    @Test func `the cutoff is a local midnight, also in short months`() throws {
        let calendar = try #require(ZonedCalendar(identifier: Retention.zone))
        func cutoff(_ duration: String, _ now: String) throws -> String {
            RetentionPolicy.cutoff(
                try CalendarDuration(iso8601: duration), before: try Instant(iso8601: now), in: calendar
            ).iso8601
        }
        #expect(try cutoff("P1M", "2026-03-31T12:00:00Z") == "2026-02-27T23:00:00.000Z")
        #expect(try cutoff("P1D", "2026-03-29T22:30:00Z") == "2026-03-28T23:00:00.000Z")
        #expect(try cutoff("P2Y", "2028-02-29T12:00:00Z") == "2026-02-27T23:00:00.000Z")
        #expect(try cutoff("P14M", "2026-01-15T12:00:00Z") == "2024-11-14T23:00:00.000Z")
    }

    // MARK: Duplicates

    /// Rule, and what a second, different value of the same time gets: status, and the value that stands.
    @Test(arguments: TestEngine.allCases)
    func `each rule for duplicates`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let cases: [(String, Int, [Double])] = [
                ("allow", 201, [1, 2]), ("reject", 409, [1]), ("ignore", 201, [1]), ("replace", 201, [2]),
            ]
            for (rule, status, results) in cases {
                let station = try await town.makeStation()
                let datastream = station.datastream
                let changed = try await town.send(
                    .patch, "Datastreams(\(datastream))", #"{"properties":{"duplicates":"\#(rule)"}}"#)
                #expect(changed.status == 200)
                let set = "Datastreams(\(datastream))/Observations"
                let first = try await town.make(set, #"{"phenomenonTime":"2026-01-01T00:00:00Z","result":1}"#)
                let second = try await town.send(.post, set, #"{"phenomenonTime":"2026-01-01T00:00:00Z","result":2}"#)
                #expect(second.status == status, "\(rule): \(second.text)")
                if status == 201, rule != "allow" { #expect(second.id == first, "\(rule)") }
                let found = try await town.get(set)["value"]?.array?.compactMap { $0["result"]?.double } ?? []
                #expect(found == results, "\(rule)")
                let rows = try await town.send(
                    .post, "CreateObservations",
                    """
                    [{"Datastream":{"@iot.id":\(datastream)},"components":["phenomenonTime","result"],"dataArray":[
                    ["2026-01-02T00:00:00Z",5],["2026-01-01T00:00:00Z",7],["2026-01-02T00:00:00Z",6]]}]
                    """)
                let answers = rows.json.array?.compactMap(\.string) ?? []
                #expect(
                    answers.map { $0.hasPrefix("error") }
                        == (rule == "reject" ? [false, true, true] : [false, false, false]), "\(rule): \(answers)")
                let state = try await town.get(
                    "Datastreams(\(datastream))/Observations?$count=true&$orderby=phenomenonTime%20desc&$top=1")
                #expect(state["@iot.count"]?.integer == (rule == "allow" ? 5 : 2), "\(rule)")
                #expect(
                    state["value"]?.array?.first?["result"]?.double == (rule == "replace" || rule == "allow" ? 6 : 5),
                    "\(rule)")
            }
            let faulty = try await town.send(
                .patch, "Datastreams(1)", #"{"properties":{"duplicates":"maybe"}}"#, as: "administrator")
            #expect(faulty.status == 400)
            #expect(faulty.pointer == "/properties/duplicates")
        }
    }
}

private enum DefaultDatasetID {
    static func make(_ connection: any StorageConnection) throws -> Int64 {
        try DefaultDataset.id(now: WriteTown.now, on: connection)
    }
}
