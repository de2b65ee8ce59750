// SPDX-License-Identifier: EUPL-1.2

/// How the characters of a text file are written as bytes.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "utf-8"
    case latin1 = "iso-8859-1"
    case windows1252 = "windows-1252"
    /// Little or big endian, by its mark or by where its zeros stand.
    case utf16 = "utf-16"
    /// The characters of DOS in Western Europe (code page 850).
    case dos850 = "ibm850"

    /// A byte that is not what the encoding says, with its line from 1.
    public struct Fault: Error, Hashable, CustomStringConvertible {
        public let line: Int
        public let byte: UInt8
        public var description: String {
            let hex = String(byte, radix: 16, uppercase: true)
            return "line \(line): byte 0x\(hex) is not UTF-8; leave \"encoding\" out and it is recognised, or declare "
                + "\"windows-1252\", \"iso-8859-1\", \"ibm850\" or \"utf-16\""
        }
    }

    /// The bytes as UTF-8, and how many were control characters that no text has (dropped).
    public func utf8(_ bytes: [UInt8]) throws(Fault) -> (bytes: [UInt8], dropped: Int) {
        switch self {
        case .utf8:
            if let offset = Self.firstFault(in: bytes) {
                let line = bytes[..<offset].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
                throw Fault(line: line, byte: bytes[offset])
            }
            return (bytes, 0)
        case .utf16: return Self.utf8(ofUTF16: bytes)
        case .latin1, .windows1252, .dos850:
            guard bytes.contains(where: { $0 >= 0x80 }) else { return (bytes, 0) }
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count + bytes.count / 16)
            var dropped = 0
            for byte in bytes {
                if byte < 0x80 {
                    text.append(byte)
                } else if self == .dos850 {
                    Self.append(UInt32(Self.dosCodes[Int(byte) - 0x80]), to: &text)
                } else if byte >= 0xA0 {
                    Self.append(UInt32(byte), to: &text)
                } else if self == .windows1252, let code = Self.windowsCodes[Int(byte) - 0x80] {
                    Self.append(code, to: &text)
                } else {
                    dropped += 1
                }
            }
            return (text, dropped)
        }
    }

    private static func utf8(ofUTF16 bytes: [UInt8]) -> (bytes: [UInt8], dropped: Int) {
        let isBig =
            bytes.starts(with: [0xFE, 0xFF]) || (!bytes.starts(with: [0xFF, 0xFE]) && zeros(in: bytes) == .big)
        let hasMark = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = hasMark ? 2 : 0
        while index + 1 < bytes.count {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isBig ? first << 8 | second : second << 8 | first)
            index += 2
        }
        var text: [UInt8] = []
        text.reserveCapacity(units.count)
        let hasFaults = transcode(
            units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: false, into: { text.append($0) })
        return (text, (hasFaults ? 1 : 0) + (bytes.count % 2))
    }

    enum ByteOrder { case little, big }

    /// Where text of Latin letters in UTF-16 has its zeros; nil for bytes without that pattern.
    static func zeros(in bytes: [UInt8]) -> ByteOrder? {
        let half = min(bytes.count, 4096) / 2
        guard half >= 2 else { return nil }
        var (even, odd) = (0, 0)
        for index in 0..<half {
            if bytes[2 * index] == 0 { even += 1 }
            if bytes[2 * index + 1] == 0 { odd += 1 }
        }
        if odd * 10 > half * 3, even * 20 < half { return .little }
        return even * 10 > half * 3 && odd * 20 < half ? .big : nil
    }

    private static func append(_ code: UInt32, to text: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(code) else { return }
        text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }

    /// Offset of the first byte that is not UTF-8.
    static func firstFault(in bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let length = byte < 0x80 ? 1 : byte < 0xC2 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 0
            guard length > 0, index + length <= bytes.count else { return index }
            if length > 1, String(validating: bytes[index..<(index + length)], as: UTF8.self) == nil { return index }
            index += length
        }
        return nil
    }

    /// The characters of 0x80–0x9F (Windows-1252); five are unassigned.
    private static let windowsCodes: [UInt32?] = [
        0x20AC, nil, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, nil,
        0x017D, nil,
        nil, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, nil,
        0x017E,
        0x0178,
    ]

    /// The characters of 0x80–0xFF in DOS 850.
    private static let dosCodes: [UInt16] = [
        0xC7, 0xFC, 0xE9, 0xE2, 0xE4, 0xE0, 0xE5, 0xE7, 0xEA, 0xEB, 0xE8, 0xEF, 0xEE, 0xEC, 0xC4, 0xC5, 0xC9, 0xE6,
        0xC6, 0xF4, 0xF6, 0xF2, 0xFB, 0xF9, 0xFF, 0xD6, 0xDC, 0xF8, 0xA3, 0xD8, 0xD7, 0x192, 0xE1, 0xED, 0xF3, 0xFA,
        0xF1, 0xD1, 0xAA, 0xBA, 0xBF, 0xAE, 0xAC, 0xBD, 0xBC, 0xA1, 0xAB, 0xBB, 0x2591, 0x2592, 0x2593, 0x2502,
        0x2524, 0xC1, 0xC2, 0xC0, 0xA9, 0x2563, 0x2551, 0x2557, 0x255D, 0xA2, 0xA5, 0x2510, 0x2514, 0x2534, 0x252C,
        0x251C, 0x2500, 0x253C, 0xE3, 0xC3, 0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0xA4, 0xF0,
        0xD0, 0xCA, 0xCB, 0xC8, 0x131, 0xCD, 0xCE, 0xCF, 0x2518, 0x250C, 0x2588, 0x2584, 0xA6, 0xCC, 0x2580, 0xD3,
        0xDF, 0xD4, 0xD2, 0xF5, 0xD5, 0xB5, 0xFE, 0xDE, 0xDA, 0xDB, 0xD9, 0xFD, 0xDD, 0xAF, 0xB4, 0xAD, 0xB1,
        0x2017, 0xBE, 0xB6, 0xA7, 0xF7, 0xB8, 0xB0, 0xA8, 0xB7, 0xB9, 0xB3, 0xB2, 0x25A0, 0xA0,
    ]
}
