// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// What is searched of one entry: its name, and whatever else is said of it.
package struct SearchText: Sendable, Hashable {
    package let title: String
    package let text: String

    package init(_ title: String, _ text: String = "") { (self.title, self.text) = (title, text) }
}

/// Finds entries by words, parts of compounds and misspelt words, best first; all words asked for must stand in one.
///
/// The words of all entries are kept once with the entries that have them, and by their trigrams, so that a question
/// looks at few words and never at the texts.
package struct SearchIndex: Sendable {
    /// An entry that fits, by its place among those given.
    package struct Hit: Sendable, Hashable {
        package let place: Int
        package let score: Float
    }

    private let count: Int
    /// Each word once, as its bytes; they are ASCII but for other scripts.
    private let words: [[UInt8]]
    private let numbers: [[UInt8]: Int32]
    /// For each word the entries that have it, twice their place and one more where it stands in the title.
    private let postings: [[UInt32]]
    private let trigrams: [UInt32: [Int32]]

    package init(_ texts: [SearchText]) {
        var numbers: [[UInt8]: Int32] = [:]
        var words: [[UInt8]] = []
        var postings: [[UInt32]] = []
        for (place, text) in texts.enumerated() {
            for (isTitle, part) in [(true, text.title), (false, text.text)] where !part.isEmpty {
                for word in Self.split(part) {
                    let number: Int
                    if let known = numbers[word] {
                        number = Int(known)
                    } else {
                        number = words.count
                        numbers[word] = Int32(number)
                        words.append(word)
                        postings.append([])
                    }
                    let mark = UInt32(place) << 1
                    if let last = postings[number].last, last >> 1 == UInt32(place) { continue }
                    postings[number].append(mark | (isTitle ? 1 : 0))
                }
            }
        }
        var trigrams: [UInt32: [Int32]] = [:]
        for (number, word) in words.enumerated() {
            for trigram in Set(Self.trigrams(word)) { trigrams[trigram, default: []].append(Int32(number)) }
        }
        (count, self.numbers, self.words) = (texts.count, numbers, words)
        (self.postings, self.trigrams) = (postings, trigrams)
    }

    /// The entries that have all words of a text, best first; none for a text without words.
    package func hits(_ text: String) -> [Hit] { best(text, most: .max).hits }

    /// How many entries have all words of a text, and the best of them; equal ones in their order.
    package func best(_ text: String, most: Int) -> (count: Int, hits: [Hit]) {
        let totals = totals(text)
        var (found, hits) = (0, [Hit]())
        for (place, score) in totals.enumerated() where score > 0 {
            found += 1
            if hits.count < most { hits.append(Hit(place: place, score: score)) }
        }
        guard found > hits.count else {
            return (found, hits.sorted { ($1.score, $0.place) < ($0.score, $1.place) })
        }
        // many: only those that belong to the best are put in their place
        hits.removeAll(keepingCapacity: true)
        for (place, score) in totals.enumerated() where score > 0 {
            if hits.count == most {
                guard let last = hits.last, last.score < score else { continue }
                hits.removeLast()
            }
            let at = hits.firstIndex { $0.score < score } ?? hits.endIndex
            hits.insert(Hit(place: place, score: score), at: at)
        }
        return (found, hits)
    }

    /// How well each entry has all words of a text; 0 where one is missing, empty for a text without words.
    private func totals(_ text: String) -> [Float] {
        let asked = Self.split(String(text.prefix(200))).prefix(12)
        guard !asked.isEmpty else { return [] }
        var totals = [Float](repeating: 0, count: count)
        for (turn, word) in asked.enumerated() {
            var best = [Float](repeating: 0, count: count)
            for (number, closeness) in meant(by: word) {
                for posting in postings[number] {
                    let score = posting & 1 == 1 ? closeness * 2 : closeness
                    let place = Int(posting >> 1)
                    if best[place] < score { best[place] = score }
                }
            }
            for place in totals.indices {
                let isOut = best[place] == 0 || turn > 0 && totals[place] == 0
                totals[place] = isOut ? 0 : totals[place] + best[place]
            }
        }
        return totals
    }

    // MARK: Words

    /// The words of the index that a word of a question stands for; misspelt ones only when nothing else fits.
    private func meant(by word: [UInt8]) -> [(number: Int, closeness: Float)] {
        var sure: [(Int, Float)] = []
        if let exact = numbers[word] { sure.append((Int(exact), 1)) }
        let own = Set(Self.trigrams(word))
        var shared: [Int32: Int] = [:]
        for trigram in own {
            for number in trigrams[trigram] ?? [] { shared[number, default: 0] += 1 }
        }
        var unsure: [(Int, Float)] = []
        for (number, common) in shared {
            let other = words[Int(number)]
            if other == word { continue }
            if word.count >= 3, other.count > word.count, let at = Self.find(word, in: other) {
                sure.append((Int(number), at == 0 ? 0.9 : at + word.count == other.count ? 0.8 : 0.7))
            } else if other.count >= 5, word.count > other.count, let at = Self.find(other, in: word),
                at == 0 || at + other.count == word.count
            {
                sure.append((Int(number), 0.5))
            } else if common * 3 >= own.count, let closeness = Self.closeness(of: word, to: other) {
                unsure.append((Int(number), closeness))
            }
        }
        return (sure.isEmpty ? unsure : sure).map { (number: $0.0, closeness: $0.1) }
    }

    /// Small letters and digits, umlauts spelled out.
    private static func split(_ text: String) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        for byte in SearchWords.folded(text) {
            switch byte {
            case 0x30...0x39, 0x61...0x7A, 0x80...: word.append(byte)
            default:
                if !word.isEmpty { words.append(word) }
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// Three bytes each as one number; the beginning of a word is a byte of its own.
    private static func trigrams(_ word: [UInt8]) -> [UInt32] {
        let marked = [1] + word + [2]
        return (0..<max(0, marked.count - 2)).map { start in
            UInt32(marked[start]) << 16 | UInt32(marked[start + 1]) << 8 | UInt32(marked[start + 2])
        }
    }

    private static func find(_ piece: [UInt8], in word: [UInt8]) -> Int? {
        for start in 0...(word.count - piece.count) where word[start..<start + piece.count].elementsEqual(piece) {
            return start
        }
        return nil
    }

    /// How near a misspelt word is to another: to all of it, or to one part of a compound; nil: not near.
    ///
    /// One slip in a word of four to seven letters, two in a longer one; in a part of a compound one from six letters on,
    /// two from ten on.
    private static func closeness(of word: [UInt8], to other: [UInt8]) -> Float? {
        let most = word.count >= 8 ? 2 : word.count >= 4 ? 1 : 0
        if most > 0, abs(word.count - other.count) <= most, isMisspelt(word, for: other, most: most) { return 0.4 }
        let (part, whole) = word.count < other.count ? (word, other) : (other, word)
        let few = part.count >= 10 ? 2 : part.count >= 6 ? 1 : 0
        guard few > 0, isMisspelt(part, for: whole, most: few, isPart: true) else { return nil }
        return word.count < other.count ? 0.3 : 0.25
    }

    /// A slip: a letter missing, one too many, another one, or two swapped. A part may begin and end anywhere.
    private static func isMisspelt(_ word: [UInt8], for other: [UInt8], most: Int, isPart: Bool = false) -> Bool {
        var before = [Int]()
        var last = isPart ? [Int](repeating: 0, count: other.count + 1) : Array(0...other.count)
        for row in 1...word.count {
            var line = [row]
            line.reserveCapacity(other.count + 1)
            var least = row
            for column in 1...other.count {
                let isSame = word[row - 1] == other[column - 1]
                var cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, word[row - 1] == other[column - 2], word[row - 2] == other[column - 1] {
                    cost = min(cost, before[column - 2] + 1)
                }
                least = min(least, cost)
                line.append(cost)
            }
            guard least <= most else { return false }
            (before, last) = (last, line)
        }
        return (isPart ? last.min() ?? most + 1 : last[other.count]) <= most
    }
}

/// Indices of what is searched again and again, each made anew only when its texts are others.
package final class SearchMemory: Sendable {
    /// For each matter, readers with different rights search different texts.
    private static let most = 6

    private let kept = Mutex<[String: [(texts: [SearchText], index: SearchIndex)]]>([:])

    package init() {}

    /// The index over these texts; `name` says what they are about.
    package func index(_ name: String, over texts: [SearchText]) -> SearchIndex {
        if let known = kept.withLock({ $0[name] })?.first(where: { $0.texts == texts }) { return known.index }
        let index = SearchIndex(texts)
        kept.withLock { kept in
            let others = (kept[name] ?? []).prefix(Self.most - 1)
            kept[name] = [(texts, index)] + others
        }
        return index
    }
}
