// SPDX-License-Identifier: EUPL-1.2
import Storage

extension IngestMigrations {
    /// What was taken over from other SensorThings servers, and how far: `position` moves with the rows it stands for.
    ///
    /// `foreign_id` is the id as it stands in the other server's addresses: `5`, `'north'`.
    static let transfer = Migration(
        "ingest.transfer", formerly: 9,
        statements: [
            """
            CREATE TABLE import_source (
                id \(SQL.identityPrimaryKey), address TEXT NOT NULL UNIQUE,
                dataset_id \(SQL.bigint) NOT NULL REFERENCES dataset (id), time_window TEXT NOT NULL)
            """,
            """
            CREATE TABLE import_source_entity (
                source_id \(SQL.bigint) NOT NULL REFERENCES import_source (id) ON DELETE CASCADE,
                entity_type TEXT NOT NULL, foreign_id TEXT NOT NULL, entity_id \(SQL.bigint) NOT NULL,
                PRIMARY KEY (source_id, entity_type, foreign_id))\(SQL.clustered)
            """,
            """
            CREATE TABLE import_source_progress (
                source_id \(SQL.bigint) NOT NULL REFERENCES import_source (id) ON DELETE CASCADE,
                path TEXT NOT NULL, position TEXT NOT NULL, stored \(SQL.bigint) NOT NULL,
                refused \(SQL.bigint) NOT NULL, first_refusal TEXT,
                PRIMARY KEY (source_id, path))\(SQL.clustered)
            """,
        ])

    /// Entities that were not taken, or not with all their links, and why; a later run tries them again.
    static let refusals = Migration(
        "ingest.transfer_refusals", formerly: 21,
        statements: [
            """
            CREATE TABLE import_source_refusal (
                source_id \(SQL.bigint) NOT NULL REFERENCES import_source (id) ON DELETE CASCADE,
                entity_type TEXT NOT NULL, foreign_id TEXT NOT NULL, reason TEXT NOT NULL,
                PRIMARY KEY (source_id, entity_type, foreign_id))\(SQL.clustered)
            """
        ])
}
