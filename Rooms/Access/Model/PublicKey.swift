// SPDX-License-Identifier: EUPL-1.2
import CCrypto

/// A public key that checks signatures: RSA of 2,048 to 8,192 bits, P-256, Ed25519.
struct PublicKey: Sendable, Hashable {
    private enum Numbers: Sendable, Hashable {
        case rsa(modulus: [UInt8], exponent: [UInt8])
        case p256(x: [UInt8], y: [UInt8])
        case ed25519([UInt8])
    }

    private let numbers: Numbers

    /// An RSA key, from the highest byte on.
    init?(modulus: [UInt8], exponent: [UInt8]) {
        let modulus = Array(modulus.drop { $0 == 0 })
        guard (256...1024).contains(modulus.count), (1...8).contains(exponent.count), (exponent.last ?? 0) & 1 == 1
        else { return nil }
        numbers = .rsa(modulus: modulus, exponent: exponent)
    }

    /// A point of P-256.
    init?(x: [UInt8], y: [UInt8]) {
        guard x.count == 32, y.count == 32 else { return nil }
        numbers = .p256(x: x, y: y)
    }

    init?(ed25519 bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        numbers = .ed25519(bytes)
    }

    func fits(_ wanted: SigningAlgorithm) -> Bool {
        switch (numbers, wanted) {
        case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512), (.p256, .es256), (.ed25519, .edDSA): true
        default: false
        }
    }

    /// Whether libcrypto takes the numbers for a key: a point that is none of the curve is refused.
    var isSound: Bool {
        guard let key = openSSLKey() else { return false }
        EVP_PKEY_free(key)
        return true
    }

    /// Whether the signature (of a curve: as DER) is of this key over the bytes.
    func verifies(_ signature: [UInt8], of message: [UInt8], by algorithm: SigningAlgorithm) -> Bool {
        guard fits(algorithm), let key = openSSLKey() else { return false }
        defer { EVP_PKEY_free(key) }
        return OpenSSLKey.verifies(signature, of: message, by: key, digest: algorithm.digest)
    }

    private func openSSLKey() -> OpaquePointer? {
        switch numbers {
        case .ed25519(let bytes): return EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, bytes, bytes.count)
        case .p256(let x, let y):
            var point: [UInt8] = [4] + x + y
            var group = Array("P-256".utf8CString)
            return group.withUnsafeMutableBufferPointer { group in
                point.withUnsafeMutableBytes { point in
                    OpenSSLKey.make(
                        "EC",
                        [
                            OSSL_PARAM_construct_utf8_string(OpenSSLKey.name("group"), group.baseAddress, 0),
                            OSSL_PARAM_construct_octet_string(OpenSSLKey.name("pub"), point.baseAddress, point.count),
                        ])
                }
            }
        case .rsa(let modulus, let exponent):
            // numbers in the order of the machine
            var n = Array(modulus.reversed())
            var e = Array(exponent.reversed())
            return n.withUnsafeMutableBufferPointer { n in
                e.withUnsafeMutableBufferPointer { e in
                    OpenSSLKey.make(
                        "RSA",
                        [
                            OSSL_PARAM_construct_BN(OpenSSLKey.name("n"), n.baseAddress, n.count),
                            OSSL_PARAM_construct_BN(OpenSSLKey.name("e"), e.baseAddress, e.count),
                        ])
                }
            }
        }
    }
}

/// What libcrypto does for signatures.
enum OpenSSLKey {
    static func make(_ kind: String, _ parameters: [OSSL_PARAM]) -> OpaquePointer? {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, kind, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var parameters = parameters + [OSSL_PARAM_construct_end()]
        var key: OpaquePointer?
        // EVP_PKEY_PUBLIC_KEY: 0x84 for the parameters, 0x02 for the public part
        let selection: Int32 = 0x86
        guard EVP_PKEY_fromdata_init(context) > 0,
            EVP_PKEY_fromdata(context, &key, selection, &parameters) > 0
        else { return nil }
        return key
    }

    /// The name of a parameter: it stays where it is, because libcrypto keeps the address.
    static func name(_ text: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    static func verifies(_ signature: [UInt8], of message: [UInt8], by key: OpaquePointer, digest: String?) -> Bool {
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit_ex(context, nil, digest, nil, nil, key, nil) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}

/// The little of ASN.1 that a signature of an elliptic curve needs.
enum DER {
    static func integer(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var digits = Array(bytes.drop { $0 == 0 })
        if digits.isEmpty { digits = [0] }
        if digits[0] & 0x80 != 0 { digits.insert(0, at: 0) }
        return [0x02, UInt8(digits.count)] + digits
    }

    /// At most 127 bytes.
    static func sequence(_ content: [UInt8]) -> [UInt8] { [0x30, UInt8(content.count)] + content }
}
