// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// The tables of the logs; `access.ledger` makes them.
public enum LedgerTables {
    public static let creation: [SQL] = [
        // seed: the secret key, made at first use together with the log's name for the world
        """
        CREATE TABLE ledger_log (
            name TEXT PRIMARY KEY, size \(SQL.bigint) NOT NULL, origin TEXT, seed \(SQL.bytes))
        """,
        """
        CREATE TABLE ledger_tile (
            log TEXT NOT NULL REFERENCES ledger_log (name), level \(SQL.bigint) NOT NULL,
            number \(SQL.bigint) NOT NULL, nodes \(SQL.bytes) NOT NULL, PRIMARY KEY (log, level, number))
        """,
        """
        CREATE TABLE ledger_checkpoint (
            id \(SQL.identityPrimaryKey), log TEXT NOT NULL REFERENCES ledger_log (name),
            at \(SQL.bigint) NOT NULL, size \(SQL.bigint) NOT NULL, note TEXT NOT NULL)
        """,
        "CREATE INDEX ledger_checkpoint_log ON ledger_checkpoint (log, id)",
        """
        CREATE TABLE ledger_delivery (
            id \(SQL.identityPrimaryKey),
            checkpoint_id \(SQL.bigint) NOT NULL REFERENCES ledger_checkpoint (id), kind TEXT NOT NULL,
            place TEXT NOT NULL, at \(SQL.bigint) NOT NULL)
        """,
        "CREATE INDEX ledger_delivery_checkpoint ON ledger_delivery (checkpoint_id)",
    ]
}
