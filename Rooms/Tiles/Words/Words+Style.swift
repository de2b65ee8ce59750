// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import LayerStyles

/// The editor of styles.
extension Words {
    static let stylePurpose = Words("Die Darstellung einer Ebene: das Formular", "The form of a layer's style")
    static let styleKeptPurpose = Words(
        "Die Darstellung einer Ebene speichern, vorher ansehen oder verwerfen",
        "Keep a layer's style, look at it first or drop it")
    static let mapStylePurpose = Words(
        "Die Darstellung einer Ebene als Stildokument für MapLibre", "The style of a layer as a document for MapLibre")
    static let styleDocument = Words("Darstellung (MapLibre)", "Style (MapLibre)")
    static func styleTitle(_ layer: String) -> Words { Words("Darstellung: \(layer)", "Style: \(layer)") }
    static let styleLead = Words(
        "So wird die Ebene auf der Karte gezeichnet, hier, auf eingebetteten Karten und in QGIS.",
        "How the layer is drawn on the map: here, on embedded maps and in QGIS.")
    static let earlierStates = Words("Frühere Stände", "Earlier states")
    static let changeStyle = Words("Darstellung ändern", "Change the style")
    static let colouredBy = Words("Farbe nach", "Coloured by")
    static let styleBy = Words("Wonach wird gefärbt?", "What decides the colour?")
    static func kind(_ kind: StyleQuestion.Kind) -> Words {
        switch kind {
        case .single: Words("Alles in einer Farbe", "Everything in one colour")
        case .categories: Words("Werte einer Eigenschaft", "Values of a property")
        case .classes: Words("Klassen einer Zahl", "Classes of a number")
        }
    }
    static func division(_ division: StyleQuestion.Division) -> Words {
        switch division {
        case .equal: Words("gleich breit", "of the same width")
        case .quantiles: Words("mit gleich vielen Objekten", "with the same number of features")
        }
    }
    static let styleKind = Words("Art", "Kind")
    static let styleProperty = Words("Eigenschaft", "Property")
    static let styleClasses = Words("Zahl der Klassen", "Number of classes")
    static let styleDivision = Words("Klassen sind", "Classes are")
    static let propose = Words("Farben vorschlagen", "Propose colours")
    static let isProposal = Words(
        "Ein Vorschlag aus den Werten der Ebene; gespeichert ist er noch nicht.",
        "A proposal from the layer's values; it is not kept yet.")
    static let isPreview = Words(
        "So sähe es aus; gespeichert ist es noch nicht.", "This is how it would look; it is not kept yet.")
    static let styleSaved = Words("Die Darstellung ist gespeichert.", "The style is kept.")
    static let styleRemoved = Words(
        "Die Ebene wird wieder gezeichnet wie jede ohne eigene Darstellung.",
        "The layer is drawn again like each one without a style of its own.")
    static let styleLook = Words("Aussehen", "Look")
    static let styleColour = Words("Farbe", "Colour")
    static let styleRestColour = Words("Farbe für alles Übrige", "Colour of everything else")
    static let styleLegend = Words("Text in der Legende", "Text in the legend")
    static let styleLegendEnglish = Words("Text in der Legende (englisch)", "Text in the legend (English)")
    static let styleWidth = Words("Strichbreite in Bildpunkten", "Width of lines in pixels")
    static let styleRadius = Words("Radius der Punkte in Bildpunkten", "Radius of points in pixels")
    static let styleOpacity = Words("Deckkraft der Flächen in Prozent", "Opacity of areas in per cent")
    static let styleLabel = Words("Beschriftung", "Label")
    static let styleNoLabel = Words("keine", "none")
    static func styleRows(_ property: String) -> Words { Words("Farben nach \(property)", "Colours by \(property)") }
    static let styleRowsHelp = Words(
        "Eine Zeile ohne Wert oder Grenzen entfällt. Ohne Text in der Legende steht dort der Wert.",
        "A row without a value or bounds is left out. Without a text the legend says the value.")
    static let styleValue = Words("Wert", "Value")
    static let styleFrom = Words("über", "over")
    static let styleTo = Words("bis", "up to")
    static let stylePreview = Words("Ansehen", "Preview")
    static let styleSave = Words("Speichern", "Save")
    static let styleRemove = Words("Eigene Darstellung verwerfen", "Drop the style")
    static let styleOnMap = Words("Auf der Karte", "On the map")
    static let styleToMap = Words("Zur Ebenenkarte", "To the map of layers")
    static let styleFiles = Words("Zum Mitnehmen", "Take away")
    static let noStyleNumber = Words("Das ist keine Zahl.", "This is no number.")
    static let noStyleColour = Words("Das ist keine Farbe wie #1f77a4.", "This is no colour like #1f77a4.")
    static let stylePercent = Words("Eine Zahl von 0 bis 100.", "A number from 0 to 100.")
    static let styleLost = Words(
        "Die letzte Lieferung der Ebene hat Eigenschaften nicht mehr, nach denen sie gefärbt oder beschriftet war.",
        "The last delivery of the layer lacks properties that it was coloured or labelled by.")
}
