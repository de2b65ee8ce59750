// SPDX-License-Identifier: EUPL-1.2
import Storage

/// What was delivered and waits for a decision, and what is fetched each night.
enum GISFilesMigrations {
    static let all = [
        Migration(
            "gisfiles.deliveries",
            statements: [
                """
                CREATE TABLE gis_delivery (
                    id \(SQL.identityPrimaryKey), owner TEXT NOT NULL, caller TEXT NOT NULL,
                    created_at \(SQL.bigint) NOT NULL, expires_at \(SQL.bigint) NOT NULL, folder TEXT NOT NULL,
                    files TEXT NOT NULL)
                """
            ]),
        Migration(
            "gisfiles.schedules",
            statements: [
                // declared, outcome, fault and reason are JSON; digest is of what waits or was refused, taken of what the layer got
                """
                CREATE TABLE gis_schedule (
                    id \(SQL.identityPrimaryKey), layer TEXT NOT NULL UNIQUE, address TEXT NOT NULL, served TEXT NOT NULL,
                    declared TEXT NOT NULL, owner TEXT NOT NULL, caller TEXT NOT NULL, created_at \(SQL.bigint) NOT NULL,
                    hour INTEGER NOT NULL, is_paused INTEGER NOT NULL, next_at \(SQL.bigint) NOT NULL,
                    checked_at \(SQL.bigint), changed_at \(SQL.bigint), outcome TEXT, failures INTEGER NOT NULL,
                    fault TEXT, waiting_id \(SQL.bigint), reason TEXT, digest TEXT, taken TEXT)
                """
            ]),
    ]
}
