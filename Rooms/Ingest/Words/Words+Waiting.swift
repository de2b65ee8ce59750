// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// Words of the way from a file to measured series.
extension Words {
    package static let newImport = Words("Dateien importieren", "Import files")
    static let newImportLead = Words(
        "Geben Sie Dateien oder ein Archiv ab. Allmende zeigt, was es darin erkennt; gespeichert wird erst, wenn Sie zustimmen.",
        "Hand in files or an archive. Allmende shows what it sees in them; nothing is stored until you agree.")
    static let chooseFiles = Words("Dateien oder Archiv", "Files or archive")
    static func chooseFilesHelp(_ megabytes: String, _ hours: String) -> Words {
        Words(
            "Auswählen oder hierher ziehen: CSV und andere Texttabellen, .xlsx, .ods, JSON, GeoJSON, .zip, .tar.gz; zusammen "
                + "höchstens \(megabytes) MB. Sie warten \(hours) Stunden auf Ihre Entscheidung, dann werden sie gelöscht.",
            "Choose them or drag them here: CSV and other tables as text, .xlsx, .ods, JSON, GeoJSON, .zip, .tar.gz; together at "
                + "most \(megabytes) MB. They wait \(hours) hours for your decision, then they are deleted.")
    }
    static let handIn = Words("Abgeben und ansehen", "Hand in and look")
    static let orAddress = Words("Oder von einer Adresse holen", "Or fetch from an address")
    static let address = Words("Adresse der Datei", "Address of the file")
    static let addressHelp = Words(
        "Eine öffentliche Adresse (https://…), die ohne Anmeldung eine Datei liefert. Danach können Sie sie jede Nacht holen lassen.",
        "A public address (https://…) that answers with a file without signing in. Afterwards you can have it fetched each night."
    )
    static let fetchAndLook = Words("Holen und ansehen", "Fetch and look")
    static let noFileChosen = Words("Bitte wählen Sie mindestens eine Datei aus.", "Please choose at least one file.")
    static let tooManyWaiting = Words(
        "Es warten schon zu viele Abgaben. Bitte importieren oder verwerfen Sie erst eine davon.",
        "Too many deliveries wait already. Please import or discard one of them first.")
    static let filesGone = Words(
        "Die Dateien dieser Abgabe liegen nicht mehr auf diesem Server. Bitte geben Sie sie noch einmal ab.",
        "The files of this delivery are no longer on this server. Please hand them in again.")
    static let waitingTitle = Words("Wartet auf Sie", "Waits for you")
    static let waitingUntil = Words("wartet bis", "waits until")
    static let deliveredFiles = Words("Abgegeben", "Handed in")

    static let looksLikeSeries = Words("Das sind Messwerte", "These are measured values")
    static let looksLikeLayer = Words("Das ist eine Ebene mit Orten", "This is a layer of places")
    static let looksUnknown = Words("Darin ist noch nichts Bekanntes erkannt", "Nothing known was seen in it yet")
    static let unknownHelp = Words(
        "Allmende hat keine Tabelle mit Zeiten oder Orten gefunden. Geben Sie dieselben Daten als CSV, xlsx oder GeoJSON ab, oder "
            + "schreiben Sie die Zuordnung unten selbst.",
        "Allmende found no table with times or places. Hand the same data in as CSV, xlsx or GeoJSON, or write the mapping below "
            + "yourself.")
    static let openQuestions = Words("Das kann die Datei nicht sagen", "What the file cannot tell")
    static let noQuestions = Words(
        "Keine Frage ist offen. Bitte sehen Sie die Vorschau durch.",
        "No question is open. Please look through the preview.")
    static func questionsLeft(_ count: Int) -> Words {
        count == 1
            ? Words("Eine Frage ist noch offen.", "One question is still open.")
            : Words("\(count) Fragen sind noch offen.", "\(count) questions are still open.")
    }
    static let repeatedRow = Words("die Zeile der doppelten Stunde", "the row of the repeated hour")
    static let firstRow = Words("erste Zeile", "first row")
    static let saveAndPreview = Words("Übernehmen und Vorschau neu zeigen", "Apply and show the preview again")
    static let corrections = Words("Was Allmende erkennt", "What Allmende sees")
    static let groupFile = Words("Wie die Datei geschrieben ist", "How the file is written")
    static let groupTime = Words("Die Zeit", "The time")
    static let groupStation = Words("Messstelle und Ort", "Station and place")
    static let groupColumns = Words("Die Spalten", "The columns")
    static let groupExpert = Words("Die Zuordnung als Dokument", "The mapping as a document")
    static let certaintySure = Words("sicher", "sure")
    static let certaintyLikely = Words("wahrscheinlich", "likely")
    static let certaintyAnswered = Words("von Ihnen beantwortet", "answered by you")
    static let certaintyAsked = Words("bitte prüfen", "please check")

    static let encoding = Words("Kodierung", "Encoding")
    static let separator = Words("Trennzeichen", "Separator")
    static let decimalSign = Words("Dezimalzeichen", "Decimal sign")
    static let thousandsSign = Words("Tausenderzeichen", "Thousands separator")
    static let leadingLines = Words("Zeilen vor der Tabelle", "Lines before the table")
    static let headerLines = Words("Zeilen mit Spaltennamen", "Lines with names of columns")
    static let missingTexts = Words("Texte für „kein Wert“", "Texts for \"no value\"")
    static let missingHelp = Words("Mehrere mit Semikolon: -999; k. A.", "Several with semicolons: -999; n/a")
    static let sheetName = Words("Tabellenblatt", "Sheet")
    static let sheetHelp = Words("Leer: das erste.", "Empty: the first one.")
    static let timeFormLabel = Words("Schreibweise der Zeit", "Form of the time")
    static let timeFormHelp = Words(
        "yyyy Jahr, MM Monat, dd Tag, HH Stunde, mm Minute, ss Sekunde.",
        "yyyy year, MM month, dd day, HH hour, mm minute, ss second.")
    static let zoneLabel = Words("Zeitzone", "Time zone")
    static let intervalLabel = Words("Ein Wert gilt für", "A value covers")
    static let stampLabel = Words("Die Zeitangabe meint", "The time means")
    static let repeatedLabel = Words("Die doppelte Stunde im Herbst", "The hour that comes twice in autumn")
    static let stationName = Words("Name der Messstelle", "Name of the station")
    static let longitude = Words("Länge (Grad)", "Longitude (degrees)")
    static let latitude = Words("Breite (Grad)", "Latitude (degrees)")
    static let placeHelp = Words("Leer lassen, wenn unbekannt.", "Leave empty if not known.")
    static let epsg = Words("EPSG-Nummer der Koordinaten", "EPSG number of the coordinates")
    static let epsgHelp = Words(
        "Leer: Grad. 25832 für UTM Zone 32.", "Empty: degrees. 25832 for UTM zone 32.")
    static let swapped = Words("Länge und Breite sind vertauscht", "Longitude and latitude are swapped")
    static let columnName = Words("Spalte", "Column")
    static let columnExamples = Words("Beispiele", "Examples")
    static let columnRole = Words("Verwendung", "Use")
    static let seriesName = Words("Name der Reihe", "Name of the series")
    static let seriesUnit = Words("Einheit", "Unit")
    static let seriesProperty = Words("Gemessen wird", "What is measured")
    static let seriesCount = Words("Zählung (nur ganze Zahlen)", "Count (whole numbers only)")
    static let parametersTitle = Words("Was die Zeilen messen", "What the rows measure")
    static let parameterTaken = Words("speichern", "store it")
    static let layerTitle = Words("Name der Ebene", "Name of the layer")
    static let layerRole = Words("Art der Orte", "Kind of places")
    static let layerName = Words("Spalte mit den Namen", "Column with the names")
    static let layerX = Words("Spalte mit der Länge oder dem Ostwert", "Column with longitude or easting")
    static let layerY = Words("Spalte mit der Breite oder dem Nordwert", "Column with latitude or northing")
    static let expertHelp = Words(
        "Alles hier ist dieses Dokument (Rooms/Ingest/Docs/import.de.md). Es lässt sich herunterladen, weitergeben und mit "
            + "„allmende import --mapping“ verwenden.",
        "Everything here is this document (Rooms/Ingest/Docs/import.md). It can be downloaded, passed on, and used by "
            + "\"allmende import --mapping\".")
    static let documentText = Words("Dokument (JSON)", "Document (JSON)")
    static let saveDocument = Words("Dokument übernehmen", "Apply the document")
    static let downloadMapping = Words("Zuordnung herunterladen", "Download the mapping")
    static let discardDelivery = Words("Verwerfen", "Discard")
    static let automatic = Words("von selbst erkennen", "recognise it")
    static let pleaseChoose = Words("– bitte wählen –", "– please choose –")

    static let previewTitle = Words("Vorschau: so würde es gespeichert", "Preview: as it would be stored")
    static let previewPart = Words(
        "Die Datei ist groß: die Vorschau zeigt ihren Anfang.", "The file is large: the preview shows its beginning.")
    static let previewFault = Words("So lässt sich die Datei nicht lesen", "The file cannot be read like this")
    static let previewValues = Words("Werte", "Values")
    static let previewFeatures = Words("Orte", "Places")
    static let previewSeries = Words("Reihen", "Series")
    static let previewStations = Words("Messstellen", "Stations")
    static let previewRowsTaken = Words("Zeilen gelesen", "Rows read")
    static let previewRowsRefused = Words("Zeilen abgelehnt", "Rows refused")
    static let previewCellsRefused = Words("Zellen abgelehnt", "Cells refused")
    static let previewEmpty = Words("leer oder als „kein Wert“ gelesen", "Empty or read as no value")
    static let previewFirst = Words("Die ersten Werte", "The first values")
    static let previewStation = Words("Messstelle", "Station")
    static let previewSeriesName = Words("Reihe", "Series")
    static let previewTime = Words("Zeit (Ortszeit)", "Time (local)")
    static let previewValue = Words("Wert", "Value")
    static let previewRefused = Words("Was abgelehnt würde", "What would be refused")
    static let previewNothingRefused = Words("Nichts würde abgelehnt.", "Nothing would be refused.")
    static let previewMap = Words("Wo das ist", "Where it is")
    static let previewNoPlace = Words("Ohne Ort bleiben", "Without a place remain")
    static let previewGaps = Words("Lücken", "Gaps")
    static let previewLongest = Words("längste", "longest")
    static let previewMoreSeries = Words("Weitere Reihen", "Further series")
    static let previewNothing = Words("Kein einziger Wert käme an.", "Not a single value would come in.")
    static let ignoredColumns = Words("Spalten, die nicht gespeichert werden", "Columns that are not stored")
    static let ignoredRows = Words("Zeilen, die nicht gespeichert werden", "Rows that are not stored")

    static let goTitle = Words("Importieren", "Import")
    static let goDataset = Words("Datensatz", "Data set")
    static let goNew = Words(
        "ein neuer Datensatz (intern, bis ihn jemand veröffentlicht)",
        "a new data set (internal until somebody publishes it)")
    static let goDatasetTitle = Words("Name des neuen Datensatzes", "Name of the new data set")
    static let goOwner = Words("Zuständige Stelle", "Responsible department")
    static let goContact = Words("Kontakt (freiwillig)", "Contact (optional)")
    static let goLicence = Words("Lizenz", "Licence")
    static let goLicenceHelp = Words(
        "Wie andere die Daten nutzen dürfen, wenn sie veröffentlicht werden.",
        "How others may use the data once they are published.")
    static let goButton = Words("Jetzt importieren", "Import now")
    static let goAnswerFirst = Words(
        "Bitte beantworten Sie erst die offenen Fragen.", "Please answer the open questions first.")
    static let goNoTitle = Words("Bitte geben Sie dem Datensatz einen Namen.", "Please give the data set a name.")
    static func goTooLong(_ letters: Int) -> Words {
        Words("Bitte höchstens \(letters) Zeichen.", "Please use \(letters) characters at most.")
    }
    static let goNoOwner = Words("Bitte nennen Sie die zuständige Stelle.", "Please name the responsible department.")
    static let goNoLicence = Words("Bitte wählen Sie eine Lizenz.", "Please choose a licence.")
    static let goNoDataset = Words("Diesen Datensatz gibt es nicht.", "There is no such data set.")
    static let goTaken = Words(
        "Einen Datensatz dieses Namens gibt es schon. Wählen Sie ihn aus der Liste, oder einen anderen Namen.",
        "There is a data set of this name already. Choose it from the list, or another name.")

    static let progressTitle = Words("Der Import läuft", "The import is running")
    static let progressQueued = Words("Der Import beginnt gleich.", "The import begins in a moment.")
    static func progressValues(_ values: String) -> Words {
        Words("\(values) Werte sind gespeichert.", "\(values) values are stored.")
    }
    static let progressHelp = Words(
        "Sie können die Seite verlassen; der Import läuft weiter.",
        "You may leave this page; the import goes on.")
    static let reload = Words("Stand neu laden", "Reload")
    static let importFault = Words("Der Import brach ab", "The import broke off")

    // MARK: Afterwards

    static let outcomeUndone = Words("zurückgenommen", "undone")
    static let undoTitle = Words("Import zurücknehmen", "Undo the import")
    static func undoWhat(_ stored: String, _ replaced: String, _ date: String) -> Words {
        Words(
            "Der Import vom \(date) hat \(stored) Werte neu gespeichert und \(replaced) berichtigt.",
            "The import of \(date) stored \(stored) new values and corrected \(replaced).")
    }
    static let undoHelp = Words(
        "Die neuen Werte werden entfernt, die berichtigten sind wieder wie vorher. Was andere seitdem geändert haben, geht nicht "
            + "verloren: dann bleibt alles, wie es ist, und Sie erfahren den Grund.",
        "The new values are removed, the corrected ones are as they were before. What others have changed since is not lost: then "
            + "everything stays as it is, and you are told why.")
    static let undoButton = Words("Ganz zurücknehmen", "Undo all of it")
    static let undoKeep = Words("Nein, behalten", "No, keep it")
    static func undoneBy(_ person: String, _ date: String) -> Words {
        Words("Zurückgenommen von \(person) am \(date).", "Undone by \(person) on \(date).")
    }
    static let runSeeData = Words("Den Datensatz ansehen", "See the data set")
    static let runCorrect = Words(
        "Zuordnung berichtigen und noch einmal importieren", "Correct the mapping and import again")
    static let mappingVersions = Words("Zuordnung und ihre Fassungen", "The mapping and its versions")
    static let mappingVersion = Words("Fassung", "Version")
    static let mappingMade = Words("Entstanden", "Made")
    static let mappingLead = Words(
        "Jede Änderung ist eine eigene Fassung; keine geht verloren.",
        "Each change is a version of its own; none is lost.")
    static let mappingUse = Words(
        "Eine heruntergeladene Zuordnung liest dieselben Dateien auch auf der Kommandozeile ein, hier oder bei einer anderen "
            + "Kommune:",
        "A downloaded mapping brings the same files in on the command line too, here or in another town:")

    // MARK: Each night

    package static let schedulesTitle = Words("Jede Nacht geholt", "Fetched each night")
    package static let scheduleState = Words("Zustand", "State")
    package static let scheduleDelivered = Words("Letzte Lieferung", "Last delivery")
    package static let scheduleNext = Words("Nächste erwartet", "Next expected")
    static let scheduleRun = Words("Letzter Import", "Last import")
    static let scheduleChanges = Words("An der letzten Lieferung war anders", "Other about the last delivery was")
    static let scheduleRepairHelp = Words(
        "Die letzte Lieferung passt nicht mehr zur Zuordnung; gespeichert wurde davon nichts. Ein neuer Vorschlag liegt bereit.",
        "The last delivery does not fit the mapping any more; nothing of it was stored. A new proposal is ready.")
    static let scheduleRepair = Words("Neue Zuordnung ansehen", "See the new mapping")
    package static let schedulePause = Words("Anhalten", "Pause")
    package static let scheduleResume = Words("Jetzt holen", "Fetch now")
    package static let scheduleRemove = Words("Nicht mehr holen", "Fetch no more")
    package static let schedulePaused = Words("angehalten", "paused")
    static let scheduleNeedsMapping = Words("braucht eine neue Zuordnung", "needs a new mapping")
    package static let scheduleUnreachable = Words("nicht erreichbar", "not reachable")
    package static let scheduleRetrying = Words("wird noch einmal versucht", "is tried again")
    package static let scheduleFine = Words("in Ordnung", "fine")
    static let scheduleChanged = Words("geändert, aber lesbar", "changed, but readable")
    package static let nightlyTitle = Words("Jede Nacht holen", "Fetch it each night")
    static let nightlyHelp = Words(
        "Allmende fragt die Adresse jede Nacht, ob es Neues gibt, und importiert nur den Unterschied.",
        "Allmende asks the address each night whether there is anything new, and imports the difference only.")
    package static let nightlyHour = Words("Stunde (0 bis 23)", "Hour (0 to 23)")
    static let nightlyButton = Words("Einrichten", "Set it up")

    // MARK: Values

    static func zone(_ name: String) -> Words {
        switch name {
        case "Europe/Berlin": Words("Ortszeit mit Sommerzeit", "local time with summer time")
        case "Etc/GMT-1": Words("MEZ das ganze Jahr", "CET all year")
        case "Etc/GMT-2": Words("MESZ das ganze Jahr", "CEST all year")
        case "UTC", "Etc/UTC": Words("UTC (Weltzeit)", "UTC (world time)")
        default: Words(name, name)
        }
    }

    static func stamp(_ name: String) -> Words {
        switch name {
        case "start": Words("den Anfang der Messung", "the begin of the measurement")
        case "end": Words("das Ende der Messung", "the end of the measurement")
        default: Words("einen Zeitpunkt", "a moment")
        }
    }

    static func timeForm(_ form: String) -> Words { Words("als \(form)", "as \(form)") }

    /// `10-01`: the month, and the day where it is not the first.
    static func yearStart(_ text: String) -> Words {
        switch text {
        case "01-01": Words("am 1. Januar", "on 1 January")
        case "09-01": Words("am 1. September (Schuljahr)", "on 1 September (school year)")
        case "10-01": Words("am 1. Oktober (Heizperiode, Semester)", "on 1 October (heating season, term)")
        default: Words("am \(text)", "on \(text)")
        }
    }
    static let yearStartLabel = Words("Ein solches Jahr beginnt am", "Such a year begins on")
    static let yearStartHelp = Words("Monat und Tag: 10-01.", "Month and day: 10-01.")

    static func referenceSystem(_ code: String) -> Words {
        if let number = Int(code), (31466...31469).contains(number) {
            let zone = number - 31464
            return Words("Gauß-Krüger, Streifen \(zone) (EPSG \(code))", "Gauss-Krüger, zone \(zone) (EPSG \(code))")
        }
        if code == "25832" || code == "25833" {
            return Words("UTM Zone \(code.suffix(2)) (EPSG \(code))", "UTM zone \(code.suffix(2)) (EPSG \(code))")
        }
        switch code {
        case "31254", "31257":
            return Words("Österreich, Gauß-Krüger West (EPSG \(code))", "Austria, Gauss-Krüger west (EPSG \(code))")
        case "31255", "31258":
            return Words("Österreich, Gauß-Krüger Mitte (EPSG \(code))", "Austria, Gauss-Krüger centre (EPSG \(code))")
        case "31256", "31259":
            return Words("Österreich, Gauß-Krüger Ost (EPSG \(code))", "Austria, Gauss-Krüger east (EPSG \(code))")
        case "31287": return Words("Österreich, Lambert (EPSG \(code))", "Austria, Lambert (EPSG \(code))")
        default: return Words("EPSG \(code)", "EPSG \(code)")
        }
    }
    static let beyondLimitsLabel = Words("Zellen wie „<0,05“", "Cells such as \"<0.05\"")
    static func beyondLimits(_ rule: String) -> Words {
        switch rule {
        case "limit":
            Words("Die Grenze selbst gilt, mit Vermerk am Wert", "The limit itself holds, the value is marked")
        case "half":
            Words("Die halbe Grenze gilt, mit Vermerk am Wert", "Half of the limit holds, the value is marked")
        case "missing": Words("Kein Messwert, gezählt mit Grund", "No value, counted with its reason")
        default: Words(rule, rule)
        }
    }
    static let pointIsThousands = Words(
        "Ja, der Punkt trennt Tausender", "Yes, the point separates thousands")
    static let pointIsDecimal = Words(
        "Nein, der Punkt trennt Nachkommastellen", "No, the point is the decimal sign")

    static func interval(_ text: String) -> Words {
        let prefix = text.hasPrefix("PT") ? "PT" : "P"
        let rest = text.dropFirst(prefix.count)
        let names: (String, String, String, String)
        switch (prefix, rest.last) {
        case ("PT", "H"): names = ("Stunde", "Stunden", "hour", "hours")
        case ("PT", "M"): names = ("Minute", "Minuten", "minute", "minutes")
        case ("P", "D"): names = ("Tag", "Tage", "day", "days")
        case ("P", "W"): names = ("Woche", "Wochen", "week", "weeks")
        case ("P", "M"): names = ("Monat", "Monate", "month", "months")
        case ("P", "Y"): names = ("Jahr", "Jahre", "year", "years")
        default: return Words(text, text)
        }
        guard let count = Int(rest.dropLast()) else { return Words(text, text) }
        return count == 1
            ? Words("1 \(names.0)", "1 \(names.2)") : Words("\(count) \(names.1)", "\(count) \(names.3)")
    }

    static func repeated(_ name: String) -> Words {
        switch name {
        case "twice": Words("steht zweimal da", "stands twice")
        case "byOrder": Words("zweimal, in unregelmäßigen Minuten", "twice, at irregular minutes")
        case "sum": Words("steht einmal da, mit der Summe", "stands once, with the sum")
        case "once": Words("steht einmal da, nur der erste Durchgang", "stands once, the first pass only")
        default: automatic
        }
    }

    static func separatorName(_ name: String) -> Words {
        switch name {
        case ";": Words("Semikolon", "semicolon")
        case ",": Words("Komma", "comma")
        case "tab": Words("Tabulator", "tab")
        case "|": Words("Strich |", "bar |")
        case "blank": Words("Leerzeichen", "blanks")
        case "auto": automatic
        default: Words(name, name)
        }
    }

    static func columnRole(_ role: DocumentForm.Role) -> Words {
        switch role {
        case .value: Words("Messwert", "measured value")
        case .parameter: Words("sagt, was gemessen ist, oder die Einheit", "tells what is measured, or its unit")
        case .time: Words("Zeit", "time")
        case .station: Words("Messstelle (Kennung)", "station (identifier)")
        case .stationName: Words("Messstelle (Name)", "station (name)")
        case .longitude: Words("Länge oder Ostwert", "longitude or easting")
        case .latitude: Words("Breite oder Nordwert", "latitude or northing")
        case .status: Words("Status der Messwerte", "status of the values")
        case .ignored: Words("nicht speichern", "do not store")
        }
    }

    static func fieldType(_ name: String) -> Words {
        switch name {
        case "integer": Words("ganze Zahl", "whole number")
        case "number": Words("Zahl", "number")
        case "date": Words("Datum", "date")
        case "boolean": Words("ja oder nein", "yes or no")
        case "ignored": Words("nicht speichern", "do not store")
        default: Words("Text", "text")
        }
    }

    static func layerRoleName(_ name: String) -> Words {
        switch name {
        case "districts": Words("Stadtteile", "districts")
        case "roads": Words("Straßen", "roads")
        case "water": Words("Gewässer", "water")
        case "trees": Words("Bäume", "trees")
        case "containers": Words("Container", "containers")
        case "playgrounds": Words("Spielplätze", "playgrounds")
        case "stops": Words("Haltestellen", "stops")
        case "charging": Words("Ladesäulen", "charging points")
        case "parking": Words("Parken", "parking")
        case "cycling": Words("Radverkehr", "cycling")
        default: Words("andere Orte", "other places")
        }
    }
}
