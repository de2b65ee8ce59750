// SPDX-License-Identifier: EUPL-1.2
import Metering
import Settlement
package import Sharing

/// What each way of sharing would have meant for everybody in a period: before a vote, not after it.
package struct ModelComparison: Sendable {
    /// One relation, with what it would have got by each model, in watt-hours.
    package struct Sharer: Sendable, Hashable {
        package let id: String
        package let total: Int
        package let shared: [SharingModel: Int]
    }

    package let sharers: [Sharer]
    /// What all plants made.
    package let made: Int

    /// From values that are all there.
    package init(_ period: SharedPeriod) throws {
        var totals: [String: Int] = [:]
        var shared: [String: [SharingModel: Int]] = [:]
        var made = 0
        for model in SharingModel.allCases {
            var other = period
            other.terms.model = model
            let outcome = try other.settle()
            made = outcome.made.reduce(0, +)
            for bill in outcome.run.bills {
                totals[bill.member] = bill.total
                shared[bill.member, default: [:]][model] = bill.shared
            }
        }
        self.made = made
        sharers = totals.keys.sorted().map { Sharer(id: $0, total: totals[$0] ?? 0, shared: shared[$0] ?? [:]) }
    }

    package func shared(_ model: SharingModel) -> Int { sharers.reduce(0) { $0 + ($1.shared[model] ?? 0) } }

    /// The part of all use that came from the plants, 0 to 1.
    package func selfSufficiency(_ model: SharingModel) -> Double? {
        let total = sharers.reduce(0) { $0 + $1.total }
        return total > 0 ? Double(shared(model)) / Double(total) : nil
    }

    /// How unequal the parts of own use are that came from the plants (Gini): 0 the same for all, towards 1 all for one.
    package func inequality(_ model: SharingModel) -> Double? {
        let parts = sharers.filter { $0.total > 0 }.map { Double($0.shared[model] ?? 0) / Double($0.total) }.sorted()
        let sum = parts.reduce(0, +)
        guard sum > 0 else { return nil }
        let count = Double(parts.count)
        let weighted = parts.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
        return 2 * weighted / (count * sum) - (count + 1) / count
    }
}
