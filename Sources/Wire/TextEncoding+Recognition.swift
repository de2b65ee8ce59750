// SPDX-License-Identifier: EUPL-1.2

extension TextEncoding {
    /// What a file of unknown origin is written in, and what shows it.
    public struct Recognition: Sendable, Hashable {
        public let encoding: TextEncoding
        /// Words of the file that decided, read that way; empty for UTF-8, which is seen from the bytes alone.
        public let evidence: [String]
        /// False where no letter decides, only strange characters.
        public let isSure: Bool
    }

    /// The encoding that bytes of unknown origin most likely have.
    public static func likely(of bytes: [UInt8]) -> TextEncoding { recognised(in: bytes).encoding }

    /// Byte marks and valid UTF-8 decide; else the letters and signs that German tables really use.
    public static func recognised(in bytes: [UInt8]) -> Recognition {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || zeros(in: bytes) != nil {
            return Recognition(encoding: .utf16, evidence: [], isSure: true)
        }
        guard let fault = firstFault(in: bytes) else { return Recognition(encoding: .utf8, evidence: [], isSure: true) }
        // The first 64 KiB around the first strange byte tell as much as all of them.
        let sample = Array(bytes[max(0, fault - 4096)..<min(bytes.count, fault + 65_536)])
        var best: (score: Int, encoding: TextEncoding, text: [Unicode.Scalar])?
        for encoding in [TextEncoding.windows1252, .dos850] {
            guard let text = try? encoding.utf8(sample) else { continue }
            let scalars = Array(String(decoding: text.bytes, as: UTF8.self).unicodeScalars)
            let score = score(scalars) - 3 * text.dropped
            if score > best?.score ?? .min { best = (score, encoding, scalars) }
        }
        guard let best else { return Recognition(encoding: .windows1252, evidence: [], isSure: false) }
        let hasControls = sample.contains { (0x80..<0xA0).contains($0) }
        let encoding = best.encoding == .windows1252 && !hasControls ? TextEncoding.latin1 : best.encoding
        return Recognition(encoding: encoding, evidence: words(best.text), isSure: best.score > 0)
    }

    private static let letters = Set("äöüÄÖÜß".unicodeScalars)
    private static let signs = Set("§€é–±½á„“”‘’…à×·ç".unicodeScalars)

    private static func score(_ text: [Unicode.Scalar]) -> Int {
        var score = 0
        for (index, scalar) in text.enumerated() where scalar.value >= 0x80 {
            let before = index > 0 ? text[index - 1] : " "
            let after = index + 1 < text.count ? text[index + 1] : " "
            let isCapital = "ÄÖÜ".unicodeScalars.contains(scalar)
            if letters.contains(scalar) {
                let isBeside = before.properties.isAlphabetic || after.properties.isAlphabetic || isCapital
                let isOutOfPlace =
                    (isCapital && before.properties.isLowercase) || (scalar == "ß" && !before.properties.isAlphabetic)
                score += isBeside && !isOutOfPlace ? 3 : 0
            } else if scalar == "²" || scalar == "³" {
                score += before.properties.isAlphabetic ? 2 : -1
            } else if scalar == "°" {
                let follows = "CcKFNEOSW \"'])".unicodeScalars.contains(after) || ("0"..."9").contains(after)
                score += follows || ("0"..."9").contains(before) ? 2 : -1
            } else if scalar == "µ" {
                score += "gmSsVAlL".unicodeScalars.contains(after) ? 2 : -1
            } else {
                score += signs.contains(scalar) ? 1 : -3
            }
        }
        return score
    }

    /// The first three words with a letter beyond ASCII.
    private static func words(_ text: [Unicode.Scalar]) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var isStrange = false
        for scalar in text + ["\n"] {
            let isPart = scalar.properties.isAlphabetic || scalar.value >= 0x80
            if isPart, word.count < 40 {
                word.append(scalar)
                if scalar.value >= 0x80 { isStrange = true }
                continue
            }
            if isStrange, !words.contains(String(word)) { words.append(String(word)) }
            if words.count == 3 { break }
            word.removeAll()
            isStrange = false
        }
        return words
    }
}
