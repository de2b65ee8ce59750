// SPDX-License-Identifier: EUPL-1.2
import CGEOS
import Features

/// Which geometries are none in the eyes of GIS programs: areas that cross themselves, rings that do not close.
struct GeometryCheck {
    /// How many, and the first with the reason.
    private(set) var count = 0
    private(set) var first: (index: Int, reason: String)?

    init(_ features: [Feature]) {
        guard let context = GEOS_init_r() else { return }
        defer { GEOS_finish_r(context) }
        guard let reader = GEOSWKBReader_create_r(context) else { return }
        defer { GEOSWKBReader_destroy_r(context, reader) }
        for (index, feature) in features.enumerated() {
            guard let wkb = feature.wkb else { continue }
            guard let geometry = GEOSWKBReader_read_r(context, reader, wkb, wkb.count) else {
                note(index, "not readable")
                continue
            }
            defer { GEOSGeom_destroy_r(context, geometry) }
            guard GEOSisValid_r(context, geometry) != 1 else { continue }
            var reason = "invalid"
            if let text = GEOSisValidReason_r(context, geometry) {
                reason = String(cString: text)
                GEOSFree_r(context, text)
            }
            note(index, reason)
        }
    }

    private mutating func note(_ index: Int, _ reason: String) {
        count += 1
        if first == nil { first = (index, reason) }
    }
}
