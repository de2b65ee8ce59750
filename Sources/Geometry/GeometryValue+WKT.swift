// SPDX-License-Identifier: EUPL-1.2

extension GeometryValue {
    /// Reads well-known text (ISO 19125-1), also `SRID=…;` before it; measures (M) are refused.
    public init(wkt text: some StringProtocol) throws(GeometryError) {
        var reader = WKTReader(bytes: Array(text.utf8))
        self = try reader.document()
    }

    /// Well-known text; `Z` where every position has a height.
    public var wkt: String {
        let heights = hasHeights
        let tag = heights ? " Z " : " "
        func tuple(_ position: Position) -> String {
            let plain = "\(Self.text(position.x)) \(Self.text(position.y))"
            guard heights, let z = position.z else { return plain }
            return "\(plain) \(Self.text(z))"
        }
        func line(_ positions: [Position]) -> String {
            positions.isEmpty ? "EMPTY" : "(" + positions.map(tuple).joined(separator: ", ") + ")"
        }
        func lines(_ lines: [[Position]]) -> String {
            lines.isEmpty ? "EMPTY" : "(" + lines.map(line).joined(separator: ", ") + ")"
        }
        let body: String
        switch self {
        case .point(let position): body = line([position])
        case .lineString(let positions): body = line(positions)
        case .polygon(let rings), .multiLineString(let rings): body = lines(rings)
        case .multiPoint(let points):
            let members = points.map { "(" + tuple($0) + ")" }
            body = points.isEmpty ? "EMPTY" : "(" + members.joined(separator: ", ") + ")"
        case .multiPolygon(let polygons):
            body = polygons.isEmpty ? "EMPTY" : "(" + polygons.map(lines).joined(separator: ", ") + ")"
        case .collection(let members):
            let inner = members.map(\.wkt).joined(separator: ", ")
            return members.isEmpty ? "GEOMETRYCOLLECTION EMPTY" : "GEOMETRYCOLLECTION (" + inner + ")"
        }
        return typeName.uppercased() + tag + body
    }

    private static func text(_ value: Double) -> String {
        if let integer = Int64(exactly: value), integer.magnitude < 1 << 53 { return String(integer) }
        return value.description
    }
}

private struct WKTReader {
    let bytes: [UInt8]
    var index = 0
    var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(GeometryError) -> GeometryValue {
        skipSpace()
        let start = index
        if word() == "SRID" {
            while index < bytes.count, bytes[index] != UInt8(ascii: ";") { index += 1 }
            guard consume(";") else { throw fault("';' is missing after the SRID") }
        } else {
            index = start
        }
        let value = try geometry()
        skipSpace()
        guard index == bytes.count else { throw fault("unexpected text after the geometry") }
        return value
    }

    private mutating func geometry() throws(GeometryError) -> GeometryValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= GeometryValue.maximumDepth else { throw fault("collections are nested too deep") }
        skipSpace()
        let start = index
        let type = word()
        let afterType = index
        switch word() {
        case "M", "ZM": throw fault("measures (M) are not supported")
        case "Z", "": break
        default: index = afterType
        }
        switch type {
        case "POINT", "POINTZ":
            let positions = try line(atLeast: 0)
            guard positions.count == 1 else {
                throw GeometryError("a point has exactly one position", at: .offset(afterType))
            }
            return .point(positions[0])
        case "LINESTRING", "LINESTRINGZ": return .lineString(try line(atLeast: 2))
        case "POLYGON", "POLYGONZ": return .polygon(try rings())
        case "MULTIPOINT", "MULTIPOINTZ": return .multiPoint(try points())
        case "MULTILINESTRING", "MULTILINESTRINGZ":
            return .multiLineString(try list { reader throws(GeometryError) in try reader.line(atLeast: 2) })
        case "MULTIPOLYGON", "MULTIPOLYGONZ":
            return .multiPolygon(try list { reader throws(GeometryError) in try reader.rings() })
        case "GEOMETRYCOLLECTION", "GEOMETRYCOLLECTIONZ":
            return .collection(try list { reader throws(GeometryError) in try reader.geometry() })
        default:
            throw GeometryError("a geometry type such as POINT is missing", at: .offset(start))
        }
    }

    private mutating func list<Element>(
        _ element: (inout WKTReader) throws(GeometryError) -> Element
    ) throws(GeometryError) -> [Element] {
        let start = index
        if word() == "EMPTY" { return [] }
        index = start
        guard consume("(") else { throw fault("'(' is missing") }
        var elements: [Element] = []
        repeat { elements.append(try element(&self)) } while consume(",")
        guard consume(")") else { throw fault("',' or ')' is missing") }
        return elements
    }

    private mutating func line(atLeast minimum: Int) throws(GeometryError) -> [Position] {
        let start = index
        let positions = try list { reader throws(GeometryError) in try reader.position() }
        guard positions.count >= minimum || positions.isEmpty else {
            throw GeometryError("at least \(minimum) positions are needed", at: .offset(start))
        }
        return positions
    }

    private mutating func points() throws(GeometryError) -> [Position] {
        try list { reader throws(GeometryError) in
            let hasParenthesis = reader.consume("(")
            let position = try reader.position()
            if hasParenthesis, !reader.consume(")") { throw reader.fault("')' is missing") }
            return position
        }
    }

    private mutating func rings() throws(GeometryError) -> [[Position]] {
        try list { reader throws(GeometryError) in
            let start = reader.index
            let ring = try reader.line(atLeast: 4)
            guard ring.first == ring.last else {
                throw GeometryError("a ring ends where it begins", at: .offset(start))
            }
            return ring
        }
    }

    private mutating func position() throws(GeometryError) -> Position {
        let x = try number()
        let y = try number()
        skipSpace()
        guard index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: ")") else {
            return Position(x, y)
        }
        return Position(x, y, try number())
    }

    private mutating func number() throws(GeometryError) -> Double {
        skipSpace()
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                index += 1
                continue
            default: break
            }
            break
        }
        guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite else {
            throw GeometryError("a number is missing", at: .offset(start))
        }
        return value
    }

    /// Letters in upper case, perhaps none.
    private mutating func word() -> String {
        skipSpace()
        var letters: [UInt8] = []
        while index < bytes.count {
            let upper = bytes[index] & 0xDF
            guard upper >= UInt8(ascii: "A"), upper <= UInt8(ascii: "Z") else { break }
            letters.append(upper)
            index += 1
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    }

    private mutating func consume(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    private func fault(_ message: String) -> GeometryError { GeometryError(message, at: .offset(index)) }
}
