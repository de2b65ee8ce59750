// SPDX-License-Identifier: EUPL-1.2

/// Base64 (RFC 4648) without line breaks.
public enum Base64 {
    /// The bytes, or nil when the text is not Base64 of §4 or §5; padding may be missing.
    public static func decoded(_ text: some StringProtocol) -> [UInt8]? { bytes(text, isStrict: false) }

    /// The bytes of a text for addresses and file names (§5): without padding, and written in the one way there is.
    public static func decodedFromURL(_ text: some StringProtocol) -> [UInt8]? { bytes(text, isStrict: true) }

    private static func bytes(_ text: some StringProtocol, isStrict: Bool) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
            case UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "_"): value = 63
            case UInt8(ascii: "+") where !isStrict: value = 62
            case UInt8(ascii: "/") where !isStrict: value = 63
            case UInt8(ascii: "=") where !isStrict: continue
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        // no text of another length, and no bits that say nothing
        guard !isStrict || count < 6 && bits & (1 << UInt32(count) - 1) == 0 else { return nil }
        return bytes
    }
}
