// SPDX-License-Identifier: EUPL-1.2
import CSodium
import Foundation

/// Random tokens and their hashes, and password hashes, by libsodium.
public enum Secret {
    /// 32 random bytes as 43 characters of base64url, after a prefix that tells people what it is.
    public static func token(prefix: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        randombytes_buf(&bytes, bytes.count)
        return prefix + base64URL(bytes)
    }

    /// SHA-256 in hexadecimal; enough for tokens, which are long and random.
    public static func hash(_ token: String) -> String {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
        let bytes = Array(token.utf8)
        crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return hexadecimal(digest)
    }

    /// What a password hash costs: two passes over 19 MiB (OWASP's second choice for Argon2id), about 22 ms.
    private static let passes: UInt64 = 2
    private static let memory = 19 << 20

    /// Argon2id; nil when memory is short.
    static func passwordHash(_ password: String) -> String? {
        guard sodium_init() >= 0 else { return nil }
        var out = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let bytes = Array(password.utf8CString)
        let code = crypto_pwhash_str(
            &out, bytes, UInt64(bytes.count - 1), passes, memory)
        guard code == 0 else { return nil }
        return String(decoding: out.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether it is the password of a hash of whatever cost; nil when memory is short.
    static func verify(_ password: String, hash: String) -> Bool? {
        guard sodium_init() >= 0 else { return nil }
        guard let stored = padded(hash) else { return false }
        let bytes = Array(password.utf8CString)
        errno = 0
        if crypto_pwhash_str_verify(stored, bytes, UInt64(bytes.count - 1)) == 0 { return true }
        return errno == ENOMEM ? nil : false
    }

    /// Whether a hash is of another cost than new ones.
    static func needsRenewal(_ hash: String) -> Bool {
        padded(hash).map { crypto_pwhash_str_needs_rehash($0, passes, memory) != 0 } ?? true
    }

    /// The text in as many bytes as libsodium reads; nil when it is longer.
    private static func padded(_ hash: String) -> [CChar]? {
        let stored = Array(hash.utf8CString)
        let length = Int(crypto_pwhash_strbytes())
        guard stored.count <= length else { return nil }
        return stored + [CChar](repeating: 0, count: length - stored.count)
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
