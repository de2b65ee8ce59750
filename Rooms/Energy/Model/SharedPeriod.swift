// SPDX-License-Identifier: EUPL-1.2
import Ledger
package import Metering
package import PowerBills
package import Settlement
import Sharing
package import Wire

/// All that a settlement of one period rests on: the same input gives the same bytes.
package struct SharedPeriod: Sendable {
    package struct Source: Sendable, Hashable {
        /// Decides ties by its UTF-8 bytes.
        package let id: String
        package let number: Int64
        package let point: Int64
        package let days: ClosedRange<CivilDay>
        package let isSmallBusiness: Bool
        /// The party that runs the plant on these days.
        package var runner: Int64 = 0
        /// Whether the plant has another runner on other days of the period: each is credited for the own days alone.
        package var changesHands = false
    }

    /// What keeps a day from being settled.
    package struct Gap: Sendable, Hashable {
        package enum Reason: Sendable, Hashable {
            case missing
            /// There are values, and a final bill may not stand on them.
            case provisional
        }

        package let point: Int64
        package let day: CivilDay
        package let slots: Int
        package let reason: Reason
    }

    package let days: ClosedRange<CivilDay>
    package var terms: Terms
    package let plants: [Source]
    /// The id is that of the relation, the point its number.
    package let contracts: [SharingContract]
    package let prices: PriceTable
    package var blocks: [Int64: [CivilDay: DayBlock]]
    package let calendar: ZonedCalendar
    /// Where each point is, for steps from near to far; empty where all share at once.
    package var nearness: [Int64: [Nearness]] = [:]
    /// The sharing that is settled, among those that have a part of a point.
    package var sharing: Int64 = 0
    /// How the values of a point are cut; none for those that are all of this sharing.
    package var portions: [Int64: [Portion]] = [:]

    /// As identifiers are written where order matters.
    package static func id(_ letter: String, _ number: Int64) -> String {
        let digits = String(number)
        return letter + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    func slots(_ day: CivilDay) -> Int { MeteringDay(day, in: calendar)?.slotCount ?? 96 }

    /// The days of each point that the period needs values of.
    private var needed: [(point: Int64, days: ClosedRange<CivilDay>)] {
        let consumers = contracts.compactMap { contract in
            Int64(contract.point).flatMap { point in
                ValidDays(from: contract.days.lowerBound, through: contract.days.upperBound).clamped(to: days).map {
                    (point, $0)
                }
            }
        }
        return plants.map { ($0.point, $0.days) } + consumers
    }

    /// What is missing, by point and day.
    package func gaps(acceptsProvisional: Bool) -> [Gap] {
        var gaps: [Gap] = []
        for (point, days) in needed {
            for day in days.all {
                guard let block = blocks[point]?[day] else {
                    gaps.append(Gap(point: point, day: day, slots: slots(day), reason: .missing))
                    continue
                }
                let missing = block.states.count { $0 == .missing }
                let open = block.states.count { !$0.isFinal && $0 != .missing }
                if missing > 0 {
                    gaps.append(Gap(point: point, day: day, slots: missing, reason: .missing))
                } else if open > 0, !acceptsProvisional {
                    gaps.append(Gap(point: point, day: day, slots: open, reason: .provisional))
                }
            }
        }
        return gaps.sorted { ($0.point, $0.day.number) < ($1.point, $1.day.number) }
    }

    package struct Outcome: Sendable {
        package let run: SettlementRun
        /// By plant, in the order of their ids: what was made and what members got of it.
        package let made: [Int]
        package let given: [Int]
        /// By contract and plant, in watt-hours.
        package let sources: [String: [Int]]
        /// Every quarter hour of each contract.
        package let quarters: [String: [BilledQuarter]]
        /// By plant, what members got of it in every quarter hour of the period.
        package let slots: [[UInt32]]
        /// By contract, what came in each step from near to far; empty where all share at once.
        package let tiers: [String: [Int]]
        /// Step by step, what all got in it in every quarter hour of the period.
        package let tierSlots: [[UInt32]]
        /// Over all allocations (step by step where there are steps), quarter hour by quarter hour, as 64-bit little endian.
        package let allocationHash: String
    }

    /// What one contract gathers in a settlement, day by day and by plant.
    private struct Gathered {
        let contract: SharingContract
        let span: ClosedRange<CivilDay>
        let point: Int64
        var shared: [Int]
        var total: [Int]
        var sources: [Int]
        var tiers: [Int]
        var quarters: [BilledQuarter] = []

        init(_ contract: SharingContract, _ span: ClosedRange<CivilDay>, sources: Int, tiers: Int) {
            (self.contract, self.span, point) = (contract, span, Int64(contract.point) ?? 0)
            let length = span.upperBound.number - span.lowerBound.number + 1
            shared = [Int](repeating: 0, count: length)
            total = shared
            self.sources = [Int](repeating: 0, count: sources)
            self.tiers = [Int](repeating: 0, count: tiers)
            quarters.reserveCapacity(96 * length + 4)
        }
    }

    /// Allocates and settles.
    /// - Throws: `EnergyFault.settlement`: a price that is missing, a key that does not fit, in words for who runs the sharing.
    package func settle() throws -> Outcome {
        do {
            return try settled()
        } catch let error as SettlementError {
            throw EnergyFault.settlement(error)
        } catch let error as SharingError {
            throw EnergyFault.settlement(.sharing(error))
        }
    }

    private func settled() throws -> Outcome {
        let count = days.upperBound.number - days.lowerBound.number + 1
        let sources = plants.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        let steps = tierNames.count
        var gathered = contracts.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }.compactMap {
            contract -> Gathered? in
            ValidDays(from: contract.days.lowerBound, through: contract.days.upperBound).clamped(to: days).map {
                Gathered(contract, $0, sources: sources.count, tiers: steps)
            }
        }
        let places = Dictionary(gathered.enumerated().map { ($1.contract.id, $0) }) { first, _ in first }
        var given = [[Int]](repeating: [Int](repeating: 0, count: count), count: sources.count)
        var made = [Int](repeating: 0, count: sources.count)
        var slots = [[UInt32]](repeating: [], count: sources.count)
        var tierSlots = [[UInt32]](repeating: [], count: steps)
        var hash = SHA256.Running()
        for stretch in try stretches() {
            let active = stretch.contracts.compactMap { places[$0.id] }
            var distribution = try Distribution(self, stretch, sources)
            for day in stretch.days.all {
                guard let metering = MeteringDay(day, in: calendar) else { continue }
                let offset = day.number - days.lowerBound.number
                let generators = try sources.map {
                    $0.days.contains(day) ? try self.values(of: $0.point, on: day) : nil
                }
                let values = try active.map { try self.values(of: gathered[$0].point, on: day) }
                let states = active.map { blocks[gathered[$0].point]?[day]?.states }
                for slot in 0..<metering.slotCount {
                    let generation = generators.map { $0?[slot] ?? 0 }
                    let wanted = values.map { $0?[slot] ?? 0 }
                    for (plant, sum) in try distribution.share(generation, wanted).enumerated() {
                        given[plant][offset] += Int(sum)
                        slots[plant].append(sum)
                        made[plant] += Int(generation[plant])
                    }
                    for (tier, values) in distribution.tiers.enumerated() {
                        tierSlots[tier].append(values.reduce(0, +))
                        hash.update(Self.bytes(values))
                    }
                    let whole = generation.reduce(0) { $0 + Int($1) }
                    let start = metering.start(of: slot)
                    for (place, index) in active.enumerated() {
                        let here = day.number - gathered[index].span.lowerBound.number
                        let shared = Int(distribution.allocated[place])
                        gathered[index].shared[here] += shared
                        gathered[index].total[here] += Int(wanted[place])
                        for plant in sources.indices {
                            gathered[index].sources[plant] += Int(distribution.parts[plant * active.count + place])
                        }
                        for tier in 0..<steps {
                            gathered[index].tiers[tier] += Int(distribution.tiers[tier][place])
                        }
                        gathered[index].quarters.append(
                            BilledQuarter(
                                start: start, generation: whole, load: Int(wanted[place]), shared: shared,
                                state: states[place]?[slot] ?? .missing))
                    }
                    if steps == 0 { hash.update(Self.bytes(distribution.allocated)) }
                }
            }
        }
        let consumptions = gathered.map { one in
            Consumption(
                member: one.contract.id, first: one.span.lowerBound, shared: one.shared, total: one.total)
        }
        let deliveries = sources.enumerated().map { index, source -> Delivery in
            let own = source.changesHands ? source.days : days
            let places = (own.lowerBound.number...own.upperBound.number).map { $0 - days.lowerBound.number }
            return Delivery(
                plant: source.id, first: own.lowerBound, wattHours: places.map { given[index][$0] },
                isSmallBusiness: source.isSmallBusiness)
        }
        let run = try SettlementRun(
            days, kinds: terms.lines, prices: prices, consumptions: consumptions, deliveries: deliveries)
        return Outcome(
            run: run, made: made, given: given.map { $0.reduce(0, +) },
            sources: Dictionary(uniqueKeysWithValues: gathered.map { ($0.contract.id, $0.sources) }),
            quarters: Dictionary(uniqueKeysWithValues: gathered.map { ($0.contract.id, $0.quarters) }), slots: slots,
            tiers: Dictionary(uniqueKeysWithValues: gathered.map { ($0.contract.id, $0.tiers) }), tierSlots: tierSlots,
            allocationHash: hash.finished().hexadecimal)
    }

    private static func bytes(_ values: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 * values.count)
        for value in values {
            withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
