// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The tables of this room: rules, what happened with them, and calls of webhooks that wait.
enum AlertsMigrations {
    static let all = [
        Migration(
            "alerts.rules", after: ["access.people", "sensorthings.series_annotations"],
            statements: [
                """
                CREATE TABLE alert_rule (
                    id \(SQL.identityPrimaryKey),
                    account_id \(SQL.bigint) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                    datastream_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
                    name TEXT NOT NULL, kind TEXT NOT NULL, threshold \(SQL.double), margin \(SQL.double),
                    span_us \(SQL.bigint), quiet_from \(SQL.bigint), quiet_to \(SQL.bigint),
                    sends_mail \(SQL.bigint) NOT NULL, hook TEXT NOT NULL, token TEXT NOT NULL UNIQUE,
                    created_at \(SQL.bigint) NOT NULL, is_active \(SQL.bigint) NOT NULL, is_raised \(SQL.bigint) NOT NULL,
                    since_at \(SQL.bigint), seen_at \(SQL.bigint), told_at \(SQL.bigint))
                """,
                "CREATE INDEX alert_rule_account ON alert_rule (account_id)",
                "CREATE INDEX alert_rule_datastream ON alert_rule (datastream_id)",
                """
                CREATE TABLE alert_event (
                    id \(SQL.identityPrimaryKey),
                    rule_id \(SQL.bigint) NOT NULL REFERENCES alert_rule (id) ON DELETE CASCADE,
                    kind TEXT NOT NULL, at \(SQL.bigint) NOT NULL, value \(SQL.double), noted_at \(SQL.bigint) NOT NULL,
                    told_at \(SQL.bigint))
                """,
                "CREATE INDEX alert_event_rule ON alert_event (rule_id, id)",
                "CREATE INDEX alert_event_untold ON alert_event (rule_id) WHERE told_at IS NULL",
                """
                CREATE TABLE alert_call (
                    id \(SQL.identityPrimaryKey),
                    rule_id \(SQL.bigint) NOT NULL REFERENCES alert_rule (id) ON DELETE CASCADE,
                    body TEXT NOT NULL, made_at \(SQL.bigint) NOT NULL, due_at \(SQL.bigint) NOT NULL,
                    tries \(SQL.bigint) NOT NULL, state TEXT NOT NULL, fault TEXT)
                """,
                "CREATE INDEX alert_call_due ON alert_call (state, due_at)",
            ]),
        Migration("alerts.followers", statements: FollowQueries.migration),
    ]
}
