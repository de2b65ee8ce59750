// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import QualityWatch

/// Words of this room.
extension Words {
    static let quality = Words("Datenqualität", "Data quality")
    static let qualityTitle = Words("Welche Werte fraglich sind", "Which values are doubtful")
    static let qualityLead = Words(
        "Regeln vergleichen jeden Tag die Messreihen mit ihrem Üblichen und mit ihren Nachbarn. Was sie finden, beurteilt ein Mensch.",
        "Every day rules compare the series with what is usual for them and with their neighbours. A person judges what they find."
    )
    static let noFindings = Words("Hier ist nichts offen.", "Nothing is open here.")
    static let findingsOpen = Words("Noch nicht beurteilt", "Not yet judged")
    static let findingsJudged = Words("Beurteilt", "Judged")
    static let findingsAll = Words("Alle", "All")
    static let findingsChoice = Words("Auswahl der Befunde", "Choice of findings")
    static let findingSeries = Words("Messreihe", "Series")
    static let findingWhat = Words("Befund", "Finding")
    static let findingSize = Words("Größe", "Size")
    static let findingVerdict = Words("Urteil", "Judgement")
    static let findingReasoning = Words("Woran es zu sehen ist", "How it shows")
    static let findingFound = Words("Gemeldet", "Named")
    static let findingConcerns = Words("Betrifft auch", "Also concerns")
    static let findingChart = Words("Im Verlauf ansehen", "See it in the chart")
    static let judgeTitle = Words("Was ist es?", "What is it?")
    static let judgeAgain = Words("Urteil ändern oder zurücknehmen", "Change the judgement or take it back")
    static let judgeReason = Words("Warum?", "Why?")
    static let judgeReasonHelp = Words(
        "Steht mit Ihrem Namen im Protokoll und auf dieser Seite.",
        "Stands with your name in the audit trail and on this page.")
    static let judgeSave = Words("Festhalten", "Keep")
    static let judgeOnlyWriters = Words(
        "Beurteilen kann, wer angemeldet ist und schreiben darf.",
        "Whoever is signed in and may write can judge it.")
    static let reopen = Words("wieder offen", "open again")
    static let reopenMeaning = Words(
        "Das Urteil gilt nicht mehr; ausgelassene Werte zählen wieder.",
        "The judgement no longer holds; values that were left out count again.")
    static let notYetJudged = Words("noch nicht beurteilt", "not yet judged")
    static let sensorDoubts = Words("Fragliche Werte", "Doubtful values")
    static let toFinding = Words("Befund ansehen", "See the finding")
    static let toFindingAndJudge = Words("Ansehen und beurteilen", "See and judge")
    static func leftOut(_ count: String) -> Words {
        Words(
            count == "1"
                ? "In diesem Zeitraum ist ein Wert als defekt ausgelassen."
                : "In diesem Zeitraum sind \(count) Werte als defekt ausgelassen.",
            count == "1"
                ? "In this period one value is left out as broken."
                : "In this period \(count) values are left out as broken.")
    }
    static func judgedBy(_ name: String, _ time: String) -> Words { Words("\(name), \(time)", "\(name), \(time)") }
    static func moreFindings(_ count: String) -> Words {
        count == "1"
            ? Words("und ein kleinerer", "and one smaller one")
            : Words("und \(count) kleinere", "and \(count) smaller ones")
    }
}

extension Verdict {
    /// What follows from it.
    var meaning: Words {
        switch self {
        case .broken:
            Words(
                "Die Werte dieser Tage stimmen nicht. Diagramme und Kennzahlen lassen sie sichtbar aus; gelöscht wird nichts.",
                "The values of these days are wrong. Charts and indicators visibly leave them out; nothing is deleted.")
        case .real:
            Words(
                "So war es, zum Beispiel wegen einer Baustelle. Der Befund ist erledigt, die Werte zählen.",
                "So it was, for example because of a building site. The finding is settled, the values count.")
        case .ignored:
            Words(
                "Diese Regel schweigt für diese Messreihe, auch in Zukunft. Die Werte zählen.",
                "This rule is silent for this series from now on. The values count.")
        }
    }
}
