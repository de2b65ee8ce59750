// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// A project that was really carried out: where, when, how it ended and what can be learnt from it.
public struct ProjectExample: Sendable, Hashable {
    /// How far it came.
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        case concept, lab, pilot, rollout

        public var name: Words {
            switch self {
            case .concept: Words("Konzept", "Concept")
            case .lab: Words("Denklabor", "Ideas lab")
            case .pilot: Words("Reallabor oder Pilot", "Real-world lab or pilot")
            case .rollout: Words("Rollout", "Roll-out")
            }
        }
    }

    /// How it ended, or that it goes on.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case succeeded, running, stopped, failed

        public var name: Words {
            switch self {
            case .succeeded: Words("gelungen", "succeeded")
            case .running: Words("läuft", "running")
            case .stopped: Words("beendet", "stopped")
            case .failed: Words("gescheitert", "failed")
            }
        }
    }

    /// Where the facts come from.
    public struct Source: Sendable, Hashable {
        public let title: String
        public let url: String?
        /// Date of the source, or of its retrieval: a year, a month or a day.
        public let date: String
    }

    public let title: Words
    public let summary: Words
    public let place: String
    /// ISO 3166-1 alpha-2.
    public let country: String
    /// Official municipality key, eight digits (five for a district); German places only.
    public let municipalityKey: String?
    public let population: Int64?
    public let start: Int64?
    public let end: Int64?
    public let stage: Stage?
    public let outcome: Outcome
    public let achieved: Words?
    /// What did not work, and why.
    public let hurdles: Words?
    public let prerequisites: Words?
    /// Organisation that can be asked.
    public let contact: String?
    public let source: Source
    /// False while a fact still has to be compared with its source.
    public let isVerified: Bool
    /// What remains to be checked.
    public let toCheck: Words?

    /// Reads the document of an entry.
    public init(_ entry: KnowledgeEntry) throws(KnowledgeError) {
        try self.init(DocumentReader(entry.document))
    }

    init(_ fields: DocumentReader) throws(KnowledgeError) {
        title = try fields.requiredText("title")
        summary = try fields.requiredText("summary")
        guard let place = try fields.string("place") else { throw .field(pointer: "/place", message: "is missing") }
        self.place = place
        country = try fields.string("country") ?? "DE"
        municipalityKey = try fields.string("ags")
        if let key = municipalityKey {
            let isKey = [5, 8].contains(key.utf8.count) && key.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard isKey else { throw .field(pointer: "/ags", message: "must be eight digits, five for a district") }
        }
        population = try fields.integer("population")
        start = try fields.integer("start")
        end = try fields.integer("end")
        if let start, let end, end < start { throw .field(pointer: "/end", message: "is before the start") }
        stage = try fields.choice("stage", Stage.self)
        guard let outcome = try fields.choice("outcome", Outcome.self) else {
            throw .field(pointer: "/outcome", message: "is missing")
        }
        self.outcome = outcome
        achieved = try fields.text("achieved")
        hurdles = try fields.text("hurdles")
        prerequisites = try fields.text("prerequisites")
        contact = try fields.string("contact")
        guard let origin = try fields.object("source"), let name = try origin.string("title"),
            let date = try origin.string("date")
        else { throw .field(pointer: "/source", message: "needs title and date") }
        source = Source(title: name, url: try origin.link("url"), date: date)
        isVerified = try fields.bool("verified") ?? false
        toCheck = try fields.text("toCheck")
    }
}
