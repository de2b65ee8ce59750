// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// How alike the circumstances of two municipalities are, 0–1; what is not known makes it an interval.
public struct ContextSimilarity: Sendable, Hashable {
    /// What of a municipality is compared.
    public struct Place: Sendable, Hashable {
        public var population: Double?
        /// Inhabitants per area, in one unit for all.
        public var density: Double?
        /// The RegioStaR 7 type, 71–77.
        public var regionType: Int?

        public init(population: Double?, density: Double?, regionType: Int?) {
            (self.population, self.density, self.regionType) = (population, density, regionType)
        }
    }

    /// Weights of population, density and region type, and the distances in powers of ten that make nothing alike.
    public struct Scale: Sendable, Hashable {
        public var weights: [Double]
        public var population: Double
        public var density: Double

        public init(weights: [Double] = [0.4, 0.25, 0.35], population: Double = 1, density: Double = 1) {
            precondition(weights.count == 3, "three weights")
            (self.weights, self.population, self.density) = (weights, population, density)
        }
    }

    /// Population, density and region type; nil where one side is not known.
    public let components: [Double?]
    public let score: ClosedRange<Double>

    /// Compares two places; `regionTypes` gives the likeness of two types, smaller number first.
    public init(_ left: Place, _ right: Place, scale: Scale = Scale(), regionTypes: [[Int]: Double] = Self.regionTypes)
    {
        func alike(_ a: Double?, _ b: Double?, _ extent: Double) -> Double? {
            guard let a, let b, a > 0, b > 0 else { return nil }
            return max(0, 1 - abs(log10(a / b)) / extent)
        }
        var types: Double?
        if let a = left.regionType, let b = right.regionType { types = regionTypes[[min(a, b), max(a, b)]] }
        components = [
            alike(left.population, right.population, scale.population),
            alike(left.density, right.density, scale.density),
            types,
        ]
        let total = scale.weights.reduce(0, +)
        let low = zip(components, scale.weights).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 } / total
        let high = zip(components, scale.weights).reduce(0) { $0 + ($1.0 ?? 1) * $1.1 } / total
        score = low...max(low, high)
    }

    /// The likeness of RegioStaR 7 types: 71–74 lie in city regions, 75–77 in rural ones, from large to small.
    public static let regionTypes: [[Int]: Double] = {
        let rows: [Int: [Double]] = [
            71: [1, 0.9, 0.7, 0.4, 0.6, 0.3, 0], 72: [1, 0.7, 0.4, 0.6, 0.3, 0], 73: [1, 0.7, 0.3, 0.6, 0.3],
            74: [1, 0, 0.3, 0.6], 75: [1, 0.7, 0.4], 76: [1, 0.7], 77: [1],
        ]
        var table: [[Int]: Double] = [:]
        for (first, row) in rows {
            for (offset, value) in row.enumerated() { table[[first, first + offset]] = value }
        }
        return table
    }()
}
