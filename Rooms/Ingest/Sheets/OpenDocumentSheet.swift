// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Reads a sheet of an ods document (ISO/IEC 26300).
struct OpenDocumentSheet {
    private final class Content: XMLListener {
        private let name: String?
        var writer: SheetWriter
        var titles: [String] = []
        private var isWanted = false
        private(set) var isFound = false
        private var row = 0
        private var rowRepeats = 1
        private var column = 0
        private var cellRepeats = 1
        private var cells: [(column: Int, repeats: Int, text: String)] = []
        private var value: String?
        private var paragraphs: [UInt8] = []
        private var isParagraph = 0
        private var isNote = 0

        /// Repetitions of filled rows and cells that are believed.
        private static let mostRepeats = 1_048_576
        private static let mostCells = 50_000_000
        private var copies = 0
        private(set) var isTooLarge = false

        init(_ name: String?, writer: SheetWriter) {
            self.name = name
            self.writer = writer
        }

        func begin(_ tag: String, _ attributes: XMLAttributes) {
            if tag == "table" {
                let title = attributes["name"] ?? ""
                titles.append(title)
                isWanted = !isFound && (name == nil || name == title)
                if isWanted { isFound = true }
                row = 0
            }
            guard isWanted else { return }
            switch tag {
            case "table-row":
                rowRepeats = Self.count(attributes["number-rows-repeated"])
                column = 0
                cells.removeAll(keepingCapacity: true)
            case "table-cell", "covered-table-cell":
                cellRepeats = Self.count(attributes["number-columns-repeated"])
                paragraphs.removeAll(keepingCapacity: true)
                value = nil
                switch attributes["value-type"] {
                case "float", "percentage", "currency": value = attributes["value"].map { writer.number($0) }
                case "date": value = attributes["date-value"]?.replacing("T", with: " ")
                case "boolean": value = attributes["boolean-value"]
                case "time": value = attributes["time-value"]
                default: break
                }
            case "annotation": isNote += 1
            case "p":
                if isNote == 0 {
                    if !paragraphs.isEmpty { paragraphs.append(0x20) }
                    isParagraph += 1
                }
            case "s": if isParagraph > 0 { paragraphs.append(0x20) }
            default: break
            }
        }

        func end(_ tag: String) {
            guard isWanted else { return }
            switch tag {
            case "table": isWanted = false
            case "annotation": isNote -= 1
            case "p": if isNote == 0 { isParagraph = max(0, isParagraph - 1) }
            case "table-cell", "covered-table-cell":
                let text = value ?? String(decoding: paragraphs, as: UTF8.self)
                if !text.isEmpty { cells.append((column, cellRepeats, text)) }
                column += cellRepeats
            case "table-row":
                // The empty rest of a sheet is one row that is repeated a million times.
                if cells.isEmpty {
                    row += rowRepeats
                    return
                }
                for _ in 0..<rowRepeats {
                    row += 1
                    copies += cells.reduce(0) { $0 + $1.repeats }
                    guard copies < Self.mostCells else {
                        isTooLarge = true
                        return
                    }
                    for cell in cells {
                        for index in 0..<min(cell.repeats, SheetWriter.mostColumns) {
                            writer.set(cell.column + index, cell.text)
                        }
                    }
                    writer.endRow(row)
                }
            default: break
            }
        }

        func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            if isWanted, isParagraph > 0 { paragraphs.append(contentsOf: bytes) }
        }

        private static func count(_ text: String?) -> Int { min(max(1, text.flatMap { Int($0) } ?? 1), mostRepeats) }
    }

    /// The sheet as separated values; `name` nil takes the first.
    static func text(
        _ archive: SheetArchive, name: String?, _ format: TableFormat
    ) throws(SheetArchive.Fault) -> [UInt8] {
        let content = Content(name, writer: SheetWriter(format))
        try archive.read { $0 == "content.xml" ? content : nil }
        guard content.isFound else {
            let titles = content.titles.joined(separator: "\", \"")
            throw SheetArchive.Fault(
                description: "the document has no sheet \"\(name ?? "")\"; it has \"\(titles.excerpt())\"")
        }
        guard !content.isTooLarge, !content.writer.isTooLarge else { throw SheetArchive.tooLarge }
        return content.writer.text
    }
}
