// SPDX-License-Identifier: EUPL-1.2
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
    /// How far the values reach where the bucket is still filling; nil for a whole one.
    package var reached: Instant?

    package init(
        start: Instant, end: Instant, value: Double?, minimum: Double? = nil, maximum: Double? = nil, count: Int64 = 0,
        coverage: Double? = nil, reached: Instant? = nil
    ) {
        self.reached = reached
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
    /// Stretches whose values are doubtful or left out.
    package var doubts: [Doubt] = []
    /// Other series over the same buckets, to compare with.
    package var others: [Line] = []
    /// Values with a name, drawn across the chart.
    package var thresholds: [Threshold] = []
    /// What happened at the time.
    package var notes: [Note] = []

    /// Another series: a point for each bucket.
    package struct Line: Sendable, Hashable {
        package let label: String
        package let points: [SeriesPoint]

        package init(label: String, points: [SeriesPoint]) { (self.label, self.points) = (label, points) }
    }

    package struct Threshold: Sendable, Hashable {
        package let name: String
        package let value: Double

        package init(name: String, value: Double) { (self.name, self.value) = (name, value) }
    }

    package struct Note: Sendable, Hashable {
        package let name: String
        package let stretch: InstantInterval

        package init(name: String, stretch: InstantInterval) { (self.name, self.stretch) = (name, stretch) }
    }

    package struct Doubt: Sendable, Hashable {
        package let stretch: InstantInterval
        /// A person has judged them broken.
        package let isLeftOut: Bool

        package init(stretch: InstantInterval, isLeftOut: Bool) {
            self.stretch = stretch
            self.isLeftOut = isLeftOut
        }
    }

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

    package var hasValues: Bool {
        points.contains { $0.value != nil } || others.contains { $0.points.contains { $0.value != nil } }
    }
    /// The bucket that is still filling, if one of the drawn ones is.
    package var partial: SeriesPoint? {
        ([points] + others.map(\.points)).lazy.compactMap { $0.last { $0.value != nil } }.first { $0.reached != nil }
    }
    /// Whether buckets hold more than one value, so that a band says something.
    package var hasBand: Bool { !isSum && others.isEmpty && points.contains { $0.minimum != $0.maximum } }
}
