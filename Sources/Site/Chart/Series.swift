// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Wire

/// One bucket of a series; without a value it is a gap.
package struct SeriesPoint: Sendable, Hashable {
    package var start: Instant
    package var end: Instant
    /// Mean or sum of the bucket, as the series asks for.
    package var value: Double?
    package var minimum: Double?
    package var maximum: Double?
    package var count: Int64
    /// Share of the bucket that was measured, where the rhythm is known.
    package var coverage: Double?

    package init(
        start: Instant, end: Instant, value: Double?, minimum: Double? = nil, maximum: Double? = nil, count: Int64 = 0,
        coverage: Double? = nil
    ) {
        self.start = start
        self.end = end
        self.value = value
        self.minimum = minimum
        self.maximum = maximum
        self.count = count
        self.coverage = coverage
    }

    package var middle: Instant {
        Instant(microseconds: start.microseconds + (end.microseconds - start.microseconds) / 2)
    }
}

/// What a chart shows: the buckets of a window in order of time, and the window before for comparison.
package struct ChartModel: Sendable, Hashable {
    package var window: InstantInterval
    package var points: [SeriesPoint]
    /// The window before, moved so that it lies under this one; empty when there is none.
    package var previous: [SeriesPoint]
    package var unit: String
    /// Sums of counts: the axis starts at zero, the band between minimum and maximum is left out.
    package var isSum: Bool
    package var label: String
    package var previousLabel: String

    package init(
        window: InstantInterval, points: [SeriesPoint], previous: [SeriesPoint] = [], unit: String, isSum: Bool,
        label: String, previousLabel: String = ""
    ) {
        self.window = window
        self.points = points
        self.previous = previous
        self.unit = unit
        self.isSum = isSum
        self.label = label
        self.previousLabel = previousLabel
    }

    package var hasValues: Bool { points.contains { $0.value != nil } }
    /// Whether buckets hold more than one value, so that a band says something.
    package var hasBand: Bool { !isSum && points.contains { $0.minimum != $0.maximum } }
}
