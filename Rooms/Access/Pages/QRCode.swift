// SPDX-License-Identifier: EUPL-1.2
import Site

/// A QR code of some text (ISO/IEC 18004: bytes, error correction M, versions 1 to 20).
struct QRCode {
    private(set) var size: Int
    private var dark: [Bool]
    private var isFixed: [Bool]
    private var version: Int

    private static let checkBytes = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]
    private static let blocks = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]

    /// Nil for more than 666 bytes.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        func capacity(_ version: Int) -> Int {
            Self.modules(version) / 8 - Self.checkBytes[version] * Self.blocks[version] - (version < 10 ? 2 : 3)
        }
        guard let version = (1...20).first(where: { capacity($0) >= bytes.count }) else { return nil }
        self.version = version
        size = version * 4 + 17
        dark = [Bool](repeating: false, count: size * size)
        isFixed = dark
        drawFixed()
        draw(Self.interleaved(bytes, version))
        let masked = (0..<8).map { mask -> QRCode in
            var code = self
            code.apply(mask)
            code.drawFormat(mask)
            return code
        }
        guard let best = masked.min(by: { $0.penalty < $1.penalty }) else { return nil }
        self = best
    }

    subscript(x: Int, y: Int) -> Bool { dark[y * size + x] }

    /// As a picture with the quiet border that readers need.
    func svg(title: String) -> HTML {
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                let start = x
                while x < size, self[x, y] { x += 1 }
                if x > start { path += "M\(start + 4) \(y + 4)h\(x - start)v1h-\(x - start)z" }
                x += 1
            }
        }
        let side = size + 8
        return """
            <svg class="code-picture" role="img" aria-label="\(title)" viewBox="0 0 \(side) \(side)" width="\(side * 5)" \
            height="\(side * 5)" shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#ffffff"/>\
            <path d="\(path)" fill="#000000"/></svg>
            """
    }

    // MARK: Bytes

    /// Modules that hold data or checks.
    private static func modules(_ version: Int) -> Int {
        var count = (16 * version + 128) * version + 64
        if version >= 2 {
            let marks = version / 7 + 2
            count -= (25 * marks - 10) * marks - 55
            if version >= 7 { count -= 36 }
        }
        return count
    }

    private static func interleaved(_ bytes: [UInt8], _ version: Int) -> [UInt8] {
        let (blockCount, checkCount) = (blocks[version], checkBytes[version])
        let all = modules(version) / 8
        let capacity = all - checkCount * blockCount
        // mode 4, the count, the bytes, the end: shifted by four bits
        var halves: [UInt8] = [4]
        let count = bytes.count
        for shift in stride(from: version < 10 ? 4 : 12, through: 0, by: -4) {
            halves.append(UInt8(count >> shift & 15))
        }
        for byte in bytes { halves += [byte >> 4, byte & 15] }
        halves.append(0)
        var data = stride(from: 0, to: halves.count, by: 2).map { halves[$0] << 4 | halves[$0 + 1] }
        var pad: UInt8 = 0xEC
        while data.count < capacity {
            data.append(pad)
            pad = pad == 0xEC ? 0x11 : 0xEC
        }
        let short = blockCount - all % blockCount
        let divisor = generator(checkCount)
        var start = 0
        var parts: [(data: [UInt8], check: [UInt8])] = []
        for index in 0..<blockCount {
            let length = all / blockCount - checkCount + (index < short ? 0 : 1)
            let part = Array(data[start..<start + length])
            parts.append((part, remainder(part, divisor)))
            start += length
        }
        var result: [UInt8] = []
        for index in 0...(all / blockCount - checkCount) {
            for part in parts where index < part.data.count { result.append(part.data[index]) }
        }
        for index in 0..<checkCount { for part in parts { result.append(part.check[index]) } }
        return result
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for bit in stride(from: 7, through: 0, by: -1) {
            result = result << 1 ^ (result >> 7) * 0x11D
            result ^= Int(right >> UInt8(bit) & 1) * Int(left)
        }
        return UInt8(result)
    }

    private static func generator(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = product(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    private static func remainder(_ data: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for index in result.indices { result[index] ^= product(divisor[index], factor) }
        }
        return result
    }

    // MARK: Modules

    private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
        guard (0..<size).contains(x), (0..<size).contains(y) else { return }
        dark[y * size + x] = isDark
        isFixed[y * size + x] = true
    }

    private mutating func drawFixed() {
        for index in 0..<size {
            fix(6, index, index % 2 == 0)
            fix(index, 6, index % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            for down in -4...4 {
                for right in -4...4 {
                    let distance = max(abs(right), abs(down))
                    fix(x + right, y + down, distance != 2 && distance != 4)
                }
            }
        }
        let marks = alignment
        for (row, y) in marks.enumerated() {
            for (column, x) in marks.enumerated() {
                let last = marks.count - 1
                if (row == 0 && (column == 0 || column == last)) || (row == last && column == 0) { continue }
                for down in -2...2 {
                    for right in -2...2 { fix(x + right, y + down, max(abs(right), abs(down)) != 1) }
                }
            }
        }
        drawFormat(0)
        guard version >= 7 else { return }
        var rest = version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = version << 12 | rest
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            fix(size - 11 + index % 3, index / 3, isDark)
            fix(index / 3, size - 11 + index % 3, isDark)
        }
    }

    private var alignment: [Int] {
        guard version > 1 else { return [] }
        let count = version / 7 + 2
        let step = (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }

    private mutating func drawFormat(_ mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { fix(8, index, bit(index)) }
        fix(8, 7, bit(6))
        fix(8, 8, bit(7))
        fix(7, 8, bit(8))
        for index in 9..<15 { fix(14 - index, 8, bit(index)) }
        for index in 0..<8 { fix(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { fix(8, size - 15 + index, bit(index)) }
        fix(8, size - 8, true)
    }

    private mutating func draw(_ bytes: [UInt8]) {
        var index = 0
        for column in stride(from: size - 1, through: 1, by: -2) {
            let right = column <= 6 ? column - 1 : column
            for step in 0..<size {
                for x in [right, right - 1] {
                    let y = (right + 1) & 2 == 0 ? size - 1 - step : step
                    guard !isFixed[y * size + x], index < bytes.count * 8 else { continue }
                    dark[y * size + x] = bytes[index / 8] >> UInt8(7 - index % 8) & 1 == 1
                    index += 1
                }
            }
        }
    }

    private mutating func apply(_ mask: Int) {
        for y in 0..<size {
            for x in 0..<size where !isFixed[y * size + x] {
                let flips =
                    switch mask {
                    case 0: (x + y) % 2 == 0
                    case 1: y % 2 == 0
                    case 2: x % 3 == 0
                    case 3: (x + y) % 3 == 0
                    case 4: (x / 3 + y / 2) % 2 == 0
                    case 5: x * y % 2 + x * y % 3 == 0
                    case 6: (x * y % 2 + x * y % 3) % 2 == 0
                    default: ((x + y) % 2 + x * y % 3) % 2 == 0
                    }
                if flips { dark[y * size + x].toggle() }
            }
        }
    }

    /// How hard it is to read: runs, blocks, what looks like a corner, imbalance (§7.8.3).
    private var penalty: Int {
        var sum = 0
        let corner = [true, false, true, true, true, false, true]
        for first in 0..<size {
            for isRow in [true, false] {
                let line = (0..<size).map { isRow ? self[$0, first] : self[first, $0] }
                var run = 1
                for index in 1..<size {
                    run = line[index] == line[index - 1] ? run + 1 : 1
                    if run == 5 { sum += 3 } else if run > 5 { sum += 1 }
                }
                for index in 0...(size - 11) {
                    let window = line[index..<index + 11]
                    if window.prefix(7).elementsEqual(corner), window.suffix(4).allSatisfy({ !$0 }) { sum += 40 }
                    if window.suffix(7).elementsEqual(corner), window.prefix(4).allSatisfy({ !$0 }) { sum += 40 }
                }
            }
        }
        for y in 0..<size - 1 {
            for x in 0..<size - 1 {
                let isDark = self[x, y]
                if self[x + 1, y] == isDark, self[x, y + 1] == isDark, self[x + 1, y + 1] == isDark { sum += 3 }
            }
        }
        let share = dark.count { $0 } * 20
        return sum + abs(share - dark.count * 10) / dark.count * 10
    }
}
