// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Randomness
import Storage
import TestSupport
import Testing
import Wire

@testable import Knowledge

@Suite struct ImportTests {
    private func write(_ text: String, _ name: String, in folder: URL) throws -> String {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private static let register = """
        ags,name,area_ha,population,tk,plz,rt7,rt3
        05515000,"Münster, Stadt",30328,320946,61,48143,72.0,city
        09181121,Fuchstal,3974,4129,64,86925,,rural
        5515,Kaputt,1,1,64,1,71.0,city
        09190157,Münsterhausen,1,1200,60,86505,77.0,rural

        """

    @Test(arguments: TestEngine.allCases)
    func `the folder of a register, its file alone and what lies beside it are recognised`(
        _ kind: TestEngine
    ) async throws {
        try await withTemporaryFolder { folder in
            let file = try write(
                "ags,name,area_ha,population,tk,plz,rt7,rt3\n09181121,Fuchstal,3974,4129,64,86925,,rural\n",
                "gemeinden-de/gemeinden_2023_regiostar.csv", in: folder)
            _ = try write(
                "ags,total\n01001000,89504\n01002000,247548\n", "gemeinden-de/bevoelkerung_2018.csv", in: folder)
            try await withDatabase(kind) { engine in
                let importer = KnowledgeImporter(engine: engine, clock: SearchTests.clock)
                let report = try await importer.run(paths: [folder.appendingPathComponent("gemeinden-de").path])
                #expect(report.isComplete, "\(report.text)")
                #expect(report.files.map(\.rowsStored) == [1, 0])
                #expect(report.text.contains("bevoelkerung_2018.csv: passed over"))
                let alone = try await importer.run(paths: [file])
                #expect(alone.isComplete && alone.files.map(\.isUnchanged) == [true])
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a table of something else is one line, and equal reasons are told once`(_ kind: TestEngine) async throws {
        try await withTemporaryFolder { folder in
            let other = try write("ags,total\n01001000,1\n01002000,2\n", "zahlen.csv", in: folder)
            let bare = try write(
                "slug,title,outcome\n" + (1...8).map { "a\($0),T,success\n" }.joined(), "entries.csv", in: folder)
            try await withDatabase(kind) { engine in
                let importer = KnowledgeImporter(engine: engine, clock: SearchTests.clock)
                let report = try await importer.run(paths: [other, bare])
                #expect(!report.isComplete && report.files[0].rejections.count == 1)
                #expect(report.files[1].rejections.count == 8)
                #expect(report.text.split(separator: "\n").count == 4, "\(report.text)")
                #expect(report.text.contains("(8 times: lines 2, 3, 4, 5, 6, …)"), "\(report.text)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func takesRegistersInOnce(_ kind: TestEngine) async throws {
        try await withTemporaryFolder { folder in
            _ = try write(Self.register, "gemeinden-de/gemeinden_2023_regiostar.csv", in: folder)
            _ = try write(
                #"{"MIT": {"id": "MIT", "name": "MIT License", "osi_approved": true}, "X": {"name": "x"}}"#,
                "lizenzen/spdx-licences.json", in: folder)
            _ = try write(
                #"{"timestamp": "2024", "MIT": {"MIT": "Same", "GPL-2.0-only": "No"}}"#, "lizenzen/osadl-matrix.json",
                in: folder)
            try await withDatabase(kind) { engine in
                let importer = KnowledgeImporter(engine: engine, clock: SearchTests.clock)
                let report = try await importer.run(paths: [folder.path])
                #expect(report.files.map(\.rowsRead) == [4, 2, 2])
                #expect(report.files.map(\.rowsStored) == [3, 1, 2])
                #expect(report.files[0].rejections.map(\.line) == [4])
                #expect(!report.isComplete)
                let again = try await importer.run(paths: [folder.path])
                #expect(again.files.allSatisfy { $0.isUnchanged })
                try await engine.read { connection in
                    let found = try MunicipalityQueries.matching("muenster", on: connection)
                    #expect(found.map(\.name) == ["Münster, Stadt", "Münsterhausen"])
                    let town = try #require(try MunicipalityQueries.municipality(key: "05515000", on: connection))
                    #expect(town.state == "Nordrhein-Westfalen")
                    #expect(town.kind?.german == "Kreisfreie Stadt")
                    #expect(town.regionType == 72)
                    #expect(abs((town.density ?? 0) - 1058.2) < 0.1)
                    #expect(try MunicipalityQueries.matching("0918", on: connection).map(\.name) == ["Fuchstal"])
                    #expect(try MunicipalityQueries.matching("%", on: connection).isEmpty)
                    #expect(try LicenceQueries.licences(on: connection).map(\.id) == ["MIT"])
                    #expect(
                        try LicenceQueries.verdict(leading: "MIT", subordinate: "GPL-2.0-only", on: connection) == "No")
                    #expect(try LicenceQueries.verdict(leading: "MIT", subordinate: "EUPL-1.2", on: connection) == nil)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases) func whatATownBringsInStandsBeforeWhatIsShipped(
        _ kind: TestEngine
    ) async throws {
        try await withTemporaryFolder { folder in
            let json = try write(
                #"[{"slug": "qgis", "kind": "software", "title": "Unser QGIS", "summary": "Quarzlampenwiese"}, {"slug": "B!"}]"#,
                "town.json", in: folder)
            let csv = try write(
                "slug;title;title_en;summary;place;outcome;source_title;source_date;categories;population\n"
                    + "probe;Probe;Trial;Quarzlampenfeld;Ort;failed;Bericht;2024;mobility|data;4000\n"
                    + "schlecht;Probe;;Text;Ort;prima;Bericht;2024;;\n", "towns.csv", in: folder)
            try await withDatabase(kind) { engine in
                let importer = KnowledgeImporter(engine: engine, clock: SearchTests.clock)
                let report = try await importer.run(paths: [json, csv, folder.path + "/none.json"])
                #expect(report.files.map(\.rowsStored) == [1, 1, 0])
                #expect(report.files.map(\.rejections.count) == [1, 1, 1])
                #expect(report.files[1].rejections.first?.line == 3)
                try await engine.write { try $0.execute("DELETE FROM knowledge_source WHERE name = 'entries:shipped'") }
                try await importer.installShipped()
                try await engine.read { connection in
                    #expect(
                        try KnowledgeQueries.entry(.block, slug: "qgis", on: connection)?.title.german == "Unser QGIS")
                    let search = KnowledgeSearch()
                    let hits = try search.run(.init(text: "Quarzlampe"), on: connection).hits.map(\.entry.slug)
                    #expect(hits.sorted() == ["probe", "qgis"])
                    let probe = try #require(try KnowledgeQueries.entry(.example, slug: "probe", on: connection))
                    #expect(try ProjectExample(probe).population == 4000)
                    #expect(probe.categories == [.mobility, .data])
                }
            }
        }
    }

    @Test func readsPublicCode() throws {
        let yaml = """
            # a comment
            publiccodeYmlVersion: "0.4"
            name: Beispiel App
            url: 'https://example.org/it''s'
            categories:
              - data-collection
              - iot   # two
            usedBy: []
            outputTypes: [text/csv, "application/json"]
            description:
              en:
                shortDescription: >
                  One line
                  and more.

                  Next.
                features:
                - Maps
                - Charts: fast
              de:
                shortDescription: |-
                  Erste Zeile
                    eingerückt
            legal:
              license: EUPL-1.2
            maintenance:
              contacts:
                - name: Amt für Karten
                  email: a@example.org
            dependsOn:
              open:
                - name: PostgreSQL
                  optional: true
            """
        let file = try #require(try YAMLParser.parse(yaml).object)
        #expect(file["url"] == "https://example.org/it's")
        #expect(file["description"]?["en"]?["shortDescription"] == "One line and more.\nNext.\n")
        #expect(file["description"]?["en"]?["features"] == ["Maps", ["Charts": "fast"]])
        #expect(file["description"]?["de"]?["shortDescription"] == "Erste Zeile\n  eingerückt")
        let entry = try KnowledgeEntry(try PublicCode.block(file), kind: .block)
        let block = try BuildingBlock(entry)
        #expect(entry.slug == "beispiel-app")
        #expect(block.licence == "EUPL-1.2")
        #expect(block.maintainer == "Amt für Karten")
        #expect(block.dependencies == ["PostgreSQL"])
        #expect(block.formats == ["text/csv", "application/json"])
    }

    @Test(arguments: [
        ("a: 1\n\tb: 2", 2), ("a: &x 1", 1), ("a: {b: 1}", 1), ("a: 1\na: 2", 2), ("a: \"x", 1), ("a: [1, 2", 1),
        ("a:\n  b: 1\n   c: 2", 3), ("a: 1\n---\nb: 2", 2), ("nonsense", 1), ("", 1), ("a: !tag x", 1),
    ]) func namesTheLineOfAFault(_ yaml: String, _ line: Int) {
        #expect { try YAMLParser.parse(yaml) } throws: { ($0 as? KnowledgeError)?.line == line }
    }

    @Test(arguments: 0..<200) func brokenYAMLNeverTraps(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = ["a", ":", " ", "\n", "- ", "  ", "'", "\"", "[", "]", "|", ">", "#", "{", "b: ", "ü", "\\", ","]
        let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        _ = try? YAMLParser.parse(text.joined())
    }
}
