// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Randomness
import Testing
import Wire

@Suite struct GeometryTests {
    static let samples: [GeometryValue] = [
        .point(Position(7.6161836, 51.9399511)),
        .point(Position(7.5, 51.25, 63.5)),
        .lineString([Position(0, 0), Position(1.5, -2)]),
        .polygon([
            [Position(0, 0), Position(4, 0), Position(4, 4), Position(0, 4), Position(0, 0)],
            [Position(1, 1), Position(1, 2), Position(2, 2), Position(1, 1)],
        ]),
        .multiPoint([Position(1, 2), Position(3, 4)]),
        .multiLineString([[Position(0, 0), Position(1, 1)], [Position(5, 5), Position(6, 7)]]),
        .multiPolygon([[[Position(0, 0), Position(1, 0), Position(1, 1), Position(0, 0)]]]),
        .collection([.point(Position(1, 2)), .lineString([Position(0, 0), Position(1, 1)])]),
        .multiPoint([]),
        .collection([]),
    ]

    @Test(arguments: samples) func `each form reads what it wrote`(_ value: GeometryValue) throws {
        #expect(try GeometryValue(geoJSON: JSONValue(parsing: value.geoJSON)) == value)
        #expect(try GeometryValue(wkt: value.wkt) == value)
        #expect(try GeometryValue(wkb: value.wkb()) == value)
        #expect(try GeometryValue(wkb: value.wkb(bigEndian: true)) == value)
    }

    @Test(arguments: [
        (#"{"type":"Point","coordinates":[1]}"#, "/geometry/coordinates"),
        (#"{"type":"Point","coordinates":[1,"2"]}"#, "/geometry/coordinates/1"),
        (#"{"type":"Point","coordinates":[1,1e999]}"#, "/geometry/coordinates/1"),
        (#"{"type":"Circle","coordinates":[1,2]}"#, "/geometry/type"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,2]]]}"#, "/geometry/coordinates/0"),
        (#"{"type":"LineString","coordinates":[[0,0]]}"#, "/geometry/coordinates"),
        (#"{"type":"GeometryCollection","geometries":[{"type":"Point"}]}"#, "/geometry/geometries/0/coordinates"),
        ("[]", "/geometry"),
    ]) func `a fault in GeoJSON names its place`(_ text: String, _ pointer: String) throws {
        let value = try JSONValue(parsing: text)
        let error = #expect(throws: GeometryError.self) { try GeometryValue(geoJSON: value, pointer: "/geometry") }
        #expect(error?.place == .pointer(pointer))
    }

    @Test func `well-known text of a cadastre is read`() throws {
        let text = "POINT(404875.40218807267956435680389404296875 5755263.986995930783450603485107421875)"
        #expect(try GeometryValue(wkt: text) == .point(Position(404875.4021880727, 5755263.986995931)))
        #expect(try GeometryValue(wkt: " srid=4326; point z (1 2 3) ") == .point(Position(1, 2, 3)))
        #expect(try GeometryValue(wkt: "MULTIPOINT(1 2,3 4)") == .multiPoint([Position(1, 2), Position(3, 4)]))
    }

    @Test(arguments: [
        "", "POINT", "POINT(1)", "POINT(1 2", "POINT(1 2))", "POINT M (1 2 3)", "CIRCLE(1 2)", "POINT EMPTY",
    ])
    func `broken well-known text is refused`(_ text: String) {
        #expect(throws: GeometryError.self) { try GeometryValue(wkt: text) }
    }

    @Test func `what a geometry of binary must not have is refused where it stands`() {
        func fault(_ bytes: [UInt8]) -> String? {
            do {
                _ = try GeometryValue(wkb: bytes)
                return nil
            } catch {
                return "\(error)"
            }
        }
        func point(_ code: UInt8, _ flavour: UInt8, _ numbers: [Double]) -> [UInt8] {
            var bytes: [UInt8] = [1, code, flavour, 0, 0]
            for number in numbers {
                withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
            return bytes
        }
        // 2001 = 0x07D1: a point with a measure; looked at without it, refused as a value
        let measured = point(0xD1, 0x07, [1, 2, 3])
        #expect(fault(measured)?.contains("measures") == true)
        var seen: [Double] = []
        let isWhole = WKBReader.walk(measured) { event in
            if case .point(let x, let y, let height) = event { seen = [x, y, height ?? -1] }
        }
        #expect(isWhole && seen == [1, 2, -1])
        #expect(fault(point(1, 0, [1, .nan]))?.contains("finite") == true)
        #expect(fault(point(1, 0, [1, 2]) + [0])?.contains("after the geometry") == true)
        #expect(fault(Array(point(1, 0, [1, 2]).dropLast()))?.contains("too early") == true)
        // a MultiPoint of a LineString, a polygon that stays open
        let line = GeometryValue.lineString([Position(1, 2), Position(3, 4)]).wkb()
        #expect(fault([1, 4, 0, 0, 0, 1, 0, 0, 0] + line)?.contains("expected here") == true)
        let ring = [Position(0, 0), Position(1, 0), Position(1, 1), Position(0, 1)]
        #expect(fault(GeometryValue.polygon([ring]).wkb())?.contains("ends where it begins") == true)
        #expect(fault(GeometryValue.lineString([Position(1, 2)]).wkb())?.contains("at least 2") == true)
        #expect(!WKBReader.walk([1, 8, 0, 0, 0]) { _ in } && !WKBReader.walk([]) { _ in })
    }

    @Test func `hostile binary neither crashes nor reserves`() {
        #expect(throws: GeometryError.self) { try GeometryValue(wkb: [1, 2, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]) }
        var nested: [UInt8] = []
        for _ in 0..<5000 { nested += [1, 7, 0, 0, 0, 1, 0, 0, 0] }
        #expect(throws: GeometryError.self) { try GeometryValue(wkb: nested) }
        var random = SeededRandom(seed: 7)
        for round in 0..<20_000 {
            var bytes = Self.samples[round % Self.samples.count].wkb()
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = try? GeometryValue(wkb: bytes)
            _ = try? GeometryValue(wkt: String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `random geometries survive all three forms`() throws {
        var random = SeededRandom(seed: 1)
        for _ in 0..<500 {
            let value = Self.random(using: &random, depth: 0)
            #expect(try GeometryValue(geoJSON: JSONValue(parsing: value.geoJSON)) == value)
            #expect(try GeometryValue(wkt: value.wkt) == value)
            #expect(try GeometryValue(wkb: value.wkb(bigEndian: .random(using: &random))) == value)
        }
    }

    @Test func `measures`() throws {
        let square = Self.samples[3]
        #expect(square.contains(Position(3, 3)))
        #expect(!square.contains(Position(1.2, 1.6)))
        #expect(square.contains(Position(4, 2)))
        #expect(!square.contains(Position(5, 2)))
        #expect(square.boundingBox == BoundingBox(west: 0, south: 0, east: 4, north: 4))
        let box = GeometryValue.polygon([
            [Position(0, 0), Position(2, 0), Position(2, 2), Position(0, 2), Position(0, 0)]
        ])
        #expect(box.centroid == Position(1, 1))
        // A degree of latitude on the sphere of mean radius.
        #expect(abs(GeometryValue.distance(Position(7, 51), Position(7, 52)) - 111_195.08) < 0.1)
        // All of the sphere between the equator and the pole, a quarter of the way round.
        let octant = GeometryValue.polygon([
            [Position(0, 0), Position(90, 0), Position(90, 90), Position(0, 90), Position(0, 0)]
        ])
        #expect(abs(octant.area / 63_758_202_715_511 - 1) < 1e-6)
    }

    @Test func `simplification keeps ends and corners`() {
        let line = GeometryValue.lineString([Position(0, 0), Position(1, 0.01), Position(2, 0), Position(2, 2)])
        #expect(line.simplified(tolerance: 0.1) == .lineString([Position(0, 0), Position(2, 0), Position(2, 2)]))
        #expect(Self.samples[3].simplified(tolerance: 100) == Self.samples[3])
    }

    private static func random(using random: inout SeededRandom, depth: Int) -> GeometryValue {
        func position() -> Position {
            Position(.random(in: -180...180, using: &random), .random(in: -90...90, using: &random))
        }
        func line() -> [Position] { (0..<Int.random(in: 2...6, using: &random)).map { _ in position() } }
        func ring() -> [Position] {
            let corners = [position(), position(), position()]
            return corners + [corners[0]]
        }
        switch Int.random(in: 0...(depth < 3 ? 6 : 5), using: &random) {
        case 0: return .point(position())
        case 1: return .lineString(line())
        case 2: return .polygon([ring(), ring()])
        case 3: return .multiPoint(line())
        case 4: return .multiLineString([line(), line()])
        case 5: return .multiPolygon([[ring()], [ring(), ring()]])
        default:
            let count = Int.random(in: 0...3, using: &random)
            var members: [GeometryValue] = []
            for _ in 0..<count { members.append(Self.random(using: &random, depth: depth + 1)) }
            return .collection(members)
        }
    }
}
