// SPDX-License-Identifier: EUPL-1.2
import Foundation
import HTTPTypes
import Randomness
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@testable import SensorThings

/// The life of a series: whatever mix of writes, corrections, deletions and retention, the server says what a list would.
@Suite struct LifeOfDataTests {
    private static let isSoak = ProcessInfo.processInfo.environment["ALLMENDE_SOAK"] == "1"
    /// `ALLMENDE_SEED` runs another one.
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["ALLMENDE_SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? (isSoak ? [1, 2, 3, 4, 5, 6] : [1, 2])
    private static let steps = isSoak ? 1500 : 80

    @Test(arguments: TestEngine.allCases, seeds)
    func `a random life is that of a plain list`(_ kind: TestEngine, _ seed: UInt64) async throws {
        try await WriteTown.with(kind) { town in
            // the days around the change to summer time, and the one back
            let change = seed % 2 == 1 ? "2026-03-29T00:00:00Z" : "2025-10-26T00:00:00Z"
            var life = Life(
                town: town, datastream: try await town.makeStation().datastream,
                start: try Instant(iso8601: change).microseconds - 3 * Life.day, dice: SeededRandom(seed: seed))
            for step in 0..<Self.steps {
                let done = try await life.step()
                let faults = try await life.differences()
                #expect(faults.isEmpty, "seed \(seed), step \(step): \(done)\n\(faults.joined(separator: "\n"))")
                guard faults.isEmpty else { break }
            }
            #expect(life.kinds.count >= 8, "not all kinds of steps were taken: \(life.kinds)")
        }
    }
}

/// The server and the list side by side.
private struct Life {
    static let day: Int64 = 86_400_000_000
    private static let slot: Int64 = 1_800_000_000

    let town: WriteTown
    let datastream: Int64
    let start: Int64
    var dice: SeededRandom
    var model = SeriesModel()
    private(set) var kinds: Set<String> = []
    private var retention: (raw: Int, hourly: Int?, daily: Int?)?

    init(town: WriteTown, datastream: Int64, start: Int64, dice: SeededRandom) {
        self.town = town
        self.datastream = datastream
        self.start = start
        self.dice = dice
    }

    private var set: String { "Datastreams(\(datastream))/Observations" }

    private mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &dice) }
    private mutating func chance(_ one: Int) -> Bool { number(one) == 0 }

    // MARK: Steps

    /// Does one thing to both; tells what.
    mutating func step() async throws -> String {
        let done: String
        switch number(16) {
        case 0, 1, 2, 3: done = try await create()
        case 4, 5, 6: done = try await createMany()
        case 7: done = try await correct()
        case 8, 9: done = try await move()
        case 10, 11: done = try await deleteOne()
        case 12: done = try await deleteSome()
        case 13: done = try await changeRule()
        case 14: done = try await runRetention()
        default: done = try await formAggregates()
        }
        kinds.insert(String(done.prefix { $0 != " " }))
        return done
    }

    private mutating func row() -> SeriesModel.Row {
        let time = start + Int64(number(7 * 48)) * Self.slot
        return .init(
            id: 0, time: time, duration: chance(3) ? Self.slot * Int64(1 + number(4)) : nil,
            result: chance(8) ? nil : Double(number(800) - 400) / 8,
            resultTime: chance(2) ? time + Int64(number(1000)) * 1_000_000 : nil)
    }

    private static func text(_ instant: Int64) -> String { Instant(microseconds: instant).iso8601 }

    private static func phenomenonTime(_ row: SeriesModel.Row) -> String {
        row.duration.map { "\(text(row.time))/\(text(row.time + $0))" } ?? text(row.time)
    }

    private static func result(_ row: SeriesModel.Row) -> String { row.result.map { "\($0)" } ?? "\"broken\"" }

    private static func resultTime(_ row: SeriesModel.Row) -> String {
        row.resultTime.map { "\"\(text($0))\"" } ?? "null"
    }

    private mutating func create() async throws -> String {
        var row = row()
        let body =
            #"{"phenomenonTime":"\#(Self.phenomenonTime(row))","result":\#(Self.result(row)),"#
            + #""resultTime":\#(Self.resultTime(row))}"#
        let fate = model.settle(row)
        let answer = try await town.send(.post, set, body)
        row.id = answer.id
        #expect(answer.status == (fate == .refused ? 409 : 201), "\(body) \(fate): \(answer.text)")
        if fate == .stored { model.add(row) }
        if case .present(let id) = fate { #expect(answer.id == id, "\(body)") }
        return "POST \(body): \(answer.status)"
    }

    private mutating func createMany() async throws -> String {
        var rows = (0...number(30)).map { _ in self.row() }
        if chance(2) { rows.sort { $0.time < $1.time } }
        let lines = rows.map { #"["\#(Self.phenomenonTime($0))",\#(Self.result($0)),\#(Self.resultTime($0))]"# }
        let body =
            #"[{"Datastream":{"@iot.id":\#(datastream)},"components":["phenomenonTime","result","resultTime"],"#
            + #""dataArray":[\#(lines.joined(separator: ","))]}]"#
        let answer = try await town.send(.post, "CreateObservations", body)
        #expect(answer.status == 201, "\(answer.text)")
        let texts = answer.json.array?.compactMap(\.string) ?? []
        #expect(texts.count == rows.count)
        guard texts.count == rows.count else { return "CreateObservations failed" }
        for index in rows.indices.sorted(by: { (rows[$0].time, $0) < (rows[$1].time, $1) }) {
            let id = texts[index].split(separator: "(").last.flatMap { Int64($0.dropLast()) }
            let fate = model.settle(rows[index])
            #expect((fate == .refused) == texts[index].hasPrefix("error"), "\(lines[index]) \(fate): \(texts[index])")
            rows[index].id = id ?? -1
            if fate == .stored { model.add(rows[index]) }
            if case .present(let present) = fate { #expect(id == present, "\(lines[index])") }
        }
        return "CreateObservations \(body)"
    }

    private mutating func anyID() -> Int64? {
        model.rows.isEmpty ? nil : model.sorted[number(model.rows.count)].id
    }

    private mutating func patch(
        _ name: String, _ id: Int64, _ body: String, _ change: (inout SeriesModel.Row) -> Void
    ) async throws -> String {
        let isTaken = model.change(id, change)
        let answer = try await town.send(.patch, "Observations(\(id))", body)
        #expect(answer.status == (isTaken ? 200 : 409), "\(body): \(answer.text)")
        return "\(name) \(id) \(body): \(answer.status)"
    }

    private mutating func correct() async throws -> String {
        guard let id = anyID() else { return "nothing" }
        let given = row()
        if chance(2) {
            return try await patch("correct", id, #"{"result":\#(Self.result(given))}"#) { $0.result = given.result }
        }
        return try await patch("correct", id, #"{"resultTime":\#(Self.resultTime(given))}"#) {
            $0.resultTime = given.resultTime
        }
    }

    private mutating func move() async throws -> String {
        guard let id = anyID() else { return "nothing" }
        var given = row()
        if chance(2), let other = anyID().flatMap({ id in model.rows.first { $0.id == id } }) {
            given.time = other.time
        }
        return try await patch("move", id, #"{"phenomenonTime":"\#(Self.phenomenonTime(given))"}"#) {
            $0.time = given.time
            $0.duration = given.duration
        }
    }

    private mutating func deleteOne() async throws -> String {
        guard let id = chance(3) ? model.latest?.id : anyID() else { return "nothing" }
        _ = model.delete { $0.id == id }
        let answer = try await town.send(.delete, "Observations(\(id))")
        #expect(answer.status == 200, "\(answer.text)")
        return "DELETE \(id)"
    }

    private mutating func deleteSome() async throws -> String {
        let row = row()
        let filter: String
        let gone: Int
        switch number(4) {
        case 0:
            let bound = 30 + Double(number(20))
            filter = "result%20gt%20\(bound)"
            gone = model.delete { $0.result ?? -.infinity > bound }
        case 1:
            filter = "phenomenonTime%20lt%20\(Self.text(row.time - 5 * Self.day))"
            gone = model.delete { $0.time < row.time - 5 * Self.day && $0.end <= row.time - 5 * Self.day }
        case 2:
            filter = "resultTime%20gt%20\(Self.text(row.time + 5 * Self.day))"
            gone = model.delete { $0.resultTime ?? .min > row.time + 5 * Self.day }
        default:
            filter = "result%20eq%20'broken'"
            gone = model.delete { $0.result == nil }
        }
        let answer = try await town.send(.delete, "\(set)?$filter=\(filter)")
        #expect(answer.json["deleted"]?.integer == Int64(gone), "\(filter): \(answer.text)")
        return "filtered DELETE \(filter): \(gone)"
    }

    private mutating func changeRule() async throws -> String {
        model.rule = SeriesModel.Rule.allCases[number(4)]
        let raw = 4 + number(6)
        let hourly = chance(2) ? raw + number(3) : nil
        let daily = chance(2) ? (hourly ?? raw) + number(3) : nil
        // hours outlive days nowhere
        retention = (raw, daily == nil ? hourly : hourly ?? raw, daily)
        var parts = [#""raw":"P\#(raw)D""#]
        if let hourly = retention?.hourly { parts.append(#""hourly":"P\#(hourly)D""#) }
        if let daily { parts.append(#""daily":"P\#(daily)D""#) }
        let body =
            #"{"properties":{"duplicates":"\#(model.rule.rawValue)","retention":{\#(parts.joined(separator: ","))}}}"#
        let answer = try await town.send(.patch, "Datastreams(\(datastream))", body)
        #expect(answer.status == 200, "\(answer.text)")
        return "rule \(body)"
    }

    private mutating func runRetention() async throws -> String {
        guard let retention else { return "nothing" }
        let now = start + 7 * Self.day + Int64(number(24)) * 3_600_000_000
        model.retain(now: now, raw: retention.raw, hourly: retention.hourly, daily: retention.daily)
        try await Retention(engine: town.engine, now: { Instant(microseconds: now) }).run(pause: .zero)
        return "retention \(retention) at \(Self.text(now))"
    }

    private mutating func formAggregates() async throws -> String {
        try await DailyAggregates(engine: town.engine).run(pause: .zero)
        return "aggregates"
    }

    // MARK: Comparison

    /// What the server says and the list does not.
    func differences() async throws -> [String] {
        var faults: [String] = []
        func compare<Value: Equatable>(_ title: String, _ found: Value, _ expected: Value) {
            if found != expected { faults.append("\(title): \(found), expected \(expected)") }
        }
        let page = try await town.get("\(set)?$count=true&$top=10000&$orderby=phenomenonTime,id")
        let found = page["value"]?.array?.map(Self.row) ?? []
        compare("count", page["@iot.count"]?.integer, Int64(model.rows.count))
        if found != model.sorted {
            let missing = Set(model.sorted).subtracting(found).sorted { $0.key < $1.key }
            let excess = Set(found).subtracting(model.sorted).sorted { $0.key < $1.key }
            faults.append("rows: missing \(missing), too many \(excess), order \(found.count)")
        }
        let entity = try await town.get("Datastreams(\(datastream))")
        compare("phenomenonTime", Self.range(entity["phenomenonTime"]), model.phenomenonTime)
        compare("resultTime", Self.range(entity["resultTime"]), model.resultTime)
        let latest = try await town.engine.read { connection in
            try connection.firstRow(
                "SELECT latest_id, latest_time, latest_result FROM datastream_state WHERE datastream_id = \(datastream)"
            ) {
                [$0.integerIfPresent(0).map(Double.init), $0.integerIfPresent(1).map(Double.init), $0.realIfPresent(2)]
            }
        }
        let expected = model.latest.map { [Double($0.id), Double($0.time), $0.result] } ?? [nil, nil, nil]
        compare("latest", latest ?? [], expected)
        for (name, unit) in [("hour", Calendar.Component.hour), ("day", .day), ("month", .month)] {
            let answer = try await town.get(
                "Datastreams(\(datastream))/aggregate?bucket=\(name)&zone=Europe/Berlin"
                    + "&functions=min,max,sum,count,last")
            var buckets: [Int64: SeriesModel.Bucket] = [:]
            for bucket in answer["value"]?.array ?? [] {
                let start = (try? Instant(iso8601: bucket["start"]?.string ?? ""))?.microseconds ?? 0
                buckets[start / 1_000_000] = .init(
                    minimum: bucket["min"]?.double ?? .nan, maximum: bucket["max"]?.double ?? .nan,
                    sum: bucket["sum"]?.double ?? .nan, count: bucket["count"]?.double ?? .nan,
                    last: bucket["last"]?.double ?? .nan)
            }
            let modelled = model.buckets(unit)
            for start in Set(buckets.keys).union(modelled.keys).sorted() where buckets[start] != modelled[start] {
                let title = "\(name) \(Self.text(start * 1_000_000))"
                faults.append(
                    "\(title): \(String(describing: buckets[start])), expected \(String(describing: modelled[start]))")
            }
        }
        return faults
    }

    private static func row(_ json: JSONValue) -> SeriesModel.Row {
        let times = range(json["phenomenonTime"])
        return .init(
            id: json["@iot.id"]?.integer ?? -1, time: times?.lowerBound ?? 0,
            duration: json["phenomenonTime"]?.string?.contains("/") == true
                ? times.map { $0.upperBound - $0.lowerBound } : nil,
            result: json["result"]?.double, resultTime: range(json["resultTime"])?.lowerBound)
    }

    /// An instant or an interval.
    private static func range(_ json: JSONValue?) -> ClosedRange<Int64>? {
        let instants =
            json?.string?.split(separator: "/").compactMap { try? Instant(iso8601: String($0)).microseconds } ?? []
        guard let first = instants.first, let last = instants.last else { return nil }
        return first...last
    }
}
