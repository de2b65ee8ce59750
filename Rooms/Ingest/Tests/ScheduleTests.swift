// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Ingest
@testable import IngestWaiting

/// What waits and what comes each night.
@Suite struct ScheduleTests {
    @Test func `what is other about a delivery is named`() {
        let before = DeliveryShape(columns: ["zeit", "a"], encoding: "utf-8", separator: ";", stations: ["1", "2"])
        let after = DeliveryShape(
            columns: ["zeit", "b"], encoding: "windows-1252", separator: ",", stations: ["2", "3"])
        #expect(after.changes(since: after).isEmpty)
        #expect(
            after.changes(since: before).map(\.english) == [
                "new column \"b\"", "column \"a\" is missing", "encoding windows-1252 instead of utf-8",
                "separator \",\" instead of \";\"", "station \"1\" is missing", "new station \"3\"",
            ])
        #expect(DeliveryShape(after.json) == after)
    }

    @Test(arguments: ["2026-03-28T22:00:00Z", "2026-07-01T00:30:00Z", "2026-07-01T01:30:00Z", "2026-07-01T02:30:00Z"])
    func `the next night is at least an hour and at most a day and an hour away`(text: String) throws {
        let now = try Instant(iso8601: text)
        let next = DeliveryClock.next(hour: 3, after: now)
        let hours = Double(next.microseconds - now.microseconds) / 3_600_000_000
        #expect(hours >= 1 && hours <= 25)
        #expect(next.microseconds % 86_400_000_000 == 2 * 3_600_000_000)
    }

    private func proposal(_ text: String, _ folder: String) throws -> DeliveryProposal {
        let path = folder + "/pegel.csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try DeliveryProposal(paths: [path])
    }

    private static func table(_ names: String, rows: Int = 60) -> String {
        names + "\n"
            + (0..<rows).map { row in
                "0\(row / 24 + 1).07.2025 \(row % 24 < 10 ? "0" : "")\(row % 24):00;\(row % 7),5;\(row % 5),25"
            }.joined(separator: "\n") + "\n"
    }

    @Test func `a repaired mapping keeps what people have said`() async throws {
        try await withFolder { folder in
            let first = try proposal(Self.table("Zeit;Stand [cm];Temperatur [°C]"), folder)
            var document = first.document
            #expect(document["kind"]?.string == "series")
            document["dataset"] = ["slug": "pegel", "title": "Pegel", "owner": "Amt", "licence": "dl-by-de/2.0"]
            var time = try #require(document["time"]?.object)
            time["zone"] = "Etc/GMT-1"
            time["stamp"] = "end"
            document["time"] = .object(time)
            let second = try proposal(Self.table("Zeit;Stand [cm];Wassertemperatur [°C]"), folder)
            let repaired = MappingRepair(document, second).document
            #expect(repaired["time"]?["zone"]?.string == "Etc/GMT-1")
            #expect(repaired["time"]?["stamp"]?.string == "end")
            #expect(repaired["dataset"] == document["dataset"])
            let columns = repaired["series"]?.array?.compactMap { $0["column"]?.string }
            #expect(columns == ["Stand [cm]", "Wassertemperatur [°C]"])
            _ = try Mapping(parsing: Array(WaitingImport.text(of: repaired).utf8), document: "repaired")
        }
    }

    @Test func `a preview's counts add up, and a file's beginning is enough`() async throws {
        try await withFolder { folder in
            let path = folder + "/pegel.csv"
            let text = Self.table("Zeit;Stand [cm];Temperatur [°C]") + "kaputt;1,0;2,0\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            var document = try DeliveryProposal(paths: [path]).document
            var time = try #require(document["time"]?.object)
            time["form"] = "dd.MM.yyyy HH:mm"
            time["zone"] = "UTC"
            time["stamp"] = "start"
            document["time"] = .object(time)
            let mapping = try Mapping(
                parsing: Array(JSONValue.object(document).text.utf8), document: "x", isTrial: true)
            let now = Instant(seconds: 1_800_000_000)
            let whole = try ImportPreview(paths: [path], mapping: mapping, now: now)
            #expect(whole.isWhole && whole.values == 120 && whole.series.map(\.count) == [60, 60])
            #expect(whole.report.rows == 61 && whole.report.rowsRefused == 1)
            #expect(whole.lines.first?.start.iso8601.hasPrefix("2025-07-01T00:00:00") == true)
            let part = try ImportPreview(paths: [path], mapping: mapping, most: 600, now: now)
            #expect(!part.isWhole && part.values > 0 && part.values < 120 && part.report.rowsRefused == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a delivery waits for its owner, and no longer than its time`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await withFolder { folder in
                let area = WaitingArea(folder: folder)
                let now = Instant(seconds: 1_800_000_000)
                let name = try area.open()
                let ada = Reader(identity: .account(id: 1, name: "Ada"), role: .editor)
                let renamed = Reader(identity: .account(id: 1, name: "Ada Neu"), role: .editor)
                let other = Reader(identity: .account(id: 4, name: "Ada"), role: .editor)
                let program = Reader(identity: .key(id: 1, name: "Ada"), role: .editor)
                let id = try await engine.write { connection in
                    try WaitingQueries.begin(
                        owner: DeliveryOwner(ada), folder: name, at: now, hours: 2, on: connection)
                }
                let bob = Reader(identity: .account(id: 2, name: "Bob"), role: .editor)
                let chief = Reader(identity: .account(id: 3, name: "Chief"), role: .administrator)
                try await engine.write { connection in
                    try WaitingQueries.arrived(
                        id, files: [WaitingImport.File(name: "a.csv", bytes: 3)], proposal: [:], columns: [],
                        document: ["name": "a"], on: connection)
                }
                let cases = [
                    (ada, true), (renamed, true), (other, false), (program, false), (bob, false), (chief, true),
                ]
                for (reader, isSeen) in cases {
                    let found = try await engine.read { try WaitingQueries.find(id, for: reader, on: $0) }
                    #expect((found != nil) == isSeen)
                }
                let early = WaitingWork(engine: engine, area: area) { Instant(seconds: 1_800_003_600) }
                try await early.sweep()
                #expect(area.holds(name))
                let late = WaitingWork(engine: engine, area: area) { Instant(seconds: 1_900_000_000) }
                try await late.sweep()
                #expect(!area.holds(name))
                let left = try await engine.read { try WaitingQueries.count(of: DeliveryOwner(ada), on: $0) }
                #expect(left == 0)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a mapping's versions are kept, one for each change`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            func keep(_ title: String, slug: String = "pegel") async throws -> (String, Int64) {
                let document: JSONObject = [
                    "name": "pegel", "dataset": ["slug": .string(slug), "title": .string(title)],
                ]
                let kept = try await engine.write { connection in
                    try MappingVersions.keep(document, by: "Ada", at: Instant(seconds: 1), on: connection)
                }
                return (kept.name, kept.version)
            }
            #expect(try await keep("A") == ("pegel", 1))
            #expect(try await keep("A") == ("pegel", 1))
            #expect(try await keep("B") == ("pegel", 2))
            #expect(try await keep("A", slug: "anderes") == ("pegel-2", 1))
            let all = try await engine.read { try MappingVersions.all("pegel", for: .system, on: $0) }
            #expect(all.map(\.version) == [2, 1])
        }
    }
}
