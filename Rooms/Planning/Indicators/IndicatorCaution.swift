// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// What whoever reads an indicator must know about the series that it rests on.
public struct IndicatorCaution: Sendable, Hashable {
    /// A whole sentence.
    public let words: Words
    /// Path of the page that says more.
    public let address: String

    public init(words: Words, address: String) {
        self.words = words
        self.address = address
    }
}
