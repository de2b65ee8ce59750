// SPDX-License-Identifier: EUPL-1.2
import Rights
import Storage
public import Wire

/// Signing in with an account of another server: the way there and back, and what it means here.
public struct OpenIDSignIn: Sendable {
    private let provider: OpenIDProvider
    private let control: AccessControl

    public init(
        _ settings: OpenIDSettings, exchange: OpenIDExchange, control: AccessControl,
        now: @escaping @Sendable () -> Instant
    ) {
        provider = OpenIDProvider(settings, exchange: exchange, now: now)
        self.control = control
    }

    /// Where the browser goes, and what it has to bring back in a cookie.
    /// - Throws: `OpenIDFault`.
    public func begin(redirect: String) async throws -> (address: String, state: String) {
        let (state, nonce, verifier) = (Secret.token(prefix: ""), Secret.token(prefix: ""), Secret.token(prefix: ""))
        let address = try await provider.authorization(
            state: state, nonce: nonce, verifier: verifier, redirect: redirect)
        let instant = control.now().microseconds
        try await control.engine.write { connection in
            try connection.execute("DELETE FROM openid_step WHERE expires_at <= \(instant)")
            try connection.execute(
                """
                INSERT INTO openid_step (state_hash, nonce, verifier, expires_at)
                VALUES (\(Secret.hash(state)), \(nonce), \(verifier), \(instant + 2 * AccessControl.stepDuration))
                """)
        }
        return (address, state)
    }

    /// What the browser brought back: a session. `cookie` is what `begin` gave it; each way there has one way back.
    /// - Throws: `OpenIDFault`, `AccessError.stepExpired`.
    public func finish(
        code: String, state: String, cookie: String, issuer: String, redirect: String, from place: SignInPlace
    ) async throws -> String {
        guard !state.isEmpty, Secret.isSame(state, cookie) else { throw AccessError.stepExpired }
        // RFC 9207, where the provider says who it is
        guard issuer.isEmpty || issuer == provider.settings.issuer else {
            throw OpenIDFault.refused("it came from another issuer")
        }
        let instant = control.now()
        let step = try await control.engine.write { connection in
            try connection.firstRow(
                """
                DELETE FROM openid_step WHERE state_hash = \(Secret.hash(state))
                RETURNING nonce, verifier, expires_at
                """
            ) { (nonce: $0.text(0), verifier: $0.text(1), ends: $0.integer(2)) }
        }
        guard let step, step.ends > instant.microseconds else { throw AccessError.stepExpired }
        let token = try await provider.token(
            code: code, verifier: step.verifier, nonce: step.nonce, redirect: redirect)
        return try await open(token, place, at: instant)
    }

    private func open(_ token: IDToken, _ place: SignInPlace, at instant: Instant) async throws -> String {
        let settings = provider.settings
        let role = settings.role(of: token.groups(settings.groupsClaim))
        let session = try await control.engine.write { [control] connection -> String? in
            let known = try connection.firstRow(
                """
                SELECT a.id, a.login, a.role, CASE WHEN a.disabled_at IS NULL THEN 0 ELSE 1 END
                FROM account_identity i JOIN account a ON a.id = i.account_id
                WHERE i.issuer = \(settings.issuer) AND i.subject = \(token.subject)
                """
            ) { (id: $0.integer(0), login: $0.text(1), role: $0.text(2), isDisabled: $0.bool(3)) }
            guard let role else {
                // who has lost the groups loses what is open
                if let known { try AccessControl.endAll(of: known.id, on: connection) }
                return nil
            }
            if let known {
                guard !known.isDisabled else { return nil }
                if known.role != role.rawValue {
                    try connection.execute("UPDATE account SET role = \(role.rawValue) WHERE id = \(known.id)")
                    try connection.execute("DELETE FROM session WHERE account_id = \(known.id)")
                    try AuditTrail.append(
                        "update", object: "account/\(known.id)", by: settings.issuer, at: instant,
                        detail: ["role": .string(role.rawValue)], on: connection)
                }
                try AuditTrail.append(
                    "login", object: "account/\(known.id)", by: known.login, at: instant, on: connection)
                return try control.openSession(account: known.id, from: place, on: connection)
            }
            let decision = try Self.decision(token, role, on: connection)
            let id = try control.insert(decision, passwordHash: nil, actor: settings.issuer, on: connection)
            try connection.execute(
                """
                INSERT INTO account_identity (issuer, subject, account_id)
                VALUES (\(settings.issuer), \(token.subject), \(id))
                """)
            try AuditTrail.append("login", object: "account/\(id)", by: decision.login, at: instant, on: connection)
            return try control.openSession(account: id, from: place, on: connection)
        }
        guard let session else { throw OpenIDFault.noRole }
        return session
    }

    /// A new account under a login that nobody has: one with that name here is somebody else.
    private static func decision(
        _ token: IDToken, _ role: Role, on connection: any StorageConnection
    ) throws -> AccountDecision {
        func claim(_ name: String) -> String? {
            token.claims[name]?.string.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : String($0.prefix(190)) }
        }
        let mail = claim("email").flatMap { MailAddress.isPlain($0) ? $0 : nil } ?? ""
        let wanted = claim("preferred_username") ?? claim("email") ?? String(token.subject.prefix(190))
        var login = wanted
        var number = 1
        while try connection.integer("SELECT count(*) FROM account WHERE login = \(login)") != 0 {
            number += 1
            login = "\(wanted)-\(number)"
        }
        return AccountDecision(name: claim("name") ?? wanted, login: login, role: role, mail: mail)
    }
}
