// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue

/// Texts of the record of processing activities, and of what the house knows of a person.
extension Words {
    static let processingTitle = Words("Verarbeitungsverzeichnis", "Record of processing")
    static let processingLead = Words(
        "Was Artikel 30 DSGVO je Verarbeitung verlangt. Verantwortlich ist die Kommune, Ansprechstelle die des Datensatzes.",
        "What article 30 GDPR asks of each processing. The town is the controller, the data set's contact the contact.")
    static func processingPageLead(_ town: String) -> Words {
        Words(
            "Verantwortlich: \(town). Alle Datensätze, die als personenbezogen oder pseudonym gekennzeichnet sind.",
            "Controller: \(town). All data sets that are marked as personal or pseudonymous.")
    }
    static let processingNone = Words(
        "Kein Datensatz ist als personenbezogen oder pseudonym gekennzeichnet.",
        "No data set is marked as personal or pseudonymous.")
    static let processingMissing = Words("fehlt noch", "still missing")
    static let processingPseudonyms = Words("Nur als Pseudonym gespeichert", "Kept as pseudonyms only")
    static func newKey(_ period: PseudonymPeriod) -> Words {
        switch period {
        case .day: Words("jeden Tag ein neuer Schlüssel", "a new key each day")
        case .month: Words("jeden Monat ein neuer Schlüssel", "a new key each month")
        case .year: Words("jedes Jahr ein neuer Schlüssel", "a new key each year")
        }
    }
    static let processingOwner = Words("Zuständig", "Responsible")

    static func processing(_ field: ProcessingRecord.Field) -> (label: Words, help: Words) {
        switch field {
        case .purpose: (Words("Zweck", "Purpose"), Words("Wozu werden die Daten gebraucht?", "What are the data for?"))
        case .legalBasis:
            (
                Words("Rechtsgrundlage", "Legal basis"),
                Words(
                    "Etwa Art. 6 Abs. 1 Buchst. e DSGVO mit der Fachnorm.", "Such as Art. 6(1)(e) GDPR and the statute."
                )
            )
        case .people:
            (
                Words("Betroffene", "Data subjects"),
                Words("Wessen Daten sind es, etwa: Anwohnende, Beschäftigte.", "Whose data, such as residents, staff.")
            )
        case .data:
            (
                Words("Arten von Daten", "Categories of data"),
                Words("Etwa: Kennzeichen, Zeitpunkt, Ort.", "Such as number plate, time, place.")
            )
        case .recipients:
            (
                Words("Empfänger", "Recipients"),
                Words("Wer bekommt sie, auch Auftragsverarbeiter.", "Who gets them, processors too.")
            )
        case .transfers:
            (
                Words("Drittländer", "Third countries"),
                Words(
                    "Wohin außerhalb der EU, mit welcher Garantie; sonst: keine.", "Where outside the EU; else: none.")
            )
        case .erasure:
            (
                Words("Löschfrist", "Time of erasure"),
                Words("Wann werden sie gelöscht?", "When are they erased?")
            )
        case .measures:
            (
                Words("Schutzmaßnahmen", "Security measures"),
                Words("Technisch und organisatorisch (Art. 32).", "Technical and organisational (Art. 32).")
            )
        }
    }

    static let ownData = Words("Was über Sie gespeichert ist", "What is kept of you")
    static let ownDataLead = Words(
        "Ihr Konto, Anmeldungen, Passkeys, Freigaben und was das Prüfprotokoll zu Ihnen sagt, als eine Datei (Art. 15 und 20 "
            + "DSGVO). Gelöscht wird ein Konto von der Verwaltung.",
        "Your account, sessions, passkeys, grants and what the audit trail says of you, as one file (Art. 15 and 20 GDPR). "
            + "Administrators erase accounts.")
    static let downloadOwnData = Words("Als JSON laden", "Download as JSON")
    static let erasePerson = Words("Personenbezogene Angaben löschen", "Erase personal values")
    static let erasePersonHelp = Words(
        "Löschen nimmt Name, Anmeldename, Adresse, Passwort, Passkeys und Freigaben unwiderruflich weg; die Nummer bleibt und "
            + "steht dann auch dort, wo der Name für eine Tat stand, wenn sonst niemand so heißt. Was Texte und Prüfprotokoll "
            + "enthalten, geht damit nicht: das Protokoll hat eine eigene Frist.",
        "Erasing takes name, login, mail, password, passkeys and grants away for good; the number stays, and stands from then on "
            + "where the name stood for a deed, if nobody else is called so. What texts and the audit trail hold does not go "
            + "with it: the trail has a time of its own.")
    static let stillEnabled = Words("Sperren Sie das Konto zuerst.", "Disable the account first.")
    static let orOwner = Words("oder alle Datensätze von", "or all data sets of")
    static let chooseGrant = Words(
        "Wählen Sie eine Person oder Abteilung, und einen Datensatz oder ein zuständiges Amt.",
        "Choose a person or a department, and a data set or an owner.")
}
