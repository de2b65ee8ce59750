// SPDX-License-Identifier: EUPL-1.2
import Decision

/// Texts of an assessment's page.
extension Text {
    static let assessmentLead = Text(
        "Welcher Kandidat führt, wie sicher das ist, und woraus jede Zahl entstand.",
        "Which candidate leads, how sure that is, and what each number was made of.")
    static let noCandidates = Text(
        "Noch sind keine Kandidaten gewählt.", "No candidates are chosen yet.")
    static let noCriteria = Text(
        "Noch sind keine Kriterien gewählt.", "No criteria are chosen yet.")
    static let allKnockedOut = Text(
        "Alle Kandidaten fallen durch eine Prüfung; es gibt nichts zu reihen.",
        "All candidates fail a check; there is nothing to rank.")
    static func tooManyCandidates(_ most: Int) -> Text {
        Text(
            "Mehr als \(most) Kandidaten lassen sich nicht gegenüberstellen; bitte auf mehrere Bewertungen verteilen.",
            "More than \(most) candidates cannot be set side by side; please spread them over several assessments.")
    }
    static func leadsInOrder(_ name: String, _ share: String) -> Text {
        Text(
            "„\(name)“ führt in \(share) aller Gewichtungen, die Ihre Rangfolge einhalten.",
            "“\(name)” leads in \(share) of all weightings that respect your order.")
    }
    static func leadsInPoints(_ name: String, _ share: String) -> Text {
        Text(
            "„\(name)“ führt in \(share) aller Gewichtungen, die die Reihenfolge Ihrer Punkte einhalten.",
            "“\(name)” leads in \(share) of all weightings that respect the order of your points.")
    }
    static func leadsInAll(_ name: String, _ share: String) -> Text {
        Text(
            "„\(name)“ führt in \(share) aller denkbaren Gewichtungen.",
            "“\(name)” leads in \(share) of all possible weightings.")
    }
    static func leadsWithValues(_ name: String, _ share: String) -> Text {
        Text(
            "Schwanken auch die Werte in dem, was ihre Belege offenlassen, führt „\(name)“ in \(share).",
            "When the values vary too within what their evidence leaves open, “\(name)” leads in \(share).")
    }
    static func tied(_ names: String) -> Text {
        Text("Gleichstand auf Platz 1: \(names)", "A tie for the first place: \(names)")
    }
    static func methodsDisagree(_ words: String) -> Text {
        Text("Die Verfahren sind sich nicht einig: \(words)", "The methods disagree: \(words)")
    }
    static let methodsAgree = Text(
        "Wertmodell, PROMETHEE II und TOPSIS setzen denselben Kandidaten auf Platz 1.",
        "Value model, PROMETHEE II and TOPSIS put the same candidate first.")
    static let valueModel = Text("Wertmodell", "value model")
    static let ranking = Text("Reihenfolge", "Ranking")
    static let rankingLead = Text(
        "Gereiht nach dem Wertmodell mit festen Skalen. Daneben die Plätze zweier anderer Verfahren (PROMETHEE II: unter 5 Punkten Unterschied gleich, ab 30 voll besser; TOPSIS: Abstand zum besten denkbaren Kandidaten).",
        "Ranked by the value model with fixed scales. Beside it the places by two other methods (PROMETHEE II: alike below 5 points, fully better from 30; TOPSIS: distance from the best thinkable candidate)."
    )
    static let rankPlace = Text("Platz", "Place")
    static let candidate = Text("Kandidat", "Candidate")
    static let totalPoints = Text("Punkte", "Points")
    static let rangeColumn = Text("möglich", "possible")
    static let firstIn = Text("vorn in (nur Gewichte)", "first in (weights alone)")
    static let firstInBoth = Text("vorn in (Gewichte und Werte)", "first in (weights and values)")
    static let holdsAt = Text("wartet bei", "holds at")
    static let notRanked = Text("Nicht gereiht", "Not ranked")
    static let notRankedLead = Text(
        "Diese Kandidaten fallen durch eine Prüfung, die nie aufgewogen wird.",
        "These candidates fail a check that is never weighed against anything.")
    static let madeOf = Text("Woraus die Punkte entstehen", "What the points are made of")
    static let madeOfLead = Text(
        "Wert mal Gewicht je Kriterium; der helle Balken zeigt, was nach den Belegen möglich ist.",
        "Value times weight for each criterion; the light bar shows what the evidence leaves possible.")
    static let criterion = Text("Kriterium", "Criterion")
    static let ratedValue = Text("Wert", "Value")
    static let weightColumn = Text("Gewicht", "Weight")
    static let addsColumn = Text("Beitrag", "Adds")
    static let barColumn = Text("Balken", "Bar")
    static let inputRows = Text("Eingaben", "Inputs")
    static let inputRowsTitle = Text("Einstufungen, wie sie eingetragen sind", "Ratings as they were entered")
    static let row = Text("Zeile", "Row")
    static let notRated = Text("nicht eingestuft", "not rated")
    static let evidenceColumn = Text("Beleg", "Evidence")
    static let assessor = Text("Wer", "Assessor")
    static let placesTitle = Text("Wie oft welcher Platz", "How often which place")
    static let placesLeadOrder = Text(
        "100.000 zufällige Gewichtungen innerhalb Ihrer Rangfolge und Werte innerhalb dessen, was die Belege zulassen.",
        "100,000 random weightings within your order, and values within what the evidence allows.")
    static let placesLeadPoints = Text(
        "100.000 zufällige Gewichtungen in der Reihenfolge Ihrer Punkte und Werte innerhalb dessen, was die Belege zulassen.",
        "100,000 random weightings in the order of your points, and values within what the evidence allows.")
    static let placesLeadAll = Text(
        "100.000 zufällige Gewichtungen und Werte innerhalb dessen, was die Belege zulassen.",
        "100,000 random weightings, and values within what the evidence allows.")
    static func firstWhen(_ name: String) -> Text {
        Text(
            "„\(name)“ liegt vorn, wenn im Mittel am meisten zählt:",
            "“\(name)” is first when on average most weight is on:")
    }
    static let flipTitle = Text("Was das Ergebnis umstoßen könnte", "What could overturn the result")
    static func flip(_ leader: String, _ challenger: String, _ share: String) -> Text {
        Text(
            "Es genügt, \(share) des Gewichts zu verschieben, und „\(challenger)“ zieht mit „\(leader)“ gleich.",
            "Moving \(share) of the weight is enough, and “\(challenger)” draws level with “\(leader)”.")
    }
    static func noFlip(_ leader: String) -> Text {
        Text(
            "Keine Gewichtung kann „\(leader)“ vom ersten Platz verdrängen.",
            "No weighting can take the first place from “\(leader)”.")
    }
    static let missingEvidence = Text("Welcher Beleg am meisten brächte", "Which proof would matter most")
    static func couldOverturn(_ swing: String) -> Text {
        Text(
            "bis zu \(swing) Punkte, könnte allein den ersten Platz ändern",
            "up to \(swing) points, could change the first place alone")
    }
    static func cannotOverturn(_ swing: String) -> Text {
        Text(
            "bis zu \(swing) Punkte, ändert allein den ersten Platz nicht",
            "up to \(swing) points, does not change the first place alone")
    }
    static let voicesTitle = Text("Wer wie wertet", "Who rates how")
    static let voicesLead = Text(
        "Punkte, wenn nur die Einstufungen und Gewichte einer Person gälten; fett, wer dann vorn liegt.",
        "Points if only one person's ratings and weights counted; bold is who would be first.")
    static let differMost = Text("Hier gehen die Einstufungen am weitesten auseinander", "Here the ratings differ most")
    static let weightsTitle = Text("Gewichte", "Weights")
    static let weightsFromOrder = Text(
        "Mittlere Gewichte aller Gewichtungen, die die Rangfolge einhalten:",
        "The mean of all weightings that respect the order:")
    static let weightsFromPoints = Text(
        "Aus den Punkten für den Schritt von schlecht zu gut:", "From the points for the step from worst to best:")
    static let spreadColumn = Text("Spanne", "Spread")
}
