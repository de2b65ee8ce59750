// SPDX-License-Identifier: EUPL-1.2
import Wire

/// The five groups in which solutions are judged.
public enum CriterionGroup: String, Sendable, Hashable, CaseIterable {
    case placeAndPeople, resources, licencesAndSecurity, pilotAndScale, knowledge

    public var name: LocalisedText {
        switch self {
        case .placeAndPeople: LocalisedText("Ort und Menschen", "Place and people")
        case .resources: LocalisedText("Vorhandenes", "Existing resources")
        case .licencesAndSecurity:
            LocalisedText("Lizenzen, Schnittstellen, Datensicherheit", "Licences, interfaces, data security")
        case .pilotAndScale: LocalisedText("Erproben und Ausweiten", "Pilot and scale")
        case .knowledge: LocalisedText("Wissen", "Knowledge")
        }
    }
}

/// One question that every candidate answers on the same fixed scale.
public struct Criterion: Sendable, Hashable {
    /// A step of the fixed value scale, 0 (worst) to 100 (best).
    public struct Level: Sendable, Hashable {
        public let value: Int64
        public let words: LocalisedText
    }

    public let id: String
    public let group: CriterionGroup
    public let name: LocalisedText
    public let question: LocalisedText
    public let help: LocalisedText
    /// From worst to best.
    public let levels: [Level]
    /// Default importance of the swing from the lowest to the highest level, 0 to 100.
    public let swing: Int64
    /// What would prove an answer.
    public let evidence: LocalisedText
    /// The knock-out it feeds, K1 to K7, where there is one.
    public let knockOut: String?

    init(_ fields: DocumentReader) throws(KnowledgeError) {
        guard let id = try fields.string("id"), let group = try fields.choice("group", CriterionGroup.self),
            let swing = try fields.integer("swing")
        else { throw .field(pointer: "/id", message: "id, group and swing must be there") }
        self.id = id
        self.group = group
        self.swing = swing
        name = try fields.requiredText("name")
        question = try fields.requiredText("question")
        help = try fields.requiredText("help")
        evidence = try fields.requiredText("evidence")
        knockOut = try fields.string("knockOut")
        var levels: [Level] = []
        for (index, value) in (fields.document["levels"]?.array ?? []).enumerated() {
            guard let number = value["value"]?.integer, let words = LocalisedText(json: value["words"]) else {
                throw .field(pointer: "/levels/\(index)", message: "needs value and words")
            }
            levels.append(Level(value: number, words: words))
        }
        self.levels = levels
        guard levels.first?.value == 0, levels.last?.value == 100,
            zip(levels, levels.dropFirst()).allSatisfy({ $0.value < $1.value })
        else { throw .field(pointer: "/levels", message: "must rise from 0 to 100") }
    }
}

/// A guideline of the Smart City Charta, paraphrased, or a goal of the United Nations' 2030 agenda by its short name.
public struct GuidingPrinciple: Sendable, Hashable {
    public let id: String
    public let name: LocalisedText
    public let summary: LocalisedText?
}
