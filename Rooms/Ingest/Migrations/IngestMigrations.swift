// SPDX-License-Identifier: EUPL-1.2
import Catalogue
public import Storage

/// What was imported, from which file, with which outcome.
public enum IngestMigrations {
    public static let all: [Migration] = [
        Migration(
            "ingest.runs", after: ["catalogue.datasets"], formerly: 5,
            statements: [
                """
                CREATE TABLE import_run (
                    id \(SQL.identityPrimaryKey), mapping TEXT NOT NULL, dataset_id \(SQL.bigint) REFERENCES dataset (id),
                    actor TEXT NOT NULL, started_at \(SQL.bigint) NOT NULL, finished_at \(SQL.bigint),
                    outcome TEXT NOT NULL, report \(SQL.json) NOT NULL)
                """,
                """
                CREATE TABLE imported_file (
                    mapping TEXT NOT NULL, path TEXT NOT NULL, checksum TEXT NOT NULL, mapping_checksum TEXT NOT NULL,
                    imported_at \(SQL.bigint) NOT NULL, report \(SQL.json) NOT NULL,
                    PRIMARY KEY (mapping, path))
                """,
            ]),
        transfer,
        refusals,
        Migration(
            "ingest.runs_have_datasets", formerly: 27, statements: DatasetOwnership.required(in: "import_run")),
        RunJournal.migration,
    ]
}
