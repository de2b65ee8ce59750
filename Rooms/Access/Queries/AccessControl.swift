// SPDX-License-Identifier: EUPL-1.2
import Answers
public import Rights
public import Storage
import Synchronization
public import Wire

/// Who asks: checks keys, passwords and sessions, and manages them.
///
/// Tokens are stored as SHA-256, passwords as Argon2id. Checked tokens are remembered for ten seconds, grants as long as
/// nobody's rights change.
public final class AccessControl: Sendable {
    public static let minimumPasswordLength = 12
    static let sessionDuration: Int64 = 12 * 3600 * 1_000_000
    static let setupLinkDuration: Int64 = 24 * 3600 * 1_000_000
    /// An invitation waits a week.
    static let linkDuration: Int64 = 7 * 24 * 3600 * 1_000_000
    static let stepDuration: Int64 = 300_000_000
    static let mostStepFailures: Int64 = 5
    /// Uses of keys and sessions are noted to five minutes.
    static let noteInterval: Int64 = 300_000_000

    let engine: any StorageEngine
    let now: @Sendable () -> Instant
    /// Moves when a key, a session, an account, a grant or the access to a data set changes.
    public let rights: RightsCounter
    private let memory = Mutex<[String: Remembered]>([:])
    let passwords: PasswordHashing
    let throttle = Mutex(LoginThrottle())
    let failures = Mutex(FailureNotes())
    /// A session ends when nobody has used it for so long, in microseconds.
    public let idle: Int64
    /// Where the house keeps the names of those who did something.
    let names: [NameColumn]
    /// Names that no password of this town may rest on, beside those of its account.
    let townNames: @Sendable (any StorageConnection) throws -> [String]

    /// Without `idleMinutes` a session ends with its twelve hours only.
    public init(
        engine: any StorageEngine, passwords: PasswordHashing = PasswordHashing(), idleMinutes: Int = 720,
        names: [NameColumn] = [],
        townNames: @escaping @Sendable (any StorageConnection) throws -> [String] = { _ in [] },
        now: @escaping @Sendable () -> Instant
    ) {
        self.engine = engine
        idle = Int64(idleMinutes) * 60_000_000
        self.names = names
        self.townNames = townNames
        self.passwords = passwords
        self.now = now
        rights = RightsCounter(engine: engine)
    }

    /// What a token or a number leads to.
    private struct Found: Sendable {
        let reader: Reader
        /// Microseconds at which it ends.
        var ends: Int64?
        /// Addresses that a key may come from.
        var networks: [Network] = []
        /// When its use was noted last, in microseconds.
        var noted: Int64 = .max
    }

    private struct Remembered {
        /// Nil for nobody.
        let found: Found?
        /// The counter before it was looked up.
        let number: Int64
        let until: Instant
    }

    /// When somebody is looked up, in microseconds, and who it was before, if nobody's rights have changed since.
    private struct Asked: Sendable {
        let at: Int64
        let before: Reader?

        /// The rights of before, else the role's with the grants that are read.
        func rights(of role: Role, _ read: () throws -> Set<Rights.Grant>) rethrows -> Rights {
            if let before, before.role == role { return before.rights }
            return Rights(role: role, grants: try read())
        }
    }

    // MARK: Who is it?

    /// The reader behind a key's secret, or nil when it is unknown, revoked, expired or not for that address.
    public func reader(key secret: String, from address: String = "") async throws -> Reader? {
        let hash = Secret.hash(secret)
        let found = try await remembered("key " + hash) { try Self.key("secret_hash = \(hash)", $1, on: $0) }
        guard let found, found.networks.isEmpty || found.networks.contains(where: { $0.contains(address) }) else {
            return nil
        }
        let instant = now().microseconds
        if found.noted < instant - Self.noteInterval {
            // where nothing can be written the key works all the same
            try? await engine.write { connection in
                _ = try connection.execute(
                    """
                    UPDATE access_key SET used_at = \(instant)
                    WHERE secret_hash = \(hash) AND coalesce(used_at, 0) < \(instant - Self.noteInterval)
                    """)
            }
            forget("key " + hash)
        }
        return found.reader
    }

    /// The reader behind a session's token, or nil when it has ended.
    public func reader(session token: String) async throws -> Reader? {
        let hash = Secret.hash(token)
        let idle = idle
        let found = try await remembered("session " + hash) { connection, asked in
            let session = try connection.firstRow(
                """
                SELECT account_id, expires_at, coalesce(seen_at, created_at) FROM session
                WHERE token_hash = \(hash) AND expires_at > \(asked.at)
                    AND coalesce(seen_at, created_at) > \(asked.at - idle)
                """
            ) { (account: $0.integer(0), ends: $0.integer(1), noted: $0.integer(2)) }
            guard let session, var found = try Self.account("id = \(session.account)", asked, on: connection) else {
                return nil
            }
            (found.ends, found.noted) = (min(session.ends, session.noted + idle), session.noted)
            return found
        }
        let instant = now().microseconds
        if let found, found.noted < instant - Self.noteInterval {
            try? await engine.write { connection in
                _ = try connection.execute("UPDATE session SET seen_at = \(instant) WHERE token_hash = \(hash)")
            }
            forget("session " + hash)
        }
        return found?.reader
    }

    /// Who a key or an account is now, by its number; nil when it is no longer let in.
    public func current(_ identity: Reader.Identity) async throws -> Reader? {
        switch identity {
        case .anonymous, .system: return nil
        case .key(let id, _):
            return try await remembered("still key \(id)") { try Self.key("id = \(id)", $1, on: $0) }?.reader
        case .account(let id, _):
            return try await remembered("still account \(id)") { connection, asked in
                try Self.account("id = \(id)", asked, on: connection)
            }?.reader
        }
    }

    /// Whether a key or account that was let in earlier would still be, with the same rights.
    public func isStillValid(_ reader: Reader) async throws -> Bool {
        switch reader.identity {
        case .anonymous, .system: true
        case .key, .account: try await current(reader.identity)?.rights == reader.rights
        }
    }

    private static func key(
        _ condition: SQL, _ asked: Asked, on connection: any StorageConnection
    ) throws -> Found? {
        let row = try connection.firstRow(
            """
            SELECT id, name, role, expires_at, networks, coalesce(used_at, 0) FROM access_key
            WHERE \(condition) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(asked.at))
            """
        ) { row in
            (
                id: row.integer(0), name: row.text(1), role: Role(rawValue: row.text(2)) ?? .member,
                ends: row.integerIfPresent(3), networks: row.text(4), noted: row.integer(5)
            )
        }
        guard let row else { return nil }
        let rights = try asked.rights(of: row.role) {
            try GrantQueries.grants(of: "g.key_id = \(row.id)", on: connection)
        }
        let networks = row.networks.split(separator: " ").compactMap { Network(String($0)) }
        return Found(
            reader: Reader(identity: .key(id: row.id, name: row.name), role: row.role, rights: rights), ends: row.ends,
            networks: networks, noted: row.noted)
    }

    private static func account(
        _ condition: SQL, _ asked: Asked, on connection: any StorageConnection
    ) throws -> Found? {
        let row = try connection.firstRow(
            "SELECT id, name, role, department FROM account WHERE \(condition) AND disabled_at IS NULL"
        ) { row in
            (
                id: row.integer(0), name: row.text(1), role: Role(rawValue: row.text(2)) ?? .member,
                department: row.text(3)
            )
        }
        guard let row else { return nil }
        let rights = try asked.rights(of: row.role) {
            try GrantQueries.grants(account: row.id, row.role, department: row.department, on: connection)
        }
        return Found(reader: Reader(identity: .account(id: row.id, name: row.name), role: row.role, rights: rights))
    }

    /// What `look` finds; kept for ten seconds at most.
    private func remembered(
        _ name: String, _ look: @escaping @Sendable (any StorageConnection, Asked) throws -> Found?
    ) async throws -> Found? {
        let instant = now()
        let number = try await rights.current()
        let known = memory.withLock { $0[name] }.flatMap { $0.number == number ? $0 : nil }
        if let known, known.until > instant { return known.found }
        let asked = Asked(at: instant.microseconds, before: known?.found?.reader)
        let found = try await engine.read { try look($0, asked) }
        let until = min(instant.microseconds + 10_000_000, found?.ends ?? .max)
        memory.withLock { memory in
            if memory.count > 10_000 { memory.removeAll() }
            memory[name] = Remembered(found: found, number: number, until: Instant(microseconds: until))
        }
        return found
    }

    private func forget(_ name: String) { memory.withLock { $0[name] = nil } }

    /// The reader behind an account's login and password, without a session; none for those who sign in in two steps.
    /// - Throws: `AccessError.wrongCredentials`, `.tooManyAttempts`, `WorkerPoolError`.
    public func reader(login: String, password: String, from address: String) async throws -> Reader {
        let account = try await account(login: login, password: password, from: address)
        let reader = try await current(.account(id: account.id, name: login))
        guard let reader, !account.needsStep else { throw AccessError.wrongCredentials }
        return reader
    }

    /// Whether a password alone is not enough: there is a code or a passkey. Over `account`.
    static let needsStep: SQL = """
        CASE WHEN code_secret IS NULL AND NOT EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = account.id)
        THEN 0 ELSE 1 END
        """

    /// The number of the account with that login and password, and whether a second step is needed beside them.
    /// - Throws: `AccessError.wrongCredentials`, `.tooManyAttempts`, `WorkerPoolError`.
    func account(
        login: String, password: String, from address: String
    ) async throws -> (id: Int64, needsStep: Bool) {
        try await throttled(login, from: address) { try await checked(login: login, password: password) }
    }

    /// What somebody proves: wrong codes do not hold up who only knows the login.
    enum Step: String, Sendable { case password, code }

    /// Lets a try go on unless there were too many for this login from this address; a wrong one stands in the trail.
    func throttled<T>(
        _ login: String, _ step: Step = .password, from address: String, _ attempt: () async throws -> T
    ) async throws -> T {
        let network = ClientNetwork(address).text
        let pair = LoginThrottle.Pair(login: step == .code ? "code of " + login : login, address: network)
        if let seconds = throttle.withLock({ $0.begin(pair, at: now()) }) {
            throw AccessError.tooManyAttempts(retryAfter: seconds)
        }
        do {
            let value = try await attempt()
            throttle.withLock { $0.end(pair, isRight: true, at: now()) }
            return value
        } catch {
            let isWrong = [.wrongCredentials, .wrongCode].contains(error as? AccessError)
            throttle.withLock { $0.end(pair, isRight: isWrong ? false : nil, at: now()) }
            if isWrong { await note(wrong: step, of: login, from: network) }
            throw error
        }
    }

    /// An entry of the trail for a wrong password or code: the account where there is one, never what was typed.
    private func note(wrong step: Step, of login: String, from network: String) async {
        let instant = now()
        guard let unnoted = failures.withLock({ $0.take(at: instant) }) else { return }
        // where nothing can be written the refusal stands all the same
        try? await engine.write { connection in
            let account = try connection.integer("SELECT id FROM account WHERE login = \(login)")
            var detail: JSONObject = ["from": .string(network)]
            if unnoted > 0 { detail["unnoted"] = JSONValue(Int64(unnoted)) }
            try AuditTrail.append(
                "wrong \(step.rawValue)", object: account.map { "account/\($0)" } ?? "account", by: "sign-in",
                at: instant, detail: .object(detail), on: connection)
        }
    }

    private func checked(login: String, password: String) async throws -> (id: Int64, needsStep: Bool) {
        // longer ones are no account's
        guard login.utf8.count <= 1000, password.utf8.count <= 1000 else { throw AccessError.wrongCredentials }
        let found = try await engine.read { connection in
            try connection.firstRow(
                """
                SELECT id, password_hash, \(Self.needsStep) FROM account
                WHERE login = \(login) AND disabled_at IS NULL
                """
            ) { row in
                (account: row.integer(0), hash: row.textIfPresent(1), needsStep: row.bool(2))
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
        return (found.account, found.needsStep)
    }
}
