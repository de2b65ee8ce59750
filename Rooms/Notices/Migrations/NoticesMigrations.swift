// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The table of this room.
enum NoticesMigrations {
    static let all = [
        Migration(
            "notices.notices",
            statements: [
                """
                CREATE TABLE notice (
                    id \(SQL.identityPrimaryKey), title TEXT NOT NULL, title_en TEXT, body TEXT NOT NULL, body_en TEXT,
                    begins_at \(SQL.bigint) NOT NULL, ends_at \(SQL.bigint), created_by TEXT NOT NULL)
                """,
                "CREATE INDEX notice_begins ON notice (begins_at, id)",
            ])
    ]
}
