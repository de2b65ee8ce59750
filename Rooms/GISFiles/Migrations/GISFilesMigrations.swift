// SPDX-License-Identifier: EUPL-1.2
import Storage

/// What was delivered and waits for a decision.
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
            ])
    ]
}
