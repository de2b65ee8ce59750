// SPDX-License-Identifier: EUPL-1.2

/// How PROMETHEE turns a difference of levels into a preference of 0–1.
public enum Preference: Sendable, Hashable {
    /// Any difference is a full preference.
    case usual
    /// Rises from no difference to full preference at `full`.
    case vShape(full: Double)
    /// None up to `none`, then rising to full preference at `full`.
    case linear(none: Double, full: Double)

    func callAsFunction(_ difference: Double) -> Double {
        guard difference > 0 else { return 0 }
        switch self {
        case .usual: return 1
        case .vShape(let full): return difference >= full ? 1 : difference / full
        case .linear(let none, let full):
            if difference <= none { return 0 }
            return difference >= full ? 1 : (difference - none) / (full - none)
        }
    }
}

extension DecisionMatrix {
    /// PROMETHEE II: the net flow of each candidate, larger is better; one preference function for each criterion.
    public func promethee(_ preferences: [Preference]) -> [Double] {
        precondition(preferences.count == criteria.count, "one preference function for each criterion")
        guard rows.count > 1 else { return [0] }
        var flows = [Double](repeating: 0, count: rows.count)
        for left in rows.indices {
            for right in rows.indices where right != left {
                var preference = 0.0
                for criterion in criteria {
                    let difference = rows[left][criterion] - rows[right][criterion]
                    let gain = directions[criterion] == .more ? difference : -difference
                    preference += weights.shares[criterion] * preferences[criterion](gain)
                }
                flows[left] += preference
                flows[right] -= preference
            }
        }
        return flows.map { $0 / Double(rows.count - 1) }
    }

    /// How TOPSIS makes criteria comparable.
    public enum Normalisation: Sendable, Hashable { case vector, minMax }

    /// TOPSIS: the nearness of each candidate to the ideal one, 0–1.
    public func topsis(_ normalisation: Normalisation = .vector) -> [Double] {
        let normalised: [[Double]]
        switch normalisation {
        case .minMax: normalised = minMaxNormalised
        case .vector:
            let lengths = criteria.map { criterion in
                column(criterion).reduce(0) { $0 + $1 * $1 }.squareRoot()
            }
            normalised = rows.map { row in
                criteria.map { criterion in
                    let share = lengths[criterion] == 0 ? 0 : row[criterion] / lengths[criterion]
                    return directions[criterion] == .more ? share : 1 - share
                }
            }
        }
        let weighted = normalised.map { row in zip(row, weights.shares).map { $0 * $1 } }
        let best = criteria.map { criterion in weighted.map { $0[criterion] }.max() ?? 0 }
        let worst = criteria.map { criterion in weighted.map { $0[criterion] }.min() ?? 0 }
        return weighted.map { row in
            let (toBest, toWorst) = (Self.distance(row, best), Self.distance(row, worst))
            return toBest + toWorst == 0 ? 1 : toWorst / (toBest + toWorst)
        }
    }

    private static func distance(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    /// SPOTIS: the distance of each candidate to the ideal one within fixed bounds, smaller is better.
    public func spotis(bounds: [ClosedRange<Double>]) -> [Double] {
        precondition(bounds.count == criteria.count, "bounds for each criterion")
        return rows.map { row in
            criteria.reduce(0) { sum, criterion in
                let bound = bounds[criterion]
                let ideal = directions[criterion] == .more ? bound.upperBound : bound.lowerBound
                let extent = bound.upperBound - bound.lowerBound
                guard extent > 0 else { return sum }
                return sum + weights.shares[criterion] * abs(row[criterion] - ideal) / extent
            }
        }
    }

    /// VIKOR: the compromise index of each candidate, smaller is better; `majority` weighs the sum against the worst regret.
    public func vikor(majority: Double = 0.5) -> [Double] {
        let regrets = minMaxNormalised.map { row in zip(row, weights.shares).map { (1 - $0) * $1 } }
        let sums = regrets.map { $0.reduce(0, +) }
        let worst = regrets.map { $0.max() ?? 0 }
        func share(_ numbers: [Double]) -> [Double] {
            guard let low = numbers.min(), let high = numbers.max(), high > low else { return numbers.map { _ in 0 } }
            return numbers.map { ($0 - low) / (high - low) }
        }
        return zip(share(sums), share(worst)).map { majority * $0 + (1 - majority) * $1 }
    }
}
