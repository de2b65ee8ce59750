// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
import Wire

/// The five groups in which solutions are judged.
public enum CriterionGroup: String, Sendable, Hashable, CaseIterable {
    case placeAndPeople, resources, licencesAndSecurity, pilotAndScale, knowledge

    public var name: Words {
        switch self {
        case .placeAndPeople: Words("Ort und Menschen", "Place and people")
        case .resources: Words("Vorhandenes", "Existing resources")
        case .licencesAndSecurity:
            Words("Lizenzen, Schnittstellen, Datensicherheit", "Licences, interfaces, data security")
        case .pilotAndScale: Words("Erproben und Ausweiten", "Pilot and scale")
        case .knowledge: Words("Wissen", "Knowledge")
        }
    }
}

/// One question that every candidate answers on the same fixed scale.
public struct Criterion: Sendable, Hashable {
    /// A step of the fixed value scale, 0 (worst) to 100 (best).
    public struct Level: Sendable, Hashable {
        public let value: Int64
        public let words: Words
    }

    public let id: String
    public let group: CriterionGroup
    public let name: Words
    public let question: Words
    public let help: Words
    /// From worst to best.
    public let levels: [Level]
    /// Default importance of the swing from the lowest to the highest level, 0 to 100.
    public let swing: Int64
    /// What would prove an answer.
    public let evidence: Words
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
            guard let number = value["value"]?.integer, let words = Words(json: value["words"]) else {
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
    public let name: Words
    public let summary: Words?
}
