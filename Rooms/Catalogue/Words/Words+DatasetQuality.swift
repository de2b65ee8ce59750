// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the page about how good a data set's values are.
extension Words {
    static let datasetQuality = Words("Wie gut die Werte sind", "How good the values are")
    static let datasetQualityLink = Words("vollständig, pünktlich, korrigiert?", "complete, on time, corrected?")
    static func datasetQualityOf(_ title: String) -> Words {
        Words("Wie gut die Werte sind: \(title)", "How good the values are: \(title)")
    }
    static let datasetQualityLead = Words(
        "Wie vollständig und wie pünktlich die Messreihen dieses Datensatzes zuletzt waren, und was daran berichtigt wurde.",
        "How complete and how punctual the series of this data set have been, and what was corrected.")
    static let qualityGoing = Words("Laufende Messreihen", "Series that go on")
    static func qualityTroubled(_ troubled: String, _ going: String) -> Words {
        Words("\(troubled) von \(going) verspätet oder still", "\(troubled) of \(going) late or silent")
    }
    static let qualityFindings = Words("Offene Zweifel an Werten", "Open doubts about values")
    static let qualityCorrected = Words("Berichtigt in 30 Tagen", "Corrected in 30 days")
    static let qualityNothingCorrected = Words("nichts durch Importe", "nothing by imports")
    static func qualityReplaced(_ values: String, _ imports: String) -> Words {
        Words("ersetzte Werte: \(values), Importe: \(imports)", "values replaced: \(values), imports: \(imports)")
    }
    static let qualitySeries = Words("Die Messreihen", "The series")
    static func qualityWindow(_ from: String, _ to: String) -> Words { Words("\(from) bis \(to)", "\(from) to \(to)") }
    static let qualitySensor = Words("Messstelle", "Sensor")
    static let qualityOneSeries = Words("Messreihe", "Series")
    static let qualityComplete = Words("Vollständig", "Complete")
    static let qualityNow = Words("Jetzt", "Now")
    static let qualityLast = Words("Letzter Wert", "Last value")
    static let qualityDelays = Words("Ausfälle", "Failures")
    static let qualityDoubts = Words("Zweifel", "Doubts")
    static let qualityNoSeries = Words(
        "Dieser Datensatz hat keine Messreihen, die Sie sehen dürfen.", "This data set has no series that you may see.")
    static let qualityMore = Words("Weitere Messreihen", "More series")
    static let qualityHow = Words("Was die Spalten bedeuten", "What the columns mean")
    static let qualityMeanings = [
        Words(
            "Vollständig: der Anteil der letzten 30 Tage, für den Werte da sind, gemessen am üblichen Takt der Reihe; seit ihrem ersten Wert und bis zu ihrem erklärten Ende. „–“: kein Takt bekannt oder vorher zu Ende.",
            "Complete: the share of the last 30 days for which there are values, by the usual rhythm of the series; since its first value and until its declared end. “–”: no rhythm is known, or it had ended before."
        ),
        Words(
            "Ausfälle: wie oft die Reihe in dieser Zeit verspätet oder still wurde. Änderungen des Zustands werden beobachtet, während der Server läuft.",
            "Failures: how often the series became late or silent in this time. Changes of state are watched while the server runs."
        ),
        Words(
            "Zweifel: Auffälligkeiten, die noch niemand beurteilt hat oder die als fehlerhaft beurteilt sind.",
            "Doubts: what looks wrong and nobody has judged yet, or what was judged broken."),
        Words(
            "Berichtigt: Werte, die ein Import durch andere ersetzt hat. Einzelne Änderungen über die Schnittstelle zählt niemand.",
            "Corrected: values that an import has replaced by others. Single changes through the interface are not counted."
        ),
    ]
}
