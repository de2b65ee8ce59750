// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

extension PublishedDataset {
    /// What a catalogue would like to be told beside what it must be told (warnings and notes of the official shapes).
    public var hints: [Words] {
        var hints: [Words] = []
        if contributor == nil {
            hints.append(
                Words(
                    "GovData nimmt den Datensatz nur mit einer Kennung als Datenbereitsteller (DCAT-AP.de, Konvention 12). Sie fehlt für die Kommune und für diesen Datensatz.",
                    "GovData takes the data set only with the identifier of a contributor (DCAT-AP.de, convention 12). It is missing for the town and for this data set."
                ))
        }
        if description == title {
            hints.append(
                Words(
                    "Die Beschreibung fehlt; im Katalog steht dort der Titel.",
                    "There is no description; the catalogue says the title in its place."))
        }
        if themes.isEmpty {
            hints.append(
                Words("Ohne Thema findet man ihn in keiner Rubrik.", "Without a theme nobody finds it by subject."))
        }
        if keywords.isEmpty {
            hints.append(Words("Schlagwörter helfen beim Suchen.", "Keywords help those who search."))
        }
        if distributions.isEmpty {
            hints.append(
                Words(
                    "Noch gibt es keine Daten dazu; der Eintrag nennt keine Datei.",
                    "There are no data yet; the entry names no file."))
        }
        if contact.mail == nil {
            hints.append(
                Words(
                    "Es gibt keine E-Mail-Adresse für Fragen; der Katalog nennt eine Seite.",
                    "There is no mail address for questions; the catalogue names a page."))
        }
        return hints
    }
}
