// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Rights
import Synchronization
import Wire

/// Where people sign in with the account that they have elsewhere.
public struct OpenIDSettings: Sendable, Hashable {
    /// `https://login.example.de`; its configuration stands below `/.well-known/openid-configuration`.
    public let issuer: String
    public let client: String
    /// Empty for a client without a secret.
    public let secret: String
    public let scopes: String
    public let groupsClaim: String
    /// Group and role, the highest counts.
    public let roles: [String: Role]

    /// `roles`: `bauamt=editor, it=administrator`.
    public init(issuer: String, client: String, secret: String, scopes: String, groupsClaim: String, roles: String) {
        self.issuer = issuer
        self.client = client
        self.secret = secret
        self.scopes = scopes
        self.groupsClaim = groupsClaim
        self.roles = Self.roles(roles) ?? [:]
    }

    /// Nil for a text that is no list of groups with roles.
    public static func roles(_ text: String) -> [String: Role]? {
        var roles: [String: Role] = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            guard pair.count == 2, !pair[0].isEmpty, let role = Role(rawValue: pair[1]) else { return nil }
            roles[pair[0]] = role
        }
        return roles
    }

    /// The highest role of somebody's groups.
    func role(of groups: [String]) -> Role? { groups.compactMap { roles[$0] }.max() }
}

extension Substring {
    fileprivate var trimmed: String {
        String(String(drop(while: \.isWhitespace)).reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// Requests to the provider; the house offers how they are made.
public struct OpenIDExchange: Sendable {
    public typealias Answer = (status: Int, bytes: [UInt8])

    /// A GET, or a POST with form fields; nil when nobody answers.
    let send: @Sendable (_ address: String, _ form: String?, _ headers: [String]) async -> Answer?

    public init(_ send: @escaping @Sendable (String, String?, [String]) async -> Answer?) { self.send = send }
}

/// The provider's addresses and keys, asked for when they are needed and kept for an hour.
final class OpenIDProvider: Sendable {
    let settings: OpenIDSettings
    private let exchange: OpenIDExchange
    private let now: @Sendable () -> Instant
    private let state = Mutex(State())

    /// Keys are asked for again at most once in so long, whatever tokens come in.
    private static let pause: Int64 = 30_000_000
    private static let lifetime: Int64 = 3_600_000_000

    private struct State {
        var configuration: Configuration?
        var keys: [JSONWebKey] = []
        var keysAt: Int64 = 0
        /// When a token with an unknown key was the reason.
        var renewedAt: Int64 = 0
    }

    struct Configuration: Sendable, Hashable {
        let authorization: String
        let token: String
        let keys: String
        let until: Instant
    }

    init(_ settings: OpenIDSettings, exchange: OpenIDExchange, now: @escaping @Sendable () -> Instant) {
        self.settings = settings
        self.exchange = exchange
        self.now = now
    }

    func configuration() async throws(OpenIDFault) -> Configuration {
        let instant = now()
        if let known = state.withLock({ $0.configuration }), known.until > instant { return known }
        let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
        let value = try await json(base + "/.well-known/openid-configuration")
        guard value["issuer"]?.string == settings.issuer else {
            throw .provider("its configuration names another issuer than \(settings.issuer)")
        }
        func address(_ name: String) throws(OpenIDFault) -> String {
            guard let text = value[name]?.string,
                text.hasPrefix("https://") || (settings.issuer.hasPrefix("http://") && text.hasPrefix("http://"))
            else { throw .provider("its configuration has no \(name)") }
            return text
        }
        let configuration = Configuration(
            authorization: try address("authorization_endpoint"), token: try address("token_endpoint"),
            keys: try address("jwks_uri"), until: Instant(microseconds: instant.microseconds + Self.lifetime))
        state.withLock { $0.configuration = configuration }
        return configuration
    }

    /// Where the browser goes: a code is asked for that only who knows `verifier` can use (RFC 7636).
    func authorization(
        state: String, nonce: String, verifier: String, redirect: String
    ) async throws(OpenIDFault) -> String {
        let configuration = try await configuration()
        let fields = [
            ("response_type", "code"), ("client_id", settings.client), ("redirect_uri", redirect),
            ("scope", settings.scopes), ("state", state), ("nonce", nonce),
            ("code_challenge", Secret.base64URL(Secret.digest(verifier))), ("code_challenge_method", "S256"),
        ]
        let mark = configuration.authorization.contains("?") ? "&" : "?"
        return configuration.authorization + mark + Self.form(fields)
    }

    /// Gives the code back for the proof of who somebody is.
    func token(
        code: String, verifier: String, nonce: String, redirect: String
    ) async throws(OpenIDFault) -> IDToken {
        let configuration = try await configuration()
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ]
        var headers = ["Content-Type: application/x-www-form-urlencoded", "Accept: application/json"]
        if settings.secret.isEmpty {
            fields.append(("client_id", settings.client))
        } else {
            let pair = FormText.encoded(settings.client) + ":" + FormText.encoded(settings.secret)
            headers.append("Authorization: Basic " + Data(pair.utf8).base64EncodedString())
        }
        guard let answer = await exchange.send(configuration.token, Self.form(fields), headers) else {
            throw .provider("it cannot be reached")
        }
        guard answer.status == 200, let value = try? JSONValue(parsing: answer.bytes),
            let text = value["id_token"]?.string
        else { throw .refused("the code was not accepted (status \(answer.status))") }
        let expected = IDToken.Expectation(
            issuer: settings.issuer, client: settings.client, nonce: nonce, now: now())
        let known = try await keys(isFresh: false)
        do throws(OpenIDFault) {
            return try IDToken(text, keys: known, expected)
        } catch {
            guard error == .unknownKey else { throw error }
        }
        // it has changed its keys
        return try IDToken(text, keys: try await keys(isFresh: true), expected)
    }

    private func keys(isFresh: Bool) async throws(OpenIDFault) -> [JSONWebKey] {
        let instant = now().microseconds
        let (known, at, renewed) = state.withLock { ($0.keys, $0.keysAt, $0.renewedAt) }
        if !known.isEmpty, isFresh ? instant - renewed < Self.pause : instant - at < Self.lifetime { return known }
        let keys = JSONWebKey.set(try await json(try await configuration().keys))
        state.withLock { state in
            (state.keys, state.keysAt) = (keys, instant)
            if isFresh { state.renewedAt = instant }
        }
        return keys
    }

    private func json(_ address: String) async throws(OpenIDFault) -> JSONValue {
        guard let answer = await exchange.send(address, nil, ["Accept: application/json"]) else {
            throw .provider("\(address) cannot be reached")
        }
        guard answer.status == 200, let value = try? JSONValue(parsing: answer.bytes) else {
            throw .provider("\(address) answered \(answer.status)")
        }
        return value
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { $0.0 + "=" + FormText.encoded($0.1) }.joined(separator: "&")
    }
}
