// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// Texts about the inventory, privacy, rules and executed checks of the plan.
package extension Words {
    static let inventoryTitle = Words("Was wir haben und wie es zusammenpasst", "What we have and how it fits together")
    static let inventoryLead = Words(
        "Vorhandene Systeme, Infrastruktur und Kompetenzen: wie gut, von wem gemeinsam genutzt, doppelt, verbunden.",
        "Existing systems, infrastructure and competences: how good, shared by whom, doubled, connected.")
    static let nothingDescribed = Words("Dazu ist noch nichts beschrieben.", "Nothing is described about this yet.")
    static let openAnswer = Words("offen", "open")
    static let stillMissing = Words("Was noch fehlt", "What is still missing")
    static let nothingMissing = Words("vollständig", "complete")
    static let auditTitle = Words("Vier Fragen an den Bestand", "Four questions about what exists")
    static let auditLead = Words(
        "Ein Nein heißt erneuern, ein Teilweise weiterentwickeln; Gemeinsames lohnt sich mehrfach.",
        "A no means renew, a partly means develop; what is shared pays more than once.")
    static let auditKeep = Words("behalten", "keep")
    static let auditDevelop = Words("weiterentwickeln", "develop")
    static let auditRenew = Words("erneuern", "renew")
    static let auditRenewCost = Words("was kostet das?", "what does it cost?")
    static let auditAsk = Words("noch fragen", "ask first")
    static let sharedBy = Words("Gemeinsam genutzt von", "Shared by")
    static func sharedCount(_ count: Int, _ all: Int) -> Words {
        Words("\(count) von \(all) werden gemeinsam genutzt", "\(count) of \(all) are shared")
    }
    static let overlapTitle = Words("Doppelt vorhanden?", "There twice?")
    static let overlapLead = Words(
        "Gleiche Aufgabe oder gleiche Daten sind eine Parallelstruktur, wenn es keinen guten Grund dafür gibt.",
        "The same task or the same data is a parallel structure unless there is a good reason for it.")
    static let overlapPanel = Words("Kann oder enthält dasselbe wie", "Can do or holds the same as")
    static let inventoryPanel = Words("Im Bestand", "In the inventory")
    static let andThisOne = Words("und dies", "and this")
    static let nothingTwice = Words("Nichts ist doppelt beschrieben.", "Nothing is described twice.")
    static let interfaceMatrixTitle = Words("Wer mit wem sprechen kann", "Which can talk to which")
    static let interfaceMatrixLead = Words(
        "Gemeinsame Schnittstellen von Bestand und Lösungen, und wo ein Adapter fehlt.",
        "Common interfaces of what exists and of solutions, and where an adapter is missing.")
    static let system = Words("System", "System")
    static let smallAdapter = Words("kleiner Adapter", "small adapter")
    static let adapterMissing = Words("Adapter fehlt", "adapter missing")
    static let adaptersTitle = Words("Fehlende Adapter", "Missing adapters")
    static let adapterThrough = Words("gemeinsames Format", "common format")
    static let noAdapterMissing = Words("kein Adapter fehlt", "no adapter is missing")
    static let withoutInterfaces = Words("Ohne genannte Schnittstelle", "Without a named interface")
    static let formatTitle = Words("Datenformate", "Data formats")
    static let formatLead = Words(
        "Was mehrere Systeme lesen, verbindet sie; was nur eines liest, bindet.",
        "What several systems read connects them; what only one reads binds.")
    static let format = Words("Format", "Format")
    static let openFormat = Words("Offen beschrieben", "Openly described")
    static let notInRegister = Words("unbekannt", "not known")
    static let usedBy = Words("Genutzt von", "Used by")
    static let rightsTitle = Words(
        "Nutzungs-, Steuerungs- und Zugriffsrechte", "Rights to use, control and give access")
    static let rightsLead = Words(
        "Wer was darf, und welches Recht bei niemandem liegt.", "Who may do what, and which right lies with nobody.")
    static let rightUse = Words("nutzen", "use")
    static let rightControl = Words("steuern", "control")
    static let rightAccess = Words("Zugang geben", "give access")
    static let rightsOpen = Words("Bei niemandem", "With nobody")
    static let withoutRights = Words("Ohne geregelte Rechte", "Without settled rights")
    static let sourcingTitle = Words("Nachnutzen, anpassen oder bauen", "Adopt, adapt or build")
    static let sourcingLead = Words(
        "Die Entscheidung je Maßnahme mit ihrem Grund, und was eine Förderung zu offener Software verlangt.",
        "The decision for each measure with its reason, and what a grant asks about open software.")
    static let gapApproach = Words("Entscheidung fehlt", "decision missing")
    static let gapReason = Words("Grund fehlt", "reason missing")
    static let gapExamples = Words("vor dem Bauen kein Beispiel angesehen", "no example looked at before building")
    static let gapPublication = Words(
        "Förderung verlangt Open Source: Adresse der Veröffentlichung fehlt",
        "the grant asks for open source: no public address of the software")
    static let gapLicence = Words(
        "Förderung verlangt Open Source: Lizenz fehlt", "the grant asks for open source: no licence named")
    static let privacyTitle = Words(
        "Verarbeitungsverzeichnis und Folgenabschätzung", "Record of processing and impact assessment")
    static let privacyLead = Words(
        "Was Artikel 30 der Datenschutz-Grundverordnung verlangt, und wo Artikel 35 eine Folgenabschätzung nötig macht.",
        "What Article 30 of the General Data Protection Regulation asks for, and where Article 35 calls for an assessment."
    )
    static let recordTitle = Words("Verzeichnis (Art. 30)", "Record (Art. 30)")
    static let recordLead = Words(
        "Fehlende Angaben machen das Verzeichnis unvollständig.", "Missing answers leave the record incomplete.")
    static let thresholdTitle = Words("Schwellwertprüfung (Art. 35)", "Threshold test (Art. 35)")
    static let thresholdLead = Words(
        "Sind zwei der neun Merkmale erfüllt, ist eine Folgenabschätzung nötig (WP 248).",
        "Two of the nine criteria met make an impact assessment necessary (WP 248).")
    static let criteriaMet = Words("Erfüllt", "Met")
    static let criteriaOpen = Words("Noch offen", "Still open")
    static let assessmentNotNeeded = Words("nicht nötig", "not needed")
    static let assessmentDone = Words("durchgeführt", "carried out")
    static let assessmentOpen = Words("noch offen", "still open")
    static let assessmentNeeded = Words("nötig, fehlt", "needed, missing")
    static let withoutRecord = Words(
        "Maßnahmen mit möglichen Personendaten ohne Eintrag", "Measures with possible personal data without a record")
    static let rulesTitle = Words("Unsere Regeln und wer sie erfüllt", "Our rules and what fulfils them")
    static let rulesLead = Words(
        "Sicherheit, Schnittstellen, Daten und Vergabe: Was eine Maschine prüfen kann, prüft die Plattform.",
        "Security, interfaces, data and procurement: what a machine can check, the platform checks.")
    static let noRules = Words("Noch gibt es keine Regel.", "There is no rule yet.")
    static func addUsualRules(_ count: Int) -> Words {
        count == 1
            ? Words("Eine übliche Regel übernehmen", "Add one usual rule")
            : Words("\(count) übliche Regeln übernehmen", "Add \(count) usual rules")
    }
    static let ruleFulfilled = Words("Erfüllt", "Fulfilled")
    static let rulePartly = Words("Teilweise", "Partly")
    static let ruleBroken = Words("Nicht erfüllt", "Not fulfilled")
    static let checkedByPeople = Words("Menschen", "people")
    static let checkedByPlatform = Words("die Plattform", "the platform")
    static let whoFulfils = Words("Wer sie erfüllt", "What fulfils it")
    static let executedChecksTitle = Words("Was die Plattform selbst geprüft hat", "What the platform checked itself")
    static let executedChecksLead = Words(
        "Sie ruft die Adressen ab und liest die Lizenz; eine gescheiterte Prüfung hält K3 an.",
        "It requests the addresses and reads the licence; a failed check puts K3 on hold.")
    static let check = Words("Prüfung", "Check")
    static let checkSubject = Words("Geprüft wird", "What is checked")
    static let checkPassed = Words("bestanden", "passed")
    static let checkFailed = Words("gescheitert", "failed")
    static let checkNeverRan = Words("noch nie", "never ran")
    static let checkDay = Words("Am", "On")
    static let checkCode = Words("Antwort", "Answer")
    static let checkFinding = Words("Befund", "Finding")
    static let demandedBy = Words("Verlangt von", "Demanded by")
    static let runChecks = Words("Jetzt prüfen", "Check now")
}
