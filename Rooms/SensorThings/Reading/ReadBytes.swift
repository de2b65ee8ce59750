// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Appending JSON pieces to bytes: answers are written row by row without values in between.
extension [UInt8] {
    mutating func append(decimal value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var magnitude = value.magnitude
        if magnitude < 10 {
            append(UInt8(ascii: "0") + UInt8(magnitude))
            return
        }
        let start = count
        while magnitude > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
            magnitude /= 10
        }
        self[start...].reverse()
    }

    /// The shortest form; whole numbers without decimals.
    mutating func append(number value: Double) {
        if let integer = Int64(exactly: value), integer.magnitude < 1 << 53 {
            append(decimal: integer)
        } else if append(thousandths: value) {
            return
        } else if value.isFinite {
            append(contentsOf: value.description.utf8)
        } else {
            append(contentsOf: "null".utf8)
        }
    }

    /// The usual reading, with at most three decimals: n/1000 of at most 15 digits is the shortest form of its Double.
    private mutating func append(thousandths value: Double) -> Bool {
        guard value.magnitude < 1e11 else { return false }
        let scaled = (value * 1000).rounded()
        guard scaled / 1000 == value else { return false }
        let thousandths = Int64(scaled.magnitude)
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: thousandths / 1000)
        append(UInt8(ascii: "."))
        var (divisor, rest) = (Int64(100), thousandths % 1000)
        while rest > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
        return true
    }

    /// A JSON string in quotes, from UTF-8.
    mutating func append(quoting text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            append(contentsOf: text[start..<index])
            start = index + 1
            append(UInt8(ascii: "\\"))
            switch byte {
            case 0x0A: append(UInt8(ascii: "n"))
            case 0x0D: append(UInt8(ascii: "r"))
            case 0x09: append(UInt8(ascii: "t"))
            case ..<0x20:
                append(contentsOf: "u00".utf8)
                append(UInt8(ascii: "0") + (byte >> 4))
                append(byte & 15 < 10 ? UInt8(ascii: "0") + (byte & 15) : UInt8(ascii: "a") + (byte & 15) - 10)
            default: append(byte)
            }
        }
        append(contentsOf: text[start..<text.count])
        append(UInt8(ascii: "\""))
    }

    mutating func append(quoting text: String) {
        var text = text
        text.withUTF8 { append(quoting: $0) }
    }

    /// An instant, without quotes.
    mutating func append(instant microseconds: Int64) {
        Instant(microseconds: microseconds).appendISO8601(to: &self)
    }

    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
