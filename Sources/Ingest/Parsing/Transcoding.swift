// SPDX-License-Identifier: EUPL-1.2

/// Turns a file's bytes into UTF-8, or says where they are not what the mapping declares.
enum Transcoding {
    struct Fault: Error, Hashable, CustomStringConvertible {
        let line: Int
        let byte: UInt8
        var description: String {
            let hex = String(byte, radix: 16, uppercase: true)
            return "line \(line): byte 0x\(hex) is not UTF-8; declare \"encoding\": \"iso-8859-1\" if the file is older"
        }
    }

    /// - Returns: UTF-8, and how many bytes were control characters that no text has (dropped).
    static func utf8(_ bytes: [UInt8], from encoding: TableFormat.Encoding) throws(Fault) -> (
        bytes: [UInt8], dropped: Int
    ) {
        switch encoding {
        case .utf8:
            if let offset = firstFault(in: bytes) {
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
                    append(UInt32(byte), to: &text)
                } else if encoding == .windows1252, let code = windows1252[Int(byte) - 0x80] {
                    append(code, to: &text)
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
    private static let windows1252: [UInt32?] = [
        0x20AC, nil, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, nil,
        0x017D, nil,
        nil, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, nil,
        0x017E,
        0x0178,
    ]
}
