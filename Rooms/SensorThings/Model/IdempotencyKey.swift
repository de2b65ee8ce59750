// SPDX-License-Identifier: EUPL-1.2
package import HTTPSupport
package import HTTPTypes

/// What a client calls a write, so that sending it again does not write again (draft-ietf-httpapi-idempotency-key-header-07).
package struct IdempotencyKey: Sendable, Hashable {
    /// Characters that a key has at most.
    static let maximumLength = 255

    package let text: String

    /// From the field's value: a string in quotes (RFC 9651 §3.3.3), or its characters without them where they are a token's.
    package init(field: String) throws(Problem) {
        let value = field.trimmed
        let text = value.utf8.first == UInt8(ascii: "\"") ? Self.quoted(value) : Self.bare(value)
        guard let text, !text.isEmpty, text.utf8.count <= Self.maximumLength else {
            throw .badRequest(
                "Idempotency-Key is one string in quotes of 1 to \(Self.maximumLength) ASCII characters, such as "
                    + "\"8e03978e-40d5-43dd-bc93-6894a57f9324\".",
                german:
                    "Idempotency-Key ist ein Text in Anführungszeichen aus 1 bis \(Self.maximumLength) ASCII-Zeichen, etwa "
                    + "\"8e03978e-40d5-43dd-bc93-6894a57f9324\".")
        }
        self.text = text
    }

    /// The key of one request of a batch that has a key as a whole; no client can give that name itself.
    package init(of batch: IdempotencyKey, request: Int) { text = "\(batch.text)\n\(request)" }

    /// What stands between quotes; nil when the value is anything else.
    private static func quoted(_ value: String) -> String? {
        var content: [UInt8] = []
        var rest = value.utf8.dropFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return rest.isEmpty ? String(decoding: content, as: UTF8.self) : nil
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), [UInt8(ascii: "\""), UInt8(ascii: "\\")].contains(escaped) else {
                    return nil
                }
                content.append(escaped)
            case 0x20...0x7E: content.append(byte)
            default: return nil
            }
        }
        return nil
    }

    private static func bare(_ value: String) -> String? {
        let others = Set("!#$%&'*+-.^_`|~:/=".utf8)
        let isToken = value.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || others.contains(byte)
        }
        return isToken ? value : nil
    }
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.utf8.first == 0x20 || text.utf8.first == 0x09 { text.removeFirst() }
        while text.utf8.last == 0x20 || text.utf8.last == 0x09 { text.removeLast() }
        return String(text)
    }
}

extension HTTPField.Name {
    package static let idempotencyKey = HTTPField.Name(constant: "Idempotency-Key")
    /// Says that an answer is the stored one of an earlier request.
    package static let idempotentReplayed = HTTPField.Name(constant: "Idempotent-Replayed")
}
