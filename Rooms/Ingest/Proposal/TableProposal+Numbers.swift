// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// How the numbers of a table are written.
extension TableProposal {
    var numberForm: NumberForm { NumberForm(hasComma: isComma, thousands: thousands, units: units) }

    mutating func decimal(_ proposal: inout Proposal, _ format: inout JSONObject) {
        findUnits(&proposal, &format)
        let (marked, mark) = groupsByMark
        var (commas, points, groups) = (0, 0, 0)
        // 1,234 and 1,234.5
        var (commaGroups, isBoth) = (0, false)
        for written in columns.lazy.flatMap({ $0.sampled.lazy.map { LimitText.bare($0) ?? $0 } }) {
            let plain = mark.map { written.replacing($0 == .blank ? " " : "'", with: "") } ?? written
            let cell = Self.withoutUnit(plain, units)
            let parts = cell.split(separator: ",", omittingEmptySubsequences: false)
            if parts.count == 2, NumberForm(hasComma: true).read(cell) != nil { commas += 1 }
            if cell.contains("."), NumberForm().read(cell) != nil { points += 1 }
            // 1.234,5 and 1.234.567
            let isGrouped = NumberForm(hasComma: true, thousands: .point).read(cell) != nil
            if isGrouped, cell.contains("."), NumberForm().read(cell) == nil { groups += 1 }
            if parts.count > 1, parts[0] != "0", parts[0] != "-0", NumberForm(thousands: .comma).read(cell) != nil {
                commaGroups += 1
                isBoth = isBoth || cell.contains(".")
            }
        }
        // Where commas part the fields, a cell with one is quoted: beside 0.5 it has thousands, alone a decimal comma.
        let isCommaSeparated = separator == UInt8(ascii: ",")
        let hasCommaGroups = commaGroups > 0 && commaGroups >= commas && (isBoth || (isCommaSeparated && points > 0))
        // With thousands in points the numbers of three digits behind one are such too; beside decimal commas a point
        // with always three digits behind it is nothing else.
        let beside = commas > 0 && mark == nil ? pointsOfThousands : 0
        let isGrouped = (groups > 0 || beside > 0) && separator != UInt8(ascii: ",")
        isComma =
            !hasCommaGroups && (isCommaSeparated ? points == 0 && commas > commaGroups : commas > points || isGrouped)
        let isNone = commas == 0 && points == 0 && !isGrouped && !hasCommaGroups
        let isDoubtful = !isComma && points > 0 && !hasCommaGroups && mark == nil && isThousandsDoubtful
        let count = isComma ? max(commas, groups) : max(points, commaGroups)
        proposal.decide(
            "decimal", .string(isNone ? "none" : isComma ? "," : "."),
            !isDoubtful && (commas == 0 || points == 0 || isGrouped || hasCommaGroups) ? .sure : .likely,
            isNone
                ? "Nur ganze Zahlen."
                : count == 1 ? "Eine Zelle ist so geschrieben." : "\(count) Zellen sind so geschrieben.",
            isNone ? "Whole numbers only." : count == 1 ? "One cell is written so." : "\(count) cells are written so.")
        if isComma { format["decimal"] = "," }
        if let mark {
            thousands = mark
            format["thousands"] = .string(mark.rawValue)
            let (german, english) = mark == .blank ? ("Leerzeichen", "blanks") : ("Hochkommas", "apostrophes")
            proposal.decide(
                "thousands", .string(mark.rawValue), .sure,
                "\(marked) Zellen haben \(german) zwischen je drei Ziffern.",
                "\(marked) cells have \(english) between three digits each.")
        } else if hasCommaGroups {
            thousands = .comma
            format["thousands"] = ","
            proposal.decide(
                "thousands", ",", .sure, "\(commaGroups) Zellen haben Kommas zwischen je drei Ziffern.",
                "\(commaGroups) cells have commas between three digits each.")
        } else if isGrouped {
            thousands = .point
            format["thousands"] = "."
            if groups > 0 {
                proposal.decide(
                    "thousands", ".", .sure, "\(groups) Zellen haben Punkte zwischen je drei Ziffern.",
                    "\(groups) cells have points between three digits each.")
            } else {
                proposal.decide(
                    "thousands", ".", .likely,
                    "Hinter jedem Punkt stehen genau drei Ziffern (\(beside) Zellen), und andere Spalten haben Dezimalkommas.",
                    "Behind each point stand just three digits (\(beside) cells), and other columns have decimal commas."
                )
            }
        } else if isDoubtful {
            proposal.decide(
                "thousands", "none", .asked, "Alle Zahlen mit Punkt haben genau drei Ziffern dahinter.",
                "All numbers with a point have just three digits behind it.")
            proposal.ask(
                "thousands", [".", ""], "Trennt der Punkt in 1.234 Tausender ab?",
                "Does the point in 1.234 separate thousands?")
        }
    }

    // MARK: Thousands

    /// Apostrophes or blanks between three digits each, in columns of nothing but numbers; how many cells have them.
    private var groupsByMark: (count: Int, mark: NumberForm.Thousands?) {
        for (mark, signs) in [
            (NumberForm.Thousands.apostrophe, ["'", "\u{2019}"]), (.blank, [" ", "\u{A0}", "\u{202F}"]),
        ] {
            let forms = [NumberForm(thousands: mark), NumberForm(hasComma: true, thousands: mark)]
            let counts = columns.map { column -> Int in
                let cells = column.sampled.filter { !ColumnGuess.isMissingWord($0) }
                let numbers = cells.filter { cell in forms.contains { $0.read(cell) != nil } }
                guard numbers.count * 10 >= cells.count * 9 else { return 0 }
                return numbers.count { cell in signs.contains { cell.trimmed.contains($0) } }
            }
            let count = counts.reduce(0, +)
            if count > 1 { return (count, mark) }
        }
        return (0, nil)
    }

    private struct Grouping {
        var grouped = 0
        var plain = 0
        var others = 0

        init(_ column: ColumnGuess) {
            for cell in column.sampled where NumberForm().read(cell) != nil {
                let parts = cell.split(separator: ".")
                if !cell.contains(".") {
                    plain += 1
                } else if parts.count == 2, parts[1].count == 3, (1...3).contains(parts[0].count), cell.first != "0" {
                    grouped += 1
                } else {
                    others += 1
                }
            }
        }
    }

    /// Cells of one to three digits, a point and three digits, where no point of the table stands otherwise.
    private var pointsOfThousands: Int {
        let all = columns.map { Grouping($0) }
        return all.contains { $0.others > 0 } ? 0 : all.reduce(0) { $0 + $1.grouped }
    }

    /// Numbers of one to three digits, a point and three digits, and others without a point: counts with thousands?
    private var isThousandsDoubtful: Bool {
        let all = columns.map { Grouping($0) }
        // somewhere a point stands before one digit: it is no mark of thousands
        let isPointDecimal = all.contains { $0.others > 0 }
        return zip(columns, all).contains { column, numbers in
            // counts of each year may all be above a thousand
            let isCounted = turned != nil || PropertyNames.find(column.name, file: file)?.isCount == true
            let isAll = numbers.grouped >= 5 && (isCounted || !isPointDecimal) && separator != UInt8(ascii: ",")
            return numbers.grouped >= 2 && numbers.others == 0 && (numbers.plain > 0 || isAll)
        }
    }

    // MARK: Units

    /// Units that stand behind the numbers of a column, the same in all its cells.
    private mutating func findUnits(_ proposal: inout Proposal, _ format: inout JSONObject) {
        for index in columns.indices where !columns[index].cells.isEmpty {
            let cells = columns[index].sampled.filter { !ColumnGuess.isMissingWord($0) }
            let found = cells.compactMap(Self.unit)
            guard found.count > 1, found.count * 10 >= cells.count * 9, let unit = found.first,
                found.allSatisfy({ $0 == unit })
            else { continue }
            columns[index].unit = columns[index].unit ?? ColumnGuess.plain(unit) ?? unit
            if !units.contains(unit) { units.append(unit) }
        }
        guard !units.isEmpty else { return }
        format["units"] = .array(units.map { .string($0) })
        let words = units.joined(separator: ", ")
        proposal.decide(
            "units", .array(units.map { .string($0) }), .sure, "Hinter den Zahlen steht in jeder Zelle: \(words).",
            "Behind the numbers in each cell stands: \(words).")
    }

    private static func withoutUnit(_ cell: String, _ units: [String]) -> String {
        units.first { cell.hasSuffix($0) }.map { String(cell.dropLast($0.count)).trimmed } ?? cell
    }

    /// What stands behind the number of a cell, where that is a unit.
    private static func unit(_ cell: String) -> String? {
        let number = cell.prefix { $0.isNumber && $0.isASCII || ".,'+-<> ".contains($0) }
        let unit = String(cell.dropFirst(number.count))
        guard number.contains(where: \.isNumber), ColumnGuess.isUnit(unit) else { return nil }
        let bare = number.trimmed
        return NumberForm().read(bare) ?? NumberForm(hasComma: true).read(bare) == nil ? nil : unit
    }
}
