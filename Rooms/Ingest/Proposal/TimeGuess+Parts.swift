// SPDX-License-Identifier: EUPL-1.2
import IngestModel

extension TimeGuess {
    private static let clockNames = ["stunde", "hour", "std", "zeit", "time", "hhmm", "hrmn"]

    /// Hours and minutes as one number without a mark: 0, 15, 30, 45, 100 … 2400, in a column that is named as a time.
    static func isBareClock(_ column: ColumnGuess) -> Bool {
        guard column.isNamed(clockNames) || column.isCalled(["uhr", "h", "hh"]), column.unit == nil,
            !column.cells.isEmpty
        else { return false }
        let numbers = column.cells.map { cell -> Int in
            cell.utf8.count <= 4 && cell.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int(cell) ?? -1 : -1
        }
        // 24 and less are hours
        return numbers.allSatisfy { (0...2400).contains($0) && $0 % 100 < 60 } && numbers.contains { $0 > 24 }
    }

    /// `00:00-00:15`, in each cell.
    static func isTimeRange(_ column: ColumnGuess) -> Bool {
        !column.cells.isEmpty
            && column.cells.allSatisfy { cell in
                guard let (from, to) = StampText.range(cell) else { return false }
                return StampText.isTimeOfDay(from) && StampText.isTimeOfDay(to)
            }
    }

    static func isWithin(_ column: ColumnGuess, _ range: ClosedRange<Int>) -> Bool {
        !column.cells.isEmpty && column.cells.allSatisfy { cell in Int(cell).map { range.contains($0) } ?? false }
    }

    /// The form of a year beside quarters or months in words, where columns have no names: `2024`, `Quarter 1`.
    static func unnamedParts(_ columns: [ColumnGuess]) -> (columns: [Int], form: String, span: WrittenStamp.Span)? {
        guard let year = columns.first, year.name.isEmpty, !year.cells.isEmpty,
            year.cells.allSatisfy({ $0.count == 4 && (1800...2200).contains(Int($0) ?? 0) }),
            let part = columns.dropFirst().first, part.name.isEmpty, let first = part.cells.first
        else { return nil }
        if part.cells.allSatisfy({ StampWords.months[$0.lowercased().replacing(".", with: "")] != nil }) {
            return ([year.index, part.index], "yyyy MMMM", .month)
        }
        let word = String(first.prefix { $0.isLetter })
        let gap = String(first.dropFirst(word.count).prefix { $0 == " " })
        guard !word.isEmpty, part.cells.allSatisfy({ cell in (1...4).contains { cell == "\(word)\(gap)\($0)" } }) else {
            return nil
        }
        return ([year.index, part.index], "yyyy '\(word)'\(gap)Q", .quarter)
    }

    // MARK: Lengths

    /// Steps that stand side by side, the commonest first: each of a group of rows by itself, or of a stretch of a group.
    ///
    /// A gap is no step of its own: it comes now and then.
    func mixture(groups: [String]) -> [Int64] {
        var times: [String: Set<Int64>] = [:]
        for (row, stamp) in stamps.enumerated() where row < groups.count {
            if let stamp { times[groups[row], default: []].insert(stamp) }
        }
        let least = span == .moment ? 12 : 3
        let minute: Int64 = 60_000_000
        var found: [Int64: Int] = [:]
        var all = 0
        for own in times.values where own.count > least {
            let sorted = own.sorted()
            let steps = zip(sorted, sorted.dropFirst()).map { usual($1 - $0) }
            all += steps.count
            var begin = 0
            for place in steps.indices where place + 1 == steps.count || steps[place + 1] != steps[place] {
                let count = place + 1 - begin
                if count >= least, span != .moment || steps[place] % minute == 0 {
                    found[steps[place], default: 0] += count
                }
                begin = place + 1
            }
        }
        guard all > 0, found.count > 1 else { return [] }
        let sorted = found.filter { $0.value * 20 >= all }.sorted { ($0.value, -$0.key) > ($1.value, -$1.key) }.map(
            \.key)
        // five minutes and six are one rhythm that is not kept
        guard let most = sorted.first else { return [] }
        let others = sorted.dropFirst().filter { $0 * 2 >= most * 3 || $0 * 3 <= most * 2 }
        return others.isEmpty ? [] : [most] + others.prefix(3)
    }

    /// A step in the calendar's own words: months of 28 to 31 days are months.
    private func usual(_ step: Int64) -> Int64 {
        let day: Int64 = 86_400_000_000
        guard span >= .day, step % day == 0 else { return step }
        let days = step / day
        switch days {
        case 29...31: return 30 * day
        case 28: return span >= .month ? 30 * day : step
        case 90...92: return 91 * day
        case 366: return 365 * day
        default: return step
        }
    }

    // MARK: Tables without names

    struct NumericParts {
        let columns: [Int]
        let text: String
        let form: String
        /// The day of the year, and the hour with its minutes as decimals: the same time once more.
        let same: [Int]
    }

    /// Year, month, day, hour and minute as columns of numbers without names, where together they are an even series.
    static func numericParts(_ columns: [ColumnGuess]) -> NumericParts? {
        let unnamed = Array(columns.prefix { $0.name.isEmpty && !$0.cells.isEmpty })
        let ranges: [Character: ClosedRange<Int>] = [
            "y": 1900...2100, "j": 1...366, "M": 1...12, "d": 1...31, "h": 0...23, "m": 0...59,
        ]
        for start in 0..<min(3, unnamed.count) {
            for (order, text, form) in [
                ("yjMdhm", "{y}-{M}-{d} {h}:{m}", "yyyy-MM-dd HH:mm"),
                ("yMdhm", "{y}-{M}-{d} {h}:{m}", "yyyy-MM-dd HH:mm"),
                ("yjhm", "{y}-{j} {h}:{m}", "yyyy-DDD HH:mm"), ("yMdh", "{y}-{M}-{d} {h}", "yyyy-MM-dd HH"),
                ("yMd", "{y}-{M}-{d}", "yyyy-MM-dd"),
            ] where start + order.count < unnamed.count {
                let own = Dictionary(uniqueKeysWithValues: zip(order, unnamed[start...]))
                let fits = own.allSatisfy { part, column in ranges[part].map { isWithin(column, $0) } ?? false }
                guard fits, let reader = try? StampForm(form) else { continue }
                let used = text.filter { own[$0] != nil }.compactMap { own[$0] }
                let count = used.map(\.cells.count).min() ?? 0
                let stamps = (0..<min(count, 2000)).compactMap { row -> Int64? in
                    reader.read(
                        text.reduce(into: "") { whole, sign in
                            if !"{}".contains(sign) { whole += own[sign].map { $0.cells[row] } ?? String(sign) }
                        })?.local
                }
                let steps = zip(stamps, stamps.dropFirst()).map { $1 - $0 }
                guard steps.count > 4, steps[0] > 0, stamps.count * 50 >= min(count, 2000) * 49,
                    steps.count(where: { $0 == steps[0] }) * 20 >= steps.count * 19
                else { continue }
                let named = text.reduce(into: "") { whole, sign in
                    whole += own[sign].map { "\($0.index + 1)" } ?? String(sign)
                }
                let again = own["j"].map { order.contains("M") ? [$0.index] : [] } ?? []
                return NumericParts(
                    columns: used.map(\.index), text: named, form: form,
                    same: again + Self.decimalHours(unnamed, own["h"], own["m"]))
            }
        }
        return nil
    }

    /// Columns that are the hour with its minutes as decimals.
    private static func decimalHours(_ columns: [ColumnGuess], _ hour: ColumnGuess?, _ minute: ColumnGuess?) -> [Int] {
        guard let hour, let minute else { return [] }
        return columns.filter { column in
            column.index != hour.index && column.cells.count == hour.cells.count
                && column.cells.contains { $0.contains(".") }
                && zip(column.cells, zip(hour.cells, minute.cells)).prefix(500).allSatisfy { cell, time in
                    guard let own = Double(cell), let hours = Double(time.0), let minutes = Double(time.1) else {
                        return false
                    }
                    return abs(own - hours - minutes / 60) < 0.011
                }
        }.map(\.index)
    }
}
