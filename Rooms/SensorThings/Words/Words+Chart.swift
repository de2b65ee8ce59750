// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts around the chart of a series: ways through time, comparing, files, thresholds and notes.
extension Words {
    static let otherStretch = Words("Anderer Ausschnitt", "Another stretch")
    static let earlierPeriod = Words("‹ Früher", "‹ Earlier")
    static let laterPeriod = Words("Später ›", "Later ›")
    static let closer = Words("Näher heran", "Zoom in")
    static let wider = Words("Weiter weg", "Zoom out")
    static let zoomHint = Words(
        "Im Diagramm ziehen wählt einen Ausschnitt, mit der Umschalttaste verschiebt es ihn. Am Regler: + und − für näher und weiter, Umschalttaste mit Pfeil für früher und später.",
        "Dragging in the chart picks a stretch, with the shift key it moves it. At the slider: + and − to zoom, shift with an arrow for earlier and later."
    )
    static let compareWith = Words("Vergleichen mit", "Compare with")
    static let compare = Words("Vergleichen", "Compare")
    static let stopComparing = Words("weglassen", "leave out")

    static let followSensor = Words("Per E-Mail folgen", "Follow by mail")
    static let setAlert = Words("Benachrichtigung einrichten", "Set an alert")

    // Files
    static let forPeople = Words("Zum Lesen und Weiterarbeiten", "To read and to work with")
    static let forPrograms = Words("Für Programme", "For programs")
    static let downloadPeopleHelp = Words(
        "Alle Einzelwerte des gewählten Zeitraums in Ortszeit, und das Diagramm als Bild.",
        "All single values of the chosen period in local time, and the chart as a picture.")
    static let spreadsheetFile = Words("Tabelle (ODS)", "Spreadsheet (ODS)")
    static let csvForPeople = Words("CSV für Tabellenprogramme", "CSV for spreadsheet programs")
    static let pictureFile = Words("Bild (SVG)", "Picture (SVG)")
    static let pixelPicture = Words("Bild (PNG)", "Picture (PNG)")
    static let share = Words("Weitergeben", "Share")
    static let permalink = Words("Adresse dieses Ausschnitts", "Address of this stretch")
    static let embedCode = Words("Zum Einbetten in eine andere Seite", "To embed in another page")
    static let embedHelp = Words(
        "Eingebettet erscheint nur, was öffentlich ist, mit Quelle und Lizenz.",
        "Embedded shows only what is public, with source and licence.")
    static let copyThis = Words("Kopieren", "Copy")
    static func moreAt(_ town: String) -> Words { Words("Mehr dazu bei \(town)", "More about it at \(town)") }
    static let dayColumn = Words("Tag", "Day")
    static let clockTime = Words("Uhrzeit", "Time")
    static let timeZone = Words("Zeitzone", "Time zone")
    static let seriesName = Words("Messreihe", "Series")
    static let addressOfPage = Words("Adresse", "Address")
    static let valuesSheet = Words("Werte", "Values")
    static let originSheet = Words("Herkunft", "Origin")
    static let fact = Words("Angabe", "Fact")
    static let content = Words("Inhalt", "Content")

    // Thresholds and notes
    static let annotations = Words("Grenzwerte und Notizen", "Thresholds and notes")
    static let annotationsLead = Words(
        "Ein Grenzwert ist eine Linie mit einem Namen. Eine Notiz sagt, was an einem Tag oder über mehrere Tage war: eine Baustelle, Ferien, ein neues Gerät. Beides sieht jeder, der die Messreihe sieht.",
        "A threshold is a line with a name. A note says what happened on a day or over several: works, holidays, a new device. Whoever sees the series sees both."
    )
    static let annotationsNow = Words("Zurzeit im Diagramm", "In the chart now")
    static let noAnnotations = Words("Noch keine.", "None yet.")
    static let editAnnotations = Words("Grenzwerte und Notizen ändern", "Change thresholds and notes")
    static let newThreshold = Words("Neuer Grenzwert", "New threshold")
    static let newNote = Words("Neue Notiz", "New note")
    static let thresholdValue = Words("Wert", "Value")
    static let thresholdPerDay = Words("Anzahl pro Tag", "number per day")
    static let firstDay = Words("Erster Tag", "First day")
    static let lastDay = Words("Letzter Tag (leer: derselbe)", "Last day (empty: the same)")
    static func inUnit(_ unit: String) -> Words { Words("Einheit: \(unit)", "Unit: \(unit)") }
    static let annotationName = Words("Name", "Name")
    static let annotationNameEnglish = Words("Name auf Englisch (freiwillig)", "Name in English (optional)")
    static let addThis = Words("Hinzufügen", "Add")
    static let removeThis = Words("Entfernen", "Remove")
}
