// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import Wire

/// How the lines of a file are a table: what separates fields, which lines name columns, which are rows.
package struct TableGuess {
    /// 0x20 for any number of blanks.
    private(set) var separator = UInt8(ascii: ",")
    /// Share of the lines that have the commonest number of fields.
    private(set) var share = 0.0
    /// Lines from 1.
    private(set) var headerLines: [Int] = []
    private(set) var leadLines: ClosedRange<Int>?
    private(set) var lead: [String] = []
    /// The cells of those lines.
    private(set) var leadCells: [[String]] = []
    package private(set) var names: [String] = []
    /// The last line of a header of several, where it holds units.
    private(set) var units: [String] = []
    package private(set) var rows: [[String]] = []
    /// Lines of nothing but dashes or asterisks under the header.
    private(set) var hasRuler = false
    /// First words of lines below the table: sources, notes, dates of making.
    private(set) var footers: [String] = []
    /// The header stands again further down: several tables in a file.
    private(set) var repeats: [Int] = []
    /// Rows above the header's first repetition.
    private(set) var firstRows: [[String]] = []
    /// Rows far below: from the middle and the end of the file.
    private(set) var laterRows: [[String]] = []

    /// A year of quarter hours, with both of its clock changes.
    static let mostRows = 36_000
    private static let probed = 400
    /// Lines of a piece from further down.
    private static let mostLater = 40_000
    private static let endSize = 1 << 17
    typealias Record = (line: Int, cells: [String])

    /// `isRagged`: rows end with their last filled cell, as those of a spreadsheet.
    ///
    /// `later`: pieces of the file behind the text, of whole lines; the last one holds its end.
    package init?(_ text: [UInt8], isRagged: Bool = false, later: [[UInt8]] = []) {
        var best: (mark: UInt8, score: Double)?
        for mark in [UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"), UInt8(ascii: ","), 0x20] {
            let records = Self.uncommented(Self.records(text, mark, most: Self.probed))
            guard let width = Self.width(of: records), width > 1 else { continue }
            let fitting = records.filter { Self.fits($0.cells, width) }
            let share = Double(fitting.count) / Double(max(1, records.count))
            let score = share * Self.purity(fitting.prefix(200), mark) * (mark == 0x20 ? 0.5 : 1)
            if score > best?.score ?? 0.05 { best = (mark, score) }
        }
        guard let best else { return nil }
        separator = best.mark
        let all = Self.records(text, best.mark, most: Self.mostRows + 200)
        let records = all.filter { !Self.isRuler($0.cells) }
        guard var width = Self.width(of: Self.uncommented(records)) else { return nil }
        // names for one column more than most rows fill
        if let first = records.first?.cells, first.count == width + 1, width > 2,
            first.allSatisfy({ $0.contains(where: \.isLetter) && !Self.isStamp($0) })
        {
            width += 1
        }
        share = Double(records.count { Self.fits($0.cells, width) }) / Double(max(1, records.count))
        var fitting = records.filter { Self.fits($0.cells, width) }
        if isRagged {
            fitting = records.filter { $0.cells.count > 1 && $0.cells.count * 2 >= width }
            width = fitting.prefix(Self.probed).map(\.cells.count).max() ?? width
        }
        let head = TableHead(fitting, width: width)
        headerLines = head.lines.map(\.line)
        let begin = headerLines.first ?? head.firstRow ?? 1
        hasRuler = all.contains { $0.line >= begin && Self.isRuler($0.cells) }
        if begin > 1 {
            leadLines = 1...(begin - 1)
            leadCells = all.filter { $0.line < begin }.map(\.cells)
            lead = leadCells.map { $0.joined(separator: " ") }
        }
        var pieces = later
        if all.count >= Self.mostRows + 200, later.isEmpty { pieces.append(Self.end(of: text)) }
        let further = pieces.map { Self.records($0, best.mark, most: Self.mostLater) }
        let feet = Self.feet(all, further.last, head, width: width, begin: begin, isRagged: isRagged)
        footers = Self.footers(feet, among: all + further.flatMap { $0 }, begin: begin)
        laterRows = further.flatMap { piece in
            let rows = piece.map(\.cells).filter { Self.fits($0, width) && head.isLikeRow($0) }
            return rows.count > 2000 ? Array(rows.prefix(500) + rows.suffix(1500)) : rows
        }
        let lines = head.lines.map(\.cells)
        names = lines.isEmpty ? [String](repeating: "", count: width) : Header(lines: lines, TableFormat()).names
        units = head.units
        let below = fitting.filter { record in
            record.line > (headerLines.last ?? 0) && record.line >= (head.isExplained ? head.firstRow ?? 0 : begin)
                && !feet.contains { $0.line == record.line && $0.cells == record.cells }
        }
        if let first = lines.first { repeats = below.filter { $0.cells == first }.map(\.line) }
        rows = below.prefix(Self.mostRows).map(\.cells)
        if let first = lines.first {
            rows = rows.filter { $0 != first }
            laterRows = laterRows.filter { $0 != first }
        }
        firstRows = repeats.first.map { line in below.filter { $0.line < line }.map(\.cells) } ?? rows
        // A separator at the end of each line is no column.
        while names.count > 1, let last = names.last, last.isEmpty,
            !rows.contains(where: { $0.count >= names.count && !$0[names.count - 1].isEmpty })
        {
            names.removeLast()
        }
    }

    private static func records(_ text: [UInt8], _ mark: UInt8, most: Int) -> [Record] {
        var format = TableFormat()
        format.separators = mark == 0x20 ? [0x20, 0x09] : [mark]
        format.isBlankSeparated = mark == 0x20
        return text.withUnsafeBufferPointer { buffer in
            let unified = mark == 0x20 ? Separators.unified(buffer, skipped: 0, format).bytes : []
            func read(_ bytes: UnsafeBufferPointer<UInt8>) -> [Record] {
                var reader = TableReader(bytes, separator: mark)
                var found: [Record] = []
                while found.count < most {
                    switch reader.next() {
                    case .end: return found
                    case .broken: found.append((reader.line, []))
                    case .record: found.append((reader.line, reader.fields.indices.map { reader.text($0) }))
                    }
                }
                return found
            }
            return mark == 0x20 ? unified.withUnsafeBufferPointer(read) : read(buffer)
        }
    }

    /// Without lines that begin with `#`, where others are left.
    private static func uncommented(_ records: [Record]) -> [Record] {
        let rest = records.filter { $0.cells.first?.hasPrefix("#") != true }
        return rest.count > 1 ? rest : records
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
            if NumberForm(hasComma: true).read(LimitText.bare(cell) ?? cell) != nil
                || !cell.utf8.contains(where: others.contains)
            {
                pure += 1
            }
        }
        return all == 0 ? 0.5 : Double(pure) / Double(all)
    }

    /// The end of a text, from the begin of a line on.
    private static func end(of text: [UInt8]) -> [UInt8] {
        let piece = text.suffix(endSize)
        guard let line = piece.firstIndex(of: 0x0A) else { return [] }
        return Array(piece[(line + 1)...])
    }

    // MARK: Below the table

    /// Lines below the rows, and sums; `end`: the last lines of a file that was not read as a whole.
    private static func feet(
        _ all: [Record], _ end: [Record]?, _ head: TableHead, width: Int, begin: Int, isRagged: Bool
    ) -> [Record] {
        // notes may be many where each has one cell alone
        let notes = all.reversed().prefix { $0.cells.dropFirst().allSatisfy(\.isEmpty) }.count
        let last = min(30, max(4, notes))
        // what rows begin with, too, is no note
        let known = all.suffix(last).filter { foot in
            guard foot.line > begin + 1, let start = footer(foot.cells, width, isRagged) else { return false }
            return !all.dropLast(last).contains { $0.line >= begin && $0.cells.first?.hasPrefix(start) == true }
        }
        guard head.tellsRows else { return known }
        // legends and sources have as many fields as they have marks: they are known by what they are not
        let bottom = (end ?? all).reversed().prefix { !head.isLikeRow($0.cells) && !head.holdsNumbers($0.cells) }
        guard bottom.count <= mostFeet, bottom.count < (end ?? all).count else { return known }
        let own = bottom.filter { foot in
            (end != nil || foot.line > begin + 1) && foot.cells.first.map { !$0.isEmpty } ?? false
                && !isRuler(foot.cells)
        }
        return known
            + own.reversed().filter { foot in !known.contains { $0.line == foot.line && $0.cells == foot.cells } }
    }

    private static let mostFeet = 60

    /// Patterns for how the feet begin, as no row does.
    private static func footers(_ feet: [Record], among all: [Record], begin: Int) -> [String] {
        let lines = Set(feet.map(\.line))
        let firsts = all.filter { $0.line >= begin && !lines.contains($0.line) }.compactMap(\.cells.first)
        let rows = Set(firsts.prefix(3000) + firsts.suffix(1000))
        var found: [String] = []
        for foot in feet {
            guard let text = foot.cells.first else { continue }
            let word = text.prefix { $0.isLetter }
            let lengths =
                word.count > 2
                ? Array(word.count...max(word.count, min(text.count, 40))) : Array(1...max(1, min(text.count, 40)))
            let start = lengths.lazy.map { String(text.prefix($0)) }.first { start in
                start.contains { !$0.isNumber && !" .-+:/".contains($0) } && !rows.contains { $0.hasPrefix(start) }
            }
            guard let start else { continue }
            let pattern = TurnedColumns.escaped(start)
            if !found.contains(where: { pattern.hasPrefix($0) }) { found.append(pattern) }
        }
        return found
    }

    /// How a line below the table begins: a note whose only text is its first cell, or a sum of the rows.
    ///
    /// In a spreadsheet a lone text may be a heading: there only those words are notes that say so.
    private static func footer(_ cells: [String], _ width: Int, _ isRagged: Bool) -> String? {
        guard width > 2, let text = cells.first, !text.isEmpty else { return nil }
        let word = text.prefix { $0.isLetter }
        if sums.contains(word.lowercased()), text.count - word.count < 3 { return String(word) }
        guard cells.dropFirst().allSatisfy(\.isEmpty), !isRagged || notes.contains(word.lowercased()) else {
            return nil
        }
        if word.count > 2 { return String(word) }
        let mark = text.prefix { !$0.isLetter && !$0.isNumber && $0 != " " }
        return mark.isEmpty || mark == "-" ? nil : String(mark)
    }

    private static let notes: Set<String> = [
        "quelle", "stand", "hinweis", "anmerkung", "anmerkungen", "source", "note", "erstellt", "datenquelle",
        "legende",
    ]
    private static let sums: Set<String> = [
        "summe", "summen", "gesamt", "gesamtsumme", "insgesamt", "total", "sum", "mittel", "mittelwert", "mean",
        "average",
        "durchschnitt", "minimum", "maximum",
    ]

    private static func isRuler(_ cells: [String]) -> Bool {
        let text = cells.joined()
        return text.utf8.count >= 3 && text.utf8.allSatisfy { "-=*_".utf8.contains($0) }
    }

    static func isStamp(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 &- 0x30 < 10 }), text.count >= 8 else { return false }
        if case .none = StampRecognition.form(of: [StampText.bare(text)], finest: .day) { return false }
        return true
    }
}
