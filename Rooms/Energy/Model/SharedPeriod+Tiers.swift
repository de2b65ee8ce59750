// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import Settlement
package import Sharing

extension SharedPeriod {
    /// The groups of a point in the steps from near to far, from a day on.
    package struct Nearness: Sendable, Hashable {
        package let from: CivilDay
        package let groups: [String]
    }

    /// Days on which the same contracts share among the same neighbours.
    package struct Stretch: Sendable {
        package let days: ClosedRange<CivilDay>
        package let contracts: [SharingContract]
        package let key: SharingKey
    }

    /// Where the points are, step by step; empty where all share at once.
    package static func nearness(_ points: [Version<Point>], _ tiers: [Terms.Tier]) -> [Int64: [Nearness]] {
        guard !tiers.isEmpty else { return [:] }
        return Dictionary(grouping: points, by: \.number).mapValues { versions in
            var known: [Nearness] = []
            for version in versions.sorted(by: { $0.days.from < $1.days.from }) {
                let groups = tiers.map { version.content.group($0) }
                if known.last?.groups != groups { known.append(Nearness(from: version.days.from, groups: groups)) }
            }
            return known
        }
    }

    /// The groups of a point on a day, and at last the one of all.
    package func groups(of point: Int64, on day: CivilDay) -> [String] {
        let known = nearness[point] ?? []
        let own = (known.last { $0.from <= day } ?? known.first)?.groups
        return (own ?? terms.tiers.map { _ in "\u{0}\(point)" }) + [""]
    }

    /// What the steps are called in records; empty where all share at once.
    package var tierNames: [String] {
        terms.tiers.isEmpty ? [] : terms.tiers.map(\.rawValue) + [Terms.Tier.last]
    }

    /// Cuts the days where somebody joins or leaves, and where a point gets into another group.
    package func stretches() throws(SettlementError) -> [Stretch] {
        let moves = Set(nearness.values.flatMap { $0.dropFirst().map(\.from.number) })
        var stretches: [Stretch] = []
        for sharers in try Sharers.stretches(of: contracts, meaning: terms.meaning, in: days) {
            let (first, last) = (sharers.days.lowerBound.number, sharers.days.upperBound.number)
            let starts = [first] + moves.filter { $0 > first && $0 <= last }.sorted()
            for (start, next) in zip(starts, starts.dropFirst() + [last + 1]) {
                stretches.append(
                    Stretch(
                        days: CivilDay(number: start)...CivilDay(number: next - 1), contracts: sharers.contracts,
                        key: sharers.key))
            }
        }
        return stretches
    }

    /// The contracts that can get something in each step: those with a plant in their group.
    package func reached(in stretch: Stretch) -> [[SharingContract]] {
        let day = stretch.days.lowerBound
        let places = stretch.contracts.map { groups(of: Int64($0.point) ?? 0, on: day) }
        let givers = plants.filter { $0.days.overlaps(stretch.days) }.map { groups(of: $0.point, on: day) }
        return tierNames.indices.map { tier in
            let names = Set(givers.map { $0[tier] })
            return zip(stretch.contracts, places).filter { names.contains($0.1[tier]) }.map(\.0)
        }
    }

    /// The contracts that share a group with a plant, group by group in each step before the last.
    package func groups(in stretch: Stretch) -> [[SharingContract]] {
        let day = stretch.days.lowerBound
        let places = stretch.contracts.map { ($0, groups(of: Int64($0.point) ?? 0, on: day)) }
        let givers = plants.filter { $0.days.overlaps(stretch.days) }.map { groups(of: $0.point, on: day) }
        return terms.tiers.indices.flatMap { tier -> [[SharingContract]] in
            let names = Set(givers.map { $0[tier] })
            return Dictionary(grouping: places.filter { names.contains($0.1[tier]) }) { $0.1[tier] }
                .sorted { $0.key < $1.key }.map { group in group.value.map(\.0) }
        }
    }

    /// Shares one quarter hour after the other: at once, or from near to far.
    struct Distribution {
        private(set) var allocated: [UInt32]
        /// Plant by plant what each sharer gets of it.
        private(set) var parts: [UInt32]
        /// Step by step what each sharer gets; empty where all share at once.
        private(set) var tiers: [[UInt32]] = []
        private var atOnce: (allocator: Allocator, plants: Plants)?
        private var stepwise: TierAllocator?

        init(_ period: SharedPeriod, _ stretch: Stretch, _ sources: [Source]) throws(SharingError) {
            let (terms, count) = (period.terms, stretch.contracts.count)
            allocated = [UInt32](repeating: 0, count: count)
            parts = [UInt32](repeating: 0, count: sources.count * count)
            guard !terms.tiers.isEmpty else {
                atOnce = (try Allocator(terms.model, key: stretch.key, count: count), Plants(count: sources.count))
                return
            }
            let day = stretch.days.lowerBound
            stepwise = try TierAllocator(
                terms.model, key: stretch.contracts.map(\.part),
                sharers: stretch.contracts.map { period.groups(of: Int64($0.point) ?? 0, on: day) },
                plants: sources.map { period.groups(of: $0.point, on: day) })
            tiers = [[UInt32]](repeating: allocated, count: terms.tiers.count + 1)
        }

        /// What each plant gives.
        mutating func share(_ generation: [UInt32], _ wanted: [UInt32]) throws(SharingError) -> [UInt32] {
            // taken out and put back, so that nothing of it is copied in each quarter hour
            if var own = stepwise.take() {
                let outcome = try own.share(generation, loads: wanted)
                stepwise = own
                if !wanted.isEmpty { (allocated, tiers) = (outcome.sums, outcome.allocated) }
                parts = outcome.parts
                return outcome.delivered
            }
            guard var own = atOnce.take() else { return [] }
            let whole = generation.reduce(into: UInt64(0)) { $0 += UInt64($1) }
            guard let made = UInt32(exactly: whole) else { throw .tooLarge }
            var shares: [UInt32] = []
            swap(&shares, &allocated)
            var room = shares.mutableSpan
            _ = try own.allocator.share(made, loads: wanted.span, into: &room)
            let sums = try own.plants.deliver(shares.span, of: generation, into: &parts)
            swap(&shares, &allocated)
            atOnce = own
            return sums
        }
    }
}
