// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// How current a Datastream is, judged by its own rhythm.
public enum SensorState: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The latest value is younger than twice the median interval; of monthly values and rarer ones, than three times.
    case live
    /// Up to one interval more.
    case late
    /// Older than that.
    case silent
    /// The series has a declared end: nothing is missing.
    case historical
    /// Nothing was measured yet.
    case empty

    /// `latest` is end of the latest phenomenon time.
    /// `interval` is median interval in microseconds; unknown counts as a day.
    /// `ended` is the declared end of the series.
    public init(latest: Instant?, interval: Int64?, ended: Instant?, now: Instant) {
        guard let latest else {
            self = ended == nil ? .empty : .historical
            return
        }
        // a value after the end says that it goes on
        if let ended, ended <= now, latest <= ended {
            self = .historical
            return
        }
        let age = now.microseconds - latest.microseconds
        self = age <= Self.lateAfter(interval) ? .live : age <= Self.silentAfter(interval) ? .late : .silent
    }

    /// From this distance of values on they are read by people: a value for a month comes when the month is over, and
    /// somebody has read the meter.
    package static let rareInterval: Int64 = 20 * 86_400_000_000

    /// The age of the latest value in microseconds from which on a series is late.
    package static func lateAfter(_ interval: Int64?) -> Int64 {
        let rhythm = rhythm(interval)
        return rhythm >= rareInterval ? 3 * rhythm : 2 * rhythm
    }

    /// The age from which on it is silent.
    package static func silentAfter(_ interval: Int64?) -> Int64 { lateAfter(interval) + rhythm(interval) }

    /// The rhythm that a series is judged by, in microseconds.
    package static func rhythm(_ interval: Int64?) -> Int64 { max(interval ?? 86_400_000_000, 1_000_000) }

    /// In the order in which they need attention, least first.
    private var urgency: Int {
        switch self {
        case .historical: 0
        case .empty: 1
        case .live: 2
        case .late: 3
        case .silent: 4
        }
    }

    public static func < (left: SensorState, right: SensorState) -> Bool { left.urgency < right.urgency }
}
