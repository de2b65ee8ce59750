// SPDX-License-Identifier: EUPL-1.2

/// The fields of a form or of a query, decoded (`application/x-www-form-urlencoded`); the first of a name counts.
struct FormBody: Sendable {
    private var fields: [String: String] = [:]

    init(_ text: some StringProtocol) {
        for pair in text.split(separator: "&").prefix(200) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(parts[0])
            if fields[name] == nil { fields[name] = parts.count > 1 ? Self.decoded(parts[1]) : "" }
        }
    }

    /// The field without white space around it, cut to 500 characters; empty when it is missing.
    subscript(name: String) -> String {
        let text = (fields[name] ?? "").drop(while: \.isWhitespace)
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(text[...last].prefix(500))
    }

    /// The field as it was sent: passwords keep their spaces.
    func exact(_ name: String) -> String { fields[name] ?? "" }

    static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        let utf8 = Array(text.utf8)
        var index = 0
        func digit(_ byte: UInt8) -> UInt8? { Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) } }
        while index < utf8.count {
            let byte = utf8[index]
            if byte == UInt8(ascii: "%"), index + 2 < utf8.count, let high = digit(utf8[index + 1]),
                let low = digit(utf8[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
                continue
            }
            bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
