// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import Wire

/// What makes no sense although its shape is right: numbers outside their range, years and amounts that contradict.
///
/// New answers are refused for it, never moved to fit. Plans of older versions may hold such answers: an import takes
/// them in as they are, and the analyses leave them out and say so.
extension ObjectKind {
    /// What is wrong with a document that somebody wants to store; what stood in `stored` already is left alone.
    public func faults(in document: JSONObject, over stored: JSONObject) -> [FieldFault] {
        let shape = faults(in: document)
        return shape.isEmpty ? objections(to: document, over: stored) : shape
    }

    /// Answers that make no sense; those of questions that are answered as in `stored` are left alone.
    public func objections(to document: JSONObject, over stored: JSONObject = [:]) -> [FieldFault] {
        var objections: [FieldFault] = []
        func isNew(_ names: String...) -> Bool { names.contains { document[$0] != stored[$0] } }
        for field in fields where isNew(field.name) {
            objections += field.objections(to: document[field.name], at: "/" + field.name)
        }
        switch self {
        case .measure:
            let firstYear = document["startYear"]?.integer.map { Int($0) }
            for name in ["costLines", "staff"] where isNew(name, "startYear") {
                for (index, row) in (document[name]?.array ?? []).enumerated() {
                    objections += Self.yearObjections(row.object ?? [:], firstYear, at: "/\(name)/\(index)")
                }
            }
            let amounts = ["exitLow", "exitLikely", "exitHigh"].map { document[$0]?.integer }
            if isNew("exitLow", "exitLikely", "exitHigh"), let low = amounts[0], let likely = amounts[1],
                let high = amounts[2], low > likely || likely > high
            {
                objections.append(
                    FieldFault(
                        "/exitLikely",
                        Words(
                            "Die wahrscheinlichen Ausstiegskosten müssen zwischen Mindest- und Höchstwert liegen.",
                            "The likely exit cost must lie between the least and the most.")))
            }
        case .portfolio where isNew("limits", "firstYear"):
            let firstYear = document["firstYear"]?.integer.map { Int($0) }
            for (index, row) in (document["limits"]?.array ?? []).enumerated() {
                guard case .calendar(let year)? = PlanYear(row["year"]) else { continue }
                let pointer = "/limits/\(index)/year"
                guard let firstYear else {
                    objections.append(
                        FieldFault(
                            pointer,
                            Words(
                                "Bitte auch das erste Jahr des Portfolios angeben, damit \(year) gezählt werden kann.",
                                "Please state the first year of the portfolio too, so that \(year) can be counted.")))
                    continue
                }
                let last = firstYear + PlanYear.lastOfPortfolio
                if !(firstYear...last).contains(year) {
                    objections.append(
                        FieldFault(
                            pointer,
                            Words(
                                "\(year) liegt außerhalb der betrachteten Jahre \(firstYear) bis \(last).",
                                "\(year) lies outside of the years looked at, \(firstYear) to \(last).")))
                }
            }
        default: break
        }
        return objections
    }

    private static func yearObjections(_ row: JSONObject, _ firstYear: Int?, at place: String) -> [FieldFault] {
        var indices: [String: Int] = [:]
        for name in ["firstYear", "lastYear"] {
            // What is no year at all is said by its own question.
            guard let year = PlanYear(row[name]) else { continue }
            guard let index = year.index(from: firstYear) else {
                return [
                    FieldFault(
                        "\(place)/\(name)",
                        Words(
                            "Bitte auch das erste Jahr der Maßnahme angeben oder von 0 an zählen, dem Jahr der Entscheidung.",
                            "Please state the first year of the measure too, or count from 0, the year of the decision."
                        ))
                ]
            }
            guard index >= 0, index <= PlanYear.mostCounted else {
                let first = firstYear ?? 0
                return [
                    FieldFault(
                        "\(place)/\(name)",
                        Words(
                            "Das liegt außerhalb von \(first) bis \(first + PlanYear.mostCounted).",
                            "This lies outside of \(first) to \(first + PlanYear.mostCounted)."))
                ]
            }
            indices[name] = index
        }
        if let first = indices["firstYear"], let last = indices["lastYear"], last < first {
            return [
                FieldFault(
                    "\(place)/lastYear",
                    Words(
                        "Das letzte Jahr liegt vor dem ersten.", "The last year comes before the first."))
            ]
        }
        return []
    }
}

extension Field {
    /// What makes no sense in an answer whose shape is right.
    fileprivate func objections(to value: JSONValue?, at pointer: String) -> [FieldFault] {
        guard let value, !value.isNull else { return [] }
        switch kind {
        case .rows(let columns):
            return (value.array ?? []).enumerated().flatMap { index, row in
                columns.flatMap { $0.objections(to: row[$0.name], at: "\(pointer)/\(index)/\($0.name)") }
            }
        case .planYear where PlanYear(value) == nil:
            return [
                FieldFault(
                    pointer,
                    Words(
                        "Hier gehört ein Kalenderjahr hin, etwa 2027, oder Jahre vom ersten an gezählt, 0 bis \(PlanYear.mostCounted).",
                        "This must be a calendar year such as 2027, or years counted from the first, 0 to \(PlanYear.mostCounted)."
                    ))
            ]
        case .money:
            guard let range, let cents = value.integer, !range.contains(Double(cents) / 100) else { return [] }
            return [
                FieldFault(
                    pointer,
                    Words(
                        "Ein Betrag ist hier nicht kleiner als null.", "An amount here is not below zero."))
            ]
        case .number, .share:
            guard let range, let number = value.double, !range.contains(number) else { return [] }
            let factor = kind == .share ? 100.0 : 1
            func bounds(_ words: Numerals) -> (low: String, high: String) {
                let unit = kind == .share ? "\u{202F}%" : ""
                return (
                    words.number(range.lowerBound * factor) + unit, words.number(range.upperBound * factor) + unit
                )
            }
            let (german, english) = (bounds(.german), bounds(.english))
            return [
                FieldFault(
                    pointer,
                    Words(
                        "Das muss zwischen \(german.low) und \(german.high) liegen.",
                        "This must lie between \(english.low) and \(english.high)."))
            ]
        default: return []
        }
    }
}
