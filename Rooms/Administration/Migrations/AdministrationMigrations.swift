// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The table of this room.
enum AdministrationMigrations {
    static let all = [
        Migration(
            "administration.letters",
            statements: [
                """
                CREATE TABLE letter (
                    id \(SQL.identityPrimaryKey), about TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL,
                    body TEXT, made_at \(SQL.bigint) NOT NULL, due_at \(SQL.bigint) NOT NULL, tries \(SQL.bigint) NOT NULL,
                    state TEXT NOT NULL, ended_at \(SQL.bigint), fault TEXT)
                """,
                "CREATE INDEX letter_due ON letter (state, due_at)",
                "CREATE INDEX letter_made ON letter (made_at)",
            ]),
        Migration(
            "administration.letters_of_accounts", after: ["access.passkeys"], statements: lettersGoWithTheirAccount),
    ]

    /// Letters to an account that is disabled or erased go with it, sent or waiting, whoever does it: they hold a name, an
    /// address and a link. Those of before letters named their account are known by the address.
    private static let lettersGoWithTheirAccount: [SQL] = {
        let gone: SQL = """
            DELETE FROM letter WHERE about = 'account/' || old.id
                OR (about IN ('link', 'trial') AND recipient = old.mail AND old.mail <> '')
            """
        return [
            .onSQLite(
                """
                CREATE TRIGGER letter_account_disabled AFTER UPDATE ON account WHEN new.disabled_at IS NOT NULL
                BEGIN \(gone); END
                """),
            .onSQLite("CREATE TRIGGER letter_account_deleted AFTER DELETE ON account BEGIN \(gone); END"),
            .onPostgreSQL(
                """
                CREATE FUNCTION letter_account_gone() RETURNS trigger AS $$ BEGIN
                    \(gone);
                    RETURN NULL;
                END $$ LANGUAGE plpgsql SET search_path FROM CURRENT
                """),
            .onPostgreSQL(
                """
                CREATE TRIGGER letter_account_disabled AFTER UPDATE ON account FOR EACH ROW
                WHEN (new.disabled_at IS NOT NULL) EXECUTE FUNCTION letter_account_gone()
                """),
            .onPostgreSQL(
                """
                CREATE TRIGGER letter_account_deleted AFTER DELETE ON account FOR EACH ROW
                EXECUTE FUNCTION letter_account_gone()
                """),
        ]
    }()
}
