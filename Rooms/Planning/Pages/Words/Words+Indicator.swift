// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// Texts of indicators.
package extension Words {
    static let seasonal = Words(
        "der Wert steht für weniger als ein Jahr, und die Jahreszeit hat daran ihren Anteil",
        "the value stands for less than a year, and the season has its part in it")
    static let notMeasuredYet = Words("noch kein Wert", "no value yet")
    static let measuredNotPublic = Words("Messwerte nicht öffentlich", "measured values are not public")
    static let sourceUnseen = Words("nicht öffentlich oder nicht mehr da", "not public, or no longer there")
    static let nowMeasured = Words("Gemessen", "Measured")
    static let baseline = Words("Ausgangswert", "Baseline")
    static let target = Words("Ziel", "Target")
    static let until = Words("bis", "by")
    static let wayToTarget = Words("Abstand zum Ziel", "Distance to the target")
    static let targetReached = Words("Ziel erreicht", "target reached")
    static func belowTarget(_ share: String) -> Words { Words("\(share) unter Ziel", "\(share) below target") }
    /// From twice the target on, where a share above it misleads more than it tells.
    static func timesTarget(_ times: String) -> Words {
        Words("\(times)-mal so viel wie das Ziel", "\(times) times the target")
    }
    static func aboveTarget(_ share: String) -> Words { Words("\(share) über Ziel", "\(share) above target") }
    static func percentagePoints(_ number: String) -> Words {
        number == "1"
            ? Words("1 Prozentpunkt", "1 percentage point")
            : Words("\(number) Prozentpunkte", "\(number) percentage points")
    }
    static let provisional = Words("vorläufig", "provisional")
    static func provisionalBecause(_ share: String) -> Words {
        Words("Vorläufig: nur \(share) der Zeit sind gemessen.", "Provisional: only \(share) of the time was measured.")
    }
    static let likeYearBefore = Words("wie ein Jahr zuvor", "like the year before")
    static func moreThanYearBefore(_ share: String) -> Words {
        Words("\(share) mehr als ein Jahr zuvor", "\(share) more than the year before")
    }
    static func lessThanYearBefore(_ share: String) -> Words {
        Words("\(share) weniger als ein Jahr zuvor", "\(share) less than the year before")
    }
    static func onlyCommonMonths(_ count: Int) -> Words {
        if count == 1 {
            return Words(
                " (verglichen nur der eine Monat, den beide Jahre haben)",
                " (only the one month that both years have is compared)")
        }
        return Words(
            " (verglichen nur die \(count) Monate, die beide Jahre haben)",
            " (only the \(count) months that both years have are compared)")
    }
    static let monthColumn = Words("Monat", "Month")
    static let valueColumn = Words("Wert", "Value")
    static let coverageColumn = Words("gemessen", "measured")
    static let gap = Words("Lücke", "gap")
    static let onlyInputs = Words(
        "Alle Kennzahlen dieser Maßnahme zählen nur, was wir einsetzen oder herstellen. Ob sich für Menschen etwas ändert, zeigen sie nicht.",
        "All indicators of this measure count only what we put in or make. They do not show whether anything changes for people."
    )
    static let noIndicators = Words(
        "Diese Maßnahme hat noch keine Kennzahl.", "This measure has no indicator yet.")
}
