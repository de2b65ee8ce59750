// SPDX-License-Identifier: EUPL-1.2

/// How the characters of a text file are written as bytes.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "utf-8"
    case latin1 = "iso-8859-1"
    case windows1252 = "windows-1252"

    /// A byte that is not what the encoding says, with its line from 1.
    public struct Fault: Error, Hashable, CustomStringConvertible {
        public let line: Int
        public let byte: UInt8
        public var description: String {
            let hex = String(byte, radix: 16, uppercase: true)
            return "line \(line): byte 0x\(hex) is not UTF-8; declare \"encoding\": \"iso-8859-1\" if the file is older"
        }
    }

    /// The encoding that bytes of unknown origin most likely have: UTF-8 where they are, else that of older Windows.
    public static func likely(of bytes: [UInt8]) -> TextEncoding {
        if firstFault(in: bytes) == nil { return .utf8 }
        let isWindows = bytes.contains { (0x80..<0xA0).contains($0) && windowsCodes[Int($0) - 0x80] != nil }
        return isWindows ? .windows1252 : .latin1
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
        case .latin1, .windows1252:
            guard bytes.contains(where: { $0 >= 0x80 }) else { return (bytes, 0) }
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count + bytes.count / 16)
            var dropped = 0
            for byte in bytes {
                if byte < 0x80 {
                    text.append(byte)
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

    private static func append(_ code: UInt32, to text: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(code) else { return }
        text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }

    /// Offset of the first byte that is not UTF-8.
    private static func firstFault(in bytes: [UInt8]) -> Int? {
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
}
