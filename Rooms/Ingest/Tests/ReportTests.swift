// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage
import TestSupport
import Testing
import Wire

@testable import Ingest

/// A report says what happened, on every repetition too.
@Suite struct ReportTests {
    private func run(
        _ engine: any StorageEngine, _ files: [String], _ changes: [String: String] = [:]
    ) async throws -> ImportReport {
        let importer = Importer(
            engine: engine, mapping: try OwnMapping.series(changes), actor: "test",
            clock: { Instant(seconds: 1_800_000_000) })
        return try await importer.run(files: files)
    }

    private func write(_ folder: String, _ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        return folder + "/" + name
    }

    private let good = "zeit;wert\n2026-01-01 00:00;1\n"

    @Test(arguments: TestEngine.allCases)
    func `what was refused stays refused, and nothing new is said only of what was there`(
        kind: TestEngine
    ) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let bad = try write(folder, "bad.csv", "zeit;wert\n2026-01-01 00:00;x\nkaputt;1\n")
                for turn in 0..<3 {
                    let report = try await run(engine, [bad])
                    #expect(report.outcome == .partial && !report.isNothingNew)
                    #expect(report.filesSkipped == (turn == 0 ? 0 : 1))
                    let text = report.text(in: .english)
                    #expect(!text.contains("Nothing new") && text.contains("Nothing was stored"))
                    #expect(turn == 0 || text.contains("remains refused"))
                }
                let fine = try write(folder, "good.csv", good)
                #expect(try await run(engine, [fine]).outcome == .complete)
                let again = try await run(engine, [fine])
                #expect(again.isNothingNew && again.text(in: .german).contains("alles war schon da"))
                let empty = try await run(engine, [try write(folder, "empty.csv", "zeit;wert\n")])
                #expect(empty.outcome == .complete && empty.text(in: .german).contains("keine Zeile"))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a run that finds no file is a failure, each time`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                _ = try write(folder, "bild.png", "x")
                try writeArchive(folder + "/a.zip", .zip, [.file("bild.png", [1])])
                for path in [folder, folder + "/a.zip", folder, folder + "/none.csv"] {
                    let report = try await run(engine, [path])
                    #expect(report.outcome == .failed && !report.isNothingNew)
                    #expect(report.filesFailed.first?.reason.isEmpty == false)
                }
                let report = try await run(engine, [folder + "/a.zip"])
                #expect(report.filesFailed.first?.reason.contains("bild.png") == true)
            }
        }
    }

    @Test(arguments: [true, false])
    func `what else lies in an archive or a folder is listed`(isArchive: Bool) async throws {
        let files = [
            ("d/a.csv", good), ("__MACOSX/d/._a.csv", "\u{0}\u{1}"), ("readme.txt", "In diesem Archiv liegen Daten."),
            ("d/orte.csv", "id;lon;lat\na;7,6;51,9\n"), ("d/Lizenz.csv", "Diese Daten;sind frei\n"),
            ("d/.DS_Store", "x"),
        ]
        let places = #"{"files":[{"path":"orte.csv","id":"id","longitude":"lon","latitude":"lat"}]}"#
        try await withDatabase(.sqlite) { engine in
            try await withFolder { folder in
                var path = folder + "/d.zip"
                if isArchive {
                    try writeArchive(path, .zip, files.map { .file($0.0, Array($0.1.utf8)) })
                } else {
                    path = folder + "/in"
                    for (name, text) in files {
                        let file = URL(fileURLWithPath: path + "/" + name)
                        let parent = file.deletingLastPathComponent()
                        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                        try Data(text.utf8).write(to: file)
                    }
                }
                let report = try await run(engine, [path], ["places": places])
                #expect(report.stored == 1 && report.outcome == .complete)
                #expect(report.filesFailed.isEmpty && report.stationsWithoutPlace.isEmpty)
                #expect(report.others.count == 5)
                #expect(report.text(in: .german).contains("Liegt dabei, nicht importiert"))
                let again = try await run(engine, [path], ["places": places])
                #expect(again.isNothingNew && again.outcome == .complete)
            }
        }
    }

    @Test func `a file that is written as the data are and does not fit is a failure`() async throws {
        try await withDatabase(.sqlite) { engine in
            try await withFolder { folder in
                _ = try write(folder, "2026-01.csv", good)
                _ = try write(folder, "2026-02.csv", "stempel;wert\n2026-02-01 00:00;1\n")
                let report = try await run(engine, [folder])
                #expect(report.outcome == .filesFailed && report.stored == 1)
                try writeArchive(
                    folder + "/n.zip", .zip, [.file("a.csv", Array(good.utf8)), .file("b.zip", [1])])
                let nested = try await run(engine, [folder + "/n.zip"])
                #expect(nested.filesFailed.first?.reason.contains("unpack") == true)
            }
        }
    }

    @Test func `counts add up`() throws {
        let file = try OwnMapping.parse(
            "zeit;wert;z\n2026-01-01 00:00;1;\n2026-01-01 01:00;x;2\nkaputt;1;1\n\"2026;1\n2026-01-01 00:00;3;4;5\n"
                + "2026-01-01 00:00;2;9\n2026-01-01 02:00\n2025-10-26 02:30;1;1\n;;\n",
            ["series": "[\(OwnMapping.rule(#""column":"wert""#)),\(OwnMapping.rule(#""column":"z""#, key: "z"))]"])
        let report = file.report
        let values = file.series.reduce(0) { $0 + $1.values.count }
        let rowReasons: Set<ImportReport.Reason> = [
            .badTime, .badCell, .surplusFields, .missingFields, .noStation, .nonexistentTime, .ambiguousTime,
        ]
        let refusedRows = report.rejections.filter { rowReasons.contains($0.reason) }.reduce(0) { $0 + $1.count }
        let refusedValues = report.rejected - refusedRows
        #expect(report.rowsRefused == refusedRows)
        #expect((report.rows - report.rowsRefused) * 2 == values + report.empty + refusedValues + report.unchanged)
    }
}
