// SPDX-License-Identifier: EUPL-1.2

/// Texts of the sensor list and of a sensor's page.
extension Text {
    static let rangeDay = Text("Tag", "Day")
    static let rangeWeek = Text("Woche", "Week")
    static let rangeMonth = Text("Monat", "Month")
    static let rangeYear = Text("Jahr", "Year")
    static let rangeAll = Text("Alles", "All")
    static let period = Text("Zeitraum", "Period")
    static let from = Text("Von", "From")
    static let to = Text("Bis", "To")
    static let time = Text("Zeit", "Time")
    static let value = Text("Wert", "Value")
    static let mean = Text("Mittel", "Mean")
    static let lowest = Text("Kleinster Wert", "Lowest value")
    static let highest = Text("Größter Wert", "Highest value")
    static let numberOfValues = Text("Anzahl Werte", "Number of values")
    static let noValue = Text("keine Werte", "no values")
    static let rhythm = Text("Üblicher Takt", "Usual interval")
    static let measuredSince = Text("Gemessen seit", "Measured since")
    static let development = Text("Verlauf", "Development")
    static let statistics = Text("Kennzahlen des Zeitraums", "Figures of the period")
    static let sameAsTable = Text("Dieselben Werte als Tabelle", "The same values as a table")
    static func gapsInPeriod(_ count: String) -> Text {
        Text("Lücken im Zeitraum: \(count)", "Gaps in the period: \(count)")
    }
    static let reuse = Text("Weiterverwenden", "Reuse")
    static let changes = Text("Änderungen", "History of changes")
    static let eastLetter = Text("O", "E")
    static func changedPlace(_ name: String) -> Text { Text("Standort: \(name)", "Position: \(name)") }
    static func changedFirstValue(_ series: String) -> Text {
        Text("Erster Wert: \(series)", "First value: \(series)")
    }
    static func changedEnded(_ series: String) -> Text {
        Text("Messung planmäßig beendet: \(series)", "Measuring ended as planned: \(series)")
    }
    static func changedState(_ series: String, _ from: String, _ to: String) -> Text {
        Text("\(series): jetzt \(to), vorher \(from)", "\(series): now \(to), before \(from)")
    }
    static let downloads = Text("Herunterladen", "Download")
    static let downloadHelp = Text(
        "Alle Einzelwerte des gewählten Zeitraums, Zeiten in UTC.",
        "All single values of the chosen period, times in UTC.")
    static let interfaceAddress = Text(
        "Adresse für Programme (OGC SensorThings)", "Address for programs (OGC SensorThings)")
    static let copy = Text("Adresse kopieren", "Copy address")
    static let copied = Text("Kopiert", "Copied")
    static let showOnMap = Text("Auf der Karte zeigen", "Show on the map")
    static let seriesOfSensor = Text("Messreihen dieser Messstelle", "Series of this sensor")
    static let sensorWithoutSeries = Text(
        "Diese Messstelle hat noch keine Messreihe.", "This sensor has no series yet.")
    static let sensorWithoutPlace = Text(
        "Für diese Messstelle ist kein Ort bekannt.", "No position is known for this sensor.")
    static let previousYear = Text("Vorjahr", "Year before")
    static let previousWeek = Text("Woche davor", "Week before")
    static let previousPeriod = Text("Zeitraum davor", "Period before")
    static let perDay = Text("pro Tag", "per day")
    static let perHour = Text("pro Stunde", "per hour")
    static let bucketQuarterMean = Text("Mittel je Viertelstunde", "mean per quarter of an hour")
    static let bucketHourMean = Text("Mittel je Stunde", "mean per hour")
    static let bucketDayMean = Text("Mittel je Tag", "mean per day")
    static let bucketWeekMean = Text("Mittel je Woche", "mean per week")
    static let bucketMonthMean = Text("Mittel je Monat", "mean per month")
    static let bucketYearMean = Text("Mittel je Jahr", "mean per year")
    static let bucketHourRate = Text("Anzahl pro Stunde", "number per hour")
    static let bucketDayRate = Text("Anzahl pro Tag", "number per day")
    static let bucketWeekRate = Text("Anzahl pro Tag, Mittel je Woche", "number per day, mean per week")
    static let bucketMonthRate = Text("Anzahl pro Tag, Mittel je Monat", "number per day, mean per month")
    static let bucketYearRate = Text("Anzahl pro Tag, Mittel je Jahr", "number per day, mean per year")
    static let faultyPeriod = Text(
        "Der Zeitraum ist nicht lesbar oder endet vor seinem Anfang. Gezeigt wird das letzte Jahr.",
        "The period cannot be read or ends before it starts. The last year is shown.")

    // List
    static let sensorsTitle = Text("Messstellen", "Sensors")
    static let stateChangesTitle = Text("Was sich geändert hat", "What has changed")
    static let stateChangesLead = Text(
        "Welche Messstelle verstummt ist und welche sich wieder gemeldet hat, das Neueste zuerst.",
        "Which sensor fell silent and which reported again, the latest first.")
    static let stateChangesNone = Text("Keine Änderung.", "No change.")
    static let stateBefore = Text("Vorher", "Before")
    static let stateTo = Text("Neuer Zustand", "New state")
    static let olderChanges = Text("Ältere Änderungen", "Older changes")
    static let sensorsLead = Text(
        "Wo unsere Stadt misst, was der letzte Wert war und ob er pünktlich kam.",
        "Where our town measures, what the last value was and whether it came on time.")
    static let filterText = Text("Name oder Messgröße", "Name or quantity")
    static let order = Text("Reihenfolge", "Order")
    static let orderName = Text("Name", "Name")
    static let orderUrgency = Text("Dringlichste zuerst", "Most urgent first")
    static let orderRecent = Text("Neueste Werte zuerst", "Latest values first")
    static let needsAttentionFilter = Text("verspätet oder still", "late or silent")
    static let sensor = Text("Messstelle", "Sensor")
    static let noSensorFound = Text(
        "Keine Messstelle passt. Nehmen Sie einen Filter weg.", "No sensor matches. Remove a filter.")
    static func sensorsFound(_ count: String) -> Text { Text("\(count) gefunden", "\(count) found") }
    static let earlier = Text("Zurück", "Previous")
    static let later = Text("Weiter", "Next")
    static func pageOf(_ page: Int, _ count: Int) -> Text {
        Text("Seite \(page) von \(count)", "Page \(page) of \(count)")
    }
    static let pages = Text("Seiten", "Pages")
}
