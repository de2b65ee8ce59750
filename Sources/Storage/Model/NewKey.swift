// SPDX-License-Identifier: EUPL-1.2

/// Keys that are never given twice, so that an address or a subscription never comes to mean something else.
///
/// PostgreSQL's sequences do not go back. SQLite gives the highest key there is and one more: triggers remember the
/// highest key that has gone (table `retired_key`).
public enum NewKey {
    /// The table of the triggers.
    public static let table: SQL = "CREATE TABLE retired_key (table_name TEXT PRIMARY KEY, last \(SQL.bigint) NOT NULL)"

    /// Remembers the keys of a table's deleted rows.
    public static func trigger(_ table: String, _ column: String = "id") -> SQL {
        let (table, column) = (SQL(verbatim: table), SQL(verbatim: column))
        let trigger: SQL = """
            CREATE TRIGGER \(table)_retired AFTER DELETE ON \(table) BEGIN
                INSERT INTO retired_key (table_name, last) VALUES ('\(table)', old.\(column))
                ON CONFLICT (table_name) DO UPDATE SET last = max(last, excluded.last);
            END
            """
        return SQL.onSQLite(trigger)
    }

    /// The key of a row to insert into a table that has the trigger.
    public static func of(_ table: String, _ column: String = "id") -> SQL {
        let (name, key) = (SQL(verbatim: table), SQL(verbatim: column))
        let next: SQL = """
            (SELECT max(coalesce((SELECT max(\(key)) FROM \(name)), 0),
                coalesce((SELECT last FROM retired_key WHERE table_name = '\(name)'), 0)) + 1)
            """
        return "\(sqlite: next, postgresql: "nextval(pg_get_serial_sequence('\(name)', '\(key)'))")"
    }
}
