// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import Storage
import TestSupport
import Testing
import Wire

@testable import Ingest

@Suite struct PseudonymTests {
    private static let station = [
        "station": #"{"from":[{"column":"karte"}]}"#,
        "format": #"{"separator":";","pseudonymise":[{"column":"karte","every":"month"}]}"#,
    ]
    private static let text =
        "zeit;karte;wert\n2026-01-01 00:00;A-17;1\n2026-01-01 01:00;B-18;2\n2026-01-01 02:00; A-17 ;3\n"

    private func marks(_ parsed: ParsedFile) -> [String] { parsed.series.map(\.station.id) }

    @Test func `the same text has the same mark, and nothing shows the text`() throws {
        let parsed = try OwnMapping.parse(Self.text, Self.station)
        let marks = marks(parsed)
        #expect(marks.count == 2 && Set(marks).count == 2)
        #expect(parsed.series.map(\.values) == [[1, 3], [2]])
        #expect(marks.allSatisfy { $0.first == "p" && $0.count == 21 })
        #expect(!"\(parsed)".contains("A-17") && !"\(parsed)".contains("B-18"))
    }

    @Test func `what is refused is told without the text`() throws {
        let parsed = try OwnMapping.parse(
            "zeit;karte;wert\n2026-01-01 00:00;A-17;x\nmorgen;A-17;1\n2026-01-01 01:00;;1\n", Self.station)
        #expect(Set(parsed.report.rejections.map(\.reason)) == [.notANumber, .badTime, .noStation])
        #expect(!"\(parsed)".contains("A-17"))
    }

    @Test(
        arguments: [
            (#""fixedWidth":true"#, "zeit             karte wert\n2026-01-01 00:00 A-17  1\n"),
            (#""keyValue":"=""#, "zeit=2026-01-01 00:00\nkarte=A-17\nwert=1\n"),
            (#""json":{"records":""}"#, #"[{"zeit":"2026-01-01 00:00","karte":"A-17","wert":1}]"#),
            (
                #""xml":{"records":"r"}"#,
                "<a><r><zeit>2026-01-01 00:00</zeit><karte>A-17</karte><wert>1</wert></r></a>"
            ),
            (#""separator":";","blocks":"""#, "zeit;karte;wert\n2026-01-01 00:00;A-17;1\n"),
            (#""separator":"auto""#, "zeit\tkarte\twert\n2026-01-01 00:00\tA-17\t1\n"),
            (#""separator":";","headerAliases":{"nr":"karte"}"#, "zeit;nr;wert\n2026-01-01 00:00;A-17;1\n"),
            (
                #""separator":";","fillDown":["karte"]"#,
                "zeit;karte;wert\n2026-01-01 00:00;A-17;1\n2026-01-01 01:00;;2\n"
            ),
            (
                #""separator":";","unpivot":{"columns":"^(2026.*)$","into":"zeit","value":"wert"}"#,
                "karte;2026-01-01 00:00\nA-17;1\n"
            ),
        ] as [(String, String)])
    func `in each shape of a table`(format: String, text: String) throws {
        let parsed = try OwnMapping.parse(
            text,
            Self.station.merging([
                "format": #"{\#(format),"pseudonymise":[{"column":"karte","every":"day"}]}"#
            ]) { $1 })
        #expect(marks(parsed).count == 1 && marks(parsed).first?.first == "p")
        #expect(!"\(parsed)".contains("A-17"))
    }

    @Test func `a file without the column is refused, whatever else it has`() throws {
        let error = #expect(throws: FileFault.self) {
            _ = try OwnMapping.parse("zeit;Karte;wert\n2026-01-01 00:00;A-17;1\n", Self.station)
        }
        #expect(error?.description.contains("\"karte\"") == true && error?.isMisfit == true)
    }

    @Test(
        arguments: [
            (#"[{"column":"karte"}]"#, "every"), (#"[{"column":"karte","every":"week"}]"#, "/every"),
            (#"[{"every":"day"}]"#, "column"), (#"{"column":"karte","every":"day"}"#, "list"),
            (#"[{"column":"k","every":"day"},{"column":"k","every":"year"}]"#, "twice"),
            (#"[{"column":"wert","every":"day"}]"#, "measured values"), (#"[{"column":"zeit","every":"day"}]"#, "time"),
        ] as [(String, String)])
    func `what cannot be declared is refused with its place`(rule: String, word: String) {
        let error = #expect(throws: MappingError.self) {
            _ = try OwnMapping.series(["format": #"{"separator":";","pseudonymise":\#(rule)}"#])
        }
        let told = "\(error.map { "\($0)" } ?? "")"
        #expect(told.contains(word) && told.contains("/format"))
    }

    @Test func `a mapping with pseudonyms publishes nothing`() {
        #expect(throws: MappingError.self) {
            _ = try OwnMapping.series(
                Self.station.merging([
                    "dataset":
                        #"{"slug":"own","title":"Own","owner":"Amt","licence":"dl-by-de/2.0","access":"public"}"#
                ]) { $1 })
        }
    }

    @Test func `layers: a property of GeoJSON, empty ones stay, columns that sound like people are told`() throws {
        let text = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"halter":"Anna","Vorname":"x"},"geometry":null},
            {"type":"Feature","properties":{"halter":"Anna"},"geometry":null},
            {"type":"Feature","properties":{"halter":null},"geometry":null},
            {"type":"Feature","properties":{},"geometry":null}]}
            """
        let mapping = try OwnMapping.layer([
            "source": #""geojson""#, "geometry": "", "fields": "", "id": "",
            "format": #"{"pseudonymise":[{"column":"halter","every":"year"}]}"#,
        ])
        guard case .layer(let layer) = mapping.kind else { throw FileFault("no layer") }
        var report = ImportReport(mapping: "own", dataset: "own", started: Instant(seconds: 0))
        let file = ImportFile(path: "own.geojson", bytes: Array(text.utf8), folder: ".")
        let parsed = try LayerParser(layer).parse(file, report: &report)
        let values = (parsed.document["features"]?.array ?? []).map { $0["properties"]?["halter"] }
        #expect(values[0]?.string?.first == "p" && values[0] == values[1])
        #expect(values[2]?.isNull == true && values[3] == nil)
        #expect(!JSONValue.object(parsed.document).text.contains("Anna"))
        #expect(report.notices.contains { $0.english.contains("Vorname") && !$0.english.contains("halter") })
        let other = ImportFile(
            path: "own.geojson", bytes: Array(text.replacing("halter", with: "Halter").utf8), folder: ".")
        #expect(throws: FileFault.self) { _ = try LayerParser(layer).parse(other, report: &report) }
    }

    private func run(_ engine: any StorageEngine, _ day: String, _ folder: String) async throws -> ImportReport {
        let path = "\(folder)/\(day).csv"
        try Data(Self.text.replacing("2026-01-01", with: day).utf8).write(to: URL(fileURLWithPath: path))
        let now = try Instant(iso8601: day + "T12:00:00Z")
        let importer = Importer(
            engine: engine, mapping: try OwnMapping.series(Self.station), actor: "test", clock: { now })
        return try await importer.run(files: [path])
    }

    private func stations(_ engine: any StorageEngine) async throws -> Set<String> {
        try await Set(engine.read { try $0.rows("SELECT name FROM thing") { $0.text(0) } })
    }

    @Test(arguments: TestEngine.allCases)
    func `a key lasts for its period, then it is gone`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let report = try await run(engine, "2026-01-10", folder)
                #expect(report.stored == 3 && report.notices.contains { $0.german.contains("Pseudonym") })
                let first = try await stations(engine)
                #expect(first.count == 2 && first.allSatisfy { $0.first == "p" })
                _ = try await run(engine, "2026-01-31", folder)
                #expect(try await stations(engine) == first)
                // the town's clock: 31 January, 23:30 UTC, is February
                try await engine.write {
                    try PseudonymQueries.destroyExpired(
                        at: try Instant(iso8601: "2026-01-31T22:59:59Z"), on: $0)
                }
                let keys: SQL = "SELECT count(*) FROM pseudonym_key"
                #expect(try await engine.read { try $0.integer(keys) } == 1)
                try await engine.write {
                    try PseudonymQueries.destroyExpired(
                        at: try Instant(iso8601: "2026-01-31T23:00:00Z"), on: $0)
                }
                #expect(try await engine.read { try $0.integer(keys) } == 0)
                _ = try await run(engine, "2026-02-01", folder)
                #expect(try await stations(engine).subtracting(first).count == 2)
                // the record of processing knows, and the data set is about people now
                let entries = try await engine.read { try ProcessingQueries.all(on: $0) }
                #expect(entries.map(\.personal) == [.pseudonymous])
                #expect(entries.first?.pseudonyms == [PseudonymQueries.Column(name: "karte", period: .month)])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `another data set has other marks, and a public one takes none`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let now = Instant(seconds: 1_800_000_000)
                func set(_ slug: String, _ access: Dataset.Access) throws -> Int64 {
                    try DatasetQueries.save(
                        Dataset(
                            slug: slug, title: slug, owner: "Amt", licence: "cc-zero", attributions: [], access: access,
                            issued: now, modified: now), by: "test", at: now, on: connection)
                }
                let (one, two) = (try set("one", .restricted), try set("two", .restricted))
                let key = try PseudonymQueries.key(of: one, .month, at: now, on: connection)
                #expect(try PseudonymQueries.key(of: one, .month, at: now, on: connection) == key)
                #expect(try PseudonymQueries.key(of: one, .day, at: now, on: connection) != key)
                #expect(try PseudonymQueries.key(of: two, .month, at: now, on: connection) != key)
                _ = try set("own", .public)
            }
            try await withFolder { folder in
                let error = await #expect(throws: MappingError.self) { _ = try await run(engine, "2026-01-10", folder) }
                #expect(error.map { "\($0)" }?.contains("restricted") == true)
            }
            #expect(try await stations(engine).isEmpty)
        }
    }
}
