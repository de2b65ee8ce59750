// SPDX-License-Identifier: EUPL-1.2

/// A choice of measures with what is known about its rank.
public struct PortfolioSolution: Sendable, Hashable {
    public let chosen: [Int]
    public let value: Double
    /// What it takes of each limit.
    public let uses: [Double]
    /// No choice can be worth more than this.
    public let bound: Double
    public let isProven: Bool

    /// How much better another choice may be at most, as a share of this value; zero when proven.
    public var gap: Double { isProven ? 0 : max(0, bound - value) / max(abs(value), 1e-9) }
}

/// How a search for a portfolio ended.
public enum PortfolioOutcome: Sendable, Hashable {
    case found(PortfolioSolution)
    /// Proven: no choice keeps all rules and limits.
    case infeasible
    /// The time ended before any choice was found.
    case outOfTime

    public var solution: PortfolioSolution? { if case .found(let solution) = self { solution } else { nil } }
}
