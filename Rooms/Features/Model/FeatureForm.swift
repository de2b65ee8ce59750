// SPDX-License-Identifier: EUPL-1.2
package import Geometry
import Wire

/// How features are written: which properties, with which geometry, in which reference system.
package struct FeatureForm: Sendable {
    /// Nil for all.
    package var properties: Set<String>?
    package var hasGeometry = true
    private let system: ServedSystem
    private let move: ReferenceSystemTransform?

    /// All properties, and geometries in `system`.
    package init(_ system: ServedSystem = .crs84) {
        self.system = system
        move = system.isDegrees ? nil : try? ReferenceSystemTransform(from: .crs84, to: system.reference)
    }

    package func shows(_ field: FeatureField) -> Bool { properties?.contains(field.name) ?? true }

    /// Writes a geometry that is kept as well-known binary; null where it has no place in the system.
    func write(_ wkb: [UInt8]?, to writer: inout JSONWriter) {
        guard hasGeometry, let wkb else {
            writer.null()
            return
        }
        if system == .crs84 {
            WKBReader.writeGeoJSON(wkb, to: &writer)
            return
        }
        guard let kept = try? GeometryValue(wkb: wkb), let moved = moved(kept) else {
            writer.null()
            return
        }
        // a tenth of a millimetre
        WKBReader.writeGeoJSON(moved.wkb(), to: &writer, digits: system.isDegrees ? 9 : 4)
    }

    /// A geometry that is kept as well-known binary, in the system and its axes; nil where it has no place there.
    package func moved(_ wkb: [UInt8]) -> GeometryValue? { (try? GeometryValue(wkb: wkb)).flatMap(moved) }

    private func moved(_ geometry: GeometryValue) -> GeometryValue? {
        var moved = geometry
        if !system.isDegrees {
            guard let move, let there = try? move(geometry) else { return nil }
            moved = there
        }
        return system.isNorthFirst ? ServedSystem.swapped(moved) : moved
    }
}
