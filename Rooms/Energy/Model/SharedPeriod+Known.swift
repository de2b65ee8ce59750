// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import Settlement
package import Storage
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
