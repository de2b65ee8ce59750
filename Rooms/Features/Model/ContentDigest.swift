// SPDX-License-Identifier: EUPL-1.2

/// A fingerprint that tells whether content changed (FNV-1a over 64 bits, with the number of bytes).
struct ContentDigest {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325
    private var count = 0

    mutating func add(_ text: String) { add(text.utf8) }

    /// Adds a piece and its length, so that two pieces differ from their concatenation.
    mutating func add(_ bytes: some Collection<UInt8>) {
        for byte in bytes { step(byte) }
        var length = UInt64(bytes.count)
        for _ in 0..<4 {
            step(UInt8(truncatingIfNeeded: length))
            length >>= 8
        }
        count += bytes.count
    }

    private mutating func step(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    var text: String { String(state, radix: 16) + "-" + String(count, radix: 16) }
}
