// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Wire

/// Why the answer of somebody's device does not count.
public enum PasskeyFault: String, Error, Sendable, Hashable {
    case malformed = "it cannot be read"
    case anotherKind = "it answers another question"
    case anotherChallenge = "it answers an earlier question"
    case anotherOrigin = "it was made for another address"
    case notPresent = "nobody touched the device"
    case notVerified = "the device did not check who uses it"
    case unknownAlgorithm = "its kind of signature is not accepted"
    case wrongSignature = "its signature is wrong"
    case counterWentBack = "its counter went back, so there is a copy of it"
    case unknown = "it belongs to no account here"
    case taken = "it is registered already"
    case tooMany = "this account has twenty already"
}

/// Where passkeys of this town hold: browsers bind them to a name under TLS, or to this machine.
public struct PasskeySite: Sendable, Hashable {
    /// `https://daten.example.de`, with a port that is not the usual one.
    public let origin: String
    /// The name alone.
    public let host: String

    /// Nil where no browser makes one: without TLS, or under a number in the place of a name.
    public init?(baseURL: String) {
        let isSecure = baseURL.hasPrefix("https://")
        guard isSecure || baseURL.hasPrefix("http://") else { return nil }
        let authority = baseURL.dropFirst(isSecure ? 8 : 7).prefix { $0 != "/" }.lowercased()
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let name = parts.first, name.contains(where: \.isLetter),
            name.utf8.allSatisfy({
                $0 == 0x2D || $0 == 0x2E || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
            }),
            isSecure || name == "localhost" || name.hasSuffix(".localhost")
        else { return nil }
        host = String(name)
        let port = parts.count == 2 ? String(parts[1]) : ""
        let isUsual = port.isEmpty || port == (isSecure ? "443" : "80")
        origin = (isSecure ? "https://" : "http://") + host + (isUsual ? "" : ":" + port)
    }
}

/// What the browser collected for the device (`clientDataJSON`).
struct PasskeyClientData {
    /// - Throws: `PasskeyFault` unless it is of that kind, for that challenge, from that site.
    static func check(
        _ bytes: [UInt8], kind: String, challenge: String, site: PasskeySite
    ) throws(PasskeyFault) {
        guard bytes.count <= 8192, let value = try? JSONValue(parsing: bytes) else { throw .malformed }
        guard value["type"]?.string == kind else { throw .anotherKind }
        guard let given = value["challenge"]?.string, Secret.isSame(given, challenge) else { throw .anotherChallenge }
        guard value["origin"]?.string == site.origin, value["crossOrigin"]?.bool != true else { throw .anotherOrigin }
    }
}

/// What the device says of itself and, when it made a key, of the key (WebAuthn Level 2, §6.1).
struct PasskeyDeviceData: Sendable {
    let counter: Int64
    /// Whether the key lives on more than one device.
    let isBackedUp: Bool
    /// Only of a new key.
    let credential: (id: [UInt8], key: PasskeyKey)?

    init(_ bytes: [UInt8], site: PasskeySite) throws(PasskeyFault) {
        guard (37...8192).contains(bytes.count) else { throw .malformed }
        guard Array(bytes[0..<32]) == Secret.digest(site.host) else { throw .anotherOrigin }
        let flags = bytes[32]
        guard flags & 0x01 != 0 else { throw .notPresent }
        guard flags & 0x04 != 0 else { throw .notVerified }
        isBackedUp = flags & 0x10 != 0
        counter = bytes[33..<37].reduce(0) { $0 << 8 | Int64($1) }
        var position = 37
        if flags & 0x40 != 0 {
            // the kind of device (16 bytes) says nothing without attestation
            guard bytes.count >= 55 else { throw .malformed }
            let length = Int(bytes[53]) << 8 | Int(bytes[54])
            guard (16...1023).contains(length), bytes.count > 55 + length else { throw .malformed }
            var reader = CBORReader(bytes, from: 55 + length)
            guard let value = reader.value() else { throw .malformed }
            let stored = Array(bytes[(55 + length)..<reader.position])
            credential = (Array(bytes[55..<55 + length]), try PasskeyKey(value, stored: stored))
            position = reader.position
        } else {
            credential = nil
        }
        if flags & 0x80 != 0 {
            var reader = CBORReader(bytes, from: position)
            guard reader.value()?.map != nil else { throw .malformed }
            position = reader.position
        }
        guard position == bytes.count else { throw .malformed }
    }
}

/// The public key of a passkey (COSE, RFC 9053): ES256, EdDSA or RS256.
struct PasskeyKey: Sendable, Hashable {
    /// As it stands in the database.
    let stored: [UInt8]
    private let key: PublicKey
    private let algorithm: SigningAlgorithm

    /// COSE's numbers of what is accepted, the best first.
    static let algorithms: [Int64] = [-8, -7, -257]

    init(stored bytes: [UInt8]) throws(PasskeyFault) {
        guard let value = CBORReader.whole(bytes) else { throw .malformed }
        try self.init(value, stored: bytes)
    }

    fileprivate init(_ value: CBORValue, stored: [UInt8]) throws(PasskeyFault) {
        let found: (SigningAlgorithm, PublicKey?)
        switch (value[1]?.integer, value[3]?.integer, value[-1]) {
        case (2, -7, .integer(1)): found = (.es256, PublicKey(x: value[-2]?.bytes ?? [], y: value[-3]?.bytes ?? []))
        case (1, -8, .integer(6)): found = (.edDSA, PublicKey(ed25519: value[-2]?.bytes ?? []))
        case (3, -257, .bytes(let modulus)):
            found = (.rs256, PublicKey(modulus: modulus, exponent: value[-2]?.bytes ?? []))
        default: throw .unknownAlgorithm
        }
        guard let key = found.1, key.isSound else { throw .malformed }
        (algorithm, self.key, self.stored) = (found.0, key, stored)
    }

    func verifies(_ signature: [UInt8], device: [UInt8], client: [UInt8]) -> Bool {
        key.verifies(signature, of: device + SHA256.digest(of: client).bytes, by: algorithm)
    }
}

/// A new key, as the page sends it.
public struct PasskeyRegistration: Sendable {
    let client: [UInt8]
    let attestation: [UInt8]

    /// In base64url.
    /// - Throws: `AccessError.passkeyRefused`.
    public init(client: String, attestation: String) throws(AccessError) {
        guard let client = Base64.decodedFromURL(client), let attestation = Base64.decodedFromURL(attestation) else {
            throw .passkeyRefused(.malformed)
        }
        (self.client, self.attestation) = (client, attestation)
    }

    /// The key, of whatever maker: who made the device is not asked for.
    func checked(
        challenge: String, site: PasskeySite
    ) throws(PasskeyFault) -> (id: [UInt8], key: PasskeyKey, device: PasskeyDeviceData) {
        try PasskeyClientData.check(client, kind: "webauthn.create", challenge: challenge, site: site)
        guard attestation.count <= 16_384, let value = CBORReader.whole(attestation), value["fmt"]?.text != nil,
            value["attStmt"]?.map != nil, let bytes = value["authData"]?.bytes
        else { throw .malformed }
        let device = try PasskeyDeviceData(bytes, site: site)
        guard let credential = device.credential else { throw .malformed }
        return (credential.id, credential.key, device)
    }
}

/// A signature of a key that is known, as the page sends it.
public struct PasskeyAssertion: Sendable {
    let id: String
    let client: [UInt8]
    let device: [UInt8]
    let signature: [UInt8]

    /// In base64url.
    /// - Throws: `AccessError.passkeyRefused`.
    public init(id: String, client: String, device: String, signature: String) throws(AccessError) {
        guard let idBytes = Base64.decodedFromURL(id), (16...1023).contains(idBytes.count),
            let client = Base64.decodedFromURL(client), let device = Base64.decodedFromURL(device),
            let signature = Base64.decodedFromURL(signature), (1...1024).contains(signature.count)
        else { throw .passkeyRefused(.malformed) }
        (self.id, self.client, self.device, self.signature) = (id, client, device, signature)
    }

    /// What the device says, once the signature is right.
    func checked(
        by key: PasskeyKey, challenge: String, site: PasskeySite
    ) throws(PasskeyFault) -> PasskeyDeviceData {
        try PasskeyClientData.check(client, kind: "webauthn.get", challenge: challenge, site: site)
        let data = try PasskeyDeviceData(device, site: site)
        guard key.verifies(signature, device: device, client: client) else { throw .wrongSignature }
        return data
    }
}
