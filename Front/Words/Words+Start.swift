// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the start page.
extension Words {
    static let startTitle = Words("Was unsere Stadt bewegt", "What moves our town")
    static let noTiles = Words(
        "Noch keine Messreihe reicht für einen Vergleich. Messstellen und Daten stehen auf dieser Seite.",
        "No series is long enough for a comparison yet. Sensors and data stand on this page.")
    static let largeMap = Words("Große Karte", "Large map")
    static let listInsteadOfMap = Words("Liste statt Karte: alle Messstellen", "List instead of map: all sensors")
    static let sensorsByState = Words("Messstellen nach Zustand", "Sensors by state")
    static let attentionTitle = Words("Braucht Aufmerksamkeit", "Needs attention")
    static let nothingNeedsAttention = Words(
        "Alle laufenden Messstellen liefern im üblichen Takt.", "All running sensors deliver in their usual rhythm.")
    static let nothingRuns = Words(
        "Keine Messstelle wird gerade fortgeschrieben; es fehlt auch keine.",
        "No sensor is being continued at present, and none is missing.")
    static func noValueFor(_ duration: String) -> Words {
        Words("seit \(duration) kein Wert", "no value for \(duration)")
    }
    static func moreAttention(_ count: String) -> Words {
        Words("\(count) weitere anzeigen", "Show \(count) more")
    }
    static let newData = Words("Neue und geänderte Daten", "New and changed data")
    static let allData = Words("Alle Datensätze", "All data sets")
    static let new = Words("neu", "new")
    static func perDayIn(_ month: String) -> Words { Words("pro Tag im \(month)", "per day in \(month)") }
    static func meanIn(_ month: String) -> Words { Words("im Mittel, \(month)", "on average, \(month)") }
    static func meanOn(_ day: String, _ places: String) -> Words {
        places == "1"
            ? Words("im Mittel am \(day), eine Messstelle", "on average on \(day), one sensor")
            : Words("im Mittel am \(day), \(places) Messstellen", "on average on \(day), \(places) sensors")
    }
    static func measuredAt(_ time: String) -> Words { Words("gemessen \(time)", "measured \(time)") }
    static func coverageOnly(_ share: String) -> Words {
        Words("Nur \(share) des Zeitraums gemessen", "Only \(share) of the period was measured")
    }
    static let tileBusiestCycle = Words("Verkehrsreichster Radweg", "Busiest cycle path")
    static let bicycles = Words("Fahrräder", "bicycles")
    static let percentOccupied = Words("% belegt", "% occupied")
    static func carParksTogether(_ count: String) -> Words {
        count == "1"
            ? Words("ein Parkhaus oder Parkplatz", "one car park")
            : Words("\(count) Parkhäuser und Parkplätze zusammen", "\(count) car parks together")
    }
    static let tileParking = Words("Parkhäuser", "Car parks")
    static let tileTwelveMonths = Words("letzte 13 Monate", "last 13 months")
    static func emptyTitle(_ town: String) -> Words {
        Words("\(town): noch keine Daten", "\(town): no data yet")
    }
    static let emptyLead = Words(
        "Fünf Schritte bis zu einer Kommune, die misst, plant und nichts verliert. In beliebiger Reihenfolge; die Verwaltung zeigt, "
            + "was noch fehlt.",
        "Five steps to a town that measures, plans and loses nothing. In any order; the administration shows what is missing."
    )
    static let emptyForOthers = Words(
        "Hier entsteht die offene Plattform der Kommune: Messwerte, Daten und Planung. Öffentlich ist noch nichts; wer ein Konto "
            + "hat, meldet sich an.",
        "The town's open platform is being set up here: measurements, data and planning. Nothing is public yet; sign in if you "
            + "have an account.")
    static let emptyWithoutAdministrator = Words(
        "Diese Installation ist neu. Der Server hat beim Start einen Code gezeigt; mit ihm beginnt alles.",
        "This installation is new. The server showed a code when it started; everything begins with it.")
}
