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
        let text = try file.text(mapping.format, isStrict: true, report: &parsed.report)
        var fault: FileFault?
        text.withUnsafeBufferPointer { buffer in
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
        var run: Run?
        var report = parsed.report
        let path = parsed.path
        let probe = StampProbe(mapping)
        try TableSections(bytes, mapping.format).forEach { (section: inout TableSection) throws(FileFault) in
            var current: Run
            if let started = run {
                current = started
                run = nil
            } else {
                let form = try probe.form(section.reader, section.header, path: path, report: &report)
                current = Run(mapping: mapping, calendar: calendar, form: form, path: path, limits: limits)
            }
            try current.begin(section, report: &report)
            reading: while true {
                switch section.reader.next() {
                case .end:
                    break reading
                case .broken:
                    report.rows += 1
                    current.refuse(.badCell, section.reader, column: nil, report: &report)
                case .record:
                    current.take(section.reader, report: &report)
                }
            }
            current.end()
            run = current
        }
        if var run {
            parsed.series = run.finished(report: &report)
            parsed.places = run.places
        }
        parsed.report = report
    }
}

/// The names of a table's columns.
struct Header {
    let names: [String]

    init(names: [String]) { self.names = names }

    func index(of name: String) -> Int? { names.firstIndex(of: name) }

    /// As `index(of:)`, with a fault that names what there is.
    func required(_ name: String) throws(FileFault) -> Int {
        guard let index = index(of: name) else {
            throw FileFault("the column \"\(name)\" is missing; the file has \(listed)", isMisfit: true)
        }
        return index
    }

    /// A short list for errors.
    var listed: String { names.prefix(12).map { "\"\($0.excerpt(40))\"" }.joined(separator: ", ") }
}
