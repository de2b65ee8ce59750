// SPDX-License-Identifier: EUPL-1.2

/// The same words in both languages.
public struct Phrase: Sendable, Hashable {
    public let english: String
    public let german: String
    public init(_ english: String, german: String) { (self.english, self.german) = (english, german) }
}
