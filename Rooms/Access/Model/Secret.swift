// SPDX-License-Identifier: EUPL-1.2
import CSodium
import Foundation
import Ledger

/// Random tokens and their hashes, and password hashes, by libsodium.
public enum Secret {
    /// A code that people type: as many groups of four letters and digits, 20 bits each.
    static func code(groups: Int) -> String {
        Base32.grouped(String(Base32.text(RandomBytes.make((groups * 20 + 7) / 8)).prefix(groups * 4)), "-")
    }

    /// The code as it was made, however it was typed.
    public static func normalised(_ code: String) -> String {
        let letters = code.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return Base32.grouped(String(letters.prefix(64)), "-")
    }

    /// Compares in a time that tells nothing about where they differ.
    static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        return left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }

    /// 32 random bytes as 43 characters of base64url, after a prefix that tells people what it is.
    public static func token(prefix: String) -> String {
        prefix + base64URL(RandomBytes.make(32))
    }

    /// SHA-256 in hexadecimal; enough for tokens, which are long and random.
    public static func hash(_ token: String) -> String {
        SHA256.digest(of: Array(token.utf8)).hexadecimal
    }

    /// SHA-256.
    static func digest(_ text: String) -> [UInt8] {
        SHA256.digest(of: Array(text.utf8)).bytes
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
    ///
    /// libsodium's own check takes a lack of memory for a wrong password: so the key is derived anew and compared here.
    static func verify(_ password: String, hash: String) -> Bool? {
        guard sodium_init() >= 0 else { return nil }
        guard let stored = Argon2Hash(hash) else { return false }
        let bytes = Array(password.utf8CString)
        var key = [UInt8](repeating: 0, count: stored.key.count)
        errno = 0
        let code = crypto_pwhash(
            &key, UInt64(key.count), bytes, UInt64(bytes.count - 1), stored.salt, stored.passes, stored.memory,
            crypto_pwhash_alg_argon2id13())
        guard code == 0 else { return errno == ENOMEM ? nil : false }
        return sodium_memcmp(key, stored.key, key.count) == 0
    }

    /// `$argon2id$v=19$m=19456,t=2,p=1$SALT$KEY`, as libsodium writes it: one lane, base64 without padding.
    private struct Argon2Hash {
        let passes: UInt64
        /// Bytes.
        let memory: Int
        let salt: [UInt8]
        let key: [UInt8]

        init?(_ text: String) {
            let parts = text.split(separator: "$", omittingEmptySubsequences: false)
            guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19" else { return nil }
            let costs = parts[3].split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
            guard costs.count == 3, costs.allSatisfy({ $0.count == 2 }), costs.map({ $0[0] }) == ["m", "t", "p"],
                let kibibytes = Int(costs[0][1]), let passes = UInt64(costs[1][1]), costs[2][1] == "1",
                kibibytes > 0, kibibytes <= Int(UInt32.max), let salt = Self.bytes(parts[4]),
                let key = Self.bytes(parts[5]), salt.count == Int(crypto_pwhash_saltbytes()), key.count >= 16
            else { return nil }
            self.passes = passes
            memory = kibibytes * 1024
            self.salt = salt
            self.key = key
        }

        private static func bytes(_ text: Substring) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: text.utf8.count)
            var count = 0
            let characters = Array(text.utf8).map { CChar(bitPattern: $0) }
            let code = sodium_base642bin(
                &bytes, bytes.count, characters, characters.count, nil, &count, nil,
                sodium_base64_VARIANT_ORIGINAL_NO_PADDING)
            return code == 0 ? Array(bytes.prefix(count)) : nil
        }
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

    static func base64URL(_ bytes: [UInt8]) -> String {
        BitText.text(
            bytes, bits: 6, alphabet: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8))
    }
}

/// Bytes as letters of a few bits each, from the first bit on, without padding (RFC 4648).
enum BitText {
    /// `alphabet` holds a letter for each value of `bits` bits.
    static func text(_ bytes: [UInt8], bits width: Int, alphabet: [UInt8]) -> String {
        let mask = (UInt32(1) << UInt32(width)) - 1
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= width {
                count -= width
                text.append(alphabet[Int(bits >> UInt32(count) & mask)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << UInt32(width - count) & mask)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
