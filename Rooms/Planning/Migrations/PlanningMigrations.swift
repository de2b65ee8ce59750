// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// The objects of a plan, each version whole, and a counter that says whether anything changed.
public enum PlanningMigrations {
    public static let all: [Migration] = [
        Migration(
            "planning.objects", formerly: 7,
            statements: [
                """
                CREATE TABLE planning_object (
                    kind TEXT NOT NULL, number \(SQL.bigint) NOT NULL, version \(SQL.bigint) NOT NULL,
                    document \(SQL.json) NOT NULL,
                    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'internal')),
                    state TEXT NOT NULL CHECK (state IN ('submitted', 'draft', 'active', 'closed')),
                    created_at \(SQL.bigint) NOT NULL, created_by TEXT NOT NULL,
                    modified_at \(SQL.bigint) NOT NULL, modified_by TEXT NOT NULL, checked \(SQL.json) NOT NULL,
                    PRIMARY KEY (kind, number))
                """,
                """
                CREATE TABLE planning_version (
                    kind TEXT NOT NULL, number \(SQL.bigint) NOT NULL, version \(SQL.bigint) NOT NULL,
                    document \(SQL.json) NOT NULL, visibility TEXT NOT NULL, state TEXT NOT NULL,
                    changed_at \(SQL.bigint) NOT NULL, changed_by TEXT NOT NULL, change TEXT NOT NULL,
                    PRIMARY KEY (kind, number, version))
                """,
                """
                CREATE TABLE planning_invitation (
                    digest TEXT PRIMARY KEY, kind TEXT NOT NULL, number \(SQL.bigint) NOT NULL, name TEXT NOT NULL,
                    created_by TEXT NOT NULL, expires_at \(SQL.bigint) NOT NULL)
                """,
                "CREATE TABLE planning_state (id \(SQL.bigint) PRIMARY KEY, changes \(SQL.bigint) NOT NULL)",
                "INSERT INTO planning_state (id, changes) VALUES (1, 0)",
            ]),
        Migration(
            "planning.records", formerly: 28,
            statements: [
                """
                CREATE TABLE planning_record (number \(SQL.bigint) PRIMARY KEY, record \(SQL.json) NOT NULL)
                """
            ]),
        // what an assessor gives until the assessment ends; `holder` is the digest of a link's secret, or an account
        Migration(
            "planning.sheets",
            statements: [
                """
                CREATE TABLE planning_sheet (
                    number \(SQL.bigint) NOT NULL, name TEXT NOT NULL, holder TEXT NOT NULL, cells \(SQL.json) NOT NULL,
                    modified_at \(SQL.bigint) NOT NULL, expires_at \(SQL.bigint) NOT NULL,
                    PRIMARY KEY (number, name), UNIQUE (holder, number))
                """
            ]),
        // where somebody who sent something in wants to be told, until they were
        Migration("planning.mail_of_senders", statements: ["ALTER TABLE planning_invitation ADD COLUMN mail TEXT"]),
    ]
}
