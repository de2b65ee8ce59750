// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Measuring on the map, and the time of what it shows.
extension Words {
    static let measureLength = Words("Strecke messen", "Measure a distance")
    static let measureArea = Words("Fläche messen", "Measure an area")
    static let measureBack = Words("Letzten Punkt zurücknehmen", "Take the last point back")
    static let measuredLength = Words("Strecke", "Distance")
    static let measuredArea = Words("Fläche", "Area")
    static let measuring = Words(
        "Klicken Sie Punkte an, oder verschieben Sie die Karte und drücken Sie Enter; Rücktaste nimmt den letzten zurück, Escape beendet. Gemessen wird auf der Kugel, auf etwa 0,5 % genau.",
        "Click points, or move the map and press Enter; Backspace takes the last one back, Escape ends. Measured on the sphere, right to about 0.5%."
    )
    static let timeOnMap = Words("Zeitraum auf der Karte", "Period on the map")
    static let timeFrom = Words("von", "from")
    static let timeTo = Words("bis", "to")
    static let timeOf = Words("Tag", "Day")
    static let timeHelp = Words(
        "Die Regler gelten sofort für die Karte, mit „Anzeigen“ auch für die Tabelle. Wer den Zeitraum einschränkt, sieht keine Objekte ohne Zeit.",
        "The sliders hold for the map at once, and with “Show” for the table. A narrower period leaves out features without a time."
    )
}
