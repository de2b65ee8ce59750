// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

@testable import Ingest

@Suite struct PlaceTableTests {
    private func table(
        _ file: String, _ text: String, name: String = "orte.csv"
    ) async throws -> (place: Place?, notices: [ImportReport.Notice]) {
        try await withFolder { folder in
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
            let mapping = try OwnMapping.series(["places": "{\"files\":[{\(file)}]}"])
            guard case .series(let series) = mapping.kind else { throw FileFault("no series") }
            let table = PlaceTable(
                series.places, mapping: mapping, paths: [folder + "/a.csv"], folders: [], limits: ImportLimits())
            return (table.place(of: "a", name: "A"), table.notices)
        }
    }

    private static let columns = #""id":"id","longitude":"x","latitude":"y""#

    @Test(arguments: [
        ("", "id;x;y\na;7,62;51,95\n"), ("", "id,x,y\na,7.62,51.95\n"), ("", "id\tx\ty\na\t7.62\t51.95\n"),
        (#","swapped":true"#, "id;x;y\na;51,95;7,62\n"), (#","epsg":25832"#, "id;x;y\na;405185,6;5756370,6\n"),
        (#","epsg":25832,"swapped":true"#, "id;x;y\na;5756370.6;405185.6\n"),
        (#","epsg":31467"#, "id;x;y\na;3405250;5758240\n"), (#","epsg":31466"#, "id;x;y\na;2611421;5758581\n"),
    ])
    func `places in degrees or metres, with comma or point, in either order`(more: String, text: String) async throws {
        let found = try await table(#""path":"orte.csv","# + Self.columns + more, text)
        let place = try #require(found.place)
        #expect(abs(place.longitude - 7.62) < 0.005 && abs(place.latitude - 51.95) < 0.005)
        #expect(found.notices.isEmpty)
    }

    @Test(arguments: [
        ("id;x;y\na;405185,6;5756370,6\n", "\"epsg\""), ("id;x;y\na;51,95;7,62\n", "\"swapped\""),
        ("id;x;y\na;im Park;7,62\n", "no place"), ("nr;x;y\na;7;51\n", "lacks"),
    ])
    func `what is no place is told with what can be done`(text: String, word: String) async throws {
        let found = try await table(#""path":"orte.csv","# + Self.columns, text)
        #expect(found.place == nil)
        #expect(found.notices.first?.english.contains(word) == true)
    }

    @Test(arguments: ["../orte.csv", "/etc/orte.csv", "a/../../orte.csv", "..", "a/.."])
    func `a table's path leads out of no folder`(path: String) {
        let error = #expect(throws: MappingError.self) {
            try OwnMapping.series(["places": "{\"files\":[{\"path\":\"\(path)\",\(Self.columns)}]}"])
        }
        #expect(error?.pointer == "/places/files/0/path")
    }

    /// Whoever corrects a mapping in the browser reads nothing of the machine by it.
    @Test(arguments: [#""path":"orte.csv","#, #""pattern":"^orte","#, #""pattern":"^orte","history":true,"#])
    func `what is handed in finds tables in itself only`(file: String) async throws {
        try await withFolder { folder in
            let delivery = folder + "/imports/d1/abgabe"
            try FileManager.default.createDirectory(atPath: delivery, withIntermediateDirectories: true)
            func write(_ text: String, _ path: String) throws {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            }
            for place in [folder, folder + "/imports", folder + "/imports/d1"] {
                try write("id;x;y\na;7,62;51,95\n", place + "/orte.csv")
            }
            try write("zeit;wert\n2026-01-01 00:00;1\n", delivery + "/a.csv")
            let mapping = try OwnMapping.series(["places": "{\"files\":[{\(file)\(Self.columns)}]}"])
            let paths = [delivery + "/a.csv"]
            func preview() throws -> ImportPreview {
                try ImportPreview(paths: paths, mapping: mapping, now: Instant(seconds: 0))
            }
            #expect(try preview().places.isEmpty)
            guard case .series(let series) = mapping.kind else { return }
            func table(_ limits: ImportLimits) -> PlaceTable {
                PlaceTable(series.places, mapping: mapping, paths: paths, folders: [], limits: limits)
            }
            #expect(table(.handedIn).place(of: "a", name: "A") == nil)
            #expect(table(ImportLimits()).place(of: "a", name: "A") != nil, "on the command line they are found")
            try write("id;x;y\na;7,62;51,95\n", delivery + "/orte.csv")
            #expect(try preview().places.count == 1)
        }
    }

    @Test func `the newest of tables with a date in their names, and a table of fixed width`() async throws {
        let dated = try await table(
            #""pattern":"^orte_\\d+\\.csv$","# + Self.columns, "id;x;y\na;7,62;51,95\n", name: "orte_20260701.csv")
        #expect(dated.place != nil)
        let format = #","format":{"fixedWidth":true}"#
        let fixed = try await table(
            #""path":"orte.txt","# + Self.columns + format,
            "id   x       y\n---- ------- ------\na     7.620  51.95\nb    11.620  48.95\n",
            name: "orte.txt")
        #expect(fixed.place?.latitude == 51.95)
    }
}
