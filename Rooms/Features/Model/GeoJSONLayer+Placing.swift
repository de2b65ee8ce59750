// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Wire

extension GeoJSONLayer {
    /// Moves the geometries of a document to longitude and latitude (CRS84).
    struct Placing {
        /// A suspicion met at a pair of numbers.
        struct Doubt: Error {
            let kind: LayerError.Suspicion
            let example: String
        }

        /// A pair of numbers that is no place.
        struct Fault: Error {
            let message: String
        }

        let place: (GeometryValue) throws -> GeometryValue
    }

    /// How pairs become places: the declared system, else the nearest `crs`, else CRS84 (RFC 7946 §4).
    ///
    /// GeoJSON of 2008 allows a `crs` on any object; `place` is where this one stands.
    func placing(_ crs: JSONValue?, at place: String) throws -> Placing {
        var system = options.sourceReferenceSystem
        var pointer = "/sourceReferenceSystem"
        if system == nil, let crs, !crs.isNull {
            let code = crs["properties"]?["code"]
            let name = crs["properties"]?["name"]?.string ?? code?.string ?? code?.integer.map { String($0) }
            guard let name, let found = Self.number(of: name) else {
                throw LayerError.unknownReferenceSystem(name ?? crs.text, pointer: place + "/crs")
            }
            system = found
            pointer = place + "/crs"
        }
        let isSwapped = options.axesSwapped
        guard let system, !Self.geographic.contains(system) else {
            return Placing { geometry in
                try geometry.mapPositions { (position) throws -> Position in
                    try Self.degrees(position.x, position.y, isSwapped: isSwapped)
                }
            }
        }
        let transform: ReferenceSystemTransform
        do {
            transform = try ReferenceSystemTransform(from: ReferenceSystem(epsg: system), to: .crs84)
        } catch {
            throw LayerError.unknownReferenceSystem("EPSG:\(system)", pointer: pointer)
        }
        return Placing { geometry in
            let turned = isSwapped == true ? geometry.mapPositions { Position($0.y, $0.x) } : geometry
            var looksLikeDegrees = true
            turned.forEachPosition { if abs($0.x) > 180 || abs($0.y) > 90 { looksLikeDegrees = false } }
            if looksLikeDegrees {
                throw Placing.Fault(
                    message: "the coordinates are degrees, not metres of EPSG:\(system); declare \"epsg\": 4326")
            }
            let outside = Placing.Fault(message: "the coordinates are no place in EPSG:\(system)")
            guard let moved = try? transform(turned) else { throw outside }
            var isOnEarth = true
            moved.forEachPosition { position in
                if !(abs(position.x) <= 180 && abs(position.y) <= 90) { isOnEarth = false }
            }
            guard isOnEarth else { throw outside }
            return moved
        }
    }

    /// Placings by their `crs`, made once: PROJ takes its time to begin.
    final class Placings {
        let common: Placing
        private let layer: GeoJSONLayer
        private var known: [String: Placing] = [:]

        init(_ layer: GeoJSONLayer, _ root: JSONObject) throws {
            self.layer = layer
            common = try layer.placing(root["crs"], at: "")
        }

        /// The placing of an object inside the document, which may have a `crs` of its own.
        func placing(of value: JSONValue, at pointer: String, within outer: Placing) throws -> Placing {
            guard layer.options.sourceReferenceSystem == nil, let crs = Self.crs(in: value) else { return outer }
            let key = crs.text
            if let found = known[key] { return found }
            let placing = try layer.placing(crs, at: pointer)
            known[key] = placing
            return placing
        }

        private static func crs(in value: JSONValue) -> JSONValue? {
            if let crs = value["crs"], !crs.isNull { return crs }
            for part in value["geometries"]?.array ?? [] {
                if let crs = crs(in: part) { return crs }
            }
            return nil
        }
    }

    /// Degrees of WGS 84, ETRS89 and CRS84, which differ by less than a metre.
    package static let geographic: Set<Int> = [4326, 4258]

    private static func degrees(_ x: Double, _ y: Double, isSwapped: Bool?) throws -> Position {
        let (longitude, latitude) = isSwapped == true ? (y, x) : (x, y)
        let example = "[\(x), \(y)]"
        if abs(longitude) <= 180, abs(latitude) <= 90 {
            // In Germany latitudes are 47…55 and longitudes 5…16; the other way round lies the Gulf of Aden.
            let looksSwapped = (46.5...56).contains(longitude) && (5...16).contains(latitude)
            if looksSwapped && isSwapped == true {
                throw Placing.Fault(message: "\(example) is declared as swapped and then lies off Somalia; it is not")
            }
            if looksSwapped && isSwapped == nil { throw Placing.Doubt(kind: .swappedAxes, example: example) }
            return Position(longitude, latitude)
        }
        if abs(latitude) <= 180, abs(longitude) <= 90, isSwapped == nil {
            throw Placing.Doubt(kind: .swappedAxes, example: example)
        }
        if abs(x) > 1000 || abs(y) > 1000 { throw Placing.Doubt(kind: .projectedCoordinates, example: example) }
        throw Placing.Fault(message: "\(example) lies outside 180° and 90°")
    }

    /// The EPSG number in `urn:ogc:def:crs:EPSG::25832`, `EPSG:25832`, an OGC address or CRS84.
    package static func number(of name: String) -> Int? {
        let upper = name.uppercased()
        if upper.hasSuffix("CRS84") { return 4326 }
        guard upper.contains("EPSG") || upper.allSatisfy(\.isNumber) else { return nil }
        let digits = upper.reversed().prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count <= 6 else { return nil }
        return Int(String(digits.reversed()))
    }
}
