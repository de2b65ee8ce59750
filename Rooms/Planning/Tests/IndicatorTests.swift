// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Planning
import Testing
import Wire

@Suite struct IndicatorTests {
    /// A series with a value for each day that `value` knows; coverage counts the days.
    struct DailySource: IndicatorSource {
        let name = "counter"
        let unit = "bicycles"
        let place: (longitude: Double, latitude: Double)? = nil
        let value: @Sendable (_ year: Int, _ month: Int, _ day: Int) -> Double?

        func aggregate(
            _ function: AggregateFunction, over window: InstantInterval, for reader: Reader
        ) async throws -> AggregateValue {
            let calendar = try #require(ZonedCalendar(identifier: "Europe/Berlin"))
            var days = 0
            var values: [Double] = []
            var at = window.start
            while at < window.end {
                let fields = calendar.fields(of: at)
                days += 1
                if let value = value(fields.year, fields.month, fields.day) { values.append(value) }
                at = calendar.end(of: .day, containing: at)
            }
            let sum = values.reduce(0, +)
            let result: Double? =
                switch function {
                case .sum: values.isEmpty ? nil : sum
                case .mean: values.isEmpty ? nil : sum / Double(values.count)
                case .minimum: values.min()
                case .maximum: values.max()
                case .count: Double(values.count)
                case .last: values.last
                }
            return AggregateValue(
                value: result, count: Int64(values.count), coverage: Double(values.count) / Double(max(1, days)))
        }
    }

    /// 15 July 2026, ten in the morning in Berlin.
    static let now = Instant(seconds: 1_784_102_400)

    func read(_ document: JSONObject, _ source: (any IndicatorSource)?) async throws -> IndicatorReading {
        let calendar = try #require(ZonedCalendar(identifier: "Europe/Berlin"))
        let object = PlanningObject(
            reference: Reference(.indicator, 1), version: 1, document: document, visibility: .public, state: .active,
            created: Self.now, createdBy: "", modified: Self.now, modifiedBy: "", checked: [:])
        return try await IndicatorEvaluation(calendar: calendar, now: Self.now, reader: .anonymous)
            .reading(of: object, source: source)
    }

    @Test func `the last full month is set beside the same month a year before`() async throws {
        let source = DailySource { year, month, _ in year == 2026 && month == 6 ? 110 : 100 }
        let reading = try await read(
            [
                "title": "x", "aggregate": "sum", "window": "month", "baseline": 3000, "target": 4000,
                "direction": "up",
            ], source)
        #expect(reading.value == 3300)
        #expect(reading.unit == "bicycles")
        #expect(reading.comparison == .init(now: 3300, before: 3000, commonMonths: nil))
        #expect(abs(try #require(reading.change) - 0.1) < 1e-12)
        #expect(reading.isReached == false)
        #expect(abs(try #require(reading.progress) - 0.3) < 1e-12)
        #expect(abs(try #require(reading.distance) + 0.175) < 1e-12)
        #expect(!reading.isProvisional)
        #expect(reading.months.count == 24)
        #expect(reading.isSeasonal, "one month has its season")
        #expect(reading.window?.start == (try Instant(iso8601: "2026-06-01T00:00:00+02:00")))
    }

    /// Winter has few riders: a year that lost its winter must not look like a gain.
    @Test func `months that one of the years lacks do not mislead`() async throws {
        let source = DailySource { year, month, _ in
            let isWinter = month <= 2 || month == 12
            if isWinter, (year, month) >= (2025, 7) { return nil }
            return isWinter ? 20 : 100
        }
        let mean = try await read(["title": "x", "aggregate": "mean", "window": "year"], source)
        #expect(mean.value == 100)
        #expect(mean.comparison == .init(now: 100, before: 100, commonMonths: 9))
        #expect(mean.change == 0)
        #expect(!mean.isSeasonal)
        #expect(mean.isProvisional, "three of twelve months are missing")
        #expect(abs(try #require(mean.coverage) - 0.75) < 1e-9)
        let sum = try await read(["title": "x", "aggregate": "sum", "window": "year"], source)
        #expect(sum.comparison?.now == sum.comparison?.before)
    }

    @Test func `sums of unlike coverage are not compared`() async throws {
        let source = DailySource { year, month, day in year == 2026 && month == 6 && day > 10 ? nil : 100 }
        let reading = try await read(["title": "x", "aggregate": "sum", "window": "month"], source)
        #expect(reading.value == 1000)
        #expect(reading.comparison == nil)
        #expect(reading.isProvisional)
    }

    @Test func `weeks are compared by the same days of the week`() async throws {
        let calendar = try #require(ZonedCalendar(identifier: "Europe/Berlin"))
        let source = DailySource { year, month, day in
            let noon = try? Instant(
                iso8601: "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)T12:00:00Z")
            return noon.map { Double(calendar.fields(of: $0).weekday) }
        }
        for window in ["day", "week"] {
            let reading = try await read(["title": "x", "aggregate": "sum", "window": .string(window)], source)
            #expect(reading.comparison?.now == reading.comparison?.before, "\(window)")
        }
    }

    @Test(arguments: [("up", true), ("down", false)])
    func `values kept by hand`(_ direction: String, _ isReached: Bool) async throws {
        let reading = try await read(
            [
                "title": "x", "source": "manual", "unit": "%", "target": 60, "direction": .string(direction),
                "values": [
                    ["date": "2025-07-20", "value": 50], ["date": "2026-07-01", "value": 62],
                    ["date": "2027-01-01", "value": 99],
                ],
            ], nil)
        #expect(reading.value == 62, "what lies ahead does not count")
        #expect(reading.comparison == .init(now: 62, before: 50, commonMonths: nil))
        #expect(reading.isReached == isReached)
    }

    /// A day of the town: in Berlin it has begun two hours before that of the world's clock.
    @Test(
        arguments: [
            ("2026-07-31T22:30:00Z", 31.0), ("2026-08-01T00:30:00Z", 31), ("2026-07-31T21:30:00Z", nil),
        ] as [(String, Double?)])
    func `a value of today counts from the beginning of the town's day`(_ now: String, _ value: Double?) async throws {
        let calendar = try #require(ZonedCalendar(identifier: "Europe/Berlin"))
        let evaluation = IndicatorEvaluation(calendar: calendar, now: try Instant(iso8601: now), reader: .system)
        let indicator = MeasureTests.object(
            "K-1", ["title": "x", "source": "manual", "values": [["date": "2026-08-01", "value": 31]]])
        #expect(try await evaluation.reading(of: indicator, source: nil).value == value)
    }

    @Test func `a layer counts, and nothing named has no value`() async throws {
        let layer = try await read(
            ["title": "x", "source": "layer", "target": 30], LayerCount(name: "racks", count: 24))
        #expect(layer.value == 24)
        #expect(layer.months.isEmpty)
        #expect(try await read(["title": "x"], nil).value == nil)
    }
}
