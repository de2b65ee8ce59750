// SPDX-License-Identifier: EUPL-1.2
import CCrypto

extension SHA256 {
    /// A value that only who knows the key can make (HMAC, RFC 2104).
    public static func authenticated(_ bytes: some Collection<UInt8>, key: [UInt8]) -> Digest {
        let message = Array(bytes)
        var code = [UInt8](repeating: 0, count: Digest.byteCount)
        var length: UInt32 = 0
        _ = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &code, &length)
        return Digest(code) ?? Digest()
    }
}
