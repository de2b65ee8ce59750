// SPDX-License-Identifier: EUPL-1.2

/// What the spatial index of a layer says about a box.
public struct SpatialKeys: Sendable, Hashable {
    /// The keys of the rows whose geometry's box touches it, ascending.
    public let meeting: [Int64]
    /// Those of them that reach over its border, ascending: of these alone the geometry decides.
    public let crossing: [Int64]
}

extension StorageConnection {
    /// The keys of the layer's rows in a box, by the index alone; nil where more than `limit` touch it, and on PostgreSQL, which finds keys
    /// no sooner than rows.
    ///
    /// SQLite would put the keys of a subquery into a tree of its own before it takes the first row: to sort them here is a fraction of that.
    public func keys(of layer: SpatialLayer, in box: SpatialBox, atMost limit: Int) throws -> SpatialKeys? {
        guard dialect == .sqlite else { return nil }
        var meeting: [Int64] = []
        try forEachRow(layer.keys(meeting: box, atMost: limit + 1)) { row in
            meeting.append(row.integer(0))
            return true
        }
        guard meeting.count <= limit else { return nil }
        meeting.sort()
        return SpatialKeys(meeting: meeting, crossing: try rows(layer.across(box)) { $0.integer(0) }.sorted())
    }
}
