// SPDX-License-Identifier: EUPL-1.2
public import Storage
import Wire

/// Reading entries.
public enum KnowledgeQueries {
    /// The entry of that name, or nil.
    public static func entry(
        _ kind: EntryKind, slug: String, on connection: any StorageConnection
    ) throws -> KnowledgeEntry? {
        try connection.firstRow(
            "SELECT id, kind, document FROM knowledge_entry WHERE kind = \(kind.rawValue) AND slug = \(slug)", make
        )?.entry
    }

    static func entries(
        ids: [Int64], on connection: any StorageConnection
    ) throws -> [(id: Int64, entry: KnowledgeEntry)] {
        try connection.rows("SELECT id, kind, document FROM knowledge_entry WHERE id IN (\(list: ids))", make)
    }

    static func allEntries(on connection: any StorageConnection) throws -> [(id: Int64, entry: KnowledgeEntry)] {
        try connection.rows("SELECT id, kind, document FROM knowledge_entry", make)
    }

    /// Rises with each import of entries.
    static func revision(on connection: any StorageConnection) throws -> Int64 {
        try connection.integer("SELECT CAST(sum(revision) AS BIGINT) FROM knowledge_source") ?? 0
    }

    private static func make(_ row: any StorageRow) throws -> (id: Int64, entry: KnowledgeEntry) {
        let kind = EntryKind(rawValue: row.text(1)) ?? .example
        let document = try JSONValue(parsing: row.text(2)).object ?? JSONObject()
        return (row.integer(0), try KnowledgeEntry(document, kind: kind))
    }
}
