// SPDX-License-Identifier: EUPL-1.2

/// Which plant gave how much of what each was allocated: rows and columns sum exactly, no plant gives more than it
/// made.
///
/// First each plant's part of the whole, in proportion to its generation; then, one sharer after the other, that one's
/// allocation in proportion to what is left of each plant. Both by largest remainder, ties to the first plant.
public struct Plants: Sendable {
    public let count: Int
    private var left: [UInt64]
    private var remainders: [UInt64]

    public init(count: Int) {
        self.count = count
        left = [UInt64](repeating: 0, count: count)
        remainders = left
    }

    /// Cuts the allocations of a quarter hour by plant, all in watt-hours.
    ///
    /// `delivered` becomes plant by plant what each sharer gets of it; what each plant delivers is returned.
    public mutating func deliver(
        _ allocated: Span<UInt32>, of generation: [UInt32], into delivered: inout [UInt32]
    ) throws(SharingError) -> [UInt32] {
        guard generation.count == count else { throw .count(expected: count, found: generation.count) }
        let sharers = allocated.count
        let places = delivered.count
        guard places == sharers * count else { throw .count(expected: sharers * count, found: places) }
        var whole = 0
        for place in 0..<sharers { whole += Int(allocated[place]) }
        let made = generation.reduce(0) { $0 + Int($1) }
        guard whole <= made else { throw .allocatedAboveGeneration(allocated: whole, generation: made) }
        let columns = try LargestRemainder.split(whole, by: generation.map { Int($0) }).map { UInt32($0) }
        for plant in 0..<count { left[plant] = UInt64(columns[plant]) }
        var open = UInt64(whole)
        for place in 0..<sharers {
            let amount = UInt64(allocated[place])
            guard amount > 0 else {
                for plant in 0..<count { delivered[plant * sharers + place] = 0 }
                continue
            }
            var missing = amount
            for plant in 0..<count {
                let (part, remainder) = (amount * left[plant]).quotientAndRemainder(dividingBy: open)
                delivered[plant * sharers + place] = UInt32(part)
                remainders[plant] = remainder
                missing -= part
            }
            while missing > 0 {
                var largest = 0
                for plant in 1..<count where remainders[plant] > remainders[largest] { largest = plant }
                delivered[largest * sharers + place] += 1
                remainders[largest] = 0
                missing -= 1
            }
            for plant in 0..<count { left[plant] -= UInt64(delivered[plant * sharers + place]) }
            open -= amount
        }
        return columns
    }
}
