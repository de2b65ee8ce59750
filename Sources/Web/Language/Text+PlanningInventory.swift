// SPDX-License-Identifier: EUPL-1.2

/// Texts about the inventory, privacy, rules and executed checks of the plan.
extension Text {
    static let inventoryTitle = Text("Was wir haben und wie es zusammenpasst", "What we have and how it fits together")
    static let inventoryLead = Text(
        "Vorhandene Systeme, Infrastruktur und Kompetenzen: wie gut, von wem gemeinsam genutzt, doppelt, verbunden.",
        "Existing systems, infrastructure and competences: how good, shared by whom, doubled, connected.")
    static let nothingDescribed = Text("Dazu ist noch nichts beschrieben.", "Nothing is described about this yet.")
    static let openAnswer = Text("offen", "open")
    static let stillMissing = Text("Was noch fehlt", "What is still missing")
    static let nothingMissing = Text("vollständig", "complete")

    static let auditTitle = Text("Vier Fragen an den Bestand", "Four questions about what exists")
    static let auditLead = Text(
        "Ein Nein heißt erneuern, ein Teilweise weiterentwickeln; Gemeinsames lohnt sich mehrfach.",
        "A no means renew, a partly means develop; what is shared pays more than once.")
    static let auditKeep = Text("behalten", "keep")
    static let auditDevelop = Text("weiterentwickeln", "develop")
    static let auditRenew = Text("erneuern", "renew")
    static let auditRenewCost = Text("was kostet das?", "what does it cost?")
    static let auditAsk = Text("noch fragen", "ask first")
    static let sharedBy = Text("Gemeinsam genutzt von", "Shared by")
    static func sharedCount(_ count: Int, _ all: Int) -> Text {
        Text("\(count) von \(all) werden gemeinsam genutzt", "\(count) of \(all) are shared")
    }

    static let overlapTitle = Text("Doppelt vorhanden?", "There twice?")
    static let overlapLead = Text(
        "Gleiche Aufgabe oder gleiche Daten sind eine Parallelstruktur, wenn es keinen guten Grund dafür gibt.",
        "The same task or the same data is a parallel structure unless there is a good reason for it.")
    static let overlapPanel = Text("Kann oder enthält dasselbe wie", "Can do or holds the same as")
    static let inventoryPanel = Text("Im Bestand", "In the inventory")
    static let andThisOne = Text("und dies", "and this")
    static let nothingTwice = Text("Nichts ist doppelt beschrieben.", "Nothing is described twice.")

    static let interfaceMatrixTitle = Text("Wer mit wem sprechen kann", "Which can talk to which")
    static let interfaceMatrixLead = Text(
        "Gemeinsame Schnittstellen von Bestand und Lösungen, und wo ein Adapter fehlt.",
        "Common interfaces of what exists and of solutions, and where an adapter is missing.")
    static let system = Text("System", "System")
    static let smallAdapter = Text("kleiner Adapter", "small adapter")
    static let adapterMissing = Text("Adapter fehlt", "adapter missing")
    static let adaptersTitle = Text("Fehlende Adapter", "Missing adapters")
    static let adapterThrough = Text("gemeinsames Format", "common format")
    static let noAdapterMissing = Text("kein Adapter fehlt", "no adapter is missing")
    static let withoutInterfaces = Text("Ohne genannte Schnittstelle", "Without a named interface")

    static let formatTitle = Text("Datenformate", "Data formats")
    static let formatLead = Text(
        "Was mehrere Systeme lesen, verbindet sie; was nur eines liest, bindet.",
        "What several systems read connects them; what only one reads binds.")
    static let format = Text("Format", "Format")
    static let openFormat = Text("Offen beschrieben", "Openly described")
    static let notInRegister = Text("unbekannt", "not known")
    static let usedBy = Text("Genutzt von", "Used by")

    static let rightsTitle = Text("Nutzungs-, Steuerungs- und Zugriffsrechte", "Rights to use, control and give access")
    static let rightsLead = Text(
        "Wer was darf, und welches Recht bei niemandem liegt.", "Who may do what, and which right lies with nobody.")
    static let rightUse = Text("nutzen", "use")
    static let rightControl = Text("steuern", "control")
    static let rightAccess = Text("Zugang geben", "give access")
    static let rightsOpen = Text("Bei niemandem", "With nobody")
    static let withoutRights = Text("Ohne geregelte Rechte", "Without settled rights")

    static let sourcingTitle = Text("Nachnutzen, anpassen oder bauen", "Adopt, adapt or build")
    static let sourcingLead = Text(
        "Die Entscheidung je Maßnahme mit ihrem Grund, und was eine Förderung zu offener Software verlangt.",
        "The decision for each measure with its reason, and what a grant asks about open software.")
    static let gapApproach = Text("Entscheidung fehlt", "decision missing")
    static let gapReason = Text("Grund fehlt", "reason missing")
    static let gapExamples = Text("vor dem Bauen kein Beispiel angesehen", "no example looked at before building")
    static let gapPublication = Text(
        "Förderung verlangt Open Source: Adresse der Veröffentlichung fehlt",
        "the grant asks for open source: no public address of the software")
    static let gapLicence = Text(
        "Förderung verlangt Open Source: Lizenz fehlt", "the grant asks for open source: no licence named")

    static let privacyTitle = Text(
        "Verarbeitungsverzeichnis und Folgenabschätzung", "Record of processing and impact assessment")
    static let privacyLead = Text(
        "Was Artikel 30 der Datenschutz-Grundverordnung verlangt, und wo Artikel 35 eine Folgenabschätzung nötig macht.",
        "What Article 30 of the General Data Protection Regulation asks for, and where Article 35 calls for an assessment."
    )
    static let recordTitle = Text("Verzeichnis (Art. 30)", "Record (Art. 30)")
    static let recordLead = Text(
        "Fehlende Angaben machen das Verzeichnis unvollständig.", "Missing answers leave the record incomplete.")
    static let thresholdTitle = Text("Schwellwertprüfung (Art. 35)", "Threshold test (Art. 35)")
    static let thresholdLead = Text(
        "Sind zwei der neun Merkmale erfüllt, ist eine Folgenabschätzung nötig (WP 248).",
        "Two of the nine criteria met make an impact assessment necessary (WP 248).")
    static let criteriaMet = Text("Erfüllt", "Met")
    static let criteriaOpen = Text("Noch offen", "Still open")
    static let assessmentNotNeeded = Text("nicht nötig", "not needed")
    static let assessmentDone = Text("durchgeführt", "carried out")
    static let assessmentOpen = Text("noch offen", "still open")
    static let assessmentNeeded = Text("nötig, fehlt", "needed, missing")
    static let withoutRecord = Text(
        "Maßnahmen mit möglichen Personendaten ohne Eintrag", "Measures with possible personal data without a record")

    static let rulesTitle = Text("Unsere Regeln und wer sie erfüllt", "Our rules and what fulfils them")
    static let rulesLead = Text(
        "Sicherheit, Schnittstellen, Daten und Vergabe: Was eine Maschine prüfen kann, prüft die Plattform.",
        "Security, interfaces, data and procurement: what a machine can check, the platform checks.")
    static let noRules = Text("Noch gibt es keine Regel.", "There is no rule yet.")
    static func addUsualRules(_ count: Int) -> Text {
        Text("\(count) übliche Regeln übernehmen", "Add \(count) usual rules")
    }
    static let ruleFulfilled = Text("Erfüllt", "Fulfilled")
    static let rulePartly = Text("Teilweise", "Partly")
    static let ruleBroken = Text("Nicht erfüllt", "Not fulfilled")
    static let checkedByPeople = Text("Menschen", "people")
    static let checkedByPlatform = Text("die Plattform", "the platform")
    static let whoFulfils = Text("Wer sie erfüllt", "What fulfils it")

    static let executedChecksTitle = Text("Was die Plattform selbst geprüft hat", "What the platform checked itself")
    static let executedChecksLead = Text(
        "Sie ruft die Adressen ab und liest die Lizenz; eine gescheiterte Prüfung hält K3 an.",
        "It requests the addresses and reads the licence; a failed check puts K3 on hold.")
    static let check = Text("Prüfung", "Check")
    static let checkSubject = Text("Geprüft wird", "What is checked")
    static let checkPassed = Text("bestanden", "passed")
    static let checkFailed = Text("gescheitert", "failed")
    static let checkNeverRan = Text("noch nie", "never ran")
    static let checkDay = Text("Am", "On")
    static let checkCode = Text("Antwort", "Answer")
    static let checkFinding = Text("Befund", "Finding")
    static let demandedBy = Text("Verlangt von", "Demanded by")
    static let runChecks = Text("Jetzt prüfen", "Check now")
}
