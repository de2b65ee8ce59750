// SPDX-License-Identifier: EUPL-1.2
import Rights
import Storage
import Wire

/// Where somebody signs in from.
public struct SignInPlace: Sendable, Hashable {
    public let address: String
    /// What the browser says of itself.
    public let program: String
    /// The session that the browser has now, which a new one takes the place of.
    public let session: String?

    public init(address: String, program: String = "", session: String? = nil) {
        self.address = String(address.prefix(64))
        self.program = String(program.prefix(200))
        self.session = session
    }
}

/// What a right password leads to.
public struct SignIn: Sendable, Hashable {
    /// A session's, or that of the second step.
    public let token: String
    public let needsCode: Bool
}

extension AccessControl {
    /// Checks login and password: a new session, or the second step for those who have a code or a passkey.
    /// - Throws: `AccessError.wrongCredentials`, `.tooManyAttempts`, `WorkerPoolError`.
    public func signIn(login: String, password: String, from place: SignInPlace) async throws -> SignIn {
        let account = try await account(login: login, password: password, from: place.address)
        let instant = now()
        return try await engine.write { [self] connection in
            guard account.needsStep else {
                return SignIn(token: try open(account.id, login, place, on: connection), needsCode: false)
            }
            let token = Secret.token(prefix: "")
            try connection.execute("DELETE FROM login_step WHERE expires_at <= \(instant.microseconds)")
            try connection.execute(
                """
                INSERT INTO login_step (token_hash, account_id, expires_at)
                VALUES (\(Secret.hash(token)), \(account.id), \(instant.microseconds + Self.stepDuration))
                """)
            return SignIn(token: token, needsCode: true)
        }
    }

    /// The second step: a code of the moment, or one for emergencies, which is used up. Returns a session's token.
    /// - Throws: `AccessError.wrongCode`, `.stepExpired`, `.tooManyAttempts`.
    public func finishSignIn(step token: String, code: String, from place: SignInPlace) async throws -> String {
        let hash = Secret.hash(token)
        let instant = now()
        let account = try await engine.read { connection in
            try connection.firstRow(
                """
                SELECT a.id, a.login FROM login_step s JOIN account a ON a.id = s.account_id
                WHERE s.token_hash = \(hash) AND s.expires_at > \(instant.microseconds)
                    AND s.failures < \(Self.mostStepFailures) AND a.disabled_at IS NULL
                """
            ) { (id: $0.integer(0), login: $0.text(1)) }
        }
        guard let account else { throw AccessError.stepExpired }
        return try await throttled(account.login, .code, from: place.address) {
            let session = try await engine.write { [self] connection -> String? in
                guard try isRight(code, of: account.id, at: instant, on: connection) else {
                    try connection.execute("UPDATE login_step SET failures = failures + 1 WHERE token_hash = \(hash)")
                    return nil
                }
                try connection.execute("DELETE FROM login_step WHERE token_hash = \(hash)")
                return try open(account.id, account.login, place, on: connection)
            }
            guard let session else { throw AccessError.wrongCode }
            return session
        }
    }

    /// Whether it is a code of the moment that was not used before, or one for emergencies; uses it up.
    func isRight(
        _ code: String, of account: Int64, at instant: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        let stored = try connection.firstRow(
            "SELECT code_secret, code_step FROM account WHERE id = \(account) AND code_secret IS NOT NULL"
        ) { (secret: $0.blob(0), step: $0.integer(1)) }
        if let stored, let step = TimeCode.match(code, stored.secret, at: instant, after: stored.step) {
            try connection.execute("UPDATE account SET code_step = \(step) WHERE id = \(account)")
            return true
        }
        let used = try connection.execute(
            """
            DELETE FROM recovery_code
            WHERE account_id = \(account) AND code_hash = \(Secret.hash(Secret.normalised(code)))
            """)
        if used > 0 {
            try AuditTrail.append(
                "recovery code", object: "account/\(account)", by: "account \(account)", at: instant, on: connection)
        }
        return used > 0
    }

    func open(
        _ account: Int64, _ login: String, _ place: SignInPlace, detail: JSONValue? = nil,
        on connection: any StorageConnection
    ) throws -> String {
        try AuditTrail.append(
            "login", object: "account/\(account)", by: login, at: now(), detail: detail, on: connection)
        return try openSession(account: account, from: place, on: connection)
    }

    // MARK: Sessions

    public func logOut(session token: String) async throws {
        let hash = Secret.hash(token)
        try await engine.write { connection in
            _ = try connection.execute("DELETE FROM session WHERE token_hash = \(hash)")
        }
    }

    /// A new session; the one that the browser had ends.
    func openSession(
        account: Int64, from place: SignInPlace, on connection: any StorageConnection
    ) throws -> String {
        let token = Secret.token(prefix: "ams_")
        let instant = now().microseconds
        try connection.execute(
            """
            DELETE FROM session WHERE expires_at <= \(instant) OR coalesce(seen_at, created_at) <= \(instant - idle)
            """)
        if let former = place.session {
            try connection.execute("DELETE FROM session WHERE token_hash = \(Secret.hash(former))")
        }
        try connection.execute(
            """
            INSERT INTO session (token_hash, account_id, created_at, expires_at, seen_at, address, program)
            VALUES (\(Secret.hash(token)), \(account), \(instant), \(instant + Self.sessionDuration), \(instant),
                \(place.address), \(place.program))
            """)
        return token
    }

    /// Where the account is signed in, the latest use first; `token` is the session that asks.
    public func sessions(of account: Int64, own token: String?) async throws -> [SignedIn] {
        let instant = now().microseconds
        let own = token.map { Secret.hash($0) }
        let unused = instant - idle
        return try await engine.read { connection in
            try connection.rows(
                """
                SELECT token_hash, created_at, coalesce(seen_at, created_at), address, program FROM session
                WHERE account_id = \(account) AND expires_at > \(instant)
                    AND coalesce(seen_at, created_at) > \(unused)
                ORDER BY 3 DESC, 2 DESC
                """
            ) { row in
                SignedIn(
                    id: String(row.text(0).prefix(16)), since: Instant(microseconds: row.integer(1)),
                    seen: Instant(microseconds: row.integer(2)), address: row.text(3), program: row.text(4),
                    isOwn: row.text(0) == own)
            }
        }
    }

    /// Ends one session of the account, or all but the one that asks.
    public func endSession(_ id: String?, of account: Int64, own token: String?) async throws {
        let own = token.map { Secret.hash($0) } ?? ""
        let condition: SQL = id.map { "substr(token_hash, 1, 16) = \($0)" } ?? "token_hash <> \(own)"
        try await engine.write { connection in
            _ = try connection.execute("DELETE FROM session WHERE account_id = \(account) AND \(condition)")
        }
    }
}
