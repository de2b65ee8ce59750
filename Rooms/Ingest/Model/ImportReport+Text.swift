// SPDX-License-Identifier: EUPL-1.2

/// The two languages of reports.
public enum ReportLanguage: String, Sendable, CaseIterable {
    case german = "de", english = "en"
}

extension ImportReport.Reason {
    /// What happened and what to do, as a sentence for data managers.
    public func explanation(in language: ReportLanguage) -> String {
        let isGerman = language == .german
        return switch self {
        case .notANumber: isGerman ? "keine Zahl und kein vereinbarter Text" : "neither a number nor a declared text"
        case .badTime: isGerman ? "Zeitangabe nicht lesbar" : "time stamp not readable"
        case .nonexistentTime:
            isGerman
                ? "Uhrzeit, die es wegen der Sommerzeit nicht gab (geht die Uhr der Datei das ganze Jahr gleich, ist ihre "
                    + "„zone“ zum Beispiel „Etc/GMT-1“)"
                : "time left out by the spring clock change (if the file's clock never changes, its \"zone\" is for "
                    + "example \"Etc/GMT-1\")"
        case .ambiguousTime:
            isGerman
                ? "Uhrzeit der doppelten Stunde im Herbst; die Reihenfolge der Zeilen zeigt nicht, welcher Durchgang gemeint "
                    + "ist („repeatedHour“: „once“ oder „sum“, wenn die Stunde nur einmal dasteht; „zone“: zum Beispiel "
                    + "„Etc/GMT-1“, wenn die Uhr das ganze Jahr gleich geht)"
                : "time of the repeated hour in autumn; the order of the rows does not show which pass is meant "
                    + "(\"repeatedHour\": \"once\" or \"sum\" if the hour stands once; \"zone\": for example \"Etc/GMT-1\" "
                    + "if the clock never changes)"
        case .notWhole: isGerman ? "keine ganze Zahl, wie sie hier steht" : "not a whole number as it stands here"
        case .tooLong: isGerman ? "mehr Stellen, als eine Zahl behalten kann" : "more digits than a number can keep"
        case .notYesNo:
            isGerman ? "weder Ja noch Nein nach der Zuordnung" : "neither yes nor no by the mapping"
        case .notADate: isGerman ? "kein Datum" : "no date"
        case .badFeature: isGerman ? "kein gültiges Objekt, ausgelassen" : "no valid feature, left out"
        case .surplusFields: isGerman ? "mehr Felder als Spaltennamen" : "more fields than column names"
        case .missingFields: isGerman ? "zu wenige Felder" : "too few fields"
        case .outOfBounds:
            isGerman ? "Wert außerhalb der Plausibilitätsgrenzen" : "value outside the plausibility bounds"
        case .duplicate: isGerman ? "zweiter Wert für denselben Zeitpunkt" : "second value for the same time"
        case .noStation: isGerman ? "Zeile ohne Messstelle" : "row without a station"
        case .unknownStatus:
            isGerman
                ? "unbekannter Status (Wert gespeichert und markiert)" : "unknown status (value stored and flagged)"
        case .badEncoding: isGerman ? "Zeichen passen nicht zur Kodierung" : "bytes do not fit the encoding"
        case .badCell:
            isGerman ? "Zelle zu lang oder Anführungszeichen ohne Ende" : "cell too long or quote without end"
        case .badGeometry: isGerman ? "Koordinaten oder Form nicht lesbar" : "coordinates or shape not readable"
        case .implausiblePlace: isGerman ? "Ort unglaubwürdig" : "implausible place"
        }
    }
}

extension ImportReport {
    /// The report for people, as plain text.
    public func text(in language: ReportLanguage) -> String {
        let isGerman = language == .german
        func pick(_ german: String, _ english: String) -> String { isGerman ? german : english }
        func number(_ value: Int) -> String { Self.grouped(value, separator: isGerman ? "." : ",") }
        var lines = [
            pick(
                "Import mit „\(mapping)“ in den Datensatz „\(dataset)“",
                "Import by \"\(mapping)\" into data set \"\(dataset)\"")
        ]
        if isNothingNew {
            let isEmpty = rows == 0 && filesSkipped == 0
            lines.append(
                isEmpty
                    ? pick("Nichts Neues: in den Dateien steht keine Zeile.", "Nothing new: the files hold no row.")
                    : pick("Nichts Neues: alles war schon da.", "Nothing new: everything was there already."))
        } else if !hasChanged, unchanged == 0 {
            lines.append(pick("Nichts wurde gespeichert.", "Nothing was stored."))
        }
        let files = pick(
            "Dateien: \(number(filesDone)) gelesen, \(number(filesSkipped)) unverändert, \(number(filesFailed.count)) fehlerhaft",
            "Files: \(number(filesDone)) read, \(number(filesSkipped)) unchanged, \(number(filesFailed.count)) failed")
        lines.append(files)
        let refused = number(rowsRefused)
        let ignored = ignoredRows.values.reduce(0, +)
        let taken = number(rows - rowsRefused - ignored)
        let unmapped =
            ignored == 0 ? "" : pick(", \(number(ignored)) nicht zugeordnet", ", \(number(ignored)) not mapped")
        lines.append(
            pick(
                "Zeilen: \(number(rows)), davon \(taken) übernommen und \(refused) zurückgewiesen",
                "Rows: \(number(rows)), \(taken) taken and \(refused) refused") + unmapped)
        let values = pick(
            "Werte: \(number(stored)) neu, \(number(unchanged)) unverändert, \(number(replaced)) ersetzt, "
                + "\(number(rejected)) zurückgewiesen, \(number(flagged)) markiert, \(number(empty)) leer",
            "Values: \(number(stored)) stored, \(number(unchanged)) unchanged, \(number(replaced)) replaced, "
                + "\(number(rejected)) rejected, \(number(flagged)) flagged, \(number(empty)) empty")
        lines.append(values)
        for file in filesFailed { lines.append(pick("Fehler: ", "Failed: ") + file.path + ": " + file.reason) }
        for rejection in rejections { lines.append(Self.line(of: rejection, in: language)) }
        if !stillRefused.isEmpty {
            lines.append(
                pick("Aus unveränderten Dateien bleibt zurückgewiesen:", "Of unchanged files remains refused:"))
            for rejection in stillRefused { lines.append(Self.line(of: rejection, in: language)) }
        }
        for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(number(count)) × " + pick("kein Wert: ", "no value: ") + reason)
        }
        for (column, count) in ignoredColumns.sorted(by: { $0.key < $1.key }) {
            let name = column.isEmpty ? pick("ohne Namen", "without a name") : pick("„\(column)“", "\"\(column)\"")
            lines.append(
                pick(
                    "  Spalte \(name) in \(number(count)) Dateien nicht zugeordnet",
                    "  column \(name) not mapped in \(number(count)) files"))
        }
        for (text, count) in ignoredRows.sorted(by: { $0.key < $1.key }) {
            lines.append(
                pick(
                    "  \(number(count)) Zeilen nicht zugeordnet: „\(text)“",
                    "  \(number(count)) rows not mapped: \"\(text)\""))
        }
        if !stationsWithoutPlace.isEmpty {
            lines.append(pick("Ohne Ort: ", "Without place: ") + stationsWithoutPlace.joined(separator: "; "))
        }
        if !approximatePlaces.isEmpty {
            lines.append(pick("Ort nur ungefähr: ", "Approximate place: ") + approximatePlaces.joined(separator: "; "))
        }
        if !others.isEmpty {
            let shown = others.prefix(20).joined(separator: "; ") + (others.count > 20 ? "; …" : "")
            lines.append(pick("Liegt dabei, nicht importiert: ", "Beside the data, not imported: ") + shown)
        }
        for notice in notices { lines.append(isGerman ? notice.german : notice.english) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(of rejection: Rejection, in language: ReportLanguage) -> String {
        let isGerman = language == .german
        let first = rejection.first
        let place =
            isGerman ? "zuerst \(first.file), Zeile \(first.line)" : "first at \(first.file), line \(first.line)"
        let column =
            first.column.isEmpty ? "" : isGerman ? ", Spalte „\(first.column)“" : ", column \"\(first.column)\""
        let text = first.text.isEmpty ? "" : isGerman ? ": „\(first.text)“" : ": \"\(first.text)\""
        let count = grouped(rejection.count, separator: isGerman ? "." : ",")
        return "  \(count) × \(rejection.reason.explanation(in: language)); \(place)\(column)\(text)"
    }

    private static func grouped(_ value: Int, separator: Character) -> String {
        var text = ""
        for (index, digit) in String(value).reversed().enumerated() {
            if index > 0, index % 3 == 0, digit != "-" { text.append(separator) }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
