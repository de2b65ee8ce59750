// SPDX-License-Identifier: EUPL-1.2
package import IngestModel
package import Wire

/// The tables in a file, each with the lines before it, the names of its columns and its rows.
package struct TableSections {
    private let format: TableFormat
    private let bytes: UnsafeBufferPointer<UInt8>

    /// The bytes are UTF-8 without a byte mark and outlive this.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, _ format: TableFormat) {
        self.bytes = bytes
        self.format = format
    }

    /// Calls `body` for each table in the order of the file.
    package func forEach(_ body: (inout TableSection) throws(FileFault) -> Void) throws(FileFault) {
        if format.isPlain {
            var section = try plain()
            return try body(&section)
        }
        for block in try blocks() {
            let table = try RewrittenTable(block.bytes, firstLine: block.line, format: format)
            var fault: FileFault?
            table.text.withUnsafeBufferPointer { text in
                do throws(FileFault) {
                    var section = TableSection(
                        lead: table.lead, header: table.header,
                        reader: TableReader(text, separator: RewrittenTable.separator), lines: table.lines)
                    section.reader.width = table.header.names.count
                    try body(&section)
                } catch {
                    fault = error
                }
            }
            if let fault { throw fault }
        }
    }

    private func plain() throws(FileFault) -> TableSection {
        let skipped = try HeaderLines.lead(bytes, format)
        var reader = TableReader(bytes, separator: format.separators[0])
        reader.skipLines(skipped)
        let header = try HeaderLines.read(&reader, format)
        reader.width = header.names.count
        return TableSection(
            lead: skipped > 0 ? HeaderLines.text(bytes, lines: skipped) : "", header: header, reader: reader, lines: [])
    }

    /// The parts of the file that are tables of their own.
    private func blocks() throws(FileFault) -> [(bytes: UnsafeBufferPointer<UInt8>, line: Int)] {
        guard let start = format.blocks else { return [(bytes, 1)] }
        var found: [(bytes: UnsafeBufferPointer<UInt8>, line: Int)] = []
        var begin: (offset: Int, line: Int)?
        var (offset, line) = (0, 1)
        var isAfterBlank = true
        func close(at end: Int) {
            guard let begin, end > begin.offset else { return }
            found.append((UnsafeBufferPointer(rebasing: bytes[begin.offset..<end]), begin.line))
        }
        while offset < bytes.count {
            let end = HeaderLines.end(of: offset, bytes)
            let text = String(decoding: bytes[offset..<end.text], as: UTF8.self)
            let isBlank = text.trimmed.isEmpty
            let begins: Bool
            switch start {
            case .line(let pattern): begins = pattern.matches(text)
            case .blankLines: begins = !isBlank && isAfterBlank
            }
            if begins {
                close(at: offset)
                begin = (offset, line)
            }
            isAfterBlank = isBlank
            offset = end.next
            line += 1
        }
        close(at: bytes.count)
        guard !found.isEmpty else {
            throw FileFault("no line of the file begins a block as the mapping describes it", isMisfit: true)
        }
        return found
    }
}

/// A table inside a file.
package struct TableSection {
    /// The lines before the header.
    let lead: String
    let header: Header
    package var reader: TableReader
    /// Line in the file of each line of the reader; empty where they are the same.
    let lines: [Int32]
}

/// The lines of a table that are no rows.
package enum HeaderLines {
    /// How many lines stand before the header.
    static func lead(_ bytes: UnsafeBufferPointer<UInt8>, _ format: TableFormat) throws(FileFault) -> Int {
        guard let pattern = format.headerStart else { return format.leadingLines }
        var (offset, count) = (0, 0)
        while offset < bytes.count, count < 10_000 {
            let end = end(of: offset, bytes)
            if pattern.matches(String(decoding: bytes[offset..<end.text], as: UTF8.self)) { return count }
            offset = end.next
            count += 1
        }
        throw FileFault("no line begins the table as \"headerStart\" describes it", isMisfit: true)
    }

    /// Where a line's text ends, and where the next line begins.
    package static func end(of offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> (text: Int, next: Int) {
        var end = offset
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
        return (end, min(bytes.count, end + (isPair ? 2 : 1)))
    }

    static func text(_ bytes: UnsafeBufferPointer<UInt8>, lines: Int) -> String {
        var offset = 0
        for _ in 0..<lines where offset < min(bytes.count, 1 << 16) { offset = end(of: offset, bytes).next }
        return String(decoding: bytes[..<offset], as: UTF8.self)
    }

    static func read(_ reader: inout TableReader, _ format: TableFormat) throws(FileFault) -> Header {
        var lines: [[String]] = []
        for _ in 0..<format.headerLines {
            guard case .record = reader.next() else { throw FileFault("the file has no header line", isMisfit: true) }
            lines.append(reader.fields.indices.map { reader.text($0) })
        }
        return Header(lines: lines, format)
    }
}

extension Header {
    /// Names out of one or several lines; a name above empty cells goes on to the right, as merged cells do.
    package init(lines: [[String]], _ format: TableFormat) {
        guard !lines.isEmpty else {
            self.init(names: format.columns)
            return
        }
        let width = lines.map(\.count).max() ?? 0
        var names = [String](repeating: "", count: width)
        for (index, line) in lines.enumerated() {
            var last = ""
            for column in 0..<width {
                var text = column < line.count ? line[column] : ""
                if index < lines.count - 1 {
                    if text.isEmpty { text = last }
                    last = text
                }
                guard !text.isEmpty else { continue }
                names[column] += names[column].isEmpty ? text : " " + text
            }
        }
        for (column, name) in format.columns.enumerated() where column < width { names[column] = name }
        self.init(names: names.map { format.headerAliases[$0] ?? $0 })
    }
}
