// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Planning
import PlanningFrame
import Site

/// What the best choice does without, and why.
extension PortfolioPage {
    private static let mostLeftOut = 50

    var leftOut: HTML {
        guard let best = answer.optimum else { return "" }
        let all = reading.leftOut(by: best)
        guard !all.isEmpty else { return "" }
        let rows = all.prefix(Self.mostLeftOut).map { one -> [HTML] in
            let member = reading.members[one.member]
            return [context.link(member.measure), HTML(text: value(member.value)), HTML(text: words(one.reason))]
        }
        let title = language(.leftOutTitle)
        let table = AnalysisTable(
            label: title,
            columns: [
                .init(language(ObjectKind.measure.name)), .init(language(.worthColumn), isNumber: true),
                .init(language(.leftOutWhy)),
            ], rows: rows)
        let rest: HTML =
            all.count > rows.count ? "<p class=\"more\">\(language(.moreMeasures(all.count - rows.count)))</p>" : ""
        return """
            <section class="card" aria-labelledby="left-out"><h2 id="left-out">\(title)</h2>\(table.html())\(rest)</section>
            """
    }

    private func words(_ reason: PortfolioReading.LeftOut) -> String {
        switch reason {
        case .barred(let words): language(words)
        case .byWill: language(.leftOutByWill)
        case .needs(let members): language(.leftOutNeeds(titles(members)))
        case .clashes(let members): language(.leftOutClashes(titles(members)))
        case .worthless: language(.leftOutWorthless)
        case .limit(let row, let by, let isAlone):
            language(
                isAlone
                    ? .leftOutAlone(name(reading.limits[row]), amount(by, reading.limits[row]))
                    : .leftOutByLimit(name(reading.limits[row]), amount(by, reading.limits[row])))
        case .others: language(.leftOutByLimits)
        }
    }
}
