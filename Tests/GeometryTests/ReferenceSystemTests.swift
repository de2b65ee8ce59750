// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Geometry
import Testing
import Wire

@Suite struct ReferenceSystemTests {
    /// Expected by PROJ's own cs2cs 9.1 for 7.6261 E, 51.9607 N.
    @Test(arguments: [
        (ReferenceSystem.utm32, 405_600.6129, 5_757_558.6412),
        (.utm33, -6326.6062, 5_782_390.9264),
        (.webMercator, 848_933.5687, 6_793_022.6272),
        (.gaussKrueger3, 3_405_636.4190, 5_759_421.4080),
        (.wgs84, 7.6261, 51.9607),
    ]) func `transforms there and back`(_ system: ReferenceSystem, _ x: Double, _ y: Double) throws {
        let there = try ReferenceSystemTransform(from: .crs84, to: system)(Position(7.6261, 51.9607, 60))
        #expect(abs(there.x - x) < 0.001 && abs(there.y - y) < 0.001 && there.z == 60)
        let back = try ReferenceSystemTransform(from: system, to: .crs84)(there)
        #expect(abs(back.x - 7.6261) < 1e-7 && abs(back.y - 51.9607) < 1e-7)
    }

    @Test func `unknown systems and impossible positions are errors`() throws {
        #expect(throws: ReferenceSystemError.unknown(from: ReferenceSystem(epsg: 1), to: .crs84)) {
            try ReferenceSystemTransform(from: ReferenceSystem(epsg: 1), to: .crs84)
        }
        let transform = try ReferenceSystemTransform(from: .crs84, to: .utm32)
        #expect(throws: ReferenceSystemError.notTransformable(index: 1)) {
            try transform([Position(7, 51), Position(.nan, 51)])
        }
    }

    @Test func `one instance serves many threads`() async throws {
        let transform = try ReferenceSystemTransform(from: .utm32, to: .crs84)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<200).allSatisfy { _ in
                        guard let moved = try? transform(Position(405_600.6129, 5_757_558.6412)) else { return false }
                        return abs(moved.x - 7.6261) < 1e-7
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test func `suspicion names what the numbers look like`() {
        let town = BoundingBox(west: 7.4, south: 51.8, east: 7.8, north: 52.1)
        func suspicion(_ x: Double, _ y: Double) -> CoordinateSuspicion {
            CoordinateSuspicion(of: [Position(x, y)], expectedIn: town)
        }
        #expect(suspicion(7.6, 51.96) == .plausible)
        #expect(suspicion(51.96, 7.6) == .swappedAxes)
        #expect(suspicion(405_600, 5_757_558) == .projected([.utm32]))
        #expect(suspicion(5_757_558, 405_600) == .projectedSwappedAxes([.utm32]))
        #expect(suspicion(3_405_636, 5_759_421) == .projected([.gaussKrueger3]))
        #expect(suspicion(848_933, 6_793_022) == .projected([.webMercator]))
        #expect(suspicion(0, 0) == .elsewhere)
        #expect(CoordinateSuspicion(of: [], expectedIn: town) == .plausible)
    }

    /// The same trees in both systems; the data lie in `ALLMENDE_DATA` or `../shared/data`.
    @Test(.enabled("needs the folder muenster-baeume") { Self.trees != nil })
    func `trees of the city agree`() throws {
        let folder = try #require(Self.trees)
        let metres = try Self.positions(folder + "/baumkataster_muenster_utm32.geojson")
        let degrees = try Self.positions(folder + "/baumkataster_muenster_wgs84.geojson")
        let transform = try ReferenceSystemTransform(from: .utm32, to: .crs84)
        try #require(metres.count == degrees.count && metres.count > 2000)
        for (moved, expected) in zip(try transform(metres), degrees) {
            #expect(GeometryValue.distance(moved, expected) < 0.05)
        }
    }

    private static var trees: String? {
        let root = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        let folder = root + "/muenster-baeume"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }

    private static func positions(_ path: String) throws -> [Position] {
        let document = try JSONValue(parsing: Data(contentsOf: URL(filePath: path)))
        var positions: [Position] = []
        for feature in document["features"]?.array ?? [] {
            guard let geometry = feature["geometry"] else { continue }
            if case .point(let position) = try GeometryValue(geoJSON: geometry) { positions.append(position) }
        }
        return positions
    }
}
