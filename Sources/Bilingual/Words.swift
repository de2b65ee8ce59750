// SPDX-License-Identifier: EUPL-1.2

/// The same words in German and, where there is a translation, in English.
public struct Words: Sendable, Hashable {
    public let german: String
    /// Nil where nobody has put it into English.
    public let translation: String?

    /// In English; the German original where there is no translation.
    public var english: String { translation ?? german }

    public init(_ german: String, _ english: String?) {
        self.german = german
        translation = english
    }
}
