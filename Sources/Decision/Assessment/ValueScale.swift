// SPDX-License-Identifier: EUPL-1.2

/// A scale fixed before the candidates are known, from a measured or named level to a value of 0–100.
public enum ValueScale: Sendable, Hashable {
    /// A straight line from the level worth nothing to the level worth 100; worst may lie above best.
    case linear(worst: Double, best: Double)
    /// Straight lines between points whose levels rise.
    case piecewise([Point])
    /// Named levels with their values.
    case levels([Level])

    /// A corner of a piecewise scale.
    public struct Point: Sendable, Hashable {
        public let level: Double
        public let value: Double
        public init(level: Double, value: Double) { (self.level, self.value) = (level, value) }
    }

    /// A named level, such as "all interfaces documented".
    public struct Level: Sendable, Hashable {
        public let name: String
        public let value: Double
        public init(name: String, value: Double) { (self.name, self.value) = (name, value) }
    }

    /// Why a scale cannot be used.
    public enum Fault: Error, Sendable, Hashable {
        case noExtent
        case tooFewPoints
        case levelsDoNotRise
        case repeatedName(String)
        case valueOutside(Double)
    }

    /// Refuses a scale that would give no value, or one outside 0–100.
    public func validate() throws(Fault) {
        switch self {
        case .linear(let worst, let best):
            guard worst.isFinite, best.isFinite, worst != best else { throw .noExtent }
        case .piecewise(let points):
            guard points.count >= 2 else { throw .tooFewPoints }
            for (left, right) in zip(points, points.dropFirst()) where !(left.level < right.level) {
                throw .levelsDoNotRise
            }
            try Self.within(points.map(\.value))
        case .levels(let levels):
            guard levels.count >= 2 else { throw .tooFewPoints }
            var names: Set<String> = []
            for level in levels where !names.insert(level.name).inserted { throw .repeatedName(level.name) }
            try Self.within(levels.map(\.value))
        }
    }

    private static func within(_ values: [Double]) throws(Fault) {
        for value in values where !(0...100).contains(value) { throw .valueOutside(value) }
    }

    /// The value of a measured level, held at the ends of the scale; nil on a scale of named levels.
    public func value(of level: Double) -> Double? {
        switch self {
        case .linear(let worst, let best):
            return min(100, max(0, 100 * (level - worst) / (best - worst)))
        case .piecewise(let points):
            guard let first = points.first, let last = points.last else { return nil }
            if level <= first.level { return first.value }
            if level >= last.level { return last.value }
            for (left, right) in zip(points, points.dropFirst()) where level <= right.level {
                let share = (level - left.level) / (right.level - left.level)
                return left.value + share * (right.value - left.value)
            }
            return last.value
        case .levels:
            return nil
        }
    }

    /// The value of a named level; nil when the scale has no such level.
    public func value(named name: String) -> Double? {
        guard case .levels(let levels) = self else { return nil }
        return levels.first { $0.name == name }?.value
    }
}
