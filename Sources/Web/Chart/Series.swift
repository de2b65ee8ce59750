// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// One bucket of a series; without a value it is a gap.
public struct SeriesPoint: Sendable, Hashable {
    public var start: Instant
    public var end: Instant
    /// Mean or sum of the bucket, as the series asks for.
    public var value: Double?
    public var minimum: Double?
    public var maximum: Double?
    public var count: Int64
    /// Share of the bucket that was measured, where the rhythm is known.
    public var coverage: Double?

    public init(
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

    var middle: Instant { Instant(microseconds: start.microseconds + (end.microseconds - start.microseconds) / 2) }
}

/// What a chart shows: the buckets of a window in order of time, and the window before for comparison.
public struct ChartModel: Sendable, Hashable {
    public var window: InstantInterval
    public var points: [SeriesPoint]
    /// The window before, moved so that it lies under this one; empty when there is none.
    public var previous: [SeriesPoint]
    public var unit: String
    /// Sums of counts: the axis starts at zero, the band between minimum and maximum is left out.
    public var isSum: Bool
    public var label: String
    public var previousLabel: String

    public init(
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

    var hasValues: Bool { points.contains { $0.value != nil } }
    /// Whether buckets hold more than one value, so that a band says something.
    var hasBand: Bool { !isSum && points.contains { $0.minimum != $0.maximum } }
}
