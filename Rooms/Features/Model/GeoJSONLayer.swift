// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Wire

/// Reads a GeoJSON document (RFC 7946, and the `crs` member of its forerunner) into features in CRS84.
public struct GeoJSONLayer: Sendable {
    /// What the person who knows the data declares about them.
    public struct Options: Sendable, Hashable {
        /// EPSG number of the coordinates, where the document does not say; wins over its `crs`.
        public var sourceReferenceSystem: Int?
        /// True: latitude comes first. False: it does not, whatever it looks like. Nil: ask when it looks so.
        public var axesSwapped: Bool?
        public var maximumBytes = 512 * 1024 * 1024
        public var maximumFeatures = LayerImport.maximumFeatures

        public init(sourceReferenceSystem: Int? = nil, axesSwapped: Bool? = nil) {
            self.sourceReferenceSystem = sourceReferenceSystem
            self.axesSwapped = axesSwapped
        }
    }

    public let options: Options

    public init(options: Options = Options()) {
        self.options = options
    }

    /// The features of a FeatureCollection, of one Feature or of one geometry.
    /// - Throws: `LayerError` with a JSON pointer; a suspicion asks for a declaration instead of guessing.
    public func read(_ bytes: [UInt8]) throws -> [Feature] {
        try read(document(bytes)) { fault, _ in throw fault }
    }

    /// As `read(_:)`, leaving out the features of a collection that are none.
    ///
    /// `faults` is called with why and with the feature's index; what may mean all features is thrown.
    public func readLeavingOut(_ bytes: [UInt8], faults: (LayerError, Int) -> Void) throws -> [Feature] {
        try read(document(bytes)) { fault, index in
            guard case .invalid = fault else { throw fault }
            faults(fault, index)
        }
    }

    /// The features of a sequence of GeoJSON Features, one a line, as programs write that stream.
    /// - Throws: as `read(_:)`; the pointer begins with the feature's place in the sequence.
    package func read(lines bytes: UnsafeRawBufferPointer) throws -> [Feature] {
        let places = try Placings(self, JSONObject())
        var all: [Feature] = []
        var start = 0
        while start < bytes.count {
            let rest = bytes[start...]
            let end = rest.firstIndex(of: 0x0A) ?? bytes.count
            defer { start = end + 1 }
            guard end > start + 1 else { continue }
            guard all.count < options.maximumFeatures else {
                throw LayerError.tooLarge(what: "features", limit: options.maximumFeatures)
            }
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONValue(parsing: Array(bytes[start..<end]))
            } catch {
                throw LayerError.malformed(error)
            }
            all.append(try feature(value, at: "/features/\(all.count)", places))
        }
        return all
    }

    private func document(_ bytes: [UInt8]) throws -> JSONValue {
        guard bytes.count <= options.maximumBytes else {
            throw LayerError.tooLarge(what: "bytes", limit: options.maximumBytes)
        }
        do throws(JSONError) {
            let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            return try JSONValue(parsing: hasMark ? Array(bytes.dropFirst(3)) : bytes)
        } catch {
            throw LayerError.malformed(error)
        }
    }

    func read(_ document: JSONValue) throws -> [Feature] { try read(document) { fault, _ in throw fault } }

    private func read(_ document: JSONValue, faults: (LayerError, Int) throws -> Void) throws -> [Feature] {
        guard let root = document.object else {
            throw LayerError.invalid(message: "GeoJSON is an object with a \"type\"", pointer: "")
        }
        let places = try Placings(self, root)
        switch root["type"]?.string {
        case "FeatureCollection":
            guard let features = root["features"]?.array else {
                throw LayerError.invalid(message: "must be a list of features", pointer: "/features")
            }
            guard features.count <= options.maximumFeatures else {
                throw LayerError.tooLarge(what: "features", limit: options.maximumFeatures)
            }
            var all: [Feature] = []
            all.reserveCapacity(features.count)
            for (index, feature) in features.enumerated() {
                do {
                    all.append(try self.feature(feature, at: "/features/\(index)", places))
                } catch let fault as LayerError {
                    try faults(fault, index)
                }
            }
            return all
        case "Feature":
            return [try feature(document, at: "", places)]
        case let type? where WKBReader.typeNames.dropFirst().contains(type):
            let wkb = try geometry(document, at: "", places, within: places.common)
            return [Feature(wkb: wkb, properties: JSONObject())]
        default:
            throw LayerError.invalid(
                message: "must be FeatureCollection, Feature or a geometry type", pointer: "/type")
        }
    }

    private func feature(_ value: JSONValue, at pointer: String, _ places: Placings) throws -> Feature {
        guard let object = value.object, object["type"]?.string == "Feature" else {
            throw LayerError.invalid(message: "must be an object of type Feature", pointer: pointer)
        }
        let properties: JSONObject
        switch object["properties"] {
        case nil, .null: properties = JSONObject()
        case .object(let members): properties = members
        default: throw LayerError.invalid(message: "must be an object or null", pointer: pointer + "/properties")
        }
        switch object["id"] {
        case nil, .null, .string, .number: break
        default: throw LayerError.invalid(message: "an id is a text or a number", pointer: pointer + "/id")
        }
        let geometry = object["geometry"] ?? .null
        let placing = try places.placing(of: value, at: pointer, within: places.common)
        let wkb =
            geometry.isNull ? nil : try self.geometry(geometry, at: pointer + "/geometry", places, within: placing)
        return Feature(id: object["id"], wkb: wkb, properties: properties)
    }

    private func geometry(
        _ value: JSONValue, at pointer: String, _ places: Placings, within outer: Placing
    ) throws -> [UInt8]? {
        // An empty list of coordinates is a geometry without a place (RFC 7946 §3.1).
        if value["coordinates"]?.array?.isEmpty == true || value["geometries"]?.array?.isEmpty == true { return nil }
        do {
            let geometry = try GeometryValue(geoJSON: value, pointer: pointer).withoutHeights
            let placing = try places.placing(of: value, at: pointer, within: outer)
            return try placing.place(geometry).wkb()
        } catch let error as GeometryError {
            guard case .pointer(let place) = error.place else {
                throw LayerError.invalid(message: error.message, pointer: pointer)
            }
            throw LayerError.invalid(message: error.message, pointer: place)
        } catch let doubt as Placing.Doubt {
            throw LayerError.suspicious(doubt.kind, example: doubt.example, pointer: pointer)
        } catch let fault as Placing.Fault {
            throw LayerError.invalid(message: fault.message, pointer: pointer)
        }
    }
}
