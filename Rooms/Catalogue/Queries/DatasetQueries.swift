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

    /// All data sets the reader may see, by title.
    public static func all(for reader: Reader, on connection: any StorageConnection) throws -> [Dataset] {
        try connection.rows(
            "SELECT \(columns) FROM dataset WHERE \(Dataset.isVisible("id", to: reader)) ORDER BY title, id", make)
    }

    public static func find(slug: String, for reader: Reader, on connection: any StorageConnection) throws -> Dataset? {
        let isVisible = Dataset.isVisible("id", to: reader)
        return try connection.firstRow("SELECT \(columns) FROM dataset WHERE slug = \(slug) AND \(isVisible)", make)
    }

    public static func find(id: Int64, for reader: Reader, on connection: any StorageConnection) throws -> Dataset? {
        let isVisible = Dataset.isVisible("id", to: reader)
        return try connection.firstRow("SELECT \(columns) FROM dataset WHERE id = \(id) AND \(isVisible)", make)
    }

    /// Inserts the data set or updates the one with its slug; returns its id. `issued` of an existing one stays.
    @discardableResult
    public static func save(_ dataset: Dataset, on connection: any StorageConnection) throws -> Int64 {
        let attributions = SQLValue.json(JSONValue.array(dataset.attributions.map(json)).text)
        let keywords = SQLValue.json(JSONValue.array(dataset.keywords.map { .string($0) }).text)
        let id = try connection.integer(
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
        return id ?? 0
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

    private static func json(_ attribution: Dataset.Attribution) -> JSONValue {
        var object: JSONObject = ["text": .string(attribution.text)]
        object["url"] = attribution.url.map { .string($0) }
        object["licence"] = attribution.licence.map { .string($0) }
        return .object(object)
    }

    private static func attribution(_ value: JSONValue) -> Dataset.Attribution? {
        guard let text = value["text"]?.string else { return nil }
        return Dataset.Attribution(text: text, url: value["url"]?.string, licence: value["licence"]?.string)
    }
}
