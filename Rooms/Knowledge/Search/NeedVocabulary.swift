// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// The words of all topics, and how a word of a need is read by them: as it is, as a compound, or misspelt.
struct NeedVocabulary: Sendable {
    /// A term a word stands for, with its closeness, 0–1.
    typealias Reading = (term: String, closeness: Double)

    /// What one word of a sentence tells beside a word that names the topic.
    private static let telling = 0.4

    let topics: [NeedTopic]
    /// Term → the topics it speaks for, each with its weight, 0–1: the less, the more topics have the term.
    private let postings: [String: [(topic: Int, weight: Double)]]
    /// What is said as one word or as two, as one.
    private let joined: Set<String>
    /// Terms by first letter and length, for misspelt words.
    private let byShape: [Shape: [[UInt8]]]

    private struct Shape: Hashable {
        let first: UInt8
        let length: Int
    }

    init(_ topics: [NeedTopic]) {
        self.topics = topics
        joined = topics.reduce(into: ContextWords.phrases) { $0.formUnion($1.joined) }
        var found: [String: [(topic: Int, strength: Double)]] = [:]
        for (index, topic) in topics.enumerated() {
            for term in topic.naming { found[term, default: []].append((index, 1)) }
            for term in topic.telling { found[term, default: []].append((index, Self.telling)) }
        }
        let whole = log(1 + Double(topics.count))
        postings = found.mapValues { list in
            let rarity = log(1 + Double(topics.count) / Double(list.count)) / whole
            return list.map { ($0.topic, $0.strength * rarity) }
        }
        var byShape: [Shape: [[UInt8]]] = [:]
        for term in found.keys.sorted() {
            let bytes = Array(term.utf8)
            if let first = bytes.first { byShape[Shape(first: first, length: bytes.count), default: []].append(bytes) }
        }
        self.byShape = byShape
    }

    /// How much each topic is meant by words of a need, in the order of the topics; unlimited, 1 for one telling word.
    func evidence(of words: [[Reading]]) -> [Double] {
        var sums = [Double](repeating: 0, count: topics.count)
        for readings in words {
            var best: [Int: Double] = [:]
            for (term, closeness) in readings {
                for (topic, weight) in postings[term] ?? [] {
                    best[topic] = max(best[topic] ?? 0, weight * closeness)
                }
            }
            for (topic, weight) in best { sums[topic] += weight }
        }
        return sums
    }

    // MARK: Reading

    /// The words of a text that tell something, each with what it stands for; two that name a topic together are one.
    func read(_ text: String) -> [[Reading]] {
        let readings = ContextWords.words(text, joining: joined).compactMap { reading(of: $0) }
        var seen: Set<String> = []
        return readings.filter { seen.insert($0[0].term).inserted }
    }

    /// The word itself, and where no topic has it, the parts it is made of or the word it is meant to be.
    private func reading(of word: String) -> [Reading]? {
        if ContextWords.contains(word) { return nil }
        let stems = Self.stems(word)
        let itself: [Reading] = stems.map { ($0, 1) }
        if direct(word) != nil { return itself }
        let parts = compound(word)
        if !parts.isEmpty { return itself + parts }
        return itself + (misspelt(stems[0]).map { [($0, 0.8)] } ?? [])
    }

    private static func stems(_ word: String) -> [String] {
        let (german, english) = (Stemmer.german.stem(word), Stemmer.english.stem(word))
        return german == english ? [german] : [german, english]
    }

    private func direct(_ word: String) -> [Reading]? {
        let known = Self.stems(word).filter { postings[$0] != nil }
        return known.isEmpty ? nil : known.map { ($0, 1) }
    }

    /// The known parts of a compound: its last part says what it is, the first one only of what kind.
    private func compound(_ word: String) -> [Reading] {
        let letters = Array(word.utf8)
        guard (7...40).contains(letters.count) else { return [] }
        // the longest last part first
        for start in 3...(letters.count - 3) {
            let tail = String(decoding: letters[start...], as: UTF8.self)
            guard let last = direct(tail) else { continue }
            if let first = beginning(String(decoding: letters[..<start], as: UTF8.self)) {
                return last.map { ($0.term, 0.8) } + first.map { ($0.term, 0.5) }
            }
            if tail.utf8.count >= 6 { return last.map { ($0.term, 0.6) } }
        }
        for end in stride(from: letters.count - 3, through: 5, by: -1) {
            if let first = beginning(String(decoding: letters[..<end], as: UTF8.self)), !first.isEmpty {
                return first.map { ($0.term, 0.4) }
            }
        }
        return []
    }

    /// The terms of a first part, with or without what joins it to the next; none but known for a word of context.
    private func beginning(_ head: String) -> [Reading]? {
        for joint in ["", "s", "n", "en", "es", "er", "e"] where head.hasSuffix(joint) {
            let part = String(head.dropLast(joint.count))
            guard part.utf8.count >= 3 else { continue }
            if let known = direct(part) { return known }
            if ContextWords.contains(part) { return [] }
        }
        return nil
    }

    /// The term a word is one slip away from; a short word is not guessed.
    private func misspelt(_ term: String) -> String? {
        let bytes = Array(term.utf8)
        guard bytes.count >= 6, let first = bytes.first else { return nil }
        for length in [bytes.count, bytes.count - 1, bytes.count + 1] {
            for known in byShape[Shape(first: first, length: length)] ?? [] where Self.isOneSlip(bytes, known) {
                return String(decoding: known, as: UTF8.self)
            }
        }
        return nil
    }

    /// Whether one letter is changed, left out, too many, or two neighbours are swapped.
    static func isOneSlip(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let common = zip(left, right).prefix { $0 == $1 }.count
        let (a, b) = (left[common...], right[common...])
        if a.count == b.count {
            if a.dropFirst().elementsEqual(b.dropFirst()) { return true }
            let swapped = a.count >= 2 && a[common] == b[common + 1] && a[common + 1] == b[common]
            return swapped && a.dropFirst(2).elementsEqual(b.dropFirst(2))
        }
        return a.count > b.count ? a.dropFirst().elementsEqual(b) : b.dropFirst().elementsEqual(a)
    }
}
