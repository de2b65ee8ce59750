// SPDX-License-Identifier: EUPL-1.2
import Wire

@testable import Ingest

/// A mapping of the test's own: one station, one column `wert`, semicolons; `changes` are members that replace or add.
struct OwnMapping {
    static let time = #"{"column":"zeit","form":"yyyy-MM-dd HH:mm","zone":"Europe/Berlin","stamp":"instant"}"#
    static let series = rule(#""column":"wert""#)

    static func rule(_ members: String, key: String = "w") -> String {
        """
        {\(members),"key":"\(key)","name":"W","observedProperty":{"name":"W"},"unit":{"name":"m","symbol":"m"},
        "sensor":{"name":"S"}}
        """
    }

    static func series(_ changes: [String: String] = [:]) throws -> Mapping {
        var members = [
            "name": #""own""#, "kind": #""series""#, "dataset": dataset, "format": #"{"separator":";"}"#, "time": time,
            "station": #"{"from":[{"id":"a","name":"A"}]}"#, "series": "[\(series)]",
        ]
        members.merge(changes) { $1 }
        return try mapping(members)
    }

    static func layer(_ changes: [String: String] = [:]) throws -> Mapping {
        var members = [
            "name": #""own""#, "kind": #""layer""#, "dataset": dataset, "format": #"{"separator":";"}"#,
            "collection": #""own""#, "title": #""Own""#, "source": #""csv""#,
            "geometry": #"{"longitude":"lon","latitude":"lat"}"#, "id": #""nr""#, "fields": #"[{"column":"f"}]"#,
        ]
        members.merge(changes) { $1 }
        return try mapping(members.filter { !$0.value.isEmpty })
    }

    private static let dataset = #"{"slug":"own","title":"Own","owner":"Amt","licence":"dl-by-de/2.0"}"#

    private static func mapping(_ members: [String: String]) throws -> Mapping {
        let text =
            "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
        return try Mapping(parsing: Array(text.utf8), document: "own")
    }

    static func parse(_ text: String, _ changes: [String: String] = [:], path: String = "own.csv") throws -> ParsedFile
    {
        try parse(Array(text.utf8), changes, path: path)
    }

    static func parse(
        _ bytes: [UInt8], _ changes: [String: String] = [:], path: String = "own.csv"
    ) throws -> ParsedFile {
        guard case .series(let series) = try series(changes).kind,
            let calendar = ZonedCalendar(identifier: series.time.zone)
        else { throw FileFault("no series") }
        let report = ImportReport(mapping: "own", dataset: "own", started: Instant(seconds: 0))
        let parsed = try SeriesParser(series, calendar: calendar, limits: ImportLimits()).parse(
            ImportFile(path: path, bytes: bytes, folder: "/nowhere"), checksum: "", report: report)
        return parsed
    }

    /// The values of one row's stamp: `2026-01-01T00:00:00.000000Z+3600`, or why it was refused.
    static func stamp(_ text: String, _ time: String) throws -> String {
        let parsed = try parse("zeit;wert\n\(text);1\n", ["time": time])
        guard let series = parsed.series.first, let first = series.times.first else {
            return parsed.report.rejections.first?.reason.rawValue ?? "nothing"
        }
        return "\(Instant(microseconds: first).iso8601)+\(series.durations[0] / 1_000_000)"
    }
}
