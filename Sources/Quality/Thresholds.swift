// SPDX-License-Identifier: EUPL-1.2

/// The numbers that the rules go by. Days are local days with at least `wholeDay` of the usual number of values.
///
/// They were set on the bicycle counters of Münster (23 places, 2019 to 2026) and on seeded series with planted faults.
public enum Thresholds {
    /// Days that the usual level is the median of.
    static let usualDays = 28
    /// Sound days that are needed before anything is judged.
    static let leastDays = 14
    /// Share of the usual number of values that makes a day.
    static let wholeDay = 2.0 / 3
    /// Neighbours live when their level is at least this share of their usual one.
    static let lively = 0.25
    /// Other places that must deliver before they count as neighbours.
    static let leastPlaces = 3
    /// Days of zeros, or of one value, beside living neighbours.
    static let days = 2
    /// Days of one value without any neighbour.
    static let daysAlone = 7
    /// Zeros are strange where so many events were to be expected: by chance e⁻²⁰.
    static let expected = 20.0
    /// A series that is zero or flat on more of its days than this is so by habit, ...
    static let habit = 0.02
    /// ... and it is strange only after so many days, and three times its longest habit.
    static let daysByHabit = 60
    static let timesHabit = 3
    /// Found stretches that ended within 14 months after which they count as a habit.
    static let foundIsHabit = 6
    /// How far back habits and the largest values reach, in blocks of 30 days.
    static let habitBlocks = 14
    /// Times the largest value so far that a value is a spike, after `usualDays`.
    static let spike = 100.0
    /// A total equals its parts within this share of it, ...
    static let equal = 0.001
    /// ... and no longer does so beyond this.
    static let unequal = 0.01
    /// Days in another unit before it is named, and without neighbours where the factor is small.
    static let unitDays = 3
    static let unitDaysAlone = 7
    /// The CUSUM of the shift against the network.
    static let slack = 1.0
    static let alarm = 8.0
    static let clip = 4.0
    static let leastScale = 0.02
    /// Standard deviations in a median absolute deviation of normal values: 1/Φ⁻¹(¾).
    static let normal = 1.482602218505602
    static let referenceWeeks = 52
    static let weeks = 112
    /// Weeks near the usual difference that end a shift, and what is near.
    static let weeksBack = 4
    static let near = 3.0
    /// A shift below this share is told nobody.
    static let leastChange = 0.1
    /// Days without values after which zeros are another stretch.
    static let longestPause = 14

    /// Days of history after which all rules give the same as from the beginning: a year, and the weeks.
    public static let history = 364 + weeks * 7 + usualDays
}
