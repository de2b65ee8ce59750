// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the map.
extension Words {
    static func mapTitle(_ town: String) -> Words { Words("Karte von \(town)", "Map of \(town)") }
    static let mapLead = Words(
        "Messstellen nach Zustand, auf den Karten der Stadt selbst.", "Sensors by state, on the town's own layers.")
    static let toLayerMap = Words(
        "Alle Ebenen, mit Filter und Tabelle", "All layers, with filter and table")
    static let mapAsList = Words("Dieselben Messstellen als Liste", "The same sensors as a list")
    static let legend = Words("Zeichenerklärung", "Legend")
    static let ring = Words("Strichkreis", "dashed ring")
    static let approximateMeaning = Words(
        "Die Lage ist nur ungefähr bekannt, etwa die Straße.", "The position is known roughly only, such as the street."
    )
    static func sensorsWithoutPlace(_ count: String) -> Words {
        if count == "1" {
            return Words(
                "Eine Messstelle hat keinen bekannten Ort und steht nur in der Liste.",
                "One sensor has no known position and is in the list only.")
        }
        return Words(
            "\(count) Messstellen haben keinen bekannten Ort und stehen nur in der Liste.",
            "\(count) sensors have no known position and are in the list only.")
    }
}
