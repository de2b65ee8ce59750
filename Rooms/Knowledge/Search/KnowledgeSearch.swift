// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
public import Storage
import Synchronization

/// Finds entries by words in German or English, parts of compounds and misspelt words; the same ranking on each engine.
///
/// Postings lie in tables; titles and facets of all entries are kept in memory until an import changes them.
public final class KnowledgeSearch: Sendable {
    /// What is asked; empty parts do not narrow.
    public struct Query: Sendable, Hashable {
        public var text: String
        public var kind: EntryKind?
        public var outcome: ProjectExample.Outcome?
        public var category: SolutionCategory?
        public var openness: LicenceOpenness?
        public var limit: Int
        public var offset: Int

        public init(
            text: String = "", kind: EntryKind? = nil, outcome: ProjectExample.Outcome? = nil,
            category: SolutionCategory? = nil, openness: LicenceOpenness? = nil, limit: Int = 20, offset: Int = 0
        ) {
            self.text = text
            self.kind = kind
            self.outcome = outcome
            self.category = category
            self.openness = openness
            self.limit = limit
            self.offset = offset
        }
    }

    /// An entry that fits, best first.
    public struct Hit: Sendable, Hashable {
        public let id: Int64
        /// 0 without a text.
        public let score: Int64
        public let entry: KnowledgeEntry
    }

    /// Hits with the number of entries behind each choice of a facet, the other facets applied.
    public struct Result: Sendable {
        public let total: Int
        public let hits: [Hit]
        public let kinds: [EntryKind: Int]
        public let outcomes: [ProjectExample.Outcome: Int]
        public let categories: [SolutionCategory: Int]
        public let openness: [LicenceOpenness: Int]
    }

    /// Title and facets of an entry.
    private struct Head: Sendable {
        let id: Int64
        let title: String
        /// The words of the title, as a query's words are read, with spaces around them.
        let words: String
        let kind: EntryKind
        let outcome: ProjectExample.Outcome?
        let openness: LicenceOpenness?
        let categories: [SolutionCategory]

        func matches(_ query: Query, except facet: Facet?) -> Bool {
            (facet == .kind || query.kind == nil || query.kind == kind)
                && (facet == .outcome || query.outcome == nil || query.outcome == outcome)
                && (facet == .openness || query.openness == nil || query.openness == openness)
                && (facet == .category || query.category.map { categories.contains($0) } ?? true)
        }
    }

    private enum Facet { case kind, outcome, category, openness }

    private struct Heads: Sendable {
        let revision: Int64
        let byID: [Int64: Head]
    }

    private let heads = Mutex<Heads?>(nil)
    private let blockIndex = Mutex<(revision: Int64, index: BlockIndex)?>(nil)

    public init() {}

    public func run(_ query: Query, on connection: any StorageConnection) throws -> Result {
        let heads = try currentHeads(on: connection)
        let words = Tokeniser.words(String(query.text.prefix(200)))
        let telling = words.filter { !Tokeniser.stopWords.contains($0) }
        var scores: [(head: Head, score: Int64)]
        if words.isEmpty {
            scores = heads.byID.values.map { ($0, 0) }
        } else {
            let found = try Self.scores(telling.isEmpty ? words : telling, entries: heads.byID.count, on: connection)
            // A title that says it word for word, such as "T-City", is what was meant.
            let phrase = " " + words.joined(separator: " ") + " "
            scores = found.compactMap { id, score in
                heads.byID[id].map { ($0, $0.words.contains(phrase) ? score * 4 : score) }
            }
        }
        var kinds: [EntryKind: Int] = [:]
        var outcomes: [ProjectExample.Outcome: Int] = [:]
        var categories: [SolutionCategory: Int] = [:]
        var openness: [LicenceOpenness: Int] = [:]
        for (head, _) in scores {
            if head.matches(query, except: .kind) { kinds[head.kind, default: 0] += 1 }
            if let outcome = head.outcome, head.matches(query, except: .outcome) { outcomes[outcome, default: 0] += 1 }
            if let open = head.openness, head.matches(query, except: .openness) { openness[open, default: 0] += 1 }
            if head.matches(query, except: .category) {
                for category in head.categories { categories[category, default: 0] += 1 }
            }
        }
        scores.removeAll { !$0.head.matches(query, except: nil) }
        scores.sort { left, right in
            if left.score != right.score { return left.score > right.score }
            if left.head.title != right.head.title { return left.head.title < right.head.title }
            return left.head.id < right.head.id
        }
        let page = scores.dropFirst(max(0, query.offset)).prefix(max(0, query.limit))
        var entries: [Int64: KnowledgeEntry] = [:]
        for (id, entry) in try KnowledgeQueries.entries(ids: page.map(\.head.id), on: connection) {
            entries[id] = entry
        }
        let hits = page.compactMap { found in
            entries[found.head.id].map { Hit(id: found.head.id, score: found.score, entry: $0) }
        }
        return Result(
            total: scores.count, hits: hits, kinds: kinds, outcomes: outcomes, categories: categories,
            openness: openness)
    }

    /// What all building blocks can do and are called.
    func blocks(on connection: any StorageConnection) throws -> BlockIndex {
        let revision = try KnowledgeQueries.revision(on: connection)
        if let known = blockIndex.withLock({ $0 }), known.revision == revision { return known.index }
        let fresh = BlockIndex(try KnowledgeQueries.allEntries(on: connection).filter { $0.entry.kind == .block })
        blockIndex.withLock { $0 = (revision, fresh) }
        return fresh
    }

    private func currentHeads(on connection: any StorageConnection) throws -> Heads {
        let revision = try KnowledgeQueries.revision(on: connection)
        if let known = heads.withLock({ $0 }), known.revision == revision { return known }
        var byID: [Int64: Head] = [:]
        for (id, entry) in try KnowledgeQueries.allEntries(on: connection) {
            byID[id] = Head(
                id: id, title: entry.title.german,
                words: " " + Tokeniser.words(entry.title.german).joined(separator: " ") + " ", kind: entry.kind,
                outcome: entry.outcome, openness: entry.openness,
                categories: entry.categories)
        }
        let fresh = Heads(revision: revision, byID: byID)
        heads.withLock { $0 = fresh }
        return fresh
    }

    // MARK: Scoring

    /// Entry → score, in whole numbers; an entry that fits only some of the words keeps that share of its score.
    private static func scores(
        _ words: [String], entries: Int, on connection: any StorageConnection
    ) throws -> [Int64: Int64] {
        let distinct = words.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.prefix(12)
        let expansions = try distinct.map { try TermExpansion.terms(for: $0, on: connection) }
        var postings: [String: [(entry: Int64, weight: Int64)]] = [:]
        // Each term for itself: its rows lie together, and none has to say the term again.
        for term in Set(expansions.flatMap(\.keys)) {
            var list: [(entry: Int64, weight: Int64)] = []
            try connection.forEachRow("SELECT entry_id, weight FROM knowledge_term WHERE term = \(term)") { row in
                list.append((row.integer(0), row.integer(1)))
                return true
            }
            if !list.isEmpty { postings[term] = list }
        }
        var totals: [Int64: (score: Int64, words: Int64)] = [:]
        for expansion in expansions {
            var best: [Int64: Int64] = [:]
            best.reserveCapacity(expansion.keys.reduce(0) { max($0, postings[$1]?.count ?? 0) })
            for (term, closeness) in expansion {
                guard let list = postings[term] else { continue }
                let rarity = rarity(of: list.count, among: entries)
                for posting in list {
                    let score = posting.weight * closeness * rarity / 1_000_000
                    best[posting.entry] = max(best[posting.entry] ?? 0, max(1, score))
                }
            }
            for (entry, score) in best {
                let before = totals[entry] ?? (0, 0)
                totals[entry] = (before.score + score, before.words + 1)
            }
        }
        let count = Int64(max(1, distinct.count))
        return totals.mapValues { max(1, $0.score * $0.words / count) }
    }

    /// Thousandths of BM25's inverse document frequency.
    private static func rarity(of found: Int, among entries: Int) -> Int64 {
        let others = Double(max(entries, found) - found)
        let ratio = 1 + (others + 0.5) / (Double(found) + 0.5)
        return max(1, Int64((1000 * log(ratio)).rounded()))
    }
}
