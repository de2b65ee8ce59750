// SPDX-License-Identifier: EUPL-1.2

/// Random numbers by position instead of by turn: the same key and counter give the same number in any order.
///
/// The mixing step is SplitMix64 (Steele, Lea, Flood 2014). No libm function is used, so that results are the same bits
/// on every machine.
struct SeededNoise: Sendable {
    let key: UInt64

    init(seed: UInt64) {
        key = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    }

    private init(key: UInt64) { self.key = key }

    /// An independent source for one purpose, such as `"weather"`.
    func derived(_ label: String) -> SeededNoise {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in label.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return SeededNoise(key: Self.mixed(key ^ hash))
    }

    func bits(_ counter: Int64) -> UInt64 {
        Self.mixed(key &+ UInt64(bitPattern: counter) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Evenly in 0..<1.
    func uniform(_ counter: Int64) -> Double {
        Double(bits(counter) >> 11) * 0x1p-53
    }

    func uniform(_ counter: Int64, in range: ClosedRange<Double>) -> Double {
        range.lowerBound + uniform(counter) * (range.upperBound - range.lowerBound)
    }

    func integer(_ counter: Int64, below bound: Int) -> Int {
        Int(bits(counter) % UInt64(max(bound, 1)))
    }

    func pick<Element>(_ counter: Int64, from elements: [Element]) -> Element {
        elements[integer(counter, below: elements.count)]
    }

    /// Bell-shaped with mean 0 and deviation 1, within ±3.5: the sum of four even numbers.
    func normal(_ counter: Int64) -> Double {
        let word = bits(counter)
        let sum = (word & 0xFFFF) + (word >> 16 & 0xFFFF) + (word >> 32 & 0xFFFF) + (word >> 48)
        return (Double(sum) / 65535 - 2) * 1.732_050_807_568_877_2
    }

    /// A smooth curve through random heights at the whole numbers, within −1…1.
    func smooth(_ position: Double) -> Double {
        let floor = position.rounded(.down)
        let lattice = Int64(floor)
        let left = 2 * uniform(lattice) - 1
        let right = 2 * uniform(lattice &+ 1) - 1
        return left + (right - left) * Self.eased(position - floor)
    }

    /// A smooth surface through random heights at whole coordinates, within −1…1.
    func smooth(_ x: Double, _ y: Double) -> Double {
        let floorX = x.rounded(.down)
        let floorY = y.rounded(.down)
        let easedX = Self.eased(x - floorX)
        func row(_ offset: Int64) -> Double {
            let base = (Int64(floorY) &+ offset) &* 1_000_003
            let left = 2 * uniform(base &+ Int64(floorX)) - 1
            let right = 2 * uniform(base &+ Int64(floorX) &+ 1) - 1
            return left + (right - left) * easedX
        }
        let lower = row(0)
        return lower + (row(1) - lower) * Self.eased(y - floorY)
    }

    private static func eased(_ part: Double) -> Double { part * part * (3 - 2 * part) }

    private static func mixed(_ word: UInt64) -> UInt64 {
        var mixed = word
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
