// SPDX-License-Identifier: EUPL-1.2
package import Metering

/// An account number as banks know it, with the right check digits.
package struct IBAN: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// Blanks are passed over; nil for what is none. A German one has 22 characters.
    package init?(_ text: some StringProtocol) {
        let plain = String(text.filter { $0 != " " }).uppercased()
        guard (15...34).contains(plain.utf8.count), Self.fits(plain, skipping: 0),
            !plain.hasPrefix("DE") || plain.utf8.count == 22
        else { return nil }
        description = plain
    }

    /// Two letters, two check digits, letters and digits whose number is 1 in 97 parts (ISO 7064).
    static func fits(_ text: String, skipping: Int) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count > 4 + skipping, bytes[..<2].allSatisfy({ (0x41...0x5A).contains($0) }),
            bytes[2..<4].allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        var remainder = 0
        let turned: [UInt8] = Array(bytes[(4 + skipping)...]) + Array(bytes[..<4])
        for byte in turned {
            switch byte {
            case 0x30...0x39: remainder = (remainder * 10 + Int(byte) - 0x30) % 97
            case 0x41...0x5A: remainder = (remainder * 100 + Int(byte) - 0x41 + 10) % 97
            default: return false
            }
        }
        return remainder == 1
    }

    /// `DE89 3704 0044 0532 0130 00`, as people copy it.
    package static func spaced(_ iban: String) -> String {
        var groups: [Substring] = []
        var rest = iban[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }

    /// `DE89 3704 …` with the middle left out: enough to know one's own account by.
    package static func short(_ iban: String) -> String { "\(iban.prefix(4))…\(iban.suffix(4))" }
}

/// Who may collect, as the Bundesbank numbers it: `DE98ZZZ09999999999`.
package struct CreditorIdentifier: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init?(_ text: some StringProtocol) {
        let plain = String(text.filter { $0 != " " }).uppercased()
        // the three characters of the business area are no part of the check
        guard (8...35).contains(plain.utf8.count), IBAN.fits(plain, skipping: 3) else { return nil }
        description = plain
    }
}

/// Days on which banks move money in euros (TARGET).
package enum BankingDay {
    package static func holds(_ day: CivilDay) -> Bool {
        // 1970-01-01 was a Thursday
        let weekday = (day.number % 7 + 7) % 7
        guard weekday != 2, weekday != 3 else { return false }
        let date = day.date
        switch (date.month, date.day) {
        case (1, 1), (5, 1), (12, 25), (12, 26): return false
        default:
            let easter = easter(date.year).number
            return day.number != easter - 2 && day.number != easter + 1
        }
    }

    /// The first such day that is not before `day`.
    package static func first(from day: CivilDay) -> CivilDay {
        var day = day
        while !holds(day) { day = day.next }
        return day
    }

    /// Easter Sunday by the Gregorian rule.
    package static func easter(_ year: Int) -> CivilDay {
        let golden = year % 19
        let century = year / 100
        let moon = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - moon + 15) % 30
        let leap = 2 * (century % 4) + 2 * (year % 100 / 4)
        let week = (32 + leap - epact - year % 100 % 4) % 7
        let shift = (golden + 11 * epact + 22 * week) / 451
        let sum: Int = epact + week - 7 * shift + 114
        return CivilDay(year: year, month: sum / 31, day: sum % 31 + 1) ?? CivilDay(number: 0)
    }
}
