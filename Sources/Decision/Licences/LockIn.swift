// SPDX-License-Identifier: EUPL-1.2

/// How hard it is to leave a solution: 0 free to go, 100 bound in every way.
public struct LockIn: Sendable, Hashable {
    /// What binds, or does not.
    public enum Factor: String, Sendable, Hashable, CaseIterable {
        case openInterface
        case fullExport
        case sourceAccess
        case providers
        case contractExit
        case dataFormat
    }

    /// How much each factor counts of 100.
    public static let usualWeights: [Factor: Double] = [
        .openInterface: 20, .fullExport: 20, .sourceAccess: 20, .providers: 15, .contractExit: 10, .dataFormat: 15,
    ]

    /// What one factor adds to the index, at least and at most; both are the same once its answer is known.
    public struct Contribution: Sendable, Hashable {
        public let factor: Factor
        public let low: Double
        public let high: Double
    }

    public let contributions: [Contribution]

    /// Openness of each factor, 0–1; a factor without an answer makes the index an interval, not zero.
    public init(openness: [Factor: Double], weights: [Factor: Double] = LockIn.usualWeights) {
        let total = Factor.allCases.reduce(0) { $0 + max(0, weights[$1] ?? 0) }
        contributions = Factor.allCases.map { factor in
            let share = total > 0 ? 100 * max(0, weights[factor] ?? 0) / total : 0
            guard let open = openness[factor] else { return Contribution(factor: factor, low: 0, high: share) }
            let bound = share * (1 - min(1, max(0, open)))
            return Contribution(factor: factor, low: bound, high: bound)
        }
    }

    /// Openness by the number of providers: one binds, three or more are free.
    public static func openness(providers: Int) -> Double { min(1, max(0, Double(providers - 1) / 2)) }

    public var index: ClosedRange<Double> {
        let low = contributions.reduce(0) { $0 + $1.low }
        return low...max(low, contributions.reduce(0) { $0 + $1.high })
    }
}
