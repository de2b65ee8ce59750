// SPDX-License-Identifier: EUPL-1.2

/// The values of a layer of a tile as they are written, each once.
///
/// They are told apart by their bytes, so that 1, 1.0, "1" and true stay what they are.
struct TileValues {
    /// All of them, one behind the other, as fields of the layer.
    private(set) var bytes: [UInt8] = []
    /// Where each begins, and its hash.
    private var entries: [(start: Int, hash: Int)] = []
    /// Numbers of values plus one by their hashes, 0 where there is none; twice as many as there are values at least.
    private var slots = [UInt32](repeating: 0, count: 256)

    init() {
        bytes.reserveCapacity(16 * 1024)
        entries.reserveCapacity(128)
    }

    /// The number of the value among all; a new one is added.
    mutating func number(of value: TileValue) -> UInt32 {
        let start = bytes.count
        write(value)
        let hash = hash(start..<bytes.count)
        var slot = hash & (slots.count - 1)
        while slots[slot] > 0 {
            let number = Int(slots[slot]) - 1
            if entries[number].hash == hash, isSame(number, start) {
                bytes.removeLast(bytes.count - start)
                return UInt32(number)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        entries.append((start, hash))
        slots[slot] = UInt32(entries.count)
        if entries.count * 2 > slots.count { grow() }
        return UInt32(entries.count - 1)
    }

    private func hash(_ range: Range<Int>) -> Int {
        bytes.withUnsafeBytes { all in
            var hasher = Hasher()
            hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: all[range]))
            return hasher.finalize()
        }
    }

    /// Whether the value of the number is the one that begins at `start` and is the last.
    private func isSame(_ number: Int, _ start: Int) -> Bool {
        let first = entries[number].start
        let end = number + 1 < entries.count ? entries[number + 1].start : start
        guard end - first == bytes.count - start else { return false }
        return bytes.withUnsafeBytes { all in all[first..<end].elementsEqual(all[start...]) }
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 4)
        for (number, entry) in entries.enumerated() {
            var slot = entry.hash & (slots.count - 1)
            while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }

    private mutating func write(_ value: TileValue) {
        bytes.append(0x22)
        switch value {
        case .text(var text):
            let length = UInt64(text.utf8.count)
            TileLayerWriter.append(1 + UInt64(TileLayerWriter.size(length)) + length, to: &bytes)
            bytes.append(0x0A)
            TileLayerWriter.append(length, to: &bytes)
            text.withUTF8 { bytes.append(contentsOf: $0) }
        case .real(let real):
            bytes.append(9)
            bytes.append(0x19)
            withUnsafeBytes(of: real.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        case .integer(let integer):
            let number = integer >= 0 ? UInt64(integer) : TileLayerWriter.zigzag(integer)
            TileLayerWriter.append(1 + UInt64(TileLayerWriter.size(number)), to: &bytes)
            bytes.append(integer >= 0 ? 0x28 : 0x30)
            TileLayerWriter.append(number, to: &bytes)
        case .truth(let truth):
            bytes.append(2)
            bytes.append(0x38)
            bytes.append(truth ? 1 : 0)
        }
    }
}
