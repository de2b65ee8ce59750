// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Geometry
import Storage
package import Wire

/// What a feature of a layer is to become: what of it was given, checked against the layer's schema.
package struct FeatureDraft: Sendable {
    /// Text or number that names it; nil lets the layer give one.
    package var id: JSONValue?
    /// Nil leaves the geometry as it is, `.some(nil)` takes the place away; degrees, longitude first.
    package internal(set) var geometry: GeometryValue??
    /// What columns are to hold, by the names of the properties.
    var values: [(field: FeatureField, value: SQLValue)] = []

    package init() {}

    /// A Feature of GeoJSON, with coordinates as `system` has them.
    /// - Throws: `EditFault` with a JSON pointer.
    package init(
        feature document: JSONValue, of collection: FeatureCollection, in system: ServedSystem
    ) throws(EditFault) {
        guard let object = document.object, object["type"] == "Feature" else {
            throw .invalid(
                Words(
                    "Das ist kein Feature: Erwartet wird ein GeoJSON-Objekt mit \"type\": \"Feature\".",
                    "This is no Feature: a GeoJSON object with \"type\": \"Feature\" is expected."), pointer: "/type")
        }
        try self.init(members: object, of: collection, in: system)
        guard geometry != nil else {
            throw .invalid(
                Words(
                    "\"geometry\" fehlt; ein Objekt ohne Ort hat \"geometry\": null.",
                    "\"geometry\" is missing; a feature without a place has \"geometry\": null."), pointer: "/geometry")
        }
    }

    /// The members of a feature that were given.
    package init(
        members object: JSONObject, of collection: FeatureCollection, in system: ServedSystem
    ) throws(EditFault) {
        switch object["id"] {
        case nil, .null: break
        case .string(let text) where !text.isEmpty && text.utf8.count <= 500 && !text.utf8.contains(0):
            id = .string(text)
        case .number(let number): id = .number(number)
        default:
            throw .invalid(
                Words("Eine Kennung ist ein Text oder eine Zahl.", "An id is a text or a number."), pointer: "/id")
        }
        switch object["properties"] {
        case nil, .null: break
        case .object(let members):
            for (name, value) in members.members { try set(name, value, of: collection) }
        default:
            throw .invalid(
                Words("\"properties\" ist ein Objekt oder null.", "\"properties\" is an object or null."),
                pointer: "/properties")
        }
        switch object["geometry"] {
        case nil: break
        case .null: geometry = .some(nil)
        case .some(let value):
            let shape: GeometryValue
            do throws(GeometryError) {
                shape = try GeometryValue(geoJSON: value, pointer: "/geometry")
            } catch {
                guard case .pointer(let pointer) = error.place else { throw Self.fault(error.message, "/geometry") }
                throw Self.fault(error.message, pointer)
            }
            try place(shape, of: collection, in: system)
        }
    }

    private static func fault(_ message: String, _ pointer: String) -> EditFault {
        .invalid(
            Words("Die Geometrie ist fehlerhaft: \(message).", "The geometry is faulty: \(message)."), pointer: pointer)
    }

    private mutating func set(
        _ name: String, _ value: JSONValue, of collection: FeatureCollection
    ) throws(EditFault) {
        let pointer = "/properties/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
        guard let field = collection.field(name) else {
            throw .unknownProperty(name, known: collection.fields.map(\.name), pointer: pointer)
        }
        guard let stored = field.type.checked(value) else {
            throw .wrongValue(property: name, field.type, pointer: pointer)
        }
        values.append((field, stored))
    }

    /// Sets a property that was written as text; nil is no value.
    package mutating func set(_ field: FeatureField, text: String?) throws(EditFault) {
        guard let stored = text.map({ field.type.checked(text: $0) }) ?? .null else {
            throw .wrongValue(property: field.name, field.type, pointer: "/" + field.name)
        }
        values.removeAll { $0.field == field }
        values.append((field, stored))
    }

    /// Takes the place away.
    package mutating func removeGeometry() { geometry = .some(nil) }

    /// Sets the geometry, moved from its system to degrees and of the layer's type.
    package mutating func place(
        _ shape: GeometryValue, of collection: FeatureCollection, in system: ServedSystem, pointer: String = "/geometry"
    ) throws(EditFault) {
        let plain = shape.withoutHeights
        if plain.isEmpty {
            geometry = .some(nil)
            return
        }
        guard let degrees = try? system.degrees(plain), let box = degrees.boundingBox, box.west >= -180,
            box.east <= 180,
            box.south >= -90, box.north <= 90
        else {
            throw .invalid(
                Words(
                    "Die Geometrie liegt nicht in \(system.uri), dem Bezugssystem ihrer Koordinaten.",
                    "The geometry does not lie in \(system.uri), the reference system of its coordinates."),
                pointer: pointer)
        }
        try Self.refuseSwapped(box, collection, pointer)
        guard let fitting = degrees.fitted(to: collection.geometryType) else {
            throw .invalid(
                Words(
                    "Die Ebene hält \(collection.geometryType), nicht \(shape.typeName).",
                    "The layer holds \(collection.geometryType), not \(shape.typeName)."), pointer: pointer)
        }
        geometry = .some(fitting)
    }

    /// Far from all that the layer holds, and among it when the axes are turned: nothing is guessed, it is refused.
    private static func refuseSwapped(
        _ box: BoundingBox, _ collection: FeatureCollection, _ pointer: String
    ) throws(EditFault) {
        guard let known = collection.extent, known.west <= known.east else { return }
        let wide = BoundingBox(
            west: known.west - 10, south: known.south - 10, east: known.east + 10, north: known.north + 10)
        let turned = BoundingBox(west: box.south, south: box.west, east: box.north, north: box.east)
        guard !wide.intersects(box), wide.contains(turned) else { return }
        throw .invalid(
            Words(
                "Breite und Länge sind vertauscht: Der Ort läge weit weg von allen anderen der Ebene.",
                "Latitude and longitude are swapped: the place would be far from all others of the layer."),
            pointer: pointer)
    }
}

extension GeometryValue {
    /// As a column of the type (`MULTIPOLYGON`) takes it: a single one becomes a multiple of one, and the other way round.
    func fitted(to type: String) -> GeometryValue? {
        if type == "GEOMETRY" || typeName.uppercased() == type { return self }
        switch (self, type) {
        case (.point(let position), "MULTIPOINT"): return .multiPoint([position])
        case (.lineString(let line), "MULTILINESTRING"): return .multiLineString([line])
        case (.polygon(let rings), "MULTIPOLYGON"): return .multiPolygon([rings])
        case (.multiPoint(let points), "POINT") where points.count == 1: return .point(points[0])
        case (.multiLineString(let lines), "LINESTRING") where lines.count == 1: return .lineString(lines[0])
        case (.multiPolygon(let parts), "POLYGON") where parts.count == 1: return .polygon(parts[0])
        default: return nil
        }
    }
}
