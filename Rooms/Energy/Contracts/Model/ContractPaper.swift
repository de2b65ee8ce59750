// SPDX-License-Identifier: EUPL-1.2
package import Documents
import Ledger

/// A filled-in contract: what is kept to the byte, and how it is read and printed.
///
/// The text is what the parties agree on: lines as in a template, tables as rows of `| cell | cell |`; a backslash takes the
/// meaning from the character after it.
package struct ContractPaper: Sendable, Hashable {
    package let text: String

    package init(text: String) { self.text = text }

    package var bytes: [UInt8] { Array(text.utf8) }

    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    package var hash: String { SHA256.digest(of: bytes).hexadecimal }

    /// A value as it may stand in a line: no character of it begins a heading, an item or a cell.
    static func escaped(_ value: String) -> String {
        let line = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(
            line.flatMap { "\\|#".contains($0) ? ["\\", $0] : $0 == "-" && line.first == "-" ? ["\\", $0] : [$0] })
    }

    static func unescaped(_ text: some StringProtocol) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if character == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            result.append(character)
            isEscaped = false
        }
        return result
    }

    /// As a page and for the printer, with `facts` in its head.
    package func document(facts: [(name: String, value: String)]) -> Document {
        var reader = Reader()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { reader.take(line) }
        reader.close()
        return Document(title: reader.title, language: "de", facts: facts, blocks: reader.blocks)
    }

    private struct Reader {
        var title = ""
        var blocks: [Document.Block] = []
        private var paragraph: [String] = []
        private var items: [[Document.Span]] = []
        private var rows: [[String]] = []
        private var heading = ""

        mutating func close() {
            if !paragraph.isEmpty { blocks.append(.paragraph([.text(paragraph.joined(separator: " "))])) }
            if !items.isEmpty { blocks.append(.list(items, isNumbered: false)) }
            if let header = rows.first {
                blocks.append(
                    .table(Document.Table(caption: heading, header: header, rows: Array(rows.dropFirst()))))
            }
            (paragraph, items, rows) = ([], [], [])
        }

        mutating func take(_ line: Substring) {
            let text = line.trimmed
            if text.hasPrefix("# "), title.isEmpty {
                title = ContractPaper.unescaped(text.dropFirst(2))
                heading = title
            } else if text.hasPrefix("## ") || text.hasPrefix("### ") {
                close()
                let level = text.hasPrefix("### ") ? 2 : 1
                heading = ContractPaper.unescaped(text.dropFirst(level + 2))
                blocks.append(.heading(level, heading))
            } else if text.hasPrefix("- ") {
                if items.isEmpty { close() }
                items.append([.text(ContractPaper.unescaped(text.dropFirst(2)))])
            } else if text.hasPrefix("|") {
                if rows.isEmpty { close() }
                rows.append(Self.cells(text))
            } else if text.isEmpty {
                close()
            } else {
                if paragraph.isEmpty { close() }
                paragraph.append(ContractPaper.unescaped(text))
            }
        }

        private static func cells(_ row: String) -> [String] {
            var cells: [String] = []
            var cell = ""
            var isEscaped = false
            for character in row.dropFirst() {
                if character == "|", !isEscaped {
                    cells.append(ContractPaper.unescaped(Substring(cell).trimmed))
                    cell = ""
                } else {
                    cell.append(character)
                }
                isEscaped = character == "\\" && !isEscaped
            }
            if !Substring(cell).trimmed.isEmpty { cells.append(ContractPaper.unescaped(Substring(cell).trimmed)) }
            return cells
        }
    }
}
