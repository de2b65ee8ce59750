// SPDX-License-Identifier: EUPL-1.2

/// The fields of a form or of a query, decoded (`application/x-www-form-urlencoded`).
package struct FormBody: Sendable {
    private var fields: [String: [String]] = [:]

    /// Reads at most `limit` fields.
    package init(_ text: some StringProtocol, limit: Int = 200) {
        for pair in text.split(separator: "&").prefix(limit) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[Self.decoded(parts[0]), default: []].append(parts.count > 1 ? Self.decoded(parts[1]) : "")
        }
    }

    /// Fields that the program itself fills in.
    package init(fields: [String: String]) { self.fields = fields.mapValues { [$0] } }

    package var names: some Sequence<String> { fields.keys }

    /// The first field of that name without white space around it, cut to 500 characters; empty when it is missing.
    package subscript(name: String) -> String { String(trimmed(name).prefix(500)) }

    /// The same, not cut; browsers end lines with CR LF, here they end with LF.
    package func trimmed(_ name: String) -> String {
        let sent = fields[name]?.first ?? ""
        let lines = sent.utf8.contains(0x0D) ? sent.replacing("\r\n", with: "\n") : sent
        let text = lines.drop(while: \.isWhitespace)
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(text[...last])
    }

    /// The field as it was sent: passwords keep their spaces.
    package func exact(_ name: String) -> String { fields[name]?.first ?? "" }

    /// All fields of that name, such as the ticked boxes of a question.
    package func all(_ name: String) -> [String] { fields[name] ?? [] }

    package func has(_ name: String) -> Bool { fields[name] != nil }

    package static func decoded(_ text: some StringProtocol) -> String {
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
