// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// Texts of an assessment's page.
package extension Words {
    static let assessmentLead = Words(
        "Welcher Kandidat führt, wie sicher das ist, und woraus jede Zahl entstand.",
        "Which candidate leads, how sure that is, and what each number was made of.")
    static let noCandidates = Words(
        "Noch sind keine Kandidaten gewählt.", "No candidates are chosen yet.")
    static let noCriteria = Words(
        "Noch sind keine Kriterien gewählt.", "No criteria are chosen yet.")
    static let nothingRated = Words(
        "In dieser Bewertung steht noch keine Einstufung: Wer führt, lässt sich nicht sagen. Was Bewertende für sich eintragen, zählt, sobald die Bewertung beendet wird.",
        "No rating stands in this assessment yet: who leads cannot be said. What those who rate enter by themselves counts once the assessment is ended."
    )
    static let allKnockedOut = Words(
        "Alle Kandidaten fallen durch eine Prüfung; es gibt nichts zu reihen.",
        "All candidates fail a check; there is nothing to rank.")
    static func tooManyCandidates(_ most: Int) -> Words {
        Words(
            "Mehr als \(most) Kandidaten lassen sich nicht gegenüberstellen; bitte auf mehrere Bewertungen verteilen.",
            "More than \(most) candidates cannot be set side by side; please spread them over several assessments.")
    }
    static func leadsInOrder(_ name: String, _ share: String) -> Words {
        Words(
            "„\(name)“ führt in \(share) aller Gewichtungen, die Ihre Rangfolge einhalten.",
            "“\(name)” leads in \(share) of all weightings that respect your order.")
    }
    static func leadsInPoints(_ name: String, _ share: String) -> Words {
        Words(
            "„\(name)“ führt in \(share) aller Gewichtungen, die die Reihenfolge Ihrer Punkte einhalten.",
            "“\(name)” leads in \(share) of all weightings that respect the order of your points.")
    }
    static func leadsInAll(_ name: String, _ share: String) -> Words {
        Words(
            "„\(name)“ führt in \(share) aller denkbaren Gewichtungen.",
            "“\(name)” leads in \(share) of all possible weightings.")
    }
    static func leadsWithValues(_ name: String, _ share: String) -> Words {
        Words(
            "Schwanken auch die Werte in dem, was ihre Belege offenlassen, führt „\(name)“ in \(share).",
            "When the values vary too within what their evidence leaves open, “\(name)” leads in \(share).")
    }
    static func tied(_ names: String) -> Words {
        Words("Gleichstand auf Platz 1: \(names)", "A tie for the first place: \(names)")
    }
    static func methodsDisagree(_ words: String) -> Words {
        Words("Die Verfahren sind sich nicht einig: \(words)", "The methods disagree: \(words)")
    }
    static let methodsAgree = Words(
        "Wertmodell, PROMETHEE II und TOPSIS setzen denselben Kandidaten auf Platz 1.",
        "Value model, PROMETHEE II and TOPSIS put the same candidate first.")
    static let valueModel = Words("Wertmodell", "value model")
    static let ranking = Words("Reihenfolge", "Ranking")
    static let rankingLead = Words(
        "Gereiht nach dem Wertmodell mit festen Skalen. Daneben die Plätze zweier anderer Verfahren (PROMETHEE II: unter 5 Punkten Unterschied gleich, ab 30 voll besser; TOPSIS: Abstand zum besten denkbaren Kandidaten).",
        "Ranked by the value model with fixed scales. Beside it the places by two other methods (PROMETHEE II: alike below 5 points, fully better from 30; TOPSIS: distance from the best thinkable candidate)."
    )
    static let rankPlace = Words("Platz", "Place")
    static let candidate = Words("Kandidat", "Candidate")
    static let totalPoints = Words("Punkte", "Points")
    static let rangeColumn = Words("möglich", "possible")
    static let firstIn = Words("vorn in (nur Gewichte)", "first in (weights alone)")
    static let firstInBoth = Words("vorn in (Gewichte und Werte)", "first in (weights and values)")
    static let holdsAt = Words("wartet bei", "holds at")
    static let notRanked = Words("Nicht gereiht", "Not ranked")
    static let notRankedLead = Words(
        "Diese Kandidaten fallen durch eine Prüfung, die nie aufgewogen wird.",
        "These candidates fail a check that is never weighed against anything.")
    static let madeOf = Words("Woraus die Punkte entstehen", "What the points are made of")
    static let madeOfLead = Words(
        "Wert mal Gewicht je Kriterium; der helle Balken zeigt, was nach den Belegen möglich ist.",
        "Value times weight for each criterion; the light bar shows what the evidence leaves possible.")
    static let criterion = Words("Kriterium", "Criterion")
    static let ratedValue = Words("Wert", "Value")
    static let weightColumn = Words("Gewicht", "Weight")
    static let addsColumn = Words("Beitrag", "Adds")
    static let barColumn = Words("Balken", "Bar")
    static let inputRows = Words("Eingaben", "Inputs")
    static let inputRowsTitle = Words("Einstufungen, wie sie eingetragen sind", "Ratings as they were entered")
    static let row = Words("Zeile", "Row")
    static let notRated = Words("nicht eingestuft", "not rated")
    static let evidenceColumn = Words("Beleg", "Evidence")
    static let assessor = Words("Wer", "Assessor")
    static let placesTitle = Words("Wie oft welcher Platz", "How often which place")
    static let placesLeadOrder = Words(
        "100.000 zufällige Gewichtungen innerhalb Ihrer Rangfolge und Werte innerhalb dessen, was die Belege zulassen.",
        "100,000 random weightings within your order, and values within what the evidence allows.")
    static let placesLeadPoints = Words(
        "100.000 zufällige Gewichtungen in der Reihenfolge Ihrer Punkte und Werte innerhalb dessen, was die Belege zulassen.",
        "100,000 random weightings in the order of your points, and values within what the evidence allows.")
    static let placesLeadAll = Words(
        "100.000 zufällige Gewichtungen und Werte innerhalb dessen, was die Belege zulassen.",
        "100,000 random weightings, and values within what the evidence allows.")
    static func firstWhen(_ name: String) -> Words {
        Words(
            "„\(name)“ liegt vorn, wenn im Mittel am meisten zählt:",
            "“\(name)” is first when on average most weight is on:")
    }
    static let flipTitle = Words("Was das Ergebnis umstoßen könnte", "What could overturn the result")
    static func flip(_ leader: String, _ challenger: String, _ share: String) -> Words {
        Words(
            "Es genügt, \(share) des Gewichts zu verschieben, und „\(challenger)“ zieht mit „\(leader)“ gleich.",
            "Moving \(share) of the weight is enough, and “\(challenger)” draws level with “\(leader)”.")
    }
    static func noFlip(_ leader: String) -> Words {
        Words(
            "Keine Gewichtung kann „\(leader)“ vom ersten Platz verdrängen.",
            "No weighting can take the first place from “\(leader)”.")
    }
    static let missingEvidence = Words("Welcher Beleg am meisten brächte", "Which proof would matter most")
    static func couldOverturn(_ swing: String) -> Words {
        Words(
            "bis zu \(swing) Punkte, könnte allein den ersten Platz ändern",
            "up to \(swing) points, could change the first place alone")
    }
    static func cannotOverturn(_ swing: String) -> Words {
        Words(
            "bis zu \(swing) Punkte, ändert allein den ersten Platz nicht",
            "up to \(swing) points, does not change the first place alone")
    }
    static let voicesTitle = Words("Wer wie wertet", "Who rates how")
    static let voicesLead = Words(
        "Punkte, wenn nur die Einstufungen und Gewichte einer Person gälten; fett, wer dann vorn liegt.",
        "Points if only one person's ratings and weights counted; bold is who would be first.")
    static let differMost = Words(
        "Hier gehen die Einstufungen am weitesten auseinander", "Here the ratings differ most")
    static let weightsTitle = Words("Gewichte", "Weights")
    static let weightsFromOrder = Words(
        "Mittlere Gewichte aller Gewichtungen, die die Rangfolge einhalten:",
        "The mean of all weightings that respect the order:")
    static let weightsFromPoints = Words(
        "Aus den Punkten für den Schritt von schlecht zu gut:", "From the points for the step from worst to best:")
    static let spreadColumn = Words("Spanne", "Spread")
}
