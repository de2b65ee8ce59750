// SPDX-License-Identifier: EUPL-1.2

/// A duration of ISO 8601 such as `PT15M` or `P1D`; months and days have no fixed length and are kept apart.
public struct CalendarDuration: Sendable, Hashable {
    /// Years count as twelve.
    public var months: Int64
    /// Weeks count as seven.
    public var days: Int64
    public var microseconds: Int64

    public init(months: Int64 = 0, days: Int64 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// Parses `P1Y2M3W4DT5H6M7.5S`, a leading minus turns all; decimals only in seconds.
    /// - Throws: `InstantError` with the byte at which the text stops being a duration.
    public init(iso8601 text: some StringProtocol) throws(InstantError) {
        let bytes = Array(text.utf8)
        var index = 0
        var sign: Int64 = 1
        if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") {
            sign = bytes[0] == UInt8(ascii: "-") ? -1 : 1
            index = 1
        }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "P") else {
            throw InstantError(message: "a duration begins with 'P'", offset: index)
        }
        index += 1
        self.init()
        var isTime = false
        var lastRank = -1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "T"), !isTime {
                isTime = true
                lastRank = 3
                index += 1
                guard index < bytes.count else { break }
            }
            let start = index
            let number = try Self.number(bytes, &index)
            guard index < bytes.count else { throw InstantError(message: "the unit is missing", offset: index) }
            let letters: [UInt8] = isTime ? Array("HMS".utf8) : Array("YMWD".utf8)
            guard let position = letters.firstIndex(of: bytes[index]) else {
                throw InstantError(message: "no unit of a duration", offset: index)
            }
            let rank = position + (isTime ? 4 : 0)
            guard rank > lastRank else { throw InstantError(message: "the units are out of order", offset: index) }
            guard number.fraction == nil || rank == 6 else {
                throw InstantError(message: "only seconds have decimals", offset: start)
            }
            lastRank = rank
            index += 1
            let factors: [Int64] = [12, 1, 7, 1, 3_600_000_000, 60_000_000, 1_000_000]
            let (product, overflows) = number.whole.multipliedReportingOverflow(by: factors[rank])
            let (amount, overflowsToo) = product.addingReportingOverflow(number.fraction ?? 0)
            guard !overflows, !overflowsToo, add(amount * sign, rank: rank) else {
                throw InstantError(message: "the duration is too long", offset: start)
            }
        }
        guard lastRank >= 0, lastRank != 3 || !isTime else {
            throw InstantError(message: "a number and a unit are missing", offset: index)
        }
    }

    /// The shortest form with these amounts; `PT0S` for none. Amounts of mixed signs are written with signs each.
    public var iso8601: String {
        let isNegative = months <= 0 && days <= 0 && microseconds <= 0 && self != CalendarDuration()
        let sign: Int64 = isNegative ? -1 : 1
        var text = isNegative ? "-P" : "P"
        func append(_ value: Int64, _ unit: Character) {
            if value != 0 { text += "\(value * sign)\(unit)" }
        }
        append(months / 12, "Y")
        append(months % 12, "M")
        append(days, "D")
        guard microseconds != 0 || text.last == "P" else { return text }
        text += "T"
        append(microseconds / 3_600_000_000, "H")
        append(microseconds / 60_000_000 % 60, "M")
        let rest = microseconds % 60_000_000 * sign
        if rest != 0 || text.last == "T" {
            let fraction = rest.magnitude % 1_000_000
            text += (rest < 0 ? "-" : "") + String(rest.magnitude / 1_000_000)
            if fraction > 0 {
                var digits = String(fraction + 1_000_000).dropFirst()
                while digits.last == "0" { digits.removeLast() }
                text += "." + digits
            }
            text += "S"
        }
        return text
    }

    private mutating func add(_ amount: Int64, rank: Int) -> Bool {
        let path: WritableKeyPath<CalendarDuration, Int64> = rank < 2 ? \.months : rank < 4 ? \.days : \.microseconds
        let (sum, overflows) = self[keyPath: path].addingReportingOverflow(amount)
        self[keyPath: path] = sum
        return !overflows
    }

    /// A whole number and, if there are decimals, their microseconds.
    private static func number(
        _ bytes: [UInt8], _ index: inout Int
    ) throws(InstantError) -> (whole: Int64, fraction: Int64?) {
        let start = index
        var whole: Int64 = 0
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            guard index - start < 17 else { throw InstantError(message: "the number is too long", offset: start) }
            whole = whole * 10 + Int64(bytes[index] - 0x30)
            index += 1
        }
        guard index > start else { throw InstantError(message: "a digit is missing", offset: index) }
        guard index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") else {
            return (whole, nil)
        }
        index += 1
        let first = index
        var fraction: Int64 = 0
        var scale: Int64 = 100_000
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            fraction += Int64(bytes[index] - 0x30) * scale
            scale /= 10
            index += 1
        }
        guard index > first else { throw InstantError(message: "a digit is missing", offset: index) }
        return (whole, fraction)
    }
}
