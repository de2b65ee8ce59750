// SPDX-License-Identifier: EUPL-1.2

/// Texts of data sets, search and imports.
extension Text {
    static let dataTitle = Text("Daten", "Data")
    static let dataLead = Text(
        "Alle Datensätze mit Zuständigkeit, Lizenz und Stand.", "All data sets with owner, licence and date.")
    static let filterDatasets = Text("Titel, Beschreibung oder Schlagwort", "Title, description or keyword")
    static let noDatasets = Text("Noch keine Datensätze.", "No data sets yet.")
    static let noDatasetFound = Text(
        "Kein Datensatz passt. Nehmen Sie einen Filter weg.", "No data set matches. Remove a filter.")
    static let notPublic = Text("nicht öffentlich", "not public")
    static let publicData = Text("öffentlich", "public")
    static let internalData = Text("intern", "internal")
    static let restrictedData = Text("nur Administration", "administrators only")
    static let publicConsequence = Text(
        "Alle sehen und laden die Daten ohne Anmeldung, auch über die Schnittstellen. Was einmal abgerufen wurde, lässt "
            + "sich nicht zurückholen. Prüfen Sie vorher Lizenz und Personenbezug.",
        "Everybody sees and downloads the data without signing in, through the interfaces too. What was fetched cannot "
            + "be called back. Check the licence and personal data first.")
    static let internalConsequence = Text(
        "Nur wer ein Konto oder einen Schlüssel hat, sieht die Daten.",
        "Only people with an account or a key see the data.")
    static let restrictedConsequence = Text(
        "Nur die Administration sieht die Daten.", "Only administrators see the data.")
    static let accessTitle = Text("Wer darf die Daten sehen?", "Who may see the data?")
    static let accessAtOnce = Text(
        "Die Änderung gilt sofort auf allen Seiten und Schnittstellen.",
        "The change holds at once on all pages and interfaces.")
    static let accessSave = Text("Zugang ändern", "Change access")
    static let visibility = Text("Zugang", "Access")
    static let keywords = Text("Schlagwörter", "Keywords")
    static let attributions = Text("Diese Quellen dazuschreiben", "Quote these sources")
    static let origin = Text("Ursprung", "Origin")
    static let layers = Text("Kartenebenen", "Layers")
    static let layer = Text("Kartenebene", "Layer")
    static let importHistory = Text("Wie die Daten hereinkamen", "How the data came in")
    static let sensorThingsOf = Text("Sensordaten (OGC SensorThings)", "Sensor data (OGC SensorThings)")
    static let interfacesMore = Text("Alle Schnittstellen mit Beispielen", "All interfaces with examples")
    static let allSensorsOfDataset = Text("Alle Messstellen dieses Datensatzes", "All sensors of this data set")

    static func sensorCount(_ count: Int, _ format: Format) -> Text {
        let number = format.integer(Int64(count))
        return count == 1 ? Text("1 Messstelle", "1 sensor") : Text("\(number) Messstellen", "\(number) sensors")
    }
    static func layerCount(_ count: Int, _ format: Format) -> Text {
        let number = format.integer(Int64(count))
        return count == 1 ? Text("1 Kartenebene", "1 layer") : Text("\(number) Kartenebenen", "\(number) layers")
    }
    static func featureCount(_ count: Int64, _ format: Format) -> Text {
        let number = format.integer(count)
        return count == 1 ? Text("1 Objekt", "1 feature") : Text("\(number) Objekte", "\(number) features")
    }

    // Search
    static let searchTitle = Text("Suche", "Search")
    static func searchResults(_ count: String, _ text: String) -> Text {
        Text("\(count) Treffer für „\(text)“", "\(count) results for “\(text)”")
    }
    static let searchEmpty = Text(
        "Geben Sie oben ein Wort ein: einen Ort, eine Messgröße, einen Datensatz.",
        "Enter a word above: a place, a quantity, a data set.")
    static func searchNothing(_ text: String) -> Text {
        Text(
            "Nichts gefunden für „\(text)“. Prüfen Sie die Schreibweise oder nehmen Sie ein kürzeres Wort.",
            "Nothing found for “\(text)”. Check the spelling or try a shorter word.")
    }

    // Imports
    static let importsTitle = Text("Importe", "Imports")
    static let importsLead = Text(
        "Welche Dateien eingelesen wurden, was gespeichert und was abgelehnt wurde.",
        "Which files were brought in, what was stored and what was rejected.")
    static let noImports = Text("Noch kein Import.", "No import yet.")
    static let importMapping = Text("Zuordnung", "Mapping")
    static let importStarted = Text("Beginn", "Start")
    static let importOutcome = Text("Ergebnis", "Outcome")
    static let importRows = Text("Zeilen gelesen", "Rows read")
    static let importStored = Text("Werte gespeichert", "Values stored")
    static let importUnchanged = Text("schon vorhanden", "there already")
    static let importReplaced = Text("ersetzt", "replaced")
    static let importEmpty = Text("leere Zellen", "empty cells")
    static let importFlagged = Text("mit Vermerk gespeichert", "stored with a remark")
    static let importRejected = Text("abgelehnt", "rejected")
    static let importFiles = Text("Dateien", "Files")
    static let importSkipped = Text("Dateien unverändert", "Files unchanged")
    static let importFailedFiles = Text("Nicht lesbare Dateien", "Files that failed")
    static let importReason = Text("Grund", "Reason")
    static let importCount = Text("Anzahl", "Count")
    static let importFirst = Text("Zuerst", "First")
    static let importLine = Text("Zeile", "line")
    static let importColumn = Text("Spalte", "column")
    static let transferSets = Text("Dort und hier gezählt", "Counted there and here")
    static let transferDatastreams = Text(
        "Datenströme, bei denen etwas fehlt", "Datastreams of which something is missing")
    static let transferSet = Text("Menge", "Set")
    static let transferThere = Text("Dort", "There")
    static let transferHere = Text("Hier", "Here")
    static let transferNew = Text("Neu in diesem Lauf", "New in this run")
    static let transferRefused = Text("Zurückgewiesen", "Refused")
    static let importRejections = Text("Abgelehnt, nach Grund", "Rejected, by reason")
    static let importNothingRejected = Text("Nichts wurde abgelehnt.", "Nothing was rejected.")
    static let importNotices = Text("Hinweise", "Notices")
    static let importWithoutPlace = Text("Messstellen ohne Ort", "Sensors without position")
    static let importActor = Text("Durch", "By")
    static let importReport = Text("Importbericht", "Import report")
    static let importTextFound = Text("Inhalt", "content")
    static let outcomeComplete = Text("vollständig", "complete")
    static let outcomePartial = Text("teilweise", "partial")
    static let outcomeFailed = Text("fehlgeschlagen", "failed")
    static let outcomeStopped = Text("abgebrochen, das Gespeicherte bleibt", "stopped, what was stored stays")
    static let outcomeRunning = Text("läuft", "running")
    static let importHow = Text(
        "Neue Dateien liest die Kommandozeile ein: allmende import --database … --mapping … DATEI",
        "New files are brought in on the command line: allmende import --database … --mapping … FILE")
}
