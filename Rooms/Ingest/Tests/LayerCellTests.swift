// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage
import TestSupport
import Testing
import Wire

@testable import Ingest

@Suite struct LayerCellTests {
    private func parse(
        _ text: String, _ field: String, path: String = "own.csv", _ changes: [String: String] = [:]
    ) throws -> (values: [JSONValue], ids: [JSONValue], report: ImportReport) {
        let mapping = try OwnMapping.layer(["fields": "[\(field)]"].merging(changes) { $1 })
        guard case .layer(let layer) = mapping.kind else { throw FileFault("no layer") }
        var report = ImportReport(mapping: "own", dataset: "own", started: .init(seconds: 0))
        let file = ImportFile(path: path, bytes: Array(text.utf8), folder: ".")
        let parsed = try LayerParser(layer).parse(file, report: &report)
        let features = parsed.document["features"]?.array ?? []
        return (features.map { $0["properties"]?["f"] ?? .null }, features.map { $0["id"] ?? .null }, report)
    }

    private func table(_ cells: [String]) -> String {
        "nr;lon;lat;f\n" + cells.enumerated().map { "\($0.offset);7.6;51.9;\($0.element)\n" }.joined()
    }

    @Test func `whole numbers keep all digits, keys keep their zeros`() throws {
        let (values, ids, report) = try parse(
            "nr;lon;lat;f\n007;7.6;51.9;9007199254740993\n51502123004560001;7.6;51.9;0123\n99999999999999999999;7.6;51.9;1.5\n",
            #"{"column":"f","type":"integer"}"#)
        #expect(values == [JSONValue(9_007_199_254_740_993 as Int64), .null, .null])
        #expect(ids == ["007", JSONValue(51_502_123_004_560_001 as Int64), "99999999999999999999"])
        #expect(report.rejections.map(\.reason) == [.notWhole] && report.rejected == 2)
    }

    @Test func `a text of GeoJSON keeps the digits of a number`() throws {
        let features = ["9007199254740993", "1.10", "\"007\""].map {
            "{\"type\":\"Feature\",\"properties\":{\"f\":\($0)},\"geometry\":null}"
        }
        let text = "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}"
        let changes = ["source": #""geojson""#, "geometry": ""]
        let (values, _, _) = try parse(text, #"{"column":"f","type":"text"}"#, changes)
        #expect(values == ["9007199254740993", "1.10", "007"])
        let (whole, _, report) = try parse(text, #"{"column":"f","type":"integer"}"#, changes)
        #expect(whole == [JSONValue(9_007_199_254_740_993 as Int64), .null, .null])
        #expect(report.rejected == 2)
    }

    @Test func `yes and no: an unknown text is neither`() throws {
        let cells = ["ja", "Ja", "unbekannt", "nein", ""]
        let (declared, _, report) = try parse(table(cells), #"{"column":"f","type":"boolean","true":["ja"]}"#)
        #expect(declared == [true, .null, .null, false, .null])
        #expect(report.rejections.map(\.reason) == [.notYesNo] && report.rejected == 2)
        let (usual, _, _) = try parse(table(cells), #"{"column":"f","type":"boolean"}"#)
        #expect(usual == [true, true, .null, false, .null])
        let (own, _, rest) = try parse(
            table(["x", "-", "?"]), #"{"column":"f","type":"boolean","true":["x"],"false":["-"],"missing":["?"]}"#)
        #expect(own == [true, false, .null] && rest.rejections.isEmpty)
        #expect(throws: MappingError.self) {
            try OwnMapping.layer(["fields": #"[{"column":"f","type":"boolean","true":["0"]}]"#])
        }
    }

    @Test func `rows longer than the header, missing texts and thousands hold for layers too`() throws {
        let text = "nr;lon;lat;f\n1;7.6;51.9;1.234;\n2;7.6;51.9;5;6\n3;7.6;51.9;-999\n"
        let format = #"{"separator":";","decimal":",","thousands":".","missing":["-999"]}"#
        let (values, _, report) = try parse(
            text.replacing("7.6", with: "7,6").replacing("51.9", with: "51,9"),
            #"{"column":"f","type":"integer"}"#, ["format": format])
        #expect(values == [JSONValue(1234 as Int64), .null])
        #expect(report.rejections.map(\.reason) == [.surplusFields])
        #expect(report.rows == 3 && report.rowsRefused == 1)
    }

    @Test(arguments: TestEngine.allCases)
    func `a faulty feature is left out and listed, or the file is refused`(kind: TestEngine) async throws {
        let text = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[7.6,51.9]}},
            {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[7.6,51.9]]}},5]}
            """
        let changes = ["source": #""geojson""#, "geometry": "", "fields": "", "id": ""]
        let report = try await run(kind, text, changes)
        #expect(report.stored == 1 && report.outcome == .partial)
        #expect(report.rows == 3 && report.rowsRefused == 2)
        #expect(report.rejections.first?.reason == .badFeature && report.rejections.first?.first.line == 2)
        #expect(report.notices.count { $0.english.contains("/features/") } == 2)
        let whole = try await run(kind, text, changes.merging(["faultyFeatures": #""refuseFile""#]) { $1 })
        #expect(whole.outcome == .failed && whole.stored == 0)
    }

    @Test(
        arguments: [
            ("[50.739444,7.103278]", "", #"{"swapped":true}"#, [7.103278, 50.739444]),
            ("[370085.6368,5616225.944]", "EPSG:25832", "", [7.160993, 50.683346]),
            ("[5616225.944,370085.6368]", "EPSG:25832", #"{"swapped":true}"#, [7.160993, 50.683346]),
            ("[7.16,50.68]", "EPSG:25832", "", nil), ("[7.1,50.7]", "", #"{"swapped":true}"#, nil),
            ("[50.7,7.1]", "", "", nil), ("[370085.6,5616225.9]", "", "", nil),
        ] as [(String, String, String, [Double]?)])
    func `pairs of GeoJSON: swapped on request, a crs inside the geometry is seen`(
        pair: String, crs: String, geometry: String, place: [Double]?
    ) async throws {
        let named = crs.isEmpty ? "" : "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"\(crs)\"}},"
        let text = """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{},
            "geometry":{"type":"Point",\(named)"coordinates":\(pair)}}]}
            """
        let changes = ["source": #""geojson""#, "geometry": geometry, "fields": "", "id": ""]
        try await withDatabase(.sqlite) { engine in
            let report = try await run(engine, text, changes)
            #expect((report.outcome == .complete) == (place != nil))
            let west = try await engine.read {
                try $0.firstRow("SELECT west, south FROM feature_collection") { [$0.real(0), $0.real(1)] }
            }
            if let place {
                #expect(zip(west ?? [], place).allSatisfy { abs($0 - $1) < 1e-5 })
            } else {
                #expect(report.filesFailed.count == 1)
                let remedies = ["swapped", "epsg"]
                #expect(remedies.contains { report.filesFailed.first?.reason.contains($0) == true })
            }
        }
    }

    private func run(_ kind: TestEngine, _ text: String, _ changes: [String: String]) async throws -> ImportReport {
        try await withDatabase(kind) { try await run($0, text, changes) }
    }

    private func run(_ engine: any StorageEngine, _ text: String, _ changes: [String: String]) async throws
        -> ImportReport
    {
        try await withFolder { folder in
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/own.geojson"))
            let importer = Importer(
                engine: engine, mapping: try OwnMapping.layer(changes), actor: "test",
                clock: { Instant(seconds: 1_800_000_000) })
            return try await importer.run(files: [folder + "/own.geojson"])
        }
    }
}
