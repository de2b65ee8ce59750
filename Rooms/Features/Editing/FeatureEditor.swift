// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Geometry
package import Rights
package import Storage
package import Wire

/// Changes features of one layer inside a write transaction; `finish` brings the register and the audit trail up to date.
package struct FeatureEditor {
    package let collection: FeatureCollection
    let connection: any StorageConnection
    let layer: SpatialLayer
    let reader: Reader
    let instant: Instant
    var tally = EditTally()

    /// - Throws: `EditFault` where the reader may not see or not change the layer.
    package init(
        _ name: String, as reader: Reader, at instant: Instant, on connection: any StorageConnection
    ) throws {
        guard let collection = try FeatureCollectionQueries.find(name, for: reader, on: connection) else {
            throw EditFault.noLayer(name)
        }
        if !reader.writesWhatIsSeen {
            guard let dataset = collection.datasetID,
                try DatasetQueries.may(.write, dataset, reader, on: connection)
            else { throw EditFault.forbidden(layer: name) }
        }
        self.collection = collection
        self.connection = connection
        self.reader = reader
        self.instant = instant
        layer = SpatialLayer(table: collection.relation.table)
    }

    /// A new feature; returns its id.
    package mutating func insert(_ draft: FeatureDraft) throws -> String {
        guard collection.count + tally.count < LayerImport.maximumFeatures else {
            throw LayerError.tooLarge(what: "features", limit: LayerImport.maximumFeatures)
        }
        let key = try connection.newKey(of: layer)
        let id = try identifier(draft.id, key: key)
        let wkb = try checked(draft.geometry ?? nil)
        var columns: [SQL] = ["fid", "feature_id", "\(identifier: layer.geometryColumn)"]
        var values: [SQL] = ["\(key)", "\(id)", geometry(wkb)]
        for (field, value) in draft.values {
            columns.append("\(identifier: field.column)")
            values.append("\(value)")
            note(field, old: nil, new: value)
        }
        try connection.execute(
            """
            INSERT INTO \(identifier: layer.table) (\(columns.joined(separator: ", ")))
            VALUES (\(values.joined(separator: ", ")))
            """)
        tally.created.append(id)
        note(old: nil, isThere: false, new: wkb, isThere: true)
        return id
    }

    /// Puts another content in the place of a feature's; what was not given has no value.
    package mutating func replace(_ id: String, by draft: FeatureDraft, if expected: FeatureExpectation) throws {
        var whole = draft
        if whole.geometry == nil { whole.geometry = .some(nil) }
        let given = Set(whole.values.map(\.field))
        whole.values += collection.fields.filter { !given.contains($0) }.map { ($0, .null) }
        try update(id, with: whole, if: expected)
    }

    /// Changes what was given and leaves the rest.
    package mutating func update(_ id: String, with draft: FeatureDraft, if expected: FeatureExpectation) throws {
        let current = try current(id, if: expected)
        if let given = draft.id, Self.text(given) != id {
            throw EditFault.invalid(
                Words(
                    "Die Kennung im Inhalt ist eine andere als die der Adresse; Kennungen ändern sich nicht.",
                    "The id in the content is another one than that of the address; ids do not change."),
                pointer: "/id")
        }
        var changes: [SQL] = []
        if let given = draft.geometry {
            let wkb = try checked(given)
            changes.append("\(identifier: layer.geometryColumn) = \(geometry(wkb))")
            note(old: current.wkb, isThere: true, new: wkb, isThere: true)
        }
        for (field, value) in draft.values {
            changes.append("\(identifier: field.column) = \(value)")
            note(field, old: current.times[field.name], new: value)
        }
        if !changes.isEmpty {
            try connection.execute(
                """
                UPDATE \(identifier: layer.table) SET \(changes.joined(separator: ", ")) WHERE fid = \(current.key)
                """)
        }
        tally.updated.append(id)
    }

    package mutating func delete(_ id: String, if expected: FeatureExpectation) throws {
        let current = try current(id, if: expected)
        try connection.execute("DELETE FROM \(identifier: layer.table) WHERE fid = \(current.key)")
        for (name, value) in current.times {
            if let field = collection.field(name) { note(field, old: value, new: .null) }
        }
        tally.deleted.append(id)
        note(old: current.wkb, isThere: true, new: nil, isThere: false)
    }

    /// The version of a feature as it is now.
    package func version(of id: String) throws -> FeatureVersion { try current(id, if: FeatureExpectation()).version }

    // MARK: What is there

    private struct Current {
        let key: Int64
        let wkb: [UInt8]?
        let version: FeatureVersion
        /// What the time field holds, by its name.
        let times: [String: SQLValue]
    }

    private func current(_ id: String, if expected: FeatureExpectation) throws -> Current {
        let time = collection.timeField.flatMap { name in collection.fields.firstIndex { $0.name == name } }
        let changed = try FeatureCollectionQueries.changed(id, in: collection, on: connection)
        let statement = FeatureCollectionQueries.statement(of: id, collection)
        let found = try connection.firstRow(statement) { row -> Current in
            var times: [String: SQLValue] = [:]
            if let time {
                times[collection.fields[time].name] = row.value(collection.relation.firstField + time)
            }
            return Current(
                key: row.integer(0), wkb: collection.relation.wkb(row, 2),
                version: FeatureVersion(tag: FeatureVersion.tag(of: row), changed: changed), times: times)
        }
        guard let found else { throw EditFault.noFeature(id, layer: collection.name) }
        guard expected.holds(for: found.version) else { throw EditFault.changed(id: id) }
        return found
    }

    // MARK: Values

    /// The bytes of a geometry that GEOS finds valid.
    private func checked(_ shape: GeometryValue?) throws -> [UInt8]? {
        guard let shape else { return nil }
        let wkb = shape.wkb()
        if let fault = try connection.fault(ofGeometry: wkb, box: Self.box(wkb)) {
            throw EditFault.invalid(
                Words(
                    "Die Geometrie ist ungültig: \(fault).", "The geometry is not valid: \(fault)."),
                pointer: "/geometry")
        }
        return wkb
    }

    private func geometry(_ wkb: [UInt8]?) -> SQL {
        guard let wkb else { return "NULL" }
        return SpatialLayer.bound(SpatialLayer.value(wkb: wkb, box: Self.box(wkb), for: connection.dialect))
    }

    private static func box(_ wkb: [UInt8]) -> SpatialBox? {
        WKBReader.envelope(wkb).map {
            SpatialBox(west: $0.west, south: $0.south, east: $0.east, north: $0.north)
        }
    }

    // MARK: Ids

    private static func text(_ id: JSONValue) -> String {
        switch id {
        case .string(let text): text
        case .number(let number): number.integer.map { String($0) } ?? number.literal
        default: id.text
        }
    }

    /// The one that was given, or one that no feature has or had: its key, if that is free.
    private func identifier(_ given: JSONValue?, key: Int64) throws -> String {
        if let given {
            let id = Self.text(given)
            if collection.identifierKind == .number {
                guard let number = Int64(id), String(number) == id else {
                    throw EditFault.invalid(
                        Words(
                            "Die Kennungen dieser Ebene sind ganze Zahlen.", "The ids of this layer are whole numbers."),
                        pointer: "/id")
                }
            }
            guard try isFree(id) else { throw EditFault.taken(id: id, pointer: "/id") }
            return id
        }
        var candidate = key
        var step: Int64 = 1
        while try !isFree(String(candidate)) {
            candidate += step
            step *= 2
        }
        return String(candidate)
    }

    private func isFree(_ id: String) throws -> Bool {
        let there = try connection.integer(
            "SELECT count(*) FROM \(identifier: layer.table) WHERE feature_id = \(id)")
        guard there == 0, !tally.deleted.contains(id) else { return false }
        return try connection.integer(
            """
            SELECT count(*) FROM feature_change
            WHERE collection_id = \(collection.id) AND feature_id = \(id) AND is_gone = 1
            """) == 0
    }
}
