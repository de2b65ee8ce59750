// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

/// Writing entries and their index.
enum EntryStorage {
    /// Puts entries in the place of those that came from the same origin before; returns how many are new or changed.
    ///
    /// An entry of another origin keeps its place: what a town brings in stands before what was shipped.
    static func replace(
        origin: String, with entries: [KnowledgeEntry], checksum: String, now: Int64,
        on connection: any StorageConnection
    ) throws {
        try connection.execute("DELETE FROM knowledge_entry WHERE origin = \(origin)")
        let isShipped = origin == shipped
        var terms: [(term: String, entry: Int64, weight: Int64)] = []
        for entry in entries {
            if isShipped {
                let holder = try connection.text(
                    "SELECT origin FROM knowledge_entry WHERE kind = \(entry.kind.rawValue) AND slug = \(entry.slug)")
                if holder != nil { continue }
            } else {
                try connection.execute(
                    "DELETE FROM knowledge_entry WHERE kind = \(entry.kind.rawValue) AND slug = \(entry.slug)")
            }
            let id = try connection.key(
                """
                INSERT INTO knowledge_entry (kind, slug, origin, document)
                VALUES (\(entry.kind.rawValue), \(entry.slug), \(origin),
                    \(SQLValue.json(JSONValue.object(entry.document).text)))
                RETURNING id
                """)
            for (term, weight) in IndexedTerms(entry).weights { terms.append((term, id, weight)) }
        }
        var position = 0
        try connection.bulkInsert(into: "knowledge_term", columns: ["term", "entry_id", "weight"]) {
            guard position < terms.count else { return nil }
            defer { position += 1 }
            let row = terms[position]
            return [.text(row.term), .integer(row.entry), .integer(row.weight)]
        }
        try refreshTrigrams(on: connection)
        try SourceStorage.note(
            "entries:" + origin, checksum: checksum, licence: nil, attribution: nil, now: now, on: connection)
    }

    static let shipped = "shipped"

    /// Brings the trigrams in line with the terms there are.
    private static func refreshTrigrams(on connection: any StorageConnection) throws {
        try connection.execute(
            """
            DELETE FROM knowledge_trigram WHERE NOT EXISTS
                (SELECT 1 FROM knowledge_term t WHERE t.term = knowledge_trigram.term)
            """)
        let fresh = try connection.rows(
            """
            SELECT DISTINCT t.term FROM knowledge_term t
            LEFT JOIN (SELECT DISTINCT term FROM knowledge_trigram) g ON g.term = t.term WHERE g.term IS NULL
            """
        ) { $0.text(0) }
        var rows: [[SQLValue]] = []
        for term in fresh { for trigram in Tokeniser.trigrams(term) { rows.append([.text(trigram), .text(term)]) } }
        var position = 0
        try connection.bulkInsert(into: "knowledge_trigram", columns: ["trigram", "term"]) {
            guard position < rows.count else { return nil }
            defer { position += 1 }
            return rows[position]
        }
    }
}

/// What was taken in, from where, under which licence.
enum SourceStorage {
    static func checksum(of name: String, on connection: any StorageConnection) throws -> String? {
        try connection.text("SELECT checksum FROM knowledge_source WHERE name = \(name)")
    }

    static func note(
        _ name: String, checksum: String, licence: String?, attribution: String?, now: Int64,
        on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO knowledge_source (name, checksum, licence, attribution, revision, imported_at)
            VALUES (\(name), \(checksum), \(licence), \(attribution), 1, \(now))
            ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, licence = excluded.licence,
                attribution = excluded.attribution, revision = knowledge_source.revision + 1,
                imported_at = excluded.imported_at
            """)
    }
}
