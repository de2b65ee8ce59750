// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue

/// What a licence of the catalogue means for people who want to reuse the data.
package struct LicenceWords: Sendable, Hashable {
    package let code: String
    package let name: Words
    package let url: String?
    /// What one may do, in one sentence; nil for codes that the catalogue does not know.
    package let meaning: Words?

    /// The words for a code or for an everyday spelling of it.
    package init(_ code: String) {
        guard let licence = Licence(code) else {
            (self.code, name, url, meaning) = (code, Words(code, code), nil, nil)
            return
        }
        self.code = licence.code
        name = Words(licence.name, licence.nameEnglish)
        url = licence.url
        meaning = Self.meaning(of: licence)
    }

    private static func meaning(of licence: Licence) -> Words {
        if !licence.isOpen {
            return Words(
                "Nicht zur freien Weiterverwendung: bitte fragen Sie die zuständige Stelle.",
                "Not free for reuse: please ask the responsible department.")
        }
        if licence.url == nil {
            return Words(
                "Frei nutzbar; die Bedingungen nennt die zuständige Stelle.",
                "Free to use; the responsible department names the conditions.")
        }
        if licence.sharesAlike {
            return Words(
                "Frei nutzbar mit Quellenangabe; was Sie daraus machen und weitergeben, steht unter derselben Lizenz.",
                "Free to use when you name the source; what you make of it and pass on carries the same licence.")
        }
        return licence.needsAttribution
            ? Words(
                "Sie dürfen die Daten frei nutzen, verändern und weitergeben, auch gewerblich, wenn Sie die Quelle nennen.",
                "You may use, change and share the data freely, commercially too, if you name the source.")
            : Words(
                "Sie dürfen die Daten ohne Bedingungen nutzen, verändern und weitergeben.",
                "You may use, change and share the data without conditions.")
    }

    /// The name, linked to the text of the licence where there is one.
    package func link(_ language: Language) -> HTML {
        guard let url else { return HTML(text: language(name)) }
        return "<a href=\"\(external: url)\" rel=\"license\">\(language(name))</a>"
    }
}
