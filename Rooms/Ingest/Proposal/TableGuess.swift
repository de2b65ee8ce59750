// SPDX-License-Identifier: EUPL-1.2
import Wire

/// How the lines of a file are a table: what separates fields, which lines name columns, which are rows.
struct TableGuess {
    /// 0x20 for any number of blanks.
    private(set) var separator = UInt8(ascii: ",")
    /// Share of the lines that have the commonest number of fields.
    private(set) var share = 0.0
    /// Lines from 1.
    private(set) var headerLines: [Int] = []
    private(set) var leadLines: ClosedRange<Int>?
    private(set) var lead: [String] = []
    private(set) var names: [String] = []
    private(set) var rows: [[String]] = []
    private(set) var broken = 0

    static let mostRows = 3000
    private typealias Record = (line: Int, cells: [String])

    init?(_ text: [UInt8]) {
        var best: (mark: UInt8, score: Double, records: [Record], width: Int)?
        for mark in [UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"), UInt8(ascii: ","), 0x20] {
            let records = Self.records(text, mark)
            guard let width = Self.width(of: records), width > 1 else { continue }
            let fitting = records.filter { Self.fits($0.cells, width) }
            let share = Double(fitting.count) / Double(max(1, records.count))
            let score = share * Self.purity(fitting.prefix(200), mark) * (mark == 0x20 ? 0.5 : 1)
            if score > best?.score ?? 0.05 { best = (mark, score, records, width) }
        }
        guard let best else { return nil }
        separator = best.mark
        let records = best.records
        guard let first = records.firstIndex(where: { Self.fits($0.cells, best.width) }) else { return nil }
        share = Double(records.count { Self.fits($0.cells, best.width) }) / Double(records.count)
        let table = records[first...].filter { Self.fits($0.cells, best.width) }
        // A second line of names has no number at all.
        var head = table.prefix(3).prefix { !Self.isData($0.cells) }
        if let second = head.dropFirst().firstIndex(where: { $0.cells.contains { Double($0) != nil } }) {
            head = head[..<second]
        }
        headerLines = head.map(\.line)
        let begin = headerLines.first ?? table.first?.line ?? 1
        if begin > 1 {
            leadLines = 1...(begin - 1)
            lead = records.filter { $0.line < begin }.map { $0.cells.joined(separator: " ") }
        }
        let lines = head.map(\.cells)
        names =
            lines.isEmpty
            ? [String](repeating: "", count: best.width) : Header(lines: Array(lines), TableFormat()).names
        rows = table.dropFirst(head.count).prefix(Self.mostRows).map(\.cells)
        // A separator at the end of each line is no column.
        while let last = names.last, last.isEmpty,
            !rows.contains(where: { $0.count >= names.count && !$0[names.count - 1].isEmpty })
        {
            names.removeLast()
        }
    }

    private static func records(_ text: [UInt8], _ mark: UInt8) -> [Record] {
        var format = TableFormat()
        format.separators = mark == 0x20 ? [0x20, 0x09] : [mark]
        format.isBlankSeparated = mark == 0x20
        return text.withUnsafeBufferPointer { buffer in
            let unified = mark == 0x20 ? Separators.unified(buffer, skipped: 0, format).bytes : text
            return unified.withUnsafeBufferPointer { bytes in
                var reader = TableReader(bytes, separator: mark)
                var found: [Record] = []
                while found.count < mostRows + 200 {
                    switch reader.next() {
                    case .end: return found
                    case .broken: found.append((reader.line, []))
                    case .record: found.append((reader.line, reader.fields.indices.map { reader.text($0) }))
                    }
                }
                return found
            }
        }
    }

    /// The commonest number of fields.
    private static func width(of records: [Record]) -> Int? {
        var counts: [Int: Int] = [:]
        for record in records { counts[record.cells.count, default: 0] += 1 }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }

    private static func fits(_ cells: [String], _ width: Int) -> Bool {
        cells.count == width || (cells.count == width - 1 && width > 3)
            || (cells.count == width + 1 && cells.last == "")
    }

    /// Share of the cells that hold no other separator; a decimal comma is none.
    private static func purity(_ records: ArraySlice<Record>, _ mark: UInt8) -> Double {
        let others = Set(";\t|,".utf8).subtracting([mark])
        var (pure, all) = (0, 0)
        for cell in records.lazy.flatMap(\.cells) where !cell.isEmpty {
            all += 1
            if NumberForm(hasComma: true).read(cell) != nil || !cell.utf8.contains(where: others.contains) { pure += 1 }
        }
        return all == 0 ? 0.5 : Double(pure) / Double(all)
    }

    /// Whether a record holds values rather than names.
    private static func isData(_ cells: [String]) -> Bool {
        let filled = cells.filter { !$0.isEmpty }
        if filled.isEmpty { return false }
        let numbers = filled.count { NumberForm().read($0) != nil || NumberForm(hasComma: true).read($0) != nil }
        // Years as names of columns are names.
        if numbers == filled.count, filled.count > 2, filled.allSatisfy({ $0.count == 4 }), cells[0].isEmpty {
            return false
        }
        if numbers * 2 >= filled.count { return true }
        return numbers > 0 && filled.contains(where: isStamp) || filled.count(where: isStamp) == 1 && filled.count <= 3
    }

    static func isStamp(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 &- 0x30 < 10 }), text.count >= 8 else { return false }
        if case .none = StampRecognition.form(of: [text], finest: .day) { return false }
        return true
    }
}
