// SPDX-License-Identifier: EUPL-1.2
import Quality
import Testing

/// Series without a fault give no finding: nights, weekends, holidays, seasons, clock changes, rain, full garages, floods.
@Suite struct HealthyTests {
    @Test(arguments: Town.Kind.allCases, [[1, 1], [1, 2], [5, 2], [6, 1]])
    func `a healthy network is silent`(_ kind: Town.Kind, _ size: [Int]) {
        let watching = Watching(kind, places: size[0], channels: size[1], seed: 11, days: 430)
        #expect(watching.lines == [])
    }

    @Test func `two and a half years of counters are silent, also against the year before`() {
        #expect(Watching(.counter, places: 5, channels: 1, seed: 12, days: 900).lines == [])
    }

    @Test(arguments: Town.Kind.allCases)
    func `gaps, days in part, a late start and an end are no fault`(_ kind: Town.Kind) {
        let watching = Watching(kind, places: 5, channels: 2, seed: 13, days: 300) { series, day, values, _ in
            switch series {
            case 1 where (100..<120).contains(day): []
            case 4: day < 60 ? [] : values
            case 7 where day % 9 == 0: Array(values.prefix(values.count / 3))
            case 10 where day > 200: []
            default: values
            }
        }
        #expect(watching.lines == [])
    }

    /// Their numbers are below 0.
    @Test func `days before 1970 are days as others`() {
        func found(from first: Int) -> [String] {
            let series = (1...6).map { WatchedSeries(id: $0, place: $0, isCount: true) }
            var watch = NetworkWatch(series)
            for day in 0..<820 {
                let before = [4.0 + Double((day + 6) % 7), 9, 6]
                let own = [4.0 + Double(day % 7), 9, 6]
                watch.take(
                    first + day, series.map { DayFigures($0.id == 3 && day > 780 ? [0, 0] : own, dayBefore: before) })
            }
            return watch.findings.map { "\($0.rule) \($0.series) \($0.from - first)" }
        }
        // whole weeks and years of 364 days apart
        let later = found(from: 2912)
        #expect(!later.isEmpty && found(from: -728) == later)
    }

    /// Snow: all are at a tenth, some at zero.
    @Test func `zeros while all others are nearly zero are no fault`() {
        let watching = Watching(.counter, places: 5, channels: 2, seed: 14, days: 250) { series, day, values, _ in
            guard (200..<209).contains(day) else { return values }
            return series == 1 || series == 0 ? values.map { _ in 0 } : values.map { ($0 / 12).rounded() }
        }
        #expect(watching.lines.allSatisfy { !$0.hasPrefix("stopped") && !$0.hasPrefix("unit") })
    }

    @Test func `a channel that rests at weekends, and a series of one value, are so by habit`() {
        let watching = Watching(.counter, places: 5, channels: 2, seed: 15, days: 400) { series, day, values, _ in
            // 13 is the channel 41, 10 the channel 31
            if series == 13 { return values.map { _ in 42 } }
            return series == 10 && (Town.firstDay + day) % 7 < 2 ? values.map { _ in 0 } : values
        }
        #expect(watching.lines.allSatisfy { $0.hasPrefix("sum") })
    }

    @Test func `few values a day say nothing`() {
        let watching = Watching(.level, places: 1, channels: 1, seed: 16, days: 400) { _, _, values, _ in
            [(values[0] / 50).rounded()]
        }
        #expect(watching.lines == [])
    }
}
