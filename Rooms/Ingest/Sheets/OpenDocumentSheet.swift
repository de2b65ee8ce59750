// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Reads a sheet of an ods document (ISO/IEC 26300).
struct OpenDocumentSheet {
    private struct Content: XMLListener {
        private let name: String?
        var writer: SheetWriter
        var titles: [String] = []
        private var isWanted = false
        private(set) var isFound = false
        private var row = 0
        private var rowRepeats = 1
        private var column = 0
        private var cellRepeats = 1
        private var cells: [(column: Int, repeats: Int, start: Int, end: Int, isNumber: Bool)] = []
        /// The bytes of the row's cells one after the other.
        private var line: [UInt8] = []
        private var start = 0
        /// Whether an attribute has said the cell's value, and whether that is a number.
        private var (hasValue, isNumber) = (false, false)
        private var isParagraph = 0
        private var isNote = 0

        /// Repetitions of filled rows and cells that are believed.
        private static let mostRepeats = 1_048_576
        private static let mostCells = 50_000_000
        private static let mostBlanks = 1000
        private var copies = 0
        private(set) var isTooLarge = false

        init(_ name: String?, writer: SheetWriter) {
            self.name = name
            self.writer = writer
        }

        var isDone: Bool { writer.isFull || isTooLarge }

        mutating func begin(_ tag: XMLName, _ attributes: XMLAttributes) {
            if tag == "table" {
                let title = attributes["name"] ?? ""
                titles.append(title)
                isWanted = !isFound && (name == nil || name == title)
                if isWanted { isFound = true }
                row = 0
            }
            guard isWanted else { return }
            switch tag {
            case "table-cell", "covered-table-cell": beginCell(attributes)
            case "p":
                guard isNote == 0 else { return }
                if !hasValue, line.count > start { line.append(0x20) }
                isParagraph += 1
            case "table-row":
                rowRepeats = Self.count(attributes["number-rows-repeated"])
                column = 0
                cells.removeAll(keepingCapacity: true)
                line.removeAll(keepingCapacity: true)
            case "annotation": isNote += 1
            case "s": addBlanks(min(Self.count(attributes["c"]), Self.mostBlanks))
            case "tab", "line-break": addBlanks(1)
            default: break
            }
        }

        /// Blanks in a row, tabulators and line breaks are elements in a paragraph (ISO/IEC 26300-3, 6.1.2 to 6.1.5).
        private mutating func addBlanks(_ count: Int) {
            guard isParagraph > 0, !hasValue else { return }
            line.append(contentsOf: repeatElement(0x20, count: count))
        }

        private mutating func beginCell(_ attributes: XMLAttributes) {
            (cellRepeats, start, hasValue, isNumber) = (1, line.count, false, false)
            var (isDate, isKnown) = (false, false)
            attributes.forEach { name, text in
                switch name {
                case "number-columns-repeated": cellRepeats = Self.count(String(decoding: text, as: UTF8.self))
                case "value-type":
                    // float, percentage, currency, date, boolean, time; a string's value is its paragraphs
                    let first = text.first ?? UInt8(ascii: "s")
                    isKnown = first != UInt8(ascii: "s")
                    isDate = first == UInt8(ascii: "d")
                    isNumber =
                        first == UInt8(ascii: "f") || first == UInt8(ascii: "p") || first == UInt8(ascii: "c")
                case "value", "date-value", "boolean-value", "time-value":
                    line.append(contentsOf: text)
                    hasValue = true
                default: break
                }
            }
            guard hasValue else { return }
            if !isKnown {
                line.removeSubrange(start...)
                hasValue = false
            } else if isDate, let mark = line[start...].firstIndex(of: UInt8(ascii: "T")) {
                line[mark] = 0x20
            }
        }

        mutating func end(_ tag: XMLName) {
            guard isWanted else { return }
            switch tag {
            case "table": isWanted = false
            case "annotation": isNote -= 1
            case "p": if isNote == 0 { isParagraph = max(0, isParagraph - 1) }
            case "table-cell", "covered-table-cell":
                if line.count > start { cells.append((column, cellRepeats, start, line.count, hasValue && isNumber)) }
                column += cellRepeats
            case "table-row": endRow()
            default: break
            }
        }

        private mutating func endRow() {
            // The empty rest of a sheet is one row that is repeated a million times.
            if cells.isEmpty {
                row += rowRepeats
                return
            }
            for _ in 0..<rowRepeats where !isDone {
                row += 1
                copies += cells.reduce(0) { $0 + $1.repeats }
                guard copies < Self.mostCells else {
                    isTooLarge = true
                    return
                }
                let (cells, bytes) = (cells, line)
                bytes.withUnsafeBufferPointer { line in
                    for cell in cells {
                        let text = UnsafeBufferPointer(rebasing: line[cell.start..<cell.end])
                        for index in 0..<min(cell.repeats, SheetWriter.mostColumns) {
                            writer.add(text)
                            if cell.isNumber {
                                writer.endNumber(cell.column + index)
                            } else {
                                writer.endCell(cell.column + index)
                            }
                        }
                    }
                }
                writer.endRow(row)
            }
        }

        mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            if isWanted, isParagraph > 0, !hasValue { line.append(contentsOf: bytes) }
        }

        private static func count(_ text: String?) -> Int { min(max(1, text.flatMap { Int($0) } ?? 1), mostRepeats) }
    }

    private struct Names: XMLListener {
        var names: [String] = []

        mutating func begin(_ tag: XMLName, _ attributes: XMLAttributes) {
            if tag == "table" { names.append(attributes["name"] ?? "") }
        }
        mutating func end(_ tag: XMLName) {}
        mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }

    /// The names of all sheets.
    static func names(_ archive: SheetArchive) throws(SheetArchive.Fault) -> [String] {
        var listener = Names()
        try archive.read("content.xml", into: &listener)
        return listener.names
    }

    /// Writes the sheet as separated values; `name` nil takes the first.
    static func read(_ archive: SheetArchive, name: String?, into writer: inout SheetWriter) throws(SheetArchive.Fault)
    {
        var content = Content(name, writer: writer)
        try archive.read("content.xml", into: &content)
        guard content.isFound else {
            let titles = content.titles.joined(separator: "\", \"")
            throw SheetArchive.Fault(
                description: "the document has no sheet \"\(name ?? "")\"; it has \"\(titles.excerpt())\"")
        }
        writer = content.writer
        guard !content.isTooLarge, !writer.isTooLarge else { throw SheetArchive.tooLarge }
    }
}
