// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Site
package import Wire

/// Words of what pages of several rooms show of sensors.
extension Words {
    package static let mapOfSensors = Words("Karte der Messstellen", "Map of sensors")
    package static let mapNeedsScript = Words(
        "Die Karte braucht JavaScript. Dieselben Messstellen stehen in der Liste.",
        "The map needs JavaScript. The list holds the same sensors.")
    package static let zoomIn = Words("Vergrößern", "Zoom in")
    package static let zoomOut = Words("Verkleinern", "Zoom out")
    package static let openSensor = Words("Werte ansehen", "See values")
    package static let mapSources = Words("Quellen", "Sources")
    package static let close = Words("Schließen", "Close")
    package static func moreThan(_ amount: String, _ period: String) -> Words {
        Words("\(amount) mehr als \(period)", "\(amount) more than \(period)")
    }
    package static func lessThan(_ amount: String, _ period: String) -> Words {
        Words("\(amount) weniger als \(period)", "\(amount) less than \(period)")
    }
    package static func sameAs(_ period: String) -> Words { Words("etwa wie \(period)", "about the same as \(period)") }
    package static let stateLive = Words("aktuell", "current")
    package static let stateLate = Words("verspätet", "late")
    package static let stateSilent = Words("still", "silent")
    package static let stateHistorical = Words("historisch", "historical")
    package static let stateEmpty = Words("ohne Werte", "no values")
    package static let stateLiveMeaning = Words("Werte kommen im üblichen Takt.", "Values arrive in the usual rhythm.")
    package static let stateLateMeaning = Words(
        "Der letzte Wert ist älter als üblich.", "The last value is older than usual.")
    package static let stateSilentMeaning = Words(
        "Seit Langem kein Wert, gemessen am üblichen Takt: bitte nachsehen.",
        "No value for long, by the usual rhythm: please check.")
    package static let stateHistoricalMeaning = Words(
        "Die Reihe wird nicht fortgeschrieben: Hier enden ihre Werte.",
        "The series is not carried on: its values end here.")
    package static let stateEmptyMeaning = Words("Es ist noch kein Wert angekommen.", "No value has arrived yet.")
    package static let lastValue = Words("Letzter Wert", "Last value")
    package static let approximatePlace = Words("Lage ungefähr", "approximate position")
    package static let noPlace = Words("ohne Ort", "no position")

    /// "2 Jahre, 14 Tage"; for ever without a duration.
    package static func kept(for duration: CalendarDuration?) -> Words {
        guard let duration else { return .keptForEver }
        var words: [Words] = []
        if duration.months > 0 {
            words.append(
                duration.months % 12 == 0 ? .duration(years: duration.months / 12) : .duration(months: duration.months))
        }
        if duration.days > 0 { words.append(.duration(days: duration.days)) }
        return Words(words.map(\.german).joined(separator: ", "), words.map(\.english).joined(separator: ", "))
    }

    private static func duration(years: Int64) -> Words {
        years == 1 ? Words("1 Jahr", "1 year") : Words("\(years) Jahre", "\(years) years")
    }
    private static func duration(months: Int64) -> Words {
        months == 1 ? Words("1 Monat", "1 month") : Words("\(months) Monate", "\(months) months")
    }
    private static func duration(days: Int64) -> Words {
        days == 1 ? Words("1 Tag", "1 day") : Words("\(days) Tage", "\(days) days")
    }
}
