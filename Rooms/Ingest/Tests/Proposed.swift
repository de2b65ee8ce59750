// SPDX-License-Identifier: EUPL-1.2
import Wire

@testable import Ingest

/// What is proposed for a text, and what the proposed mapping makes of it.
enum Proposed {
    static func proposal(_ text: String, name: String = "x.csv") throws -> Proposal {
        try Proposer().proposal(FileSample(name: name, bytes: Array(text.utf8)))
    }

    /// What the proposed mapping makes of the text, what is asked answered.
    static func read(_ text: String, name: String = "x.csv", zone: String = "UTC") throws -> ParsedFile {
        var written = JSONValue.object(try proposal(text, name: name).written).text
        for (asked, answer) in [
            (#""zone":"?""#, "\"zone\":\"\(zone)\""), (#""stamp":"?""#, #""stamp":"start""#),
            (#""beyondLimits":"?""#, #""beyondLimits":"limit""#), (#""epsg":"?""#, #""epsg":2056"#),
        ] { written = written.replacing(asked, with: answer) }
        let mapping = try Mapping(parsing: Array(written.utf8), document: "proposal", isTrial: true)
        guard case .series(let series) = mapping.kind, let calendar = ZonedCalendar(identifier: series.time.zone) else {
            throw FileFault("no series")
        }
        let report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        return try SeriesParser(series, calendar: calendar, limits: ImportLimits()).parse(
            ImportFile(path: name, bytes: Array(text.utf8), folder: "."), checksum: "", report: report)
    }
}
