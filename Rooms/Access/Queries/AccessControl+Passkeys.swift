// SPDX-License-Identifier: EUPL-1.2
import Rights
import Storage
public import Wire

/// A key on somebody's device that signs in alone, or after the password.
public struct Passkey: Sendable, Hashable {
    public let id: Int64
    public let name: String
    public let created: Instant
    public let used: Instant?
    /// Whether it lives on more than one device.
    public let isBackedUp: Bool
}

/// What a browser asks a device, and the challenge that the answer must hold: for this browser, once.
public struct PasskeyQuestion: Sendable {
    /// `PublicKeyCredentialCreationOptions` or `…RequestOptions`, bytes in base64url.
    public let options: JSONValue
    public let challenge: String
}

/// The state of a sign-in between password and second step.
public struct SecondStep: Sendable, Hashable {
    public let account: Int64
    public let hasCode: Bool
    public let hasPasskey: Bool
}

/// Passkeys (WebAuthn Level 2): a device checks who uses it and signs for this town alone.
///
/// Nothing is asked about who made the device (attestation `none`).
extension AccessControl {
    static let mostPasskeys = 20
    /// Questions of people who have not said who they are.
    static let mostOpenQuestions: Int64 = 10_000

    public func passkeys(of account: Int64) async throws -> [Passkey] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT id, name, created_at, used_at, is_backed_up FROM passkey WHERE account_id = \(account) ORDER BY id
                """
            ) { row in
                Passkey(
                    id: row.integer(0), name: row.text(1), created: Instant(microseconds: row.integer(2)),
                    used: row.integerIfPresent(3).map { Instant(microseconds: $0) }, isBackedUp: row.bool(4))
            }
        }
    }

    /// What may end a sign-in that has its password; nil when it took too long.
    public func secondStep(_ token: String) async throws -> SecondStep? {
        let (hash, instant) = (Secret.hash(token), now().microseconds)
        return try await engine.read { connection in
            try connection.firstRow(
                """
                SELECT a.id, CASE WHEN a.code_secret IS NULL THEN 0 ELSE 1 END,
                    (SELECT count(*) FROM passkey p WHERE p.account_id = a.id)
                FROM login_step s JOIN account a ON a.id = s.account_id
                WHERE s.token_hash = \(hash) AND s.expires_at > \(instant) AND s.failures < \(Self.mostStepFailures)
                """
            ) { SecondStep(account: $0.integer(0), hasCode: $0.bool(1), hasPasskey: $0.integer(2) > 0) }
        }
    }

    // MARK: A new one

    /// The question that makes a new key, for who knows the password.
    /// - Throws: `AccessError.wrongCredentials`, `.noOwnPassword`, `.tooManyAttempts`, `WorkerPoolError`.
    public func newPasskey(
        of id: Int64, password: String, at place: SignInPlace, site: PasskeySite, town: String
    ) async throws -> PasskeyQuestion {
        let account = try await account(id)
        guard account.hasPassword else { throw AccessError.noOwnPassword }
        _ = try await self.account(login: account.login, password: password, from: place.address)
        let known = try await credentials(of: id)
        guard known.count < Self.mostPasskeys else { throw AccessError.passkeyRefused(.tooMany) }
        let challenge = try await ask(isNew: true, account: id)
        let kinds = PasskeyKey.algorithms.map { ["type": "public-key", "alg": .init($0)] as JSONValue }
        return PasskeyQuestion(
            options: [
                "challenge": .string(challenge), "rp": ["id": .string(site.host), "name": .string("Allmende " + town)],
                "user": [
                    "id": .string(Secret.base64URL(Array("account \(id)".utf8))), "name": .string(account.login),
                    "displayName": .string(account.name),
                ],
                "pubKeyCredParams": .array(kinds), "excludeCredentials": Self.list(known), "attestation": "none",
                "timeout": .init(Self.stepDuration / 1000),
                "authenticatorSelection": [
                    "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
                ],
            ], challenge: challenge)
    }

    /// Keeps the key that a device made. Returns codes for emergencies, shown this once, where there are none yet, and the
    /// new session.
    /// - Throws: `AccessError.passkeyRefused`, `.stepExpired`, `.invalidField`.
    public func addPasskey(
        _ registration: PasskeyRegistration, challenge: String, name: String, of id: Int64, at place: SignInPlace,
        site: PasskeySite
    ) async throws -> (recovery: [String], session: String) {
        guard !name.isEmpty, name.count <= 200 else { throw AccessError.invalidField("passkey-name") }
        let login = try await login(of: id)
        guard try await answered(challenge, isNew: true).account == id else { throw AccessError.stepExpired }
        let made: (id: [UInt8], key: PasskeyKey, device: PasskeyDeviceData)
        do {
            made = try registration.checked(challenge: challenge, site: site)
        } catch {
            throw AccessError.passkeyRefused(error)
        }
        let credential = Secret.base64URL(made.id)
        let instant = now()
        let codes = (0..<8).map { _ in Secret.code(groups: 4) }
        return try await engine.write { [self] connection in
            let taken = try connection.integer("SELECT count(*) FROM passkey WHERE credential = \(credential)")
            guard taken == 0 else { throw AccessError.passkeyRefused(.taken) }
            try connection.execute(
                """
                INSERT INTO passkey (account_id, credential, public_key, counter, is_backed_up, name, created_at)
                VALUES (\(id), \(credential), \(SQLValue.blob(made.key.stored)), \(made.device.counter),
                    \(made.device.isBackedUp ? 1 : 0), \(name), \(instant.microseconds))
                """)
            let left = try connection.integer("SELECT count(*) FROM recovery_code WHERE account_id = \(id)") ?? 0
            if left == 0 { try store(codes, of: id, on: connection) }
            try AuditTrail.append("passkey on", object: "account/\(id)", by: login, at: instant, on: connection)
            return (left == 0 ? codes : [], try renewSession(of: id, place, on: connection))
        }
    }

    /// - Throws: `AccessError.noSuchPasskey`, `.invalidField`.
    public func renamePasskey(_ passkey: Int64, of id: Int64, to name: String) async throws {
        guard !name.isEmpty, name.count <= 200 else { throw AccessError.invalidField("passkey-name") }
        let login = try await login(of: id)
        let instant = now()
        try await engine.write { connection in
            let changed = try connection.execute(
                "UPDATE passkey SET name = \(name) WHERE id = \(passkey) AND account_id = \(id)")
            guard changed == 1 else { throw AccessError.noSuchPasskey(passkey) }
            try AuditTrail.append("passkey name", object: "account/\(id)", by: login, at: instant, on: connection)
        }
    }

    /// - Throws: `AccessError.noSuchPasskey`, `.wrongCredentials`, `.tooManyAttempts`, `WorkerPoolError`.
    public func removePasskey(
        _ passkey: Int64, of id: Int64, password: String, at place: SignInPlace
    ) async throws -> String {
        let login = try await login(of: id)
        _ = try await account(login: login, password: password, from: place.address)
        let instant = now()
        return try await engine.write { [self] connection in
            let gone = try connection.execute("DELETE FROM passkey WHERE id = \(passkey) AND account_id = \(id)")
            guard gone == 1 else { throw AccessError.noSuchPasskey(passkey) }
            try Self.clearRecovery(of: id, on: connection)
            try AuditTrail.append("passkey off", object: "account/\(id)", by: login, at: instant, on: connection)
            return try renewSession(of: id, place, on: connection)
        }
    }

    func clearPasskeys(of id: Int64, by actor: String, on connection: any StorageConnection) throws {
        guard try connection.execute("DELETE FROM passkey WHERE account_id = \(id)") > 0 else { return }
        try AuditTrail.append("passkey off", object: "account/\(id)", by: actor, at: now(), on: connection)
    }

    /// Ends what was begun; codes for emergencies stay as long as there is something that they stand in for.
    static func clearRecovery(of id: Int64, on connection: any StorageConnection) throws {
        try connection.execute("DELETE FROM login_step WHERE account_id = \(id)")
        try connection.execute(
            """
            DELETE FROM recovery_code WHERE account_id = \(id)
                AND EXISTS (SELECT 1 FROM account WHERE id = \(id) AND \(needsStep) = 0)
            """)
    }

    // MARK: Signing in

    /// The question that signs in: any key of this town, or after the password (`step`) those of that account.
    /// - Throws: `AccessError.tooManyAttempts` where too many ask at once.
    public func askForPasskey(step token: String?, site: PasskeySite) async throws -> PasskeyQuestion {
        var account: Int64?
        if let token { account = try await secondStep(token)?.account }
        let known = if let account { try await credentials(of: account) } else { [String]() }
        let challenge = try await ask(isNew: false, account: account)
        return PasskeyQuestion(
            options: [
                "challenge": .string(challenge), "rpId": .string(site.host), "userVerification": "required",
                "allowCredentials": Self.list(known), "timeout": .init(Self.stepDuration / 1000),
            ], challenge: challenge)
    }

    /// A session for who has the device.
    /// - Throws: `AccessError.passkeyRefused`, `.stepExpired`.
    public func signIn(
        passkey answer: PasskeyAssertion, challenge: String, from place: SignInPlace, site: PasskeySite
    ) async throws -> String {
        let step = try await answered(challenge, isNew: false)
        let found = try await engine.read { connection in
            try connection.firstRow(
                """
                SELECT p.id, a.id, a.login, p.public_key FROM passkey p JOIN account a ON a.id = p.account_id
                WHERE p.credential = \(answer.id) AND a.disabled_at IS NULL
                """
            ) { (id: $0.integer(0), account: $0.integer(1), login: $0.text(2), key: $0.blob(3)) }
        }
        guard let found, step.account == nil || step.account == found.account else {
            throw AccessError.passkeyRefused(.unknown)
        }
        let device: PasskeyDeviceData
        do {
            device = try answer.checked(by: PasskeyKey(stored: found.key), challenge: challenge, site: site)
        } catch {
            throw AccessError.passkeyRefused(error)
        }
        let instant = now()
        let session = try await engine.write { [self] connection -> String? in
            // as they are now: of two answers at once one may be of a copy
            let counter = try connection.integer(
                """
                SELECT p.counter FROM passkey p JOIN account a ON a.id = p.account_id
                WHERE p.id = \(found.id) AND a.disabled_at IS NULL
                """)
            guard let counter else { return nil }
            guard device.counter > counter || (device.counter == 0 && counter == 0) else {
                try AuditTrail.append(
                    "passkey refused", object: "account/\(found.account)", by: found.login, at: instant,
                    detail: ["passkey": .init(found.id)], on: connection)
                return nil
            }
            try connection.execute(
                """
                UPDATE passkey SET counter = \(device.counter), used_at = \(instant.microseconds),
                    is_backed_up = \(device.isBackedUp ? 1 : 0) WHERE id = \(found.id)
                """)
            try connection.execute("DELETE FROM login_step WHERE account_id = \(found.account)")
            return try open(
                found.account, found.login, place, detail: ["passkey": .init(found.id)], on: connection)
        }
        guard let session else { throw AccessError.passkeyRefused(.counterWentBack) }
        return session
    }

    // MARK: Challenges

    private func ask(isNew: Bool, account: Int64?) async throws -> String {
        let challenge = Secret.token(prefix: "")
        let instant = now().microseconds
        try await engine.write { connection in
            try connection.execute("DELETE FROM passkey_step WHERE expires_at <= \(instant)")
            let open = try connection.integer("SELECT count(*) FROM passkey_step") ?? 0
            guard open < Self.mostOpenQuestions || account != nil else {
                throw AccessError.tooManyAttempts(retryAfter: 60)
            }
            try connection.execute(
                """
                INSERT INTO passkey_step (challenge_hash, is_new, account_id, expires_at)
                VALUES (\(Secret.hash(challenge)), \(isNew ? 1 : 0), \(account), \(instant + Self.stepDuration))
                """)
        }
        return challenge
    }

    /// Uses up the challenge, whatever becomes of the answer.
    private func answered(_ challenge: String, isNew: Bool) async throws -> (account: Int64?, ends: Int64) {
        let step = try await engine.write { connection in
            try connection.firstRow(
                """
                DELETE FROM passkey_step WHERE challenge_hash = \(Secret.hash(challenge)) AND is_new = \(isNew ? 1 : 0)
                RETURNING account_id, expires_at
                """
            ) { (account: $0.integerIfPresent(0), ends: $0.integer(1)) }
        }
        guard let step, step.ends > now().microseconds else { throw AccessError.stepExpired }
        return step
    }

    private func credentials(of account: Int64) async throws -> [String] {
        try await engine.read { connection in
            try connection.rows("SELECT credential FROM passkey WHERE account_id = \(account) ORDER BY id") {
                $0.text(0)
            }
        }
    }

    private static func list(_ credentials: [String]) -> JSONValue {
        .array(credentials.map { ["type": "public-key", "id": .string($0)] })
    }
}
