// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Rights
import Storage
import Wire

/// Rules and what happened with them. Who may see a series is asked of `SensorDirectory`, at each use.
enum AlertQueries {
    private static let columns: SQL = """
        id, account_id, datastream_id, name, kind, threshold, margin, span_us, quiet_from, quiet_to, sends_mail, hook,
        token, created_at, is_active, is_raised, since_at, seen_at, told_at
        """

    /// Nil for a condition of a later version.
    private static func make(_ row: any StorageRow) -> AlertRule? {
        func instant(_ column: Int) -> Instant? { row.integerIfPresent(column).map { Instant(microseconds: $0) } }
        let condition = AlertCondition(
            row.text(4), limit: row.realIfPresent(5), margin: row.realIfPresent(6), span: row.integerIfPresent(7))
        guard let condition else { return nil }
        var quiet: QuietHours?
        if let from = row.integerIfPresent(8), let to = row.integerIfPresent(9) {
            quiet = QuietHours(from: Int(from), to: Int(to))
        }
        return AlertRule(
            id: row.integer(0), account: row.integer(1), datastream: row.integer(2), name: row.text(3),
            condition: condition, quiet: quiet, sendsMail: row.bool(10), hook: row.text(11), token: row.text(12),
            created: Instant(microseconds: row.integer(13)), isActive: row.bool(14), isRaised: row.bool(15),
            since: instant(16), seen: instant(17), told: instant(18))
    }

    private static func rules(where condition: SQL, on connection: any StorageConnection) throws -> [AlertRule] {
        try connection.rows("SELECT \(columns) FROM alert_rule WHERE \(condition) ORDER BY id", make).compactMap { $0 }
    }

    /// Those of an account.
    static func of(account: Int64, on connection: any StorageConnection) throws -> [AlertRule] {
        try rules(where: "account_id = \(account)", on: connection)
    }

    /// One of an account; nil where it is another's.
    static func find(_ id: Int64, of account: Int64, on connection: any StorageConnection) throws -> AlertRule? {
        try rules(where: "id = \(id) AND account_id = \(account)", on: connection).first
    }

    static func find(token: String, on connection: any StorageConnection) throws -> AlertRule? {
        try rules(where: "token = \(token)", on: connection).first
    }

    /// All that look.
    static func active(on connection: any StorageConnection) throws -> [AlertRule] {
        try rules(where: "is_active = 1", on: connection)
    }

    /// Keeps a rule that looks at the series from its value of `latest` on, with a line in the audit trail.
    /// - Throws: `AlertFault.tooMany`, `StorageError`.
    @discardableResult
    static func add(
        _ alert: NewAlert, to datastream: Int64, for account: Int64, latest: Instant?, by actor: String,
        at now: Instant, on connection: any StorageConnection
    ) throws -> Int64 {
        let count = try connection.integer("SELECT count(*) FROM alert_rule WHERE account_id = \(account)")
        guard count ?? 0 < Int64(AlertRule.most) else { throw AlertFault.tooMany }
        let parts = alert.condition.parts
        let quiet = alert.quiet.map { (from: Int64($0.from), to: Int64($0.to)) }
        let token = RandomBytes.make(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let id = try connection.integer(
            """
            INSERT INTO alert_rule (account_id, datastream_id, name, kind, threshold, margin, span_us, quiet_from,
                quiet_to, sends_mail, hook, token, created_at, is_active, is_raised, seen_at)
            VALUES (\(account), \(datastream), \(alert.name), \(alert.condition.kind.rawValue), \(parts.limit),
                \(parts.margin), \(parts.span), \(quiet?.from), \(quiet?.to), \(alert.sendsMail ? 1 : 0), \(alert.hook),
                \(token), \(now.microseconds), 1, 0, \(latest.map { $0.microseconds - 1 })) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "an alert was stored without a number") }
        try AuditTrail.append("create", object: "alert/\(id)", by: actor, at: now, on: connection)
        return id
    }

    /// Stops a rule, or lets it look again from the value of `latest` on; what was not told by then never is.
    static func set(
        _ id: Int64, isActive: Bool, latest: Instant?, by actor: String, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE alert_rule SET is_active = \(isActive ? 1 : 0), is_raised = 0, since_at = NULL,
                seen_at = \(latest.map { $0.microseconds - 1 })
            WHERE id = \(id) AND is_active <> \(isActive ? 1 : 0)
            """)
        guard changed > 0 else { return }
        try connection.execute(
            "UPDATE alert_event SET told_at = \(now.microseconds) WHERE rule_id = \(id) AND told_at IS NULL")
        try connection.execute("DELETE FROM alert_call WHERE rule_id = \(id) AND state = 'waiting'")
        try AuditTrail.append(
            isActive ? "enable" : "disable", object: "alert/\(id)", by: actor, at: now, on: connection)
    }

    static func remove(
        _ id: Int64, by actor: String, at now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute("DELETE FROM alert_rule WHERE id = \(id)")
        try AuditTrail.append("delete", object: "alert/\(id)", by: actor, at: now, on: connection)
    }

    // MARK: What happens

    /// Keeps what a look at the series gave. False when somebody else looked, or the rule was changed meanwhile: then
    /// nothing is kept, and the next look tells it.
    static func note(
        _ turns: [AlertTurn], of rule: AlertRule, isRaised: Bool, seen: Instant?, at now: Instant,
        on connection: any StorageConnection
    ) throws -> Bool {
        let since = turns.last?.at ?? rule.since
        let changed = try connection.execute(
            """
            UPDATE alert_rule SET is_raised = \(isRaised ? 1 : 0), since_at = \(since?.microseconds),
                seen_at = \(seen?.microseconds)
            WHERE id = \(rule.id) AND is_active = 1 AND is_raised = \(rule.isRaised ? 1 : 0)
                AND seen_at IS NOT DISTINCT FROM \(rule.seen?.microseconds)
            """)
        guard changed > 0 else { return false }
        for turn in turns {
            try connection.execute(
                """
                INSERT INTO alert_event (rule_id, kind, at, value, noted_at)
                VALUES (\(rule.id), \(turn.kind.rawValue), \(turn.at.microseconds), \(turn.value), \(now.microseconds))
                """)
        }
        return true
    }

    private static func event(_ row: any StorageRow) -> AlertEvent {
        AlertEvent(
            id: row.integer(0), rule: row.integer(1),
            turn: AlertTurn(
                kind: AlertTurn.Kind(rawValue: row.text(2)) ?? .begins, at: Instant(microseconds: row.integer(3)),
                value: row.realIfPresent(4)),
            noted: Instant(microseconds: row.integer(5)),
            told: row.integerIfPresent(6).map { Instant(microseconds: $0) })
    }

    /// The latest of a rule, newest first.
    static func events(of rule: Int64, limit: Int, on connection: any StorageConnection) throws -> [AlertEvent] {
        try connection.rows(
            """
            SELECT id, rule_id, kind, at, value, noted_at, told_at FROM alert_event WHERE rule_id = \(rule)
            ORDER BY id DESC LIMIT \(Int64(limit))
            """, event)
    }

    /// The rules that have something to tell.
    static func waiting(on connection: any StorageConnection) throws -> Set<Int64> {
        Set(try connection.rows("SELECT DISTINCT rule_id FROM alert_event WHERE told_at IS NULL") { $0.integer(0) })
    }

    /// What nobody was told of yet, in order.
    static func untold(of rule: Int64, on connection: any StorageConnection) throws -> [AlertEvent] {
        try connection.rows(
            """
            SELECT id, rule_id, kind, at, value, noted_at, told_at FROM alert_event
            WHERE rule_id = \(rule) AND told_at IS NULL ORDER BY id
            """, event)
    }

    /// Says that they were told, or (`isWithheld`) that they may not be.
    static func told(
        _ events: [AlertEvent], of rule: Int64, isWithheld: Bool, at now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE alert_event SET told_at = \(now.microseconds)
            WHERE rule_id = \(rule) AND told_at IS NULL AND id IN (\(list: events.map(\.id)))
            """)
        guard !isWithheld else { return }
        try connection.execute("UPDATE alert_rule SET told_at = \(now.microseconds) WHERE id = \(rule)")
        // what happened is kept for a year
        let year: Int64 = 365 * 86_400_000_000
        try connection.execute(
            "DELETE FROM alert_event WHERE rule_id = \(rule) AND noted_at < \(now.microseconds - year)")
    }
}
