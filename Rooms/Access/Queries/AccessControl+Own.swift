// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Rights
import Storage

/// What people do with their own account. Each of these ends all its other sessions and gives this one a new token.
extension AccessControl {
    /// - Throws: `AccessError.wrongCredentials`, `.tooManyAttempts`, `.weakPassword`, `WorkerPoolError`.
    public func changePassword(
        of id: Int64, from old: String, to new: String, at place: SignInPlace
    ) async throws -> String {
        let login = try await login(of: id)
        _ = try await account(login: login, password: old, from: place.address)
        try await check(new, around: [login, try await account(id).name])
        let hash = try await passwords.hash(new)
        let instant = now()
        return try await engine.write { [self] connection in
            try connection.execute("UPDATE account SET password_hash = \(hash) WHERE id = \(id)")
            try AuditTrail.append("set password", object: "account/\(id)", by: login, at: instant, on: connection)
            return try renewSession(of: id, place, on: connection)
        }
    }

    /// A secret for an app on a telephone, until another is asked for; it counts once a code of it was entered.
    ///
    /// One that is not to be kept is there for the look of the page only, where none is offered yet.
    public func offerCode(to id: Int64, isKept: Bool = true) async throws -> [UInt8] {
        let secret = RandomBytes.make(20)
        @Sendable func offered(_ connection: any StorageConnection) throws -> [UInt8]? {
            try connection.firstRow(
                "SELECT code_offered FROM account WHERE id = \(id) AND code_offered IS NOT NULL"
            ) { $0.blob(0) }
        }
        if let open = try await engine.read(offered) { return open }
        guard isKept else { return secret }
        return try await engine.write { connection in
            if let open = try offered(connection) { return open }
            try connection.execute("UPDATE account SET code_offered = \(SQLValue.blob(secret)) WHERE id = \(id)")
            return secret
        }
    }

    /// From now on signing in needs a code. Returns codes for emergencies, shown this once, and the new session.
    /// - Throws: `AccessError.wrongCode`, `.noCodeOffered`, `.tooManyAttempts`.
    public func confirmCode(
        of id: Int64, _ code: String, at place: SignInPlace
    ) async throws -> (recovery: [String], session: String) {
        let login = try await login(of: id)
        let instant = now()
        let codes = (0..<8).map { _ in Secret.code(groups: 4) }
        let session = try await throttled(login, .code, from: place.address) {
            try await engine.write { [self] connection in
                let offered = try connection.firstRow(
                    "SELECT code_offered FROM account WHERE id = \(id) AND code_offered IS NOT NULL"
                ) { $0.blob(0) }
                guard let offered else { throw AccessError.noCodeOffered }
                guard let step = TimeCode.match(code, offered, at: instant, after: 0) else {
                    throw AccessError.wrongCode
                }
                try connection.execute(
                    """
                    UPDATE account SET code_secret = code_offered, code_offered = NULL, code_step = \(step)
                    WHERE id = \(id)
                    """)
                try store(codes, of: id, on: connection)
                try AuditTrail.append("code on", object: "account/\(id)", by: login, at: instant, on: connection)
                return try renewSession(of: id, place, on: connection)
            }
        }
        return (codes, session)
    }

    /// Signing in needs no code any more.
    /// - Throws: `AccessError.wrongCredentials`, `.tooManyAttempts`, `WorkerPoolError`.
    public func removeCode(of id: Int64, password: String, at place: SignInPlace) async throws -> String {
        let login = try await login(of: id)
        _ = try await account(login: login, password: password, from: place.address)
        return try await engine.write { [self] connection in
            try clearCode(of: id, by: login, on: connection)
            return try renewSession(of: id, place, on: connection)
        }
    }

    /// New codes for emergencies in the place of the old ones, shown this once.
    /// - Throws: `AccessError.wrongCredentials`, `.noCodeOffered`, `.tooManyAttempts`, `WorkerPoolError`.
    public func renewRecovery(of id: Int64, password: String, at place: SignInPlace) async throws -> [String] {
        let login = try await login(of: id)
        let account = try await account(login: login, password: password, from: place.address)
        guard account.needsStep else { throw AccessError.noCodeOffered }
        let codes = (0..<8).map { _ in Secret.code(groups: 4) }
        let instant = now()
        try await engine.write { [self] connection in
            try store(codes, of: id, on: connection)
            try AuditTrail.append("recovery codes", object: "account/\(id)", by: login, at: instant, on: connection)
        }
        return codes
    }

    /// How many codes for emergencies are left.
    public func recoveryCount(of id: Int64) async throws -> Int64 {
        try await engine.read { try $0.integer("SELECT count(*) FROM recovery_code WHERE account_id = \(id)") ?? 0 }
    }

    /// Codes for emergencies go with the last second factor.
    func clearCode(of id: Int64, by actor: String, on connection: any StorageConnection) throws {
        let had = try connection.integer(
            "SELECT count(*) FROM account WHERE id = \(id) AND code_secret IS NOT NULL")
        try connection.execute(
            "UPDATE account SET code_secret = NULL, code_offered = NULL, code_step = 0 WHERE id = \(id)")
        try Self.clearRecovery(of: id, on: connection)
        guard had == 1 else { return }
        try AuditTrail.append("code off", object: "account/\(id)", by: actor, at: now(), on: connection)
    }

    func store(_ codes: [String], of id: Int64, on connection: any StorageConnection) throws {
        try connection.execute("DELETE FROM recovery_code WHERE account_id = \(id)")
        for code in codes {
            try connection.execute(
                "INSERT INTO recovery_code (account_id, code_hash) VALUES (\(id), \(Secret.hash(code)))")
        }
    }

    func renewSession(
        of id: Int64, _ place: SignInPlace, on connection: any StorageConnection
    ) throws -> String {
        try connection.execute("DELETE FROM session WHERE account_id = \(id)")
        return try openSession(account: id, from: place, on: connection)
    }

    func login(of id: Int64) async throws -> String {
        let login = try await engine.read { try $0.text("SELECT login FROM account WHERE id = \(id)") }
        guard let login else { throw AccessError.noSuchAccount("\(id)") }
        return login
    }
}
