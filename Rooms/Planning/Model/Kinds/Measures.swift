// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Measure, solution and existing resource.
extension ObjectKind {
    static let measureFields: [Field] = [
        .title("What shall be done?", german: "Was soll getan werden?"),
        .description,
        .needs,
        .goals,
        Field("indicators", "Measured by", german: "Gemessen an", .references([.indicator]), in: .goals),
        Field("solution", "By means of", german: "Mit der Lösung", .reference([.solution]), in: .technology)
            .asked(with: "usesTechnology", "yes", "-", "~unknown"),
        Field("place", "Where", german: "Wo", .place, in: .place),
        Field("district", "District", german: "Stadtteil", .text, in: .place),
        Field(
            "stage", "Stage", german: "Umsetzung",
            .choice([
                Choice("idea", "idea", german: "Idee"), Choice("candidate", "candidate", german: "Kandidat"),
                Choice("decided", "decided", german: "beschlossen"),
                Choice("pilot", "in trial", german: "in Erprobung"),
                Choice("running", "in operation", german: "in Betrieb"), Choice("ended", "ended", german: "beendet"),
            ])),
        Field("startYear", "First year", german: "Erstes Jahr", .year),
        Field(
            "usesTechnology", "Needs software, devices or data services",
            german: "Braucht Software, Geräte oder Datendienste", .flag, in: .technology,
            help: Words(
                "„Nein“ bei einem Zebrastreifen: Lizenz, Schnittstelle und Datenrechte entfallen dann.",
                "“No” for a zebra crossing: licence, interface and data rights do not apply then.")),
        Field(
            "approach", "Adopt, adapt or build", german: "Nachnutzen, anpassen oder bauen",
            .choice([
                Choice("adopt", "adopt what exists", german: "Vorhandenes nachnutzen"),
                Choice("adapt", "adapt what exists", german: "Vorhandenes anpassen"),
                Choice("build", "build our own", german: "selbst entwickeln"),
            ]), in: .technology
        ).asked(with: "usesTechnology", "yes", "-", "~unknown"),
        Field("approachReason", "Why so", german: "Warum so", .longText, in: .technology)
            .asked(with: "approach", "adopt", "adapt", "build"),
        Field("assets", "Uses what we have", german: "Nutzt Vorhandenes", .references([.asset]), in: .technology),
        Field("personalData", "Personal data are processed", german: "Personenbezogene Daten", .flag, in: .law),
        Field(
            "processingActivities", "Processing activities", german: "Verarbeitungstätigkeiten",
            .references([.processingActivity]), in: .law
        ).asked(with: "personalData", "yes"),
        Field(
            "costLines", "Cost lines", german: "Kostenzeilen",
            .rows([
                Field("name", "What for", german: "Wofür", .text, isRequired: true),
                Field(
                    "kind", "Kind", german: "Art",
                    .choice([
                        Choice("goods", "goods and services", german: "Sachkosten"),
                        Choice("staff", "staff", german: "Personal"),
                        Choice("grant", "grant", german: "Zuwendung (Förderung)"),
                        Choice("income", "income", german: "Ertrag"),
                        Choice("saving", "saving", german: "Einsparung"),
                    ]),
                    help: Words(
                        "Eine Einsparung ist, was nicht mehr gezahlt wird, etwa Energie: als Betrag über null",
                        "A saving is what is no longer paid, such as energy: state it above zero")),
                Field("phase", "Phase", german: "Phase", .choice(Choice.costPhases)),
                Field(
                    "amount", "Amount per year", german: "Betrag je Jahr", .money, isRequired: true,
                    range: 0...Field.mostEuros),
                Field(
                    "firstYear", "From year", german: "Ab Jahr", .planYear,
                    help: Words(
                        "0 ist das Jahr der Entscheidung; oder ein Kalenderjahr",
                        "0 is the year of the decision; or a calendar year")),
                Field("lastYear", "To year", german: "Bis Jahr", .planYear),
                Field(
                    "rise", "Its own yearly rise of prices", german: "Eigener Preisanstieg je Jahr", .share,
                    help: Words(
                        "Nur, wo er von dem der Art abweicht", "Only where it differs from that of its kind"),
                    range: -0.5...1),
                Field("isBudgetEffective", "Changes the budget", german: "Haushaltswirksam", .flag),
                Field("isAssumption", "Assumption", german: "Annahme", .flag),
                Field("source", "Source", german: "Quelle", .text),
            ]), in: .cost),
        Field(
            "staff", "Staff needed", german: "Personalbedarf",
            .rows([
                Field("skill", "Skill", german: "Fähigkeit", .text, isRequired: true),
                Field(
                    "fullTimeEquivalents", "Full-time equivalents", german: "Stellen (VZÄ)", .number(unit: nil),
                    range: 0...9_999),
                Field(
                    "grossPerYear", "Gross pay per year and post", german: "Jahresbrutto je Stelle", .money,
                    range: 0...Field.mostEuros),
                Field("firstYear", "From year", german: "Ab Jahr", .planYear),
                Field("lastYear", "To year", german: "Bis Jahr", .planYear),
                Field("isBudgetEffective", "Changes the budget", german: "Haushaltswirksam", .flag),
                Field("isAssumption", "Assumption", german: "Annahme", .flag),
                Field("source", "Source", german: "Quelle", .text),
            ]), in: .staff),
        Field(
            "exitLow", "Exit cost, at least", german: "Ausstiegskosten, mindestens", .money, in: .cost,
            range: 0...Field.mostEuros),
        Field(
            "exitLikely", "Exit cost, likely", german: "Ausstiegskosten, wahrscheinlich", .money, in: .cost,
            range: 0...Field.mostEuros),
        Field(
            "exitHigh", "Exit cost, at most", german: "Ausstiegskosten, höchstens", .money, in: .cost,
            range: 0...Field.mostEuros),
        Field(
            "exitProbability", "Probability of an exit per year", german: "Wahrscheinlichkeit eines Ausstiegs je Jahr",
            .share, in: .cost, range: 0...1),
        Field(
            "exitSource", "Where the exit cost and its probability come from",
            german: "Woher Ausstiegskosten und Wahrscheinlichkeit kommen", .text, in: .cost,
            help: Words("Leer: Annahme des Fachamts", "Empty: an assumption of the department")),
        Field("budgetLine", "Budget line", german: "Haushaltsstelle", .text, in: .cost),
        Field("fundingProgramme", "Funding programme", german: "Förderprogramm", .text, in: .cost),
        Field(
            "fundingRequiresOpenSource", "Funding asks for open source", german: "Förderung verlangt Open Source",
            .flag, in: .cost),
        Field(
            "ownSoftwareAddress", "Where our own software is published",
            german: "Wo eigene Software veröffentlicht ist",
            .link, in: .technology
        ).asked(with: "approach", "adapt", "build"),
        Field(
            "benefit", "Benefit (0–100)", german: "Nutzen (0–100)", .number(unit: nil), in: .relations, range: 0...100),
        Field("requires", "Requires", german: "Setzt voraus", .references([.measure]), in: .relations),
        Field("excludes", "Excludes", german: "Schließt aus", .references([.measure]), in: .relations),
        Field(
            "synergies", "Synergies", german: "Synergien",
            .rows([
                Field("measure", "With", german: "Mit", .reference([.measure]), isRequired: true),
                Field("benefit", "More benefit", german: "Mehr Nutzen", .number(unit: nil), range: 0...1_000_000),
                Field("saving", "Saves investment", german: "Spart Investition", .money, range: 0...Field.mostEuros),
                Field("reason", "Why", german: "Warum", .text),
            ]), in: .relations),
        Field("examples", "Examples elsewhere", german: "Beispiele anderswo", .examples, in: .relations),
        Field(
            "operatorModel", "Operator model", german: "Betreibermodell",
            .choice([
                Choice("own", "the administration itself", german: "die Verwaltung selbst"),
                Choice("utility", "municipal utility", german: "Stadtwerke"),
                Choice("interMunicipal", "several municipalities together", german: "mehrere Kommunen gemeinsam"),
                Choice("association", "data centre of an association", german: "Rechenzentrum eines Verbunds"),
                Choice("provider", "a contractor", german: "ein Dienstleister"),
                Choice("citizens", "association or cooperative", german: "Verein oder Genossenschaft"),
            ]), in: .operation),
        Field(
            "operator", "Who runs it for good", german: "Wer es auf Dauer betreibt", .text, in: .operation),
        Field("businessModel", "Who pays in the long run", german: "Wer auf Dauer zahlt", .longText, in: .operation),
        Field(
            "decisionRights", "Who decides what", german: "Wer was entscheidet", .longText, in: .operation),
        Field("testField", "Bounded place of trial", german: "Abgegrenzter Erprobungsraum", .longText, in: .pilot),
        Field("criticalMass", "How many must take part", german: "Wie viele mitmachen müssen", .longText, in: .pilot),
        Field("rollout", "Way to roll-out", german: "Weg in die Fläche", .longText, in: .pilot),
        Field("climateEffect", "Effect on the climate", german: "Klimawirkung", .longText, in: .reasons),
        Field("participation", "Participation", german: "Beteiligung", .longText, in: .people),
        Field(
            "risks", "Risks", german: "Risiken",
            .rows([
                Field("title", "What could happen", german: "Was geschehen kann", .text, isRequired: true),
                Field("counter", "What we do about it", german: "Was wir dagegen tun", .text),
            ]), in: .reasons),
        Field("alternatives", "Why not otherwise", german: "Warum nicht anders", .longText, in: .reasons),
        Field("proposal", "Proposed decision", german: "Beschlussvorschlag", .longText, in: .reasons),
        .department,
    ]

    static let solutionFields: [Field] = [
        .title("Name of the solution", german: "Name der Lösung"),
        .description,
        Field("blocks", "Building blocks", german: "Bausteine", .blocks, in: .technology),
        Field(
            "licence", "Licence", german: "Lizenz", .licence, in: .technology,
            help: Words("SPDX-Name, etwa EUPL-1.2", "SPDX name, such as EUPL-1.2")),
        .interfaces, .formats, .capabilities, .dataHeld, .interfaceAddress,
        Field(
            "documentation", "Documentation of the interface", german: "Beschreibung der Schnittstelle", .link,
            in: .technology),
        Field(
            "hasDocumentedInterface", "Documented open interface", german: "Dokumentierte offene Schnittstelle", .flag,
            in: .technology),
        Field("hasFullExport", "All data can be exported", german: "Alle Daten exportierbar", .flag, in: .technology),
        .exportAddress,
        Field("sourceAccess", "Source code accessible", german: "Quellcode zugänglich", .flag, in: .technology),
        Field(
            "providers", "Number of providers", german: "Zahl der Anbieter", .number(unit: nil), in: .technology,
            range: 0...1_000_000),
        Field(
            "noticeMonths", "Months until the contract can end", german: "Monate bis zum Vertragsende",
            .number(unit: nil), in: .law, range: 0...1_200),
        Field("modular", "Modular", german: "Modular", .choice(Choice.partly), in: .technology),
        Field(
            "dataRightsStay", "Data rights stay with the municipality", german: "Datenrechte bleiben bei der Kommune",
            .flag, in: .law),
        .rights,
        Field("maintainer", "Maintained by", german: "Betreut von", .text, in: .technology),
        Field("repository", "Source code", german: "Quellcode", .link, in: .technology),
        .checks,
    ]

    static let assetFields: [Field] = [
        .title("What we have", german: "Was wir haben"),
        Field(
            "kind", "Kind", german: "Art",
            .choice([
                Choice("system", "software system", german: "Softwaresystem"),
                Choice("infrastructure", "infrastructure", german: "Infrastruktur"),
                Choice("sensors", "sensors", german: "Sensoren"),
                Choice("competence", "competence", german: "Kompetenz"),
                Choice("contract", "contract", german: "Vertrag"),
            ])),
        .description,
        .department,
        Field(
            "uses", "Used for", german: "Genutzt für", .list, in: .people,
            help: Words(
                "Je Zeile eine Aufgabe, etwa Abfall, Grünflächen, ÖPNV",
                "One task per line, such as waste, green space, public transport")),
        Field("place", "Where", german: "Wo", .place, in: .place),
        .capabilities, .interfaces, .formats, .dataHeld, .interfaceAddress,
        Field("licence", "Licence", german: "Lizenz", .licence, in: .technology),
        Field("datastreams", "Measured series", german: "Messreihen", .datastreams, in: .data),
        Field("provider", "Provider", german: "Anbieter", .text, in: .law),
        Field("contractEnd", "Contract ends", german: "Vertrag endet", .date, in: .law),
        .rights,
        Field(
            "futureProof", "Fit for the years to come?", german: "Zukunftsfähig?", .choice(Choice.partly), in: .results),
        Field(
            "openInterfaces", "Open interfaces?", german: "Offene Schnittstellen?", .choice(Choice.partly), in: .results
        ),
        Field(
            "flexibleDataModel", "Flexible data model?", german: "Flexibles Datenmodell?", .choice(Choice.partly),
            in: .results),
        Field(
            "developable", "Can be developed by us or by others?",
            german: "Weiterentwickelbar, selbst oder durch Dritte?", .choice(Choice.partly), in: .results),
        Field("yearlyCost", "Costs per year as it is", german: "Kosten je Jahr, so wie es ist", .money, in: .cost),
        Field("costRise", "Yearly rise of that", german: "Jährlicher Anstieg davon", .share, in: .cost),
        Field("renewalCost", "Cost of renewing it", german: "Kosten der Erneuerung", .money, in: .cost),
        Field(
            "renewedYearlyCost", "Costs per year once renewed", german: "Kosten je Jahr nach Erneuerung", .money,
            in: .cost),
        .checks,
    ]
}

extension Choice {
    static let costPhases = [
        Choice("concept", "concept", german: "Konzeption"), Choice("procurement", "procurement", german: "Beschaffung"),
        Choice("transformation", "transformation", german: "Umstellung"),
        Choice("operation", "operation", german: "Betrieb"), Choice("exit", "exit", german: "Ausstieg"),
    ]
}
