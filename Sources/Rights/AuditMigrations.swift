// SPDX-License-Identifier: EUPL-1.2
import LedgerStorage
public import Storage

/// The audit trail becomes a log that nobody rewrites unseen.
public enum AuditMigrations {
    public static let all: [Migration] = [
        Migration(
            number: 34, name: "audit_ledger",
            statements: [
                AuditTrail.log.creation,
                // entries from before stay without a place: no checkpoint speaks for them
                "ALTER TABLE audit_entry ADD COLUMN position \(SQL.bigint)",
                "ALTER TABLE audit_entry ADD COLUMN salt \(SQL.bytes)",
                "ALTER TABLE audit_entry ADD COLUMN commitment \(SQL.bytes)",
                "CREATE UNIQUE INDEX audit_entry_position ON audit_entry (position)",
                // hashed as it was written: JSONB would put its own spelling in the place
                SQL.onPostgreSQL("ALTER TABLE audit_entry ALTER COLUMN detail TYPE TEXT USING detail::text"),
            ])
    ]
}
