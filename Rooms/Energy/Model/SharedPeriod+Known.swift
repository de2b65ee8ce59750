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

    /// The plants of the period, each once however often its form changed.
    package static func plants(
        _ versions: [Version<Plant>], _ parties: [Version<Party>], in days: ClosedRange<CivilDay>
    ) -> [Source] {
        var sources: [Source] = []
        for (number, group) in Dictionary(grouping: versions, by: \.number).sorted(by: { $0.key < $1.key }) {
            let spans = group.compactMap { $0.days.clamped(to: days) }
            guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max(),
                let plant = group.last?.content
            else { continue }
            let runner = parties.last { $0.number == plant.runner }
            sources.append(
                Source(
                    id: id("P", number), number: number, point: plant.point, days: first...last,
                    isSmallBusiness: runner?.content.isSmallBusiness ?? false))
        }
        return sources
    }
}
