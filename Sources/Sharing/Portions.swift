// SPDX-License-Identifier: EUPL-1.2

/// The parts of one point's load or generation in each of the communities it belongs to.
///
/// By largest remainder of hundredths, ties by id; what is not shared is a last place, after all others among ties.
public struct Portions: Sendable {
    public let communities: Roster
    private let factors: [Int]

    /// Per cent by the id of a community, together at most a hundred.
    public init(_ factors: [String: Int]) throws(SharingError) {
        communities = try Roster(Array(factors.keys))
        self.factors = communities.ids.map { factors[$0] ?? 0 }
        for factor in self.factors where factor < 0 { throw .negative(factor) }
        let sum = self.factors.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        guard self.factors.allSatisfy({ $0 <= 100 }), sum <= 100 else { throw .factorsAbove100(sum: sum) }
    }

    /// A quarter hour's watt-hours, cut; the parts in the order of `communities`.
    public func split(_ wattHours: Int) throws(SharingError) -> (parts: [Int], unshared: Int) {
        let (parts, rest) = try LargestRemainder.split(wattHours, by: factors, of: 100)
        return (parts, rest)
    }
}
