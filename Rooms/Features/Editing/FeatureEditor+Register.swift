// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Geometry
import Rights
import Storage
import Wire

/// What changes of a layer come to, until they are written down.
struct EditTally {
    var created: [String] = []
    var updated: [String] = []
    var deleted: [String] = []
    /// Features without a place, more or less.
    var unplaced = 0
    /// The box around all that came.
    var added: BoundingBox?
    /// Something at the edge of the extent went: what is left has to be looked at.
    var mayShrink = false
    var firstTime: String?
    var lastTime: String?
    /// The first or last time went.
    var mayNarrow = false
    /// Of all that was changed, in its order.
    var digest = ContentDigest()

    var count: Int { created.count - deleted.count }
    var isEmpty: Bool { created.isEmpty && updated.isEmpty && deleted.isEmpty }
}

extension FeatureEditor {
    mutating func note(old: [UInt8]?, isThere hadRow: Bool, new: [UInt8]?, isThere hasRow: Bool) {
        if hadRow, old == nil { tally.unplaced -= 1 }
        if hasRow, new == nil { tally.unplaced += 1 }
        if let box = new.flatMap({ WKBReader.envelope($0) }) { tally.added = tally.added.map { $0.union(box) } ?? box }
        tally.digest.add(new ?? [])
        guard let box = old.flatMap({ WKBReader.envelope($0) }), let extent = reach else { return }
        if box.west <= extent.west || box.south <= extent.south || box.east >= extent.east || box.north >= extent.north
        {
            tally.mayShrink = true
        }
    }

    /// The box around all that was there and all that came.
    private var reach: BoundingBox? {
        tally.added.map { added in collection.extent.map { $0.union(added) } ?? added } ?? collection.extent
    }

    mutating func note(_ field: FeatureField, old: SQLValue?, new: SQLValue) {
        tally.digest.add(String(describing: new))
        guard field.name == collection.timeField else { return }
        if case .text(let text) = old, text == collection.temporal?.first || text == collection.temporal?.last {
            tally.mayNarrow = true
        }
        if case .text(let text) = new {
            tally.firstTime = min(tally.firstTime ?? text, text)
            tally.lastTime = max(tally.lastTime ?? text, text)
        }
    }

    /// Writes down what the layer is now, and who did what to which of its features.
    package mutating func finish() throws {
        guard !tally.isEmpty else { return }
        let kept = try connection.text("SELECT fields FROM feature_collection WHERE id = \(collection.id)") ?? "{}"
        guard var document = try JSONValue(parsing: kept).object else { return }
        document["edition"] = document["edition"] ?? .string(collection.edition)
        document["imported"] = document["imported"] ?? JSONValue(collection.modified.microseconds)
        tally.digest.add(collection.digest)
        for ids in [tally.created, tally.updated, tally.deleted] { tally.digest.add(ids.joined(separator: "\u{0}")) }
        document["digest"] = .string(tally.digest.text)
        let unplaced = document["unplaced"]?.integer.map { max(0, Int($0) + tally.unplaced) }
        document["unplaced"] = unplaced.map { JSONValue($0) }
        if let unplaced, unplaced > 0, !collection.hasUnplaced {
            let index: SQL = "CREATE INDEX IF NOT EXISTS \(identifier: layer.table + "_unplaced")"
            try connection.execute(
                """
                \(index) ON \(identifier: layer.table) (fid) WHERE \(identifier: layer.geometryColumn) IS NULL
                """)
        }
        document["temporal"] = try times().map { [.string($0.first), .string($0.last)] }
        let extent = try extent()
        let fields = SQLValue.json(JSONValue.object(document).text)
        try connection.execute(
            """
            UPDATE feature_collection SET fields = \(fields), west = \(extent?.west), south = \(extent?.south),
                east = \(extent?.east), north = \(extent?.north), feature_count = feature_count + \(tally.count),
                modified_at = \(instant.microseconds)
            WHERE id = \(collection.id)
            """)
        try connection.noteChange(of: layer, extent: extent, now: instant.microseconds)
        if let dataset = collection.datasetID { try DatasetQueries.touch(id: dataset, at: instant, on: connection) }
        for (ids, isGone) in [(tally.created + tally.updated, 0), (tally.deleted, 1)] {
            for id in ids {
                try connection.execute(
                    """
                    INSERT INTO feature_change (collection_id, feature_id, changed_at, is_gone)
                    VALUES (\(collection.id), \(id), \(instant.microseconds), \(isGone))
                    ON CONFLICT (collection_id, feature_id) DO UPDATE SET changed_at = excluded.changed_at,
                        is_gone = excluded.is_gone
                    """)
            }
        }
        try audit()
        tally = EditTally()
    }

    private func extent() throws -> SpatialBox? {
        if tally.mayShrink { return try connection.extent(of: layer) }
        return reach.map { SpatialBox(west: $0.west, south: $0.south, east: $0.east, north: $0.north) }
    }

    private func times() throws -> (first: String, last: String)? {
        guard let field = collection.timeField.flatMap({ collection.field($0) }) else { return nil }
        if tally.mayNarrow {
            let column: SQL = "\(identifier: field.column)"
            let times = try connection.firstRow(
                "SELECT min(\(column)), max(\(column)) FROM \(identifier: layer.table)"
            ) { $0.isNull(0) ? nil : (first: $0.text(0), last: $0.text(1)) }
            return times ?? nil
        }
        let known = [collection.temporal?.first, tally.firstTime].compactMap(\.self).min()
        let last = [collection.temporal?.last, tally.lastTime].compactMap(\.self).max()
        guard let known, let last else { return nil }
        return (known, last)
    }

    /// One line for one feature; many that were changed together stand in lines of a hundred.
    private func audit() throws {
        for (action, ids) in [("create", tally.created), ("update", tally.updated), ("delete", tally.deleted)] {
            if ids.count == 1 {
                try AuditTrail.append(
                    action, object: "layer/\(collection.name)/\(ids[0])", by: reader.displayName, at: instant,
                    on: connection)
                continue
            }
            for start in stride(from: 0, to: ids.count, by: 100) {
                let some = ids[start..<min(start + 100, ids.count)]
                try AuditTrail.append(
                    action, object: "layer/\(collection.name)", by: reader.displayName, at: instant,
                    detail: ["features": .array(some.map { .string($0) })], on: connection)
            }
        }
    }
}

extension FeatureCollectionQueries {
    /// When a feature came to be what it is.
    static func changed(
        _ id: String, in collection: FeatureCollection, on connection: any StorageConnection
    ) throws -> Instant {
        guard let imported = collection.imported else { return collection.modified }
        let changed = try connection.integer(
            "SELECT changed_at FROM feature_change WHERE collection_id = \(collection.id) AND feature_id = \(id)")
        return changed.map { Instant(microseconds: $0) } ?? imported
    }
}
