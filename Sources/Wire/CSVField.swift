// SPDX-License-Identifier: EUPL-1.2

/// Fields of CSV files that people open with a spreadsheet program.
extension [UInt8] {
    /// A text as a field (RFC 4180): quoted when it must be, and never a formula.
    ///
    /// A text that begins with `=`, `+`, `-` or `@`, also of full width or behind blanks, or with a tab or a carriage
    /// return gets an apostrophe before it, unless it is a number: spreadsheets would calculate it, and a formula can send
    /// the whole table elsewhere. Numbers are written by other means and stay as they are.
    public mutating func append(csvText text: UnsafeBufferPointer<UInt8>) {
        let needsApostrophe = Self.beginsFormula(text) && !Self.isNumber(text)
        let isPlain = text.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A && $0 != 0x0D }
        if !isPlain { append(0x22) }
        if needsApostrophe { append(UInt8(ascii: "'")) }
        for byte in text {
            if byte == 0x22 { append(byte) }
            append(byte)
        }
        if !isPlain { append(0x22) }
    }

    /// The same of a string.
    public mutating func append(csvText text: String) {
        var text = text
        text.withUTF8 { append(csvText: $0) }
    }

    private static func beginsFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // nearly all texts begin with a letter or a digit
        guard let first = text.first, !(0x30...0x39).contains(first), !(0x41...0x7A).contains(first) else {
            return false
        }
        if first == 0x09 || first == 0x0D { return true }
        var rest = text[...]
        while let blank = blanks.first(where: { rest.starts(with: $0) }) { rest = rest.dropFirst(blank.count) }
        return signs.contains { rest.starts(with: $0) }
    }

    /// `=`, `+`, `-`, `@`, and the same of full width (U+FF1D, U+FF0B, U+FF0D, U+FF20).
    private static let signs: [[UInt8]] = ["=", "+", "-", "@", "＝", "＋", "－", "＠"].map { Array($0.utf8) }
    /// What spreadsheets cut off before a text, or do not show.
    private static let blanks: [[UInt8]] = [
        " ", "\t", "\r", "\n", "\u{A0}", "\u{3000}", "\u{200B}", "\u{FEFF}",
    ].map { Array($0.utf8) }

    /// A decimal number as this program writes them; infinity, NaN and hexadecimal digits are words.
    private static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count <= 40 && text.allSatisfy { (0x30...0x39).contains($0) || numberMarks.contains($0) }
            && Double(String(decoding: text, as: UTF8.self)) != nil
    }

    private static let numberMarks = Set("+-.eE".utf8)
}

extension String {
    /// The text as a field of CSV, as `append(csvText:)` writes it.
    public var csvField: String {
        var bytes: [UInt8] = []
        bytes.append(csvText: self)
        return String(decoding: bytes, as: UTF8.self)
    }
}
