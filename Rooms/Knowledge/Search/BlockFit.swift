// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// Which building blocks fit a need, best first, or none.
///
/// What people say is read as topics (`need-topics.json`); a block fits by what it can do, or by what it is called and
/// tagged. Where a need speaks most of a topic that no block serves, nothing is suggested.
public struct BlockFit: Sendable {
    /// A block with its fit, 0–1.
    public struct Suggestion: Sendable {
        public let entry: KnowledgeEntry
        public let fit: Double
    }

    /// Below it nothing is suggested.
    static let least = 0.28
    /// What fits less than this share of the best is not shown beside it.
    static let beside = 0.75
    /// What a block is for counts whole, what it can do besides less.
    static let besides = 0.6
    /// What a description tells beside the need's own sentence.
    static let told = 0.6

    private let title: [[NeedVocabulary.Reading]]
    private let description: [[NeedVocabulary.Reading]]
    private let vocabulary: NeedVocabulary

    public init(title: String, description: String = "") {
        self.init(title: title, description: description, vocabulary: ShippedKnowledge.needVocabulary)
    }

    init(title: String, description: String, vocabulary: NeedVocabulary) {
        self.vocabulary = vocabulary
        self.title = vocabulary.read(String(title.prefix(500)))
        let said = Set(self.title.flatMap { $0.map(\.term) })
        self.description = vocabulary.read(String(description.prefix(2000))).filter { word in
            !word.contains { said.contains($0.term) }
        }
    }

    /// The blocks of the catalogue that fit; empty: none does.
    public func suggestions(
        from search: KnowledgeSearch, limit: Int = 5, on connection: any StorageConnection
    ) throws -> [Suggestion] {
        let best = ranked(try search.blocks(on: connection), limit: limit)
        let entries = try KnowledgeQueries.entries(ids: best.map(\.id), on: connection)
        return best.compactMap { hit in
            entries.first { $0.id == hit.id }.map { Suggestion(entry: $0.entry, fit: hit.fit) }
        }
    }

    /// How much each topic is meant, in the order of the topics.
    var topics: [Double] {
        zip(vocabulary.evidence(of: title), vocabulary.evidence(of: description)).map { $0 + Self.told * $1 }
    }

    func ranked(_ blocks: BlockIndex, limit: Int) -> [(id: Int64, fit: Double)] {
        var served: [String: Double] = [:]
        var unserved = 0.0
        for (topic, meant) in zip(vocabulary.topics, topics) where meant > 0 {
            if topic.capabilities.isEmpty { unserved = max(unserved, meant) }
            for capability in topic.capabilities { served[capability] = max(served[capability] ?? 0, meant) }
        }
        let names = blocks.names(meantBy: title, description, told: Self.told)
        let fits = blocks.blocks.enumerated().compactMap { index, block -> (id: Int64, slug: String, sum: Double)? in
            var sum = names[index] ?? 0
            for (place, capability) in block.capabilities.enumerated() {
                sum = max(sum, (served[capability] ?? 0) * (place == 0 ? 1 : Self.besides))
            }
            guard sum >= unserved, sum / (sum + 1) >= Self.least else { return nil }
            return (block.id, block.slug, sum)
        }.sorted { ($1.sum, $0.slug) < ($0.sum, $1.slug) }
        guard let best = fits.first?.sum else { return [] }
        return fits.filter { $0.sum >= best * Self.beside }.prefix(limit).map { ($0.id, $0.sum / ($0.sum + 1)) }
    }
}
