// SPDX-License-Identifier: EUPL-1.2

/// Which measures to choose under several limits; measures are named by their index.
public struct PortfolioProblem: Sendable, Hashable {
    /// Something scarce, such as the investment of one year or the hours of one skill.
    public struct Limit: Sendable, Hashable {
        public var name: String
        public var year: Int?
        public var amount: Double
        /// What each measure takes of it.
        public var uses: [Double]

        public init(name: String, year: Int? = nil, amount: Double, uses: [Double]) {
            (self.name, self.year, self.amount, self.uses) = (name, year, amount, uses)
        }
    }

    /// Value gained (or, below zero, lost) when all members are chosen.
    public struct Bonus: Sendable, Hashable {
        public var members: [Int]
        public var value: Double
        public init(members: [Int], value: Double) { (self.members, self.value) = (members, value) }
    }

    /// What is saved of one limit when all members are chosen.
    public struct Saving: Sendable, Hashable {
        public var members: [Int]
        public var limit: Int
        public var amount: Double
        public init(members: [Int], limit: Int, amount: Double) {
            (self.members, self.limit, self.amount) = (members, limit, amount)
        }
    }

    /// A relation of two measures: the first needs the second, or shuts it out.
    public struct Pair: Sendable, Hashable {
        public var first: Int
        public var second: Int
        public init(_ first: Int, _ second: Int) { (self.first, self.second) = (first, second) }
    }

    /// A goal or district that at least so many of the members must serve.
    public struct Coverage: Sendable, Hashable {
        public var name: String
        public var members: [Int]
        public var minimum: Int
        public init(name: String, members: [Int], minimum: Int = 1) {
            (self.name, self.members, self.minimum) = (name, members, minimum)
        }
    }

    public var values: [Double]
    public var limits: [Limit]
    public var bonuses: [Bonus] = []
    public var savings: [Saving] = []
    public var requires: [Pair] = []
    public var excludes: [Pair] = []
    public var must: Set<Int> = []
    public var forbidden: Set<Int> = []
    public var coverage: [Coverage] = []

    public init(values: [Double], limits: [Limit]) { (self.values, self.limits) = (values, limits) }

    /// Why a problem makes no sense.
    public enum Fault: Error, Sendable, Hashable {
        case unknownMeasure(Int)
        case unknownLimit(Int)
        case differentCounts(limit: String)
        case emptySet
        case notFinite
        case solver
    }

    /// Refuses indices that lead nowhere and numbers that are none.
    public func validate() throws(Fault) {
        let numbers = values + limits.flatMap { $0.uses + [$0.amount] } + bonuses.map(\.value) + savings.map(\.amount)
        guard numbers.allSatisfy(\.isFinite) else { throw .notFinite }
        for limit in limits where limit.uses.count != values.count { throw .differentCounts(limit: limit.name) }
        for saving in savings where !limits.indices.contains(saving.limit) { throw .unknownLimit(saving.limit) }
        let sets = bonuses.map(\.members) + savings.map(\.members)
        if sets.contains(where: \.isEmpty) { throw .emptySet }
        let pairs = (requires + excludes).flatMap { [$0.first, $0.second] }
        let named = sets.flatMap(\.self) + pairs + coverage.flatMap(\.members) + Array(must) + Array(forbidden)
        for index in named where !values.indices.contains(index) { throw .unknownMeasure(index) }
    }

    /// The value of a choice, bonuses included.
    public func value(of chosen: Set<Int>) -> Double {
        let own = chosen.sorted().reduce(0) { $0 + values[$1] }
        return bonuses.reduce(own) { chosen.isSuperset(of: $1.members) ? $0 + $1.value : $0 }
    }

    /// What a choice takes of each limit, savings taken off.
    public func uses(of chosen: Set<Int>) -> [Double] {
        limits.indices.map { index in
            let own = chosen.sorted().reduce(0) { $0 + limits[index].uses[$1] }
            return savings.reduce(own) {
                $1.limit == index && chosen.isSuperset(of: $1.members) ? $0 - $1.amount : $0
            }
        }
    }

    /// Whether a choice keeps every rule and, to nine digits, every limit.
    public func permits(_ chosen: Set<Int>) -> Bool {
        guard must.isSubset(of: chosen), forbidden.isDisjoint(with: chosen) else { return false }
        for pair in requires where chosen.contains(pair.first) && !chosen.contains(pair.second) { return false }
        for pair in excludes where chosen.contains(pair.first) && chosen.contains(pair.second) { return false }
        for one in coverage where Set(one.members).intersection(chosen).count < one.minimum { return false }
        return zip(uses(of: chosen), limits).allSatisfy { used, limit in
            used <= limit.amount + 1e-9 * max(1, abs(limit.amount))
        }
    }
}
