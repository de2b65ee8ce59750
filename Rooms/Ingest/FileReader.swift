// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import Ledger
import Wire

/// Unpacks and parses the files one after the other, while the writer stores the one before.
actor FileReader {
    enum Step: Sendable {
        case parsed(ParsedFile)
        case layer(ImportFile, checksum: String)
        /// Imported before, byte for byte; what was refused of it then still is.
        case skipped(path: String, refused: [ImportReport.Rejection])
        case failed(path: String, reason: String)
        /// Met in a folder or an archive, and another kind of file than the mapping describes.
        case misfit(Misfit)
        /// Met in a folder or an archive, and no data.
        case other(path: String)
    }

    private let source: ImportSource
    private let parser: SeriesParser?
    private let mapping: Mapping
    private let report: ImportReport
    private let imported: [String: ImportQueries.Imported]

    /// `imported` is by path: the files that need not be read again.
    init(
        paths: [String], mapping: Mapping, limits: ImportLimits, report: ImportReport,
        imported: [String: ImportQueries.Imported]
    ) throws(MappingError) {
        let pattern = mapping.files
        var tables: [PlaceRule.File] = []
        if case .series(let series) = mapping.kind { tables = series.places.files }
        source = ImportSource(paths: paths, limits: limits) { path in
            pattern.matches(path) && !OtherFile.isLitter(path) && !tables.contains { $0.isFound(at: path) }
        }
        self.mapping = mapping
        self.report = report
        self.imported = imported
        switch mapping.kind {
        case .layer: parser = nil
        case .series(let series):
            parser = try SeriesParser(series, mapping: mapping, limits: limits)
        }
    }

    /// The next file, or nil at the end.
    func next() -> Step? {
        switch source.next() {
        case nil: return nil
        case .other(let path): return .other(path: path)
        case .refused(let path, let reason): return .failed(path: path, reason: reason)
        case .file(let file):
            let checksum = SHA256.digest(of: file.bytes).hexadecimal
            if checksum == mapping.checksum, file.isInside { return .other(path: file.path) }
            if let known = imported[file.path], known.checksum == checksum {
                return .skipped(path: file.path, refused: known.refused)
            }
            guard let parser else { return .layer(file, checksum: checksum) }
            do throws(FileFault) {
                return .parsed(try parser.parse(file, checksum: checksum, report: report))
            } catch {
                return Self.step(for: error, file, mapping)
            }
        }
    }

    /// What matches a declared pattern of names is data; what only lies there may be something else.
    static func step(for fault: FileFault, _ file: ImportFile, _ mapping: Mapping) -> Step {
        guard file.isInside, fault.isMisfit, !mapping.namesFiles else {
            return .failed(path: file.path, reason: fault.description)
        }
        return .misfit(Misfit(path: file.path, reason: fault.description))
    }
}

extension SeriesParser {
    /// Throws a `MappingError` for a time zone that is none.
    init(_ series: SeriesMapping, mapping: Mapping, limits: ImportLimits) throws(MappingError) {
        guard let calendar = ZonedCalendar(identifier: series.time.zone) else {
            throw MappingError(
                document: mapping.name, pointer: "/time/zone", message: "\"\(series.time.zone)\" is no time zone",
                remedy: "Write a name of the IANA list such as \"Europe/Berlin\" or \"UTC\"; a clock that never "
                    + "changes is \"Etc/GMT-1\" for CET.")
        }
        self.init(series, calendar: calendar, limits: limits)
    }
}
