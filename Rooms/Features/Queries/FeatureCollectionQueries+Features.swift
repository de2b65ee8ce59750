// SPDX-License-Identifier: EUPL-1.2
import Catalogue
public import Geometry
package import Rights
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
    /// Features in the order asked for, from behind `position` and after so many others.
    public static func features(
        of collection: FeatureCollection, matching query: FeatureQuery = FeatureQuery(), after position: Int64 = 0,
        skipping offset: Int = 0, limit: Int, on connection: any StorageConnection
    ) throws -> [StoredFeature] {
        var found: [StoredFeature] = []
        var skipped = 0
        try forEach(of: collection, matching: query, after: position, on: connection) { row in
            guard found.count < limit else { return false }
            guard skipped == offset else {
                skipped += 1
                return true
            }
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
        if let keys = query.keys {
            guard keys.meeting.count <= limit else { return nil }
            var count = keys.meeting.count - keys.crossing.count
            try forEach(of: keys.crossing, relation.geometry, in: relation, on: connection) { row in
                if query.accepts(relation.wkb(row, 0)) { count += 1 }
                return true
            }
            return count
        }
        if let box = query.onlyBox,
            let parts = relation.counting(in: box, hasUnplaced: collection.hasUnplaced, atMost: limit + 1)
        {
            return try count(relation, parts, query, atMost: limit, on: connection)
        }
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

    /// So many features on the border of a box are named one by one; more are found by the index once more.
    private static let mostNamed = 16

    /// The features of a box: those within by the index, those on its border one by one.
    private static func count(
        _ relation: FeatureRelation, _ parts: FeatureRelation.Counting, _ query: FeatureQuery, atMost limit: Int,
        on connection: any StorageConnection
    ) throws -> Int? {
        let found = try connection.firstRow(parts.met) { row in
            (met: Int(row.integer(0)), inside: Int(row.integer(1)), others: row.textIfPresent(2) ?? "")
        }
        let unplaced = try parts.unplaced.flatMap { try connection.integer($0) } ?? 0
        guard let found, found.met + Int(unplaced) <= limit else { return nil }
        var count = found.inside + Int(unplaced)
        guard found.met > found.inside else { return count }
        let others =
            found.met - found.inside <= mostNamed ? found.others.split(separator: ",").compactMap { Int64($0) } : []
        let columns = relation.geometry.joined(separator: ", ")
        let which: SQL = others.isEmpty ? parts.left : "fid IN (\(list: others))"
        try connection.forEachRow("SELECT \(columns) FROM \(relation.source) WHERE \(which)") { row in
            if query.accepts(relation.wkb(row, 0)) { count += 1 }
            return true
        }
        return count
    }

    /// Calls `body` for each matching row (`fid`, `feature_id`, geometry, fields…) until it returns false.
    ///
    /// - Throws: `LostPosition` where features are sorted and the one at `position` is gone.
    package static func forEach(
        of collection: FeatureCollection, matching query: FeatureQuery, after position: Int64,
        on connection: any StorageConnection, _ body: (any StorageRow) throws -> Bool
    ) throws {
        let relation = collection.relation
        if let keys = query.keys {
            let rest = keys.meeting[(keys.meeting.firstIndex { $0 > position } ?? keys.meeting.endIndex)...]
            let columns = relation.columns(collection.fields)
            return try forEach(of: rest, [columns], in: relation, on: connection) { row in
                guard query.accepts(relation.wkb(row, 2)) else { return true }
                return try body(row)
            }
        }
        let behind = try query.behind(position, collection, on: connection)
        try connection.forEachRow(statement(of: collection, matching: query, behind: behind)) { row in
            guard query.boxes == nil || query.accepts(relation.wkb(row, 2)) else { return true }
            return try body(row)
        }
    }

    /// Calls `body` for the rows of these keys, ascending, until it returns false; some at a time.
    private static func forEach(
        of keys: some Collection<Int64>, _ columns: [SQL], in relation: FeatureRelation,
        on connection: any StorageConnection, _ body: (any StorageRow) throws -> Bool
    ) throws {
        var rest = keys[...]
        var goesOn = true
        while goesOn, let last = rest.first {
            let part = Array(rest.prefix(128))
            rest = rest.dropFirst(part.count)
            // two lengths, two statements: a key that stands twice is found once
            let named = part + Array(repeating: last, count: (part.count <= 16 ? 16 : 128) - part.count)
            try connection.forEachRow(
                """
                SELECT \(columns.joined(separator: ", ")) FROM \(relation.source) WHERE fid IN (\(list: named)) ORDER BY fid
                """
            ) { row in
                goesOn = try body(row)
                return goesOn
            }
        }
    }

    /// The features in their order, from behind `position`.
    static func statement(
        of collection: FeatureCollection, matching query: FeatureQuery, after position: Int64
    ) -> SQL {
        statement(of: collection, matching: query, behind: "fid > \(position)")
    }

    private static func statement(of collection: FeatureCollection, matching query: FeatureQuery, behind: SQL) -> SQL {
        let relation = collection.relation
        return """
            SELECT \(relation.columns(collection.fields)) FROM \(relation.source)
            WHERE \(behind) AND \(query.predicate(collection)) ORDER BY \(query.sorting(collection))
            """
    }

    static func statement(of identifier: String, _ collection: FeatureCollection) -> SQL {
        let relation = collection.relation
        return """
            SELECT \(relation.columns(collection.fields)) FROM \(relation.source)
            WHERE \(relation.isNamed(identifier))
            """
    }

    /// The feature of a row of `forEach`.
    package static func stored(_ row: any StorageRow, _ collection: FeatureCollection) -> StoredFeature {
        var properties = JSONObject()
        for (index, field) in collection.fields.enumerated() {
            properties[field.name] = field.type.value(row, index + collection.relation.firstField)
        }
        return StoredFeature(
            position: row.integer(0), identifier: row.text(1), wkb: collection.relation.wkb(row, 2),
            properties: properties)
    }

    /// What the features of these ids are asked by.
    package static func condition(naming ids: [String], in collection: FeatureCollection) -> SQL {
        let named = ids.map { collection.relation.isNamed($0) }
        return named.isEmpty ? "FALSE" : "(\(named.joined(separator: " OR ")))"
    }

    /// Features that have a value of a property, or a place where it is nil.
    package static func condition(having field: FeatureField?, in collection: FeatureCollection) -> SQL {
        let column = field.map { collection.relation.column($0.column) } ?? collection.relation.place
        return "(\(column) IS NOT NULL)"
    }

    /// The position of the last of so many features, behind which a page begins; nil where there are fewer.
    package static func position(
        ofLast count: Int, of collection: FeatureCollection, matching query: FeatureQuery,
        on connection: any StorageConnection
    ) throws -> Int64? {
        guard count > 0 else { return 0 }
        let relation = collection.relation
        return try connection.integer(
            """
            SELECT fid FROM \(relation.source) WHERE \(query.predicate(collection))
            ORDER BY \(query.sorting(collection)) LIMIT 1 OFFSET \(count - 1)
            """)
    }

    /// The layers that the reader may change, by name.
    package static func editable(by reader: Reader, on connection: any StorageConnection) throws -> Set<String> {
        let mayWrite =
            reader.writesWhatIsSeen ? Dataset.isVisible("dataset_id", to: reader) : reader.may(.write, "dataset_id")
        return Set(try connection.rows("SELECT name FROM feature_collection WHERE \(mayWrite)") { $0.text(0) })
    }

    /// Writes the row as a GeoJSON Feature.
    package static func write(
        _ row: any StorageRow, of collection: FeatureCollection, as form: FeatureForm = FeatureForm(),
        links: [Link] = [], to writer: inout JSONWriter
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
        form.write(form.hasGeometry ? collection.relation.wkb(row, 2) : nil, to: &writer)
        writer.name("properties")
        writer.beginObject()
        for (index, field) in collection.fields.enumerated() where form.shows(field) {
            writer.name(field.name)
            field.type.write(row, index + collection.relation.firstField, to: &writer)
        }
        writer.endObject()
        if !links.isEmpty {
            writer.name("links")
            Link.write(links, to: &writer)
        }
        writer.endObject()
    }

    /// Writes one feature as GeoJSON with links; its version, or nil when there is none of that id.
    package static func write(
        _ identifier: String, of collection: FeatureCollection, as form: FeatureForm = FeatureForm(), links: [Link],
        to writer: inout JSONWriter, on connection: any StorageConnection
    ) throws -> FeatureVersion? {
        var tag: String?
        try connection.forEachRow(statement(of: identifier, collection)) { row in
            write(row, of: collection, as: form, links: links, to: &writer)
            tag = FeatureVersion.tag(of: row)
            return false
        }
        return try tag.map { FeatureVersion(tag: $0, changed: try changed(identifier, in: collection, on: connection)) }
    }
}

extension FeatureCollectionQueries {
    /// To be asked before each further piece of an answer.
    /// - Throws: `LayerReplaced`.
    package static func requireSameImport(
        as collection: FeatureCollection, on connection: any StorageConnection
    ) throws {
        guard !collection.isLive else { return }
        let current = try find(collection.name, for: .system, on: connection)
        guard let current, current.isOfSameImport(as: collection) else { throw LayerReplaced(name: collection.name) }
    }
}
