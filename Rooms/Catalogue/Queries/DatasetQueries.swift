// SPDX-License-Identifier: EUPL-1.2
public import Rights
public import Storage
public import Wire

/// Reading and writing data sets.
public enum DatasetQueries {
    private static let columns: SQL = """
        id, slug, title, title_en, description, description_en, owner, contact, licence, attributions, source_url,
        keywords, theme, access, issued_at, modified_at
        """

    /// What statements of other rooms join to name the data set of a row: id, slug and licence.
    public static let names: SQL = "(SELECT id, slug, licence FROM dataset)"

    /// All data sets the reader may see, by title.
    public static func all(for reader: Reader, on connection: any StorageConnection) throws -> [Dataset] {
        try connection.rows(
            "SELECT \(columns) FROM dataset WHERE \(Dataset.isVisible("id", to: reader)) ORDER BY title, id", make)
    }

    /// Public data sets in the order in which they were made, for catalogues.
    public static func published(
        from offset: Int, limit: Int, on connection: any StorageConnection
    ) throws -> [Dataset] {
        try connection.rows(
            """
            SELECT \(columns) FROM dataset WHERE \(Dataset.isVisible("id", to: .anonymous))
            ORDER BY id LIMIT \(limit) OFFSET \(offset)
            """, make)
    }

    public static func find(slug: String, for reader: Reader, on connection: any StorageConnection) throws -> Dataset? {
        let isVisible = Dataset.isVisible("id", to: reader)
        return try connection.firstRow("SELECT \(columns) FROM dataset WHERE slug = \(slug) AND \(isVisible)", make)
    }

    public static func find(id: Int64, for reader: Reader, on connection: any StorageConnection) throws -> Dataset? {
        let isVisible = Dataset.isVisible("id", to: reader)
        return try connection.firstRow("SELECT \(columns) FROM dataset WHERE id = \(id) AND \(isVisible)", make)
    }

    /// Whether the reader may do more than see the data set.
    public static func may(
        _ level: Rights.Level, _ id: Int64, _ reader: Reader, on connection: any StorageConnection
    ) throws -> Bool {
        try connection.integer("SELECT count(*) FROM dataset WHERE id = \(id) AND \(reader.may(level, "id"))") == 1
    }

    /// What the data set says of people.
    public static func personalData(of id: Int64, on connection: any StorageConnection) throws -> PersonalData {
        let text = try connection.text("SELECT personal_data FROM dataset WHERE id = \(id)")
        return text.flatMap { PersonalData(rawValue: $0) } ?? .personal
    }

    /// Says what the data set says of people; what is about people is never public.
    /// - Throws: `Dataset.ValidationError` for a public one.
    public static func setPersonalData(_ kind: PersonalData, of id: Int64, on connection: any StorageConnection) throws
    {
        let access = try connection.firstRow("SELECT access, slug FROM dataset WHERE id = \(id)") {
            (access: $0.text(0), slug: $0.text(1))
        }
        if kind != .none, let access, access.access == Dataset.Access.public.rawValue {
            throw Dataset.ValidationError(slug: access.slug, faults: [.personalIsPublic])
        }
        try connection.execute("UPDATE dataset SET personal_data = \(kind.rawValue) WHERE id = \(id)")
    }

    /// Inserts the data set or updates the one with its slug; returns its id. `issued` of an existing one stays.
    ///
    /// Who opens or closes it to others leaves an entry in the audit trail, whichever way it is done.
    @discardableResult
    public static func save(
        _ dataset: Dataset, by actor: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> Int64 {
        if dataset.access == .public {
            let kind = try connection.text("SELECT personal_data FROM dataset WHERE slug = \(dataset.slug)")
            guard kind == nil || kind == PersonalData.none.rawValue else {
                throw Dataset.ValidationError(slug: dataset.slug, faults: [.personalIsPublic])
            }
        }
        let before = try connection.text("SELECT access FROM dataset WHERE slug = \(dataset.slug)")
        if before ?? Dataset.Access.internal.rawValue != dataset.access.rawValue {
            try AuditTrail.append(
                before == nil ? "create" : "update", object: "dataset/\(dataset.slug)", by: actor, at: instant,
                detail: .object(["access": .string(dataset.access.rawValue)]), on: connection)
        }
        let attributions = SQLValue.json(JSONValue.array(dataset.attributions.map(\.json)).text)
        let keywords = SQLValue.json(JSONValue.array(dataset.keywords.map { .string($0) }).text)
        return try connection.key(
            """
            INSERT INTO dataset (slug, title, title_en, description, description_en, owner, contact, licence,
                attributions, source_url, keywords, theme, access, issued_at, modified_at)
            VALUES (\(dataset.slug), \(dataset.title), \(dataset.titleEnglish), \(dataset.description),
                \(dataset.descriptionEnglish), \(dataset.owner), \(dataset.contact), \(dataset.licence),
                \(attributions), \(dataset.sourceURL), \(keywords), \(dataset.theme), \(dataset.access.rawValue),
                \(dataset.issued.microseconds), \(dataset.modified.microseconds))
            ON CONFLICT (slug) DO UPDATE SET title = excluded.title, title_en = excluded.title_en,
                description = excluded.description, description_en = excluded.description_en, owner = excluded.owner,
                contact = excluded.contact, licence = excluded.licence, attributions = excluded.attributions,
                source_url = excluded.source_url, keywords = excluded.keywords, theme = excluded.theme,
                access = excluded.access, modified_at = excluded.modified_at
            RETURNING id
            """)
    }

    /// Notes that data of the set changed.
    public static func touch(id: Int64, at instant: Instant, on connection: any StorageConnection) throws {
        try connection.execute("UPDATE dataset SET modified_at = \(instant.microseconds) WHERE id = \(id)")
    }

    private static func make(_ row: any StorageRow) throws -> Dataset {
        let attributions = (try? JSONValue(parsing: row.text(9)))?.array ?? []
        let keywords = (try? JSONValue(parsing: row.text(11)))?.array ?? []
        return Dataset(
            id: row.integer(0), slug: row.text(1), title: row.text(2), titleEnglish: row.textIfPresent(3),
            description: row.text(4), descriptionEnglish: row.textIfPresent(5), owner: row.text(6),
            contact: row.textIfPresent(7), licence: row.text(8), attributions: attributions.compactMap(attribution),
            sourceURL: row.textIfPresent(10), keywords: keywords.compactMap(\.string), theme: row.textIfPresent(12),
            access: Dataset.Access(rawValue: row.text(13)) ?? .restricted,
            issued: Instant(microseconds: row.integer(14)),
            modified: Instant(microseconds: row.integer(15)))
    }

    private static func attribution(_ value: JSONValue) -> Dataset.Attribution? {
        guard let text = value["text"]?.string else { return nil }
        return Dataset.Attribution(text: text, url: value["url"]?.string, licence: value["licence"]?.string)
    }
}

extension Dataset.Attribution {
    /// As it is stored and exported.
    package var json: JSONValue {
        var object: JSONObject = ["text": .string(text)]
        object["url"] = url.map { .string($0) }
        object["licence"] = licence.map { .string($0) }
        return .object(object)
    }
}
