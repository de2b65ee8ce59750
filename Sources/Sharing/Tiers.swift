// SPDX-License-Identifier: EUPL-1.2

/// Sharing from near to far: in the building, then in its neighbourhood, then in the municipality, or any such steps.
///
/// Each tier shares what generation and load the tier before left. Inside a tier the plants of a group give in
/// proportion to what they have left, by largest remainder, ties to the first building.
public struct Tiers: Sendable {
    public let buildings: Roster
    public let members: Roster
    /// Tier by tier, the group of each building; the first tier is the buildings themselves.
    private let groups: [[Int]]
    private let groupCounts: [Int]
    /// The building of each member.
    private let homes: [Int]
    private let model: SharingModel
    private let key: [Int]

    /// What one quarter hour came to, in watt-hours.
    public struct Outcome: Sendable, Hashable {
        /// Tier by tier, in the order of the members.
        public let allocated: [[Int]]
        /// By building.
        public let surplus: [Int]
        /// What each member still needs from elsewhere.
        public let residual: [Int]
    }

    /// `homes` names each member's building; `above` the group of each building, tier by tier from the second one on.
    ///
    /// The key is a weight for each member in the order of their ids; the dynamic model ignores it.
    public init(
        _ model: SharingModel, homes: [String: String], above: [[String: String]], buildings: [String], key: [Int]
    ) throws(SharingError) {
        let roster = try Roster(buildings)
        members = try Roster(Array(homes.keys))
        guard key.count == members.count else { throw .count(expected: members.count, found: key.count) }
        var places: [Int] = []
        for member in members.ids {
            let home = homes[member] ?? ""
            guard let place = roster.place(of: home) else { throw .unknownGroup(home) }
            places.append(place)
        }
        var groups = [Array(0..<roster.count)]
        var counts = [roster.count]
        for tier in above {
            let names = try Roster(Array(Set(tier.values)))
            var places: [Int] = []
            for building in roster.ids {
                guard let place = tier[building].flatMap({ names.place(of: $0) }) else { throw .unknownGroup(building) }
                places.append(place)
            }
            groups.append(places)
            counts.append(names.count)
        }
        self.buildings = roster
        self.homes = places
        self.groups = groups
        groupCounts = counts
        self.model = model
        self.key = key
    }

    /// Shares what the plants on each building made in a quarter hour.
    public func share(_ generation: [Int], loads: [Int]) throws(SharingError) -> Outcome {
        guard generation.count == buildings.count else {
            throw .count(expected: buildings.count, found: generation.count)
        }
        guard loads.count == members.count else { throw .count(expected: members.count, found: loads.count) }
        var (surplus, residual) = (generation, loads)
        var allocated: [[Int]] = []
        for tier in groups.indices {
            var given = [Int](repeating: 0, count: members.count)
            for group in 0..<groupCounts[tier] {
                let plants = groups[tier].indices.filter { groups[tier][$0] == group }
                let sharers = homes.indices.filter { groups[tier][homes[$0]] == group }
                let weights = try SharingKey.weights(sharers.map { key[$0] })
                var allocator = try Allocator(model, key: weights, count: sharers.count)
                let available = plants.reduce(0) { $0 + surplus[$1] }
                let parts = try allocator.share(available, loads: sharers.map { residual[$0] }).allocated
                let taken = try LargestRemainder.split(parts.reduce(0, +), by: plants.map { surplus[$0] })
                for (sharer, part) in zip(sharers, parts) {
                    given[sharer] = part
                    residual[sharer] -= part
                }
                for (plant, part) in zip(plants, taken) { surplus[plant] -= part }
            }
            allocated.append(given)
        }
        return Outcome(allocated: allocated, surplus: surplus, residual: residual)
    }
}
