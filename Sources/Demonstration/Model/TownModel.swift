// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Everything the series of one town depend on: seed, clock, calendar, weather, map.
struct TownModel: Sendable {
    let noise: SeededNoise
    /// Seconds since 1970 the town's history is told from; series begin `history` before it.
    let anchor: Int64
    /// Seconds since 1970 the series end at.
    let now: Int64
    /// First second of the series, a full day.
    let start: Int64
    let calendar: TownCalendar
    let weather: TownWeather
    let map: TownMap

    /// Days of weather before the series begin, so that water and soil have settled.
    private static let settling: Int64 = 120

    init(seed: UInt64, anchor: Instant, now: Instant, days: Int) {
        noise = SeededNoise(seed: seed)
        self.anchor = anchor.microseconds / 1_000_000
        self.now = now.microseconds / 1_000_000
        start = (self.anchor / 86_400 - Int64(days)) * 86_400
        let settled = start - Self.settling * 86_400
        calendar = TownCalendar(from: settled, to: self.now)
        weather = TownWeather(noise: noise.derived("weather"), from: settled, to: self.now)
        map = TownMap(noise: noise.derived("map"))
    }

    /// Series values that follow from the ones before: `step` is called for each time on the grid from the settling on.
    func walked(every interval: Int64, from first: Double, step: (Double, Int64) -> Double) -> SteppedValues {
        let begin = weather.firstHour * 3600 / interval * interval
        var value = first
        var values: [Double] = []
        values.reserveCapacity(Int((now - begin) / interval) + 1)
        for time in stride(from: begin, through: max(now, begin), by: Int(interval)) {
            value = step(value, time)
            values.append(value)
        }
        return SteppedValues(begin: begin, interval: interval, values: values)
    }
}

/// Values on a grid of times, computed once.
struct SteppedValues: Sendable {
    let begin: Int64
    let interval: Int64
    let values: [Double]

    func at(_ seconds: Int64) -> Double {
        values[min(max(Int((seconds - begin) / interval), 0), values.count - 1)]
    }
}

/// When a device does not report: now and then a value is lost, rarely several hours.
struct Outages: Sendable {
    let noise: SeededNoise
    let interval: Int64

    func holds(_ seconds: Int64) -> Bool {
        let day = seconds / 86_400
        if noise.uniform(day) < 0.004 {
            let begin = noise.uniform(day + 1_000_000, in: 0...60_000)
            let length = noise.uniform(day + 2_000_000, in: 7200...50_000)
            let second = Double(seconds % 86_400)
            if second >= begin, second < begin + length { return true }
        }
        return noise.uniform(seconds / interval + 100_000_000) < 0.0007
    }
}
