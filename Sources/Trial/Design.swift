// SPDX-License-Identifier: EUPL-1.2
import Decision

/// Which units were treated, and what else the lot could have drawn: within each block, any units of the same number.
///
/// One block is the simple design, blocks of two with one treated are pairs. Units are counted from 0.
public struct TrialDesign: Sendable, Hashable {
    public let units: Int
    /// Ascending.
    public let treated: [Int]
    /// A partition of the units; one block where nothing is said.
    public let blocks: [[Int]]
    /// Treated units of each block.
    let sizes: [Int]

    public enum Refusal: Error, Sendable, Hashable {
        case tooManyUnits(limit: Int)
        case unknownUnit(Int)
        case twice(Int)
        /// A block (from 0) in which all units or none are treated compares nothing.
        case nothingToCompare(block: Int)
        case noPartition
        /// One difference for each unit is needed.
        case otherUnits(needed: Int, given: Int)
    }

    public static let maximumUnits = 64

    public init(units: Int, treated: [Int], blocks: [[Int]]? = nil) throws(Refusal) {
        guard units <= Self.maximumUnits else { throw .tooManyUnits(limit: Self.maximumUnits) }
        guard units >= 0 else { throw .noPartition }
        var seen: Set<Int> = []
        for unit in treated {
            guard (0..<units).contains(unit) else { throw .unknownUnit(unit) }
            guard seen.insert(unit).inserted else { throw .twice(unit) }
        }
        let parts = blocks ?? [Array(0..<units)]
        guard parts.flatMap(\.self).sorted() == Array(0..<units) else { throw .noPartition }
        let sizes = parts.map { block in block.count { seen.contains($0) } }
        for (index, block) in parts.enumerated() where sizes[index] == 0 || sizes[index] == block.count {
            throw .nothingToCompare(block: index)
        }
        (self.units, self.treated, self.blocks, self.sizes) = (units, treated.sorted(), parts, sizes)
    }

    public var isSimple: Bool { blocks.count == 1 }
    public var control: [Int] { (0..<units).filter { !treated.contains($0) } }

    /// How many assignments the lot could have drawn.
    public var assignments: Double {
        zip(blocks, sizes).reduce(1) { $0 * Self.choose($1.0.count, $1.1) }
    }

    /// The smallest p-value this design can give. Two-sided, a mirror image counts too where halves swap; with ranks the
    /// lowest sum is always as far from the middle as the highest.
    public func smallestP(twoSided: Bool = true, of statistic: PermutationTest.Statistic = .mean) -> Double {
        let hasMirror = statistic == .rank || zip(blocks, sizes).allSatisfy { $0.count == 2 * $1 }
        return (twoSided && hasMirror ? 2 : 1) / assignments
    }

    static func choose(_ n: Int, _ k: Int) -> Double {
        (0..<min(k, n - k)).reduce(1.0) { ($0 * Double(n - $1) / Double($1 + 1)).rounded() }
    }

    /// The bits of the treated units.
    var mask: UInt64 { treated.reduce(0) { $0 | 1 << UInt64($1) } }

    // MARK: - All assignments

    /// More than so many are not all looked at.
    static let enumerationLimit = 1_000_000.0
    static let draws = 100_000

    /// Whether the test looks at every assignment; else at draws of them.
    public var isEnumerated: Bool { isEnumerated(draws: nil) }

    func isEnumerated(draws: Int?) -> Bool { assignments <= draws.map(Double.init) ?? Self.enumerationLimit }

    /// Calls `body` with the bits of the treated units and the sum of their values: for each assignment in a fixed order,
    /// or for seeded draws where there are too many: more than a million, or than `draws`.
    func forEach(
        _ values: [SIMD2<Double>], seed: UInt64, draws: Int? = nil, _ body: (UInt64, SIMD2<Double>) -> Void
    ) {
        guard isEnumerated(draws: draws) else { return draw(values, draws ?? Self.draws, seed: seed, body) }
        values.withUnsafeBufferPointer { values in
            visit(values, block: 0, from: 0, need: sizes[0], mask: 0, sum: .zero, body)
        }
    }

    private func visit(
        _ values: UnsafeBufferPointer<SIMD2<Double>>, block: Int, from start: Int, need: Int, mask: UInt64,
        sum: SIMD2<Double>, _ body: (UInt64, SIMD2<Double>) -> Void
    ) {
        guard need > 0 else {
            if block + 1 == blocks.count { return body(mask, sum) }
            return visit(values, block: block + 1, from: 0, need: sizes[block + 1], mask: mask, sum: sum, body)
        }
        for index in start...(blocks[block].count - need) {
            let unit = blocks[block][index]
            visit(
                values, block: block, from: index + 1, need: need - 1, mask: mask | 1 << UInt64(unit),
                sum: sum + values[unit], body)
        }
    }

    private func draw(
        _ values: [SIMD2<Double>], _ draws: Int, seed: UInt64, _ body: (UInt64, SIMD2<Double>) -> Void
    ) {
        var random = RandomStream(seed: seed)
        var orders = blocks
        for _ in 0..<draws {
            var (mask, sum) = (UInt64(0), SIMD2<Double>.zero)
            for block in orders.indices {
                for place in 0..<sizes[block] {
                    orders[block].swapAt(place, Int.random(in: place..<orders[block].count, using: &random))
                    let unit = orders[block][place]
                    mask |= 1 << UInt64(unit)
                    sum += values[unit]
                }
            }
            body(mask, sum)
        }
    }

    /// A draw by lot that anyone can replay from the public seed: the treated units of each block.
    ///
    /// `treated` says how many of each block.
    public static func drawn(from blocks: [[Int]], treated: [Int], seed: UInt64) -> [Int] {
        var random = RandomStream(seed: seed)
        return zip(blocks, treated).flatMap { block, count in
            var order = block.sorted()
            let drawn = max(0, min(count, order.count))
            for place in 0..<drawn {
                order.swapAt(place, Int.random(in: place..<order.count, using: &random))
            }
            return order.prefix(drawn)
        }.sorted()
    }
}
