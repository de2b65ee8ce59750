// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Fields and answers that several kinds share.
extension Field {
    static func title(_ english: String = "Title", german: String = "Titel", help: Words? = nil) -> Field {
        Field("title", english, german: german, .text, help: help, isRequired: true)
    }

    static let description = Field("description", "Description", german: "Beschreibung", .longText)

    public static let department = Field(
        "department", "Department", german: "Fachamt", .text, in: .people,
        help: Words("Wer in der Verwaltung ist zuständig?", "Which part of the administration is in charge?"))

    static let needs = Field(
        "needs", "Answers these needs", german: "Antwortet auf Bedarfe", .references([.need]), in: .goals)
    static let goals = Field(
        "goals", "Serves these goals", german: "Dient den Zielen", .references([.goal]), in: .goals)

    static let interfaces = Field(
        "interfaces", "Interfaces", german: "Schnittstellen", .list, in: .technology,
        help: Words(
            "Je Zeile eine, etwa OGC SensorThings API, MQTT, OGC API Features",
            "One per line, such as OGC SensorThings API, MQTT, OGC API Features"))
    static let formats = Field(
        "formats", "Data formats", german: "Datenformate", .list, in: .technology,
        help: Words("Je Zeile eines, etwa JSON, CSV, GeoJSON", "One per line, such as JSON, CSV, GeoJSON"))
    static let capabilities = Field(
        "capabilities", "What it can do", german: "Was es kann", .list, in: .technology,
        help: Words(
            "Je Zeile eines, etwa Radverkehr zählen, Karten im Netz",
            "One per line, such as counting bicycles, maps on the web"))
    static let dataHeld = Field(
        "data", "Data it holds", german: "Daten darin", .list, in: .data,
        help: Words("Je Zeile eine Art von Daten", "One per line"))
    static let interfaceAddress = Field(
        "interfaceAddress", "Address of the interface", german: "Adresse der Schnittstelle", .link, in: .technology)
    static let exportAddress = Field(
        "exportAddress", "Address of a full export", german: "Adresse eines vollen Exports", .link, in: .technology)

    /// What the platform found when it tried an address or a licence itself.
    static let checks = Field(
        "checks", "Executed checks", german: "Ausgeführte Prüfungen",
        .rows([
            Field("check", "Check", german: "Prüfung", .choice(Choice.executedChecks)),
            Field("address", "Address", german: "Adresse", .text),
            Field("at", "Day", german: "Tag", .date),
            Field("code", "Answer", german: "Antwort", .number(unit: nil)),
            Field("passed", "Passed", german: "Bestanden", .flag),
            Field("note", "Finding", german: "Befund", .text),
        ]), in: .results, isExecuted: true)

    static let rights = Field(
        "rights", "Rights", german: "Rechte",
        .rows([
            Field("actor", "Who", german: "Wer", .text, isRequired: true),
            Field("use", "May use", german: "Darf nutzen", .flag),
            Field("control", "May control", german: "Darf steuern", .flag),
            Field("access", "May grant access", german: "Darf Zugang geben", .flag),
        ]), in: .law,
        help: Words(
            "Nutzungs-, Steuerungs- und Zugriffsrechte sollten in öffentlicher Hand liegen.",
            "Rights to use, to control and to give access should lie in public hands."))
}

extension Choice {
    package static let groups = [
        Choice("everybody", "everybody", german: "alle"), Choice("residents", "residents", german: "Anwohnende"),
        Choice("children", "children", german: "Kinder"), Choice("youth", "young people", german: "Jugendliche"),
        Choice("older", "older people", german: "Ältere"),
        Choice("disabled", "people with disabilities", german: "Menschen mit Behinderung"),
        Choice("pedestrians", "pedestrians", german: "Zu-Fuß-Gehende"),
        Choice("cyclists", "cyclists", german: "Radfahrende"),
        Choice("drivers", "car drivers", german: "Autofahrende"),
        Choice("publicTransport", "public transport users", german: "Fahrgäste"),
        Choice("commuters", "commuters", german: "Pendelnde"),
        Choice("business", "businesses", german: "Betriebe"), Choice("visitors", "visitors", german: "Gäste"),
        Choice("administration", "the administration", german: "die Verwaltung"),
    ]

    package static let executedChecks = [
        Choice("openInterface", "open interface answers", german: "offene Schnittstelle antwortet"),
        Choice("export", "export is there", german: "Export ist da"),
        Choice("licence", "licence is readable", german: "Lizenz ist lesbar"),
    ]

    package static let evidenceLevels = [
        Choice("E0", "E0 claim", german: "E0 Behauptung"), Choice("E1", "E1 document", german: "E1 Unterlage"),
        Choice("E2", "E2 tested by us", german: "E2 selbst geprüft"),
        Choice("E3", "E3 independent or reference site", german: "E3 unabhängig oder Referenz"),
    ]

    static let partly = [
        Choice("yes", "yes", german: "ja"), Choice("partly", "partly", german: "teilweise"),
        Choice("no", "no", german: "nein"),
    ]

    package static let phases = [
        Choice("preparation", "preparation", german: "Vorbereitung"), Choice("concept", "concept", german: "Konzept"),
        Choice("decision", "decision", german: "Entscheidung"), Choice("pilot", "trial", german: "Erprobung"),
        Choice("operation", "operation", german: "Betrieb"),
    ]
}
