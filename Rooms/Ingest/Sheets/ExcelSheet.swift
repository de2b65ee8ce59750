// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Reads a sheet of an xlsx workbook (ISO/IEC 29500): the workbook, styles and texts first, then the sheet.
struct ExcelSheet {
    private final class Book: XMLListener {
        var sheets: [(name: String, relation: String)] = []
        var isDate1904 = false

        func begin(_ name: XMLName, _ attributes: XMLAttributes) {
            if name == "sheet", let title = attributes["name"], let id = attributes["id"] { sheets.append((title, id)) }
            if name == "workbookPr", let flag = attributes["date1904"] { isDate1904 = flag == "1" || flag == "true" }
        }
        func end(_ name: XMLName) {}
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }

    private final class Relations: XMLListener {
        var targets: [String: String] = [:]

        func begin(_ name: XMLName, _ attributes: XMLAttributes) {
            guard name == "Relationship", let id = attributes["Id"], let target = attributes["Target"] else { return }
            targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        }
        func end(_ name: XMLName) {}
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }

    /// Which styles show a number as a date, and whether with a time.
    private final class Styles: XMLListener {
        private var codes: [Int: String] = [:]
        private var isInCells = false
        /// By style: nil for plain numbers.
        var dates: [Bool?] = []

        func begin(_ name: XMLName, _ attributes: XMLAttributes) {
            switch name {
            case "numFmt":
                if let id = attributes["numFmtId"].flatMap({ Int($0) }) { codes[id] = attributes["formatCode"] }
            case "cellXfs": isInCells = true
            case "xf" where isInCells: dates.append(hasTime(attributes["numFmtId"].flatMap { Int($0) } ?? 0))
            default: break
            }
        }
        func end(_ name: XMLName) { if name == "cellXfs" { isInCells = false } }
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

        private func hasTime(_ id: Int) -> Bool? {
            if let code = codes[id] { return Self.hasTime(code) }
            switch id {
            case 14...17, 27...31, 36, 50...54, 57, 58: return false
            case 18...22, 32...35, 45...47, 55, 56: return true
            default: return nil
            }
        }

        /// Letters of dates outside quotes and brackets; nil for none.
        private static func hasTime(_ code: String) -> Bool? {
            var letters: Set<Character> = []
            var (isQuoted, isBracketed, isEscaped) = (false, false, false)
            for character in code.lowercased() {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" || character == "_" || character == "*" {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted.toggle()
                } else if character == "[" || character == "]" {
                    isBracketed = character == "["
                } else if !isQuoted, !isBracketed {
                    letters.insert(character)
                }
            }
            if letters.contains("h") || letters.contains("s") { return true }
            return letters.contains("y") || letters.contains("d") ? false : nil
        }
    }

    /// Texts of cells, one after the other; phonetic readings of them are left out.
    private final class Texts: XMLListener {
        private var bytes: [UInt8] = []
        private var ends: [Int] = []
        private var isText = false
        private var isPhonetic = false

        func begin(_ name: XMLName, _ attributes: XMLAttributes) {
            if name == "rPh" { isPhonetic = true }
            if name == "t" { isText = true }
        }
        func end(_ name: XMLName) {
            if name == "t" { isText = false }
            if name == "rPh" { isPhonetic = false }
            if name == "si" { ends.append(bytes.count) }
        }
        func text(_ own: UnsafeBufferPointer<UInt8>) { if isText, !isPhonetic { bytes.append(contentsOf: own) } }

        func with(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
            guard ends.indices.contains(index) else { return }
            let start = index == 0 ? 0 : ends[index - 1]
            bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<ends[index]])) }
        }
    }

    private struct Cells: XMLListener {
        private enum Kind { case number, shared, text, truth }

        private let texts: Texts
        private let dates: [Bool?]
        private let isDate1904: Bool
        var writer: SheetWriter
        /// Cells with a formula and no result.
        var uncalculated = 0
        private var row = 0
        private var column = -1
        private var kind = Kind.number
        private var style = 0
        private var isValue = false
        private var hasFormula = false

        init(_ texts: Texts, _ dates: [Bool?], isDate1904: Bool, writer: SheetWriter) {
            self.texts = texts
            self.dates = dates
            self.isDate1904 = isDate1904
            self.writer = writer
        }

        var isDone: Bool { writer.isFull }

        mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
            switch name {
            case "c": beginCell(attributes)
            case "v", "t": isValue = true
            case "f": hasFormula = true
            case "row":
                row = attributes["r"].flatMap { Int($0) } ?? row + 1
                column = -1
            default: break
            }
        }

        private mutating func beginCell(_ attributes: XMLAttributes) {
            (kind, style, hasFormula) = (.number, 0, false)
            writer.dropCell()
            var place: Int?
            attributes.forEach { name, text in
                switch name {
                case "r": place = Self.column(text)
                case "s": style = Self.number(text) ?? 0
                case "t": kind = Self.kind(text)
                default: break
                }
            }
            column = place ?? column + 1
        }

        mutating func end(_ name: XMLName) {
            switch name {
            case "v", "t": isValue = false
            case "c": endCell()
            case "row": writer.endRow(row)
            default: break
            }
        }

        mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) { if isValue { writer.add(bytes) } }

        private mutating func endCell() {
            if writer.isCellEmpty {
                if hasFormula { uncalculated += 1 }
                return
            }
            switch kind {
            case .shared:
                let index = writer.withCell(Self.number)
                writer.dropCell()
                if let index { texts.with(index) { writer.add($0) } }
                writer.endCell(column)
            case .text: writer.endCell(column)
            case .truth:
                let text: StaticString? =
                    writer.withCell { $0.elementsEqual([0x31]) }
                    ? "true" : writer.withCell { $0.elementsEqual([0x30]) } ? "false" : nil
                if let text {
                    writer.dropCell()
                    text.withUTF8Buffer { writer.add($0) }
                }
                writer.endCell(column)
            case .number:
                if style < dates.count, let hasTime = dates[style],
                    let number = writer.withCell({ Double(decimal: $0, comma: false) }),
                    writer.endDate(
                        column, number, isDate1904: isDate1904, hasTime: hasTime || number != number.rounded())
                {
                    return
                }
                writer.endNumber(column)
            }
        }

        /// What the kinds of ISO/IEC 29500 mean for a table; a date in ISO 8601 is a text.
        private static func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> Kind {
            switch bytes.first {
            case UInt8(ascii: "s") where bytes.count == 1: .shared
            case UInt8(ascii: "b"): .truth
            case UInt8(ascii: "n"), nil: .number
            default: .text
            }
        }

        private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
            guard !bytes.isEmpty, bytes.count < 10 else { return nil }
            var number = 0
            for byte in bytes {
                let digit = byte &- 0x30
                guard digit < 10 else { return nil }
                number = number * 10 + Int(digit)
            }
            return number
        }

        /// 2 of `C7`.
        private static func column(_ reference: UnsafeBufferPointer<UInt8>) -> Int? {
            var column = 0
            for byte in reference {
                guard byte >= 0x41, byte <= 0x5A else { break }
                column = column * 26 + Int(byte - 0x40)
                guard column <= SheetWriter.mostColumns else { return nil }
            }
            return column > 0 ? column - 1 : nil
        }
    }

    /// The names of all sheets.
    static func names(_ archive: SheetArchive) throws(SheetArchive.Fault) -> [String] {
        let book = Book()
        try archive.read { $0 == "xl/workbook.xml" ? book : nil }
        return book.sheets.map(\.name)
    }

    /// Writes the sheet as separated values; `name` nil takes the first. Returns the number of formulas without a result.
    static func read(
        _ archive: SheetArchive, name: String?, into writer: inout SheetWriter
    ) throws(SheetArchive.Fault) -> Int {
        let (book, relations, styles, texts) = (Book(), Relations(), Styles(), Texts())
        try archive.read { member in
            switch member {
            case "xl/workbook.xml": book
            case "xl/_rels/workbook.xml.rels": relations
            case "xl/styles.xml": styles
            case "xl/sharedStrings.xml": texts
            default: nil
            }
        }
        let titles = book.sheets.map(\.name).joined(separator: "\", \"")
        guard let sheet = book.sheets.first(where: { name == nil || $0.name == name }),
            let path = relations.targets[sheet.relation]
        else {
            throw SheetArchive.Fault(
                description: "the workbook has no sheet \"\(name ?? "")\"; it has \"\(titles.excerpt())\"")
        }
        var cells = Cells(texts, styles.dates, isDate1904: book.isDate1904, writer: writer)
        try archive.read(path, into: &cells)
        writer = cells.writer
        guard !writer.isTooLarge else { throw SheetArchive.tooLarge }
        return cells.uncalculated
    }
}
