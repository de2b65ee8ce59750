// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Reads one file of measured values by its mapping.
struct SeriesParser {
    /// A column of this file that a rule takes.
    struct Binding {
        let column: Int
        let header: String
        let rule: Int
        let groups: [String]
        let statusColumn: Int?
        let remarkColumn: Int?
        /// Set where each column is a station of its own.
        let station: Station?
        var properties: [String: String] = [:]
    }

    private let mapping: SeriesMapping
    private let calendar: ZonedCalendar
    private let limits: ImportLimits

    init(_ mapping: SeriesMapping, calendar: ZonedCalendar, limits: ImportLimits) {
        self.mapping = mapping
        self.calendar = calendar
        self.limits = limits
    }

    func parse(_ file: ImportFile, checksum: String, report: ImportReport) throws(FileFault) -> ParsedFile {
        var parsed = ParsedFile(path: file.path, checksum: checksum, report: report)
        let text = try file.text(mapping.format.encoding)
        if text.dropped > 0 {
            parsed.report.reject(
                .badEncoding,
                at: ImportReport.Place(file: file.path, line: 0, column: "", text: "\(text.dropped) bytes dropped"))
        }
        var fault: FileFault?
        text.bytes.withUnsafeBufferPointer { buffer in
            do throws(FileFault) {
                try parse(buffer, into: &parsed)
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        return parsed
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>, into parsed: inout ParsedFile) throws(FileFault) {
        var reader = TableReader(bytes, separator: mapping.format.separator)
        reader.skipLines(mapping.format.leadingLines)
        guard case .record = reader.next() else { throw FileFault(description: "the file has no header line") }
        let header = Header(reader, aliases: mapping.format.headerAliases)
        var run = Run(mapping: mapping, calendar: calendar, header: header, path: parsed.path, limits: limits)
        try run.bind(report: &parsed.report)
        reading: while true {
            switch reader.next() {
            case .end:
                break reading
            case .broken:
                parsed.report.rows += 1
                run.reject(.badCell, reader, column: nil, report: &parsed.report)
            case .record:
                run.take(reader, report: &parsed.report)
            }
        }
        parsed.series = run.finished(report: &parsed.report)
    }
}

/// The names of a table's columns.
struct Header {
    let names: [String]

    init(_ reader: TableReader, aliases: [String: String]) {
        var names: [String] = []
        for index in reader.fields.indices {
            let name = reader.text(index)
            names.append(aliases[name] ?? name)
        }
        self.names = names
    }

    func index(of name: String) -> Int? { names.firstIndex(of: name) }

    /// A short list for errors.
    var listed: String { names.prefix(12).map { "\"\($0.excerpt(40))\"" }.joined(separator: ", ") }
}
