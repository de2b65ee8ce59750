// SPDX-License-Identifier: EUPL-1.2
import CSodium

/// The kinds of signatures of C2SP signed notes that are known here.
enum SignatureKind: UInt8 {
    /// Ed25519 over the text of the note.
    case ed25519 = 1
    /// Ed25519 by a witness, with a time, over the text of a checkpoint (C2SP tlog-cosignature).
    case cosignature = 4
}

/// A public key with its name, as a signed note's signature is checked with.
public struct NoteVerifier: Sendable, Hashable, CustomStringConvertible {
    public let name: String
    let kind: SignatureKind
    let key: [UInt8]

    /// From `name+0123abcd+Base64`, as people hand keys on.
    /// - Throws: `LedgerError.malformedKey`.
    public init(_ text: some StringProtocol) throws(LedgerError) {
        let parts: [Substring] = String(text).split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = StrictBase64.bytes(parts[2]), let kind = bytes.first,
            let kind = SignatureKind(rawValue: kind)
        else { throw .malformedKey }
        try self.init(name: String(parts[0]), kind: kind, key: Array(bytes.dropFirst()))
        guard Hexadecimal.text(keyHash) == parts[1] else { throw .malformedKey }
    }

    init(name: String, kind: SignatureKind, key: [UInt8]) throws(LedgerError) {
        guard NoteSigner.isName(name), key.count == Int(crypto_sign_PUBLICKEYBYTES) else { throw .malformedKey }
        self.name = name
        self.kind = kind
        self.key = key
    }

    /// Whether it checks what a witness signs of others' logs, and not a log's own checkpoints.
    public var isWitness: Bool { kind == .cosignature }

    /// The four bytes that a signature names its key by.
    var keyHash: [UInt8] {
        let named = Array(name.utf8) + [0x0a, kind.rawValue] + key
        return Array(SHA256.digest(of: named).bytes.prefix(4))
    }

    public var description: String {
        "\(name)+\(Hexadecimal.text(keyHash))+\(StrictBase64.text([kind.rawValue] + key))"
    }

    /// Whether `signature`, without its key hash, fits the text; for a cosignature the seconds it names, else 0.
    func time(of signature: some Collection<UInt8>, over text: String) -> UInt64? {
        switch kind {
        case .ed25519:
            return isRight(Array(signature), Array(text.utf8)) ? 0 : nil
        case .cosignature:
            guard signature.count > 8 else { return nil }
            let time = signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let message = Array(NoteSigner.cosigned(text, time: time).utf8)
            return isRight(Array(signature.dropFirst(8)), message) ? time : nil
        }
    }

    private func isRight(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
        guard signature.count == Int(crypto_sign_BYTES) else { return false }
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), key) == 0
    }
}

/// A secret key with its name, as notes are signed with.
public struct NoteSigner: Sendable {
    public let name: String
    /// The 32 bytes that the key pair is made from; secret.
    public let seed: [UInt8]
    private let kind: SignatureKind
    private let publicKey: [UInt8]
    private let secretKey: [UInt8]

    /// From 32 secret bytes; a witness signs checkpoints of others, with the time.
    /// - Throws: `LedgerError.malformedKey` for a name with blanks or '+', and for a seed that is not 32 bytes.
    public init(name: String, seed: [UInt8], isWitness: Bool = false) throws(LedgerError) {
        guard Self.isName(name), seed.count == Int(crypto_sign_SEEDBYTES) else { throw .malformedKey }
        var publicKey = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
        var secretKey = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
        guard crypto_sign_seed_keypair(&publicKey, &secretKey, seed) == 0 else { throw .malformedKey }
        self.name = name
        self.seed = seed
        self.kind = isWitness ? .cosignature : .ed25519
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// The key that others check with.
    public var verifier: NoteVerifier {
        get throws(LedgerError) { try NoteVerifier(name: name, kind: kind, key: publicKey) }
    }

    /// The signature line's bytes: key hash, for a witness the time in seconds since 1970, signature.
    func signature(over text: String, time: UInt64) throws(LedgerError) -> [UInt8] {
        let verifier = try verifier
        guard kind == .cosignature else { return verifier.keyHash + signed(text) }
        let stamp = (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) }
        return verifier.keyHash + stamp + signed(Self.cosigned(text, time: time))
    }

    private func signed(_ text: String) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Int(crypto_sign_BYTES))
        let message = Array(text.utf8)
        crypto_sign_detached(&signature, nil, message, UInt64(message.count), secretKey)
        return signature
    }

    static func cosigned(_ text: String, time: UInt64) -> String { "cosignature/v1\ntime \(time)\n\(text)" }

    static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("+")
            && !name.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7f }
    }
}

/// Random bytes of the system, by libsodium.
public enum RandomBytes {
    public static func make(_ count: Int = 32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }
}
