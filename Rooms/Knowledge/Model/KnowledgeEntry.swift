// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Wire

/// The two sorts of entries a search finds.
public enum EntryKind: String, Sendable, Hashable, CaseIterable {
    /// A realised project, the failed ones too.
    case example
    /// A product, standard part or device of which solutions are made.
    case block

    public var name: Words {
        switch self {
        case .example: Words("Projektbeispiel", "Project example")
        case .block: Words("Baustein", "Building block")
        }
    }
}

/// How open the licence of a building block is.
public enum LicenceOpenness: String, Sendable, Hashable, CaseIterable {
    case open, proprietary, unknown

    public var name: Words {
        switch self {
        case .open: Words("freie Lizenz", "free licence")
        case .proprietary: Words("nicht freie Lizenz", "licence not free")
        case .unknown: Words("Lizenz nicht bekannt", "licence not known")
        }
    }

    /// Judges an SPDX expression: every part that is no SPDX name (`LicenseRef-…`, NONE) makes it proprietary.
    public init(expression: String?) {
        guard let expression, !expression.isEmpty, expression != "NOASSERTION" else {
            self = .unknown
            return
        }
        let isClosed = expression == "NONE" || expression.contains("LicenseRef-")
        self = isClosed ? .proprietary : .open
    }
}

/// What examples and building blocks have in common, with their document as it came in.
public struct KnowledgeEntry: Sendable, Hashable {
    public let kind: EntryKind
    public let slug: String
    public let title: Words
    public let summary: Words
    public let categories: [SolutionCategory]
    /// Words people look for, besides title and text.
    public let tags: [String]
    /// How it ended; examples only.
    public let outcome: ProjectExample.Outcome?
    /// Building blocks only.
    public let openness: LicenceOpenness?
    public let document: JSONObject

    /// Checks a document of that kind; all texts it holds will be found by the search.
    public init(_ document: JSONObject, kind: EntryKind) throws(KnowledgeError) {
        self.kind = kind
        self.document = document
        let fields = DocumentReader(document)
        slug = try fields.slug("slug")
        title = try fields.requiredText("title")
        summary = try fields.requiredText("summary")
        tags = try fields.strings("tags")
        var categories: [SolutionCategory] = []
        for name in try fields.strings("categories") {
            guard let category = SolutionCategory(rawValue: name) else {
                let known = SolutionCategory.allCases.map(\.rawValue).joined(separator: ", ")
                throw .field(pointer: "/categories", message: "\"\(name)\" is none of \(known)")
            }
            categories.append(category)
        }
        self.categories = categories
        switch kind {
        case .example:
            outcome = try ProjectExample(fields).outcome
            openness = nil
        case .block:
            outcome = nil
            openness = LicenceOpenness(expression: try BuildingBlock(fields).licence)
        }
    }
}
