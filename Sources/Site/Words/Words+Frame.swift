// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// Texts of the frame and of what all pages share.
extension Words {
    package static let skipToContent = Words("Zum Inhalt springen", "Skip to content")
    package static let claim = Words("Daten unserer Stadt", "data of our town")
    package static let search = Words("Suchen", "Search")
    package static let searchLabel = Words(
        "Messstellen, Karten und Datensätze suchen", "Search sensors, layers and data sets")
    package static let searchPlaceholder = Words("Suche …", "Search …")
    package static let languageLabel = Words("Sprache", "Language")
    package static let mainNavigation = Words("Hauptnavigation", "Main navigation")
    package static let notes = Words("Hinweise zu diesen Seiten", "About these pages")
    package static let breadcrumb = Words("Sie sind hier", "You are here")
    package static let overview = Words("Überblick", "Overview")
    package static let map = Words("Karte", "Map")
    package static let data = Words("Daten", "Data")
    package static let sensors = Words("Messstellen", "Sensors")
    package static let operation = Words("Betrieb", "Operation")
    package static let signIn = Words("Anmelden", "Sign in")
    package static let signOut = Words("Abmelden", "Sign out")
    package static let dataAsOf = Words("Stand der Daten", "Data as of")
    package static let fictionalTitle = Words("Erfundene Beispielstadt.", "Fictional example town.")
    package static func fictional(_ town: String) -> Words {
        Words("\(town) gibt es nicht, alle Werte sind erzeugt.", "\(town) does not exist, all values are generated.")
    }
    package static let demonstration = Words("Vorführung.", "Demonstration.")
    package static func demonstrationAsOf(_ day: String) -> Words {
        Words("Als heute gilt der \(day).", "Today is taken to be \(day).")
    }
    package static let openTitle = Words("Offener Versuchsbetrieb:", "Open for experiments:")
    package static let openWarning = Words(
        "Alle, die diesen Rechner erreichen, dürfen Daten ändern. Nicht für den echten Betrieb.",
        "Everybody who reaches this machine may change data. Not for real operation.")
    package static let footerLicenceTitle = Words("Weiterverwenden:", "Reuse:")
    package static let footerLicence = Words(
        "Jeder Datensatz nennt seine Lizenz und die Quelle, die Sie dazuschreiben.",
        "Each data set names its licence and the source to quote.")
    package static let footerLicenceLink = Words("Datensätze und Lizenzen", "Data sets and licences")
    package static let imprint = Words("Impressum", "Imprint")
    package static let privacy = Words("Datenschutz", "Privacy")
    package static let accessibility = Words("Barrierefreiheit", "Accessibility")
    package static let interfaces = Words("Schnittstellen", "Interfaces")
    package static let freeSoftware = Words("freie Software", "free software")
    package static let clockNote = Words("Zeiten in Ortszeit (Europe/Berlin)", "times are local (Europe/Berlin)")
    package static let state = Words("Zustand", "State")
    package static let licence = Words("Lizenz", "Licence")
    package static let owner = Words("Zuständig", "Responsible")
    package static let source = Words("Quelle", "Source")
    package static let unit = Words("Einheit", "Unit")
    package static let measured = Words("Gemessen", "Measured")
    package static let dataset = Words("Datensatz", "Data set")
    package static let updated = Words("Aktualisiert", "Updated")
    package static let place = Words("Ort", "Place")
    package static let all = Words("Alle", "All")
    package static let show = Words("Anzeigen", "Show")
    package static let reset = Words("Zurücksetzen", "Reset")
    package static let none = Words("keine", "none")
    package static let bandOfValues = Words("kleinster bis größter Wert", "lowest to highest value")
    package static let noValuesInWindow = Words(
        "Für diesen Zeitraum liegen keine Werte vor. Wählen Sie einen anderen.",
        "There are no values for this period. Choose another one.")
}
