// SPDX-License-Identifier: EUPL-1.2

/// Texts of the start page.
extension Text {
    static let startTitle = Text("Was unsere Stadt bewegt", "What moves our town")
    static let noTiles = Text(
        "Noch keine Messreihe reicht für einen Vergleich. Messstellen und Daten finden Sie unten.",
        "No series is long enough for a comparison yet. Find sensors and data below.")
    static let largeMap = Text("Große Karte", "Large map")
    static let listInsteadOfMap = Text("Liste statt Karte: alle Messstellen", "List instead of map: all sensors")
    static let sensorsByState = Text("Messstellen nach Zustand", "Sensors by state")
    static let attentionTitle = Text("Braucht Aufmerksamkeit", "Needs attention")
    static let nothingNeedsAttention = Text(
        "Alle laufenden Messstellen liefern im üblichen Takt.", "All running sensors deliver in their usual rhythm.")
    static func noValueFor(_ duration: String) -> Text {
        Text("seit \(duration) kein Wert", "no value for \(duration)")
    }
    static let lastOn = Text("zuletzt", "last on")
    static func moreAttention(_ count: String) -> Text {
        Text("\(count) weitere anzeigen", "Show \(count) more")
    }
    static let newData = Text("Neue und geänderte Daten", "New and changed data")
    static let allData = Text("Alle Datensätze", "All data sets")
    static let new = Text("neu", "new")

    static func moreThan(_ amount: String, _ period: String) -> Text {
        Text("\(amount) mehr als \(period)", "\(amount) more than \(period)")
    }
    static func lessThan(_ amount: String, _ period: String) -> Text {
        Text("\(amount) weniger als \(period)", "\(amount) less than \(period)")
    }
    static func sameAs(_ period: String) -> Text { Text("etwa wie \(period)", "about the same as \(period)") }
    static func perDayIn(_ month: String) -> Text { Text("pro Tag im \(month)", "per day in \(month)") }
    static func meanIn(_ month: String) -> Text { Text("im Mittel, \(month)", "on average, \(month)") }
    static func meanOn(_ day: String, _ places: String) -> Text {
        Text("im Mittel am \(day), \(places) Messstellen", "on average on \(day), \(places) sensors")
    }
    static func measuredAt(_ time: String) -> Text { Text("gemessen \(time)", "measured \(time)") }
    static func coverageOnly(_ share: String) -> Text {
        Text("Nur \(share) des Zeitraums gemessen", "Only \(share) of the period was measured")
    }

    static let tileBusiestCycle = Text("Verkehrsreichster Radweg", "Busiest cycle path")
    static let tileBusiestCount = Text("Verkehrsreichste Zählstelle", "Busiest counter")
    static let bicycles = Text("Fahrräder", "bicycles")
    static let percentOccupied = Text("% belegt", "% occupied")
    static func carParksTogether(_ count: String) -> Text {
        Text("\(count) Parkhäuser und Parkplätze zusammen", "\(count) car parks together")
    }
    static let tileParking = Text("Parkhäuser", "Car parks")
    static let tileTwelveMonths = Text("letzte 13 Monate", "last 13 months")
    static let tileThirtyDays = Text("letzte 30 Tage", "last 30 days")

    static func emptyTitle(_ town: String) -> Text {
        Text("\(town): noch keine Daten", "\(town): no data yet")
    }
    static let emptyLead = Text(
        "Drei erste Schritte, nach denen diese Seite Ihre Stadt zeigt.",
        "Three first steps after which this page shows your town.")
    static let stepImport = Text("1. Messwerte einlesen", "1. Bring in measurements")
    static let stepImportHelp = Text(
        "Eine Zuordnung sagt, welche Spalte welche Messreihe ist. Für Zählstellen, Parkhäuser, Luft und Wasser liegen fertige bei.",
        "A mapping says which column is which series. Ready ones for counters, car parks, air and water are included.")
    static let stepLayer = Text("2. Stadtteile und Straßen einlesen", "2. Bring in districts and roads")
    static let stepLayerHelp = Text(
        "GeoJSON in WGS84 oder EPSG:25832. Daraus entsteht die Grundkarte, ohne fremde Dienste.",
        "GeoJSON in WGS84 or EPSG:25832. It becomes the base map, without outside services.")
    static let stepDemo = Text("3. Oder erst ansehen", "3. Or look first")
    static let stepDemoHelp = Text(
        "Die Vorführung erzeugt eine erfundene Stadt in einer eigenen Datei.",
        "The demonstration makes a fictional town in a file of its own.")
}
