// SPDX-License-Identifier: EUPL-1.2
import CCrypto
import Wire

/// Codes that change every half minute (RFC 6238): SHA-1, six digits, as all apps on telephones make them.
public enum TimeCode {
    static let period: Int64 = 30

    /// The step that an instant lies in.
    static func step(at instant: Instant) -> Int64 {
        instant.microseconds.quotientAndRemainder(dividingBy: period * 1_000_000).quotient
    }

    /// The code of a step (RFC 4226 §5.3).
    static func code(_ secret: [UInt8], step: Int64, digits: Int = 6) -> String {
        var counter = UInt64(bitPattern: step).bigEndian
        var mac = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        withUnsafeBytes(of: &counter) { bytes in
            _ = HMAC(
                EVP_sha1(), secret, Int32(secret.count), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
                bytes.count, &mac, &length)
        }
        let offset = Int(mac[19] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { product, _ in product * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code it is, the one before and the next one included; nil when none is, or it was used already.
    static func match(_ text: String, _ secret: [UInt8], at instant: Instant, after used: Int64) -> Int64? {
        let given = text.filter { !$0.isWhitespace }
        guard given.utf8.count == 6 else { return nil }
        let now = step(at: instant)
        return [now - 1, now, now + 1].first { $0 > used && Secret.isSame(code(secret, step: $0), given) }
    }

    /// What an app reads from the picture.
    public static func address(_ secret: [UInt8], login: String, town: String) -> String {
        let issuer = FormText.encoded("Allmende " + town.prefix(40))
        return "otpauth://totp/\(issuer):\(FormText.encoded(String(login.prefix(60))))"
            + "?secret=\(Base32.text(secret))&issuer=\(issuer)"
    }
}

/// Base32 (RFC 4648) without padding.
public enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    public static func text(_ bytes: [UInt8]) -> String { BitText.text(bytes, bits: 5, alphabet: alphabet) }

    /// `ABCD EFGH …`, for people who type it.
    public static func grouped(_ text: String, _ separator: String = " ") -> String {
        let letters = Array(text)
        return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: separator)
    }
}
