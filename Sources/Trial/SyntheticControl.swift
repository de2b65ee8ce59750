// SPDX-License-Identifier: EUPL-1.2

/// One treated area against a weighted mixture of others (Abadie, Diamond & Hainmueller 2010), own means removed
/// (Doudchenko & Imbens 2016; Ferman & Pinto 2021), with every other area as placebo.
public struct SyntheticControl: Sendable, Hashable {
    /// One area as the treated one.
    public struct Fit: Sendable, Hashable {
        /// Of all units; 0 for the treated one.
        public let weights: [Double]
        /// Sum of squares before the start.
        public let squaresBefore: Double
        /// Treated less synthetic, over all periods.
        public let gaps: [Double]
        public let rootMeanSquareBefore: Double
        public let rootMeanSquareAfter: Double
        /// Mean gap after the start.
        public let effect: Double

        public var ratio: Double {
            rootMeanSquareBefore > 0
                ? rootMeanSquareAfter / rootMeanSquareBefore : rootMeanSquareAfter > 0 ? .infinity : 0
        }
    }

    public enum Refusal: Error, Sendable, Hashable {
        /// With so few other areas p ≤ .05 cannot be reached.
        case tooFewDonors(Int, needed: Int)
        case tooFewPeriodsBefore(Int, needed: Int)
        case gaps(unit: Int, period: Int)
        /// The mixture is further from the area before the start than the median of the others from theirs.
        case poorFit(before: Double, medianOfOthers: Double)
    }

    public static let fewestDonors = 19
    public static let fewestPeriods = 20

    public let fit: Fit
    /// Ratio of the errors after and before, of every unit.
    public let ratios: [Double]
    /// The treated unit's place among the ratios, from 1 for the greatest.
    public let rank: Int
    public var p: Double { Double(rank) / Double(ratios.count) }

    /// The panel is complete; `checked` refuses too small a panel and a poor fit, as pages do.
    public init(panel: TrialPanel, treated: Int, checked: Bool = true) throws(Refusal) {
        let donors = panel.values.count - 1
        guard panel.values.indices.contains(treated) else {
            throw .tooFewDonors(donors, needed: Self.fewestDonors)
        }
        if checked {
            guard donors >= Self.fewestDonors else { throw .tooFewDonors(donors, needed: Self.fewestDonors) }
            guard panel.start >= Self.fewestPeriods else {
                throw .tooFewPeriodsBefore(panel.start, needed: Self.fewestPeriods)
            }
        }
        var values: [[Double]] = []
        for (unit, row) in panel.values.enumerated() {
            if let gap = row.firstIndex(of: nil) { throw .gaps(unit: unit, period: gap) }
            let complete = row.compactMap(\.self)
            let level = mean(complete[..<panel.start])
            values.append(complete.map { $0 - level })
        }
        let products = Self.products(values, until: panel.start)
        let fits = values.indices.map { Self.fit(values, $0, start: panel.start, products) }
        let ratios = fits.map(\.ratio)
        let own = fits[treated]
        if checked {
            let others = fits.indices.filter { $0 != treated }.map { fits[$0].rootMeanSquareBefore }
            guard own.rootMeanSquareBefore <= median(others) else {
                throw .poorFit(before: own.rootMeanSquareBefore, medianOfOthers: median(others))
            }
        }
        fit = own
        self.ratios = ratios
        rank = ratios.count { $0 >= own.ratio }
    }

    private static func products(_ values: [[Double]], until start: Int) -> [[Double]] {
        values.map { one in
            values.map { other in (0..<start).reduce(0) { $0 + one[$1] * other[$1] } }
        }
    }

    private static func fit(_ values: [[Double]], _ treated: Int, start: Int, _ products: [[Double]]) -> Fit {
        let donors = values.indices.filter { $0 != treated }
        let found = SimplexRegression.solve(
            gram: donors.map { one in donors.map { products[one][$0] } }, target: donors.map { products[$0][treated] })
        var weights = [Double](repeating: 0, count: values.count)
        for (donor, weight) in zip(donors, found) { weights[donor] = weight }
        let used = donors.filter { weights[$0] > 0 }
        let gaps = values[treated].indices.map { period in
            used.reduce(values[treated][period]) { $0 - weights[$1] * values[$1][period] }
        }
        func squares(_ part: ArraySlice<Double>) -> Double { part.reduce(0) { $0 + $1 * $1 } }
        let (before, after) = (squares(gaps[..<start]), squares(gaps[start...]))
        return Fit(
            weights: weights, squaresBefore: before, gaps: gaps,
            rootMeanSquareBefore: (before / Double(start)).squareRoot(),
            rootMeanSquareAfter: (after / Double(gaps.count - start)).squareRoot(), effect: mean(gaps[start...]))
    }
}

/// Least squares over weights that are not negative and sum to 1, by active sets (Lawson & Hanson's way, 1974, ch. 23).
enum SimplexRegression {
    /// `gram` holds the products of the columns with each other, `target` those with what is to be met.
    static func solve(gram: [[Double]], target: [Double]) -> [Double] {
        let size = target.count
        guard size > 1 else { return [Double](repeating: 1, count: size) }
        let scale = (0..<size).reduce(0) { max($0, gram[$1][$1]) }
        // a breath of ridge keeps twins solvable
        let ridge = max(scale * 1e-13, .leastNormalMagnitude)
        let alone: [Double] = (0..<size).map { index in gram[index][index] - 2 * target[index] }
        let first = alone.indices.min { alone[$0] < alone[$1] } ?? 0
        var free = [first]
        var weights = [Double](repeating: 0, count: size)
        weights[first] = 1
        for _ in 0..<(10 * size) {
            // all free weights at their optimum: who else would lower the error?
            let gradient: [Double] = (0..<size).map { row in
                var sum = -target[row]
                for unit in free { sum += gram[row][unit] * weights[unit] }
                return sum
            }
            let level = free.reduce(0) { $0 + weights[$1] * gradient[$1] }
            guard
                let entering = (0..<size).filter({ !free.contains($0) }).min(by: { gradient[$0] < gradient[$1] }),
                gradient[entering] < level - 1e-12 * scale
            else { break }
            free.append(entering)
            while let wished = optimum(free, gram, target, ridge) {
                if wished.allSatisfy({ $0 > 0 }) {
                    for (index, unit) in free.enumerated() { weights[unit] = wished[index] }
                    break
                }
                // as far towards the optimum as no weight turns negative
                var step = 1.0
                for (index, unit) in free.enumerated() where wished[index] <= 0 {
                    step = min(step, weights[unit] / (weights[unit] - wished[index]))
                }
                for (index, unit) in free.enumerated() { weights[unit] += step * (wished[index] - weights[unit]) }
                let leaving = free.filter { weights[$0] <= 1e-14 }
                for unit in leaving { weights[unit] = 0 }
                free.removeAll { leaving.contains($0) }
                guard !leaving.isEmpty, !free.isEmpty else { break }
            }
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// The best weights of the free ones that sum to 1, whatever their sign.
    private static func optimum(
        _ free: [Int], _ gram: [[Double]], _ target: [Double], _ ridge: Double
    ) -> [Double]? {
        let matrix = free.map { row in free.map { gram[row][$0] + (row == $0 ? ridge : 0) } }
        guard let plain = LeastSquares.solve(symmetric: matrix, free.map { target[$0] }),
            let ones = LeastSquares.solve(symmetric: matrix, [Double](repeating: 1, count: free.count))
        else { return nil }
        let multiplier = (1 - plain.reduce(0, +)) / ones.reduce(0, +)
        return zip(plain, ones).map { $0 + multiplier * $1 }
    }
}
