// SPDX-License-Identifier: EUPL-1.2

public import Geometry
public import Storage
public import Wire

/// A feature as it is kept.
public struct StoredFeature: Sendable {
    /// Its place in the layer's order; the key of paging.
    public let position: Int64
    public let identifier: String
    /// Well-known binary in CRS84.
    public let wkb: [UInt8]?
    public let properties: JSONObject

    /// Longitude and latitude of the middle of its box.
    public var center: (longitude: Double, latitude: Double)? {
        wkb.flatMap { WKBReader.envelope($0) }.map { (($0.west + $0.east) / 2, ($0.south + $0.north) / 2) }
    }
}

extension FeatureCollectionQueries {
    /// Features in the layer's order, from behind `position`; geometries only where asked for.
    public static func features(
        of collection: FeatureCollection, matching query: FeatureQuery = FeatureQuery(), after position: Int64 = 0,
        limit: Int, on connection: any StorageConnection
    ) throws -> [StoredFeature] {
        var found: [StoredFeature] = []
        try forEach(of: collection, matching: query, after: position, on: connection) { row in
            guard found.count < limit else { return false }
            found.append(stored(row, collection))
            return true
        }
        return found
    }

    /// Features that meet a box.
    public static func features(
        of collection: FeatureCollection, in box: BoundingBox, limit: Int, on connection: any StorageConnection
    ) throws -> [StoredFeature] {
        try features(of: collection, matching: FeatureQuery(boxes: [box]), limit: limit, on: connection)
    }

    /// The feature of an id, or nil.
    public static func feature(
        _ identifier: String, of collection: FeatureCollection, on connection: any StorageConnection
    ) throws -> StoredFeature? {
        try connection.firstRow(statement(of: identifier, collection)) { stored($0, collection) }
    }

    /// Most rows that counting looks at.
    public static let countedAtMost = 100_000

    /// How many features match, nil when to know it more than `limit` rows would have to be looked at.
    ///
    /// The whole layer's number is known without looking.
    public static func count(
        of collection: FeatureCollection, matching query: FeatureQuery, atMost limit: Int = countedAtMost,
        on connection: any StorageConnection
    ) throws -> Int? {
        if query.isUnfiltered { return collection.count }
        let relation = collection.relation
        let columns: SQL = query.boxes == nil ? "fid" : relation.geometry.joined(separator: ", ")
        let statement: SQL = """
            SELECT \(columns) FROM \(relation.source) WHERE \(query.predicate(collection)) LIMIT \(limit + 1)
            """
        var seen = 0
        var count = 0
        try connection.forEachRow(statement) { row in
            seen += 1
            if query.boxes == nil || query.accepts(relation.wkb(row, 0)) { count += 1 }
            return true
        }
        return seen > limit ? nil : count
    }

    /// Calls `body` for each matching row (`fid`, `feature_id`, geometry, fields…) until it returns false.
    static func forEach(
        of collection: FeatureCollection, matching query: FeatureQuery, after position: Int64,
        on connection: any StorageConnection, _ body: (any StorageRow) throws -> Bool
    ) throws {
        let relation = collection.relation
        try connection.forEachRow(statement(of: collection, matching: query, after: position)) { row in
            guard query.boxes == nil || query.accepts(relation.wkb(row, 2)) else { return true }
            return try body(row)
        }
    }

    /// The features in their order, from behind `position`.
    static func statement(
        of collection: FeatureCollection, matching query: FeatureQuery, after position: Int64
    ) -> SQL {
        let relation = collection.relation
        return """
            SELECT \(relation.columns(collection.fields)) FROM \(relation.source)
            WHERE fid > \(position) AND \(query.predicate(collection)) ORDER BY fid
            """
    }

    private static func statement(of identifier: String, _ collection: FeatureCollection) -> SQL {
        let relation = collection.relation
        return """
            SELECT \(relation.columns(collection.fields)) FROM \(relation.source)
            WHERE \(relation.isNamed(identifier))
            """
    }

    private static func stored(_ row: any StorageRow, _ collection: FeatureCollection) -> StoredFeature {
        var properties = JSONObject()
        for (index, field) in collection.fields.enumerated() {
            properties[field.name] = field.type.value(row, index + collection.relation.firstField)
        }
        return StoredFeature(
            position: row.integer(0), identifier: row.text(1), wkb: collection.relation.wkb(row, 2),
            properties: properties)
    }

    /// Writes the row as a GeoJSON Feature.
    static func write(
        _ row: any StorageRow, of collection: FeatureCollection, links: [Link] = [], to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.name("type")
        writer.write("Feature")
        writer.name("id")
        let identifier = row.text(1)
        switch collection.identifierKind {
        case .number: writer.raw(identifier)
        case .text: writer.write(identifier)
        }
        writer.name("geometry")
        if let wkb = collection.relation.wkb(row, 2) {
            WKBReader.writeGeoJSON(wkb, to: &writer)
        } else {
            writer.null()
        }
        writer.name("properties")
        writer.beginObject()
        for (index, field) in collection.fields.enumerated() {
            writer.name(field.name)
            field.type.write(row, index + collection.relation.firstField, to: &writer)
        }
        writer.endObject()
        if !links.isEmpty {
            writer.name("links")
            writer.write(Link.list(links))
        }
        writer.endObject()
    }

    /// Writes one feature as GeoJSON with links; false when there is none of that id.
    static func write(
        _ identifier: String, of collection: FeatureCollection, links: [Link], to writer: inout JSONWriter,
        on connection: any StorageConnection
    ) throws -> Bool {
        var found = false
        try connection.forEachRow(statement(of: identifier, collection)) { row in
            write(row, of: collection, links: links, to: &writer)
            found = true
            return false
        }
        return found
    }
}
