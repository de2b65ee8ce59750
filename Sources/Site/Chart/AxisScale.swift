// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
package import Wire

/// Round numbers for the value axis: 1, 2, 2.5 or 5 times a power of ten.
package struct AxisScale: Hashable {
    package let ticks: [Double]
    package let decimals: Int
    package var lower: Double { ticks.first ?? 0 }
    package var upper: Double { ticks.last ?? 1 }

    /// About `count` steps that hold all values; equal values get room around them.
    package init(from lowest: Double, to highest: Double, steps count: Int, fromZero: Bool) {
        var low = fromZero ? min(0, lowest) : lowest
        var high = fromZero ? max(0, highest) : highest
        if high - low < max(high.magnitude, low.magnitude) * 1e-9 || high == low {
            let room = max(high.magnitude * 0.1, 1)
            high += room
            if !fromZero { low -= room }
        }
        let raw = (high - low) / Double(count)
        let exponent = floor(log10(raw))
        let power = pow(10, exponent)
        let fraction = raw / power
        let factor = fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 2.5 ? 2.5 : fraction <= 5 ? 5 : 10
        let step = factor * power
        let first = (low / step).rounded(.down)
        let last = (high / step - 1e-9).rounded(.up)
        ticks = (Int(first)...max(Int(first) + 1, Int(last))).map { Double($0) * step }
        let needed = factor == 2.5 ? 1 - Int(exponent) : -Int(exponent)
        decimals = max(0, factor == 10 ? needed - 1 : needed)
    }
}

/// Marks on the time axis with their words, at starts of hours, days, months or years on the wall clock.
package struct TimeScale {
    package struct Tick: Hashable {
        package let at: Instant
        package let label: String
    }

    package let ticks: [Tick]

    /// At most about `maximum` marks.
    package init(window: InstantInterval, maximum: Int, format: Format) {
        let time = format.time
        let span = window.end.microseconds - window.start.microseconds
        let hours = Double(span) / 3_600_000_000
        let first = time.day(window.start)
        var ticks: [Tick] = []
        func add(_ at: Instant, _ label: String) {
            if at >= window.start, at <= window.end { ticks.append(Tick(at: at, label: label)) }
        }
        if hours <= 50 {
            let step = [1, 2, 3, 6, 12].first { hours / Double($0) <= Double(maximum) } ?? 24
            var day = first
            while time.start(of: day) <= window.end {
                for hour in stride(from: 0, to: 24, by: step) {
                    let label = hour == 0 ? format.weekday(day) + " \(day.day)." : format.clock(seconds: hour * 3600)
                    add(time.instant(day, seconds: hour * 3600), label)
                }
                day = day.adding(days: 1)
            }
        } else if hours <= 24 * 92 {
            let days = hours / 24
            let step = [1, 2, 7, 14].first { days / Double($0) <= Double(maximum) } ?? 28
            var day = step >= 7 ? first.adding(days: (7 - first.weekday) % 7) : first
            while time.start(of: day) <= window.end {
                let short =
                    format.language == .german
                    ? "\(day.day).\(day.month)." : "\(day.day) " + format.shortMonth(day.month)
                add(time.start(of: day), days <= 8 ? format.weekday(day) + " " + short : short)
                day = day.adding(days: step)
            }
        } else {
            let months = hours / 24 / 30.44
            let step = [1, 2, 3, 6, 12, 24, 60, 120].first { months / Double($0) <= Double(maximum) } ?? 240
            let index = (first.year * 12 + first.month - 1) / step * step
            var day = CalendarDay(year: index / 12, month: index % 12 + 1, day: 1)
            while time.start(of: day) <= window.end {
                let label = step >= 12 || day.month == 1 ? "\(day.year)" : format.shortMonth(day.month)
                add(time.start(of: day), label)
                day = day.adding(months: step)
            }
        }
        self.ticks = ticks
    }
}
