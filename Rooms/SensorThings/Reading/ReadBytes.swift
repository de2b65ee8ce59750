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

    /// An instant, without quotes.
    mutating func append(instant microseconds: Int64) {
        Instant(microseconds: microseconds).appendISO8601(to: &self)
    }

    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
