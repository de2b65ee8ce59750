// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Catalogue

/// Words that the pages of several rooms share.
extension Words {
    package static let formFault = Words("Das hat nicht geklappt:", "That did not work:")
    package static let foreignForm = Words(
        "Die Anfrage kam von einer anderen Seite. Bitte senden Sie das Formular hier ab.",
        "The request came from another site. Please send the form here.")
    package static let notFoundTitle = Words("Diese Seite gibt es nicht", "There is no such page")
    package static let notFoundHelp = Words(
        "Die Adresse ist veraltet oder vertippt, oder die Daten sind nicht öffentlich. Suchen Sie oben oder gehen Sie zum Überblick.",
        "The address is outdated or mistyped, or the data are not public. Search above or go to the overview.")
    package static let forbiddenTitle = Words("Dafür fehlt die Berechtigung", "You may not see this")
    package static let forbiddenHelp = Words(
        "Melden Sie sich an oder fragen Sie die Stelle, die Allmende betreibt.",
        "Sign in, or ask the people who run this Allmende.")
    package static let faultTitle = Words("Da ist etwas schiefgegangen", "Something went wrong")
    package static let faultHelp = Words(
        "Es wurde nichts gespeichert. Versuchen Sie es in ein paar Minuten noch einmal.",
        "Nothing was stored. Try again in a few minutes.")
    package static let badRequestHelp = Words(
        "Etwas an der Adresse oder an den Angaben lässt sich nicht lesen; hier steht, was.",
        "Something in the address or in what was sent cannot be read; this is what.")
    package static let conflictTitle = Words("Das geht so nicht", "This cannot be done")
    package static let conflictHelp = Words(
        "Es widerspricht dem, was gespeichert ist. Gespeichert wurde nichts; der Grund:",
        "It contradicts what is stored. Nothing was stored; the reason:")
    package static let invalidTitle = Words("Die Angaben stimmen noch nicht", "What was sent is not right yet")
    package static let invalidHelp = Words(
        "Gespeichert wurde nichts. Gehen Sie zurück und berichtigen Sie:",
        "Nothing was stored. Go back and correct:")
    package static let tooManyTitle = Words("Das war zu viel auf einmal", "Too much at once")
    package static let tooManyHelp = Words("Bitte versuchen Sie es später noch einmal.", "Please try again later.")
    package static let badRequestTitle = Words("Die Anfrage ist nicht lesbar", "The request cannot be read")
    package static let requestNumber = Words("Nummer dieser Anfrage", "Number of this request")
    package static let toOverview = Words("Zum Überblick", "To the overview")
    package static let dataTitle = Words("Daten", "Data")
    package static let lastOn = Words("zuletzt", "last on")
    package static let notPublic = Words("nicht öffentlich", "not public")
    package static let keywords = Words("Schlagwörter", "Keywords")
    package static let origin = Words("Ursprung", "Origin")
    package static let layers = Words("Kartenebenen", "Layers")
    package static let townProfile = Words("Angaben zur Kommune", "About the municipality")
    package static let methodSelf = Words("Selbstbewertung der Kommune", "self-assessment by the municipality")
    package static let methodExternal = Words("Prüfung durch eine externe Stelle", "assessment by a third party")
    package static let taxNumber = Words("Umsatzsteuer-Identifikationsnummer", "VAT number")
    package static let telephone = Words("Telefon", "Telephone")
    package static func missing(_ names: Words) -> Words {
        Words(
            "Diese Seite ist noch unvollständig. Es fehlt: \(names.german).",
            "This page is not complete yet. Missing: \(names.english).")
    }
    package static let knowledge = Words("Wissen", "Knowledge")
    package static let inhabitants = Words("Einwohnerzahl", "Population")
    package static let years = Words("Zeitraum", "Period")
    package static let hurdles = Words("Was nicht gelang, und warum", "What did not work, and why")
    package static let notKnown = Words("nicht bekannt", "not known")
    package static let planning = Words("Planung", "Planning")
    package static let withoutAccount = Words("jemand ohne Konto", "somebody without an account")
    package static let bySetUp = Words("der Einrichtung", "the set-up")
    package static let byCommand = Words("einen Befehl auf dem Server", "a command on the server")
    package static let missing = Words("es fehlen", "short by")
    package static func inhabitants(_ number: String) -> Words { Words("\(number) Einwohner", "\(number) inhabitants") }
    package static let year = Words("Jahr", "Year")
    package static let keptForEver = Words("unbegrenzt", "for ever")
    package static let value = Words("Wert", "Value")
    package static let chartDoubtful = Words("fragliche Werte", "doubtful values")
    package static let chartLeftOut = Words("als defekt ausgelassen", "left out as broken")
    package static func partialPeriod(_ until: String) -> Words {
        Words("noch nicht vollständig (bis \(until))", "not complete yet (until \(until))")
    }
    package static let sameAsTable = Words("Dieselben Werte als Tabelle", "The same values as a table")
    package static let reuse = Words("Weiterverwenden", "Reuse")
    package static let copy = Words("Adresse kopieren", "Copy address")
    package static let copied = Words("Kopiert", "Copied")
    package static let stateChangesTitle = Words("Was sich geändert hat", "What has changed")
    package static let sensor = Words("Messstelle", "Sensor")
    package static func sensorsFound(_ count: String) -> Words { Words("\(count) gefunden", "\(count) found") }
    package static let earlier = Words("Zurück", "Previous")
    package static let later = Words("Weiter", "Next")
    package static func pageOf(_ page: Int, _ count: Int) -> Words {
        Words("Seite \(page) von \(count)", "Page \(page) of \(count)")
    }
    package static let pages = Words("Seiten", "Pages")
    /// At the end of a list that shows only its first entries.
    package static func andMore(_ count: Int, _ shown: String) -> Words {
        count == 1
            ? Words("und noch ein Eintrag", "and one more") : Words("und noch \(shown) Einträge", "and \(shown) more")
    }
    package static let time = Words("Zeit", "Time")
    /// The label of a field in the form.
    package static func label(_ field: TownProfile.Field) -> Words {
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
        case .contributor: Words("Kennung als Datenbereitsteller", "Identifier as contributor")
        case .accent: Words("Farbe für Verweise und Knöpfe", "Colour of links and buttons")
        }
    }
    package static let mail = Words("E-Mail", "Mail")
    package static let stepDone = Words("erledigt", "done")
    package static let stepsLeft = Words("Offen", "Left to do")
    package static func firstSteps(done: Int, of all: Int) -> Words {
        Words("Erste Schritte: \(done) von \(all) erledigt", "First steps: \(done) of \(all) done")
    }
    package static let representedBy = Words("Vertreten durch", "Represented by")
    package static let supervisedBy = Words("Aufsichtsbehörde", "Supervisory authority")
    package static let editorOf = Words("Verantwortlich für den Inhalt", "Responsible for the content")
    package static let operatedBy = Words("Diese Seiten betreibt", "These pages are run by")
}
