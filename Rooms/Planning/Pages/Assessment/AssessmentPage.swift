// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Decision
package import Planning
package import PlanningFrame
package import Site
import Wire

/// `/planning/analysis/assessment`: which candidate leads, how surely, and what each number was made of.
package struct AssessmentPage {
    package let context: PlanningContext
    package let reading: AssessmentReading
    /// Over weights and values within what the evidence allows.
    package let acceptability: AcceptabilityAnalysis.Result
    /// Over weights alone, with the values as they were entered.
    package let byWeights: AcceptabilityAnalysis.Result

    package init(
        context: PlanningContext, reading: AssessmentReading, acceptability: AcceptabilityAnalysis.Result,
        byWeights: AcceptabilityAnalysis.Result
    ) {
        (self.context, self.reading, self.acceptability, self.byWeights) = (context, reading, acceptability, byWeights)
    }

    var language: Language { context.language }
    var format: Format { context.format }

    package static func frame(_ context: PlanningContext) -> AnalysisFrame {
        AnalysisFrame(
            context: context, name: "assessment", kind: .assessment, field: "assessment", title: .assessmentTitle,
            lead: .assessmentLead)
    }

    /// Why an assessment cannot be evaluated yet.
    package static func fault(
        _ fault: AssessmentReading.Fault, _ assessment: PlanningObject, _ context: PlanningContext
    )
        -> HTML
    {
        var (step, label): (String, Words) = ("edit", .edit)
        var objections: [Words] = []
        let words: Words
        switch fault {
        case .noCandidates: words = .noCandidates
        case .noCriteria: words = .noCriteria
        case .allKnockedOut: words = .allKnockedOut
        case .nothingRated(let entered):
            (words, objections) = (.nothingRated, entered)
            (step, label) = ("matrix", .matrixOpen)
        case .tooMany: words = .tooManyCandidates(AssessmentReading.mostCompared)
        }
        let notes = objections.map { "<li>\(context.language($0))</li>" as HTML }.joined("")
        let edit: HTML =
            context.mayWrite
            ? """
            <p class="actions"><a class="button" href="\(SiteURL.planningObject(assessment.reference, step))">\
            \(context.language(label))</a></p>
            """ : ""
        let list: HTML = objections.isEmpty ? "" : "<ul>\(notes)</ul>"
        return "<p class=\"empty\">\(context.language(words))</p>\(list)\(edit)"
    }

    package func html() -> HTML {
        let comparison = reading.comparison
        let content: HTML = """
            \(verdict(comparison))\(ranking(comparison))\(knockedOut)\(contributions)\(places)\(sensitivity)\(consensus)\(voices)\
            \(weights)\(inputs)\(next)
            """
        return Self.frame(context).document(reading.assessment, content: content)
    }

    /// From a comparison to a choice under the town's limits.
    private var next: HTML {
        guard context.mayWrite, !reading.assessment.isMasked else { return "" }
        let url = SiteURL.planningNew(.portfolio, [("assessment", reading.assessment.reference.description)])
        return "<p class=\"actions\"><a class=\"button\" href=\"\(url)\">\(language(.portfolioFrom))</a></p>"
    }

    func name(_ candidate: Int) -> String { reading.ranked[candidate].measure.title }

    func points(_ value: Double) -> String { format.number(value, decimals: 1) }

    /// A weight as per cent; weights stand beside each other, so all have one decimal.
    func weight(_ share: Double) -> String { format.number(share * 100, decimals: 1) + "\u{202F}%" }

    func range(_ range: ClosedRange<Double>) -> String { "\(points(range.lowerBound))–\(points(range.upperBound))" }

    // MARK: Verdict and ranking

    private func verdict(_ comparison: MethodComparison) -> HTML {
        let (alone, both) = (byWeights.finding, acceptability.finding)
        let share = format.percent(alone.share)
        let leads: Words =
            reading.order == nil
            ? .leadsInAll(name(alone.candidate), share)
            : reading.isOrdered
                ? .leadsInOrder(name(alone.candidate), share) : .leadsInPoints(name(alone.candidate), share)
        var varied = ""
        if reading.hasUncertainValues {
            varied = " " + language(.leadsWithValues(name(both.candidate), format.percent(both.share)))
        }
        var notes: [HTML] = []
        let winners = comparison.entries.first?.ranking.winners ?? []
        if winners.count > 1 {
            notes.append("\(language(.tied(winners.map(name).joined(separator: ", "))))")
        }
        if comparison.isDisagreement {
            let words = comparison.winners.map { winner in
                "\(name(winner.candidate)) (\(winner.methods.map(method).joined(separator: ", ")))"
            }
            notes.append("\(language(.methodsDisagree(words.joined(separator: "; "))))")
        }
        let agreement: HTML =
            comparison.isDisagreement || reading.ranked.count < 2 ? "" : "<p>\(language(.methodsAgree))</p>"
        notes += reading.assumptions.map { "\(language($0))" }
        let list: HTML =
            notes.isEmpty ? "" : "<ul class=\"plain assumed\">\(notes.map { "<li>\($0)</li>" as HTML })</ul>"
        return """
            <section class="card" aria-labelledby="verdict"><h2 id="verdict">\(language(.verdict))</h2>\
            <p class="finding">\(language(leads))\(varied)</p>\(agreement)\(list)</section>
            """
    }

    private func method(_ name: String) -> String { name == "value" ? language(.valueModel) : name }

    private func ranking(_ comparison: MethodComparison) -> HTML {
        let totals = reading.model.totals
        let places = comparison.entries.map(\.ranking.places)
        let order = totals.indices.sorted { (places[0][$0], $0) < (places[0][$1], $1) }
        let rows = order.map { candidate -> [HTML] in
            let measure = reading.ranked[candidate].measure
            let range = reading.model.range(of: candidate)
            let held = reading.ranked[candidate].held.map { language($0.label) }
            let note: HTML =
                held.isEmpty ? "" : "<br><small>\(language(.holdsAt)) \(held.joined(separator: ", "))</small>"
            let others = places.dropFirst().map { HTML(text: String($0[candidate])) }
            return [
                "\(String(places[0][candidate])). \(context.link(measure))\(note)",
                "<a href=\"#made-\(measure.reference.description)\">\(points(totals[candidate]))</a>",
                "\(self.range(range))", Self.meter(totals[candidate], range),
            ] + others + ["\(format.percent(byWeights.rankAcceptability[candidate][0]))"]
                + (reading.hasUncertainValues
                    ? ["\(format.percent(acceptability.rankAcceptability[candidate][0]))"] : [])
        }
        let columns =
            [
                AnalysisTable.Column(language(.candidate)), .init(language(.totalPoints), isNumber: true),
                .init(language(.rangeColumn), isNumber: true), .init("0–100"),
            ] + comparison.entries.dropFirst().map { AnalysisTable.Column($0.method, isNumber: true) }
            + [.init(language(.firstIn), isNumber: true)]
            + (reading.hasUncertainValues ? [.init(language(.firstInBoth), isNumber: true)] : [])
        let table = AnalysisTable(label: language(.ranking), columns: columns, rows: rows)
        return """
            <section class="card" aria-labelledby="ranking"><h2 id="ranking">\(language(.ranking))</h2><p>\(language(.rankingLead))</p>\
            \(table.html())</section>
            """
    }

    /// A bar of 0–100 with the range that evidence allows; the numbers stand beside it.
    static func meter(_ value: Double, _ range: ClosedRange<Double>) -> HTML {
        let number = ChartGeometry.coordinate
        return """
            <svg class="meter" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">\
            <rect class="rest" x="0" y="0" width="100" height="14"/><rect class="range" x="\(number(range.lowerBound))" y="0" \
            width="\(number(range.upperBound - range.lowerBound))" height="14"/><rect class="share" x="0" y="4" width="\(number(value))" height="6"/></svg>
            """
    }

    private var knockedOut: HTML {
        guard !reading.knockedOut.isEmpty else { return "" }
        let items = reading.knockedOut.map { candidate -> HTML in
            let reasons = candidate.findings.filter { $0.verdict == .fail }.map {
                "\($0.knockOut.rawValue) \(language($0.knockOut.name)): \(language($0.reason))"
            }
            let address = SiteURL.analysis("checks", [("measure", candidate.measure.reference.description)])
            let words = reasons.joined(separator: "; ")
            return candidate.measure.isMasked
                ? "<li>\(context.link(candidate.measure)): \(words)</li>"
                : "<li>\(context.link(candidate.measure)): <a href=\"\(address)\">\(words)</a></li>"
        }
        return """
            <section class="card" aria-labelledby="out"><h2 id="out">\(language(.notRanked))</h2><p>\(language(.notRankedLead))</p>\
            <ul class="plain">\(items)</ul></section>
            """
    }

    // MARK: What the numbers are made of

    /// For each candidate what each criterion adds, with the rows of the ratings behind it.
    private var contributions: HTML {
        let order = reading.model.totals.indices.sorted { reading.model.totals[$0] > reading.model.totals[$1] }
        let columns: [AnalysisTable.Column] = [
            .init(language(.criterion)), .init(language(.ratedValue), isNumber: true),
            .init(language(.weightColumn), isNumber: true), .init(language(.addsColumn), isNumber: true),
            .init(language(.barColumn)), .init(language(.inputRows)),
        ]
        let parts = order.map { candidate -> HTML in
            let measure = reading.ranked[candidate].measure
            let added = reading.model.contributions(of: candidate)
            let criteria = reading.criteria.indices.sorted { (added[$1], $0) < (added[$0], $1) }
            let largest = max(1, reading.weights.shares.max().map { $0 * 100 } ?? 1)
            let rows = criteria.map { criterion -> [HTML] in
                let cell = reading.cells[candidate][criterion]
                let weight = reading.weights.shares[criterion]
                let low = weight * cell.interval.low / largest * 100
                let high = weight * cell.interval.high / largest * 100
                return [
                    criterionName(criterion),
                    "\(points(cell.interval.value))<br><small>\(range(cell.interval.low...cell.interval.high))</small>",
                    "<a href=\"#weights\">\(self.weight(weight))</a>", "\(points(added[criterion]))",
                    Self.meter(added[criterion] / largest * 100, low...high), rowLinks(cell),
                ]
            }
            let table = AnalysisTable(label: measure.title, columns: columns, rows: rows)
            return """
                <h3 id="made-\(measure.reference.description)">\(measure.title): \(points(reading.model.totals[candidate]))</h3>\
                \(table.html())
                """
        }
        return """
            <section class="card" aria-labelledby="made"><h2 id="made">\(language(.madeOf))</h2><p>\(language(.madeOfLead))</p>\(parts)</section>
            """
    }

    private func rowLinks(_ cell: AssessmentReading.Cell) -> HTML {
        guard !cell.rows.isEmpty else { return "<span class=\"muted\">\(language(.notRated))</span>" }
        return cell.rows.map { "<a href=\"#r-\(String($0 + 1))\">\(language(.row)) \(String($0 + 1))</a>" as HTML }
            .joined(", ")
    }

    func criterionName(_ index: Int) -> HTML {
        let criterion = reading.criteria[index]
        guard let reference = criterion.reference else { return "\(criterion.id) \(language(criterion.name))" }
        return context.link(reference)
    }

    /// Each rating as it was entered; the targets of the links above.
    private var inputs: HTML {
        let rows = reading.assessment.rows("ratings").enumerated().map { index, row -> [HTML] in
            let candidate = row["candidate"]?.string.flatMap { Reference($0) }.map { context.link($0) }
            let id = row["criterion"]?.string ?? ""
            let criterion = context.criteria.first { $0.id == id }?.name ?? id
            let value = row["value"]?.double.map { points($0) } ?? "–"
            let evidence = row["evidence"]?.string ?? "E0"
            return [
                "\(String(index + 1))", "\(candidate)", "\(criterion)", "\(value)", "\(evidence)",
                "\(row["assessor"]?.string ?? "–")", "\(row["note"]?.string ?? "")",
            ]
        }
        let columns: [AnalysisTable.Column] = [
            .init(language(.row)), .init(language(.candidate)), .init(language(.criterion)),
            .init(language(.ratedValue), isNumber: true), .init(language(.evidenceColumn)), .init(language(.assessor)),
            .init(language(.why)),
        ]
        let table = AnalysisTable(
            label: language(.inputRowsTitle), columns: columns, rows: rows,
            anchors: rows.indices.map { "r-\($0 + 1)" })
        let edit: HTML =
            context.mayWrite
            ? """
            <p class="actions"><a class="button quiet" \
            href="\(SiteURL.planning("/assessments/\(reading.assessment.number)/edit#ratings"))">\(language(.edit))</a></p>
            """ : ""
        return """
            <section class="card" aria-labelledby="inputs"><h2 id="inputs">\(language(.inputRowsTitle))</h2>\
            \(table.html())\(edit)</section>
            """
    }
}
