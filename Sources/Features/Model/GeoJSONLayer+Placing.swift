// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Wire

extension GeoJSONLayer {
    /// Turns the pairs of a document into longitude and latitude (CRS84).
    struct Placing {
        /// A suspicion met at a pair of numbers.
        struct Doubt: Error {
            let kind: LayerError.Suspicion
            let example: String
        }

        let place: (Double, Double) throws -> (Double, Double)
    }

    /// How this document's pairs become places: the declared system, else its `crs`, else CRS84 (RFC 7946 §4).
    func placing(_ root: JSONObject) throws -> Placing {
        var system = options.sourceReferenceSystem
        var pointer = "/sourceReferenceSystem"
        if system == nil, let crs = root["crs"], !crs.isNull {
            let name = crs["properties"]?["name"]?.string ?? crs["properties"]?["code"]?.string
            guard let name, let found = Self.number(of: name) else {
                throw LayerError.unknownReferenceSystem(name ?? crs.text, pointer: "/crs")
            }
            system = found
            pointer = "/crs"
        }
        let isSwapped = options.axesSwapped
        guard let system, !Self.geographic.contains(system) else {
            return Placing { try Self.degrees($0, $1, isSwapped: isSwapped) }
        }
        guard let project = Self.projection(from: system) else {
            throw LayerError.unknownReferenceSystem("EPSG:\(system)", pointer: pointer)
        }
        return Placing { x, y in
            let (longitude, latitude) = isSwapped == true ? try project(y, x) : try project(x, y)
            guard longitude.isFinite, latitude.isFinite, abs(longitude) <= 180, abs(latitude) <= 90 else {
                throw CoordinateFault(message: "[\(x), \(y)] is no place in EPSG:\(system)", pointer: "")
            }
            return (longitude, latitude)
        }
    }

    /// Degrees of WGS 84, ETRS89 and CRS84, which differ by less than a metre.
    static let geographic: Set<Int> = [4326, 4258]

    private static func degrees(_ x: Double, _ y: Double, isSwapped: Bool?) throws -> (Double, Double) {
        let (longitude, latitude) = isSwapped == true ? (y, x) : (x, y)
        let example = "[\(x), \(y)]"
        if abs(longitude) <= 180, abs(latitude) <= 90 {
            // In Germany latitudes are 47…55 and longitudes 5…16; the other way round lies the Gulf of Aden.
            let looksSwapped = (46.5...56).contains(longitude) && (5...16).contains(latitude)
            if looksSwapped && isSwapped == nil { throw Placing.Doubt(kind: .swappedAxes, example: example) }
            return (longitude, latitude)
        }
        if abs(latitude) <= 180, abs(longitude) <= 90, isSwapped == nil {
            throw Placing.Doubt(kind: .swappedAxes, example: example)
        }
        if abs(x) > 1000 || abs(y) > 1000 { throw Placing.Doubt(kind: .projectedCoordinates, example: example) }
        throw CoordinateFault(message: "\(example) lies outside 180° and 90°", pointer: "")
    }

    /// The EPSG number in `urn:ogc:def:crs:EPSG::25832`, `EPSG:25832`, an OGC address or CRS84.
    static func number(of name: String) -> Int? {
        let upper = name.uppercased()
        if upper.hasSuffix("CRS84") { return 4326 }
        guard upper.contains("EPSG") || upper.allSatisfy(\.isNumber) else { return nil }
        let digits = upper.reversed().prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count <= 6 else { return nil }
        return Int(String(digits.reversed()))
    }
}

extension GeoJSONLayer {
    /// From a projected system to longitude and latitude; nil when the system is not known.
    static func projection(from system: Int) -> ((Double, Double) throws -> (Double, Double))? {
        nil
    }
}
