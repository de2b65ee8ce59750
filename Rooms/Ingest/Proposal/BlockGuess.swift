// SPDX-License-Identifier: EUPL-1.2
import IngestReading
import Wire

/// Several tables in a file, each below the same header; the lines before each may name its station.
struct BlockGuess {
    let count: Int
    /// The mapping's `blocks`.
    let rule: String
    /// Lines before the header of each.
    let leadingLines: Int
    /// A pattern over the lines before each header, whose first group is the station.
    let station: String?

    /// Nil where the header stands once, or its repetitions do not part the file.
    init?(_ text: [UInt8], _ table: TableGuess) {
        guard table.headerLines.count == 1, let header = table.headerLines.first, !table.repeats.isEmpty else {
            return nil
        }
        let lines = Self.lines(text)
        let headers = [header] + table.repeats
        guard headers.allSatisfy({ $0 >= 1 && $0 <= lines.count }) else { return nil }
        count = headers.count
        leadingLines = header - 1
        guard leadingLines > 0 else {
            (rule, station) = ("^" + TurnedColumns.escaped(lines[header - 1].trimmed), nil)
            return
        }
        // Each block begins after an empty line, and none stands within one.
        let begins = lines.indices.filter { !lines[$0].trimmed.isEmpty && ($0 == 0 || lines[$0 - 1].trimmed.isEmpty) }
        guard begins == headers.map({ $0 - 1 - header + 1 }) else { return nil }
        rule = ""
        let leads = headers.map { Array(lines[($0 - header)..<($0 - 1)]) }
        station =
            (0..<(header - 1)).lazy.compactMap { index in Self.pattern(leads.map { $0[index].trimmed }, index) }.first
    }

    private static func lines(_ text: [UInt8]) -> [String] {
        var lines: [String] = []
        text.withUnsafeBufferPointer { bytes in
            var offset = 0
            while offset < bytes.count {
                let end = HeaderLines.end(of: offset, bytes)
                lines.append(String(decoding: bytes[offset..<end.text], as: UTF8.self))
                offset = end.next
            }
        }
        return lines
    }

    /// A pattern for what is different in each of these lines: what stands behind their common words.
    private static func pattern(_ texts: [String], _ index: Int) -> String? {
        guard let first = texts.first, Set(texts).count == texts.count else { return nil }
        var common = first
        for text in texts.dropFirst() {
            common = String(zip(common, text).prefix { $0 == $1 }.map(\.0))
        }
        // up to the end of a word: "Nord" and "Nordost" have no word in common
        while let last = common.last, last.isLetter || last.isNumber { common.removeLast() }
        guard !common.isEmpty || index == 0 else { return nil }
        return (common.isEmpty ? "^" : "(?m)^" + TurnedColumns.escaped(common)) + #"([^;,\t\r\n]+)"#
    }
}
