// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import SensorThings
import SensorThingsPages
import Site

/// Texts of a portfolio's page.
extension Words {
    static let portfolioLead = Words(
        "Was die Stadt unter ihren Grenzen am besten tut, mit Beweis und Preis jeder Abweichung.",
        "What the town does best within its limits, with proof and the price of each deviation.")
    static func moreMeasures(_ count: Int) -> Words {
        Words("und \(count) weitere, die nicht dabei sind", "and \(count) more that are not chosen")
    }
    static let noMeasuresChosen = Words("Noch sind keine Maßnahmen gewählt.", "No measures are chosen yet.")
    /// What was proven holds under the limits named; without a limit that is said.
    static func portfolioProven(_ chosen: Int, _ all: Int, _ value: String, _ limits: String) -> Words {
        let (german, english) =
            limits.isEmpty
            ? ("ohne eine Grenze", "without any limit")
            : ("unter diesen Grenzen (\(limits))", "under these limits (\(limits))")
        return Words(
            "Am besten sind \(chosen) von \(all) Maßnahmen mit dem Wert \(value); bewiesen \(german): Keine andere Auswahl, die sie und die Regeln einhält, ist mehr wert.",
            "Best are \(chosen) of \(all) measures with the value \(value); proven \(english): no other choice that keeps them and the rules is worth more."
        )
    }
    static let atMost = Words("höchstens", "at most")
    static func bestLeftOut(_ name: String, _ value: String) -> Words {
        Words(
            "Die am besten bewertete Maßnahme „\(name)“ (\(value)) ist nicht dabei:",
            "The best-rated measure “\(name)” (\(value)) is not chosen:")
    }
    static let leftOutByLimits = Words(
        "Innerhalb der Grenzen und Regeln sind andere zusammen mehr wert, oder sie passt allein nicht hinein.",
        "within the limits and rules others are worth more together, or it does not fit in by itself.")
    static let leftOutByWill = Words("Sie ist ausgeschlossen worden.", "it was excluded.")
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
            "Gefunden sind \(chosen) von \(all) Maßnahmen mit dem Wert \(value); eine andere Auswahl kann höchstens \(gap) besser sein.",
            "Found are \(chosen) of \(all) measures with the value \(value); another choice can be at most \(gap) better."
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
