// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

@testable import Ingest

/// The columns that the page offers are those that the mapping names, whatever the file is made of.
@Suite struct PageColumnTests {
    private static let files: [(name: String, text: String)] = [
        (
            "wide.csv",
            "Datum;" + (1...24).map { "\($0)" }.joined(separator: ";") + "\n"
                + (1...5).map { day in "0\(day).07.2026;" + (1...24).map { "\($0 * day)" }.joined(separator: ";") + "\n"
                }
                .joined()
        ),
        (
            "x.xml",
            "<r>"
                + (0..<5).map { "<p><id n=\"P\($0)\"/><t>2026-07-01T0\($0):00:00Z</t><frei>\($0 * 7 % 5)</frei></p>" }
                .joined()
                + "</r>"
        ),
        (
            "lines.txt",
            (0..<6).map { "station: A\nzeit: 2026-07-01 0\($0):00\nwert: \($0).5\n" }.joined()
        ),
        ("twice.csv", "Zeit;Wert;Wert;\n" + (0..<9).map { "2026-07-01 0\($0):00;\($0);\($0 + 50);7\n" }.joined()),
        ("bare.csv", (0..<9).map { "2026-07-01 0\($0):00;\($0);\($0 + 50)\n" }.joined()),
        (
            "fixed.txt",
            "STATION        ZEIT   WERT\n" + (0..<9).map { "  00417  202607010\($0)   \($0).5\n" }.joined()
        ),
        (
            "long.csv",
            "Ort;Zeit;Was;Wert\n"
                + (0..<9).map { "A;2026-07-01 0\($0):00;T;1\nA;2026-07-01 0\($0):00;PM10;2\n" }.joined()
        ),
    ]

    /// Columns of values, of times and of `where`.
    private static func named(_ document: JSONObject) -> Set<String> {
        let rules = document["series"]?.array ?? []
        let places = rules.flatMap { rule in rule["where"].map { $0.array ?? [$0] } ?? [] }
        let time = document["time"]
        let times = [time?["column"]?.string].compactMap { $0 } + (time?["columns"]?.array?.compactMap(\.string) ?? [])
        return Set((rules + places).compactMap { $0["column"]?.string } + times)
    }

    private func check(_ path: String) throws {
        let found = try DeliveryProposal(paths: [path])
        let offered = Set(found.columns.map(\.name))
        let named = Self.named(found.document)
        #expect(named.isSubset(of: offered), "\(named.subtracting(offered)) of \(offered)")
        #expect(offered.count == found.columns.count)
        guard found.document["kind"] == "series" else { return }
        #expect(!named.isEmpty)
    }

    @Test(arguments: files.indices) func `each column that the mapping names can be chosen`(index: Int) async throws {
        try await withFolder { folder in
            let path = folder + "/" + Self.files[index].name
            try Data(Self.files[index].text.utf8).write(to: URL(fileURLWithPath: path))
            try check(path)
        }
    }

    @Test(arguments: Shapes.names) func `so it is with each shape of a real file`(name: String) throws {
        try check(try Shapes.file(name).path)
    }

    @Test func `a layer of features is named by its properties`() async throws {
        let feature =
            #"{"type":"Feature","properties":{"name":"Eiche","hoehe":12},"geometry":{"type":"Point","coordinates":[7.6,51.9]}}"#
        try await withFolder { folder in
            let path = folder + "/baeume.geojson"
            let text = #"{"type":"FeatureCollection","features":["# + [feature, feature].joined(separator: ",") + "]}"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let found = try DeliveryProposal(paths: [path])
            #expect(found.kind == "layer" && Set(found.columns.map(\.name)) == ["name", "hoehe"])
            var document = found.document
            document["titleField"] = "name"
            let mapping = try Mapping(
                parsing: Array(JSONValue.object(document).text.utf8), document: "x", isTrial: true)
            let preview = try ImportPreview(paths: [path], mapping: mapping, now: Instant(seconds: 0))
            #expect(preview.places.map(\.name) == ["Eiche", "Eiche"])
        }
    }

    @Test func `a unit that nothing names is not in the document of the page`() async throws {
        try await withFolder { folder in
            let path = folder + "/x.csv"
            let rows = (1...12).map { "2025-\($0 < 10 ? "0" : "")\($0)-01;\($0).25;\($0 * 3);\($0).5\n" }
            try Data(("Datum;Messwert;Gäste;Nitrat [mg/l]\n" + rows.joined()).utf8).write(
                to: URL(fileURLWithPath: path))
            let units = try DeliveryProposal(paths: [path]).document["series"]?.array?.map {
                $0["unit"]?["symbol"]?.string
            }
            #expect(units == [nil, "1", "mg/l"])
            let series = try DeliveryProposal(paths: [path]).document["series"]?.array ?? []
            let properties = series.map { $0["observedProperty"]?["name"]?.string }
            #expect(properties == [nil, "Besucher", "Nitrat"], "what is measured is asked too")
        }
    }
}
