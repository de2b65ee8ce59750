// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

extension AccessControl {
    /// Whether anybody can administer this installation yet.
    public func hasAdministrator() async throws -> Bool {
        try await engine.read { connection in
            try connection.integer(
                "SELECT count(*) FROM account WHERE role = 'administrator' AND disabled_at IS NULL") != 0
        }
    }

    /// Makes a one-time token for `/setup/{token}`, valid for a day; earlier ones become void.
    public func makeSetupToken() async throws -> String {
        let token = Secret.token(prefix: "")
        let instant = now().microseconds
        try await engine.write { connection in
            try connection.execute("DELETE FROM setup_link WHERE used_at IS NULL")
            try connection.execute(
                """
                INSERT INTO setup_link (token_hash, created_at, expires_at)
                VALUES (\(Secret.hash(token)), \(instant), \(instant + Self.setupLinkDuration))
                """)
        }
        return token
    }

    /// Whether the token still opens the set-up page.
    public func isValid(setupToken token: String) async throws -> Bool {
        let hash = Secret.hash(token)
        let instant = now().microseconds
        return try await engine.read { try Self.isValid(setupHash: hash, at: instant, on: $0) }
    }

    private static func isValid(
        setupHash hash: String, at instant: Int64, on connection: any StorageConnection
    ) throws -> Bool {
        try connection.integer(
            """
            SELECT count(*) FROM setup_link
            WHERE token_hash = \(hash) AND used_at IS NULL AND expires_at > \(instant)
            """) != 0
    }

    /// Uses up the token: makes an administrator and returns a session's token.
    /// - Throws: `AccessError.invalidSetupLink`, `.weakPassword`, `.loginTaken`, `.invalidField`, `WorkerPoolError`.
    public func redeem(setupToken token: String, name: String, login: String, password: String) async throws -> String {
        // Nobody makes the server hash without a link.
        guard try await isValid(setupToken: token) else { throw AccessError.invalidSetupLink }
        let fields = try await AccountFields(name: name, login: login, password: password, passwords)
        let hash = Secret.hash(token)
        let instant = now()
        return try await engine.write { [self] connection in
            guard try Self.isValid(setupHash: hash, at: instant.microseconds, on: connection) else {
                throw AccessError.invalidSetupLink
            }
            try connection.execute(
                "UPDATE setup_link SET used_at = \(instant.microseconds) WHERE token_hash = \(hash)")
            let id = try insert(fields, role: .administrator, actor: "setup link", on: connection)
            return try openSession(account: id, on: connection)
        }
    }

    /// - Throws: `AccessError.weakPassword`, `.loginTaken`, `.invalidField`.
    @discardableResult
    public func createAccount(
        name: String, login: String, password: String, role: Role, by actor: String
    ) async throws -> Int64 {
        let fields = try await AccountFields(name: name, login: login, password: password, passwords)
        return try await engine.write { [self] in try insert(fields, role: role, actor: actor, on: $0) }
    }

    public func accounts() async throws -> [Account] {
        try await engine.read { connection in
            try connection.rows("SELECT id, login, name, role, created_at, disabled_at FROM account ORDER BY login") {
                Account(
                    id: $0.integer(0), login: $0.text(1), name: $0.text(2), role: Role(rawValue: $0.text(3)) ?? .viewer,
                    created: Instant(microseconds: $0.integer(4)),
                    disabled: $0.integerIfPresent(5).map { Instant(microseconds: $0) })
            }
        }
    }

    /// Ends the account's sessions and refuses new ones.
    /// - Throws: `AccessError.noSuchAccount`, `.lastAdministrator`.
    public func disableAccount(login: String, by actor: String) async throws {
        let instant = now()
        try await engine.write { connection in
            let found = try connection.firstRow(
                "SELECT id, role FROM account WHERE login = \(login) AND disabled_at IS NULL"
            ) { (id: $0.integer(0), role: $0.text(1)) }
            guard let found else { throw AccessError.noSuchAccount(login) }
            if found.role == Role.administrator.rawValue {
                let others = try connection.integer(
                    """
                    SELECT count(*) FROM account
                    WHERE role = 'administrator' AND disabled_at IS NULL AND id <> \(found.id)
                    """)
                if others == 0 { throw AccessError.lastAdministrator }
            }
            try connection.execute("UPDATE account SET disabled_at = \(instant.microseconds) WHERE id = \(found.id)")
            try connection.execute("DELETE FROM session WHERE account_id = \(found.id)")
            try AuditTrail.append("disable", object: "account/\(found.id)", by: actor, at: instant, on: connection)
        }
    }

    /// - Throws: `AccessError.noSuchAccount`, `.weakPassword`.
    public func setPassword(login: String, password: String, by actor: String) async throws {
        try AccountFields.check(password)
        let hash = try await passwords.hash(password)
        let instant = now()
        try await engine.write { connection in
            let id = try connection.integer(
                "UPDATE account SET password_hash = \(hash) WHERE login = \(login) RETURNING id")
            guard let id else { throw AccessError.noSuchAccount(login) }
            try connection.execute("DELETE FROM session WHERE account_id = \(id)")
            try AuditTrail.append("set password", object: "account/\(id)", by: actor, at: instant, on: connection)
        }
    }

    private func insert(
        _ fields: AccountFields, role: Role, actor: String, on connection: any StorageConnection
    ) throws -> Int64 {
        let instant = now()
        let taken = try connection.integer("SELECT count(*) FROM account WHERE login = \(fields.login)")
        guard taken == 0 else { throw AccessError.loginTaken(fields.login) }
        let id = try connection.integer(
            """
            INSERT INTO account (name, login, password_hash, role, created_at)
            VALUES (\(fields.name), \(fields.login), \(fields.passwordHash), \(role.rawValue), \(instant.microseconds))
            RETURNING id
            """)
        try AuditTrail.append("create", object: "account/\(id ?? 0)", by: actor, at: instant, on: connection)
        return id ?? 0
    }
}

/// Checked fields of a new account.
private struct AccountFields: Sendable {
    let name: String
    let login: String
    let passwordHash: String

    init(name: String, login: String, password: String, _ passwords: PasswordHashing) async throws {
        for (field, value) in [("name", name), ("login", login)] {
            guard !value.allSatisfy(\.isWhitespace), value.count <= 200 else { throw AccessError.invalidField(field) }
        }
        self.name = name
        self.login = login
        try Self.check(password)
        passwordHash = try await passwords.hash(password)
    }

    static func check(_ password: String) throws(AccessError) {
        let minimum = AccessControl.minimumPasswordLength
        let isVaried = Set(password.lowercased()).count >= 5
        guard password.count >= minimum, password.utf8.count <= 1000, isVaried else {
            throw AccessError.weakPassword(minimum: minimum)
        }
    }
}
