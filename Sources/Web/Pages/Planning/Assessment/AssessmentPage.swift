// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning
import Wire

/// `/planning/analysis/assessment`: which candidate leads, how surely, and what each number was made of.
struct AssessmentPage {
    let context: PlanningContext
    let reading: AssessmentReading
    let acceptability: AcceptabilityAnalysis.Result

    var language: Language { context.language }
    var format: Format { context.format }

    static func frame(_ context: PlanningContext) -> AnalysisFrame {
        AnalysisFrame(
            context: context, name: "assessment", kind: .assessment, field: "assessment", title: .assessmentTitle,
            lead: .assessmentLead)
    }

    /// Why an assessment cannot be evaluated yet.
    static func fault(_ fault: AssessmentReading.Fault, _ assessment: PlanningObject, _ context: PlanningContext)
        -> HTML
    {
        let words: Text =
            switch fault {
            case .noCandidates: .noCandidates
            case .noCriteria: .noCriteria
            case .allKnockedOut: .allKnockedOut
            case .tooMany: .tooManyCandidates(AssessmentReading.mostCompared)
            }
        let edit: HTML =
            context.mayWrite
            ? """
            <p class="actions"><a class="button" href="\(SiteURL.planningObject(assessment.reference, "edit"))">\
            \(context.language(.edit))</a></p>
            """ : ""
        return "<p class=\"empty\">\(context.language(words))</p>\(edit)"
    }

    func html() -> HTML {
        let comparison = reading.comparison
        let content: HTML = """
            \(verdict(comparison))\(ranking(comparison))\(knockedOut)\(contributions)\(places)\(sensitivity)\(voices)\
            \(weights)\(inputs)
            """
        return Self.frame(context).document(reading.assessment, content: content)
    }

    func name(_ candidate: Int) -> String { reading.ranked[candidate].measure.title }

    func points(_ value: Double) -> String { format.number(value, decimals: 1) }

    func range(_ range: ClosedRange<Double>) -> String { "\(points(range.lowerBound))–\(points(range.upperBound))" }

    // MARK: Verdict and ranking

    private func verdict(_ comparison: MethodComparison) -> HTML {
        let finding = acceptability.finding
        let share = format.percent(finding.share)
        let leads =
            reading.order == nil
            ? Text.leadsInAll(name(finding.candidate), share) : Text.leadsInOrder(name(finding.candidate), share)
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
            <p class="finding">\(language(leads))</p>\(agreement)\(list)</section>
            """
    }

    private func method(_ name: String) -> String { name == "value" ? language(.valueModel) : name }

    private func ranking(_ comparison: MethodComparison) -> HTML {
        let totals = reading.model.totals
        let places = comparison.entries.map(\.ranking.places)
        let order = totals.indices.sorted { (places[0][$0], $0) < (places[0][$1], $1) }
        let rows = order.map { candidate -> HTML in
            let measure = reading.ranked[candidate].measure
            let range = reading.model.range(of: candidate)
            let held = reading.ranked[candidate].held.map(\.rawValue)
            let note: HTML =
                held.isEmpty ? "" : "<br><small>\(language(.holdsAt)) \(held.joined(separator: ", "))</small>"
            let others = places.dropFirst().map { "<td class=\"number\">\(String($0[candidate]))</td>" as HTML }
            return """
                <tr><td class="number">\(String(places[0][candidate]))</td><th scope="row">\(context.link(measure))\(note)</th>\
                <td class="number"><a href="#made-\(measure.reference.description)">\(points(totals[candidate]))</a></td>\
                <td class="number">\(self.range(range))</td><td>\(Self.meter(totals[candidate], range))</td>\(others)\
                <td class="number">\(format.percent(acceptability.rankAcceptability[candidate][0]))</td></tr>
                """
        }
        let others = comparison.entries.dropFirst().map {
            "<th scope=\"col\" class=\"number\">\($0.method)</th>" as HTML
        }
        return """
            <section class="card" aria-labelledby="ranking"><h2 id="ranking">\(language(.ranking))</h2><p>\(language(.rankingLead))</p>\
            <div class="table" tabindex="0" role="region" aria-label="\(language(.ranking))"><table><thead><tr>\
            <th scope="col" class="number">\(language(.rankPlace))</th><th scope="col">\(language(.candidate))</th>\
            <th scope="col" class="number">\(language(.totalPoints))</th><th scope="col" class="number">\(language(.rangeColumn))</th>\
            <th scope="col">0–100</th>\(others)<th scope="col" class="number">\(language(.firstIn))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div></section>
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
            return
                "<li>\(context.link(candidate.measure)): <a href=\"\(address)\">\(reasons.joined(separator: "; "))</a></li>"
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
        let parts = order.map { candidate -> HTML in
            let measure = reading.ranked[candidate].measure
            let added = reading.model.contributions(of: candidate)
            let criteria = reading.criteria.indices.sorted { (added[$1], $0) < (added[$0], $1) }
            let largest = max(1, reading.weights.shares.max().map { $0 * 100 } ?? 1)
            let rows = criteria.map { criterion -> HTML in
                let cell = reading.cells[candidate][criterion]
                let weight = reading.weights.shares[criterion]
                let low = weight * cell.interval.low / largest * 100
                let high = weight * cell.interval.high / largest * 100
                return """
                    <tr><th scope="row">\(criterionName(criterion))</th><td class="number">\(points(cell.interval.value))\
                    <br><small>\(range(cell.interval.low...cell.interval.high))</small></td>\
                    <td class="number"><a href="#weights">\(format.share(weight))</a></td>\
                    <td class="number">\(points(added[criterion]))</td>\
                    <td>\(Self.meter(added[criterion] / largest * 100, low...high))</td><td>\(rowLinks(cell))</td></tr>
                    """
            }
            return """
                <h3 id="made-\(measure.reference.description)">\(measure.title): \(points(reading.model.totals[candidate]))</h3>\
                <div class="table" tabindex="0" role="region" aria-label="\(measure.title)"><table><thead><tr><th scope="col">\(language(.criterion))</th>\
                <th scope="col" class="number">\(language(.ratedValue))</th><th scope="col" class="number">\(language(.weightColumn))</th>\
                <th scope="col" class="number">\(language(.addsColumn))</th><th scope="col">\(language(.barColumn))</th>\
                <th scope="col">\(language(.inputRows))</th></tr></thead><tbody>\(rows)</tbody></table></div>
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
        let rows = reading.assessment.rows("ratings").enumerated().map { index, row -> HTML in
            let candidate = row["candidate"]?.string.flatMap { Reference($0) }.map { context.link($0) }
            let id = row["criterion"]?.string ?? ""
            let criterion = context.criteria.first { $0.id == id }?.name ?? id
            let value = row["value"]?.double.map { points($0) } ?? "–"
            let evidence = row["evidence"]?.string ?? "E0"
            return """
                <tr id="r-\(String(index + 1))"><th scope="row">\(String(index + 1))</th><td>\(candidate)</td><td>\(criterion)</td>\
                <td class="number">\(value)</td><td>\(evidence)</td><td>\(row["assessor"]?.string ?? "–")</td>\
                <td>\(row["note"]?.string ?? "")</td></tr>
                """
        }
        let header: [Text] = [.candidate, .criterion, .ratedValue, .evidenceColumn, .assessor, .why]
        let edit: HTML =
            context.mayWrite
            ? """
            <p class="actions"><a class="button quiet" \
            href="\(SiteURL.planning("/assessments/\(reading.assessment.number)/edit#ratings"))">\(language(.edit))</a></p>
            """ : ""
        return """
            <section class="card" aria-labelledby="inputs"><h2 id="inputs">\(language(.inputRowsTitle))</h2>\
            <div class="table" tabindex="0" role="region" aria-label="\(language(.inputRowsTitle))"><table><thead><tr><th scope="col">\(language(.row))</th>\
            \(header.map { "<th scope=\"col\">\(language($0))</th>" as HTML })</tr></thead><tbody>\(rows)</tbody></table></div>\(edit)</section>
            """
    }
}
