// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Rights
import Site
import Storage
import Wire

/// Reading and writing notices. What is announced is for everybody, while it is shown.
enum NoticeQueries {
    private static let columns: SQL = "id, title, title_en, body, body_en, begins_at, ends_at"

    private static func make(_ row: any StorageRow) -> Notice {
        Notice(
            id: row.integer(0), title: Words(row.text(1), row.textIfPresent(2)),
            text: Words(row.text(3), row.textIfPresent(4)), begins: Instant(microseconds: row.integer(5)),
            ends: row.integerIfPresent(6).map { Instant(microseconds: $0) })
    }

    private static func isShown(_ now: Instant) -> SQL {
        "begins_at <= \(now.microseconds) AND (ends_at IS NULL OR ends_at > \(now.microseconds))"
    }

    /// Those that are shown now, the newest first.
    static func shown(at now: Instant, on connection: any StorageConnection) throws -> [Notice] {
        try connection.rows(
            "SELECT \(columns) FROM notice WHERE \(isShown(now)) ORDER BY begins_at DESC, id DESC", make)
    }

    static func find(_ id: Int64, at now: Instant, on connection: any StorageConnection) throws
        -> Notice?
    {
        try connection.firstRow(
            "SELECT \(columns) FROM notice WHERE id = \(id) AND \(isShown(now))", make)
    }

    /// Keeps a notice, with a line in the audit trail; returns its number.
    /// - Throws: `NoticeFault`, `StorageError`.
    @discardableResult
    static func add(
        _ notice: NewNotice, by actor: String, at now: Instant, noted clock: Instant,
        on connection: any StorageConnection
    ) throws -> Int64 {
        for (field, text, most) in [
            ("title", notice.title, Notice.longestTitle), ("text", notice.text, Notice.longestText),
        ] {
            guard text.hasVisibleText else { throw NoticeFault.empty(field: field) }
            guard text.count <= most else { throw NoticeFault.tooLong(field: field, most: most) }
        }
        guard notice.titleEnglish.count <= Notice.longestTitle else {
            throw NoticeFault.tooLong(field: "title-en", most: Notice.longestTitle)
        }
        guard notice.textEnglish.count <= Notice.longestText else {
            throw NoticeFault.tooLong(field: "text-en", most: Notice.longestText)
        }
        var ends: Int64?
        if !notice.until.isEmpty {
            guard let day = CalendarDay(parsing: notice.until) else {
                throw NoticeFault.noDay(notice.until)
            }
            let end = TownTime().start(of: day.adding(days: 1)).microseconds
            guard end > now.microseconds else { throw NoticeFault.past(notice.until) }
            ends = end
        }
        let words = notice.words
        let id = try connection.integer(
            """
            INSERT INTO notice (title, title_en, body, body_en, begins_at, ends_at, created_by)
            VALUES (\(words.title.german), \(words.title.translation), \(words.text.german),
                \(words.text.translation), \(now.microseconds), \(ends), \(actor)) RETURNING id
            """)
        guard let id else {
            throw StorageError.corrupt(message: "a notice was stored without a number")
        }
        try AuditTrail.append("create", object: "notice/\(id)", by: actor, at: clock, on: connection)
        return id
    }

    /// Ends a notice now; whether one was there.
    static func withdraw(
        _ id: Int64, by actor: String, at now: Instant, noted clock: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        let ended = try connection.integer(
            """
            UPDATE notice SET ends_at = \(now.microseconds) WHERE id = \(id) AND \(isShown(now)) RETURNING id
            """)
        guard ended != nil else { return false }
        try AuditTrail.append("withdraw", object: "notice/\(id)", by: actor, at: clock, on: connection)
        return true
    }
}
