// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import PowerBills
import Wire

/// Values of our own for a day of a point where none came (§40a(2) EnWG); they stand in provisional runs only.
package struct Estimate: Sendable, Hashable {
    package let point: Int64
    package let day: CivilDay
    /// Quarter hours that are estimated.
    package let slots: Int
    package let wattHours: Int
    package let grounds: PowerDocument.Estimate.Grounds
}

extension SharedPeriod {
    /// So many weeks back days are compared with.
    package static let weeks = 8
    /// So many like days make a mean.
    package static let likeDays = 4

    /// The period with an estimate where a value is missing and one can be made; what cannot stays missing.
    ///
    /// Consumption is the mean of the last days of the same weekday, quarter hour by quarter hour; what a plant made is
    /// what the other plants made in the same quarter hour, by size. `sizes` are those of the plants in watts.
    package func estimated(sizes: [Int64: Int]) throws -> (period: SharedPeriod, estimates: [Estimate]) {
        var filled = blocks
        var estimates: [Estimate] = []
        let plantPoints = Set(plants.map(\.point))
        for gap in gaps(acceptsProvisional: true) where gap.reason == .missing {
            guard let metering = MeteringDay(gap.day, in: calendar) else { continue }
            let made =
                plantPoints.contains(gap.point)
                ? byOtherPlants(gap.point, metering, sizes) : byLikeDays(gap.point, metering)
            guard let made else { continue }
            let known = blocks[gap.point]?[gap.day]
            var values = known?.values ?? [UInt32](repeating: 0, count: metering.slotCount)
            var states = known?.states ?? [ValueState](repeating: .missing, count: metering.slotCount)
            var (slots, sum) = (0, 0)
            for slot in states.indices where states[slot] == .missing {
                guard let value = made.values[slot] else { continue }
                (values[slot], states[slot]) = (value, .estimated)
                slots += 1
                sum += Int(value)
            }
            guard slots > 0 else { continue }
            filled[gap.point, default: [:]][gap.day] = try DayBlock(values, states: states)
            estimates.append(
                Estimate(point: gap.point, day: gap.day, slots: slots, wattHours: sum, grounds: made.grounds))
        }
        var period = self
        period.blocks = filled
        return (period, estimates)
    }

    private typealias Made = (values: [UInt32?], grounds: PowerDocument.Estimate.Grounds)

    private func byLikeDays(_ point: Int64, _ metering: MeteringDay) -> Made? {
        let like = (1...Self.weeks).lazy.map { CivilDay(number: metering.day.number - 7 * $0) }
            .compactMap { day -> (day: CivilDay, block: DayBlock)? in
                guard let block = blocks[point]?[day], block.isComplete else { return nil }
                return (day, block)
            }.prefix(Self.likeDays)
        let found = Array(like)
        guard !found.isEmpty else { return nil }
        // the same time on the clock, also where a day has another length
        let places = found.map { one -> [Int?] in
            guard one.block.values.count != metering.slotCount, let other = MeteringDay(one.day, in: calendar) else {
                return (0..<metering.slotCount).map { $0 }
            }
            return (0..<metering.slotCount).map { slot in
                let shown = calendar.fields(of: metering.start(of: slot))
                return (0..<other.slotCount).first {
                    let fields = calendar.fields(of: other.start(of: $0))
                    return fields.hour == shown.hour && fields.minute == shown.minute
                }
            }
        }
        let values = (0..<metering.slotCount).map { slot -> UInt32? in
            let there = zip(found, places).compactMap { one, places in
                places[slot].map { Int(one.block.values[$0]) }
            }
            guard !there.isEmpty else { return nil }
            return UInt32((2 * there.reduce(0, +) + there.count) / (2 * there.count))
        }
        return (values, .likeDays(found.map(\.day)))
    }

    private func byOtherPlants(_ point: Int64, _ metering: MeteringDay, _ sizes: [Int64: Int]) -> Made? {
        guard let size = sizes[point], size > 0 else { return nil }
        let others = plants.filter { $0.point != point && $0.days.contains(metering.day) }.compactMap {
            other -> (size: Int, block: DayBlock)? in
            guard let size = sizes[other.point], size > 0, let block = blocks[other.point]?[metering.day],
                block.isComplete
            else { return nil }
            return (size, block)
        }
        let whole = others.reduce(0) { $0 + $1.size }
        guard whole > 0 else { return nil }
        let values = (0..<metering.slotCount).map { slot -> UInt32? in
            let made = others.reduce(0) { $0 + Int($1.block.values[slot]) }
            return UInt32(exactly: (2 * made * size + whole) / (2 * whole))
        }
        return (values, .otherPlants(size: size, of: whole))
    }
}
