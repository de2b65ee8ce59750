// SPDX-License-Identifier: EUPL-1.2

/// Texts of the map.
extension Text {
    static func mapTitle(_ town: String) -> Text { Text("Karte von \(town)", "Map of \(town)") }
    static let mapLead = Text(
        "Messstellen nach Zustand, auf den Karten der Stadt selbst.", "Sensors by state, on the town's own layers.")
    static let mapOfSensors = Text("Karte der Messstellen", "Map of sensors")
    static let mapNeedsScript = Text(
        "Die Karte braucht JavaScript. Dieselben Messstellen stehen in der Liste.",
        "The map needs JavaScript. The list holds the same sensors.")
    static let mapAsList = Text("Dieselben Messstellen als Liste", "The same sensors as a list")
    static let legend = Text("Zeichenerklärung", "Legend")
    static let ring = Text("Strichkreis", "dashed ring")
    static let approximateMeaning = Text(
        "Die Lage ist nur ungefähr bekannt, etwa die Straße.", "The position is known roughly only, such as the street."
    )
    static let zoomIn = Text("Vergrößern", "Zoom in")
    static let zoomOut = Text("Verkleinern", "Zoom out")
    static let openSensor = Text("Werte ansehen", "See values")
    static let close = Text("Schließen", "Close")
    static func sensorsWithoutPlace(_ count: String) -> Text {
        Text(
            "\(count) Messstellen haben keinen bekannten Ort und stehen nur in der Liste.",
            "\(count) sensors have no known position and are in the list only.")
    }
}
