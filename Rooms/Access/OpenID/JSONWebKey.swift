// SPDX-License-Identifier: EUPL-1.2
import Wire

/// How a token may be signed; whatever is not here is refused, `none` and keys that both sides know above all.
enum SigningAlgorithm: String, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case es256 = "ES256"
    case edDSA = "EdDSA"

    /// Nil for Ed25519, which hashes by itself.
    var digest: String? {
        switch self {
        case .rs256, .es256: "SHA256"
        case .rs384: "SHA384"
        case .rs512: "SHA512"
        case .edDSA: nil
        }
    }
}

/// A public key of a provider (RFC 7517).
struct JSONWebKey: Sendable, Hashable {
    let identifier: String?
    private let algorithm: String?
    private let key: PublicKey

    /// Nil for a key of another kind or use: the others of its set go on to serve.
    init?(_ value: JSONValue) {
        if let use = value["use"]?.string, use != "sig" { return nil }
        identifier = value["kid"]?.string
        algorithm = value["alg"]?.string
        func bytes(_ name: String) -> [UInt8] { value[name]?.string.flatMap { Base64.decodedFromURL($0) } ?? [] }
        let key: PublicKey? =
            switch (value["kty"]?.string, value["crv"]?.string) {
            case ("RSA", _): PublicKey(modulus: bytes("n"), exponent: bytes("e"))
            case ("EC", "P-256"?): PublicKey(x: bytes("x"), y: bytes("y"))
            case ("OKP", "Ed25519"?): PublicKey(ed25519: bytes("x"))
            default: nil
            }
        guard let key else { return nil }
        self.key = key
    }

    /// The keys of a set (`{"keys": […]}`) that can be used.
    static func set(_ value: JSONValue) -> [JSONWebKey] { (value["keys"]?.array ?? []).compactMap { JSONWebKey($0) } }

    /// Whether the key is for the algorithm.
    func fits(_ wanted: SigningAlgorithm) -> Bool {
        if let algorithm, algorithm != wanted.rawValue { return false }
        return key.fits(wanted)
    }

    /// Whether the signature (JWS: r ‖ s for ES256) is of this key over the bytes.
    func verifies(_ signature: [UInt8], of message: [UInt8], by algorithm: SigningAlgorithm) -> Bool {
        guard fits(algorithm) else { return false }
        var signature = signature
        if algorithm == .es256 {
            guard signature.count == 64 else { return false }
            signature = DER.sequence(DER.integer(signature.prefix(32)) + DER.integer(signature.suffix(32)))
        }
        return key.verifies(signature, of: message, by: algorithm)
    }
}
