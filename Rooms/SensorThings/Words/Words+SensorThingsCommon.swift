// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import SensorThings
import Site

/// Words of this room's pages.
extension Words {
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
    static let lastValue = Words("Letzter Wert", "Last value")
    static let approximatePlace = Words("Lage ungefähr", "approximate position")
    static let noPlace = Words("ohne Ort", "no position")
    static let coverage = Words("Abdeckung", "Coverage")
}
