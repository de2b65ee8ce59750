// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// A criterion that is never weighed against others.
public enum KnockOut: String, Sendable, Hashable, CaseIterable {
    case linkedNeed = "K1"
    case licence = "K2"
    case openInterface = "K3"
    case dataRights = "K4"
    case legalBasis = "K5"
    case followOnCost = "K6"
    case operatorNamed = "K7"

    /// Code and what it is about in a word, for lists: the code alone tells nobody what is missing.
    public var label: Words {
        let about =
            switch self {
            case .linkedNeed: Words("Bedarf", "need")
            case .licence: Words("Lizenz", "licence")
            case .openInterface: Words("Schnittstelle", "interface")
            case .dataRights: Words("Datenrechte", "data rights")
            case .legalBasis: Words("Rechtsgrundlage", "legal basis")
            case .followOnCost: Words("Folgekosten", "follow-on cost")
            case .operatorNamed: Words("Betreiber", "operator")
            }
        return Words("\(rawValue) \(about.german)", "\(rawValue) \(about.english)")
    }

    public var name: Words {
        switch self {
        case .linkedNeed: Words("Antwortet auf einen Bedarf", "Answers a need")
        case .licence: Words("Lizenz nutzbar und verträglich", "Licence usable and compatible")
        case .openInterface:
            Words(
                "Dokumentierte offene Schnittstelle und voller Export", "Documented open interface and full export")
        case .dataRights:
            Words("Datenrechte bleiben bei der Kommune", "Data rights stay with the municipality")
        case .legalBasis:
            Words("Rechtsgrundlage und Folgenabschätzung", "Legal basis and impact assessment")
        case .followOnCost: Words("Folgekosten und Personal benannt", "Follow-on cost and staff stated")
        case .operatorNamed: Words("Betreiber benannt", "Operator named")
        }
    }
}

/// Whether a knock-out stops a measure, with reason and remedy.
public struct KnockOutFinding: Sendable, Hashable {
    /// A hold waits for an answer; a fail needs a change.
    public enum Verdict: String, Sendable, Hashable { case pass, hold, fail }

    public let knockOut: KnockOut
    public let verdict: Verdict
    public let reason: Words
    /// What would lift it; nil when passed.
    public let remedy: Words?
    /// Who must answer or act; nil when passed.
    public let answeredBy: Words?

    static func pass(_ knockOut: KnockOut, _ reason: Words) -> KnockOutFinding {
        KnockOutFinding(knockOut: knockOut, verdict: .pass, reason: reason, remedy: nil, answeredBy: nil)
    }
}
