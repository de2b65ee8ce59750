// SPDX-License-Identifier: EUPL-1.2
import Answers
public import Rights
public import Storage
import Synchronization
public import Wire

/// Who asks: checks keys, passwords and sessions, and manages them.
///
/// Tokens are stored as SHA-256, passwords as Argon2id. Checked tokens are remembered for ten seconds, or until the rights
/// of anybody change.
public final class AccessControl: Sendable {
    public static let minimumPasswordLength = 12
    static let sessionDuration: Int64 = 12 * 3600 * 1_000_000
    static let setupLinkDuration: Int64 = 24 * 3600 * 1_000_000

    let engine: any StorageEngine
    let now: @Sendable () -> Instant
    /// Moves when a key, a session, an account or the access to a data set changes.
    public let rights: RightsCounter
    private let memory = Mutex<[String: Remembered]>([:])
    let passwords: PasswordHashing
    private let throttle = Mutex(LoginThrottle())

    public init(
        engine: any StorageEngine, passwords: PasswordHashing = PasswordHashing(),
        now: @escaping @Sendable () -> Instant
    ) {
        self.engine = engine
        self.passwords = passwords
        self.now = now
        rights = RightsCounter(engine: engine)
    }

    private struct Remembered {
        /// Nil for nobody.
        let reader: Reader?
        /// The counter before it was looked up.
        let number: Int64
        let until: Instant
    }

    // MARK: Who is it?

    /// The reader behind a key's secret, or nil when it is unknown, revoked or expired.
    public func reader(key secret: String) async throws -> Reader? {
        let hash = Secret.hash(secret)
        let instant = now()
        return try await remembered("key " + hash) {
            try await self.engine.read { connection in
                try connection.firstRow(
                    """
                    SELECT id, name, role, expires_at FROM access_key
                    WHERE secret_hash = \(hash) AND revoked_at IS NULL
                        AND (expires_at IS NULL OR expires_at > \(instant.microseconds))
                    """
                ) { row in
                    let reader = Reader(
                        identity: .key(id: row.integer(0), name: row.text(1)), role: Role(rawValue: row.text(2)))
                    return (reader, row.integerIfPresent(3))
                }
            }
        }
    }

    /// The reader behind a session's token, or nil when it has ended.
    public func reader(session token: String) async throws -> Reader? {
        let hash = Secret.hash(token)
        let instant = now()
        return try await remembered("session " + hash) {
            try await self.engine.read { connection in
                try connection.firstRow(
                    """
                    SELECT account.id, account.name, account.role, session.expires_at FROM session
                    JOIN account ON account.id = session.account_id
                    WHERE session.token_hash = \(hash) AND session.expires_at > \(instant.microseconds)
                        AND account.disabled_at IS NULL
                    """
                ) { row in
                    let reader = Reader(
                        identity: .account(id: row.integer(0), name: row.text(1)), role: Role(rawValue: row.text(2)))
                    return (reader, row.integerIfPresent(3))
                }
            }
        }
    }

    /// What `look` finds, with the microseconds at which it ends; kept for ten seconds at most.
    private func remembered(
        _ name: String, _ look: () async throws -> (reader: Reader, ends: Int64?)?
    ) async throws -> Reader? {
        let instant = now()
        let number = try await rights.current()
        if let known = memory.withLock({ $0[name] }), known.number == number, known.until > instant {
            return known.reader
        }
        let found = try await look()
        let until = min(instant.microseconds + 10_000_000, found?.ends ?? .max)
        memory.withLock { memory in
            if memory.count > 10_000 { memory.removeAll() }
            memory[name] = Remembered(
                reader: found?.reader, number: number, until: Instant(microseconds: until))
        }
        return found?.reader
    }

    // MARK: Sessions

    /// Checks login and password and returns a new session's token; `address` is where the request comes from.
    /// - Throws: `AccessError.wrongCredentials`, `.tooManyAttempts`, `WorkerPoolError`.
    public func logIn(login: String, password: String, from address: String) async throws -> String {
        let reader = try await reader(login: login, password: password, from: address)
        guard case .account(let account, _) = reader.identity else { throw AccessError.wrongCredentials }
        let instant = now()
        return try await engine.write { [self] connection in
            try AuditTrail.append("login", object: "account/\(account)", by: login, at: instant, on: connection)
            return try openSession(account: account, on: connection)
        }
    }

    /// The reader behind an account's login and password, without a session.
    /// - Throws: `AccessError.wrongCredentials`, `.tooManyAttempts`, `WorkerPoolError`.
    public func reader(login: String, password: String, from address: String) async throws -> Reader {
        let pair = LoginThrottle.Pair(login: login, address: ClientNetwork(address).text)
        if let seconds = throttle.withLock({ $0.begin(pair, at: now()) }) {
            throw AccessError.tooManyAttempts(retryAfter: seconds)
        }
        do {
            let reader = try await checked(login: login, password: password)
            throttle.withLock { $0.end(pair, isRight: true, at: now()) }
            return reader
        } catch {
            let isWrong = error as? AccessError == .wrongCredentials
            throttle.withLock { $0.end(pair, isRight: isWrong ? false : nil, at: now()) }
            throw error
        }
    }

    private func checked(login: String, password: String) async throws -> Reader {
        // longer ones are no account's
        guard login.utf8.count <= 1000, password.utf8.count <= 1000 else { throw AccessError.wrongCredentials }
        let found = try await engine.read { connection in
            try connection.firstRow(
                "SELECT id, password_hash, name, role FROM account WHERE login = \(login) AND disabled_at IS NULL"
            ) { row in
                (
                    account: row.integer(0), hash: row.textIfPresent(1),
                    reader: Reader(
                        identity: .account(id: row.integer(0), name: row.text(2)), role: Role(rawValue: row.text(3)))
                )
            }
        }
        // An unknown login costs as much time as a wrong password.
        let verdict = try await passwords.check(password, against: found?.hash)
        guard let found, let hash = found.hash, verdict.isRight else { throw AccessError.wrongCredentials }
        if let renewed = verdict.renewed {
            // Where nothing can be written now the old hash goes on to serve, and the next sign-in tries again.
            try? await engine.write { connection in
                _ = try connection.execute(
                    """
                    UPDATE account SET password_hash = \(renewed)
                    WHERE id = \(found.account) AND password_hash = \(hash)
                    """)
            }
        }
        return found.reader
    }

    /// Whether a key or account that was let in earlier would still be, with the same role.
    public func isStillValid(_ reader: Reader) async throws -> Bool {
        let instant = now().microseconds
        let role = reader.role?.rawValue ?? ""
        switch reader.identity {
        case .anonymous, .system: return true
        case .key(let id, _):
            return try await remembered("still key \(id) \(role)") {
                try await self.engine.read { connection in
                    try connection.firstRow(
                        """
                        SELECT expires_at FROM access_key WHERE id = \(id) AND revoked_at IS NULL AND role = \(role)
                            AND (expires_at IS NULL OR expires_at > \(instant))
                        """
                    ) { (reader, $0.integerIfPresent(0)) }
                }
            } != nil
        case .account(let id, _):
            return try await remembered("still account \(id) \(role)") {
                try await self.engine.read { connection in
                    try connection.firstRow(
                        "SELECT id FROM account WHERE id = \(id) AND disabled_at IS NULL AND role = \(role)"
                    ) { _ in (reader, nil) }
                }
            } != nil
        }
    }

    public func logOut(session token: String) async throws {
        let hash = Secret.hash(token)
        try await engine.write { connection in
            try connection.execute("DELETE FROM session WHERE token_hash = \(hash)")
        }
    }

    func openSession(account: Int64, on connection: any StorageConnection) throws -> String {
        let token = Secret.token(prefix: "ams_")
        let instant = now().microseconds
        try connection.execute("DELETE FROM session WHERE expires_at <= \(instant)")
        try connection.execute(
            """
            INSERT INTO session (token_hash, account_id, created_at, expires_at)
            VALUES (\(Secret.hash(token)), \(account), \(instant), \(instant + Self.sessionDuration))
            """)
        return token
    }
}
