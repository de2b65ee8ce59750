// SPDX-License-Identifier: EUPL-1.2
import IngestModel

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
        let table = Self.unmarked(top.map { $0.cells.map(Self.kind) }, top, width)
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
        while index >= 0, lines.count < 4 {
            let below = lines.first?.line ?? top[first].line
            let filled = table[index].count { $0 != .empty }
            // a fourth line is one of the head where it is the file's first and full
            if lines.count == 3, top[index].line > 1 || filled < width { break }
            // "Zeitraum:" says something of the table
            if !lines.isEmpty, top[index].cells.first?.hasSuffix(":") == true { break }
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

    /// The kinds of cells, where a text that comes again in a column of numbers is no word but a mark of missing values.
    private static func unmarked(_ table: [[Kind]], _ top: [TableGuess.Record], _ width: Int) -> [[Kind]] {
        var table = table
        // names stand in lines without numbers and stamps
        let rows = table.indices.filter { table[$0].contains(.stamp) || table[$0].count { $0 == .number } > 1 }
        for column in 0..<width {
            let own = rows.filter { column < table[$0].count }
            let words = own.filter { table[$0][column] == .word }
            guard words.count > 1, own.count(where: { table[$0][column] == .number }) * 2 > words.count else {
                continue
            }
            let texts = Set(words.map { top[$0].cells[column] })
            guard texts.count <= 3, texts.count < words.count else { continue }
            for row in words { table[row][column] = .empty }
        }
        return table
    }

    /// Whether a line is known by a stamp, or a number, as the rows are.
    func isLikeRow(_ cells: [String]) -> Bool {
        guard let leading, leading < cells.count else { return false }
        let kind = Self.kind(cells[leading])
        return kind == kinds[leading] || kind == .number && kinds[leading] == .stamp
    }

    /// Whether a line has a number or a stamp where the rows have some.
    func holdsNumbers(_ cells: [String]) -> Bool { judged(cells.map(Self.kind)).right > 0 }

    /// Whether rows can be told from other lines: by a stamp, or a number before any text.
    var tellsRows: Bool {
        guard let leading else { return false }
        return kinds[leading] == .stamp || leading == 0
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
