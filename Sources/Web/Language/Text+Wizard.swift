// SPDX-License-Identifier: EUPL-1.2
import Decision

/// Texts of the seven steps from a need to a paper.
extension Text {
    static let steps = Text("Schritte", "Steps")
    static func stepOf(_ number: Int) -> Text { Text("Schritt \(number) von 7", "Step \(number) of 7") }
    static let saveAndGoOn = Text("Speichern und weiter", "Save and go on")
    static let goOn = Text("Weiter", "Go on")
    static let back = Text("Zurück", "Back")
    static let lookUpTown = Text("Name oder Gemeindeschlüssel", "Name or municipality key")
    static let lookUp = Text("Nachschlagen", "Look up")
    static let lookUpHelp = Text(
        "Füllt Einwohnerzahl, Fläche, Raumtyp und Land aus dem Gemeindeverzeichnis.",
        "Fills population, area, region type and state from the register of municipalities.")
    static let takeOver = Text("Übernehmen", "Take over")
    static let noRegister = Text(
        "Das Gemeindeverzeichnis ist nicht geladen (allmende knowledge import). Bitte tragen Sie die Angaben selbst ein oder lassen Sie sie offen.",
        "The register of municipalities is not loaded (allmende knowledge import). Please enter the five numbers yourself or leave them open."
    )
    static func townTakenOver(_ name: String) -> Text {
        Text(
            "\(name): Die Angaben stehen unten. Prüfen Sie sie und gehen Sie weiter.",
            "\(name): the facts stand below. Check them and go on.")
    }
    static func inhabitants(_ number: String) -> Text { Text("\(number) Einwohner", "\(number) inhabitants") }
    static let noTownFound = Text("Keine Gemeinde gefunden.", "No municipality found.")
    static let goalsExisting = Text("Vorhandene Ziele", "Existing goals")
    static let goalNew = Text("Neues Ziel", "New goal")
    static let goalSuggestion = Text("Abhilfe schaffen", "Set right")
    static let indicatorTitle = Text("Woran messen wir es?", "How do we measure it?")
    static let indicatorLead = Text(
        "Eine Messreihe der Stadt, die Zahl der Objekte eines Layers oder ein Wert, den Sie von Hand pflegen. Alles darf offen bleiben.",
        "A measured series of the town, the number of features of a layer, or a value kept by hand. All may stay open.")
    static let indicatorName = Text("Name der Kennzahl", "Name of the indicator")
    static let indicatorNameHelp = Text(
        "Bleibt das leer, heißt sie wie die Messreihe oder der Bedarf.",
        "When empty, it is named after the series or the need.")
    static let valueToday = Text("Wert heute, von Hand", "Value today, by hand")
    static let valueTodayHelp = Text(
        "Nur nötig, wenn keine Messreihe und kein Layer gewählt ist.",
        "Only needed without a measured series or a layer.")
    static let nothingFits = Text(
        "Kein Baustein passt genau zu Ihren Worten; dies kommt aus demselben Themenfeld. Schreiben Sie unten Ihre eigene Idee.",
        "No building block fits your words exactly; these come from the same field. Write your own idea below.")
    static let chooseSomething = Text(
        "Bitte haken Sie etwas an oder schreiben Sie eine eigene Idee.",
        "Please tick something or write an idea of your own.")
    static let staffFormula = Text(
        "Personal = Stellen × (Jahresbrutto × (1 + Gemeinkosten) + Sachkostenpauschale); es steigt mit den Gehältern, nicht mit dem Schieber.",
        "Staff = posts × (gross pay × (1 + overhead) + workplace); it rises with pay, not with the slider.")
    static let nearestFirst = Text("die nächsten zuerst", "nearest first")
    static let indicatorExists = Text("Schon angelegt:", "Already there:")
    static let examplesLead = Text(
        "Realisierte Vorhaben, gelungene und gescheiterte, die zu Ihrem Bedarf passen. Haken Sie an, was Sie sich ansehen wollen.",
        "Realised projects, those that worked and those that failed, that fit your need. Tick what you want to look at."
    )
    static let noExamples = Text(
        "Zu diesem Bedarf ist kein Beispiel verzeichnet.", "No example for this need is recorded.")
    static let askThere = Text("Fragen können Sie", "You can ask")
    static let measuresLead = Text(
        "Bausteine, aus denen Lösungen bestehen. Haken Sie an, was in Frage kommt, oder schreiben Sie eine eigene Idee.",
        "Building blocks of which solutions are made. Tick what could serve, or write an idea of your own.")
    static let ownIdea = Text("Eigene Idee", "An idea of your own")
    static let candidates = Text("Kandidaten", "Candidates")
    static let candidatesLead = Text(
        "Sieben Prüfungen, die nie gegeneinander aufgewogen werden. „Wartet“ heißt: Jemand muss noch antworten.",
        "Seven checks that are never weighed against each other. “Holds” means: somebody still has to answer.")
    static let continueWith = Text("Weiter mit", "Go on with")
    static let knockOut = Text("Prüfung", "Check")
    static let verdict = Text("Ergebnis", "Result")
    static let why = Text("Warum", "Why")
    static let remedy = Text("Abhilfe", "Remedy")
    static let mustAnswer = Text("Antworten muss", "To be answered by")
    static func verdict(_ verdict: KnockOutFinding.Verdict) -> Text {
        switch verdict {
        case .pass: Text("in Ordnung", "passes")
        case .hold: Text("wartet", "holds")
        case .fail: Text("fällt durch", "fails")
        }
    }
    static let costLead = Text(
        "Die Zeilen sind Annahmen, bis ein Angebot da ist. Ändern Sie, was Sie besser wissen.",
        "The lines are assumptions until there is an offer. Change what you know better.")
    static let whatIf = Text("Wenn die Preise jährlich steigen um", "If prices rise every year by")
    static let tryOut = Text("Ausprobieren", "Try")
    static let year = Text("Jahr", "Year")
    static let onceColumn = Text("einmalig", "once")
    static let runningColumn = Text("laufend", "running")
    static let staffColumn = Text("Personal", "staff")
    static let receivedColumn = Text("eingespart oder erhalten", "saved or received")
    static let sumRow = Text("Summe", "Sum")
    static let riseRefused = Text(
        "Probieren lässt sich ein Preisanstieg von −5 bis 15 % im Jahr; gerechnet ist mit dem üblichen.",
        "A rise of prices from −5 to 15 % a year can be tried; shown is the usual one.")
    static let ownColumn = Text("Eigenanteil", "own share")
    static let costByYear = Text("Kosten je Jahr", "Cost by year")
    static let assumptions = Text("Annahmen", "Assumptions")
    static let costUnknown = Text("Noch sind keine Kosten eingetragen.", "No cost is entered yet.")
    static func grantEnds(_ name: String, _ year: Int) -> Text {
        Text("Ab Jahr \(year) fehlt „\(name)“.", "From year \(year) on “\(name)” is missing.")
    }
    static let paperLead = Text(
        "Der Entwurf entsteht aus allem, was Sie eingetragen haben. Lücken sind sichtbar; schließen Sie, was der Rat wissen muss.",
        "The draft is made from all you entered. Gaps are visible; close those the council needs to know about.")
    static let proposalLabel = Text("Beschlussvorschlag", "Proposed decision")
    static let gaps = Text("Was noch fehlt", "What is still missing")
    static let noGaps = Text("Der Entwurf hat keine Lücken mehr.", "The draft has no gaps any more.")
    static let readPaper = Text("Entwurf lesen", "Read the draft")
    static let inviteTitle = Text("Um einen Kommentar bitten", "Ask for a comment")
    static let inviteLead = Text(
        "Der Link zeigt den Entwurf und nimmt einen Kommentar an, ohne Anmeldung, 60 Tage lang.",
        "The link shows the draft and takes a comment, without an account, for 60 days.")
    static let inviteName = Text("Für wen?", "For whom?")
    static let inviteNameUsual = Text("Kämmerei", "Treasurer")
    static let makeLink = Text("Link erzeugen", "Make a link")
    static let linkMade = Text(
        "Diesen Link weitergeben; er wird nur jetzt gezeigt:", "Pass this link on; it is shown only now:")
    static let invitationVoid = Text("Dieser Link gilt nicht oder nicht mehr.", "This link is not or no longer valid.")
    static let yourComment = Text("Ihr Kommentar", "Your comment")
    static let sendComment = Text("Kommentar abschicken", "Send the comment")
    static let commentThanks = Text("Danke, der Kommentar ist angekommen.", "Thank you, the comment has arrived.")
    static let commentsSoFar = Text("Kommentare", "Comments")
    static let draftOf = Text("Entwurf einer Beschlussvorlage", "Draft of a council paper")
    static let asPDF = Text("Als PDF", "As PDF")
    static let asODT = Text("Als Textdokument (ODT)", "As a text document (ODT)")
    static let printFailed = Text(
        "Das PDF konnte nicht erzeugt werden; HTML und ODT stehen bereit.",
        "The PDF could not be made; HTML and ODT are there.")
}
