// SPDX-License-Identifier: EUPL-1.2

/// Cuts a whole number in proportion, so that the parts sum to it exactly.
///
/// Each place gets the floor of `total · weight / base`; what is left goes one by one to the largest remainders, ties
/// to the first places. A negative total is cut like its opposite.
public enum LargestRemainder {
    /// The parts in the order of the weights; nothing is given where all weights are zero.
    public static func split(_ total: Int, by weights: [Int]) throws(SharingError) -> [Int] {
        try split(total, by: weights, of: nil).parts
    }

    /// The parts, and what the places before leave: the last place, after all others among ties.
    ///
    /// `base` is at least the sum of the weights, or nil for just that sum.
    public static func split(
        _ total: Int, by weights: [Int], of base: Int?
    ) throws(SharingError) -> (parts: [Int], rest: Int) {
        var sum = 0
        for weight in weights {
            guard weight >= 0 else { throw .negative(weight) }
            let (next, overflow) = sum.addingReportingOverflow(weight)
            guard !overflow else { throw .tooLarge }
            sum = next
        }
        let base = base ?? sum
        guard base >= sum else { throw .sharesAboveAll(sum: sum) }
        guard base > 0 else { return (weights.map { _ in 0 }, total) }
        let amount = total.magnitude
        let all = weights + [base - sum]
        var parts: [UInt] = []
        var remainders: [(place: Int, remainder: UInt)] = []
        for (place, weight) in all.enumerated() {
            let (quotient, remainder) = base.magnitude.dividingFullWidth(
                amount.multipliedFullWidth(by: weight.magnitude))
            parts.append(quotient)
            remainders.append((place, remainder))
        }
        remainders.sort { ($1.remainder, $0.place) < ($0.remainder, $1.place) }
        for (place, _) in remainders.prefix(Int(amount - parts.reduce(0, +))) { parts[place] += 1 }
        let signed = parts.map { total < 0 ? -Int($0) : Int($0) }
        return (Array(signed.dropLast()), signed[weights.count])
    }
}
