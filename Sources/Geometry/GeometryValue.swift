// SPDX-License-Identifier: EUPL-1.2

/// One position: x is the longitude or easting, y the latitude or northing, z a height where one was given.
public struct Position: Sendable, Hashable {
    public var x: Double
    public var y: Double
    public var z: Double?

    public init(_ x: Double, _ y: Double, _ z: Double? = nil) {
        self.x = x
        self.y = y
        self.z = z
    }
}

/// A geometry of the Simple Features model (OGC 06-103r4); heights are kept as they came.
public indirect enum GeometryValue: Sendable, Hashable {
    case point(Position)
    case lineString([Position])
    /// The outer ring first, then the holes; each ring ends where it begins.
    case polygon([[Position]])
    case multiPoint([Position])
    case multiLineString([[Position]])
    case multiPolygon([[[Position]]])
    case collection([GeometryValue])

    /// The type's name in GeoJSON.
    public var typeName: String {
        switch self {
        case .point: "Point"
        case .lineString: "LineString"
        case .polygon: "Polygon"
        case .multiPoint: "MultiPoint"
        case .multiLineString: "MultiLineString"
        case .multiPolygon: "MultiPolygon"
        case .collection: "GeometryCollection"
        }
    }

    /// True when there is no position at all.
    public var isEmpty: Bool {
        var isEmpty = true
        forEachPosition { _ in isEmpty = false }
        return isEmpty
    }

    /// True when every position has a height and there is at least one.
    public var hasHeights: Bool {
        var some = false
        var all = true
        forEachPosition { position in
            some = true
            if position.z == nil { all = false }
        }
        return some && all
    }

    /// Calls the body with each position in the order of writing.
    public func forEachPosition(_ body: (Position) -> Void) {
        switch self {
        case .point(let position): body(position)
        case .lineString(let line), .multiPoint(let line): line.forEach(body)
        case .polygon(let lines), .multiLineString(let lines):
            for line in lines { line.forEach(body) }
        case .multiPolygon(let polygons):
            for rings in polygons {
                for ring in rings { ring.forEach(body) }
            }
        case .collection(let members):
            for member in members { member.forEachPosition(body) }
        }
    }

    /// The same geometry with each position replaced.
    public func mapPositions<E: Error>(_ body: (Position) throws(E) -> Position) throws(E) -> GeometryValue {
        switch self {
        case .point(let position): return .point(try body(position))
        case .lineString(let line): return .lineString(try Self.map(line, body))
        case .multiPoint(let points): return .multiPoint(try Self.map(points, body))
        case .polygon(let rings): return .polygon(try Self.map(rings, body))
        case .multiLineString(let lines): return .multiLineString(try Self.map(lines, body))
        case .multiPolygon(let polygons):
            var mapped: [[[Position]]] = []
            for rings in polygons { mapped.append(try Self.map(rings, body)) }
            return .multiPolygon(mapped)
        case .collection(let members):
            var mapped: [GeometryValue] = []
            for member in members { mapped.append(try member.mapPositions(body)) }
            return .collection(mapped)
        }
    }

    /// The same geometry without heights.
    public var withoutHeights: GeometryValue {
        mapPositions { position in Position(position.x, position.y) }
    }

    private static func map<E: Error>(
        _ line: [Position], _ body: (Position) throws(E) -> Position
    ) throws(E) -> [Position] {
        var mapped: [Position] = []
        mapped.reserveCapacity(line.count)
        for position in line { mapped.append(try body(position)) }
        return mapped
    }

    private static func map<E: Error>(
        _ lines: [[Position]], _ body: (Position) throws(E) -> Position
    ) throws(E) -> [[Position]] {
        var mapped: [[Position]] = []
        mapped.reserveCapacity(lines.count)
        for line in lines { mapped.append(try map(line, body)) }
        return mapped
    }
}

/// Why a text or bytes are not a geometry, and where.
public struct GeometryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place of the fault.
    public enum Place: Sendable, Hashable {
        /// JSON pointer (RFC 6901) into the document.
        case pointer(String)
        /// Byte from 0.
        case offset(Int)
    }

    public let message: String
    public let place: Place

    public init(_ message: String, at place: Place) {
        self.message = message
        self.place = place
    }

    public var description: String {
        switch place {
        case .pointer(let pointer): "\(pointer.isEmpty ? "/" : pointer): \(message)"
        case .offset(let offset): "byte \(offset): \(message)"
        }
    }
}
