// SPDX-License-Identifier: EUPL-1.2

/// A paper to be read and printed: council papers, reports, briefs. Written as HTML, PDF and OpenDocument Text.
public struct Document: Sendable, Hashable {
    /// A piece of a line.
    public enum Span: Sendable, Hashable, ExpressibleByStringLiteral {
        case text(String)
        case strong(String)
        /// Text with an address: absolute, or below the site.
        case link(String, to: String)

        public init(stringLiteral value: String) { self = .text(value) }
    }

    public enum Block: Sendable, Hashable {
        /// Levels 1 and 2 below the title.
        case heading(Int, String)
        case paragraph([Span])
        case list([[Span]], isNumbered: Bool)
        case table(Table)
        /// What is still missing: drawn so that nobody overlooks it.
        case gap(String)
    }

    public struct Table: Sendable, Hashable {
        public enum Alignment: Sendable, Hashable { case start, end }

        public var caption: String
        public var header: [String]
        public var alignments: [Alignment]
        public var rows: [[String]]
        /// The last row is a sum.
        public var hasTotal: Bool
        /// Where the first cell of each row leads; may be shorter than the rows.
        public var links: [String?]

        /// `alignments` may be shorter than the header; the rest stands at the start.
        public init(
            caption: String, header: [String], alignments: [Alignment] = [], rows: [[String]], hasTotal: Bool = false,
            links: [String?] = []
        ) {
            self.caption = caption
            self.header = header
            self.alignments = alignments
            self.rows = rows
            self.hasTotal = hasTotal
            self.links = links.contains { $0 != nil } ? links : []
        }

        func link(ofRow row: Int) -> String? { row < links.count ? links[row] : nil }
        func alignment(_ column: Int) -> Alignment { column < alignments.count ? alignments[column] : .start }
    }

    public var title: String
    /// BCP 47: `de` or `en`.
    public var language: String
    /// Facts in the head, such as number, date and department.
    public var facts: [(name: String, value: String)]
    public var blocks: [Block]

    public init(title: String, language: String, facts: [(name: String, value: String)] = [], blocks: [Block] = []) {
        self.title = title
        self.language = language
        self.facts = facts
        self.blocks = blocks
    }

    /// The gaps that are still in the paper, in order.
    public var gaps: [String] {
        blocks.compactMap { if case .gap(let text) = $0 { text } else { nil } }
    }

    public static func == (left: Document, right: Document) -> Bool {
        left.title == right.title && left.language == right.language && left.blocks == right.blocks
            && left.facts.map(\.name) == right.facts.map(\.name) && left.facts.map(\.value) == right.facts.map(\.value)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(title)
        hasher.combine(blocks)
    }
}
