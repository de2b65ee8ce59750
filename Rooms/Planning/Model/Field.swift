// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// One of the answers a field offers.
public struct Choice: Sendable, Hashable {
    public let name: String
    public let label: Words

    public init(_ name: String, _ english: String, german: String) {
        self.name = name
        label = Words(german, english)
    }
}

/// A question about an object: its name in the document, the words people read, and what an answer looks like.
public struct Field: Sendable, Hashable {
    /// What an answer looks like in the document.
    public indirect enum Kind: Sendable, Hashable {
        /// A line of text.
        case text
        /// Paragraphs of text.
        case longText
        /// Short texts, an array of strings.
        case list
        /// The name of one choice.
        case choice([Choice])
        /// Names of choices, an array of strings.
        case choices([Choice])
        /// A number, with its unit where it has one.
        case number(unit: String?)
        /// Euro cents, an integer.
        case money
        /// A share 0–1, shown as per cent.
        case share
        /// An ISO 8601 day, `2026-12-31`.
        case date
        /// A calendar year, an integer.
        case year
        /// A calendar year, or years counted from the first (0, 1 …), an integer: `PlanYear`.
        case planYear
        case flag
        /// A GeoJSON geometry in CRS84 (RFC 7946).
        case place
        /// An SPDX licence expression (SPDX 2.3, Annex D).
        case licence
        /// An address that begins with http:// or https://.
        case link
        case email
        /// The reference of one object of the kinds, `"B-12"`; no kinds: of any.
        case reference([ObjectKind])
        /// References of objects of the kinds, an array of strings; no kinds: of any.
        case references([ObjectKind])
        /// The id of a Datastream, an integer.
        case datastream
        /// Ids of Datastreams, an array of integers.
        case datastreams
        /// The name of a collection of features.
        case collection
        /// Slugs of data sets, an array of strings.
        case datasets
        /// Slugs of project examples, an array of strings.
        case examples
        /// Slugs of building blocks, an array of strings.
        case blocks
        /// The id of a shipped criterion or the reference of one of the town's own, `"A1"` or `"Q-2"`.
        case criterion
        /// Repeated lines, an array of objects.
        case rows([Field])
    }

    public let name: String
    public let label: Words
    public let help: Words?
    public let kind: Kind
    public let isRequired: Bool
    /// Anonymous people do not see it: names and addresses of persons.
    public let isPersonal: Bool
    /// What the platform found out itself: no form asks for it, and no answer changes it.
    public let isExecuted: Bool
    /// The heading under which the form and the page show it.
    public let section: Section
    /// What a new number, share or amount of euros must lie in; nil: any.
    public let range: ClosedRange<Double>?
    /// Nil: it is always asked.
    public private(set) var condition: Condition?

    /// The answers to another question of the form with which this one is needed.
    public struct Condition: Sendable, Hashable {
        public let field: String
        /// Answers as a form sends them; `-` stands for none.
        public let answers: [String]
    }

    /// The same question, needed only with these answers to another one.
    func asked(with field: String, _ answers: String...) -> Field {
        var copy = self
        copy.condition = Condition(field: field, answers: answers)
        return copy
    }

    /// Headings of forms and pages, in their order.
    public enum Section: String, Sendable, Hashable, CaseIterable {
        case facts, place, people, goals, data, technology, law, cost, staff, relations, operation, pilot, reasons,
            results

        public var label: Words {
            switch self {
            case .facts: Words("Worum es geht", "What it is about")
            case .place: Words("Ort", "Place")
            case .people: Words("Menschen", "People")
            case .goals: Words("Ziele und Bedarfe", "Goals and needs")
            case .data: Words("Daten", "Data")
            case .technology: Words("Technik und Lizenz", "Technology and licence")
            case .law: Words("Recht und Datenschutz", "Law and data protection")
            case .cost: Words("Kosten", "Cost")
            case .staff: Words("Personal", "Staff")
            case .relations: Words("Beziehungen", "Relations")
            case .operation: Words("Betrieb", "Operation")
            case .pilot: Words("Erprobung und Ausrollen", "Trial and roll-out")
            case .reasons: Words("Gründe", "Reasons")
            case .results: Words("Ergebnisse", "Results")
            }
        }
    }

    public init(
        _ name: String, _ english: String, german: String, _ kind: Kind, in section: Section = .facts,
        help: Words? = nil, isRequired: Bool = false, isPersonal: Bool = false, isExecuted: Bool = false,
        range: ClosedRange<Double>? = nil
    ) {
        self.name = name
        label = Words(german, english)
        self.help = help
        self.kind = kind
        self.isRequired = isRequired
        self.isPersonal = isPersonal
        self.isExecuted = isExecuted
        self.section = section
        self.range = range
    }

    /// The same, named for what one kind of object has below it.
    public static func label(_ section: Section, of kind: ObjectKind?) -> Words {
        switch (kind, section) {
        case (.assessment, .goals): Words("Kandidaten und Kriterien", "Candidates and criteria")
        case (.assessment, .results): Words("Einstufungen und Belege", "Ratings and evidence")
        case (.portfolio, .goals): Words("Maßnahmen und Regeln", "Measures and rules")
        case (.portfolio, .cost): Words("Grenzen", "Limits")
        case (.criterion, .results): Words("Skala und Gewicht", "Scale and weight")
        case (.pilot, .goals): Words("Kennzahl und Erfolg", "Indicator and success")
        case (.pilot, .pilot): Words("Gebiete und Zeiten", "Areas and times")
        default: section.label
        }
    }

    /// Whether a form of that kind is of little use while this stays empty.
    public static func isCentral(_ section: Section, of kind: ObjectKind?) -> Bool {
        switch (kind, section) {
        case (.assessment, .goals), (.portfolio, .goals), (.portfolio, .cost), (.pilot, .goals), (.pilot, .pilot): true
        default: false
        }
    }

    /// The largest amount of money that an answer may name, in euros.
    static let mostEuros = 1_000_000_000_000.0

    /// The kinds of objects it refers to; nil when it is no reference.
    public var referredKinds: [ObjectKind]? {
        switch kind {
        case .reference(let kinds), .references(let kinds): kinds.isEmpty ? ObjectKind.allCases : kinds
        default: nil
        }
    }
}
