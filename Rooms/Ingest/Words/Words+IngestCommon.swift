// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Words of this room's pages.
extension Words {
    static let importsTitle = Words("Importe", "Imports")
    static let importsLead = Words(
        "Welche Dateien eingelesen wurden, was gespeichert und was abgelehnt wurde.",
        "Which files were brought in, what was stored and what was rejected.")
    static let gisFilesElsewhere = Words(
        "GIS-Dateien abgeben (Shapefile, GeoPackage, GML …)", "Hand in GIS files (Shapefile, GeoPackage, GML …)")
    static let noImports = Words("Noch kein Import.", "No import yet.")
    static let importMapping = Words("Zuordnung", "Mapping")
    static let importStarted = Words("Beginn", "Start")
    static let importOutcome = Words("Ergebnis", "Outcome")
    static let importRows = Words("Zeilen gelesen", "Rows read")
    static let importStored = Words("Werte gespeichert", "Values stored")
    static let importUnchanged = Words("schon vorhanden", "there already")
    static let importReplaced = Words("ersetzt", "replaced")
    static let importEmpty = Words("leer oder als „kein Wert“ gelesen", "empty or read as no value")
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
        "Auch auf der Kommandozeile: allmende import --database … --mapping … DATEI",
        "On the command line too: allmende import --database … --mapping … FILE")

    static func period(_ answer: String) -> Words {
        switch answer {
        case "included": Words("Ja, der letzte Tag gehört dazu", "Yes, the last day belongs to it")
        case "excluded": Words("Nein, er endet davor", "No, it ends before it")
        default: Words("Nein: jede Zeile gilt für ihren Zeitraum", "No: each row holds for its period")
        }
    }

    static func stations(_ answer: String) -> Words {
        answer == "stations"
            ? Words("Jede Spalte ist eine Messstelle", "Each column is a station")
            : Words("Die Spalten sind Größen einer Messstelle", "The columns are quantities of one station")
    }

    static func leftOut(_ names: [String]) -> Words {
        let (german, english) = (
            names.map { "„\($0)“" }.joined(separator: ", "), names.map { "\"\($0)\"" }.joined(separator: ", ")
        )
        return Words(
            "Nicht übernommen, weil der Name eine Abweichung, einen Verlauf, ein Kennzeichen oder eine Zahl von Messungen sagt: \(german). "
                + "Ist es selbst ein Messwert, wählen Sie unten „Messwert“.",
            "Not taken, for the name says a deviation, a trend, a flag or a number of readings: \(english). If it is a measured value "
                + "itself, choose \"measured value\" below.")
    }
}
