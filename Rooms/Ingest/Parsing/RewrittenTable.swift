// SPDX-License-Identifier: EUPL-1.2
import Wire

/// A table of another shape, written anew as one row a line: columns of fixed width, key-value lines, times as columns.
struct RewrittenTable {
    static let separator: UInt8 = 0x1F

    private(set) var lead = ""
    private(set) var header = Header(names: [])
    private(set) var text: [UInt8] = []
    /// Line in the file of each line of `text`.
    private(set) var lines: [Int32] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int, format: TableFormat) throws(FileFault) {
        if case .json(let rule) = format.shape {
            var records: [[String: String]] = []
            let names = try JSONRecords(rule).read(bytes, into: &records)
            var rows = try RowSink(format.unpivot, Header(names: names))
            // A record has no line; its number stands in its place.
            for (index, record) in records.enumerated() { rows.add(names.map { record[$0] ?? "" }, line: index + 1) }
            header = rows.header ?? Header(names: names.map { format.headerAliases[$0] ?? $0 })
            (text, lines) = (rows.text, rows.lines)
            return
        }
        let skipped = try HeaderLines.lead(bytes, format)
        if skipped > 0 { lead = HeaderLines.text(bytes, lines: skipped) }
        var rows: RowSink
        switch format.shape {
        case .keyValue(let mark):
            rows = RowSink()
            header = KeyValueLines.read(bytes, skipped, mark, firstLine: firstLine, into: &rows)
        case .fixedWidth(let columns):
            let cutter = try FixedWidth(bytes, skipped: skipped, columns: columns, format: format)
            rows = try RowSink(format.unpivot, cutter.header)
            header = cutter.header
            cutter.read(firstLine: firstLine, into: &rows)
        case .separated, .json:
            (header, rows) = try Self.separated(bytes, skipped, firstLine, format)
        }
        if let unpivoted = rows.header { header = unpivoted }
        (text, lines) = (rows.text, rows.lines)
    }

    private static func separated(
        _ bytes: UnsafeBufferPointer<UInt8>, _ skipped: Int, _ firstLine: Int, _ format: TableFormat
    ) throws(FileFault) -> (Header, RowSink) {
        let single = Separators.unified(bytes, skipped: skipped, format)
        var outcome: Result<(Header, RowSink), FileFault> = .failure(FileFault("no table"))
        single.bytes.withUnsafeBufferPointer { buffer in
            do throws(FileFault) {
                var reader = TableReader(buffer, separator: single.separator)
                reader.skipLines(skipped)
                let header = try HeaderLines.read(&reader, format)
                reader.width = header.names.count
                var rows = try RowSink(format.unpivot, header)
                reading: while true {
                    switch reader.next() {
                    case .end: break reading
                    case .broken: rows.broken(line: firstLine + reader.line - 1)
                    case .record:
                        rows.add(reader.fields.indices.map { reader.text($0) }, line: firstLine + reader.line - 1)
                    }
                }
                outcome = .success((header, rows))
            } catch {
                outcome = .failure(error)
            }
        }
        return try outcome.get()
    }
}

/// Takes rows and writes them, with columns that are times turned into rows.
struct RowSink {
    private(set) var text: [UInt8] = []
    private(set) var lines: [Int32] = []
    /// The names after columns were turned into rows; nil where they were not.
    private(set) var header: Header?
    private var kept: [Int] = []
    /// Columns that become rows, with the text that they give.
    private var turned: [(column: Int, text: String)] = []

    /// For rows whose columns are not known before.
    init() {}

    init(_ unpivot: TableFormat.Unpivot?, _ names: Header) throws(FileFault) {
        guard let unpivot else { return }
        for (column, name) in names.names.enumerated() {
            if let groups = unpivot.columns.groups(in: name) {
                turned.append((column, groups.count > 1 ? groups[1] : groups[0]))
            } else {
                kept.append(column)
            }
        }
        guard !turned.isEmpty else {
            throw FileFault(
                "no column fits the pattern of \"unpivot\"; the file has \(names.listed)", isMisfit: true)
        }
        header = Header(names: kept.map { names.names[$0] } + [unpivot.into, unpivot.value])
    }

    mutating func add(_ cells: [String], line: Int) {
        guard let header else { return write(cells, line) }
        let own = kept.map { $0 < cells.count ? cells[$0] : "" }
        for (column, text) in turned { write(own + [text, column < cells.count ? cells[column] : ""], line) }
        // What stands beyond the header is shown as what it is: too much.
        let surplus = cells.dropFirst(kept.count + turned.count).filter { !$0.isEmpty }
        if !surplus.isEmpty { write(own + [String](repeating: "", count: header.names.count) + surplus, line) }
    }

    /// A row whose quotes do not end; it stays broken.
    mutating func broken(line: Int) {
        text.append(contentsOf: Array("\"\n".utf8))
        lines.append(Int32(truncatingIfNeeded: line))
    }

    private mutating func write(_ cells: [String], _ line: Int) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { text.append(RewrittenTable.separator) }
            let isQuoted = cell.utf8.first == UInt8(ascii: "\"")
            if isQuoted { text.append(UInt8(ascii: "\"")) }
            for byte in cell.utf8 {
                if isQuoted, byte == UInt8(ascii: "\"") { text.append(byte) }
                text.append(byte == 0x0A || byte == 0x0D || byte == RewrittenTable.separator ? 0x20 : byte)
            }
            if isQuoted { text.append(UInt8(ascii: "\"")) }
        }
        text.append(0x0A)
        lines.append(Int32(truncatingIfNeeded: line))
    }
}

/// Files that separate their fields by more than one character, or by one that is recognised.
enum Separators {
    static func unified(
        _ bytes: UnsafeBufferPointer<UInt8>, skipped: Int, _ format: TableFormat
    ) -> (bytes: [UInt8], separator: UInt8) {
        if format.separators.isEmpty { return (Array(bytes), recognised(bytes, skipped: skipped)) }
        let mark = format.separators[0]
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var isQuoted = false
        var isAtStart = true
        var line = 0
        for byte in bytes {
            if byte == 0x0A || byte == 0x0D {
                if byte == 0x0A { line += 1 }
                if format.isBlankSeparated, text.last == mark { text.removeLast() }
                text.append(byte)
                (isQuoted, isAtStart) = (false, true)
                continue
            }
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            let isMark = !isQuoted && line >= skipped && format.separators.contains(byte)
            if isMark, format.isBlankSeparated, isAtStart || text.last == mark { continue }
            text.append(isMark ? mark : byte)
            isAtStart = false
        }
        return (text, mark)
    }

    /// The mark that gives the same number of fields, and more than one, in most of the first lines.
    static func recognised(_ bytes: UnsafeBufferPointer<UInt8>, skipped: Int) -> UInt8 {
        var best: (mark: UInt8, score: Int) = (UInt8(ascii: ","), 0)
        for mark in [UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"), UInt8(ascii: ",")] {
            var reader = TableReader(bytes, separator: mark)
            reader.skipLines(skipped)
            var counts: [Int: Int] = [:]
            for _ in 0..<50 {
                guard case .record = reader.next() else { continue }
                if reader.fields.count > 1 { counts[reader.fields.count, default: 0] += 1 }
            }
            let score = counts.values.max() ?? 0
            if score > best.score { best = (mark, score) }
        }
        return best.mark
    }
}
