// SPDX-License-Identifier: EUPL-1.2
import Decision

/// How little could come from elsewhere if somebody had known each week beforehand.
package struct MovedBound: Sendable, Hashable {
    /// The least watt-hours from elsewhere that were found, never more than by the rule.
    package let found: Int
    /// Whether it is proven for each week that there is nothing less.
    package let isProven: Bool
    /// There cannot be less; the same where all is proven.
    package let least: Int
    package let weeks: Int
    package let provenWeeks: Int

    /// Searches week by week; blocks the calling thread for so many seconds at most, beside who searches already.
    ///
    /// Each week begins and ends as the rule leaves it (what a battery holds, what a car that is plugged in over midnight
    /// has got): so no week borrows from another, and a week of the rule is one of those that are looked at.
    package init(
        _ device: MovableDevice, _ days: MovableDays, rule: MovedUse, seconds: Double = 10,
        while goesOn: () -> Bool = { true }
    ) {
        let stints = days.stints(of: device)
        let end = ContinuousClock.now + .seconds(seconds)
        var (found, least, weeks, proven) = (0, 0, 0, 0)
        for first in stride(from: 0, to: days.days.count, by: 7) {
            let last = min(first + 7, days.days.count) - 1
            let slots = days.days[first].lowerBound..<days.days[last].upperBound
            let week = MovableWeek(device: device, days: days, rule: rule, stints: stints, slots: slots)
            let byRule = week.fromElsewhere(rule.use)
            weeks += 1
            let left = ContinuousClock.now.duration(to: end) / .seconds(1)
            guard left > 0, goesOn(), case .found(let solution) = week.programme.solve(seconds: left) else {
                found += byRule
                continue
            }
            // the solver's tolerance is no energy
            let value = max(0, Int((solution.value - 0.01).rounded(.up)))
            found += min(value, byRule)
            if solution.isProven {
                proven += 1
                least += min(value, byRule)
            } else {
                least += min(max(0, Int((solution.bound - 0.01).rounded(.up))), byRule)
            }
        }
        (self.found, self.least, self.weeks) = (found, least, weeks)
        (provenWeeks, isProven) = (proven, proven == weeks)
    }
}

/// One week of it as a programme for CBC.
struct MovableWeek {
    let device: MovableDevice
    let days: MovableDays
    let rule: MovedUse
    let stints: [Stint]
    let slots: Range<Int>

    func fromElsewhere(_ use: [Int]) -> Int {
        slots.reduce(0) { $0 + max(0, days.used[$1] + use[$1] - days.made[$1]) }
    }

    /// What comes from elsewhere, summed over the week, becomes as little as can be.
    var programme: MixedProgramme {
        var programme = MixedProgramme(.minimise)
        if device.kind == .battery {
            addBattery(to: &programme)
            return programme
        }
        var moved = Set<Int>()
        for stint in stints where stint.slots.overlaps(slots) {
            let here = stint.slots.clamped(to: slots)
            moved.formUnion(here)
            let sum = here.map { slot in
                let term = addUse(to: &programme)
                addOutside(slot, [term], to: &programme)
                return term
            }
            programme.add(sum, .exactly, Double(here.reduce(0) { $0 + rule.use[$1] }))
        }
        // what cannot be moved costs the same however the rest is
        let fixed = slots.reduce(0) { moved.contains($1) ? $0 : $0 + max(0, days.used[$1] - days.made[$1]) }
        programme.add(from: Double(fixed), to: Double(fixed), worth: 1)
        return programme
    }

    /// The use of a slot: all or nothing, or between the least and the most while it runs.
    private func addUse(to programme: inout MixedProgramme) -> (column: Int, factor: Double) {
        let most = Double(device.most)
        let runs = programme.add(to: 1, isWhole: true)
        if device.fewest == device.most { return (runs, most) }
        let use = programme.add(to: most)
        programme.add([(use, 1), (runs, -most)], .atMost, 0)
        programme.add([(use, 1), (runs, -Double(device.fewest))], .atLeast, 0)
        return (use, 1)
    }

    /// From elsewhere comes at least what is used and moved less what is made, and never less than nothing.
    private func addOutside(
        _ slot: Int, _ terms: [(column: Int, factor: Double)], to programme: inout MixedProgramme
    ) {
        let short = Double(days.used[slot] - days.made[slot])
        let column = programme.add(to: max(0, short) + Double(device.most), worth: 1)
        programme.add([(column, 1)] + terms.map { ($0.column, -$0.factor) }, .atLeast, short)
    }

    private func addBattery(to programme: inout MixedProgramme) {
        let (most, room) = (Double(device.most), Double(device.energy))
        let start = Double(rule.held[slots.lowerBound]) / 100
        var before = programme.add(from: start, to: start)
        for slot in slots {
            let isThere = days.present.contains(slot)
            let takes = programme.add(to: isThere ? most : 0)
            let gives = programme.add(to: isThere ? min(most, Double(days.own[slot])) : 0)
            let isLast = slot == slots.upperBound - 1
            let after = programme.add(from: isLast ? Double(rule.held[slot + 1]) / 100 : 0, to: room)
            programme.add(
                [(after, 1), (before, -1), (takes, -Double(device.efficiency) / 100), (gives, 1)], .exactly, 0)
            addOutside(slot, [(takes, 1), (gives, -1)], to: &programme)
            before = after
        }
    }
}
