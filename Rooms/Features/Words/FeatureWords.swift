// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features

extension Words {
    static func landingTitle(_ town: String?) -> Words {
        guard let town else { return Words("Geodaten", "Geodata") }
        return Words("Geodaten: \(town)", "Geodata: \(town)")
    }
    static let landingDescription = Words(
        "Karten-Ebenen der Kommune über OGC API – Features, als GeoJSON und als Seiten.",
        "The municipality's map layers by OGC API – Features, as GeoJSON and as pages.")
    static let places = Words("Orte", "Places")
    static func morePlaces(_ count: String) -> Words {
        count == "1"
            ? Words("und ein weiterer; ein genaueres Wort zeigt ihn", "and one more; a more exact word shows it")
            : Words(
                "und \(count) weitere; ein genaueres Wort zeigt sie", "and \(count) more; a more exact word shows them")
    }
    static let collections = Words("Ebenen", "Layers")
    static let allCollections = Words("Alle Ebenen", "All layers")
    static let oneCollection = Words("Eine Ebene", "One layer")
    static let conformance = Words("Erfüllte Normteile", "Conformance classes")
    static let documentation = Words("Beschreibung der Schnittstelle", "Description of the interface")
    static let parametersOfInterface = Words("Parameter", "Parameters")
    static let definition = Words("OpenAPI-Dokument", "OpenAPI document")
    static let landing = Words("Einstieg mit Verweisen", "Landing page with links")
    static let queryables = Words("Wonach gefiltert werden kann", "What can be filtered by")
    static let queryablesDescription = Words(
        "Diese Namen gelten in filter (CQL2), in sortby und in properties.",
        "These names hold in filter (CQL2), in sortby and in properties.")
    static let schema = Words("Was ein Objekt hat", "What a feature holds")
    static let schemaDescription = Words(
        "Diese Eigenschaften hat ein Objekt der Ebene; wer sie ändern darf, sendet sie so, wie sie hier stehen.",
        "A feature of the layer has these properties; whoever may change them sends them as they stand here.")
    static let schemaOfLive = Words(
        "Diese Eigenschaften hat ein Objekt. Geändert wird es dort, wo es geführt wird, nicht hier.",
        "A feature has these properties. It is changed where it is kept, not here.")
    static let createFeature = Words("Ein Objekt anlegen", "Create a feature")
    static let replaceFeature = Words("Ein Objekt ersetzen", "Replace a feature")
    static let updateFeature = Words("Ein Objekt zum Teil ändern", "Change a part of a feature")
    static let deleteFeature = Words("Ein Objekt löschen", "Delete a feature")
    static let serviceReading = Words("WFS: lesen", "WFS: read")
    static let serviceWriting = Words(
        "WFS: Anfragen in XML, auch Transaktionen", "WFS: requests in XML, transactions too")
    static let serviceDescription = Words(
        "Karten-Ebenen der Kommune, zum Lesen und für Berechtigte zum Ändern.",
        "The municipality's map layers, to read and, for those who may, to change.")
    static let example = Words("Zum Beispiel", "For instance")
    static let features = Words("Objekte", "Features")
    static let featuresOfLayer = Words("Objekte einer Ebene", "Features of a layer")
    static let feature = Words("Objekt", "Feature")
    static let oneFeature = Words("Ein Objekt", "One feature")
    static func someColumns(_ shown: Int, of all: Int) -> Words {
        Words(
            "Die Tabelle zeigt \(shown) von \(all) Eigenschaften; alle stehen auf der Seite des Objekts und in den Dateien.",
            "The table shows \(shown) of \(all) properties; all stand on the feature's page and in the files.")
    }
    static let showOnMap = Words("Auf der Karte zeigen", "Show on the map")
    static let yes = Words("ja", "yes")
    static let no = Words("nein", "no")
    static let property = Words("Eigenschaft", "Property")
    static let kindOfField = Words("Art", "Type")
    static let parentParameter = Words(
        "Sammlungen, die unter dieser stehen: Jede Messreihe hat drei; es sind zu viele für die Liste aller.",
        "Collections that stand below this one: each Datastream has three, too many for the list of all.")
    static let nameInAddresses = Words("Name in Adressen", "Name in addresses")
    static let membersDescription = Words(
        "Jede Messreihe hat drei: Stunden, Tage und Monate. Die Zahlen sind die der Messreihen selbst.",
        "Each Datastream has three: hours, days and months. The numbers are those of the Datastreams themselves.")
    static let nextPage = Words("Nächste Seite", "Next page")
    static let noLayers = Words("Noch keine Ebenen.", "No layers yet.")
    static let noFeatures = Words("Kein Objekt passt.", "No feature matches.")
    static let download = Words("Herunterladen", "Download")
    static let coordinates = Words("Lage (Länge, Breite)", "Place (longitude, latitude)")
    static let numberOfFeatures = Words("Anzahl", "Number")
    /// Nil where counting was given up.
    static func matching(_ count: Int?) -> Words {
        guard let count else { return Words("Viele passende Objekte", "Many matching features") }
        if count == 1 { return Words("Ein passendes Objekt", "One matching feature") }
        let (german, english) = (Numerals.german.integer(Int64(count)), Numerals.english.integer(Int64(count)))
        return Words("\(german) passende Objekte", "\(english) matching features")
    }
}

extension FieldType {
    /// What people call the type.
    var words: Words {
        switch self {
        case .text: Words("Text", "text")
        case .integer: Words("ganze Zahl", "whole number")
        case .real: Words("Zahl", "number")
        case .boolean: Words("ja oder nein", "yes or no")
        case .date: Words("Tag", "day")
        case .dateTime, .instant: Words("Zeitpunkt", "instant")
        case .json: Words("Liste oder Objekt (JSON)", "list or object (JSON)")
        }
    }
}
