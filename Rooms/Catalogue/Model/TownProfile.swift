// SPDX-License-Identifier: EUPL-1.2

/// Who runs these pages: name, address and what the law asks of imprint, privacy and accessibility statements.
public struct TownProfile: Sendable, Hashable {
    /// What is known; each is a setting of its name, and an empty one says "not given yet".
    public enum Field: String, Sendable, Hashable, CaseIterable {
        /// "Stadt Münster"
        case name = "town.name"
        /// Official municipality key (AGS), eight digits.
        case key = "town.ags"
        case street = "town.street"
        case postalCode = "town.postal-code"
        case place = "town.place"
        case telephone = "town.telephone"
        case email = "town.email"
        case website = "town.website"
        /// Who may act for the town (§ 5 DDG): office and name.
        case representative = "town.representative"
        /// Number for value added tax, where there is one (§ 5 (1) no. 6 DDG).
        case taxNumber = "town.tax-number"
        /// The authority that supervises the town.
        case supervision = "town.supervision"
        /// Who answers for editorial content (§ 18 (2) MStV).
        case editor = "town.editor"
        /// How to reach the data protection officer (GDPR Art. 13 (1) b).
        case privacyOfficer = "town.privacy-officer"
        /// Where people complain (GDPR Art. 13 (2) d).
        case privacyAuthority = "town.privacy-authority"
        /// What else the town does with data on these pages.
        case privacyNote = "town.privacy-note"
        case privacyNoteEnglish = "town.privacy-note.en"
        /// Day of the statement or of its last review, 2026-11-28 (§ 7 (5) BITV 2.0).
        case accessibilityDate = "town.accessibility-date"
        case accessibilityMethod = "town.accessibility-method"
        case accessibilityLimits = "town.accessibility-limits"
        case accessibilityLimitsEnglish = "town.accessibility-limits.en"
        /// Where barriers are reported (§ 12b (2) no. 2 BGG).
        case accessibilityContact = "town.accessibility-contact"
        /// The body that enforces (§ 12b (2) no. 3 BGG): name and address.
        case enforcement = "town.enforcement"
        /// Who delivers its data to GovData: `http://dcat-ap.de/def/contributors/…` (DCAT-AP.de, convention 12).
        case contributor = "town.contributor"
        /// Colour of links and buttons, #0b5876.
        case accent = "town.accent"

        /// The longest text, in characters.
        public var longest: Int {
            switch self {
            case .privacyNote, .privacyNoteEnglish, .accessibilityLimits, .accessibilityLimitsEnglish: 4000
            case .supervision, .editor, .privacyOfficer, .privacyAuthority, .accessibilityContact, .enforcement: 500
            default: 200
            }
        }

        /// Whether the text may have several lines.
        public var hasLines: Bool { longest > 200 }
    }

    /// How the statement of accessibility came about (Commission Implementing Decision (EU) 2018/1523).
    public enum AccessibilityMethod: String, Sendable, CaseIterable {
        case selfAssessment = "self"
        case external
    }

    /// The town's arms as a picture.
    public struct Arms: Sendable, Hashable {
        public let contentType: String
        public let bytes: [UInt8]
    }

    private var values: [Field: String] = [:]
    public var arms: Arms?

    public init() {}

    public init(_ values: [Field: String], arms: Arms? = nil) {
        for (field, value) in values { self[field] = value }
        self.arms = arms
    }

    /// The text of a field without white space around it; empty when it is not given.
    public subscript(field: Field) -> String {
        get { values[field] ?? "" }
        set {
            let text = String(newValue.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            values[field] = text.isEmpty ? nil : text
        }
    }

    /// The town's name, or the product's as long as nobody gave one.
    public var name: String { self[.name].isEmpty ? "Allmende" : self[.name] }

    /// Street, postal code and place, line by line; empty when there is none.
    public var addressLines: [String] {
        let place = [self[.postalCode], self[.place]].filter { !$0.isEmpty }.joined(separator: " ")
        return [self[.street], place].filter { !$0.isEmpty }
    }

    public var accessibilityMethod: AccessibilityMethod? { AccessibilityMethod(rawValue: self[.accessibilityMethod]) }

    /// What § 5 DDG asks for and is not given yet.
    public var missingInImprint: [Field] {
        [.name, .street, .postalCode, .place, .email, .telephone, .representative].filter { self[$0].isEmpty }
    }

    /// What GDPR Art. 13 asks for and is not given yet.
    public var missingInPrivacy: [Field] { [.privacyOfficer, .privacyAuthority].filter { self[$0].isEmpty } }

    /// What § 12b BGG and § 7 BITV 2.0 ask for and is not given yet.
    public var missingInAccessibility: [Field] {
        [.accessibilityDate, .accessibilityMethod, .accessibilityContact, .enforcement].filter { self[$0].isEmpty }
    }

    /// All of it, each once.
    public var missing: [Field] {
        var all: [Field] = []
        for field in missingInImprint + missingInPrivacy + missingInAccessibility where !all.contains(field) {
            all.append(field)
        }
        return all
    }
}
