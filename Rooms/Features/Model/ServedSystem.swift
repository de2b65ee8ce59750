// SPDX-License-Identifier: EUPL-1.2
package import Geometry

/// A reference system that features are served in and asked for (OGC 18-058r1), with the axes as it defines them.
package struct ServedSystem: Sendable, Hashable {
    package let reference: ReferenceSystem
    /// Latitude or northing comes first.
    package let isNorthFirst: Bool

    /// WGS 84, longitude first: what features are kept in and what is meant where nothing is said.
    package static let crs84 = ServedSystem(reference: .crs84, isNorthFirst: false)

    /// All, the one that features are kept in first.
    package static let all: [ServedSystem] = [
        crs84,
        ServedSystem(reference: .wgs84, isNorthFirst: true),
        ServedSystem(reference: .utm32, isNorthFirst: false),
        ServedSystem(reference: .utm33, isNorthFirst: false),
        ServedSystem(reference: .gaussKrueger3, isNorthFirst: true),
        ServedSystem(reference: .webMercator, isNorthFirst: false),
        // UTM zone 32 with the zone before the easting
        ServedSystem(reference: ReferenceSystem(epsg: 4647), isNorthFirst: false),
    ]

    private init(reference: ReferenceSystem, isNorthFirst: Bool) {
        self.reference = reference
        self.isNorthFirst = isNorthFirst
    }

    /// By its address, its URN or a CURIE: `http://www.opengis.net/def/crs/EPSG/0/25832`, `[EPSG:25832]`.
    package init?(named name: String) {
        let parts = name.lowercased().split { ":/[]".contains($0) }
        guard let code = parts.last else { return nil }
        let found = Self.all.first { system in
            let own = system.reference.name.lowercased().split(separator: ":")
            return own.last == code && parts.contains(own[0])
        }
        guard let found else { return nil }
        self = found
    }

    package var uri: String { reference.uri }

    /// Longitude and latitude, in one order or the other.
    package var isDegrees: Bool { reference == .crs84 || reference == .wgs84 }

    /// A geometry in this system as it is kept.
    package func degrees(_ geometry: GeometryValue) throws(ReferenceSystemError) -> GeometryValue {
        let plain = isNorthFirst ? Self.swapped(geometry) : geometry
        if isDegrees { return plain }
        var isOnEarth = true
        plain.forEachPosition { if abs($0.x) > 1e9 || abs($0.y) > 1e9 { isOnEarth = false } }
        guard isOnEarth else { throw .notTransformable(index: 0) }
        return try ReferenceSystemTransform(from: reference, to: .crs84)(plain)
    }

    /// A box in this system as an area in degrees, its edges followed closely.
    package func area(_ low: Position, _ high: Position) throws(ReferenceSystemError) -> GeometryValue {
        var (low, high) = (low, high)
        if reference == .webMercator {
            // maps ask for boxes wider than the world, which would wrap around it
            let edge = 20_037_508.34
            low = Position(max(low.x, -edge), max(low.y, -edge))
            high = Position(min(high.x, edge), min(high.y, edge))
        }
        let corners = [low, Position(high.x, low.y), high, Position(low.x, high.y), low]
        let steps = isDegrees ? 1 : 24
        var ring: [Position] = []
        for (from, to) in zip(corners, corners.dropFirst()) {
            for step in 0..<steps {
                let part = Double(step) / Double(steps)
                ring.append(Position(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part))
            }
        }
        ring.append(low)
        return try degrees(.polygon([ring]))
    }

    /// With the axes the other way round.
    package static func swapped(_ geometry: GeometryValue) -> GeometryValue {
        geometry.mapPositions { Position($0.y, $0.x, $0.z) }
    }
}
