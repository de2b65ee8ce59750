// SPDX-License-Identifier: EUPL-1.2
package import IngestModel

/// Takes rows and writes them, with columns that are times turned into rows.
package struct RowSink {
    package private(set) var text: [UInt8] = []
    private(set) var lines: [Int32] = []
    /// The names after columns were turned into rows; nil where they were not.
    private(set) var header: Header?
    private var kept: [Int] = []
    /// Columns that become rows, with the text that they give.
    private var turned: [(column: Int, text: String)] = []
    /// Columns whose text holds for the rows below, with the last one seen.
    private var filled: [(column: Int, text: String)] = []
    /// Rows above the first text of such a column: it holds for them too.
    private var waiting: [(cells: [String], line: Int)] = []
    private static let mostWaiting = 100
    private let format: TableFormat
    /// Columns of which marks are written.
    private var hidden: [(index: Int, column: Pseudonyms.Column)] = []

    /// For rows whose columns are not known before: `begin` tells them.
    package init(_ format: TableFormat = TableFormat()) { self.format = format }

    init(_ format: TableFormat, _ names: Header) throws(FileFault) {
        self.format = format
        begin(names.names)
        for name in format.fillDown { filled.append((try names.required(name), "")) }
        guard let unpivot = format.unpivot else { return }
        for (column, name) in names.names.enumerated() {
            if let groups = unpivot.columns.groups(in: name) {
                turned.append((column, groups.count > 1 ? groups[1] : groups[0]))
            } else {
                kept.append(column)
            }
        }
        guard !turned.isEmpty else {
            throw FileFault(
                "no column fits the pattern of \"unpivot\"; the file has \(names.listed)", isMisfit: true)
        }
        let written = kept.map { names.names[$0] } + [unpivot.into, unpivot.value]
        header = Header(names: written)
        begin(written)
    }

    /// The names of the columns that are written; what is to be hidden must be among them, which `RewrittenTable` asks.
    mutating func begin(_ names: [String]) {
        hidden = format.pseudonyms.columns.flatMap { column in
            names.indices.filter { names[$0] == column.name }.map { ($0, column) }
        }
    }

    mutating func add(_ cells: [String], line: Int) {
        guard !filled.isEmpty, cells.contains(where: { !$0.isEmpty }) else { return put(cells, line: line) }
        var cells = cells
        for index in filled.indices where filled[index].column < cells.count {
            let text = cells[filled[index].column]
            if !text.isEmpty { filled[index].text = text } else { cells[filled[index].column] = filled[index].text }
        }
        guard filled.contains(where: { $0.text.isEmpty }), waiting.count < Self.mostWaiting else {
            release()
            return put(cells, line: line)
        }
        waiting.append((cells, line))
    }

    /// Gives the rows that wait the first text of each column below them.
    mutating func release() {
        for row in waiting {
            var cells = row.cells
            for (column, text) in filled where column < cells.count && cells[column].isEmpty { cells[column] = text }
            put(cells, line: row.line)
        }
        waiting.removeAll()
    }

    private mutating func put(_ cells: [String], line: Int) {
        guard let header else { return write(cells, line) }
        let own = kept.map { $0 < cells.count ? cells[$0] : "" }
        for (column, text) in turned { write(own + [text, column < cells.count ? cells[column] : ""], line) }
        // What stands beyond the header is shown as what it is: too much.
        let surplus = cells.dropFirst(kept.count + turned.count).filter { !$0.isEmpty }
        if !surplus.isEmpty { write(own + [String](repeating: "", count: header.names.count) + surplus, line) }
    }

    /// A row whose quotes do not end; it stays broken.
    mutating func broken(line: Int) {
        text.append(contentsOf: Array("\"\n".utf8))
        lines.append(Int32(truncatingIfNeeded: line))
    }

    /// The cells with marks in place of what is not to be kept; lines that are no records stay as they are.
    private func marked(_ cells: [String]) -> [String] {
        if hidden.isEmpty || format.isSpecial(cells.first ?? "") { return cells }
        var cells = cells
        for (index, column) in hidden where index < cells.count && !format.missing.contains(cells[index]) {
            cells[index] = column.mark(cells[index])
        }
        return cells
    }

    private mutating func write(_ cells: [String], _ line: Int) {
        let cells = marked(cells)
        for (index, cell) in cells.enumerated() {
            if index > 0 { text.append(RewrittenTable.separator) }
            let isQuoted = cell.utf8.first == UInt8(ascii: "\"")
            if isQuoted { text.append(UInt8(ascii: "\"")) }
            for byte in cell.utf8 {
                if isQuoted, byte == UInt8(ascii: "\"") { text.append(byte) }
                text.append(byte == 0x0A || byte == 0x0D || byte == RewrittenTable.separator ? 0x20 : byte)
            }
            if isQuoted { text.append(UInt8(ascii: "\"")) }
        }
        text.append(0x0A)
        lines.append(Int32(truncatingIfNeeded: line))
    }
}
