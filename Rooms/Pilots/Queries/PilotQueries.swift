// SPDX-License-Identifier: EUPL-1.2
import Rights
import Site
import Storage
import Trial
import Wire

/// Reading and adding to what is kept of pilots. Nothing here changes or removes a row.
enum PilotQueries {
    /// What is kept of one pilot, in the order of time.
    static func record(_ pilot: Int64, on connection: any StorageConnection) throws -> PilotRecord {
        var record = PilotRecord()
        record.registrations = try connection.rows(
            """
            SELECT id, pilot, document, hash, actor, at, reason FROM pilot_registration
            WHERE pilot = \(pilot) ORDER BY id
            """
        ) { row in
            Registration(
                number: row.integer(0), pilot: row.integer(1), text: row.text(2), hash: row.text(3), by: row.text(4),
                at: Instant(microseconds: row.integer(5)), reason: row.textIfPresent(6))
        }
        record.snapshots = try connection.rows(
            """
            SELECT id, pilot, registration_id, look, document, hash, actor, at FROM pilot_snapshot
            WHERE pilot = \(pilot) ORDER BY id
            """
        ) { row in
            Snapshot(
                number: row.integer(0), pilot: row.integer(1), registration: row.integer(2),
                look: row.textIfPresent(3), text: row.text(4), hash: row.text(5), by: row.text(6),
                at: Instant(microseconds: row.integer(7)))
        }
        record.steps = try connection.rows(
            "SELECT id, pilot, event, state, detail, actor, at FROM pilot_event WHERE pilot = \(pilot) ORDER BY id",
            step)
        return record
    }

    /// Whether a pilot may still be removed or hidden; nil where nothing of it is registered.
    static func keep(_ pilot: Int64, on connection: any StorageConnection) throws -> ObjectKeeper.Keep? {
        let state = PilotState.rolloutAgainstGate.rawValue
        let overridden = try connection.integer(
            "SELECT count(*) FROM pilot_event WHERE pilot = \(pilot) AND state = \(state)")
        if overridden ?? 0 > 0 { return .staysPublic }
        let registered = try connection.integer("SELECT count(*) FROM pilot_registration WHERE pilot = \(pilot)")
        return registered ?? 0 > 0 ? .stays : nil
    }

    /// The state of each pilot that has taken a step.
    static func states(on connection: any StorageConnection) throws -> [Int64: PilotState] {
        let steps = try connection.rows(
            """
            SELECT id, pilot, event, state, detail, actor, at FROM pilot_event
            WHERE id IN (SELECT max(id) FROM pilot_event GROUP BY pilot)
            """, step)
        return Dictionary(steps.map { ($0.pilot, $0.state) }, uniquingKeysWith: { $1 })
    }

    private static func step(_ row: any StorageRow) throws -> PilotStep {
        guard let state = PilotState(rawValue: row.text(3)) else {
            throw StorageError.corrupt(message: "pilot_event \(row.integer(0)) has the unknown state '\(row.text(3))'")
        }
        return PilotStep(
            number: row.integer(0), pilot: row.integer(1), event: row.text(2), state: state,
            detail: try JSONValue(parsing: row.text(4)).object ?? [:], by: row.text(5),
            at: Instant(microseconds: row.integer(6)))
    }

    /// Keeps a plan and its hash; the hash also goes into the audit trail, and with it into the ledger.
    static func register(
        _ plan: TrialPlan, of pilot: Int64, reason: String?, by actor: String, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        let text = try canonical(plan.document)
        let hash = PilotHash.hexadecimal(of: text)
        try connection.execute(
            """
            INSERT INTO pilot_registration (pilot, document, hash, actor, at, reason)
            VALUES (\(pilot), \(text), \(hash), \(actor), \(now.microseconds), \(reason))
            """)
        try AuditTrail.append(
            "register", object: "pilot/X-\(pilot)", by: actor, at: now, detail: ["sha256": .string(hash)],
            on: connection)
    }

    /// Keeps a frozen table.
    static func keep(
        _ panel: FrozenPanel, of pilot: Int64, registration: Int64, look: String?, by actor: String, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        let text = try canonical(panel.document)
        let hash = PilotHash.hexadecimal(of: text)
        try connection.execute(
            """
            INSERT INTO pilot_snapshot (pilot, registration_id, look, document, hash, actor, at)
            VALUES (\(pilot), \(registration), \(look), \(text), \(hash), \(actor), \(now.microseconds))
            """)
        try AuditTrail.append(
            "look", object: "pilot/X-\(pilot)", by: actor, at: now,
            detail: ["sha256": .string(hash), "look": look.map { .string($0) } ?? .null], on: connection)
    }

    static func add(
        _ event: String, to state: PilotState, of pilot: Int64, detail: JSONObject = [:], by actor: String,
        at now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO pilot_event (pilot, event, state, detail, actor, at)
            VALUES (\(pilot), \(event), \(state.rawValue), \(JSONValue.object(detail).text), \(actor),
                \(now.microseconds))
            """)
        try AuditTrail.append(
            event, object: "pilot/X-\(pilot)", by: actor, at: now, detail: ["state": .string(state.rawValue)],
            on: connection)
    }

    private static func canonical(_ document: JSONObject) throws -> String {
        String(decoding: try CanonicalJSON.bytes(of: .object(document)), as: UTF8.self)
    }
}
