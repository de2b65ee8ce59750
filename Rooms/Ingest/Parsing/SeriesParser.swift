// SPDX-License-Identifier: EUPL-1.2
package import IngestModel
package import Wire

/// Reads one file of measured values by its mapping.
package struct SeriesParser {
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

    package init(_ mapping: SeriesMapping, calendar: ZonedCalendar, limits: ImportLimits) {
        self.mapping = mapping
        self.calendar = calendar
        self.limits = limits
    }

    package func parse(_ file: ImportFile, checksum: String, report: ImportReport) throws(FileFault) -> ParsedFile {
        var parsed = ParsedFile(path: file.path, checksum: checksum, report: report)
        if let kind = file.sheetKind {
            try parse(file, kind, into: &parsed)
            try parsed.report.refuseForeignRows()
            return parsed
        }
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
        try parsed.report.refuseForeignRows()
        return parsed
    }

    /// A sheet is read as its rows come out of the document: neither the document nor its text is ever whole in memory.
    private func parse(
        _ file: ImportFile, _ kind: ImportFile.SheetKind, into parsed: inout ParsedFile
    ) throws(FileFault) {
        let feed = SheetFeed(self, mapping.format, parsed)
        var writer = SheetWriter(mapping.format, most: file.most) { feed.take(&$0) }
        var report = parsed.report
        try file.read(kind, mapping.format, into: &writer, report: &report)
        for notice in report.notices { feed.parsed.report.notice(german: notice.german, english: notice.english) }
        try feed.finish(writer.text)
        parsed = feed.parsed
        parsed.isCut = writer.isFull
    }

    /// Takes the pieces of a sheet's text as they are written.
    private final class SheetFeed {
        private let parser: SeriesParser
        private let format: TableFormat
        var parsed: ParsedFile
        private var run: Run?
        private var lines = 0
        private var fault: FileFault?
        /// Whether only the whole text shows how it is to be read.
        private var needsAll: Bool

        init(_ parser: SeriesParser, _ format: TableFormat, _ parsed: ParsedFile) {
            self.parser = parser
            self.format = format
            self.parsed = parsed
            needsAll = !format.isPlain
        }

        func take(_ text: inout [UInt8]) {
            guard !needsAll, fault == nil else { return }
            text.withUnsafeBufferPointer { bytes in
                do throws(FileFault) {
                    if run == nil, try !begin(bytes) { needsAll = true } else if lines > 0 { rows(bytes) }
                } catch {
                    fault = error
                }
            }
            guard !needsAll else { return }
            lines += text.count { $0 == 0x0A }
            text.removeAll(keepingCapacity: true)
        }

        /// The first piece; false where its stamps are not written as declared.
        private func begin(_ bytes: UnsafeBufferPointer<UInt8>) throws(FileFault) -> Bool {
            let probe = StampProbe(parser.mapping)
            var isDeclared = false
            try TableSections(bytes, format).forEach { (section: inout TableSection) throws(FileFault) in
                isDeclared = probe.isDeclared(section.reader, section.header)
            }
            guard isDeclared else { return false }
            var report = parsed.report
            run = try parser.read(bytes, path: parsed.path, report: &report)
            parsed.report = report
            return true
        }

        private func rows(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard var current = run else { return }
            run = nil
            var reader = TableReader(bytes, separator: format.separators[0], firstLine: lines + 1)
            reader.width = current.header.names.count
            current.take(all: &reader, report: &parsed.report)
            run = current
        }

        func finish(_ rest: [UInt8]) throws(FileFault) {
            if let fault { throw fault }
            var fault: FileFault?
            rest.withUnsafeBufferPointer { bytes in
                do throws(FileFault) {
                    if run == nil {
                        run = try parser.read(bytes, path: parsed.path, report: &parsed.report)
                    } else {
                        rows(bytes)
                    }
                } catch {
                    fault = error
                }
            }
            if let fault { throw fault }
            parser.end(run, &parsed)
        }
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>, into parsed: inout ParsedFile) throws(FileFault) {
        var report = parsed.report
        let run = try read(bytes, path: parsed.path, report: &report)
        parsed.report = report
        end(run, &parsed)
    }

    private func end(_ run: Run?, _ parsed: inout ParsedFile) {
        guard var run else { return }
        run.end()
        parsed.series = run.finished(report: &parsed.report)
        parsed.places = run.places
    }

    /// All rows of a text; the last table in it stays open.
    private func read(
        _ bytes: UnsafeBufferPointer<UInt8>, path: String, report: inout ImportReport
    ) throws(FileFault) -> Run? {
        var run: Run?
        let probe = StampProbe(mapping)
        try TableSections(bytes, mapping.format).forEach { (section: inout TableSection) throws(FileFault) in
            var current: Run
            if var started = run {
                run = nil
                started.end()
                current = started
            } else {
                let form = try probe.form(section.reader, section.header, path: path, report: &report)
                current = Run(mapping: mapping, calendar: calendar, form: form, path: path, limits: limits)
            }
            try current.begin(section, report: &report)
            current.take(all: &section.reader, report: &report)
            run = current
        }
        return run
    }
}

/// The names of a table's columns.
package struct Header {
    package let names: [String]

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
