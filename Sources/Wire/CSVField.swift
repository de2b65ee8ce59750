// SPDX-License-Identifier: EUPL-1.2

/// Fields of CSV files that people open with a spreadsheet program.
extension [UInt8] {
    /// A text as a field (RFC 4180): quoted when it must be, and never a formula.
    ///
    /// A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it, unless it is a
    /// number: spreadsheets would calculate it, and a formula can send the whole table elsewhere. Numbers are written by
    /// other means and stay as they are.
    public mutating func append(csvText text: UnsafeBufferPointer<UInt8>) {
        let needsApostrophe = Self.beginsFormula(text.first) && !Self.isNumber(text)
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

    private static func beginsFormula(_ byte: UInt8?) -> Bool {
        switch byte {
        case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: true
        default: false
        }
    }

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
