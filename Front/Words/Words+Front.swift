// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Words of this room's pages.
extension Words {
    static let searchTitle = Words("Suche", "Search")
    static func searchResults(_ count: String, _ text: String) -> Words {
        Words(
            "\(count) Treffer für „\(text)“", "\(count) \(count == "1" ? "result" : "results") for “\(text)”")
    }
    static let searchEmpty = Words(
        "Geben Sie oben ein Wort ein: einen Ort, eine Messgröße, einen Datensatz.",
        "Enter a word above: a place, a quantity, a data set.")
    static func searchNothing(_ text: String) -> Words {
        Words(
            "Nichts gefunden für „\(text)“. Prüfen Sie die Schreibweise oder nehmen Sie ein kürzeres Wort.",
            "Nothing found for “\(text)”. Check the spelling or try a shorter word.")
    }
    static let completeProfile = Words("Angaben ergänzen", "Fill in what is missing")
    static let software = Words("Software", "Software")
    static let softwareLicence = Words(
        "Allmende, freie Software unter der European Union Public Licence 1.2.",
        "Allmende, free software under the European Union Public Licence 1.2.")
    static let departments = Words("Datensätze mit zuständigen Stellen", "Data sets with their departments")
    static let perDay = Words("pro Tag", "per day")
}
