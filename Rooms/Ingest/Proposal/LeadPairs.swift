// SPDX-License-Identifier: EUPL-1.2
import IngestModel

/// Lines before a table that are a small table of their own: names in one, their values in the next.
struct LeadPairs {
    struct Value {
        let text: String
        /// The line of the names from 0, and the place of the value in the next.
        let column: Int
        let name: String
    }

    struct Coordinate {
        let value: Double
        /// Finds the value in the lines.
        let pattern: String
    }

    private var values: [Value] = []
    private let separator: UInt8

    /// `lines`: the cells of each.
    init(_ lines: [[String]], separator: UInt8) {
        self.separator = separator
        for (names, own) in zip(lines, lines.dropFirst()) where names.count > 1 && names.count == own.count {
            let areNames = names.allSatisfy { !$0.isEmpty && NumberForm().read($0) == nil }
            guard areNames, own.contains(where: { NumberForm().read($0) != nil }) else { continue }
            for (column, name) in names.enumerated() {
                values.append(Value(text: own[column], column: column, name: name))
            }
        }
    }

    subscript(name: String) -> String? { values.first { $0.name.lowercased() == name }?.text }

    /// Hours ahead of UTC that the whole table is.
    var offset: Int? {
        guard let text = self["utc_offset_seconds"], let seconds = Int(text), seconds % 3600 == 0 else { return nil }
        return abs(seconds) <= 14 * 3600 ? seconds / 3600 : nil
    }

    var place: (x: Coordinate, y: Coordinate)? {
        guard let x = coordinate(["longitude", "lon"]), let y = coordinate(["latitude", "lat"]) else { return nil }
        return (x, y)
    }

    private func coordinate(_ names: [String]) -> Coordinate? {
        let found = values.first { names.contains($0.name.lowercased()) }
        guard let found, let value = NumberForm().read(found.text), separator != 0x20 else { return nil }
        let mark = separator == 0x09 ? "\\t" : "\\" + String(Unicode.Scalar(separator))
        let skipped = found.column == 0 ? "" : "(?:[^\(mark)\\n]*\(mark)){\(found.column)}"
        return Coordinate(
            value: value, pattern: "(?i)\\b\(found.name)\\b[^\\n]*\\n\(skipped)\"?(-?[0-9]+(?:[.,][0-9]+)?)")
    }
}
