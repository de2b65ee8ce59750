// SPDX-License-Identifier: EUPL-1.2

/// The query part of an address, split into options and decoded.
package struct QueryText {
    package struct Option {
        /// Decoded: `$filter`.
        package var name: String
        /// Decoded bytes of the value, valid UTF-8 without NUL.
        package var value: [UInt8]
        /// As it came, for the next link.
        var raw: Substring
    }

    package var options: [Option] = []

    /// Splits at `&` and `=`, decodes `%xx` and `+`.
    package init(_ raw: Substring) throws(QueryFault) {
        for part in raw.split(separator: "&") {
            let equals = part.firstIndex(of: "=") ?? part.endIndex
            let nameBytes = try Self.decoded(part[..<equals], option: "query", plusIsSpace: true)
            let name = String(decoding: nameBytes, as: UTF8.self)
            let text = equals == part.endIndex ? "" : part[part.index(after: equals)...]
            let value = try Self.decoded(text, option: name, plusIsSpace: true)
            options.append(Option(name: name, value: value, raw: part))
        }
    }

    /// Decodes percent signs; refuses what is no UTF-8 and the NUL character.
    static func decoded(_ text: Substring, option: String, plusIsSpace: Bool) throws(QueryFault) -> [UInt8] {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let start = index
            var byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
                else {
                    throw .malformed(
                        option, index + 1,
                        "'%' must be followed by two hexadecimal digits; write %25 for a percent sign")
                }
                byte = high << 4 | low
                index += 2
            } else if byte == UInt8(ascii: "+"), plusIsSpace {
                byte = UInt8(ascii: " ")
            }
            guard byte != 0 else { throw .malformed(option, start + 1, "the NUL character is not allowed") }
            decoded.append(byte)
            index += 1
        }
        guard String(validating: decoded, as: UTF8.self) != nil else {
            throw .malformed(option, 1, "the value is not UTF-8")
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Percent-encodes everything but unreserved characters and those that queries are full of.
    package static func encode(_ text: some Sequence<UInt8>, into bytes: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
                UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: ";"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                for nibble in [byte >> 4, byte & 15] {
                    bytes.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10)
                }
            }
        }
    }
}
