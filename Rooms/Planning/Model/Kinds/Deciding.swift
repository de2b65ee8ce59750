// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Knowledge

/// Criterion, assessment, portfolio, staffing plan and decision.
extension ObjectKind {
    /// A criterion that the town adds, or that takes the place of a shipped one.
    static let criterionFields: [Field] = [
        .title("Name", german: "Name"),
        Field("replaces", "Takes the place of", german: "Tritt an die Stelle von", .criterion),
        Field("group", "Group", german: "Gruppe", .choice(Choice.criterionGroups)),
        Field("question", "Question", german: "Frage", .longText, isRequired: true),
        Field("help", "Help", german: "Hilfe", .longText),
        Field(
            "levels", "Scale", german: "Skala",
            .rows([
                Field("words", "Level", german: "Stufe", .text, isRequired: true),
                Field(
                    "value", "Value 0–100", german: "Wert 0–100", .number(unit: nil), isRequired: true, range: 0...100),
            ]), in: .results,
            help: Words(
                "Festgelegt, bevor die Kandidaten bekannt sind", "Fixed before the candidates are known")),
        Field(
            "swing", "Points from worst to best", german: "Punkte von schlecht zu gut", .number(unit: nil),
            in: .results,
            range: 0...100),
    ]

    static let assessmentFields: [Field] = [
        .title("What is compared?", german: "Was wird verglichen?"),
        Field("candidates", "Candidates", german: "Kandidaten", .references([.measure]), in: .goals),
        Field(
            "criteria", "Criteria", german: "Kriterien",
            .rows([
                Field("criterion", "Criterion", german: "Kriterium", .criterion, isRequired: true),
                Field(
                    "order", "Place in the order of importance", german: "Platz in der Rangfolge",
                    .number(unit: nil), help: Words("1 ist das wichtigste", "1 is the most important"),
                    range: 1...1000),
            ]), in: .goals),
        Field(
            "weighting", "Weights from", german: "Gewichte aus",
            .choice([
                Choice("swing", "points of the assessors", german: "Punkten der Bewertenden"),
                Choice("order", "the order alone", german: "der Rangfolge allein"),
            ]), in: .goals),
        Field(
            "weights", "Points", german: "Punkte",
            .rows([
                Field("assessor", "Assessor", german: "Wer", .text, isRequired: true),
                Field("criterion", "Criterion", german: "Kriterium", .criterion, isRequired: true),
                Field(
                    "points", "Points from worst to best", german: "Punkte von schlecht zu gut", .number(unit: nil),
                    help: Words("100 für das Wichtigste", "100 for what matters most"), isRequired: true,
                    range: 0...10_000),
            ]), in: .goals),
        Field(
            "ratings", "Ratings", german: "Einstufungen",
            .rows([
                Field("candidate", "Candidate", german: "Kandidat", .reference([.measure]), isRequired: true),
                Field("criterion", "Criterion", german: "Kriterium", .criterion, isRequired: true),
                Field("value", "Value 0–100", german: "Wert 0–100", .number(unit: nil), range: 0...100),
                Field("evidence", "Evidence", german: "Beleg", .choice(Choice.evidenceLevels)),
                Field("assessor", "Assessor", german: "Wer", .text),
                Field("note", "Why", german: "Warum", .text),
            ]), in: .results),
        Field(
            "widths", "Width of the evidence levels", german: "Breite der Belegstufen",
            .rows([
                Field("evidence", "Evidence", german: "Beleg", .choice(Choice.evidenceLevels), isRequired: true),
                Field(
                    "width", "± points of 100", german: "± Punkte von 100", .number(unit: nil), isRequired: true,
                    range: 0...100),
            ]), in: .results),
        .department,
    ]

    static let portfolioFields: [Field] = [
        .title("What is chosen from?", german: "Woraus wird gewählt?"),
        Field("measures", "Measures", german: "Maßnahmen", .references([.measure]), in: .goals),
        Field("assessment", "Values from", german: "Werte aus", .reference([.assessment]), in: .goals),
        Field("firstYear", "First year", german: "Erstes Jahr", .year),
        Field(
            "limits", "Limits", german: "Grenzen",
            .rows([
                Field(
                    "kind", "Of what", german: "Wovon",
                    .choice([
                        Choice("investment", "one-time cost", german: "einmalige Kosten"),
                        Choice(
                            "followOn", "yearly cost, people included who are paid already",
                            german: "jährliche Kosten, schon bezahltes Personal eingerechnet"),
                        Choice("ownYear", "own share of a year", german: "Eigenanteil eines Jahres"),
                        Choice("total", "all payments", german: "alle Zahlungen"),
                        Choice("ownShare", "own share of all years", german: "Eigenanteil aller Jahre"),
                        Choice("staff", "full-time equivalents", german: "Stellen (VZÄ)"),
                    ]), isRequired: true),
                Field("skill", "Skill", german: "Fähigkeit", .text),
                Field(
                    "year", "Year", german: "Jahr", .planYear,
                    help: Words(
                        "Das Kalenderjahr, etwa 2027; leer: jährliche Grenzen gelten in jedem Jahr, andere für alle Jahre zusammen",
                        "The calendar year, such as 2027; empty: yearly limits hold in each year, others for all years together"
                    )),
                Field("money", "At most", german: "Höchstens", .money, range: 0...Field.mostEuros),
                Field(
                    "posts", "Posts at most", german: "Stellen höchstens", .number(unit: nil), range: 0...1_000_000),
                Field("source", "Source", german: "Quelle", .text),
            ]), in: .cost),
        Field("must", "Certainly", german: "Auf jeden Fall", .references([.measure]), in: .goals),
        Field("forbidden", "Certainly not", german: "Auf keinen Fall", .references([.measure]), in: .goals),
        Field(
            "coverage", "Served at least", german: "Mindestens bedient",
            .rows([
                Field("goal", "Goal", german: "Ziel", .reference([.goal]), isRequired: true),
                Field(
                    "minimum", "By so many measures", german: "Von so vielen Maßnahmen", .number(unit: nil),
                    range: 1...1000),
            ]), in: .goals),
        .department,
    ]

    static let staffPlanFields: [Field] = [
        .title("Skill", german: "Fähigkeit"),
        Field(
            "posts", "Posts", german: "Stellen",
            .rows([
                Field("year", "From year", german: "Ab Jahr", .year, isRequired: true),
                Field(
                    "fullTimeEquivalents", "Full-time equivalents", german: "Stellen (VZÄ)", .number(unit: nil),
                    isRequired: true, range: 0...9_999),
            ]), in: .staff),
        Field("source", "Source", german: "Quelle", .text),
        .department,
    ]

    static let decisionFields: [Field] = [
        .title("What was decided?", german: "Was wurde entschieden?"),
        Field(
            "body", "Who decided", german: "Wer entschied",
            .choice([
                Choice("council", "the council", german: "der Rat"),
                Choice("committee", "a committee", german: "ein Ausschuss"),
                Choice("mayor", "the mayor", german: "die Bürgermeisterin oder der Bürgermeister"),
                Choice("department", "the department", german: "das Fachamt"),
            ]), isRequired: true),
        Field("date", "On", german: "Am", .date, isRequired: true),
        Field(
            "outcome", "Outcome", german: "Ergebnis",
            .choice([
                Choice("approved", "approved", german: "angenommen"),
                Choice("changed", "approved with changes", german: "geändert angenommen"),
                Choice("deferred", "deferred", german: "vertagt"), Choice("rejected", "rejected", german: "abgelehnt"),
            ]), isRequired: true),
        Field("text", "Text of the decision", german: "Beschlusstext", .longText),
        Field("paper", "Number of the paper", german: "Nummer der Vorlage", .text),
        Field(
            "follows", "Follows the decision", german: "Folgt auf die Entscheidung", .reference([.decision]),
            in: .relations,
            help: Words(
                "Wenn dies die nächste Stufe von schon Entschiedenem ist",
                "When this is the next stage of something decided on before")),
        Field(
            "about", "Decided on", german: "Entschieden über", .references([]), in: .relations,
            help: Words(
                "Wie sie jetzt aussehen, und die Vorlage jeder Maßnahme, wird mit der Entscheidung festgehalten.",
                "What these look like now, and the paper on each measure, is kept with the decision."),
            isRequired: true),
    ]
}

extension Choice {
    static let criterionGroups = CriterionGroup.allCases.map {
        Choice($0.rawValue, $0.name.english, german: $0.name.german)
    }
    static let charta = ShippedKnowledge.guidelines.map {
        Choice($0.id, $0.name.english, german: $0.name.german)
    }
    static let goals = ShippedKnowledge.sustainableDevelopmentGoals.map {
        Choice($0.id, "\($0.id) \($0.name.english)", german: "\($0.id) \($0.name.german)")
    }
}
