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
        Migration(
            "access.people_and_grants", after: ["catalogue.rights_of_datasets"],
            statements: peopleAndGrants
                + RightsCounter.moves(with: "account", columns: ["department"], deletion: false, named: "department")
                + RightsCounter.moves(
                    with: "access_grant",
                    columns: ["account_id", "key_id", "department", "dataset_id", "owner", "level"],
                    insertion: true)
                + RightsCounter.moves(
                    with: "dataset", columns: ["owner"], deletion: false, named: "dataset_owner")),
        // a new data set may be of a department that is opened to somebody
        Migration(
            "access.new_datasets", after: ["access.people_and_grants"],
            statements: RightsCounter.moves(
                with: "dataset", columns: [], deletion: false, insertion: true, named: "dataset_new")),
        Migration(
            "access.passkeys",
            statements: [
                """
                CREATE TABLE passkey (
                    id \(SQL.identityPrimaryKey),
                    account_id \(SQL.bigint) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                    credential TEXT NOT NULL UNIQUE, public_key \(SQL.bytes) NOT NULL, counter \(SQL.bigint) NOT NULL,
                    is_backed_up \(SQL.bigint) NOT NULL, name TEXT NOT NULL, created_at \(SQL.bigint) NOT NULL,
                    used_at \(SQL.bigint))
                """,
                "CREATE INDEX passkey_account ON passkey (account_id)",
                """
                CREATE TABLE passkey_step (
                    challenge_hash TEXT PRIMARY KEY, is_new \(SQL.bigint) NOT NULL,
                    account_id \(SQL.bigint) REFERENCES account (id) ON DELETE CASCADE,
                    expires_at \(SQL.bigint) NOT NULL)
                """,
            ]),
    ]

    /// Departments, links, second factors, sessions that can be told apart, limits of keys, grants.
    private static let peopleAndGrants: [SQL] = [
        "ALTER TABLE account ADD COLUMN department TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE account ADD COLUMN mail TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE account ADD COLUMN code_secret \(SQL.bytes)",
        // shown, and not confirmed yet
        "ALTER TABLE account ADD COLUMN code_offered \(SQL.bytes)",
        "ALTER TABLE account ADD COLUMN code_step \(SQL.bigint) NOT NULL DEFAULT 0",
        "ALTER TABLE session ADD COLUMN seen_at \(SQL.bigint)",
        "ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE session ADD COLUMN program TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE access_key ADD COLUMN creator TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE access_key ADD COLUMN networks TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE access_key ADD COLUMN used_at \(SQL.bigint)",
        """
        CREATE TABLE recovery_code (
            account_id \(SQL.bigint) NOT NULL REFERENCES account (id) ON DELETE CASCADE, code_hash TEXT NOT NULL,
            PRIMARY KEY (account_id, code_hash))
        """,
        """
        CREATE TABLE account_link (
            token_hash TEXT PRIMARY KEY,
            account_id \(SQL.bigint) NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
            expires_at \(SQL.bigint) NOT NULL)
        """,
        """
        CREATE TABLE login_step (
            token_hash TEXT PRIMARY KEY,
            account_id \(SQL.bigint) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            expires_at \(SQL.bigint) NOT NULL, failures \(SQL.bigint) NOT NULL DEFAULT 0)
        """,
        """
        CREATE TABLE account_identity (
            issuer TEXT NOT NULL, subject TEXT NOT NULL,
            account_id \(SQL.bigint) NOT NULL REFERENCES account (id) ON DELETE CASCADE, PRIMARY KEY (issuer, subject))
        """,
        """
        CREATE TABLE openid_step (
            state_hash TEXT PRIMARY KEY, nonce TEXT NOT NULL, verifier TEXT NOT NULL,
            expires_at \(SQL.bigint) NOT NULL)
        """,
        """
        CREATE TABLE access_grant (
            id \(SQL.identityPrimaryKey),
            account_id \(SQL.bigint) REFERENCES account (id) ON DELETE CASCADE,
            key_id \(SQL.bigint) REFERENCES access_key (id) ON DELETE CASCADE, department TEXT,
            dataset_id \(SQL.bigint) REFERENCES dataset (id) ON DELETE CASCADE, owner TEXT,
            level TEXT NOT NULL CHECK (level IN ('see', 'deliver', 'write', 'manage')),
            created_at \(SQL.bigint) NOT NULL, creator TEXT NOT NULL,
            CHECK ((account_id IS NOT NULL AND key_id IS NULL AND department IS NULL)
                OR (account_id IS NULL AND key_id IS NOT NULL AND department IS NULL)
                OR (account_id IS NULL AND key_id IS NULL AND department IS NOT NULL)),
            CHECK ((dataset_id IS NULL) <> (owner IS NULL)))
        """,
        "CREATE INDEX access_grant_account ON access_grant (account_id)",
        "CREATE INDEX access_grant_key ON access_grant (key_id)",
        "CREATE INDEX access_grant_department ON access_grant (department)",
        "CREATE INDEX access_grant_dataset ON access_grant (dataset_id)",
    ]
}
