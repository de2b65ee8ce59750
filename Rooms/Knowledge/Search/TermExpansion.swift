// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The terms of the index that a word of a query stands for, each with its closeness in thousandths.
enum TermExpansion {
    /// At most so many terms stand for a word, the closest ones.
    private static let maximum = 60
    /// A part of a compound has at least so many letters.
    private static let shortestPart = 4
    /// Likeness (Dice, in thousandths) from which a misspelt word counts as meant.
    private static let likeness = 550

    static func terms(for word: String, on connection: any StorageConnection) throws -> [String: Int64] {
        let stems = Set([Stemmer.german.stem(word), Stemmer.english.stem(word)])
        var found: [String: Int64] = [:]
        for stem in stems.sorted() {
            for (term, closeness) in try related(to: stem, on: connection) {
                found[term] = max(found[term] ?? 0, closeness)
            }
        }
        // A likely misspelling only counts when nothing else fits.
        if let sure = found.values.max(), sure > 300 { found = found.filter { $0.value > 300 } }
        let closest = found.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(maximum)
        return Dictionary(uniqueKeysWithValues: closest.map { ($0.key, $0.value) })
    }

    private static func related(to stem: String, on connection: any StorageConnection) throws -> [String: Int64] {
        var found: [String: Int64] = [stem: 1000]
        let length = stem.unicodeScalars.count
        guard length >= shortestPart else { return found }
        // The word is a part of a longer term: all its inner trigrams stand in it.
        let inner = Array(Tokeniser.trigrams(stem).filter { !$0.hasPrefix("^") && !$0.hasSuffix("$") }).sorted()
        let all = Tokeniser.trigrams(stem).sorted()
        let needed = min(inner.count, max(1, all.count * 2 / 5))
        try connection.forEachRow(
            """
            SELECT term, count(*) FROM knowledge_trigram WHERE trigram IN (\(list: all))
            GROUP BY term HAVING count(*) >= \(needed)
            """
        ) { row in
            let term = row.text(0)
            if term == stem { return true }
            if term.contains(stem) {
                // A long part of a compound says more than a short one; its beginning and its end most.
                let share = 1000 * length / term.unicodeScalars.count
                let bonus = term.hasSuffix(stem) || term.hasPrefix(stem) ? 150 : 0
                found[term] = Int64(min(900, 350 + share / 2 + bonus))
            } else {
                let shared = Int(row.integer(1))
                let dice = 2000 * shared / (all.count + Tokeniser.trigrams(term).count)
                if dice >= likeness { found[term] = Int64(dice * 3 / 10) }
            }
            return true
        }
        // A term is a part of the word: "Fahrradzählstelle" finds "Zählstelle".
        let scalars = Array(stem.unicodeScalars)
        var parts: Set<String> = []
        if scalars.count <= 40 {
            for start in 0..<scalars.count {
                for end in stride(from: min(scalars.count, start + 30), to: start + 4, by: -1) {
                    if end - start < scalars.count { parts.insert(Tokeniser.text(scalars[start..<end])) }
                }
            }
        }
        let beginnings = Set(parts.map { "^" + Tokeniser.text($0.unicodeScalars.prefix(2)) }).sorted()
        if !parts.isEmpty {
            try connection.forEachRow(
                """
                SELECT term FROM knowledge_trigram
                WHERE trigram IN (\(list: beginnings)) AND term IN (\(list: parts.sorted()))
                """
            ) { row in
                let term = row.text(0)
                found[term] = max(found[term] ?? 0, Int64(310 + 400 * term.unicodeScalars.count / length))
                return true
            }
        }
        return found
    }
}
