// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Unpacks and parses the files one after the other, while the writer stores the one before.
actor FileReader {
    enum Step: Sendable {
        case parsed(ParsedFile)
        case layer(ImportFile, checksum: String)
        case skipped(path: String)
        case failed(path: String, reason: String)
    }

    private let source: ImportSource
    private let parser: SeriesParser?
    private let report: ImportReport
    private let imported: [String: String]

    /// `imported` is path → checksum of the files that need not be read again.
    init(
        paths: [String], mapping: Mapping, limits: ImportLimits, report: ImportReport, imported: [String: String]
    ) throws(MappingError) {
        let pattern = mapping.files
        source = ImportSource(paths: paths, limits: limits) { pattern.matches($0) }
        self.report = report
        self.imported = imported
        switch mapping.kind {
        case .layer: parser = nil
        case .series(let series):
            guard let calendar = ZonedCalendar(identifier: series.time.zone) else {
                throw MappingError(
                    document: mapping.name, pointer: "/time/zone", message: "\"\(series.time.zone)\" is no time zone",
                    remedy: "Write a name of the IANA list such as \"Europe/Berlin\" or \"UTC\".")
            }
            parser = SeriesParser(series, calendar: calendar, limits: limits)
        }
    }

    /// The next file, or nil at the end.
    func next() -> Step? {
        switch source.next() {
        case nil: return nil
        case .refused(let path, let reason): return .failed(path: path, reason: reason)
        case .file(let file):
            let checksum = Checksum.sha256(of: file.bytes)
            if imported[file.path] == checksum { return .skipped(path: file.path) }
            guard let parser else { return .layer(file, checksum: checksum) }
            do throws(FileFault) {
                return .parsed(try parser.parse(file, checksum: checksum, report: report))
            } catch {
                return .failed(path: file.path, reason: error.description)
            }
        }
    }
}
