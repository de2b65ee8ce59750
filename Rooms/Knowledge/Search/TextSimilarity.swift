// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// How alike texts are: the cosine of their trigrams, where a trigram counts the more the fewer texts have it.
public struct TextSimilarity: Sendable {
    /// Two of the texts, by their places, and how alike they are, 0–1.
    public struct Pair: Sendable, Hashable {
        public let first: Int
        public let second: Int
        public let likeness: Double
    }

    /// For each text its trigrams with their weights, of length 1 together.
    private let vectors: [[(trigram: Int, weight: Double)]]
    /// For each trigram the texts that have it, in order.
    private let postings: [[(text: Int, weight: Double)]]

    public init(_ texts: [String]) {
        var numbers: [String: Int] = [:]
        var counts: [Int] = []
        let found = texts.map { text -> [Int] in
            var pieces: Set<String> = []
            for word in Set(Tokeniser.words(text)) where !Tokeniser.stopWords.contains(word) {
                pieces.formUnion(Tokeniser.trigrams(word))
            }
            return pieces.map { piece in
                let number = numbers[piece] ?? counts.count
                if number == counts.count {
                    numbers[piece] = number
                    counts.append(0)
                }
                counts[number] += 1
                return number
            }
        }
        // What every tenth text has says little, and would make many texts cost time.
        let most = max(20, texts.count / 10)
        var postings = [[(text: Int, weight: Double)]](repeating: [], count: counts.count)
        var vectors: [[(trigram: Int, weight: Double)]] = []
        for (text, trigrams) in found.enumerated() {
            let weighed = trigrams.filter { counts[$0] <= most }
                .map { (trigram: $0, weight: log(1 + Double(texts.count) / Double(counts[$0]))) }
            let length = weighed.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
            let vector = weighed.map { (trigram: $0.trigram, weight: $0.weight / length) }
            for (trigram, weight) in vector { postings[trigram].append((text, weight)) }
            vectors.append(vector)
        }
        self.vectors = vectors
        self.postings = postings
    }

    /// How alike one text is to each of those behind it.
    private func likenesses(of text: Int) -> [Int: Double] {
        var sums: [Int: Double] = [:]
        for (trigram, weight) in vectors[text] {
            for (other, otherWeight) in postings[trigram] where other > text {
                sums[other, default: 0] += weight * otherWeight
            }
        }
        return sums
    }

    /// All pairs that are at least so alike, the most alike first.
    public func pairs(atLeast least: Double) -> [Pair] {
        vectors.indices.flatMap { first in
            likenesses(of: first).filter { $0.value >= least }.map {
                Pair(first: first, second: $0.key, likeness: min(1, $0.value))
            }
        }.sorted { ($1.likeness, $0.first, $0.second) < ($0.likeness, $1.first, $1.second) }
    }
}
