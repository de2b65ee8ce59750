// SPDX-License-Identifier: EUPL-1.2
public import Wire

extension GeometryValue {
    /// Collections nested deeper than this are refused.
    static let maximumDepth = 16

    /// Reads a geometry object of GeoJSON (RFC 7946 §3.1).
    /// `pointer` is where the value lies in its document, put before the pointers of errors.
    public init(geoJSON value: JSONValue, pointer: String = "") throws(GeometryError) {
        try self.init(geoJSON: value, pointer: pointer, depth: 0)
    }

    private init(geoJSON value: JSONValue, pointer: String, depth: Int) throws(GeometryError) {
        guard depth < Self.maximumDepth else {
            throw GeometryError("collections are nested deeper than \(Self.maximumDepth) levels", at: .pointer(pointer))
        }
        guard let object = value.object else {
            throw GeometryError("a geometry is an object", at: .pointer(pointer))
        }
        guard let type = object["type"]?.string else {
            throw GeometryError("the geometry's type is missing", at: .pointer(pointer + "/type"))
        }
        if type == "GeometryCollection" {
            guard let members = object["geometries"]?.array else {
                throw GeometryError("an array of geometries is missing", at: .pointer(pointer + "/geometries"))
            }
            var geometries: [GeometryValue] = []
            for (index, member) in members.enumerated() {
                let place = "\(pointer)/geometries/\(index)"
                geometries.append(try GeometryValue(geoJSON: member, pointer: place, depth: depth + 1))
            }
            self = .collection(geometries)
            return
        }
        let place = pointer + "/coordinates"
        guard ["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"].contains(type) else {
            throw GeometryError("'\(type)' is no geometry type of GeoJSON", at: .pointer(pointer + "/type"))
        }
        guard let coordinates = object["coordinates"] else {
            throw GeometryError("the coordinates are missing", at: .pointer(place))
        }
        switch type {
        case "Point": self = .point(try Self.position(coordinates, place))
        case "LineString": self = .lineString(try Self.line(coordinates, place))
        case "Polygon": self = .polygon(try Self.rings(coordinates, place))
        case "MultiPoint": self = .multiPoint(try Self.list(coordinates, place, Self.position))
        case "MultiLineString": self = .multiLineString(try Self.list(coordinates, place, Self.line))
        default: self = .multiPolygon(try Self.list(coordinates, place, Self.rings))
        }
    }

    /// Writes the geometry object of GeoJSON.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("type")
        writer.write(typeName)
        if case .collection(let members) = self {
            writer.name("geometries")
            writer.beginArray()
            for member in members { member.write(to: &writer) }
            writer.endArray()
        } else {
            writer.name("coordinates")
            writeCoordinates(to: &writer)
        }
        writer.endObject()
    }

    /// Compact GeoJSON text.
    public var geoJSON: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.string
    }

    private func writeCoordinates(to writer: inout JSONWriter) {
        switch self {
        case .point(let position): Self.write(position, to: &writer)
        case .lineString(let line), .multiPoint(let line): Self.write(line, to: &writer)
        case .polygon(let lines), .multiLineString(let lines): Self.write(lines, to: &writer)
        case .multiPolygon(let polygons):
            writer.beginArray()
            for rings in polygons { Self.write(rings, to: &writer) }
            writer.endArray()
        case .collection: break
        }
    }

    private static func write(_ position: Position, to writer: inout JSONWriter) {
        writer.beginArray()
        writer.write(position.x)
        writer.write(position.y)
        if let z = position.z { writer.write(z) }
        writer.endArray()
    }

    private static func write(_ line: [Position], to writer: inout JSONWriter) {
        writer.beginArray()
        for position in line { write(position, to: &writer) }
        writer.endArray()
    }

    private static func write(_ lines: [[Position]], to writer: inout JSONWriter) {
        writer.beginArray()
        for line in lines { write(line, to: &writer) }
        writer.endArray()
    }

    private static func list<Element>(
        _ value: JSONValue, _ pointer: String,
        _ element: (JSONValue, String) throws(GeometryError) -> Element
    ) throws(GeometryError) -> [Element] {
        guard let values = value.array else { throw GeometryError("an array is missing", at: .pointer(pointer)) }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for (index, value) in values.enumerated() { elements.append(try element(value, "\(pointer)/\(index)")) }
        return elements
    }

    private static func position(_ value: JSONValue, _ pointer: String) throws(GeometryError) -> Position {
        guard let numbers = value.array, numbers.count >= 2 else {
            throw GeometryError("a position is an array of two or three numbers", at: .pointer(pointer))
        }
        var parsed: [Double] = []
        for (index, number) in numbers.prefix(3).enumerated() {
            guard let double = number.double, double.isFinite else {
                throw GeometryError("a coordinate is a finite number", at: .pointer("\(pointer)/\(index)"))
            }
            parsed.append(double)
        }
        return Position(parsed[0], parsed[1], parsed.count > 2 ? parsed[2] : nil)
    }

    private static func line(_ value: JSONValue, _ pointer: String) throws(GeometryError) -> [Position] {
        let positions = try list(value, pointer, position)
        guard positions.count >= 2 else {
            throw GeometryError("a line has at least two positions", at: .pointer(pointer))
        }
        return positions
    }

    private static func rings(_ value: JSONValue, _ pointer: String) throws(GeometryError) -> [[Position]] {
        let rings = try list(value, pointer, ring)
        guard !rings.isEmpty else { throw GeometryError("a polygon has an outer ring", at: .pointer(pointer)) }
        return rings
    }

    private static func ring(_ value: JSONValue, _ pointer: String) throws(GeometryError) -> [Position] {
        let positions = try list(value, pointer, position)
        guard positions.count >= 4 else {
            throw GeometryError("a ring has at least four positions", at: .pointer(pointer))
        }
        guard let first = positions.first, let last = positions.last, first == last else {
            throw GeometryError("a ring ends where it begins", at: .pointer(pointer))
        }
        return positions
    }
}
