// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the catalogue as records (OGC API – Records).
extension Words {
    static let records = Words(
        "Datensätze als Katalog (OGC API – Records)", "Data sets as a catalogue (OGC API – Records)")
    static let recordsDescription = Words(
        "Der Katalog der Datensätze für GIS-Programme: durchsuchbar nach Wörtern, Gebiet und Zeit. Jeder sieht, was er sehen darf.",
        "The catalogue of data sets for GIS programs: searchable by words, area and time. Everybody sees what they may see."
    )
    static let recordCatalogues = Words(
        "Die Kataloge: die eigenen Datensätze (datasets) und die anderer Kataloge (harvested)",
        "The catalogues: our own data sets (datasets), and those of other catalogues (harvested)")
    static let recordCatalogue = Words(
        "Ein Katalog von Datensätzen: datasets oder harvested", "A catalogue of data sets: datasets or harvested")
    static let recordsOfOthers = Words("Datensätze anderer Kataloge", "Data sets of other catalogues")
    static let recordsOfOthersDescription = Words(
        "Was andere Stellen veröffentlichen, gelesen aus ihren Katalogen; jeder Eintrag nennt den seinen. Die Daten liegen dort.",
        "What others publish, read from their catalogues; each record names its own. The data lie there.")
    static let recordItems = Words("Die Datensätze, die passen", "The data sets that fit")
    static let recordItem = Words("Ein Datensatz", "A data set")
    static let recordsByText = Words(
        "Wörter: durch Komma getrennte Begriffe, von denen einer vorkommt; die Wörter eines Begriffs stehen hintereinander.",
        "Words: terms with commas between them, one of which occurs; the words of a term stand one after the other.")
    static let recordsByType = Words("Art: dataset ist die einzige.", "Kind: dataset is the only one.")
    static let recordsByName = Words("Namen von Datensätzen.", "Names of data sets.")
    static let recordsByAddress = Words(
        "Bleibende Adressen von Datensätzen: https://…/datasets/NAME.",
        "Lasting addresses of data sets: https://…/datasets/NAME.")
    static let recordsOnPage = Words("Datensätze je Seite, höchstens 100.", "Data sets on a page, at most 100.")
    static let recordsCursor = Words("Aus dem Verweis zur nächsten Seite.", "From the link to the next page.")
    static let recordsForm = Words(
        "json, oder html für die Seite, die Menschen lesen.", "json, or html for the page that people read.")
}
