// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// How traffic spreads over the day: one curve each for workdays, Saturdays and Sundays, in quarters of an hour.
struct DailyProfile: Sendable {
    /// A rush: when (hours), how long (deviation in hours), how much.
    struct Wave: Sendable {
        let hour: Double
        let width: Double
        let weight: Double
    }

    /// Three curves of 96 shares; those of workdays sum to 1, the others to the day's share of a workday.
    private let curves: [[Double]]

    init(workday: [Wave], saturday: [Wave], sunday: [Wave], saturdayShare: Double, sundayShare: Double) {
        curves = [
            Self.curve(workday, total: 1), Self.curve(saturday, total: saturdayShare),
            Self.curve(sunday, total: sundayShare),
        ]
    }

    /// The share of an average workday that falls in `seconds` from a minute on (multiples of 15 minutes).
    func share(_ kind: TownCalendar.DayKind, minute: Int, seconds: Int64) -> Double {
        let curve = curves[kind.rawValue]
        var sum = 0.0
        for slot in 0..<max(Int(seconds / 900), 1) { sum += curve[(minute / 15 + slot) % 96] }
        return sum
    }

    private static func curve(_ waves: [Wave], total: Double) -> [Double] {
        let heights = (0..<96).map { slot -> Double in
            let hour = (Double(slot) + 0.5) / 4
            var height = hour < 5.2 ? 0.012 : 0.05
            for wave in waves {
                let distance = (hour - wave.hour) / wave.width
                height += wave.weight * exp(-distance * distance / 2)
            }
            return height
        }
        let sum = heights.reduce(0, +)
        return heights.map { $0 / sum * total }
    }

    /// Commuters into town (morning peak) or out of it (evening peak); the rest rides for pleasure.
    static func bicycles(commuters: Double, isInbound: Bool) -> DailyProfile {
        let (morning, evening) = isInbound ? (1.7, 0.6) : (0.55, 1.5)
        let leisure = 1 - commuters
        return DailyProfile(
            workday: [
                Wave(hour: 7.75, width: 0.62, weight: morning * commuters), Wave(hour: 13.2, width: 2.2, weight: 0.3),
                Wave(hour: 17, width: 1.25, weight: evening * commuters),
                Wave(hour: 19, width: 1.8, weight: 0.3 * leisure),
            ],
            saturday: [Wave(hour: 12.4, width: 2.6, weight: 1), Wave(hour: 17, width: 2.5, weight: 0.5)],
            sunday: [Wave(hour: 14.8, width: 2.7, weight: 1)],
            saturdayShare: 0.62 + 0.45 * leisure, sundayShare: 0.4 + 0.8 * leisure)
    }

    /// Cars and buses, both directions.
    static let traffic = DailyProfile(
        workday: [
            Wave(hour: 7.8, width: 1, weight: 1), Wave(hour: 12.5, width: 3, weight: 0.55),
            Wave(hour: 17, width: 1.6, weight: 1),
        ],
        saturday: [Wave(hour: 13, width: 3.4, weight: 1)], sunday: [Wave(hour: 15.5, width: 3.6, weight: 1)],
        saturdayShare: 0.72, sundayShare: 0.5)
}
