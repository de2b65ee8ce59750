// SPDX-License-Identifier: EUPL-1.2
import Knowledge
import Site

/// Examples and building blocks that fit a search, with the choices that narrow it.
struct KnowledgePage: Sendable {
    static let entriesOnAPage = 20

    var query: KnowledgeSearch.Query
    var result: KnowledgeSearch.Result
    var page: Int

    var pager: Pager { Pager(page: page, items: result.total, size: Self.entriesOnAPage) }

    func url(page: Int) -> SiteURL {
        .knowledge(
            search: query.text, kind: query.kind?.rawValue ?? "", outcome: query.outcome?.rawValue ?? "",
            category: query.category?.rawValue ?? "", licence: query.openness?.rawValue ?? "", page: page)
    }
}

/// A project example.
struct ExamplePage: Sendable {
    var entry: KnowledgeEntry
    var example: ProjectExample
}

/// A building block.
struct BlockPage: Sendable {
    var entry: KnowledgeEntry
    var block: BuildingBlock
    /// What licence list and matrix are from; nil without them.
    var licenceName: String?
}
