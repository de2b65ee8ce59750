// SPDX-License-Identifier: EUPL-1.2
import LedgerStorage
import Rights
public import Storage

/// The tables of this room.
public enum AccessMigrations {
    public static let all: [Migration] = [
        Migration(
            "access.people", formerly: 1,
            statements: [
                """
                CREATE TABLE account (
                    id \(SQL.identityPrimaryKey), name TEXT NOT NULL, login TEXT NOT NULL UNIQUE,
                    password_hash TEXT, role TEXT NOT NULL, created_at \(SQL.bigint) NOT NULL,
                    disabled_at \(SQL.bigint))
                """,
                """
                CREATE TABLE access_key (
                    id \(SQL.identityPrimaryKey), name TEXT NOT NULL, role TEXT NOT NULL,
                    secret_hash TEXT NOT NULL UNIQUE, created_at \(SQL.bigint) NOT NULL,
                    expires_at \(SQL.bigint), revoked_at \(SQL.bigint))
                """,
                """
                CREATE TABLE session (
                    token_hash TEXT PRIMARY KEY, account_id \(SQL.bigint) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                    created_at \(SQL.bigint) NOT NULL, expires_at \(SQL.bigint) NOT NULL)
                """,
                """
                CREATE TABLE setup_link (
                    token_hash TEXT PRIMARY KEY, created_at \(SQL.bigint) NOT NULL, expires_at \(SQL.bigint) NOT NULL,
                    used_at \(SQL.bigint))
                """,
                """
                CREATE TABLE audit_entry (
                    id \(SQL.identityPrimaryKey), at \(SQL.bigint) NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
                    object TEXT NOT NULL, detail \(SQL.json))
                """,
                "CREATE INDEX audit_entry_at ON audit_entry (at)",
            ]),
        Migration(
            "access.rights_counter", formerly: 23,
            statements: RightsCounter.table
                + RightsCounter.moves(with: "account", columns: ["role", "disabled_at", "password_hash"])
                + RightsCounter.moves(
                    with: "access_key", columns: ["role", "expires_at", "revoked_at", "secret_hash"])
                + RightsCounter.moves(with: "session", columns: [])),
        Migration("access.ledger", statements: LedgerTables.creation),
        Migration("access.audit_log", statements: AuditTrail.becomesLog),
    ]
}
