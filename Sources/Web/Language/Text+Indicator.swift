// SPDX-License-Identifier: EUPL-1.2

/// Texts of indicators.
extension Text {
    static let notMeasuredYet = Text("noch kein Wert", "no value yet")
    static let nowMeasured = Text("Gemessen", "Measured")
    static let baseline = Text("Ausgangswert", "Baseline")
    static let target = Text("Ziel", "Target")
    static let until = Text("bis", "by")
    static let wayToTarget = Text("Abstand zum Ziel", "Distance to the target")
    static let targetReached = Text("Ziel erreicht", "target reached")
    static func belowTarget(_ share: String) -> Text { Text("\(share) unter Ziel", "\(share) below target") }
    static func aboveTarget(_ share: String) -> Text { Text("\(share) über Ziel", "\(share) above target") }
    static let provisional = Text("vorläufig", "provisional")
    static func provisionalBecause(_ share: String) -> Text {
        Text("Vorläufig: nur \(share) der Zeit sind gemessen.", "Provisional: only \(share) of the time was measured.")
    }
    static let likeYearBefore = Text("wie ein Jahr zuvor", "like the year before")
    static func moreThanYearBefore(_ share: String) -> Text {
        Text("\(share) mehr als ein Jahr zuvor", "\(share) more than the year before")
    }
    static func lessThanYearBefore(_ share: String) -> Text {
        Text("\(share) weniger als ein Jahr zuvor", "\(share) less than the year before")
    }
    static func onlyCommonMonths(_ count: Int) -> Text {
        Text(
            " (verglichen nur die \(count) Monate, die beide Jahre haben)",
            " (only the \(count) months that both years have are compared)")
    }
    static let monthColumn = Text("Monat", "Month")
    static let valueColumn = Text("Wert", "Value")
    static let coverageColumn = Text("gemessen", "measured")
    static let gap = Text("Lücke", "gap")
    static let onlyInputs = Text(
        "Alle Kennzahlen dieser Maßnahme zählen nur, was wir einsetzen oder herstellen. Ob sich für Menschen etwas ändert, zeigen sie nicht.",
        "All indicators of this measure count only what we put in or make. They do not show whether anything changes for people."
    )
    static let noIndicators = Text(
        "Diese Maßnahme hat noch keine Kennzahl.", "This measure has no indicator yet.")
}
