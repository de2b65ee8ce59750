// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// Texts of a portfolio's page.
package extension Words {
    static let portfolioLead = Words(
        "Was die Stadt unter ihren Grenzen am besten tut, mit Beweis und Preis jeder Abweichung.",
        "What the town does best within its limits, with proof and the price of each deviation.")
    static func moreMeasures(_ count: Int) -> Words {
        count == 1
            ? Words("und eine weitere, die nicht dabei ist", "and one more that is not chosen")
            : Words("und \(count) weitere, die nicht dabei sind", "and \(count) more that are not chosen")
    }
    static let noMeasuresChosen = Words("Noch sind keine Maßnahmen gewählt.", "No measures are chosen yet.")
    /// What was proven holds under the limits named; without a limit that is said.
    static func portfolioProven(_ chosen: Int, _ all: Int, _ value: String, _ limits: String) -> Words {
        let (german, english) =
            limits.isEmpty
            ? ("ohne eine Grenze", "without any limit")
            : ("unter diesen Grenzen (\(limits))", "under these limits (\(limits))")
        return Words(
            "Am besten \(chosen == 1 ? "ist" : "sind") \(chosen) von \(all) Maßnahmen mit dem Wert \(value); bewiesen \(german): Keine andere Auswahl, die sie und die Regeln einhält, ist mehr wert.",
            "Best \(chosen == 1 ? "is" : "are") \(chosen) of \(all) measures with the value \(value); proven \(english): no other choice that keeps them and the rules is worth more."
        )
    }
    /// Nothing is proven about what nobody has stated.
    static func portfolioCostUnknown(
        _ chosen: Int, _ all: Int, _ value: String, _ limits: String, _ unknown: Int
    ) -> Words {
        Words(
            "Gefunden \(chosen == 1 ? "ist" : "sind") \(chosen) von \(all) Maßnahmen mit dem Wert \(value) unter diesen Grenzen (\(limits)). Bewiesen ist das nicht: Von \(unknown) Maßnahmen sind die Kosten nicht oder nicht ganz bekannt; ob die Auswahl die Grenzen einhält, ist offen.",
            "Found \(chosen == 1 ? "is" : "are") \(chosen) of \(all) measures with the value \(value) under these limits (\(limits)). That is not proven: of \(unknown) measures the cost is not known, or not all of it; whether the choice keeps the limits is open."
        )
    }
    static let costNotKnown = Words("unbekannt", "unknown")
    static let atMost = Words("höchstens", "at most")
    static func bestLeftOut(_ name: String, _ value: String) -> Words {
        Words(
            "Die Maßnahme mit dem höchsten Wert in diesem Portfolio, „\(name)“ (\(value)), ist nicht dabei:",
            "The measure with the highest value in this portfolio, “\(name)” (\(value)), is not chosen:")
    }
    static let leftOutByLimits = Words(
        "Innerhalb der Grenzen und Regeln sind andere zusammen mehr wert.",
        "within the limits and rules others are worth more together.")
    static let leftOutByWill = Words("Sie ist ausgeschlossen worden.", "it was excluded.")
    static let leftOutTitle = Words("Was nicht dabei ist, und warum", "What is left out, and why")
    static let leftOutWhy = Words("Warum", "Why")
    static func leftOutNeeds(_ names: String) -> Words {
        Words("Sie setzt voraus, was nicht dabei ist: \(names).", "It needs what is not chosen: \(names).")
    }
    static func leftOutClashes(_ names: String) -> Words {
        Words("Beides zugleich geht nicht; gewählt ist: \(names).", "Not both at once; chosen is: \(names).")
    }
    static let leftOutWorthless = Words(
        "Niemand hat gesagt, was sie wert ist, oder sie bringt nichts.",
        "Nobody has said what it is worth, or it brings nothing.")
    static func leftOutByLimit(_ limit: String, _ amount: String) -> Words {
        Words(
            "Mit ihr fehlten \(amount) (\(limit)); was stattdessen gewählt ist, ist zusammen mehr wert.",
            "With it \(amount) would be missing (\(limit)); what is chosen instead is worth more together.")
    }
    static func leftOutAlone(_ limit: String, _ amount: String) -> Words {
        Words(
            "Schon allein braucht sie \(amount) mehr, als die Grenze zulässt (\(limit)).",
            "By itself it needs \(amount) more than the limit allows (\(limit)).")
    }
    static let besideTitle = Words("Neben einem anderen Szenario", "Beside another scenario")
    static let besideWhat = Words("Was", "What")
    static let besideWhich = Words("Portfolio daneben", "Portfolio beside it")
    static let besideShow = Words("Vergleichen", "Compare")
    static let besideCopy = Words(
        "Als Kopie mit anderen Grenzen anlegen", "Copy it and set other limits")
    static let besideFault = Words(
        "Dieses Portfolio lässt sich noch nicht auswerten; seine Seite sagt, warum.",
        "This portfolio cannot be evaluated yet; its page says why.")
    static func besideCount(_ chosen: Int, _ all: Int) -> Words { Words("\(chosen) von \(all)", "\(chosen) of \(all)") }
    static func besideUsed(_ limit: String, _ used: String, _ all: String) -> Words {
        Words("\(limit): \(used) von \(all)", "\(limit): \(used) of \(all)")
    }
    static let besideUnknown = Words("steht nicht zur Wahl", "not among those to choose from")
    static let besideUnproven = Words(
        "Mindestens eine der beiden Auswahlen ist nicht als beste bewiesen.",
        "At least one of the two choices is not proven to be best.")
    static func limitYearRefused(_ row: Int, _ stated: String, _ years: ClosedRange<Int>?) -> Words {
        guard let years else {
            return Words(
                "Grenze \(row) gilt für „\(stated)“. Gerechnet wird erst, wenn das Portfolio oder eine Maßnahme ein erstes Jahr nennt oder hier ein Kalenderjahr wie 2027 steht.",
                "Limit \(row) is for “\(stated)”. It is evaluated once the portfolio or a measure names a first year, or a calendar year such as 2027 stands here."
            )
        }
        return Words(
            "Grenze \(row) gilt für „\(stated)“, gerechnet ist von \(years.lowerBound) bis \(years.upperBound). Bitte ein Jahr daraus nennen; vorher gibt es kein Ergebnis.",
            "Limit \(row) is for “\(stated)”, but \(years.lowerBound) to \(years.upperBound) are counted. Please name a year of these; there is no result before."
        )
    }
    static func portfolioGap(_ chosen: Int, _ all: Int, _ value: String, _ gap: String) -> Words {
        Words(
            "Gefunden \(chosen == 1 ? "ist" : "sind") \(chosen) von \(all) Maßnahmen mit dem Wert \(value); eine andere Auswahl kann höchstens \(gap) besser sein.",
            "Found \(chosen == 1 ? "is" : "are") \(chosen) of \(all) measures with the value \(value); another choice can be at most \(gap) better."
        )
    }
    static let portfolioInfeasible = Words(
        "Keine Auswahl hält alle Regeln und Grenzen ein.", "No choice keeps all rules and limits.")
    static let portfolioOutOfTime = Words(
        "In der erlaubten Zeit wurde keine Auswahl gefunden.", "No choice was found in the time allowed.")
    static let chosen = Words("dabei", "chosen")
    static let notChosen = Words("nicht dabei", "not chosen")
    static let inBest = Words("In der besten Auswahl", "In the best choice")
    static let worthColumn = Words("Wert", "value")
    static let inBestSix = Words("in den besten", "in the best")
    static let coreColumn = Words("Kernindex", "core index")
    static func coreLead(_ count: Int) -> Words {
        Words(
            "Kernindex: wie oft eine Maßnahme in den Auswahlen steht, die keine andere bei jeder erlaubten Gewichtung übertrifft (hier \(count)); 100 % heißt immer dabei, 0 % nie. Er achtet auf die erste Geldgrenze, nicht auf die übrigen Regeln.",
            "Core index: how often a measure is in the choices that no other one beats under every weighting allowed (here \(count)); 100 % is always in, 0 % never. It looks at the first limit of money, not at the other rules."
        )
    }
    static let forceIn = Words("hineinnehmen und Preis sehen", "force in and see the price")
    static let forceOut = Words("herausnehmen und Preis sehen", "force out and see the price")
    static let limitsTitle = Words("Grenzen", "Limits")
    static let limitColumn = Words("Grenze", "Limit")
    static let usedColumn = Words("gebraucht", "used")
    static let availableColumn = Words("vorhanden", "available")
    static let leftColumn = Words("übrig", "left")
    static let limitSource = Words("Quelle der Grenze", "Source of the limit")
    static let limitWithoutSource = Words("ohne Quelle", "no source")
    static let eachYear = Words("in jedem Jahr", "in each year")
    static let nextBest = Words("Die nächstbesten", "The next best")
    static let againstBest = Words("gegen die beste", "against the best")
    static let otherThanBest = Words("Was anders ist", "What is different")
    static func with(_ names: String) -> Words { Words("mit \(names)", "with \(names)") }
    static func without(_ names: String) -> Words { Words("ohne \(names)", "without \(names)") }
    static let theSame = Words("dieselbe Auswahl", "the same choice")
    static let notProven = Words("(nicht bewiesen)", "(not proven)")
    static let trialTitle = Words("Was wäre, wenn?", "What if?")
    static let moreMoney = Words("Mehr Geld", "More money")
    static let moreOf = Words("für", "for")
    static func withMore(_ amount: String, _ limit: String) -> Words {
        Words("Mit \(amount) mehr für \(limit):", "With \(amount) more for \(limit):")
    }
    static func withForced(_ name: String) -> Words { Words("Mit „\(name)“:", "With “\(name)”:") }
    static func withoutForced(_ name: String) -> Words { Words("Ohne „\(name)“:", "Without “\(name)”:") }
    static let nothingChanges = Words("Der Wert bleibt derselbe.", "The value stays the same.")
    static func gains(_ change: String, _ value: String) -> Words {
        Words("Der Wert steigt um \(change) auf \(value).", "The value rises by \(change) to \(value).")
    }
    static func costs(_ change: String, _ value: String) -> Words {
        Words("Das kostet \(change) an Wert; es bleiben \(value).", "This costs \(change) of value; \(value) remain.")
    }
    static func servedBy(_ count: Int) -> Words {
        Words(
            count == 1 ? "mindestens eine Maßnahme für" : "mindestens \(count) Maßnahmen für",
            count == 1 ? "at least one measure for" : "at least \(count) measures for")
    }
    static let requiresWord = Words("setzt voraus", "requires")
    static let excludesWord = Words("schließt aus", "excludes")
    static let savesWord = Words("spart", "saves")
}
