// SPDX-License-Identifier: EUPL-1.2

/// How the generation of a quarter hour is shared among loads.
public enum SharingModel: String, Sendable, Hashable, CaseIterable {
    /// Each has its part of the generation, and what of it exceeds the own load goes to the grid.
    case fixed = "static"
    /// In proportion to the loads of this quarter hour; without a key.
    case dynamic
    /// As `fixed`, and what one cannot use is shared by the same key among the others, until nothing is left.
    case cascade
}

/// Shares the generation of one quarter hour after the other, in whole watt-hours, on memory that is used again.
///
/// Allocations and surplus sum to the generation exactly, and nobody is allocated more than the own load. What is
/// left by rounding goes to the largest remainders, ties to the first of the roster.
public struct Allocator: Sendable {
    public let model: SharingModel
    public let count: Int
    private let key: SharingKey
    private var apportionment: Apportionment
    /// The key's parts of those who are not yet served in full.
    private var open: [UInt32]

    /// The key has a part for each; the dynamic model needs none and ignores it.
    public init(_ model: SharingModel, key: SharingKey?, count: Int) throws(SharingError) {
        if let key, key.parts.count != count { throw .count(expected: count, found: key.parts.count) }
        if key == nil, model != .dynamic { throw .keyMissing }
        self.model = model
        self.key = key ?? SharingKey(parts: [], base: 0, sum: 0)
        self.count = count
        apportionment = Apportionment(places: count)
        open = model == .cascade ? [UInt32](repeating: 0, count: count) : []
    }

    /// Shares the generation of a quarter hour, in watt-hours; what nobody can take is returned.
    public mutating func share(
        _ generation: UInt32, loads: Span<UInt32>, into allocated: inout MutableSpan<UInt32>
    ) throws(SharingError) -> UInt32 {
        guard loads.count == count else { throw .count(expected: count, found: loads.count) }
        guard allocated.count == count else { throw .count(expected: count, found: allocated.count) }
        let total = loads.withUnsafeBufferPointer { loads in loads.reduce(into: UInt64(0)) { $0 &+= UInt64($1) } }
        guard total <= UInt32.max else { throw .tooLarge }
        return loads.withUnsafeBufferPointer { loads in
            allocated.withUnsafeMutableBufferPointer { allocated in
                switch model {
                case .fixed: fixed(generation, loads, allocated)
                case .dynamic: dynamic(generation, loads, UInt32(total), allocated)
                case .cascade: cascade(generation, loads, allocated)
                }
            }
        }
    }

    /// The same for short lists.
    public mutating func share(_ generation: Int, loads: [Int]) throws(SharingError) -> (allocated: [Int], surplus: Int)
    {
        var narrow: [UInt32] = []
        for value in [generation] + loads {
            guard value >= 0 else { throw .negative(value) }
            guard value <= UInt32.max else { throw .tooLarge }
            narrow.append(UInt32(value))
        }
        var allocated = [UInt32](repeating: 0, count: count)
        var places = allocated.mutableSpan
        let surplus = try share(narrow[0], loads: narrow.span.extracting(droppingFirst: 1), into: &places)
        return (allocated.map { Int($0) }, Int(surplus))
    }

    private mutating func fixed(
        _ generation: UInt32, _ loads: UnsafeBufferPointer<UInt32>, _ allocated: UnsafeMutableBufferPointer<UInt32>
    ) -> UInt32 {
        guard key.sum > 0, generation > 0 else {
            allocated.update(repeating: 0)
            return generation
        }
        key.parts.withUnsafeBufferPointer {
            apportionment.cut(generation, by: $0, sum: key.sum, of: key.base, into: allocated)
        }
        var taken: UInt32 = 0
        for place in 0..<loads.count {
            let part = min(allocated[place], loads[place])
            allocated[place] = part
            taken &+= part
        }
        return generation - taken
    }

    private mutating func dynamic(
        _ generation: UInt32, _ loads: UnsafeBufferPointer<UInt32>, _ total: UInt32,
        _ allocated: UnsafeMutableBufferPointer<UInt32>
    ) -> UInt32 {
        guard generation < total else {
            _ = allocated.update(fromContentsOf: loads)
            return generation - total
        }
        guard generation > 0 else {
            allocated.update(repeating: 0)
            return 0
        }
        apportionment.cut(generation, by: loads, sum: total, of: total, into: allocated)
        return 0
    }

    private mutating func cascade(
        _ generation: UInt32, _ loads: UnsafeBufferPointer<UInt32>, _ allocated: UnsafeMutableBufferPointer<UInt32>
    ) -> UInt32 {
        key.parts.withUnsafeBufferPointer { parts in
            let basin = Basin(loads: loads, parts: parts)
            let wanted = basin.wanted(every: 1)
            guard generation > 0, generation < wanted else {
                let isEnough = generation > 0
                for place in 0..<loads.count { allocated[place] = isEnough && parts[place] > 0 ? loads[place] : 0 }
                return isEnough ? generation - UInt32(wanted) : 0
            }
            open.withUnsafeMutableBufferPointer { open in
                let level = basin.level(of: UInt64(generation), wanted: wanted, sum: UInt64(key.sum), open: open)
                let sum = UInt32(level.parts)
                apportionment.cut(
                    UInt32(level.rest), by: UnsafeBufferPointer(open), sum: sum, of: sum, into: allocated)
                for place in 0..<loads.count {
                    let isServed: UInt32 = open[place] == 0 ? .max : 0
                    let hasPart: UInt32 = parts[place] == 0 ? 0 : .max
                    allocated[place] |= loads[place] & isServed & hasPart
                }
            }
            return 0
        }
    }
}
