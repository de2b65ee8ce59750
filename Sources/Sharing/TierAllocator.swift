// SPDX-License-Identifier: EUPL-1.2

/// Shares the generation of one quarter hour after the other from near to far, in whole watt-hours.
///
/// Each tier shares what the tiers before left. Inside a tier the plants of a group give to its sharers: how much each
/// gets is the model's, which plant it comes from that of `Plants`, ties to the first of the list.
public struct TierAllocator: Sendable {
    /// Those of one tier who share among each other.
    private struct Group {
        let plants: [Int]
        let sharers: [Int]
        var allocator: Allocator
        var delivery: Plants
    }

    /// What one quarter hour came to, in watt-hours.
    public struct Outcome: Sendable, Hashable {
        /// Tier by tier, in the order of the sharers.
        public internal(set) var allocated: [[UInt32]]
        /// Plant by plant what each sharer gets of it in all tiers.
        public internal(set) var parts: [UInt32]
        /// What each plant gives in all tiers.
        public internal(set) var delivered: [UInt32]

        /// What each sharer gets in all tiers.
        public var sums: [UInt32] {
            guard var sums = allocated.first else { return [] }
            for tier in allocated.dropFirst() {
                for place in sums.indices { sums[place] += tier[place] }
            }
            return sums
        }
    }

    private let sharers: Int
    private let plants: Int
    private var tiers: [[Group]]

    /// `sharers` and `plants` name the group of each, tier by tier from the nearest one on; only who is in a group of the
    /// same name shares there.
    ///
    /// The key is a weight for each sharer; the dynamic model ignores it.
    public init(
        _ model: SharingModel, key: [Int], sharers: [[String]], plants: [[String]]
    ) throws(SharingError) {
        guard key.count == sharers.count else { throw .count(expected: sharers.count, found: key.count) }
        let count = (sharers + plants).map(\.count).max() ?? 0
        for names in sharers + plants where names.count != count { throw .count(expected: count, found: names.count) }
        (self.sharers, self.plants) = (sharers.count, plants.count)
        tiers = []
        for tier in 0..<count {
            var groups: [Group] = []
            let givers = Dictionary(grouping: plants.indices) { plants[$0][tier] }
            for (name, places) in Dictionary(grouping: sharers.indices, by: { sharers[$0][tier] }) {
                guard let own = givers[name] else { continue }
                groups.append(
                    Group(
                        plants: own, sharers: places,
                        allocator: try Allocator(
                            model, key: try .weights(places.map { key[$0] }), count: places.count),
                        delivery: Plants(count: own.count)))
            }
            tiers.append(groups)
        }
    }

    /// Shares what each plant made, in watt-hours.
    public mutating func share(_ generation: [UInt32], loads: [UInt32]) throws(SharingError) -> Outcome {
        guard generation.count == plants else { throw .count(expected: plants, found: generation.count) }
        guard loads.count == sharers else { throw .count(expected: sharers, found: loads.count) }
        var (left, open) = (generation, loads)
        var outcome = Outcome(
            allocated: [[UInt32]](repeating: [UInt32](repeating: 0, count: sharers), count: tiers.count),
            parts: [UInt32](repeating: 0, count: plants * sharers), delivered: [UInt32](repeating: 0, count: plants))
        for tier in tiers.indices {
            for index in tiers[tier].indices {
                try Self.share(&tiers[tier][index], tier, &left, &open, &outcome)
            }
        }
        return outcome
    }

    private static func share(
        _ group: inout Group, _ tier: Int, _ left: inout [UInt32], _ open: inout [UInt32], _ outcome: inout Outcome
    ) throws(SharingError) {
        let given = group.plants.map { left[$0] }
        guard let available = UInt32(exactly: given.reduce(into: UInt64(0)) { $0 += UInt64($1) }) else {
            throw .tooLarge
        }
        let wanted = group.sharers.map { open[$0] }
        guard available > 0, wanted.contains(where: { $0 > 0 }) else { return }
        var allocated = [UInt32](repeating: 0, count: wanted.count)
        var room = allocated.mutableSpan
        _ = try group.allocator.share(available, loads: wanted.span, into: &room)
        var parts = [UInt32](repeating: 0, count: wanted.count * given.count)
        let sums = try group.delivery.deliver(allocated.span, of: given, into: &parts)
        for (place, sharer) in group.sharers.enumerated() {
            outcome.allocated[tier][sharer] = allocated[place]
            open[sharer] -= allocated[place]
        }
        let sharers = open.count
        for (row, plant) in group.plants.enumerated() {
            left[plant] -= sums[row]
            outcome.delivered[plant] += sums[row]
            for (place, sharer) in group.sharers.enumerated() {
                outcome.parts[plant * sharers + sharer] += parts[row * wanted.count + place]
            }
        }
    }
}
