// SPDX-License-Identifier: EUPL-1.2
public import Geometry
public import Wire

/// A thing with a place and properties, as it comes in.
public struct Feature: Sendable {
    /// Text or number that names it in its source; nil lets the layer number it.
    public var id: JSONValue?
    /// Geometry as well-known binary in CRS84; nil when it has no place.
    public var wkb: [UInt8]?
    /// In the order of the source.
    public var properties: JSONObject

    public init(id: JSONValue? = nil, wkb: [UInt8]?, properties: JSONObject) {
        self.id = id
        self.wkb = wkb
        self.properties = properties
    }

    /// A feature with a geometry in CRS84; heights are dropped.
    public init(id: JSONValue? = nil, geometry: GeometryValue?, properties: JSONObject) {
        self.init(id: id, wkb: geometry?.withoutHeights.wkb(), properties: properties)
    }

    /// A feature at one point, in degrees (CRS84).
    public init(id: JSONValue? = nil, longitude: Double, latitude: Double, properties: JSONObject) {
        self.init(id: id, geometry: .point(Position(longitude, latitude)), properties: properties)
    }
}
