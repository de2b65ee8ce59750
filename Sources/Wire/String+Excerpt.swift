// SPDX-License-Identifier: EUPL-1.2

extension StringProtocol {
    /// At most so many characters and four times as many bytes of it, for messages; "…" stands for the rest.
    ///
    /// One character alone can have any number of bytes (marks above a letter), therefore both.
    public func excerpt(_ most: Int = 120) -> String {
        let whole = Substring(self)
        let bytes = whole.utf8
        var limit = bytes.index(bytes.startIndex, offsetBy: 4 * most, limitedBy: bytes.endIndex) ?? bytes.endIndex
        while limit < bytes.endIndex, bytes[limit] & 0xC0 == 0x80 { limit = bytes.index(before: limit) }
        var text = whole[whole.startIndex..<limit].prefix(most)
        // the last character may have been cut
        if limit < bytes.endIndex, text.endIndex == limit, text.dropLast().startIndex < text.dropLast().endIndex {
            text.removeLast()
        }
        return text.endIndex < whole.endIndex ? String(text) + "…" : String(text)
    }
}

extension TableReader {
    /// The beginning of a field for messages, however long the field is.
    public func excerpt(_ index: Int, _ most: Int = 120) -> String {
        let bytes = slice(index)
        guard bytes.count > 4 * most else { return text(index) }
        // the last character may have been cut
        return String(String(decoding: bytes.prefix(4 * most), as: UTF8.self).dropLast().prefix(most)) + "…"
    }
}
