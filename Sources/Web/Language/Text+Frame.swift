// SPDX-License-Identifier: EUPL-1.2

/// Texts of the frame and of what all pages share.
extension Text {
    static let skipToContent = Text("Zum Inhalt springen", "Skip to content")
    static let claim = Text("Daten unserer Stadt", "data of our town")
    static let search = Text("Suchen", "Search")
    static let searchLabel = Text("Messstellen, Karten und Datensätze suchen", "Search sensors, layers and data sets")
    static let searchPlaceholder = Text("Suche …", "Search …")
    static let languageLabel = Text("Sprache", "Language")
    static let mainNavigation = Text("Hauptnavigation", "Main navigation")
    static let notes = Text("Hinweise zu diesen Seiten", "About these pages")
    static let breadcrumb = Text("Sie sind hier", "You are here")
    static let overview = Text("Überblick", "Overview")
    static let map = Text("Karte", "Map")
    static let data = Text("Daten", "Data")
    static let sensors = Text("Messstellen", "Sensors")
    static let operation = Text("Betrieb", "Operation")
    static let signIn = Text("Anmelden", "Sign in")
    static let signOut = Text("Abmelden", "Sign out")
    static let dataAsOf = Text("Stand der Daten", "Data as of")
    static let fictionalTitle = Text("Erfundene Beispielstadt.", "Fictional example town.")
    static func fictional(_ town: String) -> Text {
        Text("\(town) gibt es nicht, alle Werte sind erzeugt.", "\(town) does not exist, all values are generated.")
    }
    static let demonstration = Text("Vorführung.", "Demonstration.")
    static func demonstrationAsOf(_ day: String) -> Text {
        Text("Als heute gilt der \(day).", "Today is taken to be \(day).")
    }
    static let openTitle = Text("Offener Versuchsbetrieb:", "Open for experiments:")
    static let openWarning = Text(
        "Alle, die diesen Rechner erreichen, dürfen Daten ändern. Nicht für den echten Betrieb.",
        "Everybody who reaches this machine may change data. Not for real operation.")
    static let footerLicenceTitle = Text("Weiterverwenden:", "Reuse:")
    static let footerLicence = Text(
        "Jeder Datensatz nennt seine Lizenz und die Quelle, die Sie dazuschreiben.",
        "Each data set names its licence and the source to quote.")
    static let footerLicenceLink = Text("Datensätze und Lizenzen", "Data sets and licences")
    static let imprint = Text("Impressum", "Imprint")
    static let privacy = Text("Datenschutz", "Privacy")
    static let accessibility = Text("Barrierefreiheit", "Accessibility")
    static let interfaces = Text("Schnittstellen", "Interfaces")
    static let freeSoftware = Text("freie Software", "free software")
    static let clockNote = Text("Zeiten in Ortszeit (Europe/Berlin)", "times are local (Europe/Berlin)")

    // States
    static let stateLive = Text("aktuell", "current")
    static let stateLate = Text("verspätet", "late")
    static let stateSilent = Text("still", "silent")
    static let stateHistorical = Text("historisch", "historical")
    static let stateEmpty = Text("ohne Werte", "no values")
    static let stateLiveMeaning = Text("Werte kommen im üblichen Takt.", "Values arrive in the usual rhythm.")
    static let stateLateMeaning = Text(
        "Der letzte Wert ist mehr als zwei Takte alt.", "The last value is more than two intervals old.")
    static let stateSilentMeaning = Text(
        "Seit mehr als drei Takten kein Wert: bitte nachsehen.", "No value for more than three intervals: please check."
    )
    static let stateHistoricalMeaning = Text(
        "Die Messung ist planmäßig beendet.", "The measurement has ended as planned.")
    static let stateEmptyMeaning = Text("Es ist noch kein Wert angekommen.", "No value has arrived yet.")

    // Shared words
    static let state = Text("Zustand", "State")
    static let licence = Text("Lizenz", "Licence")
    static let owner = Text("Zuständig", "Responsible")
    static let source = Text("Quelle", "Source")
    static let unit = Text("Einheit", "Unit")
    static let lastValue = Text("Letzter Wert", "Last value")
    static let measured = Text("Gemessen", "Measured")
    static let dataset = Text("Datensatz", "Data set")
    static let updated = Text("Aktualisiert", "Updated")
    static let place = Text("Ort", "Place")
    static let approximatePlace = Text("Lage ungefähr", "approximate position")
    static let noPlace = Text("ohne Ort", "no position")
    static let all = Text("Alle", "All")
    static let show = Text("Anzeigen", "Show")
    static let reset = Text("Zurücksetzen", "Reset")
    static let none = Text("keine", "none")
    static let coverage = Text("Abdeckung", "Coverage")
    static let bandOfValues = Text("kleinster bis größter Wert", "lowest to highest value")
    static let noValuesInWindow = Text(
        "Für diesen Zeitraum liegen keine Werte vor. Wählen Sie einen anderen.",
        "There are no values for this period. Choose another one.")
    static let readMore = Text("Mehr", "More")
}
