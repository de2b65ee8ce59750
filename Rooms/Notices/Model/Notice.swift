// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Wire

/// An announcement of the town, for a time or until it is withdrawn.
struct Notice: Sendable, Hashable {
    let id: Int64
    let title: Words
    let text: Words
    let begins: Instant
    /// Nil until it is withdrawn.
    let ends: Instant?

    static let longestTitle = 200
    static let longestText = 10_000
}

/// What somebody wants to announce.
struct NewNotice: Sendable, Hashable {
    var title = ""
    var titleEnglish = ""
    var text = ""
    var textEnglish = ""
    /// The last day on which it is shown, as `2026-12-31`; empty for no end.
    var until = ""

    var words: (title: Words, text: Words) {
        func words(_ german: String, _ english: String) -> Words {
            Words(german, english.isEmpty ? nil : english)
        }
        return (words(title, titleEnglish), words(text, textEnglish))
    }
}
