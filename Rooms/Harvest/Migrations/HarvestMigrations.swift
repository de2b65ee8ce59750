// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The tables of this room.
enum HarvestMigrations {
    static let all = [
        Migration(
            "harvest.harvest",
            statements: [
                // what it holds is proposed until somebody accepts it; report is that of the last reading
                """
                CREATE TABLE harvest_source (
                    id \(SQL.identityPrimaryKey), address TEXT NOT NULL UNIQUE, name TEXT NOT NULL, state TEXT NOT NULL,
                    passes_on INTEGER NOT NULL, due_at \(SQL.bigint), checked_at \(SQL.bigint), failures INTEGER NOT NULL,
                    fault TEXT, report TEXT, created_by TEXT NOT NULL, created_at \(SQL.bigint) NOT NULL)
                """,
                """
                CREATE TABLE harvest_record (
                    id \(SQL.identityPrimaryKey), source_id \(SQL.bigint) NOT NULL REFERENCES harvest_source (id),
                    identifier TEXT NOT NULL, title TEXT NOT NULL, sorting TEXT NOT NULL, words TEXT NOT NULL, content TEXT NOT NULL,
                    first_at \(SQL.bigint) NOT NULL, changed_at \(SQL.bigint) NOT NULL, gone_at \(SQL.bigint),
                    UNIQUE (source_id, identifier))
                """,
                "CREATE INDEX harvest_record_identifier ON harvest_record (identifier)",
                // runs that changed something
                """
                CREATE TABLE harvest_run (
                    id \(SQL.identityPrimaryKey), source_id \(SQL.bigint) NOT NULL REFERENCES harvest_source (id),
                    at \(SQL.bigint) NOT NULL, actor TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL,
                    gone INTEGER NOT NULL, returned INTEGER NOT NULL)
                """,
                "CREATE INDEX harvest_run_source ON harvest_run (source_id, id)",
                // whose description of a data set counts that several catalogues have; no source: all are shown
                """
                CREATE TABLE harvest_choice (
                    identifier TEXT PRIMARY KEY, source_id \(SQL.bigint) REFERENCES harvest_source (id),
                    decided_by TEXT NOT NULL, decided_at \(SQL.bigint) NOT NULL)
                """,
            ])
    ]
}
