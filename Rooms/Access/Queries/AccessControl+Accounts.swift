// SPDX-License-Identifier: EUPL-1.2
public import Rights
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

    /// Makes a one-time code for `/setup/{token}`, valid for a day; earlier ones become void.
    public func makeSetupToken() async throws -> String {
        let token = Secret.code(groups: 5)
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
        let hash = Secret.hash(Secret.normalised(token))
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
    public func redeem(
        setupToken token: String, name: String, login: String, password: String,
        from place: SignInPlace = SignInPlace(address: "")
    ) async throws -> String {
        // Nobody makes the server hash without a link.
        guard try await isValid(setupToken: token) else { throw AccessError.invalidSetupLink }
        let fields = try await checked(name: name, login: login, password: password)
        let hash = Secret.hash(Secret.normalised(token))
        let instant = now()
        return try await engine.write { [self] connection in
            guard try Self.isValid(setupHash: hash, at: instant.microseconds, on: connection) else {
                throw AccessError.invalidSetupLink
            }
            try connection.execute(
                "UPDATE setup_link SET used_at = \(instant.microseconds) WHERE token_hash = \(hash)")
            let decision = AccountDecision(name: fields.name, login: fields.login, role: .administrator)
            let id = try insert(decision, passwordHash: fields.passwordHash, actor: "setup link", on: connection)
            return try openSession(account: id, from: place, on: connection)
        }
    }

    /// - Throws: `AccessError.weakPassword`, `.loginTaken`, `.invalidField`.
    @discardableResult
    public func createAccount(
        name: String, login: String, password: String, role: Role, by actor: String
    ) async throws -> Int64 {
        let fields = try await checked(name: name, login: login, password: password)
        let decision = AccountDecision(name: name, login: login, role: role)
        return try await engine.write { [self] in
            try insert(decision, passwordHash: fields.passwordHash, actor: actor, on: $0)
        }
    }

    public func accounts() async throws -> [Account] { try await accounts(where: "1 = 1") }

    /// The account with that number.
    /// - Throws: `AccessError.noSuchAccount`.
    public func account(_ id: Int64) async throws -> Account {
        guard let account = try await accounts(where: "id = \(id)").first else {
            throw AccessError.noSuchAccount("\(id)")
        }
        return account
    }

    private func accounts(where condition: SQL) async throws -> [Account] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT id, login, name, role, department, mail, created_at, disabled_at,
                    CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, CASE WHEN code_secret IS NULL THEN 0 ELSE 1 END,
                    (SELECT max(s.seen_at) FROM session s WHERE s.account_id = account.id),
                    (SELECT count(*) FROM passkey p WHERE p.account_id = account.id)
                FROM account WHERE \(condition) ORDER BY login
                """
            ) { row in
                Account(
                    id: row.integer(0), login: row.text(1), name: row.text(2),
                    role: Role(rawValue: row.text(3)) ?? .member, department: row.text(4), mail: row.text(5),
                    created: Instant(microseconds: row.integer(6)),
                    disabled: row.integerIfPresent(7).map { Instant(microseconds: $0) }, hasPassword: row.bool(8),
                    hasCode: row.bool(9), hasPasskey: row.integer(11) > 0,
                    seen: row.integerIfPresent(10).map { Instant(microseconds: $0) })
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
                try Self.requireAnotherAdministrator(than: found.id, on: connection)
            }
            try connection.execute("UPDATE account SET disabled_at = \(instant.microseconds) WHERE id = \(found.id)")
            try Self.endAll(of: found.id, on: connection)
            try AuditTrail.append("disable", object: "account/\(found.id)", by: actor, at: instant, on: connection)
        }
    }

    /// - Throws: `AccessError.noSuchAccount`, `.weakPassword`.
    public func setPassword(login: String, password: String, by actor: String) async throws {
        let names = try await engine.read { connection in
            try connection.rows("SELECT name FROM account WHERE login = \(login)") { $0.text(0) }
        }
        try await check(password, around: names + [login])
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

    /// Checks a new password; `names` are those of the account.
    /// - Throws: `AccessError.weakPassword`.
    func check(_ password: String, around names: [String]) async throws {
        let townNames = townNames
        try AccountFields.check(password, around: names + (try await engine.read { try townNames($0) }))
    }

    /// - Throws: `AccessError.invalidField`, `.weakPassword`, `WorkerPoolError`.
    private func checked(name: String, login: String, password: String) async throws -> AccountFields {
        try AccountFields.checkNames(name: name, login: login)
        try await check(password, around: [name, login])
        return AccountFields(name: name, login: login, passwordHash: try await passwords.hash(password))
    }

    static func requireAnotherAdministrator(than id: Int64, on connection: any StorageConnection) throws {
        let others = try connection.integer(
            """
            SELECT count(*) FROM account
            WHERE role = 'administrator' AND disabled_at IS NULL AND password_hash IS NOT NULL AND id <> \(id)
            """)
        if others == 0 { throw AccessError.lastAdministrator }
    }

    /// Ends sessions and voids links and second steps.
    static func endAll(of id: Int64, on connection: any StorageConnection) throws {
        for table in ["session", "login_step", "account_link"] {
            try connection.execute("DELETE FROM \(identifier: table) WHERE account_id = \(id)")
        }
    }

    func insert(
        _ decision: AccountDecision, passwordHash: String?, actor: String, on connection: any StorageConnection
    ) throws -> Int64 {
        let instant = now()
        let taken = try connection.integer("SELECT count(*) FROM account WHERE login = \(decision.login)")
        guard taken == 0 else { throw AccessError.loginTaken(decision.login) }
        let id = try connection.key(
            """
            INSERT INTO account (name, login, password_hash, role, department, mail, created_at)
            VALUES (\(decision.name), \(decision.login), \(passwordHash), \(decision.role.rawValue),
                \(decision.department), \(decision.mail), \(instant.microseconds))
            RETURNING id
            """)
        try AuditTrail.append(
            "create", object: "account/\(id)", by: actor, at: instant,
            detail: ["role": .string(decision.role.rawValue)], on: connection)
        return id
    }
}

/// Checked fields of a new account.
struct AccountFields: Sendable {
    let name: String
    let login: String
    let passwordHash: String

    static func checkNames(name: String, login: String) throws(AccessError) {
        for (field, value) in [("name", name), ("login", login)] {
            guard !value.allSatisfy(\.isWhitespace), value.count <= 200 else { throw AccessError.invalidField(field) }
        }
    }

    /// `names` are those of the person, the login and the town.
    static func check(_ password: String, around names: [String]) throws(AccessError) {
        let minimum = AccessControl.minimumPasswordLength
        guard password.count >= minimum, password.utf8.count <= 1000,
            !CommonPassword.isCommon(password, around: names)
        else {
            throw AccessError.weakPassword(minimum: minimum)
        }
    }
}
