// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// That each row of a table belongs to a data set: what belongs to none would be for nobody to decide about.
public enum DatasetOwnership {
    /// Rows without a data set go to the internal one of `DefaultDataset`; from then on none can be without.
    public static func required(in table: String) -> [SQL] {
        let name = SQL(verbatim: table)
        let seconds: SQL = """
            \(sqlite: "strftime('%s', 'now')", postgresql: "floor(extract(epoch FROM now()))")
            """
        let now: SQL = "CAST(\(seconds) AS BIGINT) * 1000000"
        let isMissing: SQL = "new.dataset_id IS NULL"
        let refuse: SQL = "SELECT RAISE(ABORT, 'NOT NULL constraint failed: \(name).dataset_id')"
        return [
            """
            INSERT INTO dataset (slug, title, title_en, description, description_en, owner, licence, attributions,
                keywords, access, issued_at, modified_at)
            SELECT 'sensordaten', 'Sensordaten ohne Datensatz', 'Sensor data without a data set',
                'Was über die Schnittstelle ohne Angabe eines Datensatzes angelegt wurde.',
                'What came in through the interface without naming a data set.', 'Betrieb', 'other-closed',
                CAST('[]' AS \(SQL.json)), CAST('[]' AS \(SQL.json)), 'internal', \(now), \(now)
            WHERE EXISTS (SELECT 1 FROM \(name) WHERE dataset_id IS NULL) ON CONFLICT (slug) DO NOTHING
            """,
            """
            UPDATE \(name) SET dataset_id = (SELECT id FROM dataset WHERE slug = 'sensordaten')
            WHERE dataset_id IS NULL
            """,
            .onPostgreSQL("ALTER TABLE \(name) ALTER COLUMN dataset_id SET NOT NULL"),
            // SQLite cannot add NOT NULL to a column that is there
            .onSQLite(
                """
                CREATE TRIGGER \(name)_dataset_insert BEFORE INSERT ON \(name) WHEN \(isMissing) BEGIN \(refuse); END
                """),
            .onSQLite(
                """
                CREATE TRIGGER \(name)_dataset_update BEFORE UPDATE OF dataset_id ON \(name) WHEN \(isMissing)
                BEGIN \(refuse); END
                """),
        ]
    }
}
