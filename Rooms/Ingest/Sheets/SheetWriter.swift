// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// Writes the rows of a sheet as a table of separated values: a row a line, dates as ISO 8601.
struct SheetWriter {
    /// Columns of a sheet at most (Excel's XFD).
    static let mostColumns = 16_384
    /// Rows of a sheet at most.
    static let mostRows = 1_048_576
    /// Bytes of the table at most: repeated cells cost nothing in the file.
    static let mostBytes = 512 << 20
    /// Bytes that are handed on together.
    private static let piece = 1 << 18

    /// The lines that were not handed on.
    private(set) var text: [UInt8] = []
    /// Whether rows were lost because the sheet is larger than any should be.
    private(set) var isTooLarge = false
    /// Bytes that were handed on.
    private var handedOn = 0
    /// Takes lines when there are many; what it leaves is kept.
    private let take: (inout [UInt8]) -> Void
    private let most: Int?
    private let separator: UInt8
    private let hasComma: Bool
    private var line = 0
    /// The bytes of the row's cells one after the other, and where each stands.
    private var row: [UInt8] = []
    private var cells: [Cell] = []
    /// Where the cell begins that is being written.
    private var start = 0

    private struct Cell {
        let column: Int
        let start: Int
        let end: Int
    }

    /// `most` bytes are all that is wanted; nil for the whole sheet.
    init(_ format: TableFormat, most: Int? = nil, take: @escaping (inout [UInt8]) -> Void = { _ in }) {
        separator = format.separators.first ?? UInt8(ascii: ",")
        hasComma = format.number.hasComma
        self.most = most
        self.take = take
    }

    /// Whether as much as is wanted was written.
    var isFull: Bool { most.map { handedOn + text.count >= $0 } ?? false }

    /// More bytes of the cell that is being written.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) { row.append(contentsOf: bytes) }

    /// What was written of the cell so far.
    func withCell<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        row.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start...])) }
    }

    var isCellEmpty: Bool { row.count == start }

    mutating func dropCell() { if row.count > start { row.removeLast(row.count - start) } }

    mutating func endCell(_ column: Int) {
        guard column < Self.mostColumns, row.count > start else { return dropCell() }
        cells.append(Cell(column: column, start: start, end: row.count))
        start = row.count
    }

    /// Ends a cell that is a number: it is written with the mapping's decimals.
    mutating func endNumber(_ column: Int) {
        if hasComma {
            for index in start..<row.count where row[index] == UInt8(ascii: ".") { row[index] = UInt8(ascii: ",") }
        }
        endCell(column)
    }

    /// Ends a cell that is a spreadsheet's day count: a date, or a date and time; false where it is none.
    mutating func endDate(_ column: Int, _ serial: Double, isDate1904: Bool, hasTime: Bool) -> Bool {
        guard serial.isFinite, serial > 0, serial < 3_000_000 else { return false }
        let days = serial - 25_569 + (isDate1904 ? 1462 : 0)
        let seconds = Int64((days * 86_400).rounded())
        dropCell()
        // 2026-07-01T02:00:00.000Z
        Instant(microseconds: seconds * 1_000_000).appendISO8601(to: &row)
        row.removeLast(row.count - start - (hasTime ? 19 : 10))
        if hasTime { row[start + 10] = 0x20 }
        endCell(column)
        return true
    }

    /// Ends the row of this number from 1; rows that are left out become empty lines.
    mutating func endRow(_ number: Int) {
        defer {
            row.removeAll(keepingCapacity: true)
            cells.removeAll(keepingCapacity: true)
            start = 0
        }
        guard !cells.isEmpty else { return }
        guard number > line, number <= Self.mostRows, handedOn + text.count < Self.mostBytes else {
            isTooLarge = true
            return
        }
        if !isOrdered { order() }
        var text = text
        self.text = []
        while line < number - 1 {
            text.append(0x0A)
            line += 1
        }
        row.withUnsafeBufferPointer { row in
            var column = 0
            for cell in cells {
                while column < cell.column {
                    text.append(separator)
                    column += 1
                }
                Self.write(UnsafeBufferPointer(rebasing: row[cell.start..<cell.end]), separator, to: &text)
            }
        }
        text.append(0x0A)
        line += 1
        if text.count >= Self.piece {
            let before = text.count
            take(&text)
            handedOn += before - text.count
        }
        self.text = text
    }

    private var isOrdered: Bool {
        var last = -1
        for cell in cells {
            if cell.column <= last { return false }
            last = cell.column
        }
        return true
    }

    /// Cells by their columns; of two for one column the last counts.
    private mutating func order() {
        var last: [Int: Cell] = [:]
        for cell in cells { last[cell.column] = cell }
        cells = last.values.sorted { $0.column < $1.column }
    }

    private static func write(_ cell: UnsafeBufferPointer<UInt8>, _ separator: UInt8, to text: inout [UInt8]) {
        var needsQuotes = false
        var isPlain = true
        for byte in cell {
            if byte == separator || byte == UInt8(ascii: "\"") { needsQuotes = true }
            if byte == 0x0A || byte == 0x0D { isPlain = false }
        }
        if isPlain, !needsQuotes { return text.append(contentsOf: cell) }
        if needsQuotes { text.append(UInt8(ascii: "\"")) }
        for byte in cell {
            if byte == UInt8(ascii: "\"") { text.append(byte) }
            // One row is one line.
            text.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte)
        }
        if needsQuotes { text.append(UInt8(ascii: "\"")) }
    }
}
