// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The tables of this room: only added to, never changed.
enum PilotsMigrations {
    static let all = [
        Migration(
            "pilots.records",
            statements: [
                """
                CREATE TABLE pilot_registration (
                    id \(SQL.identityPrimaryKey), pilot \(SQL.bigint) NOT NULL, document TEXT NOT NULL,
                    hash TEXT NOT NULL, actor TEXT NOT NULL, at \(SQL.bigint) NOT NULL, reason TEXT)
                """,
                "CREATE INDEX pilot_registration_pilot ON pilot_registration (pilot, id)",
                """
                CREATE TABLE pilot_snapshot (
                    id \(SQL.identityPrimaryKey), pilot \(SQL.bigint) NOT NULL, registration_id \(SQL.bigint) NOT NULL,
                    look TEXT, document TEXT NOT NULL, hash TEXT NOT NULL, actor TEXT NOT NULL,
                    at \(SQL.bigint) NOT NULL)
                """,
                "CREATE INDEX pilot_snapshot_pilot ON pilot_snapshot (pilot, id)",
                """
                CREATE TABLE pilot_event (
                    id \(SQL.identityPrimaryKey), pilot \(SQL.bigint) NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL,
                    detail TEXT NOT NULL, actor TEXT NOT NULL, at \(SQL.bigint) NOT NULL)
                """,
                "CREATE INDEX pilot_event_pilot ON pilot_event (pilot, id)",
            ])
    ]
}
