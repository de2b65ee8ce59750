// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// Texts of data sets, search and imports.
extension Words {
    static let dataLead = Words(
        "Alle Datensätze mit Zuständigkeit, Lizenz und Stand.", "All data sets with owner, licence and date.")
    static let tableAndFiles = Words(
        "Tabelle und Dateien (GeoPackage, Shapefile, CSV und andere)",
        "Table and files (GeoPackage, shapefile, CSV and others)")
    static let filterDatasets = Words("Titel, Beschreibung oder Schlagwort", "Title, description or keyword")
    static let noDatasets = Words("Noch keine Datensätze.", "No data sets yet.")
    static let noDatasetFound = Words(
        "Kein Datensatz passt. Nehmen Sie einen Filter weg.", "No data set matches. Remove a filter.")
    static func otherDatasets(_ count: String) -> Words {
        Words("Datensätze anderer Kataloge: \(count)", "Data sets of other catalogues: \(count)")
    }
    static let publicData = Words("öffentlich", "public")
    static let internalData = Words("intern", "internal")
    static let restrictedData = Words("nur Administration", "administrators only")
    static let publicConsequence = Words(
        "Alle sehen und laden die Daten ohne Anmeldung, auch über die Schnittstellen. Was einmal abgerufen wurde, lässt "
            + "sich nicht zurückholen.",
        "Everybody sees and downloads the data without signing in, through the interfaces too. What was fetched cannot "
            + "be called back.")
    static let publicAdvice = Words(
        "Prüfen Sie vorher Lizenz und Personenbezug.", "Check the licence and personal data first.")
    static let internalConsequence = Words(
        "Nur wer ein Konto oder einen Schlüssel hat, sieht die Daten.",
        "Only people with an account or a key see the data.")
    static let restrictedConsequence = Words(
        "Nur die Administration und wer eine Freigabe hat sieht die Daten.",
        "Only administrators and those with a grant see the data.")
    static let accessTitle = Words("Wer darf die Daten sehen?", "Who may see the data?")
    static let attributionField = Words("Quellenvermerk", "Attribution")
    static let attributionHelp = Words(
        "Die Lizenz verlangt, dass die Quelle genannt wird, etwa „Stadt Musterstadt, Tiefbauamt“. Ohne ihn lässt sich der Datensatz nicht veröffentlichen.",
        "The licence asks that the source is named, such as “Town of Musterstadt, civil engineering”. Without it the data set cannot be published."
    )
    static let whoElse = Words(
        "Wer sie sonst sehen, ändern und verwalten darf", "Who else may see, change and manage them")
    static let accessAtOnce = Words(
        "Die Änderung gilt sofort auf allen Seiten und Schnittstellen.",
        "The change holds at once on all pages and interfaces.")
    static let willBePublishedTitle = Words("Veröffentlichen zeigt allen", "Publishing shows everybody")
    static let isPublishedTitle = Words("Öffentlich sind", "Public are")
    static func publishedSeries(_ things: String, _ series: String, _ values: String) -> Words {
        Words(
            "Messstellen: \(things), mit Messreihen: \(series), und allen Werten: \(values)",
            "sensors: \(things), with series: \(series), and all values: \(values)")
    }
    static func publishedPlaces(_ count: String) -> Words {
        Words("Orte auf der Karte, auch frühere: \(count)", "places on the map, earlier ones too: \(count)")
    }
    static func publishedDevices(_ count: String) -> Words {
        Words(
            "Geräte mit Name, Beschreibung und Unterlagen: \(count)",
            "devices with name, description and documents: \(count)")
    }
    static func publishedLayers(_ names: String) -> Words {
        Words("Kartenebenen mit allen Merkmalen: \(names)", "layers with all attributes: \(names)")
    }
    static let publishedFiles = Words(
        "die Dateien dazu: CSV und JSON jeder Messreihe, GeoJSON jeder Ebene",
        "their files: CSV and JSON of each series, GeoJSON of each layer")
    static let publishedIndicators = Words(
        "Werte dieser Kennzahlen, soweit die Kennzahl selbst öffentlich ist",
        "values of these indicators, where the indicator itself is public")
    static let publishedNothing = Words("noch keine Daten; spätere sofort", "no data yet; later ones at once")
    static let publishedRecord = Words(
        "Titel, Beschreibung, Amt, Kontakt und die Berichte der Importe",
        "title, description, department, contact and the reports of its imports")
    static let accessIsSet = Words("Der Zugang ist geändert", "The access is changed")
    static let accessSave = Words("Zugang ändern", "Change access")
    static let visibility = Words("Zugang", "Access")
    static let attributions = Words("Diese Quellen dazuschreiben", "Quote these sources")
    static let layer = Words("Kartenebene", "Layer")
    static let importHistory = Words("Wie die Daten hereinkamen", "How the data came in")
    static let sensorThingsOf = Words("Sensordaten (OGC SensorThings)", "Sensor data (OGC SensorThings)")
    static let interfacesMore = Words("Alle Schnittstellen mit Beispielen", "All interfaces with examples")
    static let valuesAsFiles = Words("Werte herunterladen", "Download the values")
    static let valuesForSpreadsheets = Words("für Tabellenprogramme", "for spreadsheet programs")
    static let allSensorsOfDataset = Words("Alle Messstellen dieses Datensatzes", "All sensors of this data set")
    static func sensorCount(_ count: Int, _ format: Format) -> Words {
        let number = format.integer(Int64(count))
        return count == 1 ? Words("1 Messstelle", "1 sensor") : Words("\(number) Messstellen", "\(number) sensors")
    }
    static func layerCount(_ count: Int, _ format: Format) -> Words {
        let number = format.integer(Int64(count))
        return count == 1 ? Words("1 Kartenebene", "1 layer") : Words("\(number) Kartenebenen", "\(number) layers")
    }
    static func featureCount(_ count: Int64, _ format: Format) -> Words {
        let number = format.integer(count)
        return count == 1 ? Words("1 Objekt", "1 feature") : Words("\(number) Objekte", "\(number) features")
    }
}
