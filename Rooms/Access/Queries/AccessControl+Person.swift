// SPDX-License-Identifier: EUPL-1.2
import Rights
import Storage
public import Wire

/// What the house knows of a person as such (GDPR, articles 15, 17 and 20).
extension AccessControl {
    /// All that is kept of the account, for the person: itself, sessions, passkeys, grants, and what the trail says it did or
    /// suffered. Secrets are not part of it.
    /// - Throws: `AccessError.noSuchAccount`.
    public func ownData(of id: Int64) async throws -> JSONValue {
        let account = try await account(id)
        let sessions = try await sessions(of: id, own: nil)
        let passkeys = try await passkeys(of: id)
        return try await engine.read { connection in
            let identities = try connection.rows(
                "SELECT issuer, subject FROM account_identity WHERE account_id = \(id) ORDER BY issuer, subject"
            ) { row in ["issuer": .string(row.text(0)), "subject": .string(row.text(1))] as JSONValue }
            // a name that several have says nothing of who it was
            let isOnly = try connection.integer("SELECT count(*) FROM account WHERE name = \(account.name)") == 1
            let names = isOnly ? [account.login, account.name] : [account.login]
            let trail = try AuditQueries.concerning(object: "account/\(id)", actors: names, on: connection)
            var data = JSONObject()
            data["account"] = Self.value(account)
            data["identities"] = .array(identities)
            data["sessions"] = .array(sessions.map(Self.value))
            data["passkeys"] = .array(passkeys.map(Self.value))
            data["grants"] = .array(try GrantQueries.list(account: id, on: connection).map(Self.value))
            data["trail"] = .array(trail.map(Self.value))
            return .object(data)
        }
    }

    private static func value(_ account: Account) -> JSONValue {
        [
            "number": .init(account.id), "login": .string(account.login), "name": .string(account.name),
            "role": .string(account.role.rawValue), "department": .string(account.department),
            "mail": .string(account.mail), "created": .string(account.created.iso8601),
            "disabled": text(account.disabled), "hasPassword": .bool(account.hasPassword),
            "hasCode": .bool(account.hasCode),
        ]
    }

    private static func value(_ session: SignedIn) -> JSONValue {
        [
            "since": .string(session.since.iso8601), "lastUsed": .string(session.seen.iso8601),
            "address": .string(session.address), "program": .string(session.program),
        ]
    }

    private static func value(_ passkey: Passkey) -> JSONValue {
        [
            "name": .string(passkey.name), "created": .string(passkey.created.iso8601),
            "lastUsed": text(passkey.used),
        ]
    }

    private static func value(_ grant: AccessGrant) -> JSONValue {
        [
            "to": .string(grant.subjectName), "object": .string(grant.object.text),
            "level": .string(grant.level.rawValue), "created": .string(grant.created.iso8601),
        ]
    }

    private static func value(_ entry: AuditEntry) -> JSONValue {
        let detail: JSONValue? = entry.detail.flatMap { try? JSONValue(parsing: $0) }
        return [
            "at": .string(entry.at.iso8601), "action": .string(entry.action), "actor": .string(entry.actor),
            "object": .string(entry.object), "detail": detail ?? .null,
        ]
    }

    /// Blanks what says who it was, of an account that is disabled; its number stays, and stands where the name stood as that
    /// of who did something. What the trail keeps of the name goes with the trail's own time (`allmende audit erase`).
    /// - Throws: `AccessError.noSuchAccount`, `.stillEnabled`.
    public func erase(_ id: Int64, as reader: Reader) async throws {
        let account = try await account(id)
        guard account.disabled != nil else { throw AccessError.stillEnabled }
        let (instant, names) = (now(), names)
        try await engine.write { connection in
            let records = try Self.replace(account.name, of: id, by: "account/\(id)", in: names, on: connection)
            let changed = try connection.execute(
                """
                UPDATE account SET name = '–', login = \("erased-\(id)"), password_hash = NULL, department = '', mail = '',
                    code_secret = NULL, code_offered = NULL
                WHERE id = \(id) AND disabled_at IS NOT NULL
                """)
            guard changed == 1 else { throw AccessError.stillEnabled }
            try Self.endAll(of: id, on: connection)
            for table in ["passkey", "passkey_step", "recovery_code", "account_identity", "access_grant"] {
                try connection.execute("DELETE FROM \(identifier: table) WHERE account_id = \(id)")
            }
            try AuditTrail.append(
                "erase", object: "account/\(id)", by: reader.displayName, at: instant,
                detail: ["records": JSONValue(Int64(records))], on: connection)
        }
    }

    /// Writes another name where this account's stands as that of who did something, and returns how often it stood there.
    ///
    /// A name that another account or a key has, too, says nothing of who it was: it stays.
    static func replace(
        _ name: String, of id: Int64, by other: String, in columns: [NameColumn], on connection: any StorageConnection
    ) throws -> Int {
        let others = try connection.integer(
            """
            SELECT (SELECT count(*) FROM account WHERE name = \(name) AND id <> \(id))
                + (SELECT count(*) FROM access_key WHERE name = \(name))
            """)
        guard others == 0 else { return 0 }
        return try columns.reduce(0) { try $0 + $1.replace(name, by: other, on: connection) }
    }

    private static func text(_ instant: Instant?) -> JSONValue { instant.map { .string($0.iso8601) } ?? .null }
}
