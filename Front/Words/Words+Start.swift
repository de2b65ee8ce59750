// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import SensorThings
import SensorThingsPages
import Site

/// Texts of the start page.
extension Words {
    static let startTitle = Words("Was unsere Stadt bewegt", "What moves our town")
    static let noTiles = Words(
        "Noch keine Messreihe reicht für einen Vergleich. Messstellen und Daten finden Sie unten.",
        "No series is long enough for a comparison yet. Find sensors and data below.")
    static let largeMap = Words("Große Karte", "Large map")
    static let listInsteadOfMap = Words("Liste statt Karte: alle Messstellen", "List instead of map: all sensors")
    static let sensorsByState = Words("Messstellen nach Zustand", "Sensors by state")
    static let attentionTitle = Words("Braucht Aufmerksamkeit", "Needs attention")
    static let nothingNeedsAttention = Words(
        "Alle laufenden Messstellen liefern im üblichen Takt.", "All running sensors deliver in their usual rhythm.")
    static func noValueFor(_ duration: String) -> Words {
        Words("seit \(duration) kein Wert", "no value for \(duration)")
    }
    static let lastOn = Words("zuletzt", "last on")
    static func moreAttention(_ count: String) -> Words {
        Words("\(count) weitere anzeigen", "Show \(count) more")
    }
    static let newData = Words("Neue und geänderte Daten", "New and changed data")
    static let allData = Words("Alle Datensätze", "All data sets")
    static let new = Words("neu", "new")
    static func perDayIn(_ month: String) -> Words { Words("pro Tag im \(month)", "per day in \(month)") }
    static func meanIn(_ month: String) -> Words { Words("im Mittel, \(month)", "on average, \(month)") }
    static func meanOn(_ day: String, _ places: String) -> Words {
        Words("im Mittel am \(day), \(places) Messstellen", "on average on \(day), \(places) sensors")
    }
    static func measuredAt(_ time: String) -> Words { Words("gemessen \(time)", "measured \(time)") }
    static func coverageOnly(_ share: String) -> Words {
        Words("Nur \(share) des Zeitraums gemessen", "Only \(share) of the period was measured")
    }
    static let tileBusiestCycle = Words("Verkehrsreichster Radweg", "Busiest cycle path")
    static let tileBusiestCount = Words("Verkehrsreichste Zählstelle", "Busiest counter")
    static let bicycles = Words("Fahrräder", "bicycles")
    static let percentOccupied = Words("% belegt", "% occupied")
    static func carParksTogether(_ count: String) -> Words {
        Words("\(count) Parkhäuser und Parkplätze zusammen", "\(count) car parks together")
    }
    static let tileParking = Words("Parkhäuser", "Car parks")
    static let tileTwelveMonths = Words("letzte 13 Monate", "last 13 months")
    static let tileThirtyDays = Words("letzte 30 Tage", "last 30 days")
    static func emptyTitle(_ town: String) -> Words {
        Words("\(town): noch keine Daten", "\(town): no data yet")
    }
    static let emptyLead = Words(
        "Drei erste Schritte, nach denen diese Seite Ihre Stadt zeigt.",
        "Three first steps after which this page shows your town.")
    static let stepImport = Words("1. Messwerte einlesen", "1. Bring in measurements")
    static let stepImportHelp = Words(
        "Eine Zuordnung sagt, welche Spalte welche Messreihe ist. Für Zählstellen, Parkhäuser, Luft und Wasser liegen fertige bei.",
        "A mapping says which column is which series. Ready ones for counters, car parks, air and water are included.")
    static let stepLayer = Words("2. Stadtteile und Straßen einlesen", "2. Bring in districts and roads")
    static let stepLayerHelp = Words(
        "GeoJSON in WGS84 oder EPSG:25832. Daraus entsteht die Grundkarte, ohne fremde Dienste.",
        "GeoJSON in WGS84 or EPSG:25832. It becomes the base map, without outside services.")
    static let stepDemo = Words("3. Oder erst ansehen", "3. Or look first")
    static let stepDemoHelp = Words(
        "Die Vorführung erzeugt eine erfundene Stadt in einer eigenen Datei.",
        "The demonstration makes a fictional town in a file of its own.")
}
