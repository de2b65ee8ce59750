// SPDX-License-Identifier: EUPL-1.2

/// What the values of one series amount to on one local day.
public struct DayFigures: Sendable, Hashable {
    public var count: Int
    public var sum: Double
    public var minimum: Double
    public var maximum: Double
    /// Value by value the same as the day before.
    public var isRepetition: Bool

    public init(count: Int, sum: Double, minimum: Double, maximum: Double, isRepetition: Bool = false) {
        self.count = count
        self.sum = sum
        self.minimum = minimum
        self.maximum = maximum
        self.isRepetition = isRepetition
    }

    /// The figures of a day's values; nil when there are none.
    public init?(_ values: [Double], dayBefore: [Double] = []) {
        guard let first = values.first else { return nil }
        self.init(count: values.count, sum: 0, minimum: first, maximum: first)
        for value in values {
            sum += value
            minimum = min(minimum, value)
            maximum = max(maximum, value)
        }
        isRepetition = Self.isRepetition(values, of: dayBefore)
    }

    /// Days of fewer than 24 values, or fewer than 8 different ones, are alike by chance.
    public static func isRepetition(_ values: [Double], of dayBefore: [Double]) -> Bool {
        values.count >= 24 && values == dayBefore && Set(values).count >= 8
    }

    var mean: Double { sum / Double(count) }
    var isZero: Bool { minimum == 0 && maximum == 0 }
    /// All values are one and the same; of fewer than eight that says nothing.
    var isFlat: Bool { minimum == maximum && count >= 8 }
    var magnitude: Double { max(abs(minimum), abs(maximum)) }
}

/// A series that is watched.
public struct WatchedSeries: Sendable, Hashable {
    public let id: Int64
    /// Where it stands: series of one place are parts of each other or of a total.
    public let place: Int64
    /// Its values are whole numbers of events.
    public let isCount: Bool

    public init(id: Int64, place: Int64, isCount: Bool) {
        self.id = id
        self.place = place
        self.isCount = isCount
    }
}
