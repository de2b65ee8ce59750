// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// Texts about what was decided, and what differs today.
package extension Words {
    static let keptTitle = Words("Worüber entschieden wurde", "What was decided on")
    static func keptOn(_ time: String) -> Words {
        Words(
            "Festgehalten am \(time), so wie es da war. Es ändert sich nicht mehr.",
            "Kept on \(time), as it was then. It does not change any more.")
    }
    static let nothingKept = Words(
        "Zu dieser Entscheidung wurde nichts festgehalten: Sie ist älter als diese Funktion oder wurde ohne Vorlage eingelesen. Die Vorlage der Maßnahme zeigt den heutigen Stand, nicht den beschlossenen.",
        "Nothing was kept with this decision: it is older than this feature or was imported without its paper. The measure's paper shows what is true today, not what was decided on."
    )
    static let noPaperKept = Words(
        "Keine Vorlage: Entschieden wurde nicht über eine einzelne Maßnahme, oder die Vorlage ist nicht öffentlich.",
        "No paper: the decision was not on a single measure, or the paper is not public.")
    static let carriedPublic = Words(
        "Öffentliche Vorlagen, über die entschieden ist, geben dies wieder. Sieht es nur noch die Verwaltung, steht auch dort „nicht öffentlich“:",
        "Public papers that were decided on say what this says. When only the administration sees it, they say “not public” in its place too:"
    )
    static let carriedTitle = Words("Aus Vorlagen genommen", "Taken out of papers")
    static let carriedHidden = Words(
        "Öffentliche Vorlagen zu diesen Entscheidungen gaben dies wieder; wer kein Konto hat, liest dort jetzt „nicht öffentlich“. Was schon heruntergeladen oder gedruckt ist, ändert sich nicht.",
        "Public papers of these decisions said what this says; people without an account now read “not public” there. What was downloaded or printed before does not change."
    )
    static let carriedWithheld = Words(
        "Die Messwerte hinter dieser Kennzahl sind nicht öffentlich. In den öffentlichen Vorlagen zu diesen Entscheidungen steht darum an ihrer Stelle „nicht öffentlich“. Was schon heruntergeladen oder gedruckt ist, ändert sich nicht.",
        "The measured values behind this indicator are not public. The public papers of these decisions say “not public” in its place. What was downloaded or printed before does not change."
    )
    static let readKeptPaper = Words("Beschlossene Vorlage lesen", "Read the paper decided on")
    static let keptPaper = Words("Beschlossene Vorlage", "Paper decided on")
    static func keptPaperOf(_ time: String) -> Words {
        Words("Vorlage, festgehalten am \(time)", "Paper, kept on \(time)")
    }
    static let keptPaperLead = Words(
        "So lag die Vorlage der Entscheidung zugrunde; spätere Änderungen stehen hier nicht. Was seither nicht mehr öffentlich ist, ist für alle ohne Konto ausgelassen. Entscheidung:",
        "This is what the decision was made on; later changes are not in it. What is no longer public is left out for people without an account. Decision:"
    )
    static let keptVersions = Words("Worauf die Vorlage beruhte", "What the paper rested on")
    static let keptObject = Words("Was", "What")
    static let keptThen = Words("damals", "then")
    static let keptNow = Words("heute", "now")
    static let difference = Words("Unterschied", "Difference")
    static let amount = Words("Betrag", "Amount")
    static let amountsThenNow = Words("Beträge damals und heute", "Amounts then and now")
    static let noLongerStated = Words("nicht mehr angegeben", "no longer stated")
    static let differsTitle = Words("Was heute anders ist", "What differs now")
    static let nothingDiffers = Words(
        "Nichts: Alles ist noch so, wie darüber entschieden wurde.", "Nothing: all is still as it was decided on.")
    static let removedSince = Words("seither gelöscht", "removed since")
    static let wordingLost = Words(
        "Der Wortlaut von damals liegt hier nicht vor.", "The wording of then is not kept here.")
    static func hiddenChanges(_ count: Int) -> Words {
        Words(
            count == 1
                ? "Eine weitere Grundlage hat sich geändert; sie ist nicht öffentlich."
                : "\(count) weitere Grundlagen haben sich geändert; sie sind nicht öffentlich.",
            count == 1
                ? "One more thing it rests on has changed; it is not public."
                : "\(count) more things it rests on have changed; they are not public.")
    }
    static let decidedTitle = Words("Darüber wurde entschieden", "This was decided on")
    static let earlierDecisions = Words("Frühere Entscheidungen", "Earlier decisions")
    static let nextStageLead = Words(
        "Für die nächste Stufe, oder wenn sich zu viel geändert hat: die heutige Vorlage noch einmal vorlegen und als weitere Entscheidung festhalten.",
        "For the next stage, or when too much has changed: put today's paper before the council again and record a further decision."
    )
    static let nextPaper = Words("Vorlage der nächsten Stufe", "Paper of the next stage")
    static let nextDecision = Words("Weitere Entscheidung festhalten", "Record a further decision")
    static let backToPaper = Words("Zurück zur Vorlage", "Back to the paper")
    static let invitedLead = Words(
        "Diese Einladung öffnet die Vorlage und ihre Anlagen zum Lesen.",
        "This invitation opens the paper and its attachments for reading.")
    static let furtherDraftOf = Words("Entwurf einer weiteren Beschlussvorlage", "Draft of a further council paper")
    static let decisionAhead = Words(
        "Dieser Tag liegt noch vor uns. Eine Entscheidung wird festgehalten, wenn sie gefallen ist; bitte den Tag nennen, an dem das war.",
        "This day is still to come. A decision is recorded once it was made; please state the day on which it was.")
}
