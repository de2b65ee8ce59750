// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// Why a text or a document is no filter, and where; the message says what would do.
public struct FilterFault: Error, Sendable, Hashable {
    /// The place of the fault.
    public enum Place: Sendable, Hashable {
        /// Character of the text, from 1.
        case character(Int)
        /// JSON pointer (RFC 6901) into the document.
        case pointer(String)
    }

    public let message: Words
    public let place: Place

    public init(at place: Place, german: String, english: String) {
        self.place = place
        message = Words(german, english)
    }

    /// The message with its place before it.
    public var words: Words {
        switch place {
        case .character(let number):
            Words("Zeichen \(number): \(message.german)", "character \(number): \(message.english)")
        case .pointer(let pointer):
            Words(
                "\(pointer.isEmpty ? "/" : pointer): \(message.german)",
                "\(pointer.isEmpty ? "/" : pointer): \(message.english)")
        }
    }
}
