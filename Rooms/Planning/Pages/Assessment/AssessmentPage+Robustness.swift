// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Planning
import PlanningFrame
import Site

/// How sure the ranking is: places over all weightings, the smallest change that flips it, evidence, assessors.
extension AssessmentPage {
    /// How often each candidate takes each place.
    var places: HTML {
        let columns =
            [AnalysisTable.Column(language(.candidate))]
            + reading.ranked.indices.map { .init("\($0 + 1).", isNumber: true) }
        let rows = reading.ranked.indices.map { candidate in
            [HTML(text: name(candidate))]
                + acceptability.rankAcceptability[candidate].map { HTML(text: format.percent($0)) }
        }
        let table = AnalysisTable(label: language(.placesTitle), columns: columns, rows: rows)
        let central = reading.ranked.indices.compactMap { candidate -> HTML? in
            guard let weights = acceptability.centralWeights[candidate] else { return nil }
            let largest = weights.indices.sorted { weights[$0] > weights[$1] }.prefix(3)
            let words = largest.map { "\(language(reading.criteria[$0].name)) \(format.percent(weights[$0]))" }
            return "<li>\(language(.firstWhen(name(candidate)))) \(words.joined(separator: ", "))</li>"
        }
        let lead: Words =
            reading.order == nil ? .placesLeadAll : reading.isOrdered ? .placesLeadOrder : .placesLeadPoints
        return """
            <section class="card" aria-labelledby="places"><h2 id="places">\(language(.placesTitle))</h2>\
            <p>\(language(lead))</p>\(table.html())<ul class="plain">\(central)</ul></section>
            """
    }

    /// The smallest move of weight that ends the lead, and the proofs that could.
    var sensitivity: HTML {
        var parts: HTML = ""
        let leader = name(reading.model.leader)
        if let flip = reading.model.smallestFlip {
            let moves = zip(flip.weights, reading.weights.shares).map { $0 - $1 }
            let words = moves.indices.filter { abs(moves[$0]) > 5e-4 }.map { index in
                """
                \(language(reading.criteria[index].name)) \(weight(reading.weights.shares[index])) → \
                \(weight(flip.weights[index]))
                """
            }
            let share = weight(flip.moved)
            parts += "<p>\(language(.flip(leader, name(flip.challenger), share)))</p>"
            if !words.isEmpty { parts += "<p>\(words.joined(separator: "; "))</p>" }
        } else if reading.ranked.count > 1 {
            parts += "<p>\(language(.noFlip(leader)))</p>"
        }
        let missing = reading.model.missingEvidence.prefix(5).map { one -> HTML in
            let measure = reading.ranked[one.candidate].measure
            let words = one.overturns > 0 ? Words.couldOverturn(points(one.swing)) : .cannotOverturn(points(one.swing))
            let rows = reading.cells[one.candidate][one.criterion].rows.map {
                " <a href=\"#r-\(String($0 + 1))\">\(language(.row)) \(String($0 + 1))</a>" as HTML
            }
            return """
                <li><strong>\(measure.title)</strong>, \(criterionName(one.criterion)): \(language(words))\(rows)</li>
                """
        }
        if !missing.isEmpty {
            parts += "<h3>\(language(.missingEvidence))</h3><ol class=\"plain\">\(missing)</ol>"
        }
        return """
            <section class="card" aria-labelledby="flip"><h2 id="flip">\(language(.flipTitle))</h2>\(parts)</section>
            """
    }

    /// What each assessor alone would get, and where they differ most.
    var voices: HTML {
        guard reading.voices.count > 1 else { return "" }
        let columns =
            [AnalysisTable.Column(language(.assessor))]
            + reading.ranked.indices.map { .init(name($0), isNumber: true) }
        let rows = reading.voices.map { voice -> [HTML] in
            let best = voice.totals.max() ?? 0
            return [HTML(text: voice.name)]
                + voice.totals.map { total in
                    total >= best - AssessmentReading.tie
                        ? "<strong>\(points(total))</strong>" : HTML(text: points(total))
                }
        }
        let table = AnalysisTable(label: language(.voicesTitle), columns: columns, rows: rows)
        let spreads = reading.ranked.indices.flatMap { candidate in
            reading.criteria.indices.compactMap { criterion -> (Int, Int, Spread)? in
                reading.cells[candidate][criterion].spread.map { (candidate, criterion, $0) }
            }
        }
        let widest = spreads.filter { $0.2.highest > $0.2.lowest }
            .sorted { ($1.2.highest - $1.2.lowest, $0.0, $0.1) < ($0.2.highest - $0.2.lowest, $1.0, $1.1) }
            .prefix(5)
        let items = widest.map { candidate, criterion, spread -> HTML in
            let rows = reading.cells[candidate][criterion].rows.map {
                " <a href=\"#r-\(String($0 + 1))\">\(language(.row)) \(String($0 + 1))</a>" as HTML
            }
            return """
                <li>\(name(candidate)), \(criterionName(criterion)): \(range(spread.lowest...spread.highest))\(rows)</li>
                """
        }
        let differences: HTML =
            items.isEmpty ? "" : "<h3>\(language(.differMost))</h3><ul class=\"plain\">\(items)</ul>"
        return """
            <section class="card" aria-labelledby="voices"><h2 id="voices">\(language(.voicesTitle))</h2><p>\(language(.voicesLead))</p>\
            \(table.html())\(differences)</section>
            """
    }

    var weights: HTML {
        let rows = reading.criteria.indices.map { index -> [HTML] in
            let spread: String =
                reading.weightSpread.isEmpty
                ? "–"
                : "\(weight(reading.weightSpread[index].lowest))–\(weight(reading.weightSpread[index].highest))"
            return [criterionName(index), "\(weight(reading.weights.shares[index]))", "\(spread)"]
        }
        let columns: [AnalysisTable.Column] = [
            .init(language(.criterion)), .init(language(.weightColumn), isNumber: true),
            .init(language(.spreadColumn), isNumber: true),
        ]
        let table = AnalysisTable(label: language(.weightsTitle), columns: columns, rows: rows)
        let source = reading.isOrdered ? Words.weightsFromOrder : .weightsFromPoints
        return """
            <section class="card" aria-labelledby="weights"><h2 id="weights">\(language(.weightsTitle))</h2><p>\(language(source)) \
            <a href="\(SiteURL.planning("/assessments/\(reading.assessment.number)#s-goals"))">\(reading.assessment.title)</a></p>\
            \(table.html())</section>
            """
    }
}
