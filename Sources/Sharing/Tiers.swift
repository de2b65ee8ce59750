// SPDX-License-Identifier: EUPL-1.2

/// Sharing from near to far: in the building, then in its neighbourhood, then in the municipality, or any such steps.
///
/// Each tier shares what generation and load the tier before left. Inside a tier the plants of a group give in
/// proportion to what they have left, by largest remainder, ties to the first building.
public struct Tiers: Sendable {
    public let buildings: Roster
    public let members: Roster
    private let allocator: TierAllocator

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
        var groups = roster.ids.map { [$0] }
        for tier in above {
            for (place, building) in roster.ids.enumerated() {
                guard let name = tier[building] else { throw .unknownGroup(building) }
                groups[place].append(name)
            }
        }
        var places: [[String]] = []
        for member in members.ids {
            let home = homes[member] ?? ""
            guard let place = roster.place(of: home) else { throw .unknownGroup(home) }
            places.append(groups[place])
        }
        self.buildings = roster
        allocator = try TierAllocator(model, key: key, sharers: places, plants: groups)
    }

    /// Shares what the plants on each building made in a quarter hour.
    public func share(_ generation: [Int], loads: [Int]) throws(SharingError) -> Outcome {
        func narrow(_ values: [Int]) throws(SharingError) -> [UInt32] {
            var narrow: [UInt32] = []
            for value in values {
                guard value >= 0 else { throw .negative(value) }
                guard value <= UInt32.max else { throw .tooLarge }
                narrow.append(UInt32(value))
            }
            return narrow
        }
        var allocator = allocator
        let shared = try allocator.share(try narrow(generation), loads: try narrow(loads))
        return Outcome(
            allocated: shared.allocated.map { tier in tier.map { Int($0) } },
            surplus: zip(generation, shared.delivered).map { $0 - Int($1) },
            residual: zip(loads, shared.sums).map { $0 - Int($1) })
    }
}
