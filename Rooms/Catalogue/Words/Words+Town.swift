// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue

/// Texts of the town's profile and of the pages that the law asks for.
extension Words {
    static let townProfileLead = Words(
        "Was hier steht, erscheint im Kopf jeder Seite, in Vorlagen, im Impressum und in den Erklärungen zu Datenschutz und Barrierefreiheit. Leere Felder werden dort als fehlend benannt.",
        "What stands here appears in the head of each page, in papers, in the imprint and in the statements on privacy and accessibility. Empty fields are named there as missing."
    )
    static let saveProfile = Words("Angaben speichern", "Save")
    static let profileSaved = Words("Gespeichert. So sieht es jetzt aus.", "Saved. This is how it looks now.")
    static let townIdentity = Words("Name und Aussehen", "Name and looks")
    static let townAddress = Words("Anschrift und Kontakt", "Address and contact")
    static let townArms = Words("Wappen", "Arms")
    static let townArmsHelp = Words(
        "Bild im Format PNG, JPEG oder WebP, höchstens 200 kB. Die Stadt muss es führen dürfen.",
        "A PNG, JPEG or WebP picture of at most 200 kB. The town must have the right to use it.")
    static let removeArms = Words("Wappen entfernen", "Remove the arms")
    static let chooseArmsAgain = Words(
        "Das gewählte Bild ist noch nicht übernommen; bitte noch einmal wählen.",
        "The picture that you chose is not kept yet; please choose it again.")
    static let presentArms = Words("Jetziges Wappen", "The present arms")
    static let notGivenYet = Words("noch nicht angegeben", "not given yet")
    /// What to write in a field; nil where the label says it.
    static func help(_ field: TownProfile.Field) -> Words? {
        switch field {
        case .name: Words("Wie er auf Briefen steht, etwa „Stadt Münster“.", "As on letters, such as “Stadt Münster”.")
        case .key: Words("Acht Ziffern, etwa 05515000.", "Eight digits, such as 05515000.")
        case .representative: Words("Amt und Name, etwa „Bürgermeisterin Eva Beispiel“.", "Office and name.")
        case .contributor:
            Words(
                "Die Kennung, unter der GovData Ihre Daten abholt, etwa http://dcat-ap.de/def/contributors/openNRW. GovData vergibt sie auf Anfrage.",
                "The identifier under which GovData fetches your data, such as http://dcat-ap.de/def/contributors/openNRW. GovData gives it on request."
            )
        case .taxNumber: Words("Nur, wenn es eine gibt.", "Only where there is one.")
        case .editor:
            Words(
                "Name und Anschrift, wenn Beiträge veröffentlicht werden.",
                "Name and address, where articles are published.")
        case .privacyOfficer: Words("Wie man sie erreicht.", "How to reach them.")
        case .privacyAuthority:
            Words("Name und Anschrift der Stelle für Beschwerden.", "Name and address of where to complain.")
        case .accessibilityDate: Words("Etwa 28.11.2026.", "Such as 2026-11-28.")
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
