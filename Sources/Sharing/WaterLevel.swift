// SPDX-License-Identifier: EUPL-1.2

/// Watt-hours for a sum of parts: a fraction, so that levels are compared without rounding.
struct WaterLevel: Hashable {
    /// Both below 2³².
    var rest: UInt64
    var parts: UInt64

    /// Whether one's part of this level is at least the own load.
    @inline(__always)
    func covers(_ load: UInt32, _ part: UInt32) -> Bool { UInt64(load) &* parts <= rest &* UInt64(part) }

    static func <= (left: WaterLevel, right: WaterLevel) -> Bool {
        left.rest &* right.parts <= right.rest &* left.parts
    }
}

/// Loads and key of a quarter hour, for the level at which `Σ min(load, level · part)` is the generation.
struct Basin {
    let loads: UnsafeBufferPointer<UInt32>
    let parts: UnsafeBufferPointer<UInt32>
    /// Fewer places are solved as they are.
    private static let many = 1024

    /// The load of those who have a part at all.
    func wanted(every stride: Int) -> UInt64 {
        var wanted: UInt64 = 0
        var place = 0
        while place < loads.count {
            wanted &+= parts[place] > 0 ? UInt64(loads[place]) : 0
            place += stride
        }
        return wanted
    }

    /// The level of a generation between nought and `wanted`; `open` becomes the part of those whom it does not
    /// cover, and nought for the others.
    func level(
        of generation: UInt64, wanted: UInt64, sum: UInt64, open: UnsafeMutableBufferPointer<UInt32>
    ) -> WaterLevel {
        var start = WaterLevel(rest: generation, parts: sum)
        if loads.count >= Self.many, let (level, isFound) = sampled(generation, wanted: wanted, open: open) {
            if isFound { return level }
            start = level
        }
        let level = Self.newton(generation, from: start) { served(at: $0, every: 1) }
        for place in 0..<loads.count { open[place] = level.covers(loads[place], parts[place]) ? 0 : parts[place] }
        return level
    }

    /// Newton's method on the sum, which is concave and piecewise linear in the level: from below each step rises,
    /// and it ends after a few exactly at the level.
    private static func newton(
        _ generation: UInt64, from start: WaterLevel, _ pass: (WaterLevel) -> (load: UInt64, parts: UInt64)
    ) -> WaterLevel {
        var now = start
        while true {
            let served = pass(now)
            let next = WaterLevel(rest: generation - served.load, parts: served.parts)
            if next == now { return now }
            now = next
        }
    }

    /// The load of those whom a level covers, and the parts of the others.
    private func served(at level: WaterLevel, every stride: Int) -> (load: UInt64, parts: UInt64) {
        var load: UInt64 = 0
        var open: UInt64 = 0
        var place = 0
        while place < loads.count {
            let isCovered: UInt64 = level.covers(loads[place], parts[place]) ? 1 : 0
            load &+= UInt64(loads[place]) & (0 &- isCovered)
            open &+= UInt64(parts[place]) & (isCovered &- 1)
            place += stride
        }
        return (load, open)
    }

    /// The same with two passes over all places: a sample tells about where the level is, one pass finds who lies far
    /// above and far below, and only the others are asked again. A level below the right one, or nil, when the sample
    /// was misleading.
    private func sampled(
        _ generation: UInt64, wanted: UInt64, open: UnsafeMutableBufferPointer<UInt32>
    ) -> (level: WaterLevel, isFound: Bool)? {
        let stride = 8
        let (quotient, _) = wanted.dividingFullWidth(generation.multipliedFullWidth(by: self.wanted(every: stride)))
        let sum = Swift.stride(from: 0, to: parts.count, by: stride).reduce(0) { $0 + UInt64(parts[$1]) }
        guard quotient > 0, quotient < self.wanted(every: stride) else { return nil }
        let guess = Self.newton(quotient, from: WaterLevel(rest: quotient, parts: sum)) {
            served(at: $0, every: stride)
        }
        let margin = guess.rest / 16 + 1
        let low = WaterLevel(rest: guess.rest - min(guess.rest, margin), parts: guess.parts)
        let high = WaterLevel(rest: min(guess.rest + margin, UInt64(UInt32.max)), parts: guess.parts)
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: loads.count) { near in
            let (below, above, count) = sort(between: low, and: high, open: open, near: near)
            return level(
                of: generation, between: low, and: high, below: below, above: above,
                near: UnsafeBufferPointer(rebasing: near[..<count]), open: open)
        }
    }

    /// The load of those whom the lower level covers, the parts of those whom the higher one does not, and who is
    /// between.
    ///
    /// Without a branch: nobody can foretell on which side the next one lies.
    private func sort(
        between low: WaterLevel, and high: WaterLevel, open: UnsafeMutableBufferPointer<UInt32>,
        near: UnsafeMutableBufferPointer<Int32>
    ) -> (below: UInt64, above: UInt64, count: Int) {
        var (below, above): (UInt64, UInt64) = (0, 0)
        var count = 0
        for place in 0..<loads.count {
            let (load, part) = (loads[place], parts[place])
            let isBelow: UInt64 = low.covers(load, part) ? 1 : 0
            let isAbove: UInt64 = high.covers(load, part) ? 0 : 1
            below &+= UInt64(load) & (0 &- isBelow)
            above &+= UInt64(part) & (0 &- isAbove)
            open[place] = part & (UInt32(truncatingIfNeeded: isBelow) &- 1)
            near[count] = Int32(truncatingIfNeeded: place)
            count &+= Int(truncatingIfNeeded: 1 &- (isBelow ^ isAbove))
        }
        return (below, above, count)
    }

    /// The level, asking only those between; one below it when it is higher, nil when it is lower.
    private func level(
        of generation: UInt64, between low: WaterLevel, and high: WaterLevel, below: UInt64, above: UInt64,
        near: UnsafeBufferPointer<Int32>, open: UnsafeMutableBufferPointer<UInt32>
    ) -> (level: WaterLevel, isFound: Bool)? {
        var now = low
        while now <= high {
            var (served, rest) = (below, above)
            for place in near {
                let (load, part) = (loads[Int(place)], parts[Int(place)])
                let isCovered = now.covers(load, part)
                served &+= isCovered ? UInt64(load) : 0
                rest &+= isCovered ? 0 : UInt64(part)
            }
            guard served < generation, rest > 0 else { return nil }
            let next = WaterLevel(rest: generation - served, parts: rest)
            if next == now {
                for place in near where now.covers(loads[Int(place)], parts[Int(place)]) { open[Int(place)] = 0 }
                return (now, true)
            }
            // A step down says that the level is below `low`.
            guard now <= next else { return nil }
            now = next
        }
        return (now, false)
    }
}
