// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Bicycles that pass one channel of a counter.
struct BicycleCounts: Sendable {
    let model: TownModel
    let noise: SeededNoise
    let profile: DailyProfile
    /// Bicycles on an average workday in mild dry weather at the start of 2024.
    let daily: Double
    let commuters: Double
    let interval: Int64
    /// Time in seconds with a factor on all counts: a building site, or the detour past it.
    let disturbance: (range: Range<Int64>, factor: Double)?

    /// Growth of cycling of about 6 % a year, for at most ten years either way.
    private static func growth(_ seconds: Int64) -> Double {
        let years = Double(seconds - 1_704_067_200) / 31_556_952
        return exp(0.0583 * min(max(years, -10), 10))
    }

    func value(_ seconds: Int64) -> Double {
        let moment = TownCalendar.moment(seconds)
        let day = model.calendar.day(moment.day)
        let weather = model.weather.hour(at: seconds)
        let warmth = 0.46 + 0.64 / (1 + exp((9 - weather.temperature) / 5.5))
        var mean = daily * profile.share(day.kind, minute: moment.minute, seconds: interval)
        mean *= warmth / (1 + 0.42 * weather.rain) * Self.growth(seconds)
        mean *= 1 + 0.055 * noise.normal(Int64(moment.day))
        if day.isSchoolBreak { mean *= 1 - 0.27 * commuters }
        if let disturbance, disturbance.range.contains(seconds) { mean *= disturbance.factor }
        return max(0, (mean + (mean + 0.2).squareRoot() * noise.normal(seconds + 7)).rounded())
    }
}
