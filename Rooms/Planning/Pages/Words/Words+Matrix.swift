// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import SensorThings
import SensorThingsFrame
import Site

/// Texts of the matrix in which candidates are rated, and of those who rate.
package extension Words {
    static let matrixTitle = Words("Bewerten", "Rate")
    static let matrixLead = Words(
        "Ein Wert von 0 (schlecht) bis 100 (gut) für jeden Kandidaten und jedes Kriterium. Leer heißt: noch nicht eingestuft.",
        "A value from 0 (bad) to 100 (good) for each candidate and criterion. Empty means: not rated yet.")
    static let matrixKeys = Words(
        "Mit Pfeilen, Eingabe und Tab geht es wie in einer Tabelle weiter; F2 öffnet Beleg und Begründung. Ein kopierter Bereich aus einer Tabelle lässt sich einfügen.",
        "Arrows, Enter and Tab move as in a spreadsheet; F2 opens evidence and reason. A copied range of a spreadsheet can be pasted."
    )
    /// A row in one go; the numbers are an example.
    static let matrixRow = Words(
        "Eine ganze Zeile auf einmal: in ihr erstes Feld alle Zahlen mit Leerzeichen dazwischen, etwa „70 55 40“.",
        "A whole row at once: all numbers into its first field with spaces between them, such as “70 55 40”.")
    static let matrixSpread = Words("Auf die Zeile verteilt:", "Put along the row:")
    static let matrixOfAll = Words("Was für alle sichtbar eingetragen ist", "What is entered for everybody to see")
    static let matrixOfAllLead = Words(
        "Jedes Speichern ist eine neue Fassung der Bewertung. Wer nicht sehen soll, was die anderen geben, bekommt einen eigenen Link.",
        "Each saving is a new version of the assessment. Who shall not see what others give gets a link of their own.")
    static let matrixWho = Words("Einstufungen von", "Ratings of")
    static let matrixTogether = Words("allen gemeinsam", "all together")
    static let matrixValue = Words("Wert 0–100", "value 0–100")
    static let matrixPoints = Words("Punkte", "Points")
    static let matrixPointsHelp = Words(
        "Punkte: wie viel der Schritt von schlecht zu gut zählt, 100 für das Wichtigste, die anderen im Verhältnis dazu.",
        "Points: how much the step from bad to good counts, 100 for what matters most, the others in proportion.")
    static let matrixWeights = Words("Gewichte: Kriterien und Menschen", "Weights: criteria and people")
    static let matrixNewPerson = Words("Weitere Person", "Another person")
    static let matrixPersonMissing = Words(
        "Bitte den Namen der weiteren Person über ihre Punkte schreiben.",
        "Please write the name of the other person above their points.")
    static let matrixBecause = Words("Beleg", "Evidence")
    static let matrixReason = Words("Begründung", "Reason")
    static let matrixWithReason = Words("mit Begründung", "with reason")
    static let matrixNoEvidence = Words("E0 Behauptung (üblich)", "E0 claim (usual)")
    static let matrixScale = Words("Frage und Skala", "Question and scale")
    static let matrixCandidates = Words("Worüber Sie urteilen", "What you judge")
    static func matrixStored(_ count: Int) -> Words {
        Words("Gespeichert. Werte: \(count).", "Stored. Values: \(count).")
    }
    static let matrixProblems = Words(
        "Nicht alles ist gespeichert. Was hier steht, wartet auf Sie; alles andere ist gespeichert.",
        "Not everything is stored. What is named here waits for you; all else is stored.")
    static func matrixConflict(_ theirs: String) -> Words {
        Words(
            "Inzwischen steht hier: \(theirs). Noch einmal speichern setzt Ihre Eingabe ein.",
            "Meanwhile this says: \(theirs). Saving again puts yours in its place.")
    }
    static let matrixNothing = Words("nichts", "nothing")
    static let matrixGone = Words(
        "Dieses Kriterium oder dieser Kandidat gehört nicht mehr zur Bewertung.",
        "This criterion or candidate is no longer part of the assessment.")
    static func matrixContradiction(_ first: String, _ second: String) -> Words {
        Words(
            "Die Stadt hat \(first) wichtiger eingeordnet als \(second); hier hat \(first) weniger Punkte. Beides ist erlaubt.",
            "The town ranked \(first) above \(second); here \(first) has fewer points. Both is allowed.")
    }
    static let matrixOpen = Words("Bewerten: Matrix und Links", "Rate: matrix and links")
    static let matrixChoose = Words("Kandidaten und Kriterien wählen", "Choose candidates and criteria")
    static let matrixCriteria = Words("Kriterien", "Criteria")
    static let matrixNotReady = Words(
        "Für die Matrix braucht die Bewertung Kandidaten und Kriterien.",
        "The matrix needs candidates and criteria in the assessment.")
    // what the script says
    static let matrixSaving = Words("Wird gespeichert …", "Storing …")
    static let matrixUnsaved = Words("Noch nicht gespeichert", "Not stored yet")
    static let matrixSaved = Words("Alles gespeichert", "All is stored")
    static let matrixOffline = Words(
        "Nicht gespeichert: keine Verbindung. Es wird weiter versucht; bitte die Seite offen lassen.",
        "Not stored: no connection. It is tried again; please keep the page open.")
    static let matrixPasted = Words("Eingefügte Werte:", "Values pasted:")
    static let matrixLeftOut = Words("außerhalb der Matrix, nicht eingefügt:", "outside of the matrix, not pasted:")
    static let matrixUndo = Words("Eintragen rückgängig machen", "Undo these entries")

    // MARK: Who rates

    static let sheetsTitle = Words("Wer bewertet", "Who rates")
    static let sheetsLead = Words(
        "Wer einen Link bekommt, bewertet ohne Konto. Niemand sieht, was die anderen geben, bis Sie die Bewertung beenden; auch hier steht bis dahin nur, wie viel gegeben ist.",
        "Whoever gets a link rates without an account. Nobody sees what others give until you end the assessment; until then this page, too, says only how much was given."
    )
    static let sheetName = Words("Für wen", "For whom")
    static let sheetMake = Words("Link machen", "Make a link")
    static let sheetMade = Words(
        "Dieser Link wird nur jetzt gezeigt. Er öffnet nur diese Bewertung und endet mit ihr.",
        "This link is shown only now. It opens this assessment alone and ends with it.")
    static let sheetOwn = Words("Selbst bewerten", "Rate yourself")
    static let sheetBy = Words("durch", "by")
    static let sheetByLink = Words("Link", "link")
    static let sheetByAccount = Words("Konto", "account")
    static let sheetValues = Words("Werte", "Values")
    static func sheetOf(_ count: Int, _ all: Int) -> Words { Words("\(count) von \(all)", "\(count) of \(all)") }
    static let sheetModified = Words("zuletzt", "last change")
    static let sheetExpires = Words("gilt bis", "valid until")
    static let sheetAction = Words("Ändern", "Change")
    static let sheetWithdraw = Words("Zurückziehen", "Withdraw")
    static let sheetWithdrawHelp = Words(
        "Zurückziehen löscht auch, was die Person gegeben hat.", "Withdrawing also removes what the person has given.")
    static let sheetEnd = Words(
        "Bewertung beenden und alle Eingaben zeigen", "End the assessment and show all that was given")
    static let sheetEndHelp = Words(
        "Alle Eingaben werden Teil der Bewertung, mit den Namen; alle Links enden. Das lässt sich nicht zurücknehmen.",
        "All that was given becomes part of the assessment, with the names; all links end. This cannot be undone.")
    static let sheetEndSure = Words("Ja, jetzt beenden", "Yes, end it now")
    static func sheetsUnfinished(_ names: String) -> Words {
        Words("Noch nicht alles eingestuft haben: \(names).", "Not everything has been rated yet by: \(names).")
    }
    static let sheetsEnded = Words(
        "Diese Bewertung ist beendet: Alle Eingaben stehen in ihr, und darin bewertet niemand mehr. Wer weiter bewerten lassen will, setzt unter „Ändern“ den Stand zurück auf „gültig“.",
        "This assessment has ended: all that was given stands in it, and nobody rates in it any more. To have it rated further, set its state back to “in force” under “Change”."
    )
    static let sheetsBack = Words("Zurück zu allen Bewertenden", "Back to all who rate")
    static let sheetNobody = Words(
        "Noch bewertet niemand mit eigenem Blatt.", "Nobody rates on a sheet of their own yet.")
    static func sheetPrivate(_ name: String) -> Words {
        Words(
            "Sie bewerten als \(name). Bis die Bewertung beendet wird, sieht niemand anders, was Sie eintragen. Danach steht es mit Ihrem Namen in der Bewertung.",
            "You rate as \(name). Until the assessment ends nobody else sees what you enter. After that it stands in the assessment with your name."
        )
    }
    static let operatorIs = Words("Betreiber", "Operator")
    static let sheetGone = Words(
        "Die Bewertung ist beendet, oder der Link wurde zurückgezogen. Wer ihn geschickt hat, weiß, wie es weitergeht.",
        "The assessment has ended, or the link was withdrawn. Whoever sent it knows what comes next.")
    static let sheetTooFast = Words(
        "Zu oft gespeichert; bitte in einigen Minuten noch einmal. Ihre Eingaben stehen noch hier.",
        "Stored too often; please try again in some minutes. What you entered still stands here.")

    // MARK: Agreement

    static let consensusTitle = Words("Einig und uneinig", "Agreement and dissent")
    static let consensusLead = Words(
        "Jeder Punkt ist die Einstufung einer Person von 0 bis 100, der Balken ihre Spanne. Ab 30 Punkten Spanne heißt es uneinig, bis 10 einig.",
        "Each dot is one person's rating from 0 to 100, the bar their spread. From a spread of 30 it says dissent, up to 10 agreement."
    )
    static let agree = Words("einig", "agreement")
    static let differ = Words("teils einig", "partly")
    static let dissent = Words("uneinig", "dissent")
    static let oneVoice = Words("eine Stimme", "one voice")
}
