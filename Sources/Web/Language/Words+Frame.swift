// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the frame and of what all pages share.
extension Words {
    static let skipToContent = Words("Zum Inhalt springen", "Skip to content")
    static let claim = Words("Daten unserer Stadt", "data of our town")
    static let search = Words("Suchen", "Search")
    static let searchLabel = Words("Messstellen, Karten und Datensätze suchen", "Search sensors, layers and data sets")
    static let searchPlaceholder = Words("Suche …", "Search …")
    static let languageLabel = Words("Sprache", "Language")
    static let mainNavigation = Words("Hauptnavigation", "Main navigation")
    static let notes = Words("Hinweise zu diesen Seiten", "About these pages")
    static let breadcrumb = Words("Sie sind hier", "You are here")
    static let overview = Words("Überblick", "Overview")
    static let map = Words("Karte", "Map")
    static let data = Words("Daten", "Data")
    static let sensors = Words("Messstellen", "Sensors")
    static let operation = Words("Betrieb", "Operation")
    static let signIn = Words("Anmelden", "Sign in")
    static let signOut = Words("Abmelden", "Sign out")
    static let dataAsOf = Words("Stand der Daten", "Data as of")
    static let fictionalTitle = Words("Erfundene Beispielstadt.", "Fictional example town.")
    static func fictional(_ town: String) -> Words {
        Words("\(town) gibt es nicht, alle Werte sind erzeugt.", "\(town) does not exist, all values are generated.")
    }
    static let demonstration = Words("Vorführung.", "Demonstration.")
    static func demonstrationAsOf(_ day: String) -> Words {
        Words("Als heute gilt der \(day).", "Today is taken to be \(day).")
    }
    static let openTitle = Words("Offener Versuchsbetrieb:", "Open for experiments:")
    static let openWarning = Words(
        "Alle, die diesen Rechner erreichen, dürfen Daten ändern. Nicht für den echten Betrieb.",
        "Everybody who reaches this machine may change data. Not for real operation.")
    static let footerLicenceTitle = Words("Weiterverwenden:", "Reuse:")
    static let footerLicence = Words(
        "Jeder Datensatz nennt seine Lizenz und die Quelle, die Sie dazuschreiben.",
        "Each data set names its licence and the source to quote.")
    static let footerLicenceLink = Words("Datensätze und Lizenzen", "Data sets and licences")
    static let imprint = Words("Impressum", "Imprint")
    static let privacy = Words("Datenschutz", "Privacy")
    static let accessibility = Words("Barrierefreiheit", "Accessibility")
    static let interfaces = Words("Schnittstellen", "Interfaces")
    static let freeSoftware = Words("freie Software", "free software")
    static let clockNote = Words("Zeiten in Ortszeit (Europe/Berlin)", "times are local (Europe/Berlin)")

    // States
    static let stateLive = Words("aktuell", "current")
    static let stateLate = Words("verspätet", "late")
    static let stateSilent = Words("still", "silent")
    static let stateHistorical = Words("historisch", "historical")
    static let stateEmpty = Words("ohne Werte", "no values")
    static let stateLiveMeaning = Words("Werte kommen im üblichen Takt.", "Values arrive in the usual rhythm.")
    static let stateLateMeaning = Words(
        "Der letzte Wert ist mehr als zwei Takte alt.", "The last value is more than two intervals old.")
    static let stateSilentMeaning = Words(
        "Seit mehr als drei Takten kein Wert: bitte nachsehen.", "No value for more than three intervals: please check."
    )
    static let stateHistoricalMeaning = Words(
        "Die Messung ist planmäßig beendet.", "The measurement has ended as planned.")
    static let stateEmptyMeaning = Words("Es ist noch kein Wert angekommen.", "No value has arrived yet.")

    // Shared words
    static let state = Words("Zustand", "State")
    static let licence = Words("Lizenz", "Licence")
    static let owner = Words("Zuständig", "Responsible")
    static let source = Words("Quelle", "Source")
    static let unit = Words("Einheit", "Unit")
    static let lastValue = Words("Letzter Wert", "Last value")
    static let measured = Words("Gemessen", "Measured")
    static let dataset = Words("Datensatz", "Data set")
    static let updated = Words("Aktualisiert", "Updated")
    static let place = Words("Ort", "Place")
    static let approximatePlace = Words("Lage ungefähr", "approximate position")
    static let noPlace = Words("ohne Ort", "no position")
    static let all = Words("Alle", "All")
    static let show = Words("Anzeigen", "Show")
    static let reset = Words("Zurücksetzen", "Reset")
    static let none = Words("keine", "none")
    static let coverage = Words("Abdeckung", "Coverage")
    static let bandOfValues = Words("kleinster bis größter Wert", "lowest to highest value")
    static let noValuesInWindow = Words(
        "Für diesen Zeitraum liegen keine Werte vor. Wählen Sie einen anderen.",
        "There are no values for this period. Choose another one.")
    static let readMore = Words("Mehr", "More")
}
