// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// Stations that one column alone does not tell apart.
@Suite struct StationKeyTests {
    private static let lands =
        "land;zst;zeit;wert\n05;1;2026-01-01 00:00;1\n06;1;2026-01-01 00:00;2\n05;2;2026-01-01 00:00;3\n"
        + "05;1;2026-01-01 01:00;4\n06;1;2026-01-01 01:00;5\n05;2;2026-01-01 01:00;6\n"

    @Test func `two columns name a station together`() throws {
        let file = try OwnMapping.parse(
            Self.lands + ";;2026-01-01 02:00;7\n", ["station": #"{"from":[{"columns":["land","zst"]}]}"#])
        #expect(file.series.map(\.station.id) == ["05/1", "06/1", "05/2"])
        #expect(file.series.map(\.values) == [[1, 4], [2, 5], [3, 6]])
        #expect(file.rejection(.noStation)?.count == 1)
    }

    @Test func `a file without one of them is another kind of file`() {
        let fault = #expect(throws: FileFault.self) {
            try OwnMapping.parse(Self.lands, ["station": #"{"from":[{"columns":["land","nr"]}]}"#])
        }
        #expect(fault?.isMisfit == true)
        #expect(throws: MappingError.self) { try OwnMapping.series(["station": #"{"from":[{"columns":[]}]}"#]) }
    }

    private static func block(_ lead: String, _ start: Int) -> String {
        lead + "zeit;wert\n" + (0..<6).map { "2026-01-01 0\($0):00;\(start + $0)\n" }.joined()
    }

    @Test(arguments: [
        (["Messstelle: Nord\nin cm\n", "Messstelle: Süd\nin cm\n"], ["Nord", "Süd"]),
        (["Nord\n", "Nordost\n"], ["Nord", "Nordost"]),
        (["", ""], ["x"]),
    ])
    func `several tables in a file are proposed as such, and each row is read`(leads: [String], stations: [String])
        throws
    {
        let text =
            Self.block(leads[0], 1) + (leads[0].isEmpty ? "" : "\n")
            + Self.block(leads[1], 100).replacing(
                "2026-01-01", with: stations.count == 1 ? "2026-01-02" : "2026-01-01")
        let found = try Proposer().proposal(FileSample(name: "x.csv", bytes: Array(text.utf8)))
        #expect(found["blocks"]?.value == 2)
        let written = JSONValue.object(found.written).text.replacing(#""zone":"?""#, with: #""zone":"UTC""#).replacing(
            #""stamp":"?""#, with: #""stamp":"start""#)
        let mapping = try Mapping(parsing: Array(written.utf8), document: "x", isTrial: true)
        guard case .series(let series) = mapping.kind else { throw FileFault("no series") }
        let parsed = try SeriesParser(series, mapping: mapping, limits: ImportLimits()).parse(
            ImportFile(path: "x.csv", bytes: Array(text.utf8), folder: "."), checksum: "",
            report: ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0)))
        #expect(parsed.report.rows == 12 && parsed.report.rejections.isEmpty)
        #expect(parsed.series.map(\.station.id) == stations)
        #expect(parsed.series.reduce(0) { $0 + $1.values.count } == 12)
    }

    @Test(arguments: [
        (lands, ["land", "zst"]),
        // each number belongs to one district: the number is enough
        (
            "bezirk;nr;zeit;wert\nNord;1;2026-01-01 00:00;1\nSüd;2;2026-01-01 00:00;2\nNord;3;2026-01-01 00:00;3\n"
                + "Nord;1;2026-01-01 01:00;4\nSüd;2;2026-01-01 01:00;5\nNord;3;2026-01-01 01:00;6\n", ["nr"]
        ),
    ])
    func `a proposal takes as many columns as tell the stations apart`(text: String, columns: [String]) throws {
        let found = try Proposer().proposal(FileSample(name: "x.csv", bytes: Array(text.utf8)))
        let source = found.mapping["station"]?["from"]?.array?.first
        let named = source?["columns"]?.array?.compactMap(\.string) ?? [source?["column"]?.string ?? ""]
        #expect(named == columns)
    }
}
