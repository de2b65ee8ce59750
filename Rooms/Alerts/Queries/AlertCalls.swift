// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

/// A call of a webhook that waits, with where it goes.
package struct AlertCall: Sendable, Hashable {
    package let id: Int64
    package let address: String
    /// JSON.
    package let body: String
    let made: Instant
    let tries: Int
}

/// How a call went.
package enum AlertCallOutcome: Sendable, Hashable {
    case taken
    /// It can be tried again; why it did not go now.
    case later(String)
    case refused(String)

    /// What an answer means: 408, 429 and 5xx pass, other refusals do not; a redirect is followed nowhere.
    package init(status: Int) {
        switch status {
        case 200...299: self = .taken
        case 408, 425, 429, 500...599: self = .later("HTTP \(status)")
        default: self = .refused("HTTP \(status)")
        }
    }
}

/// Calls go through the database: what a server does not take now it gets later, also after a restart.
enum AlertCalls {
    /// Microseconds to the next try after so many.
    static func pause(after tries: Int) -> Int64 {
        let minutes: [Int64] = [1, 5, 15, 60, 180]
        return minutes[min(max(tries, 1), minutes.count) - 1] * 60_000_000
    }

    /// So long a call is tried: two days.
    static let patience: Int64 = 2 * 86_400_000_000
    /// So long what became of calls is kept: thirty days.
    static let memory: Int64 = 30 * 86_400_000_000
    /// Who takes a call to make it has it for himself so long: longer than one may last.
    private static let lease: Int64 = 60_000_000

    static func add(_ body: String, of rule: Int64, at now: Instant, on connection: any StorageConnection) throws {
        try connection.execute(
            "DELETE FROM alert_call WHERE state <> 'waiting' AND made_at < \(now.microseconds - memory)")
        try connection.execute(
            """
            INSERT INTO alert_call (rule_id, body, made_at, due_at, tries, state)
            VALUES (\(rule), \(body), \(now.microseconds), \(now.microseconds), 0, 'waiting')
            """)
    }

    /// Takes a call that is due; nil when there is none.
    static func take(at now: Instant, on connection: any StorageConnection) throws -> AlertCall? {
        let taken = try connection.firstRow(
            """
            UPDATE alert_call SET tries = tries + 1, due_at = \(now.microseconds + lease)
            WHERE id = (SELECT min(id) FROM alert_call WHERE state = 'waiting' AND due_at <= \(now.microseconds))
                AND state = 'waiting' AND due_at <= \(now.microseconds)
            RETURNING id, rule_id, body, made_at, tries
            """
        ) { ($0.integer(0), $0.integer(1), $0.text(2), $0.integer(3), Int($0.integer(4))) }
        guard let (id, rule, body, made, tries) = taken else { return nil }
        let address = try connection.text("SELECT hook FROM alert_rule WHERE id = \(rule)") ?? ""
        return AlertCall(
            id: id, address: address, body: body, made: Instant(microseconds: made), tries: tries)
    }

    /// Keeps what became of it.
    static func ended(
        _ call: AlertCall, _ outcome: AlertCallOutcome, at now: Instant, on connection: any StorageConnection
    ) throws {
        switch outcome {
        case .taken: try end(call, "taken", nil, on: connection)
        case .refused(let fault): try end(call, "refused", fault, on: connection)
        case .later(let fault) where now.microseconds - call.made.microseconds > patience:
            try end(call, "abandoned", fault, on: connection)
        case .later(let fault):
            try connection.execute(
                """
                UPDATE alert_call SET due_at = \(now.microseconds + pause(after: call.tries)), fault = \(fault)
                WHERE id = \(call.id)
                """)
        }
    }

    private static func end(
        _ call: AlertCall, _ state: String, _ fault: String?, on connection: any StorageConnection
    ) throws {
        try connection.execute("UPDATE alert_call SET state = \(state), fault = \(fault) WHERE id = \(call.id)")
    }

    /// The latest call of a rule: its state, and what went wrong.
    static func latest(
        of rule: Int64, on connection: any StorageConnection
    ) throws -> (state: String, fault: String?, made: Instant)? {
        try connection.firstRow(
            "SELECT state, fault, made_at FROM alert_call WHERE rule_id = \(rule) ORDER BY id DESC LIMIT 1"
        ) { (state: $0.text(0), fault: $0.textIfPresent(1), made: Instant(microseconds: $0.integer(2))) }
    }
}
