// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Decision

/// Texts of the seven steps from a need to a paper.
package extension Words {
    static let steps = Words("Schritte", "Steps")
    static func stepOf(_ number: Int) -> Words { Words("Schritt \(number) von 7", "Step \(number) of 7") }
    static let saveAndGoOn = Words("Speichern und weiter", "Save and go on")
    static let goOn = Words("Weiter", "Go on")
    static let back = Words("Zurück", "Back")
    static let lookUpTown = Words("Name oder Gemeindeschlüssel", "Name or municipality key")
    static let lookUp = Words("Nachschlagen", "Look up")
    static let lookUpHelp = Words(
        "Füllt Einwohnerzahl, Fläche, Raumtyp und Land aus dem Gemeindeverzeichnis.",
        "Fills population, area, region type and state from the register of municipalities.")
    static let takeOver = Words("Übernehmen", "Take over")
    static let noRegister = Words(
        "Das Gemeindeverzeichnis liegt diesem Server nicht vor. Bitte tragen Sie die Angaben selbst ein oder lassen Sie sie offen.",
        "This server has no register of municipalities. Please enter the five numbers yourself or leave them open."
    )
    static func townTakenOver(_ name: String) -> Words {
        Words(
            "\(name): Die Angaben stehen unten. Prüfen Sie sie und gehen Sie weiter.",
            "\(name): the facts stand below. Check them and go on.")
    }
    static let noTownFound = Words("Keine Gemeinde gefunden.", "No municipality found.")
    static let goalsExisting = Words("Vorhandene Ziele", "Existing goals")
    static let goalNew = Words("Neues Ziel", "New goal")
    static let goalSuggestion = Words("Abhilfe schaffen", "Set right")
    static let indicatorTitle = Words("Woran messen wir es?", "How do we measure it?")
    static let indicatorLead = Words(
        "Eine Messreihe der Stadt, die Zahl der Objekte einer Kartenebene oder ein Wert, den Sie von Hand pflegen. Alles darf offen bleiben.",
        "A measured series of the town, the number of features of a layer, or a value kept by hand. All may stay open.")
    static let indicatorName = Words("Name der Kennzahl", "Name of the indicator")
    static let indicatorNameHelp = Words(
        "Bleibt das leer, heißt sie wie die Messreihe oder der Bedarf.",
        "When empty, it is named after the series or the need.")
    static let valueToday = Words("Wert heute, von Hand", "Value today, by hand")
    static let valueTodayHelp = Words(
        "Nur nötig, wenn keine Messreihe und keine Kartenebene gewählt ist.",
        "Only needed without a measured series or a layer.")
    static let nothingFits = Words(
        "Im Verzeichnis passt kein Baustein gut zu diesem Bedarf. Schreiben Sie unten Ihre eigene Idee.",
        "No building block of the catalogue fits this need well. Write your own idea below.")
    static let templatesTitle = Words("Vorlagen für häufige Maßnahmen", "Templates for frequent measures")
    static let templatesLead = Words(
        "Mit Kosten und Personal in Größenordnungen. Jede Zahl ist als Annahme gekennzeichnet, bis Sie sie ersetzen.",
        "With cost and staff in orders of magnitude. Each number is marked as an assumption until you replace it.")
    static let allBlocks = Words("Alle Bausteine ansehen", "Look at all building blocks")
    static let chooseSomething = Words(
        "Bitte haken Sie etwas an oder schreiben Sie eine eigene Idee.",
        "Please tick something or write an idea of your own.")
    static let staffFormula = Words(
        "Personal = Stellen × (Jahresbrutto × (1 + Gemeinkosten) + Sachkostenpauschale); es steigt mit den Gehältern, nicht mit dem Schieber.",
        "Staff = posts × (gross pay × (1 + overhead) + workplace); it rises with pay, not with the slider.")
    static let moreSeries = Words(
        "Weitere Messreihen (Nummern aus ihren Adressen)", "Further series (the numbers of their addresses)")
    static let nearestFirst = Words("die nächsten zuerst", "nearest first")
    static let indicatorExists = Words("Schon angelegt:", "Already there:")
    static let examplesLead = Words(
        "Realisierte Vorhaben, gelungene und gescheiterte, in denen Wörter Ihres Bedarfs vorkommen. Ob eines passt, beurteilen Sie: Was Sie anhaken, steht danach beim Bedarf und bei seinen Maßnahmen als Beispiel.",
        "Realised projects, those that worked and those that failed, in which words of your need occur. Whether one fits is for you to judge: what you tick stands with the need and its measures as an example."
    )
    static let examplesOfField = Words(
        "Kein Vorhaben enthält Ihre Worte; diese kommen aus demselben Themenfeld. Was Sie anhaken, steht danach beim Bedarf und bei seinen Maßnahmen als Beispiel.",
        "No project has your words; these come from the same field. What you tick stands with the need and its measures as an example."
    )
    static let examplesAndField = Words(
        "Realisierte Vorhaben, gelungene und gescheiterte: erst die mit Wörtern Ihres Bedarfs, dann weitere aus demselben Themenfeld. Was Sie anhaken, steht danach beim Bedarf und bei seinen Maßnahmen als Beispiel.",
        "Realised projects, those that worked and those that failed: first those with words of your need, then more of the same field. What you tick stands with the need and its measures as an example."
    )
    static let anyExamples = Words(
        "Kein Vorhaben enthält Ihre Worte; dies ist eine Auswahl aus der Sammlung. Was Sie anhaken, steht danach beim Bedarf und bei seinen Maßnahmen als Beispiel.",
        "No project has your words; these are some of the collection. What you tick stands with the need and its measures as an example."
    )
    static let noExamples = Words(
        "Zu diesem Bedarf ist kein Beispiel verzeichnet.", "No example for this need is recorded.")
    static let askThere = Words("Fragen können Sie", "You can ask")
    static let measuresLead = Words(
        "Bausteine, aus denen Lösungen bestehen. Haken Sie an, was in Frage kommt, oder schreiben Sie eigene Ideen. Aufgenommenes steht danach oben; von dort geht es weiter.",
        "Building blocks of which solutions are made. Tick what could serve, or write ideas of your own. What is taken up then stands above; from there you go on."
    )
    static let ownIdea = Words("Eigene Ideen", "Ideas of your own")
    static let ownIdeaHelp = Words("Je Zeile eine Maßnahme", "One measure per line")
    static let takeUp = Words("Aufnehmen und prüfen", "Take up and check")
    static let candidates = Words("Kandidaten", "Candidates")
    static let candidatesLead = Words(
        "Sieben Prüfungen, die nie gegeneinander aufgewogen werden. „Wartet“ heißt: Jemand muss noch antworten.",
        "Seven checks that are never weighed against each other. “Holds” means: somebody still has to answer.")
    static let continueWith = Words("Weiter mit", "Go on with")
    static let knockOut = Words("Prüfung", "Check")
    static let verdict = Words("Ergebnis", "Result")
    static let why = Words("Warum", "Why")
    static let remedy = Words("Abhilfe", "Remedy")
    static let mustAnswer = Words("Antworten muss", "To be answered by")
    static func verdict(_ verdict: KnockOutFinding.Verdict) -> Words {
        switch verdict {
        case .pass: Words("in Ordnung", "passes")
        case .hold: Words("wartet", "holds")
        case .fail: Words("fällt durch", "fails")
        }
    }
    static let costLead = Words(
        "Die Zeilen sind Annahmen, bis ein Angebot da ist. Ändern Sie, was Sie besser wissen.",
        "The lines are assumptions until there is an offer. Change what you know better.")
    static let whatIf = Words("Wenn die Preise jährlich steigen um", "If prices rise every year by")
    static let tryOut = Words("Ausprobieren", "Try")
    static let onceColumn = Words("einmalig", "once")
    static let runningColumn = Words("laufend", "running")
    static let staffColumn = Words("Personal", "staff")
    static let receivedColumn = Words("eingespart oder erhalten", "saved or received")
    static let costProposed = Words(
        "Noch sind keine Kosten genannt. Die Zeilen unten haben die meisten Maßnahmen; ihre Beträge sind Annahmen, die Sie ersetzen. Die Summe steht hier, sobald Sie „Ausprobieren“ wählen.",
        "No cost is stated yet. Most measures have the lines below; their amounts are assumptions for you to replace. The sum stands here once you choose \"Try\"."
    )
    static let sumRow = Words("Summe", "Sum")
    static let riseRefused = Words(
        "Probieren lässt sich ein Preisanstieg von −5 bis 15 % im Jahr; gerechnet ist mit dem üblichen.",
        "A rise of prices from −5 to 15 % a year can be tried; shown is the usual one.")
    static let ownColumn = Words("Eigenanteil", "own share")
    static let costByYear = Words("Kosten je Jahr", "Cost by year")
    static let assumptions = Words("Annahmen", "Assumptions")
    static let derivations = Words("Wie sich Beträge ergeben", "How amounts follow")
    static let costUnknown = Words("Noch sind keine Kosten eingetragen.", "No cost is entered yet.")
    static func grantEnds(_ name: String, _ year: Int) -> Words {
        Words("Ab Jahr \(year) fehlt „\(name)“.", "From year \(year) on “\(name)” is missing.")
    }
    static let paperLead = Words(
        "Der Entwurf entsteht aus allem, was Sie eingetragen haben. Lücken sind sichtbar; schließen Sie, was der Rat wissen muss.",
        "The draft is made from all you entered. Gaps are visible; close those the council needs to know about.")
    static let fillGap = Words("ergänzen", "fill in")
    static let gaps = Words("Was noch fehlt", "What is still missing")
    static let noGaps = Words("Der Entwurf hat keine Lücken mehr.", "The draft has no gaps any more.")
    static let readPaper = Words("Entwurf lesen", "Read the draft")
    static let inviteTitle = Words("Um einen Kommentar bitten", "Ask for a comment")
    static let inviteLead = Words(
        "Der Link zeigt den Entwurf und nimmt einen Kommentar an, ohne Anmeldung, 60 Tage lang.",
        "The link shows the draft and takes a comment, without an account, for 60 days.")
    static let inviteName = Words("Für wen?", "For whom?")
    static let inviteNameUsual = Words("Kämmerei", "Treasurer")
    static let makeLink = Words("Link erzeugen", "Make a link")
    static let linkMade = Words(
        "Diesen Link weitergeben; er wird nur jetzt gezeigt:", "Pass this link on; it is shown only now:")
    static let yourComment = Words("Ihr Kommentar", "Your comment")
    static let sendComment = Words("Kommentar abschicken", "Send the comment")
    static let commentThanks = Words("Danke, der Kommentar ist angekommen.", "Thank you, the comment has arrived.")
    static let commentsSoFar = Words("Kommentare", "Comments")
    static let draftOf = Words("Entwurf einer Beschlussvorlage", "Draft of a council paper")
    static let asPDF = Words("Als PDF", "As PDF")
    static let asODT = Words("Als Textdokument (ODT)", "As a text document (ODT)")
    static let printFailed = Words(
        "Das PDF konnte nicht erzeugt werden; HTML und ODT stehen bereit.",
        "The PDF could not be made; HTML and ODT are there.")
}
