// SPDX-License-Identifier: EUPL-1.2
public import Metering
internal import Sharing

/// What one member used under one contract, day by day in watt-hours.
public struct Consumption: Sendable, Hashable {
    public let member: String
    public let first: CivilDay
    /// From the community's plants.
    public let shared: [Int]
    /// From there and from elsewhere.
    public let total: [Int]

    public init(member: String, first: CivilDay, shared: [Int], total: [Int]) {
        self.member = member
        self.first = first
        self.shared = shared
        self.total = total
    }

    var days: ClosedRange<CivilDay> { first...CivilDay(number: first.number + total.count - 1) }
}

/// What one plant gave to the members, day by day in watt-hours; where it changes hands, a delivery for each runner.
public struct Delivery: Sendable, Hashable {
    public let plant: String
    public let first: CivilDay
    public let wattHours: [Int]
    /// A small business shows no value added tax (§19 UStG).
    public let isSmallBusiness: Bool

    public init(plant: String, first: CivilDay, wattHours: [Int], isSmallBusiness: Bool) {
        self.plant = plant
        self.first = first
        self.wattHours = wattHours
        self.isSmallBusiness = isSmallBusiness
    }

    /// What of `days` it has values of; nil for nothing.
    func own(_ days: ClosedRange<CivilDay>) -> ClosedRange<CivilDay>? {
        let last = CivilDay(number: first.number + wattHours.count - 1)
        let (from, through) = (max(first, days.lowerBound), min(last, days.upperBound))
        return from <= through ? from...through : nil
    }

    func sum(_ days: ClosedRange<CivilDay>) -> Int {
        let from = max(0, days.lowerBound.number - first.number)
        let end = min(wattHours.count, days.upperBound.number - first.number + 1)
        return from < end ? wattHours[from..<end].reduce(0, +) : 0
    }
}

/// The bills and credits of one period. A run is never changed: what comes later makes another one.
public struct SettlementRun: Sendable, Hashable {
    public let days: ClosedRange<CivilDay>
    /// By member, as they came.
    public let bills: [Bill]
    /// By plant, in the order of their ids' UTF-8 bytes.
    public let credits: [Credit]

    /// Settles a period: `kinds` are the lines of each bill, in their order.
    ///
    /// Each price must be known for each day. What members got has to be what plants gave, day by day.
    public init(
        _ days: ClosedRange<CivilDay>, kinds: [LineKind], prices: PriceTable, consumptions: [Consumption],
        deliveries: [Delivery]
    ) throws(SettlementError) {
        try Self.check(days, consumptions, deliveries)
        self.days = days
        var known: [ClosedRange<CivilDay>: [(kind: LineKind, stretches: [PriceTable.Stretch])]] = [:]
        var bills: [Bill] = []
        for consumption in consumptions {
            let own = consumption.days
            var stretches = known[own] ?? []
            if stretches.isEmpty {
                for kind in kinds { stretches.append((kind, try prices.stretches(of: kind, own))) }
                known[own] = stretches
            }
            bills.append(Self.bill(consumption, stretches))
        }
        self.bills = bills
        guard kinds.contains(.community), !deliveries.isEmpty else {
            credits = []
            return
        }
        credits = try Self.credits(bills, deliveries, try prices.stretches(of: .community, days))
    }

    private static func check(
        _ days: ClosedRange<CivilDay>, _ consumptions: [Consumption], _ deliveries: [Delivery]
    ) throws(SettlementError) {
        var balance: [Int: (allocated: Int, delivered: Int)] = [:]
        var periods: [String: [ClosedRange<CivilDay>]] = [:]
        for consumption in consumptions {
            guard !consumption.total.isEmpty, consumption.shared.count == consumption.total.count,
                days.lowerBound <= consumption.first, consumption.days.upperBound <= days.upperBound
            else { throw .days(member: consumption.member) }
            let others = periods[consumption.member, default: []]
            if let other = others.first(where: { $0.overlaps(consumption.days) }) {
                throw .memberTwice(consumption.member, max(other.lowerBound, consumption.first))
            }
            periods[consumption.member] = others + [consumption.days]
            for (offset, (shared, total)) in zip(consumption.shared, consumption.total).enumerated() {
                let day = CivilDay(number: consumption.first.number + offset)
                guard shared >= 0, shared <= total, total <= highestEnergy else {
                    throw .energy(member: consumption.member, day)
                }
                balance[day.number, default: (0, 0)].allocated += shared
            }
        }
        var plants: Set<String> = []
        for delivery in deliveries {
            guard plants.insert(delivery.plant).inserted else { throw .plantTwice(delivery.plant) }
            for (offset, wattHours) in delivery.wattHours.enumerated() {
                let day = CivilDay(number: delivery.first.number + offset)
                guard (0...highestEnergy).contains(wattHours), days.contains(day) else {
                    throw .energy(member: delivery.plant, day)
                }
                balance[day.number, default: (0, 0)].delivered += wattHours
            }
        }
        for (number, sums) in balance.sorted(by: { $0.key < $1.key }) where sums.allocated != sums.delivered {
            throw .balance(CivilDay(number: number), allocated: sums.allocated, delivered: sums.delivered)
        }
    }

    /// 1 TWh of one point on one day.
    private static let highestEnergy = 1_000_000_000_000

    private static func bill(
        _ consumption: Consumption, _ parts: [(kind: LineKind, stretches: [PriceTable.Stretch])]
    ) -> Bill {
        var lines: [Bill.Line] = []
        for (kind, stretches) in parts {
            for stretch in stretches {
                let from = stretch.days.lowerBound.number - consumption.first.number
                let span = from...(from + stretch.days.upperBound.number - stretch.days.lowerBound.number)
                let shared = consumption.shared[span].reduce(0, +)
                let total = consumption.total[span].reduce(0, +)
                let (quantity, divisor) =
                    switch kind.measure {
                    case .sharedEnergy: (shared, 1_000_000)
                    case .residualEnergy: (total - shared, 1_000_000)
                    case .allEnergy: (total, 1_000_000)
                    case .days: (span.count, stretch.daysOfYear)
                    }
                lines.append(
                    Bill.Line(
                        kind: kind, version: stretch.price.from, days: stretch.days, quantity: quantity,
                        price: stretch.price.value, vat: stretch.vat,
                        net: Rounding.quotient(quantity, times: stretch.price.value, divisor)))
            }
        }
        return Bill(
            member: consumption.member, days: consumption.days, shared: consumption.shared.reduce(0, +),
            total: consumption.total.reduce(0, +), lines: lines)
    }

    /// The members' cents of each stretch of the community's price, cut by what each plant gave in it.
    private static func credits(
        _ bills: [Bill], _ deliveries: [Delivery], _ stretches: [PriceTable.Stretch]
    ) throws(SettlementError) -> [Credit] {
        let plants = deliveries.sorted { $0.plant.utf8.lexicographicallyPrecedes($1.plant.utf8) }
        var lines = [[Credit.Line]](repeating: [], count: plants.count)
        for stretch in stretches {
            var cents = 0
            for bill in bills {
                for line in bill.lines where line.kind == .community && stretch.days.contains(line.days.lowerBound) {
                    cents += line.net
                }
            }
            let given = plants.map { $0.sum(stretch.days) }
            let parts: [Int]
            do throws(SharingError) {
                parts = try LargestRemainder.split(cents, by: given)
            } catch {
                throw .sharing(error)
            }
            for (place, plant) in plants.enumerated() {
                guard let own = plant.own(stretch.days) else { continue }
                lines[place].append(
                    Credit.Line(
                        version: stretch.price.from, days: own, wattHours: given[place],
                        price: stretch.price.value, vat: plant.isSmallBusiness ? 0 : stretch.vat, net: parts[place]))
            }
        }
        return zip(plants, lines).map { Credit(plant: $0.plant, lines: $1) }
    }
}
