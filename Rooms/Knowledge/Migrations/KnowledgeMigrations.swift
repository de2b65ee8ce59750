// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// What a planner looks up: examples and building blocks with their search index, municipalities, licences.
public enum KnowledgeMigrations {
    public static let all: [Migration] = [
        Migration(
            "knowledge.entries", formerly: 6,
            statements: [
                """
                CREATE TABLE knowledge_entry (
                    id \(SQL.identityPrimaryKey), kind TEXT NOT NULL CHECK (kind IN ('example', 'block')),
                    slug TEXT NOT NULL, origin TEXT NOT NULL, document \(SQL.json) NOT NULL, UNIQUE (kind, slug))
                """,
                """
                CREATE TABLE knowledge_term (
                    term TEXT NOT NULL, entry_id \(SQL.bigint) NOT NULL REFERENCES knowledge_entry (id) ON DELETE CASCADE,
                    weight \(SQL.bigint) NOT NULL, PRIMARY KEY (term, entry_id))\(SQL.clustered)
                """,
                "CREATE INDEX knowledge_term_entry ON knowledge_term (entry_id)",
                """
                CREATE TABLE knowledge_trigram (
                    trigram TEXT NOT NULL, term TEXT NOT NULL, PRIMARY KEY (trigram, term))\(SQL.clustered)
                """,
                """
                CREATE TABLE municipality (
                    ags TEXT PRIMARY KEY, name TEXT NOT NULL, search_name TEXT NOT NULL, area_hectares \(SQL.bigint),
                    population \(SQL.bigint), kind TEXT, postcode TEXT, region_type \(SQL.bigint))
                """,
                """
                CREATE TABLE licence (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL, is_osi_approved \(SQL.bigint) NOT NULL,
                    is_fsf_libre \(SQL.bigint) NOT NULL, is_deprecated \(SQL.bigint) NOT NULL)
                """,
                """
                CREATE TABLE licence_verdict (
                    leading_id TEXT NOT NULL, subordinate_id TEXT NOT NULL, verdict TEXT NOT NULL,
                    PRIMARY KEY (leading_id, subordinate_id))\(SQL.clustered)
                """,
                """
                CREATE TABLE knowledge_source (
                    name TEXT PRIMARY KEY, checksum TEXT NOT NULL, licence TEXT, attribution TEXT,
                    revision \(SQL.bigint) NOT NULL, imported_at \(SQL.bigint) NOT NULL)
                """,
            ])
    ]
}
