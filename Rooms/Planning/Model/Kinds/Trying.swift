// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Test field, pilot and survey.
extension ObjectKind {
    static let testFieldFields: [Field] = [
        .title("Name of the test field", german: "Name des Testfelds"),
        .description,
        Field(
            "kind", "Kind", german: "Art",
            .choice([
                Choice("conversion", "conversion site", german: "Konversionsfläche"),
                Choice("quarter", "quarter", german: "Quartier"), Choice("route", "route", german: "Strecke"),
                Choice("building", "building", german: "Gebäude"),
            ])),
        Field("place", "Boundary", german: "Grenze", .place, in: .place),
        Field("population", "Population", german: "Einwohner", .number(unit: nil), in: .people, range: 0...10_000_000),
        Field("buildings", "Buildings", german: "Gebäude", .number(unit: nil), in: .place, range: 0...10_000_000),
        .department,
    ]

    static let pilotFields: [Field] = [
        .title("What is tried?", german: "Was wird erprobt?"),
        .description,
        Field("measure", "Measure", german: "Maßnahme", .reference([.measure]), isRequired: true),
        Field("field", "Test field", german: "Testfeld", .reference([.testField]), in: .place),
        Field(
            "areas", "Areas", german: "Gebiete",
            .rows([
                Field("name", "Area", german: "Gebiet", .text, isRequired: true),
                Field("datastream", "Measured series", german: "Messreihe", .datastream, isRequired: true),
                Field("role", "Part in the trial", german: "Rolle", .choice(Choice.areaRoles), isRequired: true),
            ]), in: .pilot,
            help: Words(
                "Bei 5 % Irrtumsrisiko braucht es vier mit Maßnahme und vier zum Vergleich, oder drei und fünf. Nachbarn, auf die die Maßnahme überspringt, sind Rand.",
                "At 5 % risk of error it takes four with the measure and four to compare, or three and five. Neighbours that it spills over to are the ring."
            )
        ),
        Field(
            "lotTreated", "Areas drawn by lot for the measure", german: "Durch Los bestimmte Gebiete mit Maßnahme",
            .number(unit: nil), in: .pilot,
            help: Words(
                "Leer: Die Rollen oben gelten. Sonst werden so viele ausgelost; Rand bleibt Rand.",
                "Empty: the parts above hold. Else so many are drawn; the ring stays the ring."), range: 1...63),
        Field(
            "lotSeed", "Public number of the lot", german: "Öffentliche Zahl des Loses", .number(unit: nil), in: .pilot,
            help: Words(
                "Etwa die Lottozahlen eines angekündigten Tages; damit kann jeder die Auslosung nachrechnen.",
                "Such as the lottery numbers of an announced day; with it anybody can repeat the draw."),
            range: 0...9_007_199_254_740_991),
        Field("indicator", "Primary indicator", german: "Wichtigste Kennzahl", .reference([.indicator]), in: .goals),
        Field("direction", "Success is", german: "Erfolg ist", .choice(Choice.trialDirections), in: .goals),
        Field(
            "scale", "Compared by", german: "Verglichen als", .choice(Choice.trialScales), in: .goals,
            help: Words(
                "Verhältnisse, wenn Gebiete verschieden groß sind.", "Ratios where areas differ in size.")),
        Field(
            "usefulEffect", "Smallest useful effect", german: "Kleinste nützliche Wirkung", .number(unit: nil),
            in: .goals,
            help: Words(
                "Bei Verhältnissen als Anteil: 0,05 heißt 5 %. Sonst in der Einheit der Kennzahl.",
                "For ratios a share: 0.05 is 5 %. Else in the unit of the indicator."), range: 0...1_000_000_000),
        Field(
            "significance", "Risk of seeing an effect where none is",
            german: "Risiko, eine Wirkung zu sehen, wo keine ist",
            .share, in: .goals, help: Words("Üblich: 5 %", "Usual: 5 %"), range: 0.001...0.2),
        Field(
            "statistic", "Test", german: "Test",
            .choice([
                Choice("rank", "ranks (robust against outliers)", german: "Ränge (unempfindlich gegen Ausreißer)"),
                Choice("mean", "means", german: "Mittelwerte"),
            ]), in: .goals),
        Field(
            "period", "Periods", german: "Zeitabschnitte",
            .choice([Choice("month", "months", german: "Monate"), Choice("week", "weeks", german: "Wochen")]),
            in: .pilot),
        Field("before", "Baseline from", german: "Vergleichszeit ab", .date, in: .pilot),
        Field("start", "Start", german: "Beginn", .date, in: .pilot),
        Field("end", "End", german: "Ende", .date, in: .pilot),
        Field(
            "looks", "Looks before the end", german: "Zwischenblicke",
            .rows([Field("date", "After", german: "Nach", .date, isRequired: true)]), in: .pilot),
        Field(
            "spending", "How looks share the risk", german: "Wie Zwischenblicke das Risiko teilen",
            .choice([
                Choice(
                    "obrien-fleming", "strict at first (O'Brien–Fleming)", german: "anfangs streng (O'Brien–Fleming)"),
                Choice("pocock", "evenly (Pocock)", german: "gleichmäßig (Pocock)"),
            ]), in: .pilot),
        Field(
            "guardrails", "What must not get worse", german: "Was nicht schlechter werden darf",
            .rows([
                Field("name", "What", german: "Was", .text, isRequired: true),
                Field("area", "Area", german: "Gebiet", .text, isRequired: true),
                Field("datastream", "Measured series", german: "Messreihe", .datastream, isRequired: true),
                Field("harm", "Worse is", german: "Schlechter ist", .choice(Choice.trialDirections), isRequired: true),
                Field(
                    "worseBy", "Tolerated", german: "Hingenommen", .number(unit: nil), isRequired: true,
                    range: 0...1_000_000_000),
                Field("significance", "Risk of error", german: "Irrtumsrisiko", .share, range: 0.001...0.2),
            ]), in: .pilot,
            help: Words(
                "Je Gebiet eine Zeile mit demselben Namen, etwa Unfälle; mindestens ein Gebiet mit Maßnahme und eines zum Vergleich. Hingenommen wird so viel Verschlechterung, bei Verhältnissen als Anteil.",
                "One row for each area under the same name, such as accidents; at least one area with the measure and one to compare. So much worsening is tolerated, for ratios a share."
            )),
        Field(
            "stages", "Stages of the roll-out", german: "Stufen des Ausrollens",
            .rows([
                Field("name", "Stage", german: "Stufe", .text, isRequired: true),
                Field("area", "Area", german: "Gebiet", .text, isRequired: true),
                Field("date", "From", german: "Ab", .date, isRequired: true),
            ]), in: .operation,
            help: Words(
                "Je Gebiet eine Zeile; Gebiete einer Stufe tragen denselben Namen und Tag. Jede Stufe wird geprüft wie die Erprobung.",
                "One row for each area; areas of a stage have the same name and day. Each stage is checked like the trial."
            )
        ),
        Field(
            "coverage", "Measured share a period needs", german: "Gemessener Anteil, den ein Abschnitt braucht", .share,
            in: .pilot, range: 0...1),
        Field(
            "needsUsers", "Works only if enough take part", german: "Wirkt nur, wenn genug mitmachen", .flag,
            in: .people),
        Field(
            "expectedShare", "Expected share of users", german: "Erwarteter Anteil der Nutzenden", .share, in: .people,
            range: 0...1),
        Field(
            "fixedCost", "Fixed cost per year", german: "Feste Kosten je Jahr", .money, in: .cost,
            range: 0...Field.mostEuros),
        Field(
            "costPerUser", "Cost per user and year", german: "Kosten je nutzender Person und Jahr", .money, in: .cost,
            range: 0...Field.mostEuros),
        Field(
            "benefitPerUser", "Benefit per user and year", german: "Nutzen je nutzender Person und Jahr", .money,
            in: .cost, range: 0...Field.mostEuros),
        Field(
            "networkBenefit", "Further benefit per user if all take part",
            german: "Weiterer Nutzen je Person, wenn alle mitmachen", .money, in: .cost, range: 0...Field.mostEuros),
        Field(
            "users", "Users counted", german: "Gezählte Nutzende", .number(unit: nil), in: .results,
            range: 0...10_000_000),
        Field(
            "adoptionThreshold", "Share of users for success", german: "Anteil Nutzender für den Erfolg", .share,
            in: .people, range: 0...1),
        Field(
            "acceptanceThreshold", "Share in favour for success", german: "Anteil Zustimmender für den Erfolg", .share,
            in: .people, range: 0...1),
        Field("operator", "Operator", german: "Betreiber", .text, in: .operation),
        Field("exitPlan", "Exit plan", german: "Ausstiegsplan", .longText, in: .operation),
        Field("decisionDate", "The council decides on", german: "Der Rat entscheidet am", .date, in: .operation),
        Field("grantEnd", "The grant ends on", german: "Die Förderung endet am", .date, in: .operation),
        Field(
            "agreement", "Agreement with the operator", german: "Vereinbarung mit dem Betreiber",
            .reference([.agreement]), in: .operation),
        Field(
            "budgetDecision", "Decision on follow-on cost", german: "Entscheidung über Folgekosten",
            .reference([.decision]), in: .operation),
        Field("staffPlanned", "Staff is in the plan", german: "Personal ist im Stellenplan", .flag, in: .operation),
        Field(
            "privacyClosed", "Data protection is settled", german: "Datenschutz ist geklärt", .flag, in: .law),
        Field("securityClosed", "Security is settled", german: "IT-Sicherheit ist geklärt", .flag, in: .law),
        Field(
            "availability", "Devices worked", german: "Geräte liefen", .share, in: .results,
            help: Words("Anteil der Zeit", "Share of the time"), range: 0...1),
        Field(
            "availabilityRequired", "Devices have to work", german: "Geräte müssen laufen", .share, in: .operation,
            range: 0...1),
        Field("lesson", "What was learned", german: "Was gelernt wurde", .longText, in: .results),
        Field(
            "councilDecision", "Decision of the council", german: "Entscheidung des Rates", .reference([.decision]),
            in: .results),
        Field("inOperation", "In regular operation", german: "Im Regelbetrieb", .flag, in: .results),
        .department,
    ]

    static let surveyFields: [Field] = [
        .title("Survey", german: "Befragung"),
        Field("pilot", "Pilot", german: "Erprobung", .reference([.pilot]), isRequired: true),
        Field("question", "Question", german: "Frage", .longText),
        Field("method", "How people were chosen", german: "Wie die Befragten bestimmt wurden", .text),
        Field("date", "Day", german: "Tag", .date),
        Field(
            "invited", "Asked", german: "Gefragt", .number(unit: nil), in: .results, isRequired: true,
            range: 1...10_000_000),
        Field(
            "answers", "Answered", german: "Geantwortet", .number(unit: nil), in: .results, isRequired: true,
            range: 0...10_000_000),
        Field(
            "yes", "In favour", german: "Dafür", .number(unit: nil), in: .results, isRequired: true,
            range: 0...10_000_000),
        Field(
            "designEffect", "Design effect", german: "Designeffekt", .number(unit: nil), in: .results,
            help: Words(
                "1 bei einer Zufallsstichprobe; größer bei ganzen Straßen oder Haushalten",
                "1 for a random sample; more for whole streets or households"), range: 1...100),
    ]
}

extension Choice {
    static let areaRoles = [
        Choice("treated", "with the measure", german: "mit Maßnahme"),
        Choice("control", "to compare", german: "zum Vergleich"),
        Choice("lot", "as the lot draws", german: "nach Los"),
        Choice("ring", "ring (spill-over)", german: "Rand (Ausstrahlung)"),
    ]

    static let trialDirections = [Choice("up", "more", german: "mehr"), Choice("down", "less", german: "weniger")]

    static let trialScales = [
        Choice("log", "ratios", german: "Verhältnisse"),
        Choice("absolute", "differences in its unit", german: "Unterschiede in ihrer Einheit"),
    ]
}
