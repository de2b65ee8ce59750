// SPDX-License-Identifier: EUPL-1.2

/// What a licence code of the catalogue means for people who want to reuse the data.
struct Licence: Hashable {
    let code: String
    let name: Text
    let url: String?
    /// What one may do, in one sentence; nil for codes we do not know.
    let meaning: Text?

    private static let quote = Text(
        "Sie dürfen die Daten frei nutzen, verändern und weitergeben, auch gewerblich, wenn Sie die Quelle nennen.",
        "You may use, change and share the data freely, commercially too, if you name the source.")
    private static let free = Text(
        "Sie dürfen die Daten ohne Bedingungen nutzen, verändern und weitergeben.",
        "You may use, change and share the data without conditions.")
    private static let alike = Text(
        "Frei nutzbar mit Quellenangabe; abgeleitete Datenbanken stehen unter derselben Lizenz.",
        "Free to use when you name the source; derived databases carry the same licence.")
    private static let closed = Text(
        "Nicht zur freien Weiterverwendung: bitte fragen Sie die zuständige Stelle.",
        "Not free for reuse: please ask the responsible department.")

    private static let known: [Licence] = [
        Licence(
            code: "dl-by-de/2.0",
            name: Text("Datenlizenz Deutschland – Namensnennung 2.0", "Data licence Germany – attribution 2.0"),
            url: "https://www.govdata.de/dl-de/by-2-0", meaning: quote),
        Licence(
            code: "dl-zero-de/2.0", name: Text("Datenlizenz Deutschland – Zero 2.0", "Data licence Germany – Zero 2.0"),
            url: "https://www.govdata.de/dl-de/zero-2-0", meaning: free),
        Licence(
            code: "cc-by/4.0",
            name: Text("Creative Commons Namensnennung 4.0", "Creative Commons Attribution 4.0"),
            url: "https://creativecommons.org/licenses/by/4.0/", meaning: quote),
        Licence(
            code: "cc-zero", name: Text("Creative Commons Zero 1.0", "Creative Commons Zero 1.0"),
            url: "https://creativecommons.org/publicdomain/zero/1.0/", meaning: free),
        Licence(
            code: "odbl", name: Text("Open Database License 1.0 (ODbL)", "Open Database License 1.0 (ODbL)"),
            url: "https://opendatacommons.org/licenses/odbl/1-0/", meaning: alike),
        Licence(
            code: "other-closed", name: Text("keine freie Lizenz", "no open licence"), url: nil, meaning: closed),
    ]
    private static let synonyms = [
        "dl-de/by-2-0": "dl-by-de/2.0", "dl-de/zero-2-0": "dl-zero-de/2.0", "cc-by-4.0": "cc-by/4.0",
        "cc0": "cc-zero", "cc0-1.0": "cc-zero", "odbl-1.0": "odbl", "odbl/1.0": "odbl",
    ]

    static func named(_ code: String) -> Licence {
        let lowered = code.lowercased()
        let wanted = synonyms[lowered] ?? lowered
        return known.first { $0.code == wanted } ?? Licence(code: code, name: Text(code, code), url: nil, meaning: nil)
    }

    /// The name, linked to the text of the licence where there is one.
    func link(_ language: Language) -> HTML {
        guard let url else { return HTML(text: language(name)) }
        return "<a href=\"\(external: url)\" rel=\"license\">\(language(name))</a>"
    }
}
