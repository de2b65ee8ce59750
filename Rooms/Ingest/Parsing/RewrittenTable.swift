// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// A table of another shape, written anew as one row a line: columns of fixed width, key-value lines, times as columns.
package struct RewrittenTable {
    package static let separator: UInt8 = 0x1F

    private(set) var lead = ""
    private(set) var header = Header(names: [])
    private(set) var text: [UInt8] = []
    /// Line in the file of each line of `text`.
    private(set) var lines: [Int32] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int, format: TableFormat) throws(FileFault) {
        try read(bytes, firstLine: firstLine, format)
        // a name that is written otherwise would keep what is not to be kept
        for column in format.pseudonyms.columns { _ = try header.required(column.name) }
    }

    private mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int, _ format: TableFormat
    ) throws(FileFault) {
        var records: [[String: String]] = []
        var members: [String]?
        switch format.shape {
        case .json(let rule): members = try JSONRecords(rule).read(bytes, into: &records)
        case .xml(let path): members = try XMLRecords(path).read(bytes, into: &records)
        default: break
        }
        if let members {
            var rows = try RowSink(format, Header(names: members))
            // A record has no line; its number stands in its place.
            for (index, record) in records.enumerated() { rows.add(members.map { record[$0] ?? "" }, line: index + 1) }
            rows.release()
            header = rows.header ?? Header(names: members.map { format.headerAliases[$0] ?? $0 })
            (text, lines) = (rows.text, rows.lines)
            return
        }
        let skipped = try HeaderLines.lead(bytes, format)
        if skipped > 0 { lead = HeaderLines.text(bytes, lines: skipped) }
        var rows: RowSink
        switch format.shape {
        case .keyValue(let mark):
            rows = RowSink(format)
            header = KeyValueLines.read(bytes, skipped, mark, firstLine: firstLine, into: &rows)
        case .fixedWidth(let columns):
            let cutter = try FixedWidth(bytes, skipped: skipped, columns: columns, format: format)
            rows = try RowSink(format, cutter.header)
            header = cutter.header
            cutter.read(firstLine: firstLine, into: &rows)
        case .separated, .json, .xml:
            (header, rows) = try Self.separated(bytes, skipped, firstLine, format)
        }
        rows.release()
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
                var rows = try RowSink(format, header)
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
