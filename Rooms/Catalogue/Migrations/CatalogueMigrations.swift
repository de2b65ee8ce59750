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
    ]
}
