// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// What a file seems to be: a decision each with how sure it is and why, and what the file cannot tell as questions.
public struct Proposal: Sendable {
    public enum Certainty: String, Sendable {
        /// The file shows it.
        case sure
        /// It looks so; a person should look.
        case likely
        /// The file cannot tell: there is a question.
        case asked
    }

    public struct Decision: Sendable {
        public let name: String
        public let value: JSONValue
        public let certainty: Certainty
        public let german: String
        public let english: String
    }

    /// What only a person can know.
    public struct Question: Sendable {
        public let about: String
        public let german: String
        public let english: String
        public let choices: [JSONValue]
    }

    public let file: String
    public internal(set) var decisions: [Decision] = []
    public internal(set) var questions: [Question] = []
    /// A mapping to begin with; what is asked is not in it.
    public internal(set) var mapping = JSONObject()

    init(file: String) { self.file = file }

    public subscript(name: String) -> Decision? { decisions.first { $0.name == name } }

    mutating func decide(
        _ name: String, _ value: JSONValue, _ certainty: Certainty, _ german: String, _ english: String
    ) {
        decisions.append(
            Decision(name: name, value: value, certainty: certainty, german: german, english: english))
    }

    mutating func ask(_ about: String, _ choices: [JSONValue], _ german: String, _ english: String) {
        questions.append(Question(about: about, german: german, english: english, choices: choices))
    }

    public var json: JSONValue {
        var decided = JSONObject()
        for one in decisions {
            decided[one.name] = [
                "value": one.value, "certainty": .string(one.certainty.rawValue),
                "why": ["de": .string(one.german), "en": .string(one.english)],
            ]
        }
        let asked = questions.map { one -> JSONValue in
            [
                "about": .string(one.about), "question": ["de": .string(one.german), "en": .string(one.english)],
                "choices": .array(one.choices),
            ]
        }
        return [
            "file": .string(file), "decisions": .object(decided), "questions": .array(asked),
            "mapping": .object(mapping),
        ]
    }
}
