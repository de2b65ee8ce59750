// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue

/// Texts of the town's profile and of the pages that the law asks for.
extension Words {
    static let townProfile = Words("Angaben zur Kommune", "About the municipality")
    static let townProfileLead = Words(
        "Was hier steht, erscheint im Kopf jeder Seite, in Vorlagen, im Impressum und in den Erklärungen zu Datenschutz und Barrierefreiheit. Leere Felder werden dort als fehlend benannt.",
        "What stands here appears in the head of each page, in papers, in the imprint and in the statements on privacy and accessibility. Empty fields are named there as missing."
    )
    static let saveProfile = Words("Angaben speichern", "Save")
    static let profileSaved = Words("Gespeichert. So sieht es jetzt aus.", "Saved. This is how it looks now.")
    static let completeProfile = Words("Angaben ergänzen", "Fill in what is missing")
    static let townIdentity = Words("Name und Aussehen", "Name and looks")
    static let townAddress = Words("Anschrift und Kontakt", "Address and contact")
    static let townArms = Words("Wappen", "Arms")
    static let townArmsHelp = Words(
        "Bild im Format PNG, JPEG oder WebP, höchstens 200 kB. Die Stadt muss es führen dürfen.",
        "A PNG, JPEG or WebP picture of at most 200 kB. The town must have the right to use it.")
    static let removeArms = Words("Wappen entfernen", "Remove the arms")
    static let presentArms = Words("Jetziges Wappen", "The present arms")
    static let methodSelf = Words("Selbstbewertung der Kommune", "self-assessment by the municipality")
    static let methodExternal = Words("Prüfung durch eine externe Stelle", "assessment by a third party")
    static let notGivenYet = Words("noch nicht angegeben", "not given yet")
    static let operatedBy = Words("Diese Seiten betreibt", "These pages are run by")
    static let representedBy = Words("Vertreten durch", "Represented by")
    static let supervisedBy = Words("Aufsichtsbehörde", "Supervisory authority")
    static let editorOf = Words("Verantwortlich für den Inhalt", "Responsible for the content")
    static let taxNumber = Words("Umsatzsteuer-Identifikationsnummer", "VAT number")
    static let telephone = Words("Telefon", "Telephone")
    static let mail = Words("E-Mail", "Mail")
    static let software = Words("Software", "Software")
    static let softwareLicence = Words(
        "Allmende, freie Software unter der European Union Public Licence 1.2.",
        "Allmende, free software under the European Union Public Licence 1.2.")
    static let departments = Words("Datensätze mit zuständigen Stellen", "Data sets with their departments")
    static func missing(_ names: Words) -> Words {
        Words(
            "Diese Seite ist noch unvollständig. Es fehlt: \(names.german).",
            "This page is not complete yet. Missing: \(names.english).")
    }

    /// The label of a field in the form.
    static func label(_ field: TownProfile.Field) -> Words {
        switch field {
        case .name: Words("Name der Kommune", "Name of the municipality")
        case .key: Words("Amtlicher Gemeindeschlüssel", "Official municipality key")
        case .street: Words("Straße und Hausnummer", "Street and number")
        case .postalCode: Words("Postleitzahl", "Postal code")
        case .place: Words("Ort", "Place")
        case .telephone: telephone
        case .email: mail
        case .website: Words("Hauptauftritt im Netz", "Main web site")
        case .representative: representedBy
        case .taxNumber: taxNumber
        case .supervision: supervisedBy
        case .editor: editorOf
        case .privacyOfficer: Words("Datenschutzbeauftragte Person", "Data protection officer")
        case .privacyAuthority: Words("Aufsichtsbehörde für den Datenschutz", "Data protection authority")
        case .privacyNote: Words("Weiteres zum Datenschutz", "More about privacy (German)")
        case .privacyNoteEnglish: Words("Weiteres zum Datenschutz (Englisch)", "More about privacy (English)")
        case .accessibilityDate: Words("Stand der Erklärung zur Barrierefreiheit", "Day of the accessibility statement")
        case .accessibilityMethod: Words("Wie bewertet wurde", "How it was assessed")
        case .accessibilityLimits: Words("Bekannte Barrieren vor Ort", "Known local barriers (German)")
        case .accessibilityLimitsEnglish:
            Words("Bekannte Barrieren vor Ort (Englisch)", "Known local barriers (English)")
        case .accessibilityContact: Words("Barrieren melden an", "Report barriers to")
        case .enforcement: Words("Durchsetzungsstelle", "Enforcement body")
        case .accent: Words("Farbe für Verweise und Knöpfe", "Colour of links and buttons")
        }
    }

    /// What to write in a field; nil where the label says it.
    static func help(_ field: TownProfile.Field) -> Words? {
        switch field {
        case .name: Words("Wie er auf Briefen steht, etwa „Stadt Münster“.", "As on letters, such as “Stadt Münster”.")
        case .key: Words("Acht Ziffern, etwa 05515000.", "Eight digits, such as 05515000.")
        case .representative: Words("Amt und Name, etwa „Bürgermeisterin Eva Beispiel“.", "Office and name.")
        case .taxNumber: Words("Nur, wenn es eine gibt.", "Only where there is one.")
        case .editor:
            Words(
                "Name und Anschrift, wenn Beiträge veröffentlicht werden.",
                "Name and address, where articles are published.")
        case .privacyOfficer: Words("Wie man sie erreicht.", "How to reach them.")
        case .privacyAuthority:
            Words("Name und Anschrift der Stelle für Beschwerden.", "Name and address of where to complain.")
        case .accessibilityDate: Words("Als 2026-11-28.", "As 2026-11-28.")
        case .accessibilityContact: Words("Anschrift, Telefon oder E-Mail.", "Address, telephone or mail.")
        case .enforcement:
            Words(
                "Schlichtungs- oder Überwachungsstelle des Landes mit Anschrift.", "The state's body, with its address."
            )
        case .accent:
            Words(
                "Sechs Hexadezimalziffern wie #0b5876; Text in ihr muss auf hellem Grund lesbar sein (Kontrast 4,5:1).",
                "Six hexadecimal digits such as #0b5876; text in it must be legible on light ground (contrast 4.5:1).")
        default: nil
        }
    }
}
