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
}
