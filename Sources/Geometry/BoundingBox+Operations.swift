// SPDX-License-Identifier: EUPL-1.2

extension BoundingBox {
    /// Germany with some margin.
    public static let germany = BoundingBox(west: 5.5, south: 47.0, east: 15.5, north: 55.3)

    /// True when it crosses the 180th meridian: west is then greater than east (RFC 7946 §5.2).
    public var crossesAntimeridian: Bool { west > east }

    /// True when the position lies in the box or on its border.
    public func contains(_ position: Position) -> Bool {
        guard position.y >= south, position.y <= north else { return false }
        if crossesAntimeridian { return position.x >= west || position.x <= east }
        return position.x >= west && position.x <= east
    }

    /// True when the other box lies in this one; neither may cross the 180th meridian.
    public func contains(_ other: BoundingBox) -> Bool {
        west <= other.west && south <= other.south && east >= other.east && north >= other.north
    }

    /// True when the boxes share at least a point.
    public func intersects(_ other: BoundingBox) -> Bool {
        guard south <= other.north, other.south <= north else { return false }
        switch (crossesAntimeridian, other.crossesAntimeridian) {
        case (false, false): return west <= other.east && other.west <= east
        case (true, true): return true
        default: return west <= other.east || other.west <= east
        }
    }

    /// The smallest box around both; neither may cross the 180th meridian.
    public func union(_ other: BoundingBox) -> BoundingBox {
        BoundingBox(
            west: min(west, other.west), south: min(south, other.south), east: max(east, other.east),
            north: max(north, other.north))
    }

    public var center: Position { Position((west + east) / 2, (south + north) / 2) }
}

extension GeometryValue {
    /// The smallest box around all positions, nil when there is none.
    public var boundingBox: BoundingBox? {
        var box: BoundingBox?
        forEachPosition { position in
            let own = BoundingBox(west: position.x, south: position.y, east: position.x, north: position.y)
            box = box?.union(own) ?? own
        }
        return box
    }
}
