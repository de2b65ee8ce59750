// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import Settlement
package import Storage
import Sharing
import Wire

extension SharedPeriod {
    /// The relations that hold in the period; a second version of one is a contract of its own.
    package static func contracts(_ relations: [Version<Relation>], in days: ClosedRange<CivilDay>) -> [SharingContract]
    {
        var contracts: [SharingContract] = []
        var seen: Set<Int64> = []
        for relation in relations {
            guard let span = relation.days.clamped(to: days) else { continue }
            let isFirst = seen.insert(relation.number).inserted
            contracts.append(
                SharingContract(
                    id: id("R", relation.number) + (isFirst ? "" : "/\(relation.days.from)"),
                    point: String(relation.content.point), days: span, part: relation.content.part))
        }
        return contracts
    }

    /// On which days a sharing has how much in a hundred of a point's values.
    package struct Portion: Sendable, Hashable {
        package let sharing: Int64
        package let days: ValidDays
        package let percent: Int

        package init(sharing: Int64, days: ValidDays, percent: Int) {
            (self.sharing, self.days, self.percent) = (sharing, days, percent)
        }
    }

    /// What of a point's values on a day counts in this sharing: never more than there is, whoever asks for the rest.
    ///
    /// By largest remainder of hundredths over all sharings of the point, ties by their ids.
    func values(of point: Int64, on day: CivilDay) throws(SharingError) -> [UInt32]? {
        guard let values = blocks[point]?[day]?.values else { return nil }
        guard let known = portions[point] else { return values }
        var factors: [String: Int] = [:]
        for one in known where one.days.contains(day) { factors[Self.id("C", one.sharing), default: 0] += one.percent }
        let cut = try Portions(factors)
        guard let own = cut.communities.place(of: Self.id("C", sharing)) else { return values.map { _ in 0 } }
        if factors.count == 1, factors[Self.id("C", sharing)] == 100 { return values }
        var parts: [UInt32] = []
        parts.reserveCapacity(values.count)
        for value in values { parts.append(UInt32(try cut.split(Int(value)).parts[own])) }
        return parts
    }

    /// How points are cut among sharings; none for a point that one has all of.
    package static func portions(
        of points: some Sequence<Int64>, in community: Int64, at revision: Int64? = nil,
        on connection: any StorageConnection
    ) throws -> [Int64: [Portion]] {
        var known: [Int64: [Int64: [Portion]]] = [:]
        func all(_ sharing: Int64) throws -> [Int64: [Portion]] {
            if let found = known[sharing] { return found }
            var found: [Int64: [Portion]] = [:]
            for one in try EnergyQueries.versions(Relation.self, of: sharing, at: revision, on: connection) {
                found[one.content.point, default: []].append(
                    Portion(sharing: sharing, days: one.days, percent: one.content.percent))
            }
            for one in try EnergyQueries.versions(Plant.self, of: sharing, at: revision, on: connection) {
                found[one.content.point, default: []].append(
                    Portion(sharing: sharing, days: one.days, percent: one.content.percent))
            }
            known[sharing] = found
            return found
        }
        var portions: [Int64: [Portion]] = [:]
        for point in Set(points) {
            let sharings = try EnergyQueries.sharings(of: point, at: revision, on: connection)
            let own = try (sharings.isEmpty ? [community] : sharings).flatMap { try all($0)[point] ?? [] }
            if sharings.count > 1 || own.contains(where: { $0.percent != 100 }) { portions[point] = own }
        }
        return portions
    }

    /// The number of the relation that a contract's id names.
    package static func relation(_ id: String) -> Int64 { Int64(id.dropFirst().prefix { $0 != "/" }) ?? 0 }

    /// All prices that a sharing has.
    package static func known(of community: Int64, on connection: any StorageConnection) throws -> PriceTable {
        let versions = try EnergyQueries.versions(Price.self, of: community, on: connection)
        do throws(SettlementError) { return try prices(versions) } catch { throw EnergyFault.settlement(error) }
    }

    package static func prices(_ versions: [Version<Price>]) throws(SettlementError) -> PriceTable {
        var prices: [LineKind: [DatedValue]] = [:]
        var vat: [DatedValue] = []
        for version in versions {
            let value = DatedValue(
                from: version.days.from, through: version.days.through, value: version.content.value)
            if let line = version.content.line { prices[line, default: []].append(value) } else { vat.append(value) }
        }
        return try PriceTable(prices: prices, vat: vat)
    }

    /// The plants of the period: each once however often its form changed, and once for each who runs it in it.
    package static func plants(
        _ versions: [Version<Plant>], _ parties: [Version<Party>], in days: ClosedRange<CivilDay>
    ) -> [Source] {
        var sources: [Source] = []
        for (number, group) in Dictionary(grouping: versions, by: \.number).sorted(by: { $0.key < $1.key }) {
            var stretches: [(plant: Plant, days: ClosedRange<CivilDay>)] = []
            for version in group {
                guard let span = version.days.clamped(to: days) else { continue }
                let plant = version.content
                if let last = stretches.last, last.plant.runner == plant.runner, last.plant.point == plant.point {
                    stretches[stretches.count - 1] = (plant, last.days.lowerBound...span.upperBound)
                } else {
                    stretches.append((plant, span))
                }
            }
            for (place, stretch) in stretches.enumerated() {
                let runner = parties.last { $0.number == stretch.plant.runner }
                sources.append(
                    Source(
                        id: id("P", number) + (place == 0 ? "" : "/\(stretch.days.lowerBound)"), number: number,
                        point: stretch.plant.point, days: stretch.days,
                        isSmallBusiness: runner?.content.isSmallBusiness ?? false, runner: stretch.plant.runner,
                        changesHands: stretches.count > 1))
            }
        }
        return sources
    }
}
