// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning

extension Language {
    /// Words of another room in this language.
    func callAsFunction(_ phrase: Phrase) -> String { self == .german ? phrase.german : phrase.english }
}

/// Texts of the planning pages.
extension Text {
    static let planning = Text("Planung", "Planning")
    static let planningTitle = Text("Vom Bedarf zur Maßnahme", "From a need to a measure")
    static let planningLead = Text(
        "Was in unserer Stadt fehlt, was wir erreichen wollen und was wir dafür tun.",
        "What our town lacks, what we want to reach and what we do for it.")
    static let describeNeed = Text("Bedarf beschreiben", "Describe a need")
    static let needsOfTown = Text("Bedarfe und Ziele", "Needs and goals")
    static let noNeeds = Text(
        "Noch ist kein Bedarf beschrieben. Der erste Schritt dauert eine Viertelstunde.",
        "No need is described yet. The first step takes a quarter of an hour.")
    static let nextStep = Text("Nächster Schritt", "Next step")
    static let overdue = Text("überfällig", "overdue")
    static let due = Text("fällig", "due")
    static let partsOfPlan = Text("Was der Plan enthält", "What the plan holds")
    static let checkAgain = Text("Erneut prüfen", "Check again")
    static let checkAgainLead = Text(
        "Worauf dies beruht, hat sich geändert:", "What this is based on has changed:")
    static let olderFacts = Text("Beruht auf älteren Angaben", "Based on older facts")
    static let olderFactsLead = Text(
        "Seit der Entscheidung haben sich geändert:", "These have changed since the decision:")
    static let confirmChecked = Text("Geprüft, stimmt weiterhin", "Checked, still right")
    static let journalDue = Text("Was ansteht", "What is due")
    static let nothingDue = Text("Nichts steht an.", "Nothing is due.")
    static let submittedTitle = Text("Eingegangen, noch nicht angenommen", "Sent in, not accepted yet")
    static func submittedCount(_ count: Int) -> Text {
        count == 1
            ? Text("Eine Einsendung wartet", "One message waits")
            : Text("\(count) Einsendungen warten", "\(count) messages wait")
    }
    static let add = Text("Neu anlegen", "Add")
    static let edit = Text("Bearbeiten", "Edit")
    static let history = Text("Verlauf", "History")
    static let delete = Text("Löschen", "Remove")
    static let deleteQuestion = Text("Wirklich löschen?", "Really remove?")
    static let deleteConsequence = Text(
        "Die Angaben verschwinden aus dem Plan; der Verlauf bleibt erhalten, die Nummer wird nicht wieder vergeben.",
        "The answers leave the plan; the history is kept, the number is not given again.")
    static let deleteRefused = Text(
        "Das geht erst, wenn nichts mehr darauf verweist:", "This needs that nothing refers to it any more:")
    static let cancel = Text("Abbrechen", "Cancel")
    static let save = Text("Speichern", "Save")
    static let unknownAnswer = Text("Weiß ich noch nicht", "I do not know yet")
    static let notAnswered = Text("noch nicht beantwortet", "not answered yet")
    static let unknownShown = Text("noch nicht bekannt", "not known yet")
    static let yes = Text("ja", "yes")
    static let no = Text("nein", "no")
    static let moreLines = Text("Weitere Zeile", "Another line")
    static let removeLine = Text("Zeile entfernen", "Remove this line")
    static let line = Text("Zeile", "Line")
    static let requiredMark = Text("Pflichtangabe", "required")
    static let formFaults = Text("Bitte sehen Sie diese Angaben noch einmal an:", "Please look at these answers again:")
    static let nothingLost = Text(
        "Nichts ist verloren; es ist noch nicht gespeichert.", "Nothing is lost; it is not stored yet.")
    static let referredBy = Text("Darauf verweisen", "Referred to by")
    static let visibilityField = Text("Wer es sieht", "Who sees it")
    static let visiblePublic = Text("alle", "everybody")
    static let visibleInternal = Text("nur die Verwaltung", "the administration only")
    static let stateField = Text("Stand", "State")
    static let versionField = Text("Fassung", "Version")
    static let lastChanged = Text("Zuletzt geändert", "Last changed")
    static let byWhom = Text("von", "by")
    static let anyState = Text("jeder Stand", "any state")
    static let anyDepartment = Text("alle Ämter", "all departments")
    static let noObjects = Text("Noch nichts angelegt.", "Nothing here yet.")
    static let noObjectsFound = Text("Nichts gefunden. Nehmen Sie einen Filter weg.", "Nothing found. Remove a filter.")
    static let mergeTitle = Text("Jemand war schneller", "Somebody was faster")
    static let mergeLead = Text(
        "Während Sie schrieben, hat jemand anderes dasselbe geändert. Wählen Sie bei jeder Frage, welche Antwort gilt; alles Übrige ist schon zusammengeführt.",
        "While you were writing, somebody else changed the same. Choose which answer holds for each question; everything else is merged already."
    )
    static let mergeAgrees = Text(
        "Während Sie schrieben, hat jemand anderes dasselbe geändert, aber bei anderen Fragen als Sie. Beides ist zusammengeführt; speichern Sie noch einmal.",
        "While you were writing, somebody else changed the same, but other questions than you. Both are merged; save once more."
    )
    static let theirAnswer = Text("Gespeicherte Antwort", "Stored answer")
    static let myAnswer = Text("Ihre Antwort", "Your answer")
    static let saveMerged = Text("Zusammengeführt speichern", "Save merged")
    static let exportTitle = Text("Mitnehmen", "Take along")
    static let exportLead = Text(
        "Alles, was Sie hier sehen, gehört Ihnen: als JSON zum Wiedereinlesen, als Tabelle zum Weiterrechnen.",
        "All you see here is yours: as JSON to read in again, as a table to calculate with.")
    static let importPlan = Text("Plan einlesen", "Read a plan in")
    static let tableOf = Text("Tabelle", "Table")
    static let submitTitle = Text("Sagen Sie uns, was fehlt", "Tell us what is missing")
    static let submitLead = Text(
        "Ohne Anmeldung. Was Sie schreiben, liest zuerst die Verwaltung; erst danach erscheint es hier.",
        "No account needed. The administration reads what you write first; only then does it appear here.")
    static let submitNeed = Text("Abschicken", "Send")
    static let submitThanks = Text("Danke, das ist angekommen.", "Thank you, that has arrived.")
    static let submitThanksLead = Text(
        "Ihre Nachricht trägt die Nummer", "Your message has the number")
    static func statusLink(_ days: Int64) -> Text {
        Text(
            "Unter dieser Adresse sehen Sie \(days) Tage lang, was daraus geworden ist. Bitte bewahren Sie sie auf; sie wird nur einmal gezeigt.",
            "At this address you see for \(days) days what became of it. Please keep it; it is shown only once.")
    }
    static let statusTitle = Text("Was daraus geworden ist", "What became of it")
    static let statusWaits = Text(
        "Es ist angekommen und wartet darauf, dass die Verwaltung es liest.",
        "It has arrived and waits for the administration to read it.")
    static let statusAccepted = Text(
        "Es wurde angenommen und ist öffentlich zu lesen.", "It was accepted and can be read by all.")
    static let statusNotShown = Text(
        "Die Verwaltung hat es gelesen. Öffentlich gezeigt wird es nicht.",
        "The administration has read it. It is not shown publicly.")
    static let tooManySubmissions = Text(
        "Von Ihrer Adresse kamen in der letzten Stunde schon viele Nachrichten. Bitte später noch einmal.",
        "Many messages came from your address within the last hour. Please try again later.")
    static let commentOn = Text("Etwas dazu sagen", "Say something about it")
    static let accept = Text("Annehmen", "Accept")
    static let reject = Text("Ablehnen", "Reject")
    static let nothingSubmitted = Text("Es wartet nichts.", "Nothing is waiting.")
    static let decideOn = Text("Entscheidung festhalten", "Record a decision")
    static let councilPaper = Text("Beschlussvorlage", "Council paper")
    static let placeHelp = Text(
        "Auf die Karte klicken oder Breite und Länge schreiben, etwa 51,9501 7,6203",
        "Click on the map or write latitude and longitude, such as 51.9501, 7.6203")
    static let drawPoint = Text("Punkt", "Point")
    static let drawLine = Text("Linie", "Line")
    static let drawArea = Text("Fläche", "Area")
    static let clearPlace = Text("Ort löschen", "Clear the place")
    static let oneLineEach = Text("Je Zeile eine Angabe", "One per line")
    static let referencesHelp = Text(
        "Nummern, durch Komma getrennt, etwa B-1, M-2", "Numbers with commas between, such as B-1, M-2")
    static let choose = Text("– bitte wählen –", "– please choose –")
    static let decisionFinal = Text(
        "Eine Entscheidung wird nach dem Speichern nicht mehr geändert oder gelöscht.",
        "A decision is not changed or removed once it is stored.")
    static let placeShown = Text("Karte mit dem Ort", "Map with the place")
    static let planStored = Text("Gespeichert", "Stored")
    static let planUnchanged = Text("unverändert", "unchanged")
    static let planRefused = Text("Nichts wurde gespeichert. Bitte berichtigen:", "Nothing was stored. Please correct:")
    static let planImportLead = Text(
        "Ein Export aus Allmende (JSON). Es wird alles übernommen oder nichts; Vorhandenes wird nie überschrieben.",
        "An export from Allmende (JSON). All of it is taken in or nothing; what exists is never overwritten.")
    static let planDocument = Text("Inhalt der Datei", "Content of the file")
    static let planFile = Text("Datei wählen", "Choose a file")
    static let goOnWithSteps = Text("Weiter mit den Schritten", "Go on with the steps")
    static let compareMeasures = Text("Maßnahmen vergleichen", "Compare measures")
    static let withoutAccount = Text("jemand ohne Konto", "somebody without an account")
    static let bySetUp = Text("der Einrichtung", "the set-up")
    static let byCommand = Text("einen Befehl auf dem Server", "a command on the server")
    static let severityWord = Text("Schwere", "Severity")
    static let ownWork = Text("Auswertungen", "Analyses")
    static let changedFields = Text("Geändert", "Changed")

    static func planningState(_ state: PlanningObject.State) -> Text {
        switch state {
        case .submitted: Text("eingegangen", "sent in")
        case .draft: Text("Entwurf", "draft")
        case .active: Text("gültig", "in force")
        case .closed: Text("abgeschlossen", "closed")
        }
    }
}
