// SPDX-License-Identifier: EUPL-1.2

/// A device whose use can be moved, as the clerk assumes it; nobody has measured it.
package struct MovableDevice: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case heatPump = "heat-pump"
        case car
        case battery
    }

    package var kind: Kind
    /// Watts at most, to and from a battery.
    package var power: Int
    /// Watt-hours: of a day for a heat pump, of each charge for a car, that fit into a battery.
    package var energy: Int
    /// Watts that a car charges with at least; what is plugged in charges with none or with so many.
    package var least = 1_400
    /// Hours over which a heat pump's use can be moved: a divisor of 24.
    package var buffer = 6
    /// Hours of the clock from which and until which a car is plugged in; the second may be on the next day.
    package var plugged = (from: 18, until: 7)
    /// Per cent of what goes into a battery that comes out again.
    package var efficiency = 90

    package init(_ kind: Kind, power: Int, energy: Int) { (self.kind, self.power, self.energy) = (kind, power, energy) }

    /// What is proposed, in the middle of what is sold.
    package static func usual(_ kind: Kind) -> MovableDevice {
        switch kind {
        case .heatPump: MovableDevice(.heatPump, power: 3_000, energy: 12_000)
        case .car: MovableDevice(.car, power: 11_000, energy: 8_000)
        case .battery: MovableDevice(.battery, power: 4_000, energy: 8_000)
        }
    }

    /// Watt-hours of a quarter hour at full power.
    package var most: Int { power / 4 }

    /// Watt-hours of a quarter hour in which it runs at all.
    package var fewest: Int {
        switch kind {
        case .heatPump: most
        case .car: min(least / 4, most / 2)
        case .battery: 0
        }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.power == right.power && left.energy == right.energy && left.least == right.least
            && left.buffer == right.buffer && left.plugged == right.plugged && left.efficiency == right.efficiency
    }

    package func hash(into hasher: inout Hasher) {
        for value in [power, energy, least, buffer, plugged.from, plugged.until, efficiency] { hasher.combine(value) }
        hasher.combine(kind)
    }
}

/// Quarter hours within which a device uses so many watt-hours.
package struct Stint: Sendable, Hashable {
    package let slots: Range<Int>
    package let energy: Int

    package init(slots: Range<Int>, energy: Int) { (self.slots, self.energy) = (slots, energy) }
}

/// The quarter hours that a device is moved in, in their order.
package struct MovableDays: Sendable, Hashable {
    /// What the plants make, what all use without the device, and what the own point uses of it.
    package let made: [Int]
    package let used: [Int]
    package let own: [Int]
    /// The slots of each local day.
    package let days: [Range<Int>]
    /// The hour that the clock shows at each slot.
    package let hours: [Int]
    /// The slots in which the device is there at all.
    package let present: Range<Int>

    package init(made: [Int], used: [Int], own: [Int], days: [Range<Int>], hours: [Int], present: Range<Int>? = nil) {
        (self.made, self.used, self.own) = (made, used, own)
        (self.days, self.hours, self.present) = (days, hours, present ?? made.indices)
    }

    /// What came from elsewhere with so much use more (or less) in each slot.
    package func fromElsewhere(_ use: [Int]) -> Int {
        zip(zip(made, used), use).reduce(0) { $0 + max(0, $1.0.1 + $1.1 - $1.0.0) }
    }

    /// In whole stints only: what would begin before the days or end after them is left out.
    package func stints(of device: MovableDevice) -> [Stint] {
        switch device.kind {
        case .battery: []
        case .heatPump:
            days.filter { present.contains($0.lowerBound) && present.contains($0.upperBound - 1) }.flatMap { day in
                let parts = 24 / device.buffer
                let runs = device.most > 0 ? (device.energy + device.most / 2) / device.most : 0
                return (0..<parts).map { part in
                    let slots =
                        day.lowerBound + day.count * part / parts..<day.lowerBound + day.count * (part + 1) / parts
                    let own = runs * (part + 1) / parts - runs * part / parts
                    return Stint(slots: slots, energy: min(own, slots.count) * device.most)
                }
            }
        case .car: charges(device)
        }
    }

    private func charges(_ device: MovableDevice) -> [Stint] {
        let (from, until) = device.plugged
        func isPlugged(_ hour: Int) -> Bool {
            from < until ? (from..<until).contains(hour) : hour >= from || hour < until
        }
        var stints: [Stint] = []
        var first: Int?
        for slot in present {
            switch (isPlugged(hours[slot]), first) {
            case (true, nil):
                // what is plugged in at the very beginning was so before
                if slot > present.lowerBound || hours[slot] == from { first = slot }
            case (false, let begin?):
                stints.append(stint(begin..<slot, device))
                first = nil
            default: break
            }
            // a car that never leaves is charged each day anew
            if from == until, let begin = first, slot > begin, hours[slot] == from, hours[slot - 1] != from {
                stints.append(stint(begin..<slot, device))
                first = slot
            }
        }
        return stints
    }

    private func stint(_ slots: Range<Int>, _ device: MovableDevice) -> Stint {
        let energy = min(device.energy, slots.count * device.most)
        return Stint(slots: slots, energy: energy < device.fewest ? 0 : energy)
    }
}
