// SPDX-License-Identifier: EUPL-1.2
package import Metering

/// Bookings as DATEV's programs take them in: EXTF, format 700, category 21 (Buchungsstapel), version 13.
///
/// A head of 31 fields, a line of 125 names, a line a booking; Windows-1252, CRLF, semicolons, texts in quotes,
/// amounts with a decimal comma and always positive: debit or credit says which way.
package struct PostingBatch: Sendable {
    package struct Head: Sendable, Hashable {
        /// Of the tax adviser, 1001 to 9999999.
        package var consultant: Int
        /// Of the town with the adviser, 1 to 99999.
        package var client: Int
        /// The first day of the business year that all days lie in.
        package var yearStart: CivilDay
        /// Digits of an account that is no person's: 4 to 8.
        package var accountLength: Int
        package var days: ClosedRange<CivilDay>
        /// At most 30 characters.
        package var name: String
        /// `yyyyMMddHHmmssSSS`
        package var created: String
        /// `03`, `04` and the like; empty where nobody said.
        package var chart: String
        /// Whether the bookings can no longer be changed once they are taken in.
        package var isFinal: Bool

        package init(
            consultant: Int, client: Int, yearStart: CivilDay, accountLength: Int, days: ClosedRange<CivilDay>,
            name: String, created: String, chart: String, isFinal: Bool
        ) {
            (self.consultant, self.client, self.yearStart) = (consultant, client, yearStart)
            (self.accountLength, self.days, self.name) = (accountLength, days, name)
            (self.created, self.chart, self.isFinal) = (created, chart, isFinal)
        }
    }

    package struct Posting: Sendable, Hashable {
        /// Above nought.
        package var cents: Int
        /// Whether `account` is debited (Soll); else credited (Haben).
        package var isDebit: Bool
        package var account: String
        package var contra: String
        /// The tax key (BU-Schlüssel); empty for an account that knows its tax itself, and for none.
        package var key: String
        package var day: CivilDay
        package var reference: String
        package var due: CivilDay?
        package var text: String

        package init(
            cents: Int, isDebit: Bool, account: String, contra: String, key: String = "", day: CivilDay,
            reference: String, due: CivilDay? = nil, text: String
        ) {
            (self.cents, self.isDebit, self.account, self.contra) = (cents, isDebit, account, contra)
            (self.key, self.day, self.reference, self.due, self.text) = (key, day, reference, due, text)
        }
    }

    package let head: Head
    package let postings: [Posting]

    package init(_ head: Head, _ postings: [Posting]) { (self.head, self.postings) = (head, postings) }

    /// The file, to the byte.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for line in [headLine, Self.names.joined(separator: ";")] + postings.map(line) {
            bytes += Windows1252.bytes(line)
            bytes += [0x0D, 0x0A]
        }
        return bytes
    }

    private var headLine: String {
        [
            Self.text("EXTF"), "700", "21", Self.text("Buchungsstapel"), "13", head.created, "", Self.text("RE"),
            Self.text(""), Self.text(""), String(head.consultant), String(head.client), Self.compact(head.yearStart),
            String(head.accountLength), Self.compact(head.days.lowerBound), Self.compact(head.days.upperBound),
            Self.text(Self.plain(head.name, most: 30)), Self.text(""), "1", "0", head.isFinal ? "1" : "0",
            Self.text("EUR"), "", Self.text(""), "", "", Self.text(head.chart), "", "", Self.text(""), Self.text(""),
        ].joined(separator: ";")
    }

    private func line(_ posting: Posting) -> String {
        var cells = (1...Self.names.count).map { Self.texts.contains($0) ? "\"\"" : "" }
        func set(_ field: Int, _ value: String) {
            cells[field - 1] = Self.texts.contains(field) ? Self.text(value) : value
        }
        let rest = String(posting.cents % 100)
        set(1, "\(posting.cents / 100),\(rest.count == 1 ? "0" : "")\(rest)")
        set(2, posting.isDebit ? "S" : "H")
        set(3, "EUR")
        set(7, posting.account)
        set(8, posting.contra)
        set(9, posting.key)
        set(10, String(Self.german(posting.day).prefix(4)))
        set(11, Self.reference(posting.reference))
        set(14, Self.plain(posting.text, most: 60))
        set(114, head.isFinal ? "1" : "0")
        if let due = posting.due { set(117, Self.german(due)) }
        return cells.joined(separator: ";")
    }

    // MARK: - Pieces

    private static func text(_ value: String) -> String { "\"\(value.replacing("\"", with: "\"\""))\"" }

    /// One line without blanks around it.
    private static func plain(_ value: String, most: Int) -> String {
        String(value.map { $0.isWhitespace ? " " : $0 }.prefix(most))
    }

    private static func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    /// `20261031`
    private static func compact(_ day: CivilDay) -> String {
        let date = day.date
        return digits(date.year, 4) + digits(date.month, 2) + digits(date.day, 2)
    }

    /// `31102026`
    private static func german(_ day: CivilDay) -> String {
        let date = day.date
        return digits(date.day, 2) + digits(date.month, 2) + digits(date.year, 4)
    }

    /// What may stand in the field of the document's number: 36 letters, digits and few signs; the end tells them apart.
    package static func reference(_ number: String) -> String {
        let allowed = number.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "$&%*+-/".contains($0)) }
        guard allowed.count > 36 else { return allowed }
        return String(allowed.filter { $0 != "-" }.suffix(36))
    }

    /// The fields that are texts, from 1; all others are numbers and days without quotes.
    private static let texts: Set<Int> = Set(
        [
            2, 3, 6, 9, 11, 12, 14, 16, 37, 38, 40, 42, 91, 95, 96, 98, 102, 103, 105, 107, 109, 110, 112, 118, 120,
            121, 123,
        ]
            + Array(20...36) + Array(48...87))

    package static let names: [String] = {
        func pairs(_ one: String, _ other: String, _ count: Int) -> [String] {
            (1...count).flatMap { ["\(one) \($0)", "\(other) \($0)"] }
        }
        let first = [
            "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz",
            "WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum",
            "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext", "Postensperre", "Diverse Adressnummer",
            "Geschäftspartnerbank", "Sachverhalt", "Zinssperre", "Beleglink",
        ]
        let second = [
            "KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)",
            "EU-Steuersatz (Bestimmung)", "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L",
            "BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung",
        ]
        let third = [
            "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit",
            "Skontotyp", "Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)",
            "Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)",
            "Herkunft-Kz", "Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre",
            "Gesellschaftername", "Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer",
            "Postensperre bis", "Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung",
            "Leistungsdatum", "Datum Zuord. Steuerperiode", "Fälligkeit", "Generalumkehr (GU)", "Steuersatz", "Land",
            "Abrechnungsreferenz", "BVV-Position", "EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)",
            "Abw. Skontokonto",
        ]
        return first + pairs("Beleginfo - Art", "Beleginfo - Inhalt", 8) + second
            + pairs("Zusatzinformation - Art", "Zusatzinformation- Inhalt", 20) + third
    }()
}

/// Text as a byte a character, as DATEV reads it; what has none there becomes a question mark.
enum Windows1252 {
    /// The characters of 0x80 to 0x9F; nought where there is none.
    private static let high: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    static func bytes(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { scalar in
            if scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
            guard let place = high.firstIndex(of: scalar.value) else { return 0x3F }
            return UInt8(0x80 + place)
        }
    }
}
