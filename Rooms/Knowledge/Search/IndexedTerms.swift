// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Wire

/// The terms of an entry with their weights, in whole numbers so that each engine ranks alike.
struct IndexedTerms {
    /// Thousandths of the saturated term frequency of BM25.
    private(set) var weights: [String: Int64] = [:]

    private var frequencies: [String: Double] = [:]
    private var length = 0.0

    init(_ entry: KnowledgeEntry) {
        add(entry.title, weight: 6)
        for tag in entry.tags { add(Words(tag, tag), weight: 4) }
        for category in entry.categories { add(category.name, weight: 2) }
        add(entry.summary, weight: 2)
        for member in entry.document.members where !Self.seen.contains(member.name) { add(member.value, weight: 1) }
        // BM25 with k1 = 1.2, b = 0.5 and a fixed reference length: an entry's weights depend on that entry alone.
        let norm = 1.2 * (0.5 + 0.5 * length / 250)
        for (term, frequency) in frequencies {
            weights[term] = Int64((1000 * frequency * 2.2 / (frequency + norm)).rounded())
        }
    }

    private static let seen: Set<String> = [
        "title", "tags", "categories", "summary", "slug", "verified", "url", "repository", "toCheck",
    ]

    private mutating func add(_ text: Words, weight: Double) {
        var terms = Self.terms(text.german, [.german])
        if let english = text.translation, english != text.german {
            terms += Self.terms(english, [.english])
        } else {
            // One text for both languages: each stem once.
            terms += Self.terms(text.german, [.english]).filter { !terms.contains($0) }
        }
        for term in terms { frequencies[term, default: 0] += weight }
        length += Double(terms.count)
    }

    private mutating func add(_ value: JSONValue, weight: Double) {
        switch value {
        case .string(let text): add(Words(text, text), weight: weight)
        case .array(let elements): for element in elements { add(element, weight: weight) }
        case .object(let object):
            if let text = Words(json: value) {
                add(text, weight: weight)
            } else {
                for member in object.members where !Self.seen.contains(member.name) || member.name == "title" {
                    add(member.value, weight: weight)
                }
            }
        case .null, .bool, .number: break
        }
    }

    enum StemLanguage { case german, english }

    /// Stems without stop words, repeated as often as they stand there.
    static func terms(_ text: String, _ languages: [StemLanguage]) -> [String] {
        var terms: [String] = []
        for word in Tokeniser.words(text) where !Tokeniser.stopWords.contains(word) {
            for language in languages {
                terms.append(language == .german ? Stemmer.german.stem(word) : Stemmer.english.stem(word))
            }
        }
        return terms
    }
}
