// SPDX-License-Identifier: EUPL-1.2
import Catalogue

/// Texts of the town's profile and of the pages that the law asks for.
extension Text {
    static let townProfile = Text("Angaben zur Kommune", "About the municipality")
    static let townProfileLead = Text(
        "Was hier steht, erscheint im Kopf jeder Seite, in Vorlagen, im Impressum und in den Erklärungen zu Datenschutz und Barrierefreiheit. Leere Felder werden dort als fehlend benannt.",
        "What stands here appears in the head of each page, in papers, in the imprint and in the statements on privacy and accessibility. Empty fields are named there as missing."
    )
    static let saveProfile = Text("Angaben speichern", "Save")
    static let profileSaved = Text("Gespeichert. So sieht es jetzt aus.", "Saved. This is how it looks now.")
    static let completeProfile = Text("Angaben ergänzen", "Fill in what is missing")
    static let townIdentity = Text("Name und Aussehen", "Name and looks")
    static let townAddress = Text("Anschrift und Kontakt", "Address and contact")
    static let townArms = Text("Wappen", "Arms")
    static let townArmsHelp = Text(
        "Bild im Format PNG, JPEG oder WebP, höchstens 200 kB. Die Stadt muss es führen dürfen.",
        "A PNG, JPEG or WebP picture of at most 200 kB. The town must have the right to use it.")
    static let removeArms = Text("Wappen entfernen", "Remove the arms")
    static let presentArms = Text("Jetziges Wappen", "The present arms")
    static let methodSelf = Text("Selbstbewertung der Kommune", "self-assessment by the municipality")
    static let methodExternal = Text("Prüfung durch eine externe Stelle", "assessment by a third party")
    static let notGivenYet = Text("noch nicht angegeben", "not given yet")
    static let operatedBy = Text("Diese Seiten betreibt", "These pages are run by")
    static let representedBy = Text("Vertreten durch", "Represented by")
    static let supervisedBy = Text("Aufsichtsbehörde", "Supervisory authority")
    static let editorOf = Text("Verantwortlich für den Inhalt", "Responsible for the content")
    static let taxNumber = Text("Umsatzsteuer-Identifikationsnummer", "VAT number")
    static let telephone = Text("Telefon", "Telephone")
    static let mail = Text("E-Mail", "Mail")
    static let software = Text("Software", "Software")
    static let softwareLicence = Text(
        "Allmende, freie Software unter der European Union Public Licence 1.2.",
        "Allmende, free software under the European Union Public Licence 1.2.")
    static let departments = Text("Datensätze mit zuständigen Stellen", "Data sets with their departments")
    static func missing(_ names: Text) -> Text {
        Text(
            "Diese Seite ist noch unvollständig. Es fehlt: \(names.german).",
            "This page is not complete yet. Missing: \(names.english).")
    }

    /// The label of a field in the form.
    static func label(_ field: TownProfile.Field) -> Text {
        switch field {
        case .name: Text("Name der Kommune", "Name of the municipality")
        case .key: Text("Amtlicher Gemeindeschlüssel", "Official municipality key")
        case .street: Text("Straße und Hausnummer", "Street and number")
        case .postalCode: Text("Postleitzahl", "Postal code")
        case .place: Text("Ort", "Place")
        case .telephone: telephone
        case .email: mail
        case .website: Text("Hauptauftritt im Netz", "Main web site")
        case .representative: representedBy
        case .taxNumber: taxNumber
        case .supervision: supervisedBy
        case .editor: editorOf
        case .privacyOfficer: Text("Datenschutzbeauftragte Person", "Data protection officer")
        case .privacyAuthority: Text("Aufsichtsbehörde für den Datenschutz", "Data protection authority")
        case .privacyNote: Text("Weiteres zum Datenschutz", "More about privacy (German)")
        case .privacyNoteEnglish: Text("Weiteres zum Datenschutz (Englisch)", "More about privacy (English)")
        case .accessibilityDate: Text("Stand der Erklärung zur Barrierefreiheit", "Day of the accessibility statement")
        case .accessibilityMethod: Text("Wie bewertet wurde", "How it was assessed")
        case .accessibilityLimits: Text("Bekannte Barrieren vor Ort", "Known local barriers (German)")
        case .accessibilityLimitsEnglish:
            Text("Bekannte Barrieren vor Ort (Englisch)", "Known local barriers (English)")
        case .accessibilityContact: Text("Barrieren melden an", "Report barriers to")
        case .enforcement: Text("Durchsetzungsstelle", "Enforcement body")
        case .accent: Text("Farbe für Verweise und Knöpfe", "Colour of links and buttons")
        }
    }

    /// What to write in a field; nil where the label says it.
    static func help(_ field: TownProfile.Field) -> Text? {
        switch field {
        case .name: Text("Wie er auf Briefen steht, etwa „Stadt Münster“.", "As on letters, such as “Stadt Münster”.")
        case .key: Text("Acht Ziffern, etwa 05515000.", "Eight digits, such as 05515000.")
        case .representative: Text("Amt und Name, etwa „Bürgermeisterin Eva Beispiel“.", "Office and name.")
        case .taxNumber: Text("Nur, wenn es eine gibt.", "Only where there is one.")
        case .editor:
            Text(
                "Name und Anschrift, wenn Beiträge veröffentlicht werden.",
                "Name and address, where articles are published.")
        case .privacyOfficer: Text("Wie man sie erreicht.", "How to reach them.")
        case .privacyAuthority:
            Text("Name und Anschrift der Stelle für Beschwerden.", "Name and address of where to complain.")
        case .accessibilityDate: Text("Als 2026-11-28.", "As 2026-11-28.")
        case .accessibilityContact: Text("Anschrift, Telefon oder E-Mail.", "Address, telephone or mail.")
        case .enforcement:
            Text(
                "Schlichtungs- oder Überwachungsstelle des Landes mit Anschrift.", "The state's body, with its address."
            )
        case .accent:
            Text(
                "Sechs Hexadezimalziffern wie #0b5876; Text in ihr muss auf hellem Grund lesbar sein (Kontrast 4,5:1).",
                "Six hexadecimal digits such as #0b5876; text in it must be legible on light ground (contrast 4.5:1).")
        default: nil
        }
    }
}
