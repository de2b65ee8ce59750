// SPDX-License-Identifier: EUPL-1.2
package import Features
package import Geometry

/// A reference system as a request spells it: the spelling decides which axis comes first.
///
/// `urn:ogc:def:crs:EPSG::4326` and `http://www.opengis.net/def/crs/EPSG/0/4326` have the axes of the system itself,
/// `EPSG:4326` and `http://www.opengis.net/gml/srs/epsg.xml#4326` have east before north.
package struct SystemName: Sendable, Hashable {
    package let system: ServedSystem
    package let isNorthFirst: Bool
    /// As it was spelled.
    package let text: String

    /// What is meant where nothing is said.
    package static let usual = SystemName(urn: "urn:ogc:def:crs:EPSG::4326", .crs84)

    private init(urn: String, _ system: ServedSystem) {
        self = SystemName(urn) ?? SystemName(system: system, isNorthFirst: false, text: urn)
    }

    private init(system: ServedSystem, isNorthFirst: Bool, text: String) {
        (self.system, self.isNorthFirst, self.text) = (system, isNorthFirst, text)
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "#", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0].lowercased().contains("epsg") {
            guard let system = ServedSystem(named: "EPSG:\(parts[1])") else { return nil }
            self.init(system: system, isNorthFirst: false, text: text)
            return
        }
        guard let system = ServedSystem(named: text) else { return nil }
        let isShort = text.uppercased().hasPrefix("EPSG:")
        self.init(system: system, isNorthFirst: system.isNorthFirst && !isShort, text: text)
    }

    /// The spelling for capabilities.
    package static func urn(_ system: ServedSystem) -> String {
        let code = system.uri.split(separator: "/").last ?? ""
        return code == "CRS84" ? "urn:ogc:def:crs:OGC:1.3:CRS84" : "urn:ogc:def:crs:EPSG::\(code)"
    }

    /// A geometry as it was written, with the axes that the system itself has.
    package func own(_ geometry: GeometryValue) -> GeometryValue {
        isNorthFirst == system.isNorthFirst ? geometry : ServedSystem.swapped(geometry)
    }
}
