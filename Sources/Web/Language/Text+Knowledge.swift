// SPDX-License-Identifier: EUPL-1.2
import Knowledge

/// Texts of the knowledge pages.
extension Text {
    static let knowledge = Text("Wissen", "Knowledge")
    static let knowledgeTitle = Text("Beispiele und Bausteine", "Examples and building blocks")
    static let knowledgeLead = Text(
        "Was andere Kommunen getan haben, was davon gelang und was nicht, und woraus Lösungen bestehen.",
        "What other municipalities have done, what of it worked and what did not, and what solutions are made of.")
    static let knowledgeSearch = Text("Wonach suchen Sie?", "What are you looking for?")
    static let knowledgeKind = Text("Art", "Kind")
    static let knowledgeOutcome = Text("Ausgang", "Outcome")
    static let knowledgeCategory = Text("Thema", "Topic")
    static let knowledgeNothing = Text(
        "Nichts gefunden. Nehmen Sie einen Filter weg oder suchen Sie mit einem anderen Wort.",
        "Nothing found. Remove a filter or try another word.")
    static let unverified = Text("noch zu prüfen", "to be checked")
    static let toCheck = Text("Noch zu prüfen", "Still to be checked")
    static let inhabitants = Text("Einwohnerzahl", "Population")
    static let years = Text("Zeitraum", "Period")
    static let stage = Text("Stufe", "Stage")
    static let achieved = Text("Was erreicht wurde", "What was achieved")
    static let hurdles = Text("Was nicht gelang, und warum", "What did not work, and why")
    static let prerequisites = Text("Voraussetzungen", "Prerequisites")
    static let whoToAsk = Text("Wen man fragen kann", "Who can be asked")
    static let sourceOfFacts = Text("Quelle", "Source")
    static let notKnown = Text("nicht bekannt", "not known")
    static let programInterfaces = Text("Schnittstellen", "Interfaces")
    static let dataFormats = Text("Datenformate", "Data formats")
    static let dependencies = Text("Braucht", "Needs")
    static let maintainer = Text("Betreut von", "Maintained by")
    static let repository = Text("Quellcode", "Source code")
    static let costClass = Text("Kosten", "Cost")
    static let assumption = Text("Annahme, durch ein Angebot zu ersetzen", "assumption, to be replaced by an offer")

    static func knowledgeFound(_ count: Int, _ shown: String) -> Text {
        count == 1 ? Text("1 Eintrag", "1 entry") : Text("\(shown) Einträge", "\(shown) entries")
    }
    static func localised(_ text: LocalisedText) -> Text { Text(text.german, text.english ?? text.german) }
}
