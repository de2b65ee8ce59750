// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Features
import Foundation
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import GISFiles

/// What was read becomes a layer, and a new delivery its difference, on both engines.
@Suite struct LayerDeliveryTests {
    private static let now = Instant(seconds: 1_780_000_000)

    private static func read(_ text: String, key: String) throws -> [Feature] {
        try withDelivery(["orte.csv": text]) { reader, _ in
            let layers = try reader.layers()
            return try reader.read(layers[0], GISDeclaration(epsg: 4326, key: key)).features
        }
    }

    private static func dataset(_ engine: any StorageEngine) async throws -> Int64 {
        try await engine.write { connection in
            try DatasetQueries.save(
                Dataset(
                    slug: "offen", title: "Offen", owner: "Amt", licence: "cc-zero", access: .public, issued: now,
                    modified: now), by: "test", at: now, on: connection)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a delivery is compared by key before it replaces the layer`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let set = try await Self.dataset(engine)
            let description = LayerDescription(name: "orte", title: "Orte", datasetID: set)
            let before = try Self.read(
                "nr,name,zahl,wkt\n01,a,1,POINT (7 51)\n02,b,2,POINT (7 52)\n03,c,3,POINT (8 52)\n04,d,4,POINT (8 51)\n",
                key: "nr")
            let none = try await engine.read { try LayerDifference(of: before, as: description, on: $0) }
            #expect(none == nil)
            let stored = try await GISImport.store(
                before, as: description, for: .system, by: "test", at: Self.now, in: engine)
            #expect(stored.outcome == .created)
            // another order, one value and one place changed, one gone, one new; 4 became 4.0
            let after = try Self.read(
                "nr,name,zahl,wkt\n05,e,5.5,POINT (9 51)\n04,d,4.0,POINT (8 51)\n02,B,2.0,POINT (7 52)\n01,a,1.0,POINT (7.5 51)\n",
                key: "nr")
            let difference = try await engine.read { try LayerDifference(of: after, as: description, on: $0) }
            #expect(difference?.added == 1)
            #expect(difference?.changed == 2)
            #expect(difference?.removed == 1)
            #expect(difference?.unchanged == 1)
            #expect(difference?.examples.removed == ["03"])
            #expect(Set(difference?.examples.changed ?? []) == ["01", "02"])
            // not only which, but what: one name, one place; 2 became 2.0, which is no change
            #expect(difference?.moved == 1 && difference?.gained == [] && difference?.lost == [])
            let names = difference?.properties.map { "\($0.name) \($0.count) \($0.identifier) \($0.old)>\($0.new)" }
            #expect(names == ["name 1 02 b>B"])
            let shapes = difference?.shapes
            #expect(shapes?.added.count == 1 && shapes?.changed.count == 2 && shapes?.removed.count == 1)
            let replaced = try await GISImport.store(
                after, as: description, for: .system, by: "test", at: Self.now, in: engine)
            #expect(replaced.outcome == .replaced)
            let same = try await engine.read { try LayerDifference(of: after, as: description, on: $0) }
            #expect(same?.unchanged == 4)
            #expect(same.map { $0.added + $0.changed + $0.removed } == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `two features of one key store nothing`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let set = try await Self.dataset(engine)
            let features = try Self.read("nr,wkt\n01,POINT (7 51)\n01,POINT (7 52)\n", key: "nr")
            await #expect(throws: LayerError.self) {
                try await GISImport.store(
                    features, as: LayerDescription(name: "orte", title: "Orte", datasetID: set), for: .system,
                    by: "test",
                    at: Self.now, in: engine)
            }
            let found = try await engine.read { try FeatureCollectionQueries.find("orte", for: .system, on: $0) }
            #expect(found == nil)
        }
    }

    @Test func `what GDAL is given has a name and a type for each column`() async throws {
        let collection = try await withDatabase(.sqlite) { engine -> FeatureCollection? in
            let set = try await Self.dataset(engine)
            let features = try Self.read("nr,wkt\n01,POINT (7 51)\n", key: "nr")
            _ = try await GISImport.store(
                features, as: LayerDescription(name: "orte", title: "Orte", datasetID: set), for: .system, by: "test",
                at: Self.now, in: engine)
            return try await engine.read { try FeatureCollectionQueries.find("orte", for: .system, on: $0) }
        }
        let fields = [
            FeatureField(name: "Straße (lang)", column: "a", type: .text),
            FeatureField(name: "Straße (kurz)", column: "b", type: .date),
            FeatureField(name: "fid", column: "c", type: .integer),
            FeatureField(name: "ID", column: "d", type: .boolean),
        ]
        let layer = try #require(collection)
        let gpkg = ExportTable(layer, fields, for: .gpkg)
        #expect(
            String(decoding: gpkg.head, as: UTF8.self)
                == "\"feature_id\",\"Straße (lang)\",\"Straße (kurz)\",\"fid_\",\"ID\",\"_wkt\"\r\n")
        #expect(gpkg.types == "\"String\",\"String\",\"Date\",\"Integer64\",\"Integer(Boolean)\",\"WKT\"\n")
        let shape = ExportTable(layer, fields, for: .shp)
        #expect(
            String(decoding: shape.head, as: UTF8.self)
                == "\"id\",\"strasse_la\",\"strasse_ku\",\"fid\",\"id_2\",\"_wkt\"\r\n")
        #expect(shape.renamed.map(\.to) == ["strasse_la", "strasse_ku", "id_2"])
    }
}
