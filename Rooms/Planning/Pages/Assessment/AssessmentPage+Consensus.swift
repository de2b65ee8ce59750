// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import PlanningFrame
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// Where those who rate agree and where they do not, place by place.
extension AssessmentPage {
    /// From which spread of ratings it is dissent, and up to which agreement, on the scale 0–100.
    private static let (dissent, agreement) = (30.0, 10.0)

    /// Criteria by candidates with each rating as a dot; empty while nobody stands beside somebody else.
    var consensus: HTML {
        guard reading.cells.contains(where: { $0.contains { $0.spread != nil } }) else { return "" }
        let rows = reading.assessment.rows("ratings")
        let columns =
            [AnalysisTable.Column(language(.criterion))] + reading.ranked.indices.map { .init(name($0)) }
        let lines = reading.criteria.indices.map { criterion -> [HTML] in
            [criterionName(criterion)]
                + reading.ranked.indices.map { candidate -> HTML in
                    let cell = reading.cells[candidate][criterion]
                    guard !cell.rows.isEmpty else { return "<span class=\"muted\">\(language(.notRated))</span>" }
                    guard let spread = cell.spread else {
                        return "\(points(cell.interval.value))<br><small>\(language(.oneVoice))</small>"
                    }
                    let given = cell.rows.compactMap { rows.indices.contains($0) ? rows[$0]["value"]?.double : nil }
                    let width = spread.highest - spread.lowest
                    let word: Words =
                        width >= Self.dissent ? .dissent : width <= Self.agreement ? .agree : .differ
                    let said = language(word)
                    return """
                        \(Self.strip(given))\(width >= Self.dissent ? "<strong>\(said)</strong>" : "\(said)" as HTML)<br>\
                        <small>\(range(spread.lowest...spread.highest))</small>
                        """
                }
        }
        let table = AnalysisTable(label: language(.consensusTitle), columns: columns, rows: lines)
        return """
            <section class="card" aria-labelledby="consensus"><h2 id="consensus">\(language(.consensusTitle))</h2>\
            <p>\(language(.consensusLead))</p>\(table.html())</section>
            """
    }

    /// Dots of 0–100 over the bar from the lowest to the highest; the numbers stand beside it.
    private static func strip(_ values: [Double]) -> HTML {
        let number = ChartGeometry.coordinate
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let dots = values.sorted().map { value -> HTML in
            "<circle class=\"dot\" cx=\"\(number(4 + value * 0.92))\" cy=\"8\" r=\"3.5\"/>"
        }
        return """
            <svg class="strip" viewBox="0 0 100 16" aria-hidden="true" focusable="false"><rect class="rest" x="4" y="6" width="92" height="4"/>\
            <rect class="range" x="\(number(4 + low * 0.92))" y="4" width="\(number((high - low) * 0.92))" height="8"/>\(dots)</svg>
            """
    }
}
