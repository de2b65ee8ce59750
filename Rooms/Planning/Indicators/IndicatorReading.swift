// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// What an indicator says now: its value over its window, the like period a year before, and the way to its target.
public struct IndicatorReading: Sendable, Hashable {
    /// A calendar month of the town; a month without values is a gap.
    public struct Month: Sendable, Hashable {
        public let window: InstantInterval
        public let value: Double?
        /// Share of the month that was measured, 0–1; nil where the rhythm is unknown.
        public let coverage: Double?
    }

    /// Better is more, less, or as it is.
    public enum Direction: String, Sendable, Hashable { case up, down, hold }

    /// Below this share of measured time a value is provisional.
    public static let sufficientCoverage = 0.8

    public let value: Double?
    public let unit: String
    /// The time the value stands for; nil for a count of features.
    public let window: InstantInterval?
    public let coverage: Double?
    /// Of the like period a year before, and of this one over the same parts; nil when they cannot be compared.
    public let comparison: Comparison?
    public let baseline: Double?
    public let target: Double?
    public let direction: Direction?
    /// The last 24 full months, the oldest first; empty where there is no history.
    public let months: [Month]
    /// There is no value here because its reader may not see what it rests on, not because there is none.
    public var isWithheld = false
    /// What must be said of the values that it rests on.
    public var cautions: [IndicatorCaution] = []

    /// Two like periods, reduced to the months that both have.
    public struct Comparison: Sendable, Hashable {
        public let now: Double
        public let before: Double
        /// Months that both periods have; nil when the window is shorter than a year.
        public let commonMonths: Int?

        public init(now: Double, before: Double, commonMonths: Int?) {
            (self.now, self.before, self.commonMonths) = (now, before, commonMonths)
        }
    }

    /// The value stands for less than a year of measuring: the season has its part in it.
    public var isSeasonal: Bool {
        guard let window, !months.isEmpty, window.end > window.start else { return false }
        return window.end.microseconds - window.start.microseconds < 300 * 86_400_000_000
    }

    /// Too little was measured to rely on the value.
    public var isProvisional: Bool { coverage.map { $0 < Self.sufficientCoverage } ?? false }

    /// Change against the like period, as a share of it.
    public var change: Double? {
        comparison.flatMap { $0.before == 0 ? nil : ($0.now - $0.before) / abs($0.before) }
    }

    /// How far the value lies from the target, as a share of the target; below zero under it.
    public var distance: Double? {
        guard let value, let target, target != 0 else { return nil }
        return (value - target) / abs(target)
    }

    /// Values that are shares themselves: they differ by percentage points, not by a share of a share.
    public var isInPercent: Bool { unit == "%" }

    /// The part of the way from baseline to target that is done: 0 at the baseline, 1 at the target.
    public var progress: Double? {
        guard let value, let baseline, let target, baseline != target else { return nil }
        return (value - baseline) / (target - baseline)
    }

    /// Nil without value, target or direction.
    public var isReached: Bool? {
        guard let value, let target, let direction else { return nil }
        switch direction {
        case .up: return value >= target
        case .down: return value <= target
        case .hold: return abs(value - target) <= 0.05 * max(abs(target), 1e-9)
        }
    }
}
