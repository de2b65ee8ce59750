// SPDX-License-Identifier: EUPL-1.2

/// A criterion that is never weighed against others.
public enum KnockOut: String, Sendable, Hashable, CaseIterable {
    case linkedNeed = "K1"
    case licence = "K2"
    case openInterface = "K3"
    case dataRights = "K4"
    case legalBasis = "K5"
    case followOnCost = "K6"
    case operatorNamed = "K7"

    public var name: Phrase {
        switch self {
        case .linkedNeed: Phrase("Answers a need", german: "Antwortet auf einen Bedarf")
        case .licence: Phrase("Licence usable and compatible", german: "Lizenz nutzbar und verträglich")
        case .openInterface:
            Phrase(
                "Documented open interface and full export",
                german: "Dokumentierte offene Schnittstelle und voller Export")
        case .dataRights:
            Phrase("Data rights stay with the municipality", german: "Datenrechte bleiben bei der Kommune")
        case .legalBasis:
            Phrase("Legal basis and impact assessment", german: "Rechtsgrundlage und Folgenabschätzung")
        case .followOnCost: Phrase("Follow-on cost and staff stated", german: "Folgekosten und Personal benannt")
        case .operatorNamed: Phrase("Operator named", german: "Betreiber benannt")
        }
    }
}

/// Whether a knock-out stops a measure, with reason and remedy.
public struct KnockOutFinding: Sendable, Hashable {
    /// A hold waits for an answer; a fail needs a change.
    public enum Verdict: String, Sendable, Hashable { case pass, hold, fail }

    public let knockOut: KnockOut
    public let verdict: Verdict
    public let reason: Phrase
    /// What would lift it; nil when passed.
    public let remedy: Phrase?
    /// Who must answer or act; nil when passed.
    public let answeredBy: Phrase?

    static func pass(_ knockOut: KnockOut, _ reason: Phrase) -> KnockOutFinding {
        KnockOutFinding(knockOut: knockOut, verdict: .pass, reason: reason, remedy: nil, answeredBy: nil)
    }
}
