// SPDX-License-Identifier: EUPL-1.2
import Quality
import Testing

/// Planted faults are found, with their series, their days, and soon; nothing else is.
@Suite struct PlantedTests {
    @Test(arguments: [UInt64(21), 22, 23])
    func `a channel that stops beside its sibling is found on the second day, and its total with it`(_ seed: UInt64) {
        let watching = Watching(.counter, places: 1, channels: 2, seed: seed, days: 340) { series, day, values, _ in
            // as the publisher does: the total goes on as the other channel alone
            guard (300..<330).contains(day) else { return values }
            if series == 0 { return values.map { ($0 / 2).rounded() } }
            return series == 1 ? values.map { _ in 0 } : values
        }
        let own = watching.lines.filter { $0.hasPrefix("stopped") }
        #expect(own == ["stopped 0 1 300–329 301", "stopped 1 1 300–329 301"])
    }

    @Test func `a whole place that stops is found by the others, with its total as the cause`() {
        let watching = Watching(.counter, places: 6, channels: 2, seed: 24, days: 240) { series, day, values, _ in
            (200..<220).contains(day) && series < 3 ? values.map { _ in 0 } : values
        }
        #expect(
            watching.lines == [
                "stopped 0 0 200–219 201", "stopped 1 0 200–219 201", "stopped 2 0 200–219 201",
            ])
        #expect(watching.findings.allSatisfy { $0.evidence[.network] == 1 })
    }

    @Test func `a rare counter that stops is found when by chance it would not be so quiet`() {
        let watching = Watching(.rareCounter, places: 6, channels: 1, seed: 25, days: 300) { series, day, values, _ in
            series == 2 && day >= 250 ? values.map { _ in 0 } : values
        }
        #expect(watching.findings.map(\.series) == [20])
        #expect(watching.findings.allSatisfy { $0.from == Town.firstDay + 250 && $0.to == nil })
        #expect(watching.findings.allSatisfy { ($0.evidence[.expected] ?? 0) >= 20 })
    }

    @Test(arguments: [Town.Kind.temperature, .dust])
    func `a value that stays is found on the second day beside neighbours, alone after a week`(_ kind: Town.Kind) {
        for (places, named) in [(3, 201), (1, 206)] {
            let watching = Watching(kind, places: places, channels: 1, seed: 26, days: 230) { series, day, values, _ in
                series == 0 && (200..<215).contains(day) ? values.map { _ in 21.37 } : values
            }
            #expect(watching.lines == ["stuck 0 0 200–214 \(named)"])
        }
    }

    @Test func `a day that is that of before is found at once`() {
        let watching = Watching(.temperature, places: 2, channels: 1, seed: 27, days: 120) {
            series, day, values, last in
            series == 1 && (90..<93).contains(day) ? last : values
        }
        #expect(watching.lines == ["repeated 10 10 90–92 90"])
    }

    @Test func `a total that no longer equals its parts is found on the second day`() {
        let watching = Watching(.counter, places: 5, channels: 2, seed: 28, days: 240) { series, day, values, _ in
            series == 0 && (200..<230).contains(day) ? values.map { ($0 * 0.7).rounded() } : values
        }
        #expect(watching.lines.contains("sum 0 0 200–229 201"))
        let others = watching.lines.filter { !$0.hasPrefix("sum") }
        #expect(others == [])
    }

    @Test(arguments: [
        (Town.Kind.dust, 1000.0, 0.0), (.dust, 0.001, 0), (.level, 100, 0), (.level, 0.01, 0), (.temperature, 1.8, 32),
        (.temperature, 1, 273.15), (.level, 3.6, 0), (.level, 60, 0),
    ])
    func `another unit is found, from its first day on`(_ kind: Town.Kind, _ factor: Double, _ offset: Double) {
        let watching = Watching(kind, places: 5, channels: 1, seed: 29, days: 240) { series, day, values, _ in
            series == 2 && (200..<230).contains(day) ? values.map { $0 * factor + offset } : values
        }
        #expect(watching.lines == ["unit 20 20 200–229 202"])
        #expect(watching.findings.first?.evidence[.factor] == factor)
    }

    @Test(arguments: [Town.Kind.counter, .temperature, .dust, .level])
    func `a value a thousand times its usual size is found on its day`(_ kind: Town.Kind) {
        let watching = Watching(kind, places: 2, channels: 1, seed: 30, days: 120) { series, day, values, _ in
            guard series == 1, day == 100 else { return values }
            var values = values
            values[values.count / 2] = max(20, abs(values[values.count / 2])) * 1000
            return values
        }
        #expect(watching.lines == ["spike 10 10 100–100 100"])
    }

    @Test func `what is found day by day is what is found over all`() {
        var days: [[String]] = []
        for end in [212, 214, 240] {
            let watching = Watching(.counter, places: 5, channels: 1, seed: 31, days: end) { series, day, values, _ in
                series == 2 && (210..<225).contains(day) ? values.map { _ in 0 } : values
            }
            days.append(watching.lines)
        }
        #expect(days[0] == ["stopped 20 20 210– 211"] && days[1] == days[0])
        #expect(days[2] == ["stopped 20 20 210–224 211"])
    }
}
