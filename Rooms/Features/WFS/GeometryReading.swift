// SPDX-License-Identifier: EUPL-1.2
import Features
package import Geometry
package import Markup

/// Reads geometries of GML 2, 3.1.1 and 3.2, of which this takes what layers hold: points, straight lines, areas.
package struct GeometryReading {
    /// The system where the geometry names none.
    package let usual: SystemName
    /// East comes first whatever the spelling of the system says, as in WFS 1.0.0.
    private let isEastFirst: Bool
    /// The path of the element, for faults.
    private let locator: String

    package init(usual: SystemName, isEastFirst: Bool = false, locator: String = "Geometry") {
        (self.usual, self.isEastFirst, self.locator) = (usual, isEastFirst, locator)
    }

    /// Elements that are geometries.
    package static let names: Set<String> = [
        "Point", "LineString", "Curve", "Polygon", "Surface", "MultiPoint", "MultiLineString", "MultiCurve",
        "MultiPolygon", "MultiSurface", "MultiGeometry", "Envelope", "Box", "LinearRing",
    ]

    /// The geometry, in the axes of its system, and the system.
    package func read(_ element: XMLElement) throws(ServiceFault) -> (geometry: GeometryValue, system: SystemName) {
        let system = try system(of: element) ?? usual
        let read = try geometry(element, 0)
        if isEastFirst { return (system.system.isNorthFirst ? ServedSystem.swapped(read) : read, system) }
        return (system.own(read), system)
    }

    private func system(of element: XMLElement) throws(ServiceFault) -> SystemName? {
        if let text = element["srsName"] {
            guard let system = SystemName(text) else {
                throw .invalid(
                    "srsName", german: "Das Bezugssystem „\(text.prefix(80))“ gibt es hier nicht.",
                    english: "The reference system “\(text.prefix(80))” is not served.")
            }
            return system
        }
        // GML allows it on parts, too, where clients put it that take a geometry apart
        for child in element.children {
            if let system = try system(of: child) { return system }
        }
        return nil
    }

    private func fault(_ element: XMLElement, _ german: String, _ english: String) -> ServiceFault {
        ServiceFault(
            "InvalidValue", locator, german: "gml:\(element.name): \(german)",
            english: "gml:\(element.name): \(english)")
    }

    private func geometry(_ element: XMLElement, _ depth: Int) throws(ServiceFault) -> GeometryValue {
        guard depth < 12 else { throw fault(element, "zu tief verschachtelt", "nested too deep") }
        switch element.name {
        case "Point":
            guard let first = try positions(element).first else {
                throw fault(element, "hat keine Koordinaten", "has no coordinates")
            }
            return .point(first)
        case "LineString", "LineStringSegment", "LinearRing": return .lineString(try line(element))
        case "Curve":
            var whole: [Position] = []
            for segment in element.child("segments")?.children ?? [] {
                guard segment.name == "LineStringSegment" else {
                    throw fault(segment, "nur gerade Linien gehen", "only straight lines are taken")
                }
                let next = try line(segment)
                whole += whole.last == next.first ? Array(next.dropFirst()) : next
            }
            guard whole.count >= 2 else { throw fault(element, "hat keine Linie", "has no line") }
            return .lineString(whole)
        case "Polygon", "PolygonPatch": return .polygon(try rings(element))
        case "Surface":
            let patches = (element.child("patches") ?? element.child("polygonPatches"))?.children ?? []
            var areas: [[[Position]]] = []
            for patch in patches { areas.append(try rings(patch)) }
            guard let first = areas.first else { throw fault(element, "hat keine Fläche", "has no area") }
            return areas.count == 1 ? .polygon(first) : .multiPolygon(areas)
        case "Envelope", "Box":
            let corners = try corners(element)
            let (low, high) = (corners.low, corners.high)
            return .polygon([[low, Position(high.x, low.y), high, Position(low.x, high.y), low]])
        case "MultiPoint", "MultiLineString", "MultiCurve", "MultiPolygon", "MultiSurface", "MultiGeometry":
            return try multiple(element, depth)
        default: throw fault(element, "ist keine Geometrie, die hier geht", "is no geometry that is taken here")
        }
    }

    private func multiple(_ element: XMLElement, _ depth: Int) throws(ServiceFault) -> GeometryValue {
        var points: [Position] = []
        var lines: [[Position]] = []
        var areas: [[[Position]]] = []
        var all: [GeometryValue] = []
        for member in element.children where member.name.hasSuffix("Member") || member.name.hasSuffix("Members") {
            for part in member.children {
                let one = try geometry(part, depth + 1)
                all.append(one)
                switch one {
                case .point(let point): points.append(point)
                case .lineString(let line): lines.append(line)
                case .polygon(let rings): areas.append(rings)
                case .multiPolygon(let more): areas += more
                default: break
                }
            }
        }
        switch element.name {
        case "MultiGeometry": return .collection(all)
        case "MultiPoint" where points.count == all.count: return .multiPoint(points)
        case "MultiLineString", "MultiCurve": if lines.count == all.count { return .multiLineString(lines) }
        case "MultiPolygon", "MultiSurface": if areas.count >= all.count { return .multiPolygon(areas) }
        default: break
        }
        throw fault(element, "hat Teile anderer Art", "has parts of another kind")
    }

    private func rings(_ element: XMLElement) throws(ServiceFault) -> [[Position]] {
        let outer = ["exterior", "outerBoundaryIs"]
        let inner = ["interior", "innerBoundaryIs"]
        var rings: [[Position]] = []
        for names in [outer, inner] {
            for boundary in element.children where names.contains(boundary.name) {
                guard let ring = boundary.children.first else {
                    throw fault(element, "ein Ring fehlt", "a ring is missing")
                }
                var line: [Position] = []
                if ring.name == "Ring" {
                    for member in ring.children {
                        for part in member.children {
                            guard case .lineString(let next) = try geometry(part, 1) else { continue }
                            line += line.last == next.first ? Array(next.dropFirst()) : next
                        }
                    }
                } else {
                    line = try self.line(ring)
                }
                guard line.count >= 4, line.first == line.last else {
                    throw fault(
                        element, "ein Ring hat mindestens vier Punkte und endet, wo er beginnt",
                        "a ring has at least four positions and ends where it begins")
                }
                rings.append(line)
            }
            if names == outer, rings.count != 1 {
                throw fault(element, "hat nicht einen äußeren Ring", "has not one outer ring")
            }
        }
        return rings
    }

    private func line(_ element: XMLElement) throws(ServiceFault) -> [Position] {
        let line = try positions(element)
        guard line.count >= 2 else {
            throw fault(element, "eine Linie hat mindestens zwei Punkte", "a line has at least two positions")
        }
        return line
    }

    private func corners(_ element: XMLElement) throws(ServiceFault) -> (low: Position, high: Position) {
        var found: [Position] = []
        for child in element.children where ["lowerCorner", "upperCorner"].contains(child.name) {
            found += try numbers(child.text, child, size: 2)
        }
        if found.isEmpty { found = try positions(element) }
        guard found.count == 2, found[0].x <= found[1].x, found[0].y <= found[1].y else {
            throw fault(element, "hat keine zwei Ecken, die kleinere zuerst", "has no two corners, the lower one first")
        }
        return (found[0], found[1])
    }

    /// `posList`, `pos`, `coordinates` or `coord`, as the versions of GML have them.
    private func positions(_ element: XMLElement) throws(ServiceFault) -> [Position] {
        var found: [Position] = []
        for child in element.children {
            switch child.name {
            case "posList":
                let size = Int(child["srsDimension"] ?? element["srsDimension"] ?? "2") ?? 2
                found += try numbers(child.text, child, size: size)
            case "pos":
                let count = child.text.split(whereSeparator: \.isWhitespace).count
                found += try numbers(child.text, child, size: count == 3 ? 3 : 2)
            case "pointProperty", "pointRep":
                for point in child.children { found += try positions(point) }
            case "coordinates": found += try coordinates(child)
            case "coord":
                guard let x = child.child("X").flatMap({ Double($0.value) }),
                    let y = child.child("Y").flatMap({ Double($0.value) }), x.isFinite, y.isFinite
                else { throw fault(child, "X und Y sind Zahlen", "X and Y are numbers") }
                found.append(Position(x, y))
            default: break
            }
        }
        return found
    }

    /// GML 2: `7.6,51.9 7.7,52`, or with other marks.
    private func coordinates(_ element: XMLElement) throws(ServiceFault) -> [Position] {
        let mark = element["cs"]?.first ?? ","
        let between = element["ts"]?.first ?? " "
        let point = element["decimal"]?.first ?? "."
        var found: [Position] = []
        for tuple in element.text.split(whereSeparator: { $0 == between || $0.isWhitespace }) {
            var values: [Double] = []
            for part in tuple.split(separator: mark) {
                guard let value = Double(part.replacing(String(point), with: ".")), value.isFinite else {
                    throw fault(element, "„\(part.prefix(30))“ ist keine Zahl", "“\(part.prefix(30))” is no number")
                }
                values.append(value)
            }
            guard values.count == 2 || values.count == 3 else {
                throw fault(element, "ein Punkt hat zwei Zahlen", "a position has two numbers")
            }
            found.append(Position(values[0], values[1]))
        }
        return found
    }

    private func numbers(_ text: String, _ element: XMLElement, size: Int) throws(ServiceFault) -> [Position] {
        var values: [Double] = []
        for part in text.split(whereSeparator: \.isWhitespace) {
            guard let value = Double(part), value.isFinite else {
                throw fault(element, "„\(part.prefix(30))“ ist keine Zahl", "“\(part.prefix(30))” is no number")
            }
            values.append(value)
        }
        guard size == 2 || size == 3, values.count % size == 0 else {
            throw fault(
                element, "die Zahl der Werte passt nicht zu \(size) Achsen",
                "the number of values does not fit \(size) axes")
        }
        return stride(from: 0, to: values.count, by: size).map { Position(values[$0], values[$0 + 1]) }
    }
}
