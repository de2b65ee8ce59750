// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
@testable import SensorThings
import Randomness
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct DailyAggregatesTests {
    private static let hour: Int64 = 3_600_000_000
    /// Two days after the clocks were put forward.
    private static let start = Instant(seconds: 1_774_828_800 - 3 * 86_400)

    /// What the values of a town's clock amount to, by the start of their bucket.
    private static func expected(
        _ values: [Int64: (time: Int64, result: Double?)], _ bucket: TimeBucket
    ) throws -> [Instant: [Double]] {
        let calendar = try #require(ZonedCalendar(identifier: Retention.zone))
        var buckets: [Instant: [(key: (Int64, Int64), result: Double)]] = [:]
        for (id, value) in values {
            guard let result = value.result else { continue }
            let unit: CalendarUnit = bucket == .month ? .month : bucket == .week ? .week : .day
            let start = calendar.start(of: unit, containing: Instant(microseconds: value.time))
            buckets[start, default: []].append(((value.time, id), result))
        }
        return buckets.mapValues { rows in
            let results = rows.map(\.result)
            let last = rows.max { $0.key < $1.key }?.result ?? .nan
            return [
                Double(rows.count), results.min() ?? .nan, results.max() ?? .nan, results.reduce(0, +), last,
            ]
        }
    }

    private static func expectExact(
        _ values: [Int64: (time: Int64, result: Double?)], _ datastream: Int64, _ town: WriteTown, _ title: String
    ) async throws {
        let calendar = try #require(ZonedCalendar(identifier: Retention.zone))
        for bucket in [TimeBucket.day, .week, .month] {
            let found = try await town.engine.read { connection in
                try SeriesAggregation.buckets(
                    of: datastream, over: InstantInterval(start: .minimum, end: .maximum), by: bucket, in: calendar,
                    withLast: true, on: connection)
            }
            let wanted = try expected(values, bucket)
            #expect(found?.map(\.bucket.start) == wanted.keys.sorted(), "\(title) \(bucket)")
            for one in found ?? [] {
                let numbers = [
                    Double(one.count), one.minimum ?? .nan, one.maximum ?? .nan, one.sum ?? .nan, one.last ?? .nan,
                ]
                #expect(wanted[one.bucket.start] == numbers, "\(title) \(bucket) \(one.bucket.start.iso8601)")
            }
        }
        let total = try await town.engine.read { connection in
            try SeriesAggregation.total(
                of: datastream, over: InstantInterval(start: .minimum, end: .maximum), on: connection)
        }
        try await expectExactStretches(values, datastream, town, title)
        let results = values.values.compactMap(\.result)
        #expect(total.count == Int64(results.count), "\(title)")
        #expect(total.sum ?? 0 == results.reduce(0, +), "\(title)")
    }

    /// Stretches of seven hours, which cut days, and of local days, which do not.
    private static func expectExactStretches(
        _ values: [Int64: (time: Int64, result: Double?)], _ datastream: Int64, _ town: WriteTown, _ title: String
    ) async throws {
        let calendar = try #require(ZonedCalendar(identifier: Retention.zone))
        guard let first = values.values.map(\.time).min(), let last = values.values.map(\.time).max() else { return }
        let begin = first - first.quotientAndRemainderFloored(by: hour).remainder
        let hours = stride(from: begin, through: last + 7 * hour, by: Int64.Stride(7 * hour)).map {
            Instant(microseconds: $0)
        }
        var days = [calendar.start(of: .day, containing: Instant(microseconds: first))]
        while let day = days.last, day.microseconds <= last {
            days.append(calendar.end(of: .day, containing: day))
        }
        for boundaries in [hours, days] {
            let found = try await town.engine.read { connection in
                try SeriesAggregation.stretches(of: datastream, between: boundaries, on: connection)
            }
            #expect(found.map(\.bucket.start) == Array(boundaries.dropLast()), "\(title)")
            for one in found {
                let stretch = one.bucket.start.microseconds..<one.bucket.end.microseconds
                let results = values.values.filter { stretch.contains($0.time) }.compactMap(\.result)
                #expect(one.count == Int64(results.count), "\(title) \(one.bucket.start.iso8601)")
                #expect(one.sum ?? 0 == results.reduce(0, +), "\(title) \(one.bucket.start.iso8601)")
                #expect(one.minimum == results.min() && one.maximum == results.max(), "\(title)")
            }
        }
    }

    /// Results are small whole numbers, so that sums are exact in any order.
    @Test(arguments: TestEngine.allCases, [1, 2, 3] as [UInt64])
    func `aggregates of days are those of the values, whatever comes late, changes or goes`(
        _ kind: TestEngine, _ seed: UInt64
    ) async throws {
        try await WriteTown.with(kind) { town in
            var dice = SeededRandom(seed: seed)
            let datastream = try await town.engine.write { try makeDatastream($0) }
            var values: [Int64: (time: Int64, result: Double?)] = [:]
            var clock = Self.start.microseconds
            var kept = Int64.min
            func insert(_ batch: [NewObservation]) async throws {
                let rows = try await town.engine.write { connection in
                    try ObservationWriter(connection).insert(into: datastream, batch, returningRows: true).rows
                }
                for (row, one) in zip(rows, batch) {
                    if case .present(let id) = row { values[id] = (one.time, one.result) }
                }
            }
            for step in 0..<60 {
                let some = values.filter { $0.value.time >= kept }.keys.sorted().randomElement(using: &dice)
                let operation = Int.random(in: 0..<10, using: &dice)
                switch operation {
                case 0...3:
                    let batch = (0..<Int.random(in: 1...30, using: &dice)).map { _ in
                        clock += Int64.random(in: 0...4, using: &dice) * Self.hour / 2
                        let number = Double(Int.random(in: -9...9, using: &dice))
                        return NewObservation(time: clock, result: number == 9 ? nil : number)
                    }
                    try await insert(batch)
                case 4:
                    let late = clock - Int64.random(in: 0...400, using: &dice) * Self.hour
                    try await insert([NewObservation(time: late, result: 5)])
                case 5, 6:
                    guard let some else { continue }
                    let moved = (values[some]?.time ?? 0) + Int64.random(in: -30...30, using: &dice) * Self.hour
                    let answer = try await town.send(
                        .patch, "Observations(\(some))",
                        #"{"result":\#(step),"phenomenonTime":"\#(Instant(microseconds: moved).iso8601)"}"#,
                        as: "administrator")
                    if answer.status == 200 { values[some] = (moved, Double(step)) }
                case 7:
                    guard let some else { continue }
                    let answer = try await town.send(.delete, "Observations(\(some))", as: "administrator")
                    #expect(answer.status == 200)
                    values[some] = nil
                case 8:
                    guard let some, let from = values[some]?.time else { continue }
                    let (first, last) = (Instant(microseconds: from), Instant(microseconds: from + 20 * Self.hour))
                    let answer = try await town.send(
                        .delete,
                        "Datastreams(\(datastream))/Observations?$filter=phenomenonTime%20ge%20\(first.iso8601)"
                            + "%20and%20phenomenonTime%20lt%20\(last.iso8601)", as: "administrator")
                    #expect(answer.status == 200)
                    values = values.filter { !(first.microseconds..<last.microseconds).contains($0.value.time) }
                default:
                    guard step > 30 else { break }
                    _ = try await town.send(
                        .patch, "Datastreams(\(datastream))", #"{"properties":{"retention":{"raw":"P10D"}}}"#,
                        as: "administrator")
                    let now = Instant(microseconds: clock)
                    _ = try await Retention(engine: town.engine, now: { now }).run(pause: .zero)
                    kept = try await town.engine.read { connection in
                        try DatastreamState.load(datastream, on: connection, forChange: false).rawFrom ?? .min
                    }
                }
                if Bool.random(using: &dice) {
                    _ = try await DailyAggregates(engine: town.engine).run(pause: .zero)
                }
                try await Self.expectExact(values, datastream, town, "seed \(seed) step \(step) operation \(operation)")
            }
            let days = try await town.engine.read { connection in
                try connection.integer("SELECT count(*) FROM observation_rollup WHERE level = 2") ?? 0
            }
            #expect(days > 5, "the aggregates were put to the test")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `days are read instead of values, in steps, and a second run has nothing to do`(
        _ kind: TestEngine
    ) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = try await town.engine.write { connection in
                let datastream = try makeDatastream(connection)
                let values = (0..<250_000).map { index in
                    NewObservation(time: Self.start.microseconds + Int64(index) * 12_000_000, result: Double(index % 7))
                }
                _ = try ObservationWriter(connection).insert(into: datastream, values)
                return datastream
            }
            let first = try await DailyAggregates(engine: town.engine).run(pause: .zero)
            #expect(first == DailyAggregates.Outcome(datastreams: 1, days: 34, steps: 3))
            let second = try await DailyAggregates(engine: town.engine).run(pause: .zero)
            #expect(second == DailyAggregates.Outcome())
            // an aggregate changed by hand shows that it is read
            let count = try await town.engine.write { connection in
                try connection.execute("UPDATE observation_rollup SET value_count = value_count + 1 WHERE level = 2")
                return try SeriesAggregation.total(
                    of: datastream, over: InstantInterval(start: .minimum, end: .maximum), on: connection
                ).count
            }
            #expect(count == 250_034)
        }
    }

    /// What comes in between the reading of a stretch and its storing is seen: the stretch is read again.
    @Test(arguments: TestEngine.allCases)
    func `a value that comes while a stretch is read is noticed`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let datastream = try await town.engine.write { connection in
                let datastream = try makeDatastream(connection)
                let values = (0..<72).map { index in
                    NewObservation(time: Self.start.microseconds + Int64(index) * Self.hour, result: 1)
                }
                _ = try ObservationWriter(connection).insert(into: datastream, values)
                return datastream
            }
            let calendar = try #require(ZonedCalendar(identifier: Retention.zone))
            let (first, other) = (Forming(datastream), Forming(datastream))
            func begin(_ forming: Forming) async throws {
                let stretch = try await town.engine.write { connection in
                    try forming.begin(
                        from: Self.start.microseconds, before: calendar.end(of: .day, containing: Self.start),
                        stale: .min, maximumDays: 1, in: calendar, on: connection)
                }
                #expect(stretch?.days.count == 2 && stretch?.isLast == true)
            }
            func write(hours: Int64) async throws {
                try await town.engine.write { connection in
                    let time = Self.start.microseconds + hours * Self.hour + 1
                    _ = try ObservationWriter(connection).insert(
                        into: datastream, [NewObservation(time: time, result: 9)])
                }
            }
            func isStillTrue(_ forming: Forming) async throws -> Bool {
                try await town.engine.write { try forming.isStillTrue(on: $0) }
            }
            try await begin(first)
            try await write(hours: 1)
            #expect(try await !isStillTrue(first), "a value in the stretch")
            try await begin(first)
            try await write(hours: 50)
            #expect(try await isStillTrue(first), "a value behind it")
            #expect(try await !isStillTrue(first), "once")
            try await begin(first)
            try await begin(other)
            #expect(try await !isStillTrue(first), "another program has begun anew")
            #expect(try await isStillTrue(other))
        }
    }
}
