// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// The table of this room: what was found, and what a person says of it. Days are local days since 1970-01-01.
public enum QualityMigrations {
    public static let all = [
        Migration(
            "qualitywatch.findings", after: ["sensorthings.series_masks"],
            statements: [
                """
                CREATE TABLE quality_finding (
                    id \(SQL.identityPrimaryKey),
                    datastream_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
                    cause_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
                    rule TEXT NOT NULL, from_day \(SQL.bigint) NOT NULL, to_day \(SQL.bigint),
                    size \(SQL.double) NOT NULL, evidence TEXT NOT NULL, found_at \(SQL.bigint) NOT NULL,
                    verdict TEXT, reason TEXT, judged_by TEXT, judged_at \(SQL.bigint),
                    UNIQUE (datastream_id, rule, cause_id, from_day))
                """,
                "CREATE INDEX quality_finding_cause ON quality_finding (cause_id)",
            ])
    ]
}
