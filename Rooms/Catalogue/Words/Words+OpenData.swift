// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the catalogue that other portals fetch, and of the form behind it.
extension Words {
    static let openDataCatalogue = Words("Katalog offener Daten", "Open-data catalogue")
    static func catalogTitle(_ town: String) -> Words { Words("Offene Daten: \(town)", "Open data: \(town)") }
    static func catalogDescription(_ town: String) -> Words {
        Words(
            "Alle öffentlichen Datensätze von \(town) mit Dateien und Schnittstellen.",
            "All public data sets of \(town) with their files and interfaces.")
    }
    static func catalogSeries(_ count: Int) -> Words {
        count == 1
            ? Words("Eine Messreihe mit allen Werten.", "One series with all values.")
            : Words("\(count) Messreihen mit allen Werten.", "\(count) series with all values.")
    }
}

/// The page of the catalogue.
extension Words {
    static func catalogLead(_ count: String) -> Words {
        Words(
            "Andere Portale wie GovData holen hier ab, was öffentlich ist. Datensätze darin: \(count).",
            "Other portals such as GovData fetch here what is public. Data sets in it: \(count).")
    }
    static let catalogEntry = Words("Katalogeintrag (DCAT-AP.de)", "Catalogue entry (DCAT-AP.de)")
    static let catalogAddresses = Words("Adressen zum Abholen", "Addresses to fetch from")
    static let catalogHow = Words(
        "Eine davon genügt; GovData fragt nach RDF. Je Seite 100 Datensätze, die nächste Seite steht darin. Ein Datensatz hat eine bleibende Adresse: /datasets/ und sein Name.",
        "One of them is enough; GovData asks for RDF. Each page has 100 data sets and names the next. A data set has a lasting address: /datasets/ and its name."
    )
    static let catalogLacks = Words("Das fehlt noch für GovData", "What GovData still misses")
    static let catalogLacksContributor = Words(
        "Die Kennung als Datenbereitsteller. GovData vergibt sie; ohne sie nimmt GovData keinen Datensatz.",
        "The identifier as contributor. GovData gives it; without it GovData takes no data set.")
    static let catalogLacksKey = Words(
        "Der amtliche Gemeindeschlüssel: Er sagt, für welches Gebiet die Daten gelten.",
        "The official municipality key: it says for which area the data hold.")
}

/// The form of what is said of a data set.
extension Words {
    static let describeDataset = Words("Beschreibung und Katalogeintrag", "Description and catalogue entry")
    static let describeLead = Words(
        "Einmal ausfüllen: Die Angaben stehen auf der Seite des Datensatzes, im Katalog für GovData und in den Schnittstellen. Zeitraum, Gebiet, Dateien und Takt kennt die Plattform selbst.",
        "Fill it in once: it stands on the page of the data set, in the catalogue for GovData and in the interfaces. The platform knows period, area, files and rhythm by itself."
    )
    static let describeWhat = Words("Worum es geht", "What it is about")
    static let describeUse = Words("Wie man die Daten nutzen darf", "How the data may be used")
    static let describeWho = Words("Wer Auskunft gibt", "Who can be asked")
    static let describeTitle = Words("Titel", "Title")
    static let describeTitleEnglish = Words("Titel auf Englisch", "Title in English")
    static let describeText = Words("Beschreibung", "Description")
    static let describeTextEnglish = Words("Beschreibung auf Englisch", "Description in English")
    static let keywordsHelp = Words("Mit Komma getrennt.", "Separated by commas.")
    static let describeThemes = Words("Themen", "Themes")
    static let themesHelp = Words(
        "Unter diesen Rubriken führen GovData und das europäische Datenportal den Datensatz.",
        "GovData and the European data portal list the data set under these subjects.")
    static let describeAttributionHelp = Words(
        "So soll die Quelle genannt werden, etwa „Stadt Musterstadt, Tiefbauamt“. Manche Lizenzen verlangen ihn.",
        "How the source is to be named, such as “Town of Musterstadt, civil engineering”. Some licences ask for it.")
    static let sourceHelp = Words(
        "Die Seite, von der die Daten stammen, wenn sie nicht von hier sind.",
        "The page the data come from, where they are not from here.")
    static let describeHighValue = Words("Hochwertiger Datensatz", "High-value data set")
    static let highValueHelp = Words(
        "Nur, wenn die Durchführungsverordnung (EU) 2023/138 für ihn gilt. Solche Daten müssen frei und kostenlos sein.",
        "Only where Implementing Regulation (EU) 2023/138 applies to it. Such data must be open and free of charge.")
    static let describeFrequency = Words("Neue Werte", "New values")
    static let frequencyMeasured = Words("wie gemessen", "as measured")
    static let frequencyHelp = Words(
        "Bei Messreihen weiß die Plattform, wie oft Werte kommen. Hier steht, was sonst niemand wissen kann.",
        "Of series the platform knows how often values come. Say here what nobody can know otherwise.")
    static let describeContact = Words("E-Mail oder Telefon für Fragen", "Mail or telephone for questions")
    static let describeContactHelp = Words(
        "Ohne E-Mail-Adresse nennt der Katalog die der Kommune.",
        "Without a mail address the catalogue names that of the town.")
    static let describeContactPage = Words("Seite mit Kontaktformular", "Page with a contact form")
    static let contributorOfDataset = Words("Anderer Datenbereitsteller", "Another contributor")
    static let contributorOfDatasetHelp = Words(
        "Leer lassen, wenn die Kommune selbst liefert. Sonst die Kennung, die GovData vergeben hat.",
        "Leave it empty where the town itself delivers. Else the identifier that GovData gave.")
    static let describePreview = Words("Vorher ansehen", "Look at it first")
    static let describeSaved = Words(
        "Gespeichert. So steht es jetzt im Katalog.", "Saved. So the catalogue says it now.")
    static let describeIt = Words(
        "Bitte beschreiben, was die Daten enthalten; der Katalog verlangt es",
        "say what the data hold; the catalogue asks for it")
    static let noMailAddress = Words(
        "Bitte eine E-Mail-Adresse wie opendata@example.de angeben", "write a mail address such as opendata@example.de")
    static let noWebAddress = Words(
        "Bitte eine Adresse wie https://www.example.de angeben", "write an address such as https://www.example.de")
    static let highValueIsOpen = Words(
        "Hochwertige Datensätze brauchen eine offene Lizenz; bitte eine andere Lizenz wählen oder keine Kategorie",
        "high-value data sets need an open licence; choose another licence or no category")
    static func tooLong(_ limit: Int) -> Words {
        Words(
            "Der Text ist zu lang; höchstens \(limit) Zeichen passen",
            "the text is too long; at most \(limit) characters fit")
    }
    static let saidTitle = Words("Was im Katalog steht", "What the catalogue says")
    static let saidLead = Words(
        "Der Datensatz ist öffentlich; andere Portale bekommen dies:",
        "The data set is public; other portals are told this:")
    static let saidLeadClosed = Words(
        "Der Datensatz ist nicht öffentlich. Nach dem Veröffentlichen bekämen andere Portale dies:",
        "The data set is not public. Once it is published other portals would be told this:")
    static let saidPeriod = Words("Zeitraum", "Period")
    static let saidFiles = Words("Dateien und Schnittstellen", "Files and interfaces")
    static let saidNothing = Words("keine Angabe", "nothing")
    static let saidBetter = Words("So wird der Eintrag besser", "What would make the entry better")
    static let saidComplete = Words("Der Eintrag ist vollständig.", "The entry is complete.")
    static let saidExactly = Words("Der Eintrag im Wortlaut (Turtle)", "The entry as it is written (Turtle)")
}
