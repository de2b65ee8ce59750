// SPDX-License-Identifier: EUPL-1.2
import CGEOS
import Geometry

extension TileRing {
    /// Valid areas, on the grid of units, that cover what the rings enclose (GEOS); empty when nothing is left.
    static func mended(_ rings: [[TilePoint]]) -> [[[TilePoint]]] {
        let closed = rings.map { ring in
            (ring + [ring[0]]).map { Position(Double($0.x), Double($0.y)) }
        }
        guard let wkb = mend(GeometryValue.polygon(closed).wkb()), let mended = try? GeometryValue(wkb: wkb) else {
            return []
        }
        return areas(of: mended)
    }

    private static func mend(_ wkb: [UInt8]) -> [UInt8]? {
        guard let geos = GEOS_init_r() else { return nil }
        defer { GEOS_finish_r(geos) }
        guard let crossed = GEOSGeomFromWKB_buf_r(geos, wkb, wkb.count) else { return nil }
        defer { GEOSGeom_destroy_r(geos, crossed) }
        let options = GEOSMakeValidParams_create_r(geos)
        defer { GEOSMakeValidParams_destroy_r(geos, options) }
        // Keeps area where a part lies in a part, where following the lines would make a hole of it.
        _ = GEOSMakeValidParams_setMethod_r(geos, options, GEOS_MAKE_VALID_STRUCTURE)
        guard let valid = GEOSMakeValidWithParams_r(geos, crossed, options) else { return nil }
        defer { GEOSGeom_destroy_r(geos, valid) }
        // Crossings lie between the units: rounding them can cross again, which GEOS's own rounding does not.
        guard let rounded = GEOSGeom_setPrecision_r(geos, valid, 1, 0) else { return nil }
        defer { GEOSGeom_destroy_r(geos, rounded) }
        var size = 0
        guard let bytes = GEOSGeomToWKB_buf_r(geos, rounded, &size) else { return nil }
        defer { GEOSFree_r(geos, bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: size))
    }

    private static func areas(of geometry: GeometryValue) -> [[[TilePoint]]] {
        switch geometry {
        case .polygon(let rings): return area(rings).map { [$0] } ?? []
        case .multiPolygon(let polygons): return polygons.compactMap(area)
        case .collection(let members): return members.flatMap(areas)
        default: return []
        }
    }

    private static func area(_ rings: [[Position]]) -> [[TilePoint]]? {
        let rings = rings.map { rounded($0.dropLast().map { ($0.x, $0.y) }) }
        guard let outer = rings.first, outer.count > 2, doubleArea(outer) != 0 else { return nil }
        return [outer] + rings.dropFirst().filter { $0.count > 2 && doubleArea($0) != 0 }
    }
}
