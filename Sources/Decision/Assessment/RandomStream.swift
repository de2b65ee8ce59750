// SPDX-License-Identifier: EUPL-1.2

/// xoshiro256** 1.0 (Blackman and Vigna), seeded by splitmix64: the same seed gives the same numbers on every machine.
package struct RandomStream: RandomNumberGenerator {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    /// A stream of its own for each part of a piece of work, so that the parts may run in any order.
    package init(seed: UInt64, part: UInt64 = 0) {
        var state = seed &+ part &* 0xD134_2543_DE82_EF95
        func mix(_ state: inout UInt64) -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        a = mix(&state)
        b = mix(&state)
        c = mix(&state)
        d = mix(&state)
    }

    @inline(__always)
    package mutating func next() -> UInt64 {
        let product = b &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = (d << 45) | (d >> 19)
        return result
    }

    /// Uniform in 0 ≤ x < 1, with 53 bits.
    @inline(__always)
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
