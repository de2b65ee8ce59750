// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Wire

/// What people say when they have a need of one sort, and what a building block must be able to do to serve it.
struct NeedTopic: Sendable {
    let name: Words
    /// Of a block; empty for needs that nothing in a catalogue serves, such as a missing doctor.
    let capabilities: [String]
    /// Terms that name it: one of them alone tells the topic.
    let naming: Set<String>
    /// Those of them that are said as one word or as two: "Open-Data".
    let joined: Set<String>
    /// Terms of the sentences by which people tell it: several together tell the topic.
    let telling: Set<String>

    init(_ object: JSONObject) throws(KnowledgeError) {
        let fields = DocumentReader(object)
        name = try fields.requiredText("topic")
        capabilities = try fields.strings("capabilities")
        var (naming, joined, telling): (Set<String>, Set<String>, Set<String>) = ([], [], [])
        for (language, stemmer) in [("de", Stemmer.german), ("en", Stemmer.english)] {
            let words = try fields.object("words")?.string(language) ?? ""
            for word in words.split(separator: " ") {
                let parts = Tokeniser.words(String(word))
                naming.insert(stemmer.stem(parts.joined()))
                if parts.count == 2 { joined.insert(parts.joined()) }
            }
            for sentence in try fields.object("said")?.strings(language) ?? [] {
                for word in ContextWords.words(sentence) where !ContextWords.contains(word) {
                    telling.insert(stemmer.stem(word))
                }
            }
        }
        self.naming = naming
        self.joined = joined
        self.telling = telling.subtracting(naming)
    }
}
