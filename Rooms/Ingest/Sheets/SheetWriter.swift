// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Writes the rows of a sheet as a table of separated values: a row a line, dates as ISO 8601.
struct SheetWriter {
    private(set) var text: [UInt8] = []
    private let separator: UInt8
    private let hasComma: Bool
    private var line = 0
    private var cells: [String] = []

    init(_ format: TableFormat) {
        separator = format.separators.first ?? UInt8(ascii: ",")
        hasComma = format.number.hasComma
    }

    /// Columns of a sheet at most (Excel's XFD).
    static let mostColumns = 16_384
    /// Rows of a sheet at most.
    static let mostRows = 1_048_576
    /// Bytes of the table at most: repeated cells cost nothing in the file.
    static let mostBytes = 512 << 20

    /// Whether rows were lost because the sheet is larger than any should be.
    private(set) var isTooLarge = false

    mutating func set(_ column: Int, _ cell: String) {
        guard column < Self.mostColumns, !cell.isEmpty else { return }
        while cells.count <= column { cells.append("") }
        cells[column] = cell
    }

    /// A number as the mapping's decimals are written.
    func number(_ text: String) -> String { hasComma ? text.replacing(".", with: ",") : text }

    /// Ends the row of this number from 1; rows that are left out become empty lines.
    mutating func endRow(_ row: Int) {
        guard !cells.isEmpty else { return }
        guard row > line, row <= Self.mostRows, text.count < Self.mostBytes else {
            isTooLarge = true
            cells.removeAll(keepingCapacity: true)
            return
        }
        while line < row - 1 {
            text.append(0x0A)
            line += 1
        }
        for (index, cell) in cells.enumerated() {
            if index > 0 { text.append(separator) }
            let needsQuotes = cell.utf8.contains { $0 == separator || $0 == UInt8(ascii: "\"") }
            if needsQuotes { text.append(UInt8(ascii: "\"")) }
            for byte in cell.utf8 {
                if byte == UInt8(ascii: "\"") { text.append(byte) }
                // One row is one line.
                text.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte)
            }
            if needsQuotes { text.append(UInt8(ascii: "\"")) }
        }
        text.append(0x0A)
        line += 1
        cells.removeAll(keepingCapacity: true)
    }

    /// A spreadsheet's day count as text: a date, or a date and time.
    static func date(_ serial: Double, isDate1904: Bool, hasTime: Bool) -> String? {
        guard serial.isFinite, serial > 0, serial < 3_000_000 else { return nil }
        let days = serial - 25_569 + (isDate1904 ? 1462 : 0)
        let seconds = Int64((days * 86_400).rounded())
        let text = Instant(microseconds: seconds * 1_000_000).iso8601
        return hasTime ? "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))" : String(text.prefix(10))
    }
}
