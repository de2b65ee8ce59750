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

    /// A year of quarter hours, with both of its clock changes.
    static let mostRows = 36_000
    private static let probed = 400
    typealias Record = (line: Int, cells: [String])

    /// `isRagged`: rows end with their last filled cell, as those of a spreadsheet.
    package init?(_ text: [UInt8], isRagged: Bool = false) {
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
        // notes may be many where each has one cell alone
        let notes = all.reversed().prefix { $0.cells.dropFirst().allSatisfy(\.isEmpty) }.count
        let last = min(30, max(4, notes))
        // what rows begin with, too, is no note
        let feet =
            all.suffix(last).filter { foot in
                guard foot.line > begin + 1, let start = Self.footer(foot.cells, width, isRagged) else { return false }
                return !all.dropLast(last).contains { $0.line >= begin && $0.cells.first?.hasPrefix(start) == true }
            }
        footers = feet.compactMap { Self.footer($0.cells, width, isRagged).map { TurnedColumns.escaped($0) } }
        let lines = head.lines.map(\.cells)
        names = lines.isEmpty ? [String](repeating: "", count: width) : Header(lines: lines, TableFormat()).names
        units = head.units
        let below = fitting.filter { record in
            record.line > (headerLines.last ?? 0) && record.line >= (head.isExplained ? head.firstRow ?? 0 : begin)
                && !feet.contains { $0.line == record.line }
        }
        if let first = lines.first { repeats = below.filter { $0.cells == first }.map(\.line) }
        rows = below.prefix(Self.mostRows).map(\.cells)
        if let first = lines.first { rows = rows.filter { $0 != first } }
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

/// Which lines of a table name its columns: those above the first row whose cells are of the kinds that the rows below have.
struct TableHead {
    private(set) var lines: [TableGuess.Record] = []
    private(set) var units: [String] = []
    private(set) var firstRow: Int?
    /// Lines that explain the names stand between them and the rows.
    private(set) var isExplained = false

    private enum Kind { case empty, number, stamp, word }
    /// Numbers or stamps, where most cells of a column are some.
    private let kinds: [Kind]
    private static let depth = 100

    init(_ records: [TableGuess.Record], width: Int) {
        let top = Array(records.prefix(Self.depth))
        let table = top.map { $0.cells.map(Self.kind) }
        kinds = Self.kinds(table.dropFirst(table.count > 8 ? table.count / 4 : min(1, table.count - 1)), width)
        guard let start = table.indices.first(where: { isRow(table[$0], top[$0].cells) }) else {
            // Nothing but texts: the first line names them.
            lines = Array(top.prefix(1))
            return
        }
        var first = start
        while first > 0, isFlawedRow(table[first - 1]), !isHeadOfNumbers(table[first - 1], top[first - 1], first) {
            first -= 1
        }
        firstRow = top[first].line
        var index = first - 1
        while index >= 0, lines.count < 3 {
            let below = lines.first?.line ?? top[first].line
            let filled = table[index].count { $0 != .empty }
            // a line without a text names nothing
            if filled == 0, lines.isEmpty, top[index].cells.allSatisfy(\.isEmpty) {
                index -= 1
                continue
            }
            let isSequence = Self.isSequence(top[index].cells)
            let isNames =
                lines.isEmpty ? isHead(table[index]) || isNumbered(table[index]) || isSequence : isHead(table[index])
            guard isNames, top[index].line >= below - 2, lines.isEmpty || filled >= 2 else { break }
            // a remark above the names is none of them
            // in a table of two columns what stands above the names are pairs of a name and a text
            if width == 2, let own = lines.first?.cells, !own.contains(where: { $0.isEmpty || ColumnGuess.isUnit($0) })
            {
                break
            }
            if !lines.isEmpty, Self.isRemark(top[index].cells), !Self.isRemark(lines[0].cells) { break }
            // Names are told apart; what is said of a table is not. One column's unit may stand under names.
            let isUnit =
                index > 0 && isHead(table[index - 1]) && table[index - 1].count { $0 != .empty } >= 2
                && top[index].cells.allSatisfy { $0.isEmpty || ColumnGuess.isUnit($0) }
            // one name in the first line, over numbers: the columns before it have none
            let isLoneName =
                index == 0 && top[0].line == 1
                && top[0].cells.indices.contains {
                    !top[0].cells[$0].isEmpty && $0 < kinds.count && kinds[$0] == .number
                }
            if lines.isEmpty, filled < 2, width > 2, !isUnit, !isLoneName { break }
            lines.insert(top[index], at: 0)
            index -= 1
        }
        if let end = Self.fullNames(top, table, width: width, found: lines) {
            lines = Array(top.prefix(end))
            firstRow = top[end].line
        }
        // names in the first line of the file, and what explains them below
        if lines.isEmpty, let top = top.first, top.line == 1, first > 0, top.cells.count >= width,
            Set(top.cells).count == top.cells.count, !top.cells.contains(""), isHead(table[0])
        {
            lines = [top]
            isExplained = true
        }
        for line in lines.dropFirst().reversed() where units.isEmpty {
            let own = line.cells.filter { !$0.isEmpty }
            if own.count(where: { ColumnGuess.isUnit($0) }) * 2 >= own.count, !own.isEmpty { units = line.cells }
        }
    }

    /// How many lines name the columns where the first one has a name of its own for each, and what was found for names are rows of texts.
    private static func fullNames(
        _ top: [TableGuess.Record], _ table: [[Kind]], width: Int, found: [TableGuess.Record]
    ) -> Int? {
        guard let names = top.first, let last = found.last, width > 2, top.count > 2, names.line == 1,
            last.line > 1
        else { return nil }
        let cells = names.cells.count == width + 1 ? names.cells.dropLast() : names.cells[...]
        let isFull =
            cells.count == width && Set(cells).count == width
            && table[0].prefix(width).allSatisfy { $0 == .word }
        guard isFull else { return nil }
        // a row says again what rows below it say, names do not
        let texts = (0..<width).map { column in
            var counts: [String: Int] = [:]
            for record in top.dropFirst() where column < record.cells.count && record.cells[column].count > 1 {
                counts[record.cells[column], default: 0] += 1
            }
            return counts
        }
        let between = top.dropFirst().prefix { $0.line <= last.line }
        let isRow = between.contains { record in
            zip(record.cells, texts).contains { cell, counts in
                !ColumnGuess.isUnit(cell) && !ColumnGuess.isMissingWord(cell) && counts[cell] ?? 0 > 1
            }
        }
        // or there are more of them than names have lines
        let isSparse =
            between.count > 3 && last.line == between.count + 1 && found.contains { $0.cells.contains("") }
        guard isRow || isSparse else { return nil }
        let own = top[1].cells.filter { !$0.isEmpty }
        let hasUnits = !own.isEmpty && own.count { ColumnGuess.isUnit($0) } * 2 >= own.count
        return hasUnits ? 2 : 1
    }

    private static func isRemark(_ cells: [String]) -> Bool { cells.first?.hasPrefix("#") == true }

    private static func kinds(_ rows: ArraySlice<[Kind]>, _ width: Int) -> [Kind] {
        (0..<width).map { column in
            let own = rows.compactMap { column < $0.count && $0[column] != .empty ? $0[column] : nil }
            let numbers = own.count { $0 == .number }
            let stamps = own.count { $0 == .stamp }
            if own.isEmpty { return .empty }
            return numbers * 5 >= own.count * 3 ? .number : stamps * 5 >= own.count * 3 ? .stamp : .word
        }
    }

    private static func kind(_ cell: String) -> Kind {
        if cell.isEmpty || ColumnGuess.isMissingWord(cell) { return .empty }
        let number = LimitText.bare(cell) ?? cell
        if NumberForm().read(number) != nil || NumberForm(hasComma: true).read(number) != nil { return .number }
        return TableGuess.isStamp(cell) || StampText.isTimeOfDay(cell) ? .stamp : .word
    }

    /// The column that the rows are known by: the first of stamps, else of numbers.
    private var leading: Int? { kinds.firstIndex(of: .stamp) ?? kinds.firstIndex(of: .number) }

    private func judged(_ row: [Kind]) -> (right: Int, wrong: Int) {
        var (right, wrong) = (0, 0)
        for (column, kind) in kinds.enumerated() where column < row.count && (kind == .number || kind == .stamp) {
            // 20240701 is a number and a stamp.
            if row[column] == kind || (kind == .stamp && row[column] == .number) { right += 1 }
            if row[column] == .word || (kind == .number && row[column] == .stamp) { wrong += 1 }
        }
        return (right, wrong)
    }

    private func isRow(_ row: [Kind], _ cells: [String]) -> Bool {
        let (right, wrong) = judged(row)
        return right > 0 && wrong == 0 && !Self.isSequence(cells)
    }

    /// Years, days or hours one after the other: names of columns.
    private static func isSequence(_ cells: [String]) -> Bool {
        let numbers = cells.compactMap { Int($0) }
        guard numbers.count >= 3, numbers.count + 2 >= cells.filter({ !$0.isEmpty }).count,
            cells.first.map({ Int($0) == nil }) ?? true
        else { return false }
        return zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == 1 }
    }

    /// Whether a line of numbers one after the other names columns: the first line, or years behind a word.
    private func isHeadOfNumbers(_ row: [Kind], _ record: TableGuess.Record, _ below: Int) -> Bool {
        guard Self.isSequence(record.cells) else { return false }
        let areYears = record.cells.dropFirst().allSatisfy { $0.isEmpty || (1800...2200).contains(Int($0) ?? 0) }
        return below == 1 || (row.first == .word && areYears)
    }

    /// A row with a cell that is not what the others of its column are.
    private func isFlawedRow(_ row: [Kind]) -> Bool {
        guard let leading, leading < row.count, row[leading] == kinds[leading] else { return false }
        let (right, wrong) = judged(row)
        return right > wrong
    }

    private func isHead(_ row: [Kind]) -> Bool {
        judged(row).right == 0 && row.contains(.word)
    }

    /// Names of which some are numbers: hours, years, days.
    private func isNumbered(_ row: [Kind]) -> Bool {
        guard row.contains(where: { $0 != .empty }) else { return false }
        guard let leading, leading < row.count else {
            return row.first == .word && row.count { $0 == .number || $0 == .stamp } > 1
        }
        let isNamed = row.first == .word || row.first == .empty
        return isNamed && (leading == 0 || row[leading] == .word || kinds[0] == .word)
            && !row.drop { $0 == .empty }.dropFirst().contains(.empty)
    }
}
