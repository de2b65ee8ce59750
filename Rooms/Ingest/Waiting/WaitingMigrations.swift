// SPDX-License-Identifier: EUPL-1.2
package import Storage

/// What waits to be imported, and the mappings that came of it.
package enum WaitingMigrations {
    package static let all: [Migration] = [
        Migration(
            "ingest.waiting", after: ["ingest.runs"],
            statements: [
                """
                CREATE TABLE import_waiting (
                    id \(SQL.identityPrimaryKey), owner TEXT NOT NULL, created_at \(SQL.bigint) NOT NULL,
                    expires_at \(SQL.bigint) NOT NULL, state TEXT NOT NULL, folder TEXT NOT NULL,
                    files \(SQL.json) NOT NULL, address TEXT, proposal TEXT NOT NULL, columns \(SQL.json) NOT NULL,
                    document TEXT NOT NULL, progress \(SQL.bigint) NOT NULL, fault TEXT,
                    run_id \(SQL.bigint) REFERENCES import_run (id) ON DELETE SET NULL, schedule_id \(SQL.bigint))
                """,
                "CREATE INDEX import_waiting_state ON import_waiting (state)",
                """
                CREATE TABLE import_mapping (
                    name TEXT NOT NULL, version \(SQL.bigint) NOT NULL, dataset TEXT NOT NULL, document TEXT NOT NULL,
                    checksum TEXT NOT NULL, actor TEXT NOT NULL, created_at \(SQL.bigint) NOT NULL,
                    PRIMARY KEY (name, version))
                """,
            ]),
        Migration(
            "ingest.schedules", after: ["ingest.waiting"],
            statements: [
                """
                CREATE TABLE import_schedule (
                    id \(SQL.identityPrimaryKey), address TEXT NOT NULL, mapping TEXT NOT NULL, owner TEXT NOT NULL,
                    created_at \(SQL.bigint) NOT NULL, hour \(SQL.bigint) NOT NULL, is_paused \(SQL.bigint) NOT NULL,
                    next_at \(SQL.bigint) NOT NULL, checked_at \(SQL.bigint), delivered_at \(SQL.bigint),
                    run_id \(SQL.bigint), failures \(SQL.bigint) NOT NULL, fault TEXT, etag TEXT, last_modified TEXT,
                    shape TEXT, changes TEXT NOT NULL, waiting_id \(SQL.bigint), UNIQUE (address, mapping))
                """
            ]),
        // whose they are by number: `Reader.caller`; empty for those of before
        Migration(
            "ingest.owners_by_number", after: ["ingest.schedules"],
            statements: ["import_waiting", "import_schedule"].map {
                "ALTER TABLE \(identifier: $0) ADD COLUMN caller TEXT NOT NULL DEFAULT ''"
            }),
    ]
}
