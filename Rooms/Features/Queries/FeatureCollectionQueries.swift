// SPDX-License-Identifier: EUPL-1.2
public import Access
package import Catalogue
import Geometry
public import Storage
import Synchronization
import Wire

/// Reading layers; each query asks what the reader may see.
public enum FeatureCollectionQueries {
    private static let columns: SQL = """
        c.id, c.dataset_id, c.name, c.title, c.title_en, c.description, c.table_name, c.role, c.geometry_type,
        c.fields, c.title_field, c.west, c.south, c.east, c.north, c.feature_count, c.modified_at, d.slug, d.licence
        """

    private static let source: SQL =
        "feature_collection c LEFT JOIN \(DatasetQueries.names) d ON d.id = c.dataset_id"

    /// All layers the reader may see, by title.
    public static func all(
        for reader: Reader, on connection: any StorageConnection
    ) throws -> [FeatureCollection] {
        let isVisible = Dataset.isVisible("c.dataset_id", to: reader)
        return try connection.rows(
            "SELECT \(columns) FROM \(source) WHERE \(isVisible) ORDER BY c.title, c.id", make)
    }

    /// The same in few words, without reading what describes their features.
    public static func summaries(
        for reader: Reader, on connection: any StorageConnection
    ) throws -> [LayerSummary] {
        try connection.rows(
            """
            SELECT name, title, title_en, description, role, feature_count, dataset_id, west, south, east, north
            FROM feature_collection
            WHERE \(Dataset.isVisible("dataset_id", to: reader)) ORDER BY title, id
            """
        ) { row in
            LayerSummary(
                name: row.text(0), title: row.text(1), titleEnglish: row.textIfPresent(2), description: row.text(3),
                role: row.text(4), count: row.integer(5), dataset: row.integerIfPresent(6),
                corners: row.isNull(7) ? nil : (7...10).map { row.real($0) })
        }
    }

    /// The layer of a name, or nil when there is none the reader may see.
    public static func find(
        _ name: String, for reader: Reader, on connection: any StorageConnection
    ) throws -> FeatureCollection? {
        let isVisible = Dataset.isVisible("c.dataset_id", to: reader)
        return try connection.firstRow(
            "SELECT \(columns) FROM \(source) WHERE c.name = \(name) AND \(isVisible)", make)
    }

    /// The layers of some data sets that the reader may see, by id.
    public static func all(
        ofDatasets ids: [Int64], for reader: Reader, on connection: any StorageConnection
    ) throws -> [FeatureCollection] {
        guard !ids.isEmpty else { return [] }
        let isVisible = Dataset.isVisible("c.dataset_id", to: reader)
        return try connection.rows(
            "SELECT \(columns) FROM \(source) WHERE c.dataset_id IN (\(list: ids)) AND \(isVisible) ORDER BY c.id", make
        )
    }

    /// The layers of a role that the reader may see, for base maps.
    public static func all(
        role: LayerRole, for reader: Reader, on connection: any StorageConnection
    ) throws -> [FeatureCollection] {
        let isVisible = Dataset.isVisible("c.dataset_id", to: reader)
        let role = role.rawValue
        return try connection.rows(
            "SELECT \(columns) FROM \(source) WHERE c.role = \(role) AND \(isVisible) ORDER BY c.title, c.id", make)
    }

    /// A collection that another room keeps, as the reader sees it now.
    package static func find(
        _ source: any FeatureSource, for reader: Reader, on connection: any StorageConnection
    ) throws -> FeatureCollection {
        let relation = FeatureRelation(selecting: source.relation(for: reader))
        let known = source.summary
        let counted =
            try known.map { (count: $0.count, extent: $0.place.map(BoundingBox.init)) }
            ?? counted(relation, on: connection)
        let times = known?.time.map { (FieldType.text(of: $0.start), FieldType.text(of: $0.end)) }
        return FeatureCollection(
            id: 0, datasetID: nil, name: source.name.rawValue, title: source.title, titleEnglish: source.titleEnglish,
            description: source.description, role: .other, geometryType: "POINT",
            fields: source.properties.map(FeatureField.init), titleField: source.titleProperty,
            timeField: source.timeProperty, extent: counted.extent, count: counted.count, modified: .minimum,
            datasetSlug: known?.dataset, licence: known?.licence, relation: relation, hasUnplaced: true,
            identifierKind: .number, digest: "", edition: "", imported: nil, temporal: times,
            descriptionEnglish: source.descriptionEnglish, endField: source.endProperty)
    }

    /// How many features a source of another room has, and where.
    private static func counted(
        _ relation: FeatureRelation, on connection: any StorageConnection
    ) throws -> (count: Int, extent: BoundingBox?) {
        try connection.firstRow(
            """
            SELECT count(*), min(longitude), min(latitude), max(longitude), max(latitude) FROM \(relation.source)
            """
        ) { row in
            (
                count: Int(row.integer(0)),
                extent: row.isNull(1) || row.isNull(2)
                    ? nil
                    : BoundingBox(west: row.real(1), south: row.real(2), east: row.real(3), north: row.real(4))
            )
        } ?? (0, nil)
    }

    /// Some collections of a family, without their features, and the position behind them; nil where there are no more.
    package static func members(
        of family: any FeatureSourceFamily, after position: Int64, for reader: Reader,
        on connection: any StorageConnection
    ) throws -> (collections: [FeatureCollection], next: Int64?) {
        let members = try family.members(after: position, for: reader, on: connection)
        let collections = try members.sources.map { try find($0, of: family, for: reader, on: connection) }
        return (collections, members.next)
    }

    private static func find(
        _ source: any FeatureSource, of family: any FeatureSourceFamily, for reader: Reader,
        on connection: any StorageConnection
    ) throws -> FeatureCollection {
        var collection = try find(source, for: reader, on: connection)
        collection.parent = family.parent.rawValue
        return collection
    }

    /// The collection of a name in one of the families; nil when there is none the reader may see.
    package static func find(
        _ name: String, in families: [any FeatureSourceFamily], for reader: Reader,
        on connection: any StorageConnection
    ) throws -> FeatureCollection? {
        guard let name = FeatureSourceName(rawValue: name) else { return nil }
        for family in families {
            guard let source = try family.source(name, for: reader, on: connection) else { continue }
            return try find(source, of: family, for: reader, on: connection)
        }
        return nil
    }

    static func make(_ row: any StorageRow) throws -> FeatureCollection {
        try make(row, LayerRegister(row.text(9)))
    }

    private static func make(_ row: any StorageRow, _ register: LayerRegister) throws -> FeatureCollection {
        var extent: BoundingBox?
        if !row.isNull(11) {
            extent = BoundingBox(west: row.real(11), south: row.real(12), east: row.real(13), north: row.real(14))
        }
        return FeatureCollection(
            id: row.integer(0), datasetID: row.integerIfPresent(1), name: row.text(2), title: row.text(3),
            titleEnglish: row.textIfPresent(4), description: row.text(5),
            role: LayerRole(rawValue: row.text(7)) ?? .other, geometryType: row.text(8),
            fields: register.fields, titleField: row.textIfPresent(10), timeField: register.timeField, extent: extent,
            count: Int(row.integer(15)), modified: Instant(microseconds: row.integer(16)),
            datasetSlug: row.textIfPresent(17), licence: row.textIfPresent(18),
            relation: FeatureRelation(table: row.text(6)),
            hasUnplaced: register.hasUnplaced, identifierKind: register.identifiers, digest: register.digest,
            edition: register.edition, imported: register.imported, temporal: register.temporal)
    }

    /// The layer of a name as `find` gives it, for those who ask for the same layers again and again.
    static func find(
        _ name: String, for reader: Reader, reading memory: RegisterMemory, on connection: any StorageConnection
    ) throws -> FeatureCollection? {
        let isVisible = Dataset.isVisible("c.dataset_id", to: reader)
        return try connection.firstRow(
            "SELECT \(columns) FROM \(source) WHERE c.name = \(name) AND \(isVisible)"
        ) { try make($0, memory.register($0.text(9))) }
    }
}

/// What the register keeps about a layer's features, read from its document.
struct LayerRegister: Sendable {
    let fields: [FeatureField]
    let timeField: String?
    let hasUnplaced: Bool
    let identifiers: FeatureCollection.IdentifierKind
    let digest: String
    let edition: String
    let imported: Instant?
    let temporal: (first: String, last: String)?

    init(_ text: String) throws {
        let document = try JSONValue(parsing: text)
        fields = (document["fields"]?.array ?? []).compactMap { field in
            guard let name = field["name"]?.string, let column = field["column"]?.string,
                let type = field["type"]?.string.flatMap(FieldType.init(rawValue:))
            else { return nil }
            return FeatureField(name: name, column: column, type: type)
        }
        timeField = document["timeField"]?.string
        hasUnplaced = document["unplaced"]?.integer != 0
        identifiers =
            document["identifiers"]?.string.flatMap(FeatureCollection.IdentifierKind.init(rawValue:)) ?? .text
        digest = document["digest"]?.string ?? ""
        edition = document["edition"]?.string ?? digest
        imported = document["imported"]?.integer.map { Instant(microseconds: $0) }
        let times = document["temporal"]?.array?.compactMap(\.string) ?? []
        temporal = times.count == 2 ? (times[0], times[1]) : nil
    }
}

/// Registers of layers by their documents' texts: one that has changed has another text.
package final class RegisterMemory: Sendable {
    private let known = Mutex<[String: LayerRegister]>([:])
    private static let most = 500

    package init() {}

    func register(_ text: String) throws -> LayerRegister {
        if let register = known.withLock({ $0[text] }) { return register }
        let register = try LayerRegister(text)
        known.withLock { all in
            if all.count >= Self.most { all.removeAll() }
            all[text] = register
        }
        return register
    }
}

extension BoundingBox {
    /// Around one place.
    fileprivate init(_ place: FeatureSourceSummary.Place) {
        self.init(west: place.longitude, south: place.latitude, east: place.longitude, north: place.latitude)
    }
}
