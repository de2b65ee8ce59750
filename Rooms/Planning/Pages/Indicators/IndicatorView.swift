// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Planning
package import PlanningFrame
package import Site
import Wire

/// An indicator in numbers, words and a drawing.
package struct IndicatorView {
    package let context: PlanningContext
    package let indicator: PlanningObject
    package let reading: IndicatorReading

    package init(context: PlanningContext, indicator: PlanningObject, reading: IndicatorReading) {
        (self.context, self.indicator, self.reading) = (context, indicator, reading)
    }

    private var language: Language { context.language }
    private var format: Format { context.format }

    /// One line: value, way to the target, trend; for lists.
    package var line: HTML {
        guard let value = reading.value else {
            return
                "<p class=\"meta\"><span>\(context.link(indicator)): \(missing)</span></p>\(cautions)"
        }
        let shown: HTML = "<strong>\(format.measure(value, unit: reading.unit))</strong>\(provisional)"
        var parts: [HTML] = ["\(context.link(indicator)): \(shown)"]
        if let words = distanceWords {
            parts.append("\(words)")
        } else if let words = trendWords {
            parts.append("\(arrow)\(words)")
        }
        return "<p class=\"meta\">\(parts.map { "<span>\($0)</span>" as HTML })</p>\(cautions)"
    }

    /// In place of a value.
    private var missing: String { language(reading.isWithheld ? .measuredNotPublic : .notMeasuredYet) }

    /// What must be said of the series that it rests on; an invitation does not open the page that says more.
    private var cautions: HTML {
        let items = reading.cautions.map { caution -> HTML in
            let words = language(caution.words)
            if context.invitation != nil { return "<p class=\"gaps\">\(words)</p>" }
            return "<p class=\"gaps\"><a href=\"\(SiteURL(caution.address))\">\(words)</a></p>"
        }
        return "\(items)"
    }

    /// Value, baseline, target, distance, trend, and the months of two years as a chart and as a table.
    package var panel: HTML {
        let title: HTML = "<h2>\(context.link(indicator))</h2>"
        guard let value = reading.value else {
            return "<section class=\"card\">\(title)<p>\(missing)</p>\(cautions)</section>"
        }
        let number = format.numerals.alike(entered: [reading.baseline, reading.target], measured: [value])
        func measure(_ value: Double) -> String {
            reading.unit.isEmpty ? number(value) : "\(number(value))\u{202F}\(reading.unit)"
        }
        var facts: HTML = """
            <div><dt>\(language(.nowMeasured))</dt><dd class="big">\(measure(value))</dd>\
            <dd><small>\(windowWords)</small></dd></div>
            """
        if let baseline = reading.baseline {
            facts +=
                "<div><dt>\(language(.baseline))</dt><dd>\(measure(baseline))</dd></div>"
        }
        if let target = reading.target {
            let by = indicator.text("targetDate").map {
                "<dd><small>\(language(.until)) \(format.day($0))</small></dd>" as HTML
            }
            let origin = indicator.text("targetSource").map { "<dd><small>\($0)</small></dd>" as HTML }
            facts +=
                "<div><dt>\(language(.target))</dt><dd>\(measure(target))</dd>\(by)\(origin)</div>"
        }
        if let words = distanceWords {
            facts += "<div><dt>\(language(.wayToTarget))</dt><dd>\(words)</dd></div>"
        }
        var notes: HTML = ""
        if let words = trendWords { notes += "<p class=\"trend\">\(arrow)\(words)</p>" }
        if reading.isProvisional, let coverage = reading.coverage {
            notes += "<p class=\"gaps\">\(language(.provisionalBecause(format.percent(coverage))))</p>"
        }
        if reading.isSeasonal, reading.target != nil {
            notes += "<p class=\"muted\">\(language(.wayToTarget)): \(language(.seasonal)).</p>"
        }
        notes += cautions
        return """
            <section class="card">\(title)<dl class="facts">\(facts)</dl>\(notes)\(chart)</section>
            """
    }

    private var provisional: HTML {
        reading.isProvisional ? " <span class=\"tag\">\(language(.provisional))</span>" : ""
    }

    private var windowWords: String {
        guard let window = reading.window else { return "" }
        if window.start == window.end { return format.date(window.start) }
        let last = Instant(microseconds: window.end.microseconds - 1)
        let (first, end) = (format.time.day(window.start), format.time.day(last))
        if first == end { return format.date(first) }
        if first.year == end.year, first.month == end.month, first.day == 1 { return format.month(first) }
        return "\(format.date(first)) – \(format.date(end))"
    }

    /// "12 % unter Ziel", "Ziel erreicht"
    private var distanceWords: String? {
        if reading.isReached == true { return language(.targetReached) }
        guard let distance = reading.distance else { return nil }
        if distance >= 1, !reading.isInPercent, let target = reading.target, target > 0 {
            return language(.timesTarget(format.number(((1 + distance) * 10).rounded() / 10)))
        }
        let share = difference(reading.value, reading.target, share: distance)
        return language(distance < 0 ? .belowTarget(share) : .aboveTarget(share))
    }

    /// How far two values lie apart: of shares in percentage points, else as a share.
    private func difference(_ left: Double?, _ right: Double?, share: Double) -> String {
        guard reading.isInPercent, let left, let right else { return format.percent(abs(share)) }
        return language(.percentagePoints(format.number((abs(left - right) * 10).rounded() / 10)))
    }

    private var trendWords: String? {
        guard let comparison = reading.comparison, let change = reading.change else { return nil }
        let share = difference(comparison.now, comparison.before, share: change)
        let months = comparison.commonMonths
        let suffix = months.map { $0 < 12 ? language(.onlyCommonMonths($0)) : "" } ?? ""
        if abs(change) < 0.005 { return language(.likeYearBefore) + suffix }
        return language(change > 0 ? .moreThanYearBefore(share) : .lessThanYearBefore(share)) + suffix
    }

    /// Points where the indicator moves; the words beside it say the same.
    private var arrow: HTML {
        guard let change = reading.change else { return "" }
        let path: HTML = abs(change) < 0.005 ? "M1 6h14v4H1z" : change > 0 ? "M8 2 15 14H1z" : "M8 14 1 2h14z"
        return """
            <svg class="arrow" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="\(path)"/></svg>
            """
    }

    private var chart: HTML {
        let points = reading.months.map { month in
            SeriesPoint(
                start: month.window.start, end: month.window.end, value: month.value, coverage: month.coverage)
        }
        guard points.count(where: { $0.value != nil }) > 1, let first = points.first, let last = points.last else {
            return ""
        }
        let isSum = ["sum", "count"].contains(indicator.text("aggregate") ?? "")
        let model = ChartModel(
            window: InstantInterval(start: first.start, end: last.end), points: points, unit: reading.unit,
            isSum: isSum,
            label: indicator.title)
        let identifier = "k\(indicator.number)"
        let gapClass: HTML = " class=\"gap\""
        let rows = points.map { point -> HTML in
            let value = point.value.map { format.measure($0, unit: reading.unit) } ?? language(.gap)
            let share = point.coverage.map { format.percent($0) } ?? ""
            return """
                <tr\(point.value == nil ? gapClass : HTML())><th scope="row">\(format.month(format.time.day(point.start)))</th>\
                <td class="number">\(value)</td><td class="number">\(share)</td></tr>
                """
        }
        return """
            \(ChartView.figure(model, format: format, identifier: identifier))
            <details><summary>\(language(.sameAsTable))</summary><div class="table" tabindex="0" role="group" \
            aria-label="\(indicator.title)"><table><thead><tr><th scope="col">\(language(.monthColumn))</th>\
            <th scope="col" class="number">\(language(.valueColumn))</th><th scope="col" class="number">\(language(.coverageColumn))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div></details>
            """
    }
}
