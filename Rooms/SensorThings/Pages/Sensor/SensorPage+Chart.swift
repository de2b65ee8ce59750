// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// The chart of a sensor's page, and the ways through time.
extension SensorPage {
    func chartSection(_ current: Series, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let heading = findingSentence(frame.format).map { HTML(text: $0) } ?? HTML(text: language(.development))
        let source = reuse.map { credit($0, language) } ?? HTML()
        let address = SiteURL.series(thing: thing, datastream: current.id)
        let with = compared.map { String($0.id) }.joined(separator: ",")
        return """
            <section class="card" aria-labelledby="chart-title" data-stretch="\(address)" data-first="\(from.number)" \
            data-last="\(to.number)" data-with="\(with)">
            <h2 id="chart-title">\(heading)</h2>\(wholeSentence(frame))
            \(rangeChoice(current, frame))
            \(comparison(current, frame))
            \(figures(frame))
            \(moves(current, frame))
            \(source)
            \(gapList(frame))
            </section>
            """
    }

    /// The number that the overview shows: of all directions, whichever of them is drawn here.
    private func wholeSentence(_ frame: PageFrame) -> HTML {
        guard let together else { return "" }
        let format = frame.format
        let value = format.integer(Int64(together.value.rounded()))
        return "<p>\(frame.language(.allDirections(value, measured, format.month(together.month))))</p>"
    }

    /// The chart with its caption, and those of other units below it.
    func figures(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let period = format.date(from) + " – " + format.date(to)
        var html: HTML = ""
        var shown: [(chart: ChartModel?, caption: HTML, bucket: Words, identifier: String)] = [
            (chart, "<strong>\(measured)</strong>, \(language(bucket)), \(period)", bucket, "values")
        ]
        for (number, one) in further.enumerated() {
            let caption: HTML = "<strong>\(one.measured)</strong>, \(language(one.bucket)), \(period)"
            shown.append((one.chart, caption, one.bucket, "values-\(number + 2)"))
        }
        for one in shown {
            var figure: HTML = "<p class=\"empty\">\(language(.noValuesInWindow))</p>"
            var table: HTML = ""
            if let chart = one.chart {
                figure = ChartView.figure(chart, format: format, identifier: one.identifier)
                table = valueTable(chart, one.bucket, one.identifier, frame)
            }
            html += "<figure>\n<figcaption>\(one.caption)</figcaption>\n\(figure)\n</figure>\n\(table)\n"
        }
        return html
    }

    private func rangeChoice(_ current: Series, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let with = compared.map(\.id)
        let items = Range.allCases.map { choice -> HTML in
            let mark: HTML = choice == range ? " aria-current=\"true\"" : ""
            let url = SiteURL.series(thing: thing, datastream: current.id, range: choice.rawValue, with: with)
            return "<li><a href=\"\(url)\"\(mark)>\(language(choice.word))</a></li>"
        }
        var error: HTML = ""
        if let fault { error = "<p class=\"summary\" role=\"alert\">\(language(fault))</p>" }
        return """
            \(error)<div class="ranges"><ul aria-label="\(language(.period))">\(items)</ul>
            <form method="get" action="\(SiteURL.series(thing: thing, datastream: current.id))">\(hidden(with))
            <div class="field"><label for="from">\(language(.from))</label>\
            <input type="date" id="from" name="from" value="\(from.iso)"></div>
            <div class="field"><label for="to">\(language(.to))</label>\
            <input type="date" id="to" name="to" value="\(to.iso)"></div>
            <button type="submit" class="quiet">\(language(.show))</button></form></div>
            """
    }

    private func hidden(_ with: [Int64]) -> HTML {
        let fields = with.map { "<input type=\"hidden\" name=\"with\" value=\"\(String($0))\">" as HTML }
        return "\(fields)"
    }

    // MARK: Comparing

    private func comparison(_ current: Series, _ frame: PageFrame) -> HTML {
        guard !choices.isEmpty || !compared.isEmpty else { return "" }
        let language = frame.language
        let ids = compared.map(\.id)
        let shown = compared.map { one -> HTML in
            let url = SiteURL.series(
                thing: thing, datastream: current.id, from: from.iso, to: to.iso, with: ids.filter { $0 != one.id })
            return """
                <li>\(one.label) <a href="\(url)">\(language(.stopComparing))<span class="hidden">: \(one.label)</span></a></li>
                """
        }
        let list: HTML = shown.isEmpty ? "" : "<ul class=\"plain compared\">\(shown)</ul>"
        var form: HTML = ""
        if compared.count < Request.most, !choices.isEmpty {
            let options = choices.map { HTML.option(String($0.id), $0.label, "") }
            form = """
                <form method="get" action="\(SiteURL.series(thing: thing, datastream: current.id))">\(hidden(ids))\
                <input type="hidden" name="from" value="\(from.iso)"><input type="hidden" name="to" value="\(to.iso)">
                <div class="field grow"><label for="with">\(language(.compareWith))</label>\
                <select id="with" name="with">\(options)</select></div>
                <button type="submit" class="quiet">\(language(.compare))</button></form>
                """
        }
        return "<div class=\"ranges compare\">\(form)\(list)</div>"
    }

    // MARK: Through time

    /// The ways from here: each with the days that it leads to.
    func ways() -> [(name: String, words: Words, from: CalendarDay, to: CalendarDay)] {
        let days = to.number - from.number + 1
        var ways: [(name: String, words: Words, from: CalendarDay, to: CalendarDay)] = []
        if let firstDay, from > firstDay {
            ways.append(("earlier", .earlierPeriod, from.adding(days: -days), from.adding(days: -1)))
        }
        if to < today { ways.append(("later", .laterPeriod, to.adding(days: 1), to.adding(days: days))) }
        if days > 1 {
            let start = from.adding(days: days / 4)
            ways.append(("closer", .closer, start, start.adding(days: (days + 1) / 2 - 1)))
        }
        if days < 20_000 {
            ways.append(("wider", .wider, from.adding(days: -(days + 1) / 2), to.adding(days: days / 2)))
        }
        return ways
    }

    private func moves(_ current: Series, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let with = compared.map(\.id)
        let links = ways().map { way -> HTML in
            let url = SiteURL.series(
                thing: thing, datastream: current.id, from: way.from.iso, to: way.to.iso, with: with)
            return
                "<li><a class=\"button quiet\" data-move=\"\(way.name)\" href=\"\(url)\">\(language(way.words))</a></li>"
        }
        return """
            <nav class="moves" aria-label="\(language(.otherStretch))"><ul>\(links)</ul>\
            <p class="help" data-hint hidden>\(language(.zoomHint))</p></nav>
            """
    }

    // MARK: The same as a table

    private func valueTable(_ chart: ChartModel, _ bucket: Words, _ identifier: String, _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let hasBand = chart.hasBand
        let hasPrevious = !chart.previous.isEmpty
        let isCompared = !chart.others.isEmpty
        let first = isCompared ? chart.label : language(bucket)
        var head: HTML = """
            <th scope="col">\(language(.time))</th><th scope="col" class="number">\(first)</th>
            """
        if hasBand {
            head +=
                "<th scope=\"col\" class=\"number\">\(language(.lowest))</th><th scope=\"col\" class=\"number\">\(language(.highest))</th>"
        }
        if hasPrevious { head += "<th scope=\"col\" class=\"number\">\(chart.previousLabel)</th>" }
        for other in chart.others { head += "<th scope=\"col\" class=\"number\">\(other.label)</th>" }
        head += "<th scope=\"col\" class=\"number\">\(language(.numberOfValues))</th>"
        func measure(_ value: Double?) -> String { value.map { format.measure($0, unit: chart.unit) } ?? "–" }
        func cell(_ text: String) -> HTML { "<td class=\"number\">\(text)</td>" }
        var rows: HTML = ""
        for (index, point) in chart.points.enumerated() {
            let time = format.bucket(point.start, point.end)
            guard point.value != nil || chart.others.contains(where: { $0.points[index].value != nil }) else {
                let width = 2 + (hasBand ? 2 : 0) + (hasPrevious ? 1 : 0) + chart.others.count
                rows += """
                    <tr class="gap"><th scope="row">\(time)</th><td class="number" colspan="\(width)">\
                    \(language(.noValue))</td></tr>
                    """
                continue
            }
            var cells = cell(measure(point.value))
            if hasBand {
                cells += cell(point.minimum.map { format.measure($0, unit: chart.unit) } ?? "")
                cells += cell(point.maximum.map { format.measure($0, unit: chart.unit) } ?? "")
            }
            if hasPrevious {
                cells += cell(measure(index < chart.previous.count ? chart.previous[index].value : nil))
            }
            for other in chart.others { cells += cell(measure(other.points[index].value)) }
            cells += cell(format.integer(point.count))
            var note: HTML = ""
            if let reached = point.reached {
                note = " <small>\(language(.partialPeriod(format.dateTime(reached))))</small>"
            }
            rows += "<tr><th scope=\"row\">\(time)\(note)</th>\(cells)</tr>"
        }
        let name = language(.sameAsTable) + (identifier == "values" ? "" : ": " + chart.label)
        return """
            <details><summary>\(name)</summary><div class="table" tabindex="0" role="group" aria-label="\(name)">\
            <table id="\(identifier)"><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div></details>
            """
    }
}
