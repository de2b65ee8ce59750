// SPDX-License-Identifier: EUPL-1.2
import Metering
import PowerBills
import Settlement
import Wire

/// What a device of one household would have meant for a period: unmoved, moved by a rule, and moved as well as could be.
///
/// Nobody's use changes but for the device, which is added to what was measured; nothing of it is stored or billed.
package struct WhatIf: Sendable {
    /// What all use, and what of it came from elsewhere.
    package struct Sums: Sendable, Hashable {
        package let used: Int
        package let fromElsewhere: Int
        /// What the household uses and gets of the plants by the present key, and what all others get.
        package let own: Int
        package let ownShared: Int
        package let othersShared: Int
    }

    package let device: MovableDevice
    package let days: MovableDays
    package let rule: MovedUse
    /// What the plants made.
    package let made: Int
    package let without: Sums
    /// Nil for a battery: nobody has one that is not used.
    package let unmoved: Sums?
    package let byRule: Sums
    /// How often a car is charged, or the runs of a heat pump are set.
    package let stints: Int

    /// From values that are all there; `contract` is one of the period's.
    /// - Throws: `EnergyFault.unknown` for a contract that is none of the period's.
    package init(_ period: SharedPeriod, contract id: String, device: MovableDevice) throws {
        guard let contract = period.contracts.first(where: { $0.id == id }), let point = Int64(contract.point),
            let span = ValidDays(from: contract.days.lowerBound, through: contract.days.upperBound)
                .clamped(to: period.days)
        else { throw EnergyFault.unknown(field: "who") }
        let outcome = try period.settle()
        let days = try Self.days(period, outcome, id, span)
        let plain = MovedUse.unmoved(device, days)
        let rule = MovedUse.byRule(device, days)
        func sums(_ use: MovedUse) throws -> Sums {
            let moved = try Self.moved(period, point, span, days, by: use.use).settle()
            let bills = moved.run.bills
            let own = bills.filter { $0.member == id }
            return Sums(
                used: bills.reduce(0) { $0 + $1.total }, fromElsewhere: days.fromElsewhere(use.use),
                own: own.reduce(0) { $0 + $1.total }, ownShared: own.reduce(0) { $0 + $1.shared },
                othersShared: bills.reduce(0) { $1.member == id ? $0 : $0 + $1.shared })
        }
        (self.device, self.days, self.rule) = (device, days, rule)
        made = outcome.made.reduce(0, +)
        without = try sums(MovedUse(use: [Int](repeating: 0, count: days.made.count), held: []))
        unmoved = device.kind == .battery ? nil : try sums(plain)
        byRule = try sums(rule)
        stints = days.stints(of: device).count { $0.energy > 0 }
    }

    /// The period slot by slot, as the device sees it.
    private static func days(
        _ period: SharedPeriod, _ outcome: SharedPeriod.Outcome, _ id: String, _ span: ClosedRange<CivilDay>
    ) throws -> MovableDays {
        var (ranges, hours): ([Range<Int>], [Int]) = ([], [])
        var places: [Int64: Int] = [:]
        var present: Range<Int>?
        for day in period.days.all {
            guard let metering = MeteringDay(day, in: period.calendar) else {
                throw EnergyFault.unreadable(field: "from", "\(day)")
            }
            let first = hours.count
            for slot in 0..<metering.slotCount {
                let start = metering.start(of: slot)
                places[start.microseconds] = hours.count
                hours.append(period.calendar.fields(of: start).hour)
            }
            ranges.append(first..<hours.count)
            if span.contains(day) { present = (present?.lowerBound ?? first)..<hours.count }
        }
        var made = [Int](repeating: 0, count: hours.count)
        var (used, own) = (made, made)
        for (contract, quarters) in outcome.quarters {
            for quarter in quarters {
                guard let place = places[quarter.start.microseconds] else { continue }
                made[place] = quarter.generation
                used[place] += quarter.load
                if contract == id { own[place] += quarter.load }
            }
        }
        return MovableDays(made: made, used: used, own: own, days: ranges, hours: hours, present: present)
    }

    /// The period with so much more (or less) at a point.
    private static func moved(
        _ period: SharedPeriod, _ point: Int64, _ span: ClosedRange<CivilDay>, _ days: MovableDays, by use: [Int]
    ) throws -> SharedPeriod {
        var moved = period
        for (number, day) in period.days.all.enumerated() where span.contains(day) {
            guard let block = period.blocks[point]?[day] else { continue }
            let slots = days.days[number]
            let values = try zip(block.values, slots).map { value, slot -> UInt32 in
                guard let sum = UInt32(exactly: Int(value) + use[slot]) else {
                    throw EnergyFault.unreadable(field: "power", "\(use[slot])")
                }
                return sum
            }
            moved.blocks[point]?[day] = try DayBlock(values, states: block.states)
        }
        return moved
    }
}
