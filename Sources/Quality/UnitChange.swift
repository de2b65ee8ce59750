// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// What happens to values when their unit changes and nobody says so: value · factor + offset.
struct UnitChange: Sendable, Hashable {
    let factor: Double
    let offset: Double

    /// Thousands and hundreds (m and km, g and kg, cm and m), tens, m/s and km/h, per second and per minute,
    /// °C to °F and to K; each in both directions.
    static let all: [UnitChange] =
        [1000, 100, 10, 60, 3.6].flatMap { [UnitChange(factor: $0, offset: 0), UnitChange(factor: 1 / $0, offset: 0)] }
        + [
            UnitChange(factor: 1.8, offset: 32), UnitChange(factor: 1 / 1.8, offset: -32 / 1.8),
            UnitChange(factor: 1, offset: 273.15), UnitChange(factor: 1, offset: -273.15),
        ]

    /// No weather and no event does this.
    var isLarge: Bool { offset != 0 || factor >= 100 }

    func undo(_ value: Double) -> Double { (value - offset) / factor }

    /// The change that brings a day back to what was usual, where it is far from it; the one that fits best.
    ///
    /// Whole numbers of events have no unit; only a thousandfold is not what happens on a street.
    static func find(_ figures: DayFigures, _ recent: Recent, isCount: Bool) -> UnitChange? {
        let fitting = all.filter { unit in
            (!isCount || unit.factor >= 1000) && unit.fits(figures, recent, isOpen: false)
        }
        return fitting.min { $0.misfit(figures, recent) < $1.misfit(figures, recent) }
    }

    /// As a ratio where the change is one.
    private func distance(_ value: Double, _ usual: Double) -> Double {
        offset == 0 && value > 0 && usual > 0 ? abs(log(value / usual)) : abs(value - usual)
    }

    /// How far the day, brought back, is from the usual level and from the usual range within a day.
    private func misfit(_ figures: DayFigures, _ recent: Recent) -> Double {
        let level = abs(undo(figures.mean) - recent.usual) / max(recent.highest - recent.lowest, 1e-9)
        let range = (figures.maximum - figures.minimum) / factor
        guard range > 0, recent.usualRange > 0 else { return level }
        return level + abs(log(range / recent.usualRange))
    }

    /// Mean and largest value of the day, brought back, lie where they did of late; as they are they do not.
    func fits(_ figures: DayFigures, _ recent: Recent, isOpen: Bool) -> Bool {
        let range = recent.highest - recent.lowest
        let room = max(2 * recent.largestStep, 0.25 * max(abs(recent.lowest), abs(recent.highest)), 0.5 * range)
        let mean = figures.mean
        // while it lasts, the days are nearer to what was usual when brought back than as they are
        if isOpen, distance(undo(mean), recent.usual) >= distance(mean, recent.usual) { return false }
        // of what cannot fall below zero a little is far down
        let isFarBelow = mean < recent.lowest - room || (offset == 0 && mean < 0.6 * recent.lowest)
        guard isFarBelow || mean > recent.highest + room || isOpen else { return false }
        if offset == 0 {
            // a factor says nothing about values around zero
            guard recent.lowest > 0, recent.lowestPeak > 0, mean > 0 else { return false }
            let slack = isOpen ? 3.0 : 1.25
            let (back, peak) = (undo(mean), undo(figures.maximum))
            return back >= recent.lowest / slack && back <= recent.highest * slack
                && peak >= recent.lowestPeak / (2 * slack) && peak <= recent.highestPeak * 2 * slack
        }
        let back = undo(mean)
        let tolerance = max(3 * recent.largestStep, 1) * (isOpen ? 3 : 1)
        guard back >= recent.lowest - tolerance, back <= recent.highest + tolerance else { return false }
        return undo(figures.maximum) >= recent.lowestPeak - 2 * tolerance
            && undo(figures.maximum) <= recent.highestPeak + 2 * tolerance
    }
}
