// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Why a sign-in through another server failed.
public enum OpenIDFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The provider does not answer, or with something else.
    case provider(String)
    /// The token, or what came back, is not what was asked for.
    case refused(String)
    /// Signed with a key that the provider does not publish.
    case unknownKey
    /// The person has no group that means a role here.
    case noRole

    public var description: String {
        switch self {
        case .provider(let text): "The sign-in service does not answer as it should: \(text)."
        case .refused(let text): "The answer of the sign-in service was refused: \(text)."
        case .unknownKey: "The answer of the sign-in service is signed with a key that it does not publish."
        case .noRole: "None of your groups has a role here; ask your administrator."
        }
    }
}

/// A proof of who somebody is, signed by the provider (OpenID Connect Core §3.1.3.7).
struct IDToken: Sendable, Hashable {
    let subject: String
    let claims: JSONValue

    /// What a token must fit.
    struct Expectation: Sendable {
        let issuer: String
        let client: String
        let nonce: String
        let now: Instant
        /// Seconds that the two clocks may differ.
        var skew: Int64 = 120
    }

    init(_ token: String, keys: [JSONWebKey], _ expected: Expectation) throws(OpenIDFault) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, token.utf8.count <= 65_536, let header = Self.json(parts[0]),
            let signature = Base64.decodedFromURL(parts[2])
        else { throw .refused("it is no signed token") }
        guard let name = header["alg"]?.string, let algorithm = SigningAlgorithm(rawValue: name) else {
            throw .refused("it is signed by '\(header["alg"]?.string ?? "nothing")', which is not accepted")
        }
        guard header["crit"] == nil else { throw .refused("it demands extensions") }
        let kid = header["kid"]?.string
        let candidates = keys.filter {
            $0.fits(algorithm) && (kid == nil || $0.identifier == nil || $0.identifier == kid)
        }
        guard !candidates.isEmpty else { throw .unknownKey }
        let message = Array((parts[0] + "." + parts[1]).utf8)
        guard candidates.contains(where: { $0.verifies(signature, of: message, by: algorithm) }) else {
            // without a name of the key it may be a new one
            if kid == nil { throw .unknownKey }
            throw .refused("its signature is wrong")
        }
        guard let claims = Self.json(parts[1]) else { throw .refused("it holds nothing readable") }
        try Self.check(claims, expected)
        guard let subject = claims["sub"]?.string, !subject.isEmpty, subject.utf8.count <= 255 else {
            throw .refused("it names nobody")
        }
        self.subject = subject
        self.claims = claims
    }

    private static func json(_ text: String) -> JSONValue? {
        guard let bytes = Base64.decodedFromURL(text), let value = try? JSONValue(parsing: bytes), value.object != nil
        else {
            return nil
        }
        return value
    }

    private static func check(_ claims: JSONValue, _ expected: Expectation) throws(OpenIDFault) {
        guard claims["iss"]?.string == expected.issuer else { throw .refused("it is of another issuer") }
        let audience = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array?.compactMap(\.string) ?? []
        guard audience.contains(expected.client) else {
            throw .refused("it is not for '\(expected.client)': set the audience of this client at the provider")
        }
        if let party = claims["azp"]?.string, party != expected.client { throw .refused("it is for another client") }
        if audience.count > 1, claims["azp"]?.string == nil { throw .refused("it is for several and names none") }
        let now = expected.now.microseconds / 1_000_000
        guard let end = seconds(claims["exp"]), end > now - expected.skew else { throw .refused("it has expired") }
        guard let issued = seconds(claims["iat"]), issued < now + expected.skew else {
            throw .refused("it is from the future: compare the clocks of the two servers")
        }
        if let begin = seconds(claims["nbf"]), begin > now + expected.skew { throw .refused("it does not hold yet") }
        guard let nonce = claims["nonce"]?.string, Secret.isSame(nonce, expected.nonce) else {
            throw .refused("it belongs to another sign-in")
        }
    }

    /// Whole seconds or with a fraction.
    private static func seconds(_ value: JSONValue?) -> Int64? {
        guard let number = value?.double, number.isFinite, abs(number) < 1e12 else { return nil }
        return Int64(number)
    }

    /// The groups of a claim: a list, or one text.
    func groups(_ claim: String) -> [String] {
        claims[claim]?.array?.compactMap(\.string) ?? claims[claim]?.string.map { [$0] } ?? []
    }
}
