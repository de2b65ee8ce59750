// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation

/// What all blocks can do and are called, kept in memory.
struct BlockIndex: Sendable {
    struct Block: Sendable {
        let id: Int64
        let slug: String
        let capabilities: [String]
    }

    let blocks: [Block]
    /// Term of a title or tag → the places of the blocks that have it.
    private let named: [String: [Int]]

    init(_ entries: [(id: Int64, entry: KnowledgeEntry)]) {
        var named: [String: [Int]] = [:]
        blocks = entries.enumerated().map { index, item in
            let texts = [item.entry.title.german, item.entry.title.english] + item.entry.tags
            let words = texts.flatMap { Tokeniser.words($0) }.filter {
                $0.utf8.count >= 3 && !ContextWords.contains($0)
            }
            for term in Set(words.flatMap { [Stemmer.german.stem($0), Stemmer.english.stem($0)] }) {
                named[term, default: []].append(index)
            }
            let capabilities = try? DocumentReader(item.entry.document).strings("capabilities")
            return Block(id: item.id, slug: item.entry.slug, capabilities: capabilities ?? [])
        }
        self.named = named
    }

    /// How much each block is named, by its place; 1 for one word of the need's sentence that few blocks have.
    func names(
        meantBy title: [[NeedVocabulary.Reading]], _ description: [[NeedVocabulary.Reading]], told: Double
    ) -> [Int: Double] {
        let whole = log(1 + Double(blocks.count))
        var sums: [Int: Double] = [:]
        for (words, share) in [(title, 1), (description, told)] {
            for readings in words {
                var best: [Int: Double] = [:]
                for (term, closeness) in readings {
                    guard let found = named[term] else { continue }
                    let rarity = log(1 + Double(blocks.count) / Double(found.count)) / whole
                    for index in found { best[index] = max(best[index] ?? 0, closeness * rarity * share) }
                }
                for (index, weight) in best { sums[index, default: 0] += weight }
            }
        }
        return sums
    }
}
