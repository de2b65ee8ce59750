// SPDX-License-Identifier: EUPL-1.2
import Rights
public import Storage

/// The tables of this room: the town's settings and its data sets.
public enum CatalogueMigrations {
    public static let all: [Migration] = [
        Migration(
            "catalogue.datasets", formerly: 2,
            statements: [
                "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
                """
                CREATE TABLE dataset (
                    id \(SQL.identityPrimaryKey), slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
                    title_en TEXT, description TEXT NOT NULL, description_en TEXT,
                    owner TEXT NOT NULL, contact TEXT, licence TEXT NOT NULL,
                    attributions \(SQL.json) NOT NULL, source_url TEXT, keywords \(SQL.json) NOT NULL, theme TEXT,
                    access TEXT NOT NULL DEFAULT 'public' CHECK (access IN ('public', 'internal', 'restricted')),
                    personal_data TEXT NOT NULL DEFAULT 'none', retention_days \(SQL.bigint),
                    issued_at \(SQL.bigint) NOT NULL, modified_at \(SQL.bigint) NOT NULL)
                """,
            ]),
        Migration(
            "catalogue.rights_of_datasets", after: ["access.rights_counter"], formerly: 24,
            statements: RightsCounter.moves(with: "dataset", columns: ["access"])),
        Migration("catalogue.personal_is_never_public", after: ["catalogue.datasets"], statements: neverPublic),
        Migration(
            "catalogue.processing_records", after: ["catalogue.datasets"],
            statements: [
                """
                CREATE TABLE processing_record (
                    dataset_id \(SQL.bigint) PRIMARY KEY REFERENCES dataset (id) ON DELETE CASCADE,
                    content \(SQL.json) NOT NULL, changed_at \(SQL.bigint) NOT NULL)
                """
            ]),
        Migration(
            "catalogue.pseudonyms", after: ["catalogue.datasets"],
            statements: [
                """
                CREATE TABLE pseudonym_key (
                    dataset_id \(SQL.bigint) NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
                    period TEXT NOT NULL, ends_at \(SQL.bigint) NOT NULL, secret \(SQL.bytes) NOT NULL,
                    PRIMARY KEY (dataset_id, period))
                """,
                """
                CREATE TABLE pseudonym_column (
                    dataset_id \(SQL.bigint) NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
                    name TEXT NOT NULL, period TEXT NOT NULL, since \(SQL.bigint) NOT NULL,
                    PRIMARY KEY (dataset_id, name))
                """,
            ]),
        Migration(
            "catalogue.records", after: ["catalogue.datasets"],
            statements: [
                """
                CREATE TABLE catalogue_record (
                    dataset_id \(SQL.bigint) PRIMARY KEY REFERENCES dataset (id) ON DELETE CASCADE,
                    content \(SQL.json) NOT NULL, changed_at \(SQL.bigint) NOT NULL)
                """
            ]),
    ]

    /// Data about people cannot be public: the database refuses it, whoever writes. What is public already stays, and
    /// `allmende doctor` names it.
    private static let neverPublic: [SQL] = {
        let isWrong: SQL = "new.access = 'public' AND new.personal_data <> 'none'"
        let refuse: SQL = "SELECT RAISE(ABORT, 'CHECK constraint failed: dataset_personal')"
        return [
            .onPostgreSQL(
                """
                ALTER TABLE dataset ADD CONSTRAINT dataset_personal
                CHECK (access <> 'public' OR personal_data = 'none') NOT VALID
                """),
            // SQLite cannot add CHECK to a table that is there
            .onSQLite(
                """
                CREATE TRIGGER dataset_personal_insert BEFORE INSERT ON dataset WHEN \(isWrong) BEGIN \(refuse); END
                """),
            .onSQLite(
                """
                CREATE TRIGGER dataset_personal_update BEFORE UPDATE OF access, personal_data ON dataset
                WHEN \(isWrong) BEGIN \(refuse); END
                """),
        ]
    }()
}
