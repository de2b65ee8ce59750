// SPDX-License-Identifier: EUPL-1.2
import Rights
import Storage
import Wire

/// What administrators do with the accounts of others.
extension AccessControl {
    /// Makes an account without a password and a link that sets one. Returns the link's token, shown this once.
    /// - Throws: `AccessError.loginTaken`, `.invalidField`.
    public func invite(_ decision: AccountDecision, by actor: String) async throws -> (id: Int64, token: String) {
        let decision = try decision.checked()
        return try await engine.write { [self] connection in
            let id = try insert(decision, passwordHash: nil, actor: actor, on: connection)
            return (id, try makeLink(to: id, on: connection))
        }
    }

    /// A link that sets a new password; until it is used the old one goes on. Earlier links are void.
    /// - Throws: `AccessError.noSuchAccount`.
    public func resetLink(to id: Int64, by actor: String) async throws -> String {
        let instant = now()
        return try await engine.write { [self] connection in
            try Self.requireEnabled(id, on: connection)
            try AuditTrail.append("link", object: "account/\(id)", by: actor, at: instant, on: connection)
            return try makeLink(to: id, on: connection)
        }
    }

    /// The account that a link is for; nil when it was used, has expired or never existed.
    public func account(link token: String) async throws -> Account? {
        let (hash, instant) = (Secret.hash(token), now().microseconds)
        let id = try await engine.read { try Self.account(linkHash: hash, at: instant, on: $0) }
        guard let id else { return nil }
        return try await account(id)
    }

    /// Uses up the link: sets the password, ends the sessions, and signs in unless a second step is needed.
    /// - Throws: `AccessError.invalidSetupLink`, `.weakPassword`, `WorkerPoolError`.
    public func redeem(link token: String, password: String, from place: SignInPlace) async throws -> String? {
        let (linkHash, instant) = (Secret.hash(token), now())
        // nobody makes the server hash without a link
        guard let invited = try await account(link: token) else { throw AccessError.invalidSetupLink }
        try await check(password, around: [invited.login, invited.name])
        let hash = try await passwords.hash(password)
        return try await engine.write { [self] connection in
            guard let id = try Self.account(linkHash: linkHash, at: instant.microseconds, on: connection) else {
                throw AccessError.invalidSetupLink
            }
            try Self.endAll(of: id, on: connection)
            let row = try connection.firstRow(
                """
                UPDATE account SET password_hash = \(hash) WHERE id = \(id)
                RETURNING login, \(Self.needsStep)
                """
            ) { (login: $0.text(0), needsStep: $0.bool(1)) }
            guard let row else { throw AccessError.invalidSetupLink }
            try AuditTrail.append("set password", object: "account/\(id)", by: row.login, at: instant, on: connection)
            return row.needsStep ? nil : try openSession(account: id, from: place, on: connection)
        }
    }

    /// Changes what an administrator decides; another role or department ends the account's sessions.
    /// - Throws: `AccessError.noSuchAccount`, `.loginTaken`, `.invalidField`, `.lastAdministrator`, `.ownAccount`.
    public func decide(
        _ decision: AccountDecision, about id: Int64, as reader: Reader
    ) async throws {
        let decision = try decision.checked()
        let (instant, names) = (now(), names)
        try await engine.write { connection in
            let found = try connection.firstRow(
                "SELECT role, department, login, name FROM account WHERE id = \(id)"
            ) { (role: $0.text(0), department: $0.text(1), login: $0.text(2), name: $0.text(3)) }
            guard let found else { throw AccessError.noSuchAccount("\(id)") }
            if found.role == Role.administrator.rawValue, decision.role != .administrator {
                if reader.isAccount(id) { throw AccessError.ownAccount }
                try Self.requireAnotherAdministrator(than: id, on: connection)
            }
            if found.login != decision.login {
                let taken = try connection.integer("SELECT count(*) FROM account WHERE login = \(decision.login)")
                guard taken == 0 else { throw AccessError.loginTaken(decision.login) }
            }
            try connection.execute(
                """
                UPDATE account SET name = \(decision.name), login = \(decision.login),
                    role = \(decision.role.rawValue), department = \(decision.department), mail = \(decision.mail)
                WHERE id = \(id)
                """)
            if found.name != decision.name {
                _ = try Self.replace(found.name, of: id, by: decision.name, in: names, on: connection)
            }
            if found.role != decision.role.rawValue || found.department != decision.department, !reader.isAccount(id) {
                try connection.execute("DELETE FROM session WHERE account_id = \(id)")
            }
            try AuditTrail.append(
                "update", object: "account/\(id)", by: reader.displayName, at: instant,
                detail: ["role": .string(decision.role.rawValue), "department": .string(decision.department)],
                on: connection)
        }
    }

    /// Refuses sign-ins and ends what is open, or lets the account in again.
    /// - Throws: `AccessError.noSuchAccount`, `.lastAdministrator`, `.ownAccount`.
    public func setDisabled(_ isDisabled: Bool, _ id: Int64, as reader: Reader) async throws {
        let account = try await account(id)
        if isDisabled {
            if reader.isAccount(id) { throw AccessError.ownAccount }
            try await disableAccount(login: account.login, by: reader.displayName)
            return
        }
        let instant = now()
        try await engine.write { connection in
            let changed = try connection.execute(
                "UPDATE account SET disabled_at = NULL WHERE id = \(id) AND disabled_at IS NOT NULL")
            guard changed == 1 else { return }
            try AuditTrail.append(
                "enable", object: "account/\(id)", by: reader.displayName, at: instant, on: connection)
        }
    }

    /// For somebody who has lost the telephone, the passkeys and the codes for emergencies.
    /// - Throws: `AccessError.noSuchAccount`.
    public func removeCode(of id: Int64, by actor: String) async throws {
        _ = try await account(id)
        try await engine.write { [self] connection in
            try clearPasskeys(of: id, by: actor, on: connection)
            try clearCode(of: id, by: actor, on: connection)
            try connection.execute("DELETE FROM session WHERE account_id = \(id)")
        }
    }

    private func makeLink(to id: Int64, on connection: any StorageConnection) throws -> String {
        let token = Secret.token(prefix: "")
        try connection.execute("DELETE FROM account_link WHERE account_id = \(id)")
        try connection.execute(
            """
            INSERT INTO account_link (token_hash, account_id, expires_at)
            VALUES (\(Secret.hash(token)), \(id), \(now().microseconds + Self.linkDuration))
            """)
        return token
    }

    private static func account(
        linkHash hash: String, at instant: Int64, on connection: any StorageConnection
    ) throws -> Int64? {
        try connection.integer(
            """
            SELECT l.account_id FROM account_link l JOIN account a ON a.id = l.account_id
            WHERE l.token_hash = \(hash) AND l.expires_at > \(instant) AND a.disabled_at IS NULL
            """)
    }

    private static func requireEnabled(_ id: Int64, on connection: any StorageConnection) throws {
        let count = try connection.integer(
            "SELECT count(*) FROM account WHERE id = \(id) AND disabled_at IS NULL")
        if count == 0 { throw AccessError.noSuchAccount("\(id)") }
    }
}

extension AccountDecision {
    /// - Throws: `AccessError.invalidField`.
    func checked() throws(AccessError) -> AccountDecision {
        try AccountFields.checkNames(name: name, login: login)
        guard department.count <= 200 else { throw .invalidField("department") }
        guard mail.isEmpty || MailAddress.isPlain(mail) else { throw .invalidField("mail") }
        return self
    }
}

extension Reader {
    func isAccount(_ id: Int64) -> Bool {
        if case .account(id, _) = identity { return true }
        return false
    }
}
