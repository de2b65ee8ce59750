// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Stakeholder, processing activity, guideline, agreement, journal entry and comment.
extension ObjectKind {
    static let stakeholderFields: [Field] = [
        .title("Name or group", german: "Name oder Gruppe"),
        Field(
            "role", "Role", german: "Rolle",
            .choice([
                Choice("affected", "affected", german: "betroffen"),
                Choice("deciding", "decides", german: "entscheidet"),
                Choice("operating", "operates", german: "betreibt"), Choice("paying", "pays", german: "zahlt"),
                Choice("expert", "knows", german: "kennt sich aus"),
                Choice("partner", "takes part", german: "wirkt mit"),
            ])),
        Field("groups", "Stands for", german: "Steht für", .choices(Choice.groups), in: .people),
        Field("contact", "Contact", german: "Ansprechperson", .text, in: .people, isPersonal: true),
        Field("email", "E-mail", german: "E-Mail", .email, in: .people, isPersonal: true),
        Field("needs", "Needs", german: "Bedarfe", .references([.need]), in: .relations),
        Field("measures", "Measures", german: "Maßnahmen", .references([.measure]), in: .relations),
        Field(
            "involvement", "Involvement", german: "Beteiligung",
            .rows([
                Field("phase", "Phase", german: "Phase", .choice(Choice.phases), isRequired: true),
                Field(
                    "form", "How", german: "Wie",
                    .choice([
                        Choice("inform", "informed", german: "informiert"),
                        Choice("consult", "asked", german: "befragt"),
                        Choice("collaborate", "works along", german: "arbeitet mit"),
                        Choice("decide", "decides", german: "entscheidet"),
                    ])),
                Field("date", "On", german: "Am", .date),
                Field("note", "Note", german: "Anmerkung", .text),
            ]), in: .people),
    ]

    /// Articles 30 and 35 of the General Data Protection Regulation; the nine criteria are those of WP 248 rev. 01.
    static let processingFields: [Field] = [
        .title("Name of the processing", german: "Bezeichnung der Verarbeitung"),
        Field("purpose", "Purpose", german: "Zweck", .longText),
        Field("controller", "Controller", german: "Verantwortlicher", .text, in: .people),
        Field(
            "legalBasis", "Legal basis", german: "Rechtsgrundlage",
            .choice([
                Choice("none", "none", german: "keine"),
                Choice("6-1-a", "Art. 6 (1) (a) consent", german: "Art. 6 Abs. 1 lit. a Einwilligung"),
                Choice("6-1-b", "Art. 6 (1) (b) contract", german: "Art. 6 Abs. 1 lit. b Vertrag"),
                Choice("6-1-c", "Art. 6 (1) (c) legal obligation", german: "Art. 6 Abs. 1 lit. c rechtliche Pflicht"),
                Choice(
                    "6-1-d", "Art. 6 (1) (d) vital interests", german: "Art. 6 Abs. 1 lit. d lebenswichtige Interessen"),
                Choice("6-1-e", "Art. 6 (1) (e) public task", german: "Art. 6 Abs. 1 lit. e öffentliche Aufgabe"),
                Choice(
                    "6-1-f", "Art. 6 (1) (f) legitimate interests",
                    german: "Art. 6 Abs. 1 lit. f berechtigte Interessen"),
            ]), in: .law),
        Field("statute", "Statute", german: "Gesetz oder Satzung", .text, in: .law),
        Field("dataSubjects", "Whose data", german: "Betroffene Personen", .list, in: .data),
        Field("dataCategories", "Which data", german: "Kategorien der Daten", .list, in: .data),
        Field("recipients", "Recipients", german: "Empfänger", .list, in: .data),
        Field("thirdCountries", "Third countries", german: "Drittländer", .text, in: .data),
        Field("erasure", "Erased after", german: "Löschfrist", .text, in: .data),
        Field(
            "safeguards", "Technical and organisational measures", german: "Technische und organisatorische Maßnahmen",
            .longText, in: .law),
        Field(
            "scoring", "Evaluates or scores people", german: "Bewertet Menschen oder stuft sie ein", .flag, in: .results
        ),
        Field(
            "automatedDecision", "Decides automatically with legal effect",
            german: "Entscheidet automatisch mit Rechtsfolge", .flag, in: .results),
        Field(
            "systematicMonitoring", "Monitors people systematically", german: "Überwacht Menschen systematisch", .flag,
            in: .results),
        Field(
            "sensitiveData", "Sensitive or highly personal data", german: "Besondere oder höchst persönliche Daten",
            .flag, in: .results),
        Field("largeScale", "On a large scale", german: "In großem Umfang", .flag, in: .results),
        Field("matching", "Matches or combines data sets", german: "Gleicht Datensätze ab", .flag, in: .results),
        Field("vulnerablePeople", "Vulnerable people", german: "Schutzbedürftige Menschen", .flag, in: .results),
        Field("newTechnology", "New technology", german: "Neue Technik", .flag, in: .results),
        Field(
            "hindersRights", "Hinders people from using a right or service",
            german: "Hindert an einem Recht oder einer Leistung", .flag, in: .results),
        Field(
            "impactAssessment", "Impact assessment carried out", german: "Folgenabschätzung durchgeführt", .flag,
            in: .law),
        Field("impactAssessmentDate", "Carried out on", german: "Durchgeführt am", .date, in: .law)
            .asked(with: "impactAssessment", "yes"),
        .department,
    ]

    static let guidelineFields: [Field] = [
        .title("Rule", german: "Regel"),
        .description,
        Field(
            "area", "Area", german: "Bereich",
            .choice([
                Choice("charta", "strategy", german: "Strategie"), Choice("security", "security", german: "Sicherheit"),
                Choice("interfaces", "interfaces", german: "Schnittstellen"), Choice("data", "data", german: "Daten"),
                Choice("participation", "participation", german: "Beteiligung"),
                Choice("procurement", "procurement", german: "Vergabe"),
            ])),
        Field("check", "Checked by", german: "Geprüft durch", .choice(Choice.executedChecks), in: .technology),
        Field(
            "appliesTo", "Applies to", german: "Gilt für", .references([.solution, .asset, .measure]), in: .relations,
            help: Words("Alle Lösungen und Systeme, wenn leer", "All solutions and systems when empty")),
        Field(
            "fulfilled", "Fulfilled by", german: "Erfüllt von",
            .rows([
                Field("object", "What", german: "Was", .reference([.solution, .asset, .measure]), isRequired: true),
                Field("answer", "Fulfilled", german: "Erfüllt", .choice(Choice.partly)),
                Field("note", "Why", german: "Warum", .text),
            ]), in: .results),
        Field("source", "Source", german: "Quelle", .text, in: .reasons),
    ]

    static let agreementFields: [Field] = [
        .title("Agreement", german: "Vereinbarung"),
        Field(
            "kind", "Between", german: "Zwischen",
            .choice([
                Choice("municipalPrivate", "municipality and company", german: "Kommune und Unternehmen"),
                Choice("privatePrivate", "companies", german: "Unternehmen"),
                Choice("interMunicipal", "municipalities", german: "Kommunen"),
                Choice("science", "municipality and university", german: "Kommune und Hochschule"),
                Choice("citizens", "municipality and association", german: "Kommune und Verein"),
            ])),
        Field("parties", "Parties", german: "Beteiligte", .list, in: .people),
        Field("purpose", "Purpose", german: "Zweck", .longText),
        Field("sectors", "Sectors coupled", german: "Gekoppelte Sektoren", .list, in: .relations),
        Field("start", "From", german: "Ab", .date),
        Field("end", "Until", german: "Bis", .date),
        Field("dataClause", "What it says about data", german: "Was sie über Daten sagt", .longText, in: .law),
        Field("measures", "Measures", german: "Maßnahmen", .references([.measure]), in: .relations),
        Field("stakeholders", "Stakeholders", german: "Akteure", .references([.stakeholder]), in: .relations),
        Field("link", "Document", german: "Dokument", .link),
        .department,
    ]

    static let journalFields: [Field] = [
        .title("What happened, what is to be done?", german: "Was geschah, was ist zu tun?"),
        Field(
            "kind", "Kind", german: "Art",
            .choice([
                Choice("step", "step", german: "Schritt"), Choice("hurdle", "hurdle", german: "Hürde"),
                Choice("lesson", "lesson", german: "Lehre"), Choice("minutes", "minutes", german: "Protokoll"),
                Choice("transfer", "of use to others", german: "für andere nutzbar"),
            ])),
        Field("text", "Text", german: "Text", .longText),
        Field("about", "About", german: "Zu", .references([]), in: .relations),
        Field("date", "Day", german: "Tag", .date),
        Field("due", "Due", german: "Fällig", .date),
        Field("done", "Done", german: "Erledigt", .flag),
        .department,
    ]

    static let commentFields: [Field] = [
        .title("In one sentence", german: "In einem Satz"),
        Field("text", "Comment", german: "Kommentar", .longText),
        Field("about", "About", german: "Zu", .reference([]), in: .relations),
        Field(
            "reply", "Reply to who sent it", german: "Antwort an die Person, die es gesendet hat", .longText,
            in: .people),
        Field("author", "Name", german: "Name", .text, in: .people, isPersonal: true),
        Field("email", "E-mail", german: "E-Mail", .email, in: .people, isPersonal: true),
    ]
}
