// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the knowledge pages.
extension Words {
    static let knowledgeTitle = Words("Beispiele und Bausteine", "Examples and building blocks")
    static let knowledgeLead = Words(
        "Was andere Kommunen getan haben, was davon gelang und was nicht, und woraus Lösungen bestehen.",
        "What other municipalities have done, what of it worked and what did not, and what solutions are made of.")
    static let knowledgeSearch = Words("Wonach suchen Sie?", "What are you looking for?")
    static let knowledgeKind = Words("Art", "Kind")
    static let knowledgeOutcome = Words("Ausgang", "Outcome")
    static let knowledgeCategory = Words("Thema", "Topic")
    static let knowledgeNothing = Words(
        "Nichts gefunden. Nehmen Sie einen Filter weg oder suchen Sie mit einem anderen Wort.",
        "Nothing found. Remove a filter or try another word.")
    static let unverified = Words("noch zu prüfen", "to be checked")
    static let toCheck = Words("Noch zu prüfen", "Still to be checked")
    static let stage = Words("Stufe", "Stage")
    static let achieved = Words("Was erreicht wurde", "What was achieved")
    static let prerequisites = Words("Voraussetzungen", "Prerequisites")
    static let whoToAsk = Words("Wen man fragen kann", "Who can be asked")
    static let sourceOfFacts = Words("Quelle", "Source")
    static let programInterfaces = Words("Schnittstellen", "Interfaces")
    static let dataFormats = Words("Datenformate", "Data formats")
    static let dependencies = Words("Braucht", "Needs")
    static let maintainer = Words("Betreut von", "Maintained by")
    static let repository = Words("Quellcode", "Source code")
    static let costClass = Words("Kosten", "Cost")
    static let assumption = Words("Annahme, durch ein Angebot zu ersetzen", "assumption, to be replaced by an offer")
    static func knowledgeFound(_ count: Int, _ shown: String) -> Words {
        count == 1 ? Words("1 Eintrag", "1 entry") : Words("\(shown) Einträge", "\(shown) entries")
    }
}
