// SPDX-License-Identifier: EUPL-1.2
import Geometry
import SensorThingsModel
import Wire

extension EntityColumns {
    /// A place that says it is GeoJSON is one geometry or Feature in degrees (RFC 7946 §4): what is none, no map shows.
    ///
    /// Places in other encodings may be anything.
    static func checkPlace(_ value: JSONValue?, _ encoding: JSONValue?, _ name: String, at place: String)
        throws(EntityFault)
    {
        guard let value, !value.isNull, let encoding = encoding?.string?.lowercased(),
            encoding.contains("geo+json") || encoding.contains("geojson")
        else { return }
        let remedy = "Write one geometry or one Feature, such as {\"type\":\"Point\",\"coordinates\":[7.6,51.9]}."
        if value["type"]?.string == "FeatureCollection" {
            throw .invalid(
                "'\(name)' is a FeatureCollection, and a place is one. \(remedy) Several places are several entities.",
                at: place)
        }
        guard value.object != nil else { throw .invalid("'\(name)' is no GeoJSON. \(remedy)", at: place) }
        let isFeature = value["type"]?.string == "Feature"
        let geometry = isFeature ? value["geometry"] ?? .null : value
        if isFeature, geometry.isNull { return }
        try checkSystem(value, geometry, name, at: place)
        let shape: GeometryValue
        do throws(GeometryError) {
            shape = try GeometryValue(geoJSON: geometry, pointer: isFeature ? place + "/geometry" : place)
        } catch {
            guard case .pointer(let pointer) = error.place else {
                throw .invalid("'\(name)' is no GeoJSON: \(error.message).", at: place)
            }
            throw .invalid("'\(name)' is no GeoJSON: \(error.message).", at: pointer)
        }
        var outside: Position?
        shape.forEachPosition { position in
            if !(abs(position.x) <= 180 && abs(position.y) <= 90) { outside = outside ?? position }
        }
        guard let outside else { return }
        let isSwapped = abs(outside.x) <= 90 && abs(outside.y) <= 180
        throw .invalid(
            "[\(outside.x), \(outside.y)] are no degrees of longitude and latitude, in which GeoJSON is written (RFC 7946). "
                + (isSwapped
                    ? "Longitude comes first." : "Metres of a plane system (UTM, Gauß-Krüger) must be converted."),
            at: place)
    }

    /// A `crs` that names another system than degrees would be passed over by whoever reads the place.
    private static func checkSystem(
        _ value: JSONValue, _ geometry: JSONValue, _ name: String, at place: String
    ) throws(EntityFault) {
        guard let crs = value["crs"] ?? geometry["crs"], !crs.isNull else { return }
        let system = crs["properties"]?["name"]?.string ?? crs.text
        let known = ["CRS84", "4326", "4258", "4979"]
        guard !known.contains(where: system.hasSuffix) else { return }
        throw .invalid(
            "'\(name)' names the reference system \(system.excerpt()); GeoJSON is written in degrees of WGS 84 (RFC 7946). "
                + "Convert the coordinates and leave \"crs\" out.", at: place + "/crs")
    }
}
