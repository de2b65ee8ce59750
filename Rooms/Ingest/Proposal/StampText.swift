// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Cells that hold times, and what stands around and behind them.
enum StampText {
    /// Without quotation marks and brackets around it.
    static func bare(_ text: String) -> String {
        var text = Substring(text)
        while let first = text.first, let last = text.last, text.count > 1, let close = marks[first], close == last {
            text = text.dropFirst().dropLast()
        }
        return String(text)
    }

    /// What surrounds all of some cells, as in a mapping's `strip`.
    static func strip(of cells: [String]) -> String {
        guard let first = cells.first?.first, let close = marks[first],
            cells.allSatisfy({ $0.count > 1 && $0.first == first && $0.last == close })
        else { return "" }
        return first == close ? String(first) : "\(first)\(close)"
    }

    private static let marks: [Character: Character] = ["'": "'", "\"": "\"", "[": "]", "(": ")"]

    /// A stretch from one time to another: both, where the text is one.
    static func range(_ text: String) -> (from: String, to: String)? {
        for mark in [" - ", " – ", " bis ", "--", "–", "/", "-"] {
            let parts = text.ranges(of: mark)
            // "2024-01-01-2024-01-02" has its mark in the middle.
            guard let middle = parts.count % 2 == 1 ? parts[parts.count / 2] : nil else { continue }
            let from = String(text[..<middle.lowerBound]).trimmed
            let to = String(text[middle.upperBound...]).trimmed
            if from.count >= 4, to.count >= 4 { return (from, to) }
        }
        return nil
    }

    /// `0:15`, `00:15:00`, `7.30`, with what a loose form of it may have.
    static func isTimeOfDay(_ cell: String) -> Bool {
        let parts = cell.split { $0 == ":" || $0 == "." }
        guard (2...3).contains(parts.count), cell.contains(":") || parts.count == 2, let first = parts.first,
            (1...2).contains(first.count), let hour = Int(first), (0...24).contains(hour)
        else { return false }
        return parts.dropFirst().allSatisfy { $0.count == 2 && (0..<60).contains(Int($0) ?? 60) }
    }

    /// Microseconds since midnight.
    static func timeOfDay(_ cell: String) -> Int64? {
        guard isTimeOfDay(cell) else { return nil }
        let parts = cell.split { $0 == ":" || $0 == "." }.compactMap { Int64($0) }
        let seconds = parts.count > 2 ? parts[2] : 0
        return (parts[0] * 3600 + parts[1] * 60 + seconds) * 1_000_000
    }
}
