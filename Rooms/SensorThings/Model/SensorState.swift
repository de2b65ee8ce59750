// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// How current a Datastream is, judged by its own rhythm.
public enum SensorState: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The latest value is younger than twice the median interval.
    case live
    /// Up to three times.
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
        if let ended, ended <= now {
            self = .historical
            return
        }
        let age = now.microseconds - latest.microseconds
        let rhythm = Self.rhythm(interval)
        self = age <= 2 * rhythm ? .live : age <= 3 * rhythm ? .late : .silent
    }

    /// The rhythm that a series is judged by, in microseconds.
    static func rhythm(_ interval: Int64?) -> Int64 { max(interval ?? 86_400_000_000, 1_000_000) }

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
