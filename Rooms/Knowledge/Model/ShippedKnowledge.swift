// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import CKnowledge
import Ledger
import Wire

/// What comes with the program: examples, building blocks, criteria, guidelines, search queries with their answers.
public enum ShippedKnowledge {
    /// A query and the entry that must come first.
    public struct ExpectedHit: Sendable, Hashable {
        public let query: String
        public let slug: String
    }

    public static let entries: [KnowledgeEntry] =
        list("examples").map(required { try KnowledgeEntry($0, kind: .example) })
        + list("building-blocks").map(required { try KnowledgeEntry($0, kind: .block) })

    /// What people say when they have a need, by topic.
    static let needTopics: [NeedTopic] = list("need-topics").map(required { try NeedTopic($0) })

    static let needVocabulary = NeedVocabulary(needTopics)

    public static let criteria: [Criterion] = list("criteria").map(required { try Criterion(DocumentReader($0)) })

    /// The four guidelines of the Smart City Charta in our own words.
    public static let guidelines: [GuidingPrinciple] = principles("guidelines")

    /// The seventeen Sustainable Development Goals.
    public static let sustainableDevelopmentGoals: [GuidingPrinciple] = principles("sustainableDevelopmentGoals")

    public static let searchQueries: [ExpectedHit] = list("search-queries").map { object in
        ExpectedHit(query: object["query"]?.string ?? "", slug: object["first"]?.string ?? "")
    }

    /// Changes with each shipped entry.
    static let checksum = SHA256.digest(of: bytes("examples") + bytes("building-blocks") + Array(indexVersion.utf8))
        .hexadecimal

    /// Raise it when the index is built in another way.
    private static let indexVersion = "2"

    private static func bytes(_ name: String) -> [UInt8] {
        var index = 0
        while true {
            let document = allmende_document_at(index)
            guard let found = document.name, let bytes = document.bytes else { return [] }
            if String(cString: found) == name {
                return Array(UnsafeBufferPointer(start: bytes, count: document.size))
            }
            index += 1
        }
    }

    private static func document(_ name: String) -> JSONValue {
        required { (bytes: [UInt8]) in try JSONValue(parsing: bytes) }(bytes(name))
    }

    private static func list(_ name: String) -> [JSONObject] { (document(name).array ?? []).compactMap(\.object) }

    private static func principles(_ name: String) -> [GuidingPrinciple] {
        (document("charta")[name]?.array ?? []).compactMap { value in
            guard let id = value["id"]?.string, let name = Words(json: value["name"]) else { return nil }
            return GuidingPrinciple(id: id, name: name, summary: Words(json: value["summary"]))
        }
    }

    /// What is compiled in is checked by tests; a fault in it is one of the program.
    private static func required<Input, Output>(
        _ make: @escaping (Input) throws -> Output
    ) -> (Input) -> Output {
        { input in
            do { return try make(input) } catch { fatalError("shipped knowledge: \(error)") }
        }
    }
}
