// SPDX-License-Identifier: EUPL-1.2

/// Texts of a portfolio's page.
extension Text {
    static let portfolioLead = Text(
        "Was die Stadt unter ihren Grenzen am besten tut, mit Beweis und Preis jeder Abweichung.",
        "What the town does best within its limits, with proof and the price of each deviation.")
    static func moreMeasures(_ count: Int) -> Text {
        Text("und \(count) weitere, die nicht dabei sind", "and \(count) more that are not chosen")
    }
    static let noMeasuresChosen = Text("Noch sind keine Maßnahmen gewählt.", "No measures are chosen yet.")
    /// What was proven holds under the limits named; without a limit that is said.
    static func portfolioProven(_ chosen: Int, _ all: Int, _ value: String, _ limits: String) -> Text {
        let (german, english) =
            limits.isEmpty
            ? ("ohne eine Grenze", "without any limit")
            : ("unter diesen Grenzen (\(limits))", "under these limits (\(limits))")
        return Text(
            "Am besten sind \(chosen) von \(all) Maßnahmen mit dem Wert \(value); bewiesen \(german): Keine andere Auswahl, die sie und die Regeln einhält, ist mehr wert.",
            "Best are \(chosen) of \(all) measures with the value \(value); proven \(english): no other choice that keeps them and the rules is worth more."
        )
    }
    static let atMost = Text("höchstens", "at most")
    static func bestLeftOut(_ name: String, _ value: String) -> Text {
        Text(
            "Die am besten bewertete Maßnahme „\(name)“ (\(value)) ist nicht dabei:",
            "The best-rated measure “\(name)” (\(value)) is not chosen:")
    }
    static let leftOutByLimits = Text(
        "Innerhalb der Grenzen und Regeln sind andere zusammen mehr wert, oder sie passt allein nicht hinein.",
        "within the limits and rules others are worth more together, or it does not fit in by itself.")
    static let leftOutByWill = Text("Sie ist ausgeschlossen worden.", "it was excluded.")
    static func limitYearRefused(_ row: Int, _ stated: String, _ years: ClosedRange<Int>?) -> Text {
        guard let years else {
            return Text(
                "Grenze \(row) gilt für „\(stated)“. Gerechnet wird erst, wenn das Portfolio oder eine Maßnahme ein erstes Jahr nennt oder hier ein Kalenderjahr wie 2027 steht.",
                "Limit \(row) is for “\(stated)”. It is evaluated once the portfolio or a measure names a first year, or a calendar year such as 2027 stands here."
            )
        }
        return Text(
            "Grenze \(row) gilt für „\(stated)“, gerechnet ist von \(years.lowerBound) bis \(years.upperBound). Bitte ein Jahr daraus nennen; vorher gibt es kein Ergebnis.",
            "Limit \(row) is for “\(stated)”, but \(years.lowerBound) to \(years.upperBound) are counted. Please name a year of these; there is no result before."
        )
    }
    static func portfolioGap(_ chosen: Int, _ all: Int, _ value: String, _ gap: String) -> Text {
        Text(
            "Gefunden sind \(chosen) von \(all) Maßnahmen mit dem Wert \(value); eine andere Auswahl kann höchstens \(gap) besser sein.",
            "Found are \(chosen) of \(all) measures with the value \(value); another choice can be at most \(gap) better."
        )
    }
    static let portfolioInfeasible = Text(
        "Keine Auswahl hält alle Regeln und Grenzen ein.", "No choice keeps all rules and limits.")
    static let portfolioOutOfTime = Text(
        "In der erlaubten Zeit wurde keine Auswahl gefunden.", "No choice was found in the time allowed.")
    static let chosen = Text("dabei", "chosen")
    static let notChosen = Text("nicht dabei", "not chosen")
    static let inBest = Text("In der besten Auswahl", "In the best choice")
    static let worthColumn = Text("Wert", "value")
    static let inBestSix = Text("in den besten", "in the best")
    static let coreColumn = Text("Kernindex", "core index")
    static func coreLead(_ count: Int) -> Text {
        Text(
            "Kernindex: wie oft eine Maßnahme in den Auswahlen steht, die keine andere bei jeder erlaubten Gewichtung übertrifft (hier \(count)); 100 % heißt immer dabei, 0 % nie. Er achtet auf die erste Geldgrenze, nicht auf die übrigen Regeln.",
            "Core index: how often a measure is in the choices that no other one beats under every weighting allowed (here \(count)); 100 % is always in, 0 % never. It looks at the first limit of money, not at the other rules."
        )
    }
    static let forceIn = Text("hineinnehmen und Preis sehen", "force in and see the price")
    static let forceOut = Text("herausnehmen und Preis sehen", "force out and see the price")
    static let limitsTitle = Text("Grenzen", "Limits")
    static let limitColumn = Text("Grenze", "Limit")
    static let usedColumn = Text("gebraucht", "used")
    static let availableColumn = Text("vorhanden", "available")
    static let leftColumn = Text("übrig", "left")
    static let eachYear = Text("in jedem Jahr", "in each year")
    static let nextBest = Text("Die nächstbesten", "The next best")
    static let againstBest = Text("gegen die beste", "against the best")
    static let otherThanBest = Text("Was anders ist", "What is different")
    static func with(_ names: String) -> Text { Text("mit \(names)", "with \(names)") }
    static func without(_ names: String) -> Text { Text("ohne \(names)", "without \(names)") }
    static let theSame = Text("dieselbe Auswahl", "the same choice")
    static let notProven = Text("(nicht bewiesen)", "(not proven)")
    static let trialTitle = Text("Was wäre, wenn?", "What if?")
    static let moreMoney = Text("Mehr Geld", "More money")
    static let moreOf = Text("für", "for")
    static func withMore(_ amount: String, _ limit: String) -> Text {
        Text("Mit \(amount) mehr für \(limit):", "With \(amount) more for \(limit):")
    }
    static func withForced(_ name: String) -> Text { Text("Mit „\(name)“:", "With “\(name)”:") }
    static func withoutForced(_ name: String) -> Text { Text("Ohne „\(name)“:", "Without “\(name)”:") }
    static let nothingChanges = Text("Der Wert bleibt derselbe.", "The value stays the same.")
    static func gains(_ change: String, _ value: String) -> Text {
        Text("Der Wert steigt um \(change) auf \(value).", "The value rises by \(change) to \(value).")
    }
    static func costs(_ change: String, _ value: String) -> Text {
        Text("Das kostet \(change) an Wert; es bleiben \(value).", "This costs \(change) of value; \(value) remain.")
    }
    static func servedBy(_ count: Int) -> Text {
        Text(
            count == 1 ? "mindestens eine Maßnahme für" : "mindestens \(count) Maßnahmen für",
            count == 1 ? "at least one measure for" : "at least \(count) measures for")
    }
    static let requiresWord = Text("setzt voraus", "requires")
    static let excludesWord = Text("schließt aus", "excludes")
    static let savesWord = Text("spart", "saves")
}
