// SPDX-License-Identifier: EUPL-1.2

extension Double {
    /// A number straight from bytes, with `.` (or `,` where declared); blanks at both ends are allowed, nothing else is.
    public init?(decimal bytes: UnsafeBufferPointer<UInt8>, comma: Bool = false) {
        guard let value = DecimalText.double(bytes, comma: comma) else { return nil }
        self = value
    }
}

private enum DecimalText {
    static func double(_ bytes: UnsafeBufferPointer<UInt8>, comma: Bool) -> Double? {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] == 0x20 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 { end -= 1 }
        guard start < end else { return nil }
        var index = start
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
        var mantissa: Int64 = 0
        var digits = 0
        var decimals = 0
        var seenMark = false
        let mark = comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
        while index < end {
            let byte = bytes[index]
            let digit = byte &- 0x30
            if digit < 10 {
                guard digits < 15 else { return slow(bytes, start, end, mark) }
                mantissa = mantissa &* 10 &+ Int64(digit)
                digits += 1
                if seenMark { decimals += 1 }
            } else if byte == mark, !seenMark {
                seenMark = true
            } else {
                return slow(bytes, start, end, mark)
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        let magnitude = decimals == 0 ? Double(mantissa) : Double(mantissa) / powers[decimals]
        return isNegative ? -magnitude : magnitude
    }

    /// Exact powers of ten: a mantissa below 2^53 divided by one of them is rounded correctly.
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    private static func slow(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ mark: UInt8) -> Double? {
        let allowed = Set("0123456789+-eE".utf8)
        var text: [UInt8] = []
        for index in start..<end {
            let byte = bytes[index]
            guard byte == mark || allowed.contains(byte) else { return nil }
            text.append(byte == mark ? UInt8(ascii: ".") : byte)
        }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }
}
