// SPDX-License-Identifier: EUPL-1.2
import Storage
import TestSupport
import Testing

@Suite struct SpatialLayerTests {
    private static let layer = SpatialLayer(
        table: "layer_trees", geometryType: .point, columns: [.init(name: "species", kind: .text)])

    private static func point(_ x: Double, _ y: Double) -> [UInt8] {
        var bytes: [UInt8] = [1, 1, 0, 0, 0]
        for number in [x, y] { withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    @Test(arguments: TestEngine.allCases)
    func `a layer is loaded, searched by a box and dropped`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let layer = Self.layer
            let extent = try await engine.write { connection in
                try connection.createLayer(layer, title: "Bäume", description: "", now: 1_700_000_000_000_000)
                var index = 0
                try connection.bulkInsert(into: layer.table, columns: ["geom", "species"]) {
                    index += 1
                    guard index <= 1000 else { return nil }
                    let x = Double(index % 100) / 10
                    let y = 50 + Double(index / 100) / 10
                    let box = SpatialBox(west: x, south: y, east: x, north: y)
                    let value = SpatialLayer.value(wkb: Self.point(x, y), box: box, for: connection.dialect)
                    return [value, .text("Linde")]
                }
                return try connection.finishLoading(layer, now: 1_700_000_000_000_000)
            }
            #expect(extent == SpatialBox(west: 0, south: 50, east: 9.9, north: 51))
            let box = SpatialBox(west: 0.95, south: 50.05, east: 1.25, north: 50.25)
            let found = try await engine.read { connection in
                try connection.rows(
                    "SELECT \(layer.geometry(of: "t")) FROM layer_trees t WHERE \(layer.touches(box, alias: "t")) ORDER BY fid"
                ) { SpatialLayer.wkb(fromColumn: $0.blob(0)) }
            }
            #expect(
                found
                    == [1.0, 1.1, 1.2, 1.0, 1.1, 1.2].enumerated().map { index, x in
                        Self.point(x, index < 3 ? 50.1 : 50.2)
                    })
            let later = try await engine.write { connection in
                let x = 20.0
                let value = SpatialLayer.value(
                    wkb: Self.point(x, 50), box: SpatialBox(west: x, south: 50, east: x, north: 50),
                    for: connection.dialect)
                try connection.execute("INSERT INTO layer_trees (geom, species) VALUES (\(value), 'Eiche')")
                let box = SpatialBox(west: 19, south: 49, east: 21, north: 51)
                return try connection.text("SELECT species FROM layer_trees t WHERE \(layer.touches(box, alias: "t"))")
            }
            #expect(later == "Eiche")
            try await engine.write { connection in
                try connection.dropLayer(layer)
                try connection.dropLayer(layer)
                try connection.createLayer(layer, title: "Bäume", description: "", now: 0)
            }
        }
    }
}
