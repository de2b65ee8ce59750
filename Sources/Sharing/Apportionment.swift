// SPDX-License-Identifier: EUPL-1.2

/// The largest remainder for very many places at once, on memory that is used again.
///
/// The same as `LargestRemainder`, exactly, for numbers below 2³²: two multiplications a place instead of a division,
/// and a histogram of the remainders instead of sorting them.
struct Apportionment {
    private static let bins = 10
    private var remainders: [UInt32]
    /// Behind the bins eight more, in turn for places without a remainder, which are never served: many of them in a
    /// row would wait for each other.
    private var histogram = [UInt32](repeating: 0, count: 1 << bins + 8)
    /// Places at the margin as `(2³² − 1 − remainder) · 2³² + place`: ascending, they are in the order of being served.
    private var marginal: [UInt64] = []

    init(places: Int) { remainders = [UInt32](repeating: 0, count: places) }

    /// Cuts `total` by weights whose sum is at most `base`; the rest is nobody's and stands last among ties.
    ///
    /// `weights` and `parts` have one number a place and may not overlap.
    mutating func cut(
        _ total: UInt32, by weights: UnsafeBufferPointer<UInt32>, sum: UInt32, of base: UInt32,
        into parts: UnsafeMutableBufferPointer<UInt32>
    ) {
        let places = weights.count
        let base = UInt64(base)
        let (whole, part) = UInt64(total).quotientAndRemainder(dividingBy: base)
        // part / base as a fraction of 2⁶⁴, rounded up. Rounding adds less than weight / 2⁶⁴ < 1 / base to a product,
        // too little to reach the next remainder: both the quotient and the remainder come out exactly.
        var fraction: UInt64 = 0
        if part > 0 {
            let (quotient, remainder) = base.dividingFullWidth((part, 0))
            fraction = quotient &+ (remainder > 0 ? 1 : 0)
        }
        let shift = UInt64(max(0, 64 - base.leadingZeroBitCount - Self.bins))
        var given: UInt64 = 0
        let restRemainder: UInt64
        do {
            let product = fraction.multipliedFullWidth(by: base - UInt64(sum))
            restRemainder = product.low.multipliedFullWidth(by: base).high
            given = whole * (base - UInt64(sum)) + product.high
        }
        histogram.withUnsafeMutableBufferPointer { histogram in
            histogram.update(repeating: 0)
            if restRemainder > 0 { histogram[Int(restRemainder >> shift)] = 1 }
            remainders.withUnsafeMutableBufferPointer { remainders in
                for place in 0..<places {
                    let weight = UInt64(weights[place])
                    let product = fraction.multipliedFullWidth(by: weight)
                    let remainder = product.low.multipliedFullWidth(by: base).high
                    let quotient = whole &* weight &+ product.high
                    parts[place] = UInt32(truncatingIfNeeded: quotient)
                    remainders[place] = UInt32(truncatingIfNeeded: remainder)
                    let bin = remainder > 0 ? Int(truncatingIfNeeded: remainder &>> shift) : 1 << Self.bins | place & 7
                    histogram[bin] &+= 1
                    given &+= quotient
                }
            }
        }
        let left = UInt64(total) - given
        guard left > 0 else { return }
        serve(left, places: places, shift: shift, rest: restRemainder > 0 ? restRemainder : nil, into: parts)
    }

    /// Gives one more to each of the `left` largest remainders.
    private mutating func serve(
        _ left: UInt64, places: Int, shift: UInt64, rest: UInt64?, into parts: UnsafeMutableBufferPointer<UInt32>
    ) {
        var bin = 1 << Self.bins - 1
        var above: UInt64 = 0
        while above + UInt64(histogram[bin]) < left {
            above += UInt64(histogram[bin])
            bin -= 1
        }
        let lowest = UInt32(truncatingIfNeeded: UInt64(bin) << shift)
        let span = UInt32(truncatingIfNeeded: (UInt64(1) << shift) - 1)
        marginal.removeAll(keepingCapacity: true)
        remainders.withUnsafeBufferPointer { remainders in
            // Without a branch, which half of the places would take and half would not.
            for place in 0..<places {
                let remainder = remainders[place]
                parts[place] &+= remainder >= lowest && remainder &- lowest > span ? 1 : 0
            }
            for place in 0..<places where remainders[place] &- lowest <= span {
                marginal.append(UInt64(~remainders[place]) << 32 | UInt64(place))
            }
        }
        if let rest, UInt32(rest) &- lowest <= span { marginal.append(UInt64(~UInt32(rest)) << 32 | UInt64(places)) }
        let served = Int(left - above)
        selectSmallest(served)
        for key in marginal.prefix(served) {
            let place = Int(key & 0xFFFF_FFFF)
            if place < places { parts[place] &+= 1 }
        }
    }

    /// Brings the `count` smallest of the marginal keys, which are all different, to the front (quickselect).
    private mutating func selectSmallest(_ count: Int) {
        marginal.withUnsafeMutableBufferPointer { keys in
            var (low, high) = (0, keys.count - 1)
            while low < high {
                let pivot = keys[(low + high) / 2]
                var (left, right) = (low, high)
                while left <= right {
                    while keys[left] < pivot { left += 1 }
                    while keys[right] > pivot { right -= 1 }
                    if left <= right {
                        keys.swapAt(left, right)
                        left += 1
                        right -= 1
                    }
                }
                if count - 1 <= right {
                    high = right
                } else if count - 1 >= left {
                    low = left
                } else {
                    break
                }
            }
        }
    }
}
