// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Planning

/// Texts of the planning pages.
package extension Words {
    static let planningTitle = Words("Vom Bedarf zur Maßnahme", "From a need to a measure")
    static let planningLead = Words(
        "Was in unserer Stadt fehlt, was wir erreichen wollen und was wir dafür tun.",
        "What our town lacks, what we want to reach and what we do for it.")
    static let describeNeed = Words("Bedarf beschreiben", "Describe a need")
    static let needsOfTown = Words("Bedarfe und Ziele", "Needs and goals")
    static let noNeeds = Words(
        "Noch ist kein Bedarf beschrieben. Der erste Schritt dauert eine Viertelstunde.",
        "No need is described yet. The first step takes a quarter of an hour.")
    static let nextStep = Words("Nächster Schritt", "Next step")
    static let overdue = Words("überfällig", "overdue")
    static let due = Words("fällig", "due")
    static let partsOfPlan = Words("Was der Plan enthält", "What the plan holds")
    static let checkAgain = Words("Erneut prüfen", "Check again")
    static let checkAgainLead = Words(
        "Worauf dies beruht, hat sich geändert:", "What this is based on has changed:")
    static let olderFacts = Words("Beruht auf älteren Angaben", "Based on older facts")
    static let olderFactsLead = Words(
        "Seit der Entscheidung haben sich geändert:", "These have changed since the decision:")
    static let confirmChecked = Words("Geprüft, stimmt weiterhin", "Checked, still right")
    static let journalDue = Words("Was ansteht", "What is due")
    static let nothingDue = Words("Nichts steht an.", "Nothing is due.")
    static let submittedTitle = Words("Eingegangen, noch nicht angenommen", "Sent in, not accepted yet")
    static func submittedCount(_ count: Int) -> Words {
        count == 1
            ? Words("Eine Einsendung wartet", "One message waits")
            : Words("\(count) Einsendungen warten", "\(count) messages wait")
    }
    static let add = Words("Neu anlegen", "Add")
    static let edit = Words("Bearbeiten", "Edit")
    static let history = Words("Verlauf", "History")
    static let delete = Words("Löschen", "Remove")
    static let deleteQuestion = Words("Wirklich löschen?", "Really remove?")
    static let deleteConsequence = Words(
        "Die Angaben verschwinden aus dem Plan; der Verlauf bleibt erhalten, die Nummer wird nicht wieder vergeben.",
        "The answers leave the plan; the history is kept, the number is not given again.")
    static let deleteRefused = Words(
        "Das geht erst, wenn nichts mehr darauf verweist:", "This needs that nothing refers to it any more:")
    static let cancel = Words("Abbrechen", "Cancel")
    static let save = Words("Speichern", "Save")
    static let unknownAnswer = Words("Weiß ich noch nicht", "I do not know yet")
    static let notAnswered = Words("noch nicht beantwortet", "not answered yet")
    static let unknownShown = Words("noch nicht bekannt", "not known yet")
    static let yes = Words("ja", "yes")
    static let no = Words("nein", "no")
    static let moreLines = Words("Weitere Zeile", "Another line")
    static let removeLine = Words("Zeile entfernen", "Remove this line")
    static let line = Words("Zeile", "Line")
    static func lineRemoved(_ number: Int) -> Words {
        Words(
            "Zeile \(number) ist entfernt; gespeichert ist das noch nicht.",
            "Line \(number) is removed; that is not stored yet.")
    }
    static let undo = Words("Rückgängig", "Undo")
    static let unknownGroup = Words(
        "Was hier leer bleibt, weiß ich noch nicht", "What stays empty here I do not know yet")
    static let notifyField = Words("E-Mail, wenn Sie Bescheid bekommen möchten", "E-mail, if you want to be told")
    static let notifyHelp = Words(
        "Sie bekommen eine Nachricht, sobald die Verwaltung es gelesen hat; danach wird die Adresse gelöscht.",
        "You get one message when the administration has read it; after that the address is removed.")
    static let notifyFault = Words(
        "Das ist keine E-Mail-Adresse, etwa eva@example.de.", "This is no e-mail address, such as eva@example.de.")
    static func notifySubject(_ reference: String) -> Words {
        Words("Ihre Einsendung \(reference)", "What you sent in: \(reference)")
    }
    static let checkAnswers = Words("Weiter: Angaben prüfen", "Go on: check your answers")
    static let checkTitle = Words("Stimmt das so?", "Is this right?")
    static let checkLead = Words(
        "Noch ist nichts gesendet. Sie können alles ändern oder es so absenden.",
        "Nothing is sent yet. You can change all of it, or send it as it is.")
    static let changeAnswers = Words("Ändern", "Change")
    static let copyObject = Words("Kopieren", "Copy")
    static func copyOf(_ title: String) -> Words { Words("\(title) (Kopie)", "\(title) (copy)") }
    static let requiredMark = Words("Pflichtangabe", "required")
    static let formFaults = Words(
        "Bitte sehen Sie diese Angaben noch einmal an:", "Please look at these answers again:")
    static let nothingLost = Words(
        "Nichts ist verloren; es ist noch nicht gespeichert.", "Nothing is lost; it is not stored yet.")
    static let referredBy = Words("Darauf verweisen", "Referred to by")
    static let visibilityField = Words("Wer es sieht", "Who sees it")
    static let visiblePublic = Words("alle", "everybody")
    static let visibleInternal = Words("nur die Verwaltung", "the administration only")
    static let stateField = Words("Stand", "State")
    static let versionField = Words("Fassung", "Version")
    static let lastChanged = Words("Zuletzt geändert", "Last changed")
    static let byWhom = Words("von", "by")
    static let anyState = Words("jeder Stand", "any state")
    static let anyDepartment = Words("alle Ämter", "all departments")
    static let noObjects = Words("Noch nichts angelegt.", "Nothing here yet.")
    static let noObjectsFound = Words(
        "Nichts gefunden. Nehmen Sie einen Filter weg.", "Nothing found. Remove a filter.")
    static let mergeTitle = Words("Jemand war schneller", "Somebody was faster")
    static let mergeLead = Words(
        "Während Sie schrieben, hat jemand anderes dasselbe geändert. Wählen Sie bei jeder Frage, welche Antwort gilt; alles Übrige ist schon zusammengeführt.",
        "While you were writing, somebody else changed the same. Choose which answer holds for each question; everything else is merged already."
    )
    static let mergeAgrees = Words(
        "Während Sie schrieben, hat jemand anderes dasselbe geändert, aber bei anderen Fragen als Sie. Beides ist zusammengeführt; speichern Sie noch einmal.",
        "While you were writing, somebody else changed the same, but other questions than you. Both are merged; save once more."
    )
    static let theirAnswer = Words("Gespeicherte Antwort", "Stored answer")
    static let myAnswer = Words("Ihre Antwort", "Your answer")
    static let saveMerged = Words("Zusammengeführt speichern", "Save merged")
    static let exportTitle = Words("Mitnehmen", "Take along")
    static let exportLead = Words(
        "Alles, was Sie hier sehen, gehört Ihnen: als JSON zum Wiedereinlesen, als Tabelle zum Weiterrechnen.",
        "All you see here is yours: as JSON to read in again, as a table to calculate with.")
    static let importPlan = Words("Plan einlesen", "Read a plan in")
    static let tableOf = Words("Tabelle", "Table")
    static let submitTitle = Words("Sagen Sie uns, was fehlt", "Tell us what is missing")
    static let submitLead = Words(
        "Ohne Anmeldung. Was Sie schreiben, liest zuerst die Verwaltung; erst danach erscheint es hier.",
        "No account needed. The administration reads what you write first; only then does it appear here.")
    static let submitNeed = Words("Abschicken", "Send")
    static let submitThanks = Words("Danke, das ist angekommen.", "Thank you, that has arrived.")
    static let submitThanksLead = Words(
        "Ihre Nachricht trägt die Nummer", "Your message has the number")
    static func statusLink(_ days: Int64) -> Words {
        Words(
            "Unter dieser Adresse sehen Sie \(days) Tage lang, was daraus geworden ist. Bitte bewahren Sie sie auf; sie wird nur einmal gezeigt.",
            "At this address you see for \(days) days what became of it. Please keep it; it is shown only once.")
    }
    static let statusTitle = Words("Was daraus geworden ist", "What became of it")
    static let statusWaits = Words(
        "Es ist angekommen und wartet darauf, dass die Verwaltung es liest.",
        "It has arrived and waits for the administration to read it.")
    static let statusAccepted = Words(
        "Es wurde angenommen und ist öffentlich zu lesen.", "It was accepted and can be read by all.")
    static let statusNotShown = Words(
        "Die Verwaltung hat es gelesen und nicht angenommen. Öffentlich gezeigt wird es nicht.",
        "The administration has read it and not accepted it. It is not shown publicly.")
    static let statusReply = Words("Antwort der Verwaltung", "Reply of the administration")
    static let statusSent = Words("Was Sie gesendet haben", "What you sent")
    static let replyMissing = Words(
        "Bitte schreiben Sie, warum. Wer es gesendet hat, liest es auf seiner Statusseite.",
        "Please write why. Who sent it reads it on the status page.")
    static let replyLabel = Words(
        "Antwort an die Person, die es gesendet hat (bei einer Ablehnung: warum)",
        "Reply to who sent it (when you reject it: why)")
    static let tooManySubmissions = Words(
        "Von Ihrer Adresse kamen in der letzten Stunde schon viele Nachrichten. Gesendet wurde nichts; Ihr Text steht noch hier. Bitte später noch einmal.",
        "Many messages came from your address within the last hour. Nothing was sent; your text is still here. Please try again later."
    )
    static let commentOn = Words("Etwas dazu sagen", "Say something about it")
    static let submittedLead = Words(
        "Was Sie annehmen, sehen sofort alle. Was Sie ablehnen, bleibt in der Verwaltung. Wer es eingesandt hat, sieht auf seiner Statusseite, was daraus wurde.",
        "What you accept everybody sees at once. What you reject stays with the administration. Who sent it in sees on the status page what became of it."
    )
    static let accept = Words("Annehmen", "Accept")
    static let reject = Words("Ablehnen", "Reject")
    /// Kilometres, whole.
    static func placeOutside(_ distance: String) -> Words {
        Words(
            "Der Ort liegt etwa \(distance) km außerhalb dessen, was die Kommune kennt. Ist er so gemeint? Sonst unten die Angaben ändern.",
            "The place lies about \(distance) km outside of what the town knows. Is it meant so? If not, change your answers below."
        )
    }
    static let nothingSubmitted = Words("Es wartet nichts.", "Nothing is waiting.")
    static let decideOn = Words("Entscheidung festhalten", "Record a decision")
    static let councilPaper = Words("Beschlussvorlage", "Council paper")
    static let placeHelp = Words(
        "Auf die Karte klicken oder Breite und Länge schreiben, etwa 51,9501 7,6203",
        "Click on the map or write latitude and longitude, such as 51.9501, 7.6203")
    static let oneLineEach = Words("Je Zeile eine Angabe", "One per line")
    static let referencesHelp = Words(
        "Nummern, durch Komma getrennt, etwa B-1, M-2", "Numbers with commas between, such as B-1, M-2")
    static let choose = Words("– bitte wählen –", "– please choose –")
    static let decisionFinal = Words(
        "Eine Entscheidung wird nach dem Speichern nicht mehr geändert oder gelöscht.",
        "A decision is not changed or removed once it is stored.")
    static let placeShown = Words("Karte mit dem Ort", "Map with the place")
    static let planStored = Words("Gespeichert", "Stored")
    static let planUnchanged = Words("unverändert", "unchanged")
    static let planRefused = Words(
        "Nichts wurde gespeichert. Bitte berichtigen:", "Nothing was stored. Please correct:")
    static let planImportLead = Words(
        "Ein Export aus Allmende (JSON). Es wird alles übernommen oder nichts; Vorhandenes wird nie überschrieben.",
        "An export from Allmende (JSON). All of it is taken in or nothing; what exists is never overwritten.")
    static let planDocument = Words("Inhalt der Datei", "Content of the file")
    static let planFile = Words("Datei wählen", "Choose a file")
    static let goOnWithSteps = Words("Weiter mit den Schritten", "Go on with the steps")
    static func comparisonOf(_ need: String) -> Words {
        Words("Was hilft: \(need)", "What helps: \(need)")
    }
    static func choiceAfter(_ assessment: String) -> Words {
        Words("Auswahl nach: \(assessment)", "Choice after: \(assessment)")
    }
    static func trialOf(_ measure: String) -> Words { Words("\(measure) auf Probe", "\(measure) on trial") }
    static let pilotNeeds = Words(
        "Damit die Erprobung eine Antwort geben kann, braucht es „Kennzahl und Erfolg“ (Kennzahl, Erfolg ist, verglichen als, kleinste nützliche Wirkung) und „Gebiete und Zeiten“ (Gebiete, Vergleichszeit ab, Beginn, Ende). Bevor sie beginnt, auch Betreiber, Ausstiegsplan, den Tag der Entscheidung und das Fachamt. Alles andere darf leer bleiben.",
        "For an answer the trial needs “Indicator and success” (indicator, success is, compared by, smallest useful effect) and “Areas and times” (areas, baseline from, start, end). Before it begins also operator, exit plan, the day of the decision and the department. All else may stay empty."
    )
    static let portfolioNeeds = Words(
        "Gewählt werden die Maßnahmen, die zusammen am meisten wert sind und die Grenzen einhalten. Der Wert kommt aus einer Bewertung („Werte aus“) oder aus dem Nutzen, der bei der Maßnahme steht.",
        "Chosen are the measures that are worth most together and keep the limits. The value comes from an assessment (“Values from”) or from the benefit that stands with the measure."
    )
    static let portfolioFrom = Words("Auswahl aus dieser Bewertung", "Choose from this assessment")
    static let papersOfChosen = Words("Vorlagen der gewählten Maßnahmen", "Papers of the measures chosen")
    static let paperBeside = Words("Was zu der Vorlage gehört", "What belongs to the paper")
    static let compareMeasures = Words("Maßnahmen vergleichen", "Compare measures")
    static let severityWord = Words("Schwere", "Severity")
    static let ownWork = Words("Auswertungen", "Analyses")
    static func planningState(_ state: PlanningObject.State) -> Words {
        switch state {
        case .submitted: Words("eingegangen", "sent in")
        case .draft: Words("Entwurf", "draft")
        case .active: Words("gültig", "in force")
        case .closed: Words("abgeschlossen", "closed")
        }
    }
}
