// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The tables of this room.
enum WitnessMigrations {
    static let all = [
        Migration(
            "witness.logs",
            statements: [
                // the one key that this house signs others' checkpoints with, made at first use
                """
                CREATE TABLE witness_key (
                    id \(SQL.bigint) PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, seed \(SQL.bytes) NOT NULL)
                """,
                // of each log what was signed last, and two different trees of one size where it showed such
                """
                CREATE TABLE witness_log (
                    id \(SQL.identityPrimaryKey), origin TEXT NOT NULL UNIQUE, verifier TEXT NOT NULL,
                    added_at \(SQL.bigint) NOT NULL, actor TEXT NOT NULL, size \(SQL.bigint) NOT NULL DEFAULT 0,
                    note TEXT, at \(SQL.bigint), split_note TEXT, split_at \(SQL.bigint))
                """,
            ]),
        Migration(
            "witness.refusals", after: ["witness.logs"],
            statements: [
                // the first state, signed by the log, that could not be joined to what was signed here
                "ALTER TABLE witness_log ADD COLUMN refused_note TEXT",
                "ALTER TABLE witness_log ADD COLUMN refused_at \(SQL.bigint)",
            ]),
    ]
}
