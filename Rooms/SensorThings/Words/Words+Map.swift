// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import SensorThings
import Site

/// Texts of the map.
extension Words {
    static func mapTitle(_ town: String) -> Words { Words("Karte von \(town)", "Map of \(town)") }
    static let mapLead = Words(
        "Messstellen nach Zustand, auf den Karten der Stadt selbst.", "Sensors by state, on the town's own layers.")
    static let mapOfSensors = Words("Karte der Messstellen", "Map of sensors")
    static let mapNeedsScript = Words(
        "Die Karte braucht JavaScript. Dieselben Messstellen stehen in der Liste.",
        "The map needs JavaScript. The list holds the same sensors.")
    static let mapAsList = Words("Dieselben Messstellen als Liste", "The same sensors as a list")
    static let legend = Words("Zeichenerklärung", "Legend")
    static let ring = Words("Strichkreis", "dashed ring")
    static let approximateMeaning = Words(
        "Die Lage ist nur ungefähr bekannt, etwa die Straße.", "The position is known roughly only, such as the street."
    )
    static let zoomIn = Words("Vergrößern", "Zoom in")
    static let zoomOut = Words("Verkleinern", "Zoom out")
    static let openSensor = Words("Werte ansehen", "See values")
    static let close = Words("Schließen", "Close")
    static func sensorsWithoutPlace(_ count: String) -> Words {
        Words(
            "\(count) Messstellen haben keinen bekannten Ort und stehen nur in der Liste.",
            "\(count) sensors have no known position and are in the list only.")
    }
}
