// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue

/// Texts of the sensor list and of a sensor's page.
extension Words {
    static let rangeDay = Words("Tag", "Day")
    static let rangeWeek = Words("Woche", "Week")
    static let rangeMonth = Words("Monat", "Month")
    static let rangeYear = Words("Jahr", "Year")
    static let rangeAll = Words("Alles", "All")
    static let period = Words("Zeitraum", "Period")
    static let from = Words("Von", "From")
    static let to = Words("Bis", "To")
    static let lowest = Words("Kleinster Wert", "Lowest value")
    static let highest = Words("Größter Wert", "Highest value")
    static let numberOfValues = Words("Anzahl Werte", "Number of values")
    static let noValue = Words("keine Werte", "no values")
    static let measuredSince = Words("Gemessen seit", "Measured since")
    static let development = Words("Verlauf", "Development")
    static let statistics = Words("Kennzahlen des Zeitraums", "Figures of the period")
    static func gapsInPeriod(_ count: String) -> Words {
        Words("Lücken im Zeitraum: \(count)", "Gaps in the period: \(count)")
    }
    static let changes = Words("Änderungen", "History of changes")
    static let eastLetter = Words("O", "E")
    static func changedPlace(_ name: String) -> Words { Words("Standort: \(name)", "Position: \(name)") }
    static func changedFirstValue(_ series: String) -> Words {
        Words("Erster Wert: \(series)", "First value: \(series)")
    }
    static func changedEnded(_ series: String) -> Words {
        Words("Reihe zu Ende: \(series)", "End of the series: \(series)")
    }
    static func changedState(_ series: String, _ from: String, _ to: String) -> Words {
        Words("\(series): jetzt \(to), vorher \(from)", "\(series): now \(to), before \(from)")
    }
    static let downloads = Words("Herunterladen", "Download")
    static let downloadHelp = Words(
        "Alle Einzelwerte des gewählten Zeitraums, Zeiten in UTC.",
        "All single values of the chosen period, times in UTC.")
    static let aggregatedSeries = Words(
        "Zusammengefasst, für GIS-Programme (OGC API – Features):", "Aggregated, for GIS programs (OGC API – Features):"
    )
    static func name(_ period: AggregatePeriod) -> Words {
        switch period {
        case .hourly: Words("je Stunde", "by hour")
        case .daily: Words("je Tag", "by day")
        case .monthly: Words("je Monat", "by month")
        }
    }
    static let interfaceAddress = Words(
        "Adresse für Programme (OGC SensorThings)", "Address for programs (OGC SensorThings)")
    static let showOnMap = Words("Auf der Karte zeigen", "Show on the map")
    static func allDirections(_ value: String, _ measured: String, _ month: String) -> Words {
        Words(
            "Alle Reihen dieser Messstelle zusammen: \(value) am Tag (\(measured), \(month)).",
            "All series of this sensor together: \(value) a day (\(measured), \(month)).")
    }
    static let seriesOfSensor = Words("Messreihen dieser Messstelle", "Series of this sensor")
    static let sensorWithoutSeries = Words(
        "Diese Messstelle hat noch keine Messreihe.", "This sensor has no series yet.")
    static let sensorWithoutPlace = Words(
        "Für diese Messstelle ist kein Ort bekannt.", "No position is known for this sensor.")
    static let previousYear = Words("Vorjahr", "Year before")
    static let previousWeek = Words("Woche davor", "Week before")
    static let bucketQuarterMean = Words("Mittel je Viertelstunde", "mean per quarter of an hour")
    static let bucketHourMean = Words("Mittel je Stunde", "mean per hour")
    static let bucketDayMean = Words("Mittel je Tag", "mean per day")
    static let bucketWeekMean = Words("Mittel je Woche", "mean per week")
    static let bucketMonthMean = Words("Mittel je Monat", "mean per month")
    static let bucketYearMean = Words("Mittel je Jahr", "mean per year")
    static let bucketHourRate = Words("Anzahl pro Stunde", "number per hour")
    static let bucketDayRate = Words("Anzahl pro Tag", "number per day")
    static let bucketWeekRate = Words("Anzahl pro Tag, Mittel je Woche", "number per day, mean per week")
    static let bucketMonthRate = Words("Anzahl pro Tag, Mittel je Monat", "number per day, mean per month")
    static let bucketYearRate = Words("Anzahl pro Tag, Mittel je Jahr", "number per day, mean per year")
    static let faultyPeriod = Words(
        "Der Zeitraum ist nicht lesbar oder endet vor seinem Anfang. Gezeigt wird das letzte Jahr.",
        "The period cannot be read or ends before it starts. The last year is shown.")
    static let sensorsTitle = Words("Messstellen", "Sensors")
    static let stateChangesLead = Words(
        "Welche Messstelle verstummt ist und welche sich wieder gemeldet hat, das Neueste zuerst.",
        "Which sensor fell silent and which reported again, the latest first.")
    static let stateChangesNone = Words("Keine Änderung.", "No change.")
    static let stateBefore = Words("Vorher", "Before")
    static let stateTo = Words("Neuer Zustand", "New state")
    static let olderChanges = Words("Ältere Änderungen", "Older changes")
    static let sensorsLead = Words(
        "Wo unsere Stadt misst, was der letzte Wert war und ob er pünktlich kam.",
        "Where our town measures, what the last value was and whether it came on time.")
    static let filterText = Words("Name oder Messgröße", "Name or quantity")
    static let order = Words("Reihenfolge", "Order")
    static let orderName = Words("Name", "Name")
    static let orderUrgency = Words("Dringlichste zuerst", "Most urgent first")
    static let orderRecent = Words("Neueste Werte zuerst", "Latest values first")
    static let needsAttentionFilter = Words("verspätet oder still", "late or silent")
    static let noSensorFound = Words(
        "Keine Messstelle passt. Nehmen Sie einen Filter weg.", "No sensor matches. Remove a filter.")

    // Trends
    static let mean = Words("Mittel", "Mean")
    static let rhythm = Words("Üblicher Takt", "Usual interval")
    static let coverage = Words("Abdeckung", "Coverage")
    static let coverageSinceFirst = Words(
        "Abdeckung, solange gemessen wird", "Coverage while it has been measured")
}
