// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// Reads a text with a shipped mapping (or one of the test's own) as a file of that path.
func parse(
    _ text: String, with mapping: String, path: String = "2025-10.csv", change: (inout SeriesMapping) -> Void = { _ in }
) throws -> ParsedFile {
    try parse(Array(text.utf8), with: mapping, path: path, change: change)
}

func parse(
    _ bytes: [UInt8], with name: String, path: String = "2025-10.csv", change: (inout SeriesMapping) -> Void = { _ in }
) throws -> ParsedFile {
    let mapping = try MappingLibrary.mapping(named: name)
    guard case .series(var series) = mapping.kind else {
        throw FileFault(description: "\(name) is no series mapping")
    }
    change(&series)
    guard let calendar = ZonedCalendar(identifier: series.time.zone) else { throw FileFault(description: "no zone") }
    let file = ImportFile(path: path, bytes: bytes, folder: "/nowhere")
    let report = ImportReport(mapping: name, dataset: mapping.dataset.slug, started: Instant(seconds: 0))
    return try SeriesParser(series, calendar: calendar, limits: ImportLimits()).parse(
        file, checksum: "", report: report)
}

extension ParsedFile {
    /// `start/duration in seconds = value` of each value of a series.
    func listed(_ key: String) -> [String] {
        guard let one = series.first(where: { $0.key == key }) else { return [] }
        return one.values.indices.map { index in
            let start = Instant(microseconds: one.times[index]).iso8601.dropLast(8)
            return "\(start)+\(one.durations[index] / 1_000_000)=\(ParsedSeries.text(of: one.values[index]))"
        }
    }
    func rejection(_ reason: ImportReport.Reason) -> ImportReport.Rejection? {
        report.rejections.first { $0.reason == reason }
    }
}
