// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Decision

/// Texts of the pages that weigh: checks, cost, staff, renewal.
package extension Words {
    static let basedOn = Words("Worauf das beruht", "What this is based on")
    static let asTable = Words("Als Tabelle", "As a table")
    static let checksTitle = Words("Prüfungen K1–K7", "Checks K1–K7")
    static let checksLead = Words(
        "Was ein Vorhaben aufhält, wird nie gegen anderes aufgewogen.",
        "What stops a measure is never weighed against anything else.")
    static let checksPass = Words("Alle sieben Prüfungen sind bestanden.", "All seven checks are passed.")
    static func checksHold(_ count: Int, _ who: String) -> Words {
        Words(
            count == 1
                ? "Eine Prüfung wartet auf eine Antwort: \(who)." : "\(count) Prüfungen warten auf Antworten: \(who).",
            count == 1 ? "One check waits for an answer: \(who)." : "\(count) checks wait for answers: \(who).")
    }
    static func checksFail(_ names: String) -> Words {
        Words("So geht es nicht. Nicht bestanden: \(names).", "Not like this. Failed: \(names).")
    }
    static let costTitle = Words("Kosten von zehn Jahren", "Cost of ten years")
    static let costLeadShort = Words(
        "Was ein Vorhaben die Stadt kostet: im ersten Jahr und in den zehn danach.",
        "What a measure costs the town: in the first year and in the ten after it.")
    static let enterCost = Words("Kosten eintragen", "Enter the cost")
    static let thousandEuros = Words("Tausend €", "€ thousand")
    static let netTotal = Words("Kosten über alle Jahre", "Cost over all years")
    static let ownTotal = Words("Eigenanteil über alle Jahre", "Own share over all years")
    static let undiscounted = Words("nicht abgezinst", "not discounted")
    static let presentValue = Words("Barwert", "Present value")
    static func atRate(_ rate: String) -> Words { Words("Zinssatz \(rate)", "at \(rate)") }
    static let annuity = Words("Gleichbleibend im Jahr", "Level amount per year")
    static let annuityNote = Words("mit demselben Barwert", "of the same present value")
    static let onceTotal = Words("Einmalig", "Once")
    static let budgetNote = Words(
        "haushaltswirksam, ohne schon bezahltes Personal", "what changes the budget, without people paid already")
    static let costByLine = Words("Kosten nach Phase und Jahr", "Cost by phase and year")
    static let costLine = Words("Kostenzeile", "Cost line")
    static let everyYear = Words("jährlich", "yearly")
    static let budgetView = Words("Sicht der Kämmerei", "The treasurer's view")
    static let budgetLead = Words(
        "Nur Zahlungen, die den Haushalt ändern; ohne erwartete Ausstiegskosten.",
        "Only payments that change the budget; without the expected cost of an exit.")
    static let lockInTitle = Words("Bindung und Ausstieg", "Lock-in and exit")
    static func lockInIs(_ index: String) -> Words {
        Words(
            "Bindungsindex \(index) von 100 (0 heißt frei, 100 heißt ganz gebunden).",
            "Lock-in index \(index) of 100 (0 is free, 100 is bound in every way).")
    }
    static let lockInColumn = Words("Was bindet", "What binds")
    static let pointsOf100 = Words("Punkte von 100", "points of 100")
    static func lockInFactor(_ factor: LockIn.Factor) -> Words {
        switch factor {
        case .openInterface: Words("keine offene Schnittstelle", "no open interface")
        case .fullExport: Words("kein voller Export", "no full export")
        case .sourceAccess: Words("kein Zugang zum Quellcode", "no access to the source code")
        case .providers: Words("wenige Anbieter", "few providers")
        case .contractExit: Words("lange Vertragsbindung", "long notice of the contract")
        case .dataFormat: Words("eigene Datenformate", "formats of its own")
        }
    }
    static let noSolution = Words(
        "Noch ist keine Lösung gewählt; die Bindung ist unbekannt.",
        "No solution is chosen yet; the lock-in is unknown.")
    static func exitCostIs(_ mean: String, _ low: String, _ high: String, _ probability: String) -> Words {
        Words(
            "Ein Ausstieg kostet im Mittel \(mean), mit 80 % Wahrscheinlichkeit zwischen \(low) und \(high); er wird je Jahr mit \(probability) angenommen und ist im Barwert enthalten.",
            "An exit costs \(mean) on average, with 80 % probability between \(low) and \(high); it is assumed at \(probability) a year and part of the present value."
        )
    }
    static let noExitCost = Words(
        "Die Ausstiegskosten sind noch nicht angegeben.", "The cost of an exit is not stated yet.")
    static let withoutAmount = Words(
        "Ohne Betrag oder mit unmöglichen Jahren und deshalb nicht mitgerechnet",
        "Without an amount or with years that cannot be, and left out")
    static let staffTitle = Words("Personalbedarf und Stellenplan", "Staff needed and staffing plan")
    static let staffLead = Words(
        "Wer in welchem Jahr gebraucht wird, und ob es die Stellen gibt.",
        "Who is needed in which year, and whether the posts exist.")
    static let noStaffYet = Words(
        "Noch hat keine Maßnahme Personalbedarf, und der Stellenplan ist leer.",
        "No measure needs staff yet, and the staffing plan is empty.")
    static let staffEnough = Words("Die Stellen reichen für alle Maßnahmen.", "The posts suffice for all measures.")
    static func staffGapDecided(_ skill: String, _ missing: Words, _ years: Words) -> Words {
        Words(
            "„\(skill)“: \(years.german) \(missing.german) schon für Beschlossenes.",
            "“\(skill)”: \(years.english) \(missing.english) even for what was decided.")
    }
    static func staffGap(_ skill: String, _ missing: Words, _ years: Words) -> Words {
        Words(
            "„\(skill)“: \(years.german) \(missing.german), wenn alle Maßnahmen kommen.",
            "“\(skill)”: \(years.english) \(missing.english) if all measures come.")
    }
    /// "ab 2028" where it lasts to the end of what is counted, else the years: "2027–2028 und 2031".
    static func gapYears(_ runs: [ClosedRange<Int>], last: Int) -> Words {
        func words(_ join: String, _ single: String, _ open: (Int) -> String) -> String {
            let parts = runs.map { run in
                if run.upperBound == last { return open(run.lowerBound) }
                let span = run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)–\(run.upperBound)"
                return single + span
            }
            return parts.joined(separator: join)
        }
        return Words(words(" und ", "") { "ab \($0)" }, words(" and ", "in ") { "from \($0) on" })
    }
    static let staffBySkill = Words("Nach Fähigkeit und Jahr", "By skill and year")
    static let staffTableLead = Words(
        "Gebrauchte Stellen aller offenen Maßnahmen / Stellen im Stellenplan, in Vollzeitstellen.",
        "Posts needed by all open measures / posts of the staffing plan, in full-time equivalents.")
    static let skill = Words("Fähigkeit", "Skill")
    static let undatedMeasures = Words(
        "Ohne erstes Jahr, gerechnet ab diesem Jahr:", "Without a first year, counted from this year:")
    static let incompleteStaff = Words(
        "Mit Jahren, die nicht sein können, und deshalb nicht mitgerechnet:", "With years that cannot be, and left out:"
    )
    static let renewTitle = Words("Behalten oder erneuern", "Keep or renew")
    static let renewLead = Words(
        "Ob sich die Erneuerung dessen lohnt, was schon da ist.", "Whether renewing what is there already pays.")
    static let stillNeeded = Words("Dafür fehlt noch", "Still needed for this")
    static func renewPays(_ years: Int, _ amount: String, _ probability: String) -> Words {
        Words(
            "Erneuern spart in \(years) Jahren \(amount) (Barwert) und ist mit \(probability) Wahrscheinlichkeit günstiger.",
            "Renewing saves \(amount) over \(years) years (present value) and is cheaper with a probability of \(probability)."
        )
    }
    static func renewCosts(_ years: Int, _ amount: String, _ probability: String) -> Words {
        Words(
            "Erneuern kostet in \(years) Jahren \(amount) mehr (Barwert) und ist nur mit \(probability) Wahrscheinlichkeit günstiger.",
            "Renewing costs \(amount) more over \(years) years (present value) and is cheaper only with a probability of \(probability)."
        )
    }
    static let firstBreakEven = Words("Erstmals ausgeglichen", "First break-even")
    static let lastingBreakEven = Words("Dauerhaft ausgeglichen", "Lasting break-even")
    static let never = Words("nicht in dieser Zeit", "not within this time")
    static let renewCheaperChance = Words(
        "Wahrscheinlichkeit, dass Erneuern günstiger ist", "Chance that renewing is cheaper")
    static let renewByYear = Words("Zahlungen je Jahr", "Payments by year")
    static let keepColumn = Words("behalten", "keep")
    static let renewColumn = Words("erneuern", "renew")
    static func renewRises(_ keep: String, _ prices: String) -> Words {
        Words(
            "Der Unterhalt des Alten steigt um \(keep) im Jahr, der des Neuen um \(prices).",
            "Keeping the old one gets dearer by \(keep) a year, running the new one by \(prices).")
    }
    static let savedSoFar = Words("bis dahin gespart (Barwert)", "saved until then (present value)")
    static let assessmentTitle = Words("Bewertung auswerten", "Evaluate the assessment")
    static let portfolioTitle = Words("Portfolio auswerten", "Evaluate the portfolio")
    static func missingPosts(_ posts: String, atMost: Bool) -> Words {
        let (german, english) = atMost ? ("bis zu ", "up to ") : ("", "")
        return posts == "1"
            ? Words("fehlt \(german)1 Stelle", "\(english)1 post is missing")
            : Words("fehlen \(german)\(posts) Stellen", "\(english)\(posts) posts are missing")
    }
}
