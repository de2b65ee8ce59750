// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Reads a sheet of an xlsx workbook (ISO/IEC 29500): the workbook, styles and texts first, then the sheet.
struct ExcelSheet {
    private final class Book: XMLListener {
        var sheets: [(name: String, relation: String)] = []
        var isDate1904 = false

        func begin(_ name: String, _ attributes: XMLAttributes) {
            if name == "sheet", let title = attributes["name"], let id = attributes["id"] { sheets.append((title, id)) }
            if name == "workbookPr", let flag = attributes["date1904"] { isDate1904 = flag == "1" || flag == "true" }
        }
        func end(_ name: String) {}
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }

    private final class Relations: XMLListener {
        var targets: [String: String] = [:]

        func begin(_ name: String, _ attributes: XMLAttributes) {
            guard name == "Relationship", let id = attributes["Id"], let target = attributes["Target"] else { return }
            targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        }
        func end(_ name: String) {}
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }

    /// Which styles show a number as a date, and whether with a time.
    private final class Styles: XMLListener {
        private var codes: [Int: String] = [:]
        private var isInCells = false
        /// By style: nil for plain numbers.
        var dates: [Bool?] = []

        func begin(_ name: String, _ attributes: XMLAttributes) {
            switch name {
            case "numFmt":
                if let id = attributes["numFmtId"].flatMap({ Int($0) }) { codes[id] = attributes["formatCode"] }
            case "cellXfs": isInCells = true
            case "xf" where isInCells: dates.append(hasTime(attributes["numFmtId"].flatMap { Int($0) } ?? 0))
            default: break
            }
        }
        func end(_ name: String) { if name == "cellXfs" { isInCells = false } }
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

    /// Texts of cells; phonetic readings of them are left out.
    private final class Texts: XMLListener {
        var all: [String] = []
        private var current: [UInt8] = []
        private var isText = false
        private var isPhonetic = false

        func begin(_ name: String, _ attributes: XMLAttributes) {
            if name == "si" { current.removeAll(keepingCapacity: true) }
            if name == "rPh" { isPhonetic = true }
            if name == "t" { isText = true }
        }
        func end(_ name: String) {
            if name == "t" { isText = false }
            if name == "rPh" { isPhonetic = false }
            if name == "si" { all.append(String(decoding: current, as: UTF8.self)) }
        }
        func text(_ bytes: UnsafeBufferPointer<UInt8>) { if isText, !isPhonetic { current.append(contentsOf: bytes) } }
    }

    private final class Cells: XMLListener {
        private let texts: [String]
        private let dates: [Bool?]
        private let isDate1904: Bool
        var writer: SheetWriter
        /// Cells with a formula and no result.
        var uncalculated = 0
        private var row = 0
        private var column = -1
        private var kind = ""
        private var style = 0
        private var value: [UInt8] = []
        private var isValue = false
        private var hasFormula = false

        init(_ texts: [String], _ dates: [Bool?], isDate1904: Bool, writer: SheetWriter) {
            self.texts = texts
            self.dates = dates
            self.isDate1904 = isDate1904
            self.writer = writer
        }

        func begin(_ name: String, _ attributes: XMLAttributes) {
            switch name {
            case "row":
                row = attributes["r"].flatMap { Int($0) } ?? row + 1
                column = -1
            case "c":
                column = attributes["r"].flatMap(Self.column) ?? column + 1
                kind = attributes["t"] ?? "n"
                style = attributes["s"].flatMap { Int($0) } ?? 0
                hasFormula = false
                value.removeAll(keepingCapacity: true)
            case "f": hasFormula = true
            case "v", "t": isValue = true
            default: break
            }
        }

        func end(_ name: String) {
            switch name {
            case "v", "t": isValue = false
            case "c": cell()
            case "row": writer.endRow(row)
            default: break
            }
        }

        func text(_ bytes: UnsafeBufferPointer<UInt8>) { if isValue { value.append(contentsOf: bytes) } }

        private func cell() {
            let text = String(decoding: value, as: UTF8.self)
            if text.isEmpty, hasFormula { uncalculated += 1 }
            switch kind {
            case "s":
                if let index = Int(text), texts.indices.contains(index) { writer.set(column, texts[index]) }
            case "str", "inlineStr", "e": writer.set(column, text)
            case "b": writer.set(column, text == "1" ? "true" : text == "0" ? "false" : text)
            case "d": writer.set(column, text)
            default:
                let hasTime = dates.indices.contains(style) ? dates[style] : nil
                if let hasTime, let number = Double(text),
                    let date = SheetWriter.date(
                        number, isDate1904: isDate1904, hasTime: hasTime || number != number.rounded())
                {
                    writer.set(column, date)
                } else {
                    writer.set(column, writer.number(text))
                }
            }
        }

        /// 2 of `C7`.
        private static func column(_ reference: String) -> Int? {
            var column = 0
            for byte in reference.utf8 {
                guard byte >= 0x41, byte <= 0x5A else { break }
                column = column * 26 + Int(byte - 0x40)
                guard column <= SheetWriter.mostColumns else { return nil }
            }
            return column > 0 ? column - 1 : nil
        }
    }

    /// The sheet as separated values; `name` nil takes the first.
    static func text(
        _ archive: SheetArchive, name: String?, _ format: TableFormat
    ) throws(SheetArchive.Fault) -> (text: [UInt8], uncalculated: Int) {
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
        let cells = Cells(texts.all, styles.dates, isDate1904: book.isDate1904, writer: SheetWriter(format))
        try archive.read { $0 == path ? cells : nil }
        guard !cells.writer.isTooLarge else { throw SheetArchive.tooLarge }
        return (cells.writer.text, cells.uncalculated)
    }
}
