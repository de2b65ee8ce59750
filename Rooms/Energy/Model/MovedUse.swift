// SPDX-License-Identifier: EUPL-1.2

/// What a device uses in each quarter hour, by a rule that anybody can follow.
package struct MovedUse: Sendable, Hashable {
    /// Watt-hours by slot; below nought where a battery gives.
    package let use: [Int]
    /// What a battery holds before each slot and after the last, in hundredths of a watt-hour; empty for other devices.
    package let held: [Int]

    package var fromGridAndPlants: Int { use.reduce(0, +) }

    /// As nobody moves it: a car charges when it comes, a heat pump runs evenly, a battery is not there.
    package static func unmoved(_ device: MovableDevice, _ days: MovableDays) -> MovedUse {
        var use = [Int](repeating: 0, count: days.made.count)
        for stint in days.stints(of: device) {
            if device.kind == .heatPump {
                let runs = device.most > 0 ? stint.energy / device.most : 0
                for run in 0..<runs {
                    use[stint.slots.lowerBound + (2 * run + 1) * stint.slots.count / (2 * runs)] = device.most
                }
                continue
            }
            var charge = Charge(stint, device)
            for slot in stint.slots { use[slot] = charge.take(device.most) }
        }
        return MovedUse(use: use, held: [])
    }

    /// By the rule: run while the plants leave something over (half of the least that the device takes is enough), and what
    /// is not done by then as late as it must be. A battery takes what is left over and gives what its household would
    /// have had from elsewhere. The rule looks at the quarter hour that is, never at those to come.
    package static func byRule(_ device: MovableDevice, _ days: MovableDays) -> MovedUse {
        if device.kind == .battery { return battery(device, days) }
        var use = [Int](repeating: 0, count: days.made.count)
        for stint in days.stints(of: device) {
            var charge = Charge(stint, device)
            for slot in stint.slots {
                let left = max(0, days.made[slot] - days.used[slot])
                use[slot] = charge.take(2 * left >= device.fewest && left > 0 ? max(left, device.fewest) : 0)
            }
        }
        return MovedUse(use: use, held: [])
    }

    private static func battery(_ device: MovableDevice, _ days: MovableDays) -> MovedUse {
        var use = [Int](repeating: 0, count: days.made.count)
        var held = [0]
        for slot in days.made.indices {
            var now = held[slot]
            let left = days.made[slot] - days.used[slot]
            if days.present.contains(slot), left > 0 {
                let room = (100 * device.energy - now) / device.efficiency
                use[slot] = min(device.most, left, room)
                now += use[slot] * device.efficiency
            } else if days.present.contains(slot), left < 0 {
                let given = min(device.most, -left, days.own[slot], now / 100)
                use[slot] = -given
                now -= 100 * given
            }
            held.append(now)
        }
        return MovedUse(use: use, held: held)
    }

    /// What is still to be charged, and how many slots are left for it: never more than fits, and never too little to run.
    private struct Charge {
        let device: MovableDevice
        var energy: Int
        var slots: Int

        init(_ stint: Stint, _ device: MovableDevice) {
            (self.device, energy, slots) = (device, stint.energy, stint.slots.count)
        }

        /// Takes as much of what is wished as may be, and as much as must be.
        mutating func take(_ wished: Int) -> Int {
            slots -= 1
            let must = energy - slots * device.most
            var taken = min(max(wished, must, 0), device.most, energy)
            if taken > 0 { taken = max(taken, min(device.fewest, energy)) }
            let rest = energy - taken
            if taken > 0, rest > 0, rest < device.fewest {
                taken = energy >= 2 * device.fewest && slots > 0 ? energy - device.fewest : min(energy, device.most)
            }
            energy -= taken
            return taken
        }
    }
}
