// SPDX-License-Identifier: EUPL-1.2
package import IngestModel
import Wire

/// Cuts lines whose columns stand at fixed places, given or seen.
package struct FixedWidth {
    package let header: Header
    private let bytes: UnsafeBufferPointer<UInt8>
    private let columns: [Range<Int>]
    private let offset: Int
    private let line: Int

    package init(
        _ bytes: UnsafeBufferPointer<UInt8>, skipped: Int, columns: [TableFormat.FixedColumn], format: TableFormat
    ) throws(FileFault) {
        self.bytes = bytes
        var (offset, line) = (0, 1)
        for _ in 0..<skipped { (offset, line) = (HeaderLines.end(of: offset, bytes).next, line + 1) }
        var names: [String] = []
        for _ in 0..<format.headerLines where offset < bytes.count {
            let end = HeaderLines.end(of: offset, bytes)
            names = String(decoding: bytes[offset..<end.text], as: UTF8.self).split(separator: " ").map(\.trimmed)
            (offset, line) = (end.next, line + 1)
        }
        // A line of dashes under the names.
        while offset < bytes.count {
            let end = HeaderLines.end(of: offset, bytes)
            let marks = bytes[offset..<end.text].filter { $0 != 0x20 }
            guard !marks.isEmpty, marks.allSatisfy({ $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "*") }) else {
                break
            }
            (offset, line) = (end.next, line + 1)
        }
        self.offset = offset
        self.line = line
        if !columns.isEmpty {
            self.columns = columns.map(\.range)
            header = Header(names: columns.map(\.name))
            return
        }
        let named = format.columns.isEmpty ? names : format.columns
        let seen = Self.joined(Self.columns(bytes, from: offset), to: named.count)
        guard seen.count == named.count else {
            throw FileFault(
                "the rows have \(seen.count) columns at fixed places and the header names \(named.count); describe them "
                    + "as \"fixedWidth\": [{\"name\": …, \"start\": 1, \"length\": 5}, …]", isMisfit: true)
        }
        self.columns = seen
        header = Header(names: named.map { format.headerAliases[$0] ?? $0 })
    }

    /// Places at which some line has a character, with a blank in each line between them; places count characters.
    private static func columns(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>] {
        var isUsed: [Bool] = []
        var (offset, count) = (start, 0)
        while offset < bytes.count, count < 2000 {
            let end = HeaderLines.end(of: offset, bytes)
            var place = 0
            for byte in bytes[offset..<end.text] where byte & 0xC0 != 0x80 {
                if isUsed.count <= place { isUsed.append(false) }
                if byte != 0x20 { isUsed[place] = true }
                place += 1
            }
            offset = end.next
            count += 1
        }
        var columns: [Range<Int>] = []
        var begin: Int?
        for (place, used) in (isUsed + [false]).enumerated() {
            if used, begin == nil { begin = place }
            if !used, let first = begin {
                columns.append(first..<place)
                begin = nil
            }
        }
        // The last column takes the rest of the line.
        if let last = columns.popLast() { columns.append(last.lowerBound..<Int.max) }
        return columns
    }

    /// Words of one text stand closer together than columns do: the narrowest gaps go until the names fit.
    private static func joined(_ columns: [Range<Int>], to count: Int) -> [Range<Int>] {
        var columns = columns
        // With far more columns than names the header is not that of the rows.
        guard columns.count <= 2 * count else { return columns }
        while columns.count > count {
            let gaps = zip(columns, columns.dropFirst()).map { $1.lowerBound - $0.upperBound }
            // Texts stand on the right of most such lists.
            guard let narrowest = gaps.min(), let index = gaps.lastIndex(of: narrowest) else { break }
            columns[index] = columns[index].lowerBound..<columns[index + 1].upperBound
            columns.remove(at: index + 1)
        }
        return columns
    }

    package func read(firstLine: Int, into rows: inout RowSink) {
        var (offset, line) = (offset, line)
        while offset < bytes.count {
            let end = HeaderLines.end(of: offset, bytes)
            let text = bytes[offset..<end.text]
            if text.contains(where: { $0 != 0x20 && $0 != 0x09 }) {
                rows.add(cells(text), line: firstLine + line - 1)
            }
            (offset, line) = (end.next, line + 1)
        }
    }

    private func cells(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> [String] {
        let characters = Array(String(decoding: line, as: UTF8.self).unicodeScalars)
        return columns.map { range in
            guard range.lowerBound < characters.count else { return "" }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: characters[range.lowerBound..<min(range.upperBound, characters.count)])
            return String(text).trimmed
        }
    }
}

/// Lines of a name and a value; a name that comes again, or an empty line, begins the next row.
package enum KeyValueLines {
    package static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ skipped: Int, _ mark: UInt8, firstLine: Int, into rows: inout RowSink
    ) -> Header {
        var names: [String] = []
        var records: [(cells: [String: String], line: Int)] = []
        var current: [String: String] = [:]
        var begin = firstLine
        var (offset, line) = (0, firstLine)
        func close() {
            if !current.isEmpty { records.append((current, begin)) }
            current.removeAll()
        }
        while offset < bytes.count {
            let end = HeaderLines.end(of: offset, bytes)
            let text = bytes[offset..<end.text]
            if line - firstLine >= skipped {
                if let place = text.firstIndex(of: mark) {
                    let name = String(decoding: text[..<place], as: UTF8.self).trimmed
                    if current[name] != nil { close() }
                    if current.isEmpty { begin = line }
                    if !names.contains(name) { names.append(name) }
                    current[name] = String(decoding: text[(place + 1)...], as: UTF8.self).trimmed
                } else {
                    close()
                }
            }
            (offset, line) = (end.next, line + 1)
        }
        close()
        rows.begin(names)
        for record in records { rows.add(names.map { record.cells[$0] ?? "" }, line: record.line) }
        return Header(names: names)
    }
}
