// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// The map of layers.
extension Words {
    static let layerMapPurpose = Words(
        "Die Karte der Ebenen mit Filter und Tabelle", "The map of layers with filter and table")
    static let embeddedPurpose = Words(
        "Die Ebenenkarte zum Einbetten in andere Seiten", "The map of layers to embed in other pages")
    static func layerMapTitle(_ town: String) -> Words {
        Words("Ebenen auf der Karte: \(town)", "Layers on the map: \(town)")
    }
    static let layerMapLead = Words(
        "Wählen Sie Ebenen, filtern Sie eine davon und lesen Sie ihre Objekte in der Tabelle.",
        "Choose layers, filter one of them and read its features in the table.")
    static let layersToShow = Words("Ebenen auf der Karte", "Layers on the map")
    static let tableOf = Words("Tabelle und Filter für", "Table and filter for")
    static let filterOf = Words("Filter", "Filter")
    static func contains(_ name: Words) -> Words { Words("\(name.german) enthält", "\(name.english) contains") }
    static func from(_ name: Words) -> Words { Words("\(name.german) von", "\(name.english) from") }
    static func to(_ name: Words) -> Words { Words("\(name.german) bis", "\(name.english) to") }
    /// What the layer of sensors calls its properties, for people; those of other layers are called as their files call them.
    static let sensorFields = [
        "name": Words("Name", "Name"), "description": Words("Beschreibung", "Description"),
        "state": Words("Zustand", "State"), "observedProperty": Words("Messgröße", "Quantity"),
        "value": Words("Wert", "Value"), "unit": Words("Einheit", "Unit"), "time": Words("Zeit", "Time"),
        "otherValue": Words("Anderer Wert", "Other value"), "datastream": Words("Messreihe", "Series"),
        "dataset": Words("Datensatz", "Data set"),
    ]
    static let any = Words("beliebig", "any")
    static func moreProperties(_ count: Int) -> Words {
        count == 1
            ? Words("Eine weitere Eigenschaft", "One more property")
            : Words("\(count) weitere Eigenschaften", "\(count) more properties")
    }
    static let yes = Words("ja", "yes")
    static let no = Words("nein", "no")
    static let noNumber = Words(
        "Das ist keine Zahl; dieses Feld wurde nicht angewendet.", "This is no number; the field was not applied.")
    static let noDay = Words(
        "Das ist kein Tag; dieses Feld wurde nicht angewendet.", "This is no day; the field was not applied.")
    static let noLayersYet = Words(
        "Noch keine Ebenen. Wer Daten pflegt, lädt sie unter „Importe“ hoch.",
        "No layers yet. Whoever keeps the data uploads them under “Imports”.")
    static let mapOfLayers = Words(
        "Karte der Ebenen. Pfeiltasten verschieben, Plus und Minus vergrößern und verkleinern, Enter liest das Objekt in der Mitte.",
        "Map of layers. Arrow keys move it, plus and minus zoom, Enter reads the feature in the middle.")
    static let withoutScript = Words(
        "Die Karte braucht JavaScript. Die Tabelle darunter zeigt dieselben Objekte.",
        "The map needs JavaScript. The table below shows the same features.")
    static let cannotDraw = Words(
        "Dieser Browser kann die Karte nicht zeichnen. Die Tabelle darunter zeigt dieselben Objekte.",
        "This browser cannot draw the map. The table below shows the same features.")
    static let chosenFeature = Words("Ausgewähltes Objekt", "Chosen feature")
    static let chooseFeature = Words(
        "Klicken Sie ein Objekt an, oder verschieben Sie die Karte mit den Pfeiltasten und drücken Sie Enter.",
        "Click a feature, or move the map with the arrow keys and press Enter.")
    static let nothingHere = Words(
        "Hier liegt kein Objekt einer gezeigten Ebene.", "No feature of a shown layer lies here.")
    static let openFeature = Words("Alle Angaben", "All details")
    static let openSensor = Words("Zur Messstelle", "To the sensor")
    static let showOnMap = Words("Auf der Karte zeigen", "Show on the map")
    static let onMap = Words("Karte", "Map")
    static let onlyThisArea = Words("Nur den Kartenausschnitt auflisten", "List only what the map shows")
    static let wholeLayer = Words("Wieder die ganze Ebene auflisten", "List the whole layer again")
    static let areaIsLimited = Words(
        "Die Tabelle zeigt nur einen Kartenausschnitt.", "The table shows only a part of the map.")
    static let featuresInTable = Words("Objekte als Tabelle", "Features as a table")
    static let noFeatureFits = Words("Kein Objekt passt.", "No feature matches.")
    static func matching(_ count: String?) -> Words {
        guard let count else { return Words("Viele passende Objekte", "Many matching features") }
        return Words("\(count) passende Objekte", "\(count) matching features")
    }
    static let nextFeatures = Words("Weitere Objekte", "More features")
    static let firstFeatures = Words("Von vorn", "From the beginning")
    static let takeAway = Words("Mitnehmen", "Take away")
    static let asGeoJSON = Words("Diese Auswahl als GeoJSON", "This selection as GeoJSON")
    static let aboutLayer = Words("Über diese Ebene", "About this layer")
    static let share = Words("Teilen und einbetten", "Share and embed")
    static let permalink = Words(
        "Die Adresse dieser Seite merkt sich Ebenen, Filter und Ausschnitt.",
        "The address of this page remembers layers, filter and position.")
    static let embedLabel = Words("Zum Einbetten in eine andere Seite", "To embed in another page")
    static let printMap = Words("Drucken", "Print")
    static let enlarge = Words("Vergrößern", "Zoom in")
    static let reduce = Words("Verkleinern", "Zoom out")
    static let generalised = Words(
        "In weiten Ausschnitten fehlen Flächen und Linien, die kleiner als ein Bildpunkt wären; von sehr vielen Punkten steht je Fleck einer.",
        "In wide views areas and lines smaller than a pixel are missing; of very many points each spot shows one.")
}
