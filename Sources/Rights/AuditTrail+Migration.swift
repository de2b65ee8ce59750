// SPDX-License-Identifier: EUPL-1.2
import LedgerStorage
public import Storage

extension AuditTrail {
    /// Makes the trail a log that nobody rewrites unseen; `access.audit_log` does it.
    public static let becomesLog: [SQL] = [
        log.creation,
        // entries from before stay without a place: no checkpoint speaks for them
        "ALTER TABLE audit_entry ADD COLUMN position \(SQL.bigint)",
        "ALTER TABLE audit_entry ADD COLUMN salt \(SQL.bytes)",
        "ALTER TABLE audit_entry ADD COLUMN commitment \(SQL.bytes)",
        "CREATE UNIQUE INDEX audit_entry_position ON audit_entry (position)",
        // hashed as it was written: JSONB would put its own spelling in the place
        SQL.onPostgreSQL("ALTER TABLE audit_entry ALTER COLUMN detail TYPE TEXT USING detail::text"),
    ]
}
