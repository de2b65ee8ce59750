// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// What is noted about a layer that was read.
extension Words {
    static func program(_ text: String) -> Words { Words("GDAL: \(text)", "GDAL: \(text)") }
    static func counted(_ said: Int, _ read: Int) -> Words {
        Words(
            "Die Datei sagt \(said) Objekte, gelesen wurden \(read).",
            "The file says \(said) features, \(read) were read.")
    }
    static func movedByProgram(_ name: String) -> Words {
        Words(
            "Das Bezugssystem „\(name)“ hat keine EPSG-Nummer; GDAL hat nach seiner Beschreibung umgerechnet, so genau wie diese ist. "
                + "Ist es ein amtliches System, erklären Sie besser dessen Nummer.",
            "The reference system \"\(name)\" has no EPSG number; GDAL moved by its description, as exactly as that is. If it is an "
                + "official system, better declare its number.")
    }
    static func invalidGeometries(_ count: Int, _ place: Int, _ reason: String) -> Words {
        Words(
            "\(count) Geometrien sind ungültig, zuerst die von Objekt \(place): \(reason). Sie werden gespeichert, wie sie sind; räumliche "
                + "Filter finden sie nicht.",
            "\(count) geometries are invalid, the first that of feature \(place): \(reason). They are stored as they are; spatial "
                + "filters do not find them.")
    }
    static func withoutPlace(_ count: Int) -> Words {
        Words("\(count) Objekte haben keine Geometrie.", "\(count) features have no geometry.")
    }
    static let notCounted = Words(
        "Der Dienst sagt nicht, wie viele Objekte die Ebene hat; gelesen ist, was er herausgegeben hat.",
        "The service does not say how many features the layer has; what it gave was read.")
    static let gridUsed = Words(
        "Gauß-Krüger wird mit dem amtlichen Gitter BETA2007 umgerechnet, auf etwa einen Meter genau.",
        "Gauß-Krüger is moved by the official grid BETA2007, exact to about a metre.")
    static let gridMissing = Words(
        "Das amtliche Gitter BETA2007 fehlt (Debian-Paket proj-data): Gauß-Krüger ist nur auf einige Meter genau.",
        "The official grid BETA2007 is missing (Debian package proj-data): Gauß-Krüger is exact to some metres only.")
}

/// The pages.
extension Words {
    static let layerImportTitle = Words("Ebene abgeben", "Hand in a layer")
    static let layerImportLead = Words(
        "GIS-Dateien hochladen, ansehen, was darin ist, und als Ebene der Karte veröffentlichen.",
        "Upload GIS files, look at what is in them, and publish them as a layer of the map.")
    static let layerFiles = Words("Dateien auswählen", "Choose files")
    static func layerFilesHelp(_ megabytes: String, _ hours: String) -> Words {
        Words(
            "Shapefile (alle Teile oder als ZIP), GeoPackage, GML, KML, GeoJSON, FlatGeobuf, DXF, File Geodatabase (als ZIP) oder CSV mit "
                + "Koordinaten; zusammen höchstens \(megabytes) MB. Gespeichert wird erst, wenn Sie zustimmen; sonst wird die Abgabe nach "
                + "\(hours) Stunden gelöscht.",
            "Shapefile (all parts or as a ZIP), GeoPackage, GML, KML, GeoJSON, FlatGeobuf, DXF, File Geodatabase (as a ZIP) or CSV with "
                + "coordinates; \(megabytes) MB together at most. Nothing is stored before you agree; otherwise the delivery is deleted "
                + "after \(hours) hours.")
    }
    static let layerUpload = Words("Hochladen und ansehen", "Upload and look")
    static let orServiceAddress = Words("Oder von einer Adresse holen", "Or fetch from an address")
    static let serviceAddress = Words("Adresse des Dienstes oder der Datei", "Address of the service or the file")
    static let serviceAddressHelp = Words(
        "Ein WFS (1.1.0 oder 2.0.0), eine OGC API – Features, ein einzelnes ihrer Angebote, oder eine GIS-Datei (https://…), ohne Anmeldung "
            + "zu haben. Hat der Dienst mehrere Ebenen, wählen Sie danach eine aus.",
        "A WFS (1.1.0 or 2.0.0), an OGC API – Features, a single one of its collections, or a GIS file (https://…), there without signing "
            + "in. Where the service has several layers you choose one afterwards.")
    static let fetchLayer = Words("Holen und ansehen", "Fetch and look")
    static let serviceLayers = Words("Ebenen des Dienstes", "Layers of the service")
    static let serviceLayersLead = Words(
        "Der Dienst bietet mehrere Ebenen an. Geholt wird die, die Sie wählen; gespeichert ist damit noch nichts.",
        "The service offers several layers. The one that you choose is fetched; nothing is stored by that.")
    static let serviceLayerName = Words("Name beim Dienst", "Name at the service")
    static let takeThisLayer = Words("Holen", "Fetch")
    static func takeLayer(_ title: String) -> Words { Words("Ebene „\(title)“ holen", "Fetch the layer \"\(title)\"") }
    static let layersInside = Words("Ebenen in der Abgabe", "Layers in the delivery")
    static let layerName = Words("Ebene", "Layer")
    static let layerFile = Words("Datei", "File")
    static let layerGeometry = Words("Geometrie", "Geometry")
    static let layerFeatures = Words("Objekte", "Features")
    static let layerSystem = Words("Bezugssystem", "Reference system")
    static let systemUnknown = Words("nicht genannt", "not named")
    static let layerVerdict = Words("Befund", "Verdict")
    static let layerExtent = Words("Ausdehnung (West, Süd, Ost, Nord)", "Extent (west, south, east, north)")
    static let layerNotes = Words("Hinweise", "Notes")
    static let layerFirstRows = Words("Die ersten Objekte", "The first features")
    static func layerOutline(_ count: Int) -> Words {
        Words(
            "Umriss der Ausdehnung mit \(count) Objekten daraus; ohne Hintergrundkarte.",
            "Outline of the extent with \(count) features of it; without a base map.")
    }
    static let declareTitle = Words("Was Sie über die Datei wissen", "What you know about the file")
    static let declareHelp = Words(
        "Leer gilt, was in der Datei steht. Geändert wird hier nur, wie gelesen wird.",
        "Left empty, what the file says holds. This only changes how it is read.")
    static let declareSystem = Words("Bezugssystem (EPSG-Nummer)", "Reference system (EPSG number)")
    static let declareSystemHelp = Words(
        "25832 ist ETRS89/UTM 32, 25833 Zone 33, 4647 UTM 32 mit Zone vor dem Ostwert, 31467 Gauß-Krüger 3, 4326 Grad.",
        "25832 is ETRS89/UTM 32, 25833 zone 33, 4647 UTM 32 with the zone before the easting, 31467 Gauß-Krüger 3, 4326 degrees."
    )
    static let declareAxes = Words("Reihenfolge der Achsen", "Order of the axes")
    static let axesAsFile = Words("wie das Bezugssystem sie ordnet", "as the reference system orders them")
    static let axesSwapped = Words("Breite oder Hochwert zuerst", "latitude or northing first")
    static let axesPlain = Words("Länge oder Rechtswert zuerst", "longitude or easting first")
    static let declareEncoding = Words("Kodierung der Buchstaben", "Encoding of the letters")
    static let declareEncodingHelp = Words(
        "Nur bei Shapefiles nötig, deren Umlaute falsch aussehen: CP1252, UTF-8 oder CP850.",
        "Only needed for Shapefiles whose umlauts look wrong: CP1252, UTF-8 or CP850.")
    static let declareKey = Words("Schlüssel", "Key")
    static let layerKeyMissing = Words(
        "Die Ebene, die dort liegt, erkennt ihre Objekte an einem Schlüssel. Bitte dieselbe Eigenschaft auch hier wählen.",
        "The layer that lies there knows its features by a key. Please choose the same property here.")
    static let declareKeyHelp = Words(
        "Die Eigenschaft, an der ein Objekt in der nächsten Lieferung wiedererkannt wird; jeder Wert kommt nur einmal vor. Ohne "
            + "Schlüssel werden die Objekte nach ihrer Reihenfolge nummeriert.",
        "The property by which a feature is known again in the next delivery; each value occurs once. Without a key the features are "
            + "numbered in their order.")
    static let noKey = Words("keiner: nach der Reihenfolge", "none: by the order")
    static let lookAgain = Words("Neu lesen", "Read again")
    static let layerGo = Words("Als Ebene speichern", "Store as a layer")
    static let layerGoHelp = Words(
        "Ein neuer Datensatz ist zunächst nur für Angemeldete zu sehen; veröffentlicht wird er auf seiner Seite.",
        "A new data set is seen by those who are signed in only; it is published on its page.")
    static let layerAddress = Words("Kurzname in der Adresse", "Short name in the address")
    static let layerAddressHelp = Words(
        "Kleine Buchstaben, Ziffern und Bindestriche: /ogc/collections/kurzname. Eine Ebene dieses Namens wird ersetzt.",
        "Lower-case letters, digits and hyphens: /ogc/collections/short-name. A layer of this name is replaced.")
    static let layerTitle = Words("Titel der Ebene", "Title of the layer")
    static let layerDataset = Words("Datensatz", "Data set")
    static let newDataset = Words("ein neuer Datensatz", "a new data set")
    static let datasetOwner = Words(
        "Zuständige Stelle (bei einem neuen Datensatz)", "Department in charge (of a new data set)")
    static let datasetLicence = Words("Lizenz (bei einem neuen Datensatz)", "Licence (of a new data set)")
    static let pleaseChooseLicence = Words("bitte wählen", "please choose")
    static let showDifference = Words("Vergleichen, noch nicht speichern", "Compare, do not store yet")
    static let storeNow = Words("Jetzt speichern", "Store now")
    static let discardLayer = Words("Abgabe verwerfen", "Discard the delivery")
    static let differenceTitle = Words("Was sich ändern würde", "What would change")
    static let differenceNew = Words(
        "Eine Ebene dieses Namens gibt es noch nicht.", "There is no layer of this name yet.")
    static let differenceAdded = Words("neu", "new")
    static let differenceChanged = Words("geändert", "changed")
    static let differenceRemoved = Words("entfallen", "removed")
    static let differenceSame = Words("unverändert", "unchanged")
    static func differenceDrawn(_ shown: Int, _ isCut: Bool) -> Words {
        Words(
            "\(shown) Objekte, die sich ändern\(isCut ? " (nicht alle)" : ""): durchgezogen neu, gestrichelt geändert (am neuen Ort), gepunktet entfallen.",
            "\(shown) objects that change\(isCut ? " (not all)" : ""): solid new, dashed changed (at the new place), dotted removed."
        )
    }
    static let changedProperty = Words("Geänderte Eigenschaft", "Changed property")
    static let changedPlace = Words("Lage", "Place")
    static let changedFrom = Words("vorher", "before")
    static let changedTo = Words("nachher", "after")
    static let changedAt = Words("Objekt", "Object")
    static func gainedProperties(_ names: String) -> Words {
        Words("Neue Eigenschaften: \(names).", "New properties: \(names).")
    }
    static func lostProperties(_ names: String) -> Words {
        Words("Eigenschaften, die wegfallen: \(names).", "Properties that go: \(names).")
    }
    static func freeAttributes(_ names: String) -> Words {
        Words(
            "Die KML-Datei hat ein Schema und daneben freie Angaben (\(names)). Diese fehlen hier ganz oder bei einem Teil der Objekte; als GeoPackage geliefert kämen sie mit.",
            "The KML file has a schema and free attributes beside it (\(names)). These are missing here, for all or some of the objects; delivered as a GeoPackage they would come along."
        )
    }
    static let kindOfChange = Words("Änderung", "Change")
    static let numberOfObjects = Words("Anzahl", "Number")
    static let examplesOf = Words("zum Beispiel", "for instance")
    static let layerNoTitle = Words("Bitte geben Sie der Ebene einen Titel.", "Please give the layer a title.")
    static let layerNoOwner = Words("Bitte nennen Sie die zuständige Stelle.", "Please name the department in charge.")
    static let layerNoLicence = Words("Bitte wählen Sie die Lizenz.", "Please choose the licence.")
    static let layerNoDataset = Words("Diesen Datensatz gibt es nicht.", "There is no such data set.")
    static let datasetTaken = Words(
        "Ein Datensatz mit diesem Kurznamen ist schon da; bitte wählen Sie ihn oben aus oder nehmen Sie einen anderen Kurznamen.",
        "A data set with this short name is there already; please choose it above or take another short name.")
    static let tooManyLayers = Words(
        "Von Ihnen warten schon zu viele Abgaben; bitte verwerfen Sie eine.",
        "Too many of your deliveries wait already; please discard one.")
    static let layerFilesGone = Words(
        "Die Dateien dieser Abgabe liegen nicht (mehr) auf diesem Server; bitte geben Sie sie noch einmal ab.",
        "The files of this delivery do not lie on this server (any more); please hand them in again.")
    static let noFileThere = Words("Bitte wählen Sie eine Datei.", "Please choose a file.")
    static let layersWaiting = Words("Abgaben, die warten", "Deliveries that wait")
    static let availableUntil = Words("Wartet bis", "Waits until")
}
