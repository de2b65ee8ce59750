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
        /// JSON pointers to the places of the mapping that take the answer.
        public internal(set) var answers: [String] = []
    }

    /// A column of the table as the mapping names it, with some of what stands in it.
    package struct Column: Sendable, Hashable {
        package let name: String
        /// The first different texts.
        package let examples: [String]
        /// All texts, as far as was looked, where they are few.
        package let texts: [String]

        private static let mostTexts = 60

        package init(name: String, examples: [String], texts: [String] = []) {
            (self.name, self.examples, self.texts) = (name, examples, texts)
        }

        init(name: String, cells: [String], distinct: Set<String>) {
            var examples: [String] = []
            for cell in cells where examples.count < 3 {
                let excerpt = cell.excerpt(40)
                if !examples.contains(excerpt) { examples.append(excerpt) }
            }
            let isFew = distinct.count <= Self.mostTexts && distinct.count * 2 <= cells.count
            self.init(name: name, examples: examples, texts: isFew ? distinct.sorted() : [])
        }
    }

    public let file: String
    /// How many files of an archive or folder are named like this one, itself included.
    public internal(set) var alike = 1
    public internal(set) var decisions: [Decision] = []
    public internal(set) var questions: [Question] = []
    /// How the table is written, and its columns; also where no mapping is proposed.
    package internal(set) var format = JSONObject()
    package internal(set) var columns: [Column] = []
    /// Series of the mapping, by their place, whose unit nothing names.
    package internal(set) var openUnits: [Int] = []
    /// Series of the mapping, by their place, of which nothing tells what they measure.
    package internal(set) var openProperties: [Int] = []
    /// A mapping to begin with; what is asked is not in it (`written` has a mark there).
    public internal(set) var mapping = JSONObject()

    init(file: String) { self.file = file }

    public subscript(name: String) -> Decision? { decisions.first { $0.name == name } }

    mutating func decide(
        _ name: String, _ value: JSONValue, _ certainty: Certainty, _ german: String, _ english: String
    ) {
        decisions.append(
            Decision(name: name, value: value, certainty: certainty, german: german, english: english))
    }

    mutating func ask(
        _ about: String, _ choices: [JSONValue], _ german: String, _ english: String, answers: [String] = []
    ) {
        questions.append(
            Question(about: about, german: german, english: english, choices: choices, answers: answers))
    }

    /// Where the answer to a question goes in the mapping.
    private func answers(_ question: Question) -> [String] {
        if !question.answers.isEmpty { return question.answers }
        if let time = Self.times.first(where: { $0.0 == question.about }) { return ["/time/" + time.1] }
        switch question.about {
        case "thousands", "missing", "beyondLimits", "sheet": return ["/format/" + question.about]
        case "year": return ["/time/text"]
        case "epsg":
            let places = mapping["places"]?.object
            return places.map { $0.names.map { "/places/\($0)/epsg" } } ?? ["/epsg"]
        default: return []
        }
    }

    /// The mapping with `?` for what is asked: whoever imports by it unanswered is refused, with the place.
    public var written: JSONObject {
        var document = mapping
        let asked = Set(questions.map(\.about))
        if var format = document["format"]?.object {
            for name in ["thousands", "missing", "beyondLimits", "sheet"]
            where asked.contains(name) && format[name] == nil {
                format[name] = "?"
            }
            document["format"] = .object(format)
        }
        if var time = document["time"]?.object {
            for (about, name) in Self.times where asked.contains(about) && time[name] == nil { time[name] = "?" }
            if asked.contains("year"), let text = time["text"]?.string {
                time["text"] = .string(text.replacing("2001-", with: "?-"))
            }
            document["time"] = .object(time)
        }
        if !openUnits.isEmpty || !openProperties.isEmpty, var series = document["series"]?.array {
            for index in series.indices {
                var rule = series[index].object ?? JSONObject()
                if openUnits.contains(index) { rule["unit"] = ["name": "?", "symbol": "?"] }
                if openProperties.contains(index) { rule["observedProperty"] = ["name": "?"] }
                series[index] = .object(rule)
            }
            document["series"] = .array(series)
        }
        guard asked.contains("epsg") else { return document }
        if var places = document["places"]?.object {
            for name in places.names {
                guard var own = places[name]?.object else { continue }
                own["epsg"] = "?"
                places[name] = .object(own)
            }
            document["places"] = .object(places)
        } else {
            document["epsg"] = "?"
        }
        return document
    }

    private static let times = [
        ("zone", "zone"), ("stamp", "stamp"), ("form", "form"), ("term", "yearStart"), ("repeatedHour", "repeatedHour"),
        ("interval", "interval"), ("last", "last"), ("overlap", "overlap"),
    ]

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
                "choices": .array(one.choices), "answers": .array(answers(one).map { .string($0) }),
            ]
        }
        return [
            "file": .string(file), "alike": JSONValue(alike), "decisions": .object(decided), "questions": .array(asked),
            "mapping": .object(written),
        ]
    }
}
/// A file of which nothing can be proposed: which it is, why, and what to do.
public struct ProposalFault: Error, Sendable, Hashable, CustomStringConvertible {
    public let file: String
    public let reason: String

    public init(file: String, reason: String) {
        self.file = file
        self.reason = reason
    }

    public var description: String { "\(file): \(reason)" }
}
