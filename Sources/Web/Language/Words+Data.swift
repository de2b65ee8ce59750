// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of data sets, search and imports.
extension Words {
    static let dataTitle = Words("Daten", "Data")
    static let dataLead = Words(
        "Alle Datensätze mit Zuständigkeit, Lizenz und Stand.", "All data sets with owner, licence and date.")
    static let filterDatasets = Words("Titel, Beschreibung oder Schlagwort", "Title, description or keyword")
    static let noDatasets = Words("Noch keine Datensätze.", "No data sets yet.")
    static let noDatasetFound = Words(
        "Kein Datensatz passt. Nehmen Sie einen Filter weg.", "No data set matches. Remove a filter.")
    static let notPublic = Words("nicht öffentlich", "not public")
    static let publicData = Words("öffentlich", "public")
    static let internalData = Words("intern", "internal")
    static let restrictedData = Words("nur Administration", "administrators only")
    static let publicConsequence = Words(
        "Alle sehen und laden die Daten ohne Anmeldung, auch über die Schnittstellen. Was einmal abgerufen wurde, lässt "
            + "sich nicht zurückholen. Prüfen Sie vorher Lizenz und Personenbezug.",
        "Everybody sees and downloads the data without signing in, through the interfaces too. What was fetched cannot "
            + "be called back. Check the licence and personal data first.")
    static let internalConsequence = Words(
        "Nur wer ein Konto oder einen Schlüssel hat, sieht die Daten.",
        "Only people with an account or a key see the data.")
    static let restrictedConsequence = Words(
        "Nur die Administration sieht die Daten.", "Only administrators see the data.")
    static let accessTitle = Words("Wer darf die Daten sehen?", "Who may see the data?")
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
    static let accessSave = Words("Zugang ändern", "Change access")
    static let visibility = Words("Zugang", "Access")
    static let keywords = Words("Schlagwörter", "Keywords")
    static let attributions = Words("Diese Quellen dazuschreiben", "Quote these sources")
    static let origin = Words("Ursprung", "Origin")
    static let layers = Words("Kartenebenen", "Layers")
    static let layer = Words("Kartenebene", "Layer")
    static let importHistory = Words("Wie die Daten hereinkamen", "How the data came in")
    static let sensorThingsOf = Words("Sensordaten (OGC SensorThings)", "Sensor data (OGC SensorThings)")
    static let interfacesMore = Words("Alle Schnittstellen mit Beispielen", "All interfaces with examples")
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

    // Search
    static let searchTitle = Words("Suche", "Search")
    static func searchResults(_ count: String, _ text: String) -> Words {
        Words("\(count) Treffer für „\(text)“", "\(count) results for “\(text)”")
    }
    static let searchEmpty = Words(
        "Geben Sie oben ein Wort ein: einen Ort, eine Messgröße, einen Datensatz.",
        "Enter a word above: a place, a quantity, a data set.")
    static func searchNothing(_ text: String) -> Words {
        Words(
            "Nichts gefunden für „\(text)“. Prüfen Sie die Schreibweise oder nehmen Sie ein kürzeres Wort.",
            "Nothing found for “\(text)”. Check the spelling or try a shorter word.")
    }

    // Imports
    static let importsTitle = Words("Importe", "Imports")
    static let importsLead = Words(
        "Welche Dateien eingelesen wurden, was gespeichert und was abgelehnt wurde.",
        "Which files were brought in, what was stored and what was rejected.")
    static let noImports = Words("Noch kein Import.", "No import yet.")
    static let importMapping = Words("Zuordnung", "Mapping")
    static let importStarted = Words("Beginn", "Start")
    static let importOutcome = Words("Ergebnis", "Outcome")
    static let importRows = Words("Zeilen gelesen", "Rows read")
    static let importStored = Words("Werte gespeichert", "Values stored")
    static let importUnchanged = Words("schon vorhanden", "there already")
    static let importReplaced = Words("ersetzt", "replaced")
    static let importEmpty = Words("leere Zellen", "empty cells")
    static let importFlagged = Words("mit Vermerk gespeichert", "stored with a remark")
    static let importRejected = Words("abgelehnt", "rejected")
    static let importFiles = Words("Dateien", "Files")
    static let importSkipped = Words("Dateien unverändert", "Files unchanged")
    static let importFailedFiles = Words("Nicht lesbare Dateien", "Files that failed")
    static let importReason = Words("Grund", "Reason")
    static let importCount = Words("Anzahl", "Count")
    static let importFirst = Words("Zuerst", "First")
    static let importLine = Words("Zeile", "line")
    static let importColumn = Words("Spalte", "column")
    static let transferSets = Words("Dort und hier gezählt", "Counted there and here")
    static let transferDatastreams = Words(
        "Datenströme, bei denen etwas fehlt", "Datastreams of which something is missing")
    static let transferSet = Words("Menge", "Set")
    static let transferThere = Words("Dort", "There")
    static let transferHere = Words("Hier", "Here")
    static let transferNew = Words("Neu in diesem Lauf", "New in this run")
    static let transferRefused = Words("Zurückgewiesen", "Refused")
    static let importRejections = Words("Abgelehnt, nach Grund", "Rejected, by reason")
    static let importNothingRejected = Words("Nichts wurde abgelehnt.", "Nothing was rejected.")
    static let importNotices = Words("Hinweise", "Notices")
    static let importWithoutPlace = Words("Messstellen ohne Ort", "Sensors without position")
    static let importActor = Words("Durch", "By")
    static let importReport = Words("Importbericht", "Import report")
    static let importTextFound = Words("Inhalt", "content")
    static let outcomeComplete = Words("vollständig", "complete")
    static let outcomePartial = Words("teilweise", "partial")
    static let outcomeFailed = Words("fehlgeschlagen", "failed")
    static let outcomeStopped = Words("abgebrochen, das Gespeicherte bleibt", "stopped, what was stored stays")
    static let outcomeRunning = Words("läuft", "running")
    static let importHow = Words(
        "Neue Dateien liest die Kommandozeile ein: allmende import --database … --mapping … DATEI",
        "New files are brought in on the command line: allmende import --database … --mapping … FILE")
}
