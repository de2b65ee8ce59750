// SPDX-License-Identifier: EUPL-1.2
import Planning
import Site
import Storage
import Trial
import Wire

/// A pilot of a fictional town, and how far somebody has taken it.
struct DemoPilot: Sendable {
    let title: String
    let description: String
    /// Months from the present one.
    let start: Int
    let series: Int
    let usefulEffect: Double
    var changes: JSONObject = [:]
    /// The answer that a decision of the council on its measure gives.
    var decision: String?
    let path: [Move]

    /// What somebody does, and how many days after the start of the trial, or after its end.
    enum Move: Sendable {
        case prepare, register, pass, begin, settle, look
        case step(PilotEvent)

        /// Days after the start; nil: after the end.
        var afterStart: Int? {
            switch self {
            case .prepare, .register: -20
            case .pass, .begin: 0
            case .settle: 31
            case .look, .step: nil
            }
        }
    }

    static let months = 12

    /// Begun, and not at its end.
    var isRunning: Bool {
        path.contains { if case .begin = $0 { true } else { false } }
            && !path.contains { if case .step = $0 { true } else { false } }
    }

    var isRolledOut: Bool {
        if case .step(.go) = path.last { true } else { false }
    }

    private static let untilEnd: [Move] = [.prepare, .register, .pass, .begin, .settle, .look, .step(.end)]

    /// One for each state but that of a plan still being thought about.
    static func all(agreement: String) -> [DemoPilot] {
        let papers: JSONObject = [
            "agreement": .string(agreement), "staffPlanned": true, "privacyClosed": true, "securityClosed": true,
        ]
        func with(_ more: JSONObject) -> JSONObject { JSONObject(papers.members + more.members) }
        return [
            DemoPilot(
                title: "Gießen nach Bodenfeuchte",
                description: "Fühler sagen, welche Grünfläche Wasser braucht; die anderen werden gegossen wie bisher.",
                start: -16, series: 0, usefulEffect: 0.1, changes: with(["inOperation": true]),
                decision: "budgetDecision", path: untilEnd + [.step(.go), .step(.anchor)]),
            DemoPilot(
                title: "Licht nach Bedarf",
                description: "Leuchten dimmen, wenn niemand unterwegs ist.", start: -14, series: 1, usefulEffect: 0.1,
                changes: with([:]), decision: "budgetDecision", path: untilEnd + [.step(.go)]),
            DemoPilot(
                title: "Tonnen melden, wenn sie voll sind",
                description: "Geleert wird auf Meldung statt nach Plan; gezählt werden die Fahrten.", start: -15,
                series: 2, usefulEffect: 0.1,
                changes: [
                    "lesson":
                        "Gespart wurde keine Fahrt: Die Tour führt ohnehin an jeder Tonne vorbei. Für Orte mit weiten Wegen kann es anders sein."
                ], path: untilEnd + [.step(.stop)]),
            DemoPilot(
                title: "Lieferfach im Stadtteil",
                description: "Ein gemeinsames Fach soll Lieferfahrten bündeln.", start: -14, series: 2,
                usefulEffect: 0.1, decision: "councilDecision",
                path: untilEnd + [.step(.councilOverride)]),
            DemoPilot(
                title: "Gelbe Säcke alle vier Wochen",
                description: "Seltener abholen, wo wenig anfällt.", start: -13, series: 2, usefulEffect: 0.1,
                path: untilEnd),
            DemoPilot(
                title: "Sperrmüll nach Termin",
                description: "Wer etwas abzugeben hat, bucht einen Tag.", start: -5, series: 2, usefulEffect: 0.1,
                path: [.prepare, .register, .pass, .begin, .settle, .look]),
            DemoPilot(
                title: "Altglas im Hof",
                description: "Behälter im Hof sollen Fahrten zu den Inseln sparen.", start: 1, series: 2,
                usefulEffect: 0.1, path: [.prepare, .register, .pass]),
            DemoPilot(
                title: "Tauschregal am Wertstoffhof",
                description: "Was noch gut ist, findet jemanden. Bisher eine Idee.", start: 3, series: 2,
                usefulEffect: 0.1, path: []),
        ]
    }
}
