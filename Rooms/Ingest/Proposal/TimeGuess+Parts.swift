// SPDX-License-Identifier: EUPL-1.2
import IngestModel

extension TimeGuess {
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
