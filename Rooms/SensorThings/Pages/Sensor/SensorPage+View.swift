// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import SensorThings
package import Site
package import Wire

extension SensorPage {
    /// "Promenade: Radverkehr"
    package func title() -> String {
        guard let current, !name.lowercased().contains(current.measured.lowercased()) else { return name }
        return name + ": " + current.measured
    }

    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var body: HTML = "<div class=\"inner page\"><div><h1>\(title())</h1>"
        if !description.isEmpty, description != name { body += "<p class=\"muted\">\(description)</p>" }
        body += "</div>"
        body += facts(frame)
        body += seriesList(frame)
        if let current {
            body += chartSection(current, frame)
            body += """
                <div class="two">\(statisticsSection(current, frame))\(reuseSection(current, frame))\
                \(placeSection(frame))\(downloadSection(current, frame))\(changesSection(frame))</div>
                """
        } else {
            body += "<p class=\"empty\">\(language(.sensorWithoutSeries))</p>"
        }
        body += "</div>"
        return frame.document(
            title: title(), section: .sensors, breadcrumbs: [Breadcrumb(name: language(.sensors), url: .sensors())],
            scripts: [.asset("chart.js")], content: body)
    }

    // MARK: Facts

    private func facts(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        var facts: HTML = ""
        if let current {
            let value = current.lastValue.map { format.measure($0, unit: current.unit) } ?? current.lastText ?? "–"
            let when = current.lastTime.map { format.dateTime($0) } ?? ""
            facts +=
                "<div><dt>\(language(.lastValue))</dt><dd class=\"big\">\(value)</dd><dd><small>\(when)</small></dd></div>"
            facts += """
                <div><dt>\(language(.state))</dt><dd>\(current.state.badge(language))</dd>\
                <dd><small>\(language(current.state.meaning))</small></dd></div>
                """
        }
        if let reuse {
            facts += "<div><dt>\(language(.owner))</dt><dd>\(reuse.owner)</dd></div>"
            facts += "<div><dt>\(language(.licence))</dt><dd>\(LicenceWords(reuse.licence).link(language))</dd></div>"
        }
        return "<dl class=\"facts\">\(facts)</dl>"
    }

    private func seriesList(_ frame: PageFrame) -> HTML {
        guard series.count > 1 else { return "" }
        let items = series.enumerated().map { index, item -> HTML in
            let current: HTML = index == selected ? " aria-current=\"true\"" : ""
            let url = SiteURL.series(thing: thing, datastream: item.id, range: range?.rawValue ?? "")
            return "<li><a href=\"\(url)\"\(current)>\(item.name)</a></li>"
        }
        return """
            <nav class="ranges" aria-label="\(frame.language(.seriesOfSensor))"><ul>\(items)</ul></nav>
            """
    }

    // MARK: Chart

    private func chartSection(_ current: Series, _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let period = format.date(from) + " – " + format.date(to)
        var figure: HTML = "<p class=\"empty\">\(language(.noValuesInWindow))</p>"
        var table: HTML = ""
        if let chart {
            figure = ChartView.figure(chart, format: format, identifier: "values")
            table = valueTable(chart, frame)
        }
        let heading = findingSentence(format).map { HTML(text: $0) } ?? HTML(text: language(.development))
        let source = reuse.map { credit($0, language) } ?? HTML()
        return """
            <section class="card" aria-labelledby="chart-title">
            <h2 id="chart-title">\(heading)</h2>
            \(rangeChoice(current, frame))
            <figure>
            <figcaption><strong>\(current.measured)</strong>, \(language(bucket)), \(period)</figcaption>
            \(figure)
            </figure>
            \(source)
            \(table)
            \(gapList(frame))
            </section>
            """
    }

    /// "Juli 2026: 6 % mehr als im Vorjahr"
    package func findingSentence(_ format: Format) -> String? {
        guard let finding, let current else { return nil }
        let trend = Trend(
            from: finding.previous, to: finding.value, unit: current.unit, byDifference: finding.byDifference,
            period: Trend.yearBefore(finding.month, format), format)
        guard let trend else { return nil }
        let month = format.month(finding.month)
        return month + ": " + trend.sentence
    }

    private func rangeChoice(_ current: Series, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let items = Range.allCases.map { choice -> HTML in
            let mark: HTML = choice == range ? " aria-current=\"true\"" : ""
            let url = SiteURL.series(thing: thing, datastream: current.id, range: choice.rawValue)
            return "<li><a href=\"\(url)\"\(mark)>\(language(choice.word))</a></li>"
        }
        var error: HTML = ""
        if let fault { error = "<p class=\"summary\" role=\"alert\">\(language(fault))</p>" }
        return """
            \(error)<div class="ranges"><ul aria-label="\(language(.period))">\(items)</ul>
            <form method="get" action="\(SiteURL.series(thing: thing, datastream: current.id))">
            <div class="field"><label for="from">\(language(.from))</label>\
            <input type="date" id="from" name="from" value="\(from.iso)"></div>
            <div class="field"><label for="to">\(language(.to))</label>\
            <input type="date" id="to" name="to" value="\(to.iso)"></div>
            <button type="submit" class="quiet">\(language(.show))</button></form></div>
            """
    }

    private func credit(_ reuse: Reuse, _ language: Language) -> HTML {
        var credit: HTML = "\(language(.source)): "
        if reuse.attributions.isEmpty {
            credit += HTML(text: reuse.owner)
        } else {
            let parts = reuse.attributions.map { part -> HTML in
                var text = HTML(text: part.text)
                if let url = part.url { text = "<a href=\"\(external: url)\">\(part.text)</a>" }
                if let licence = part.licence { text += " (\(LicenceWords(licence).link(language)))" }
                return text
            }
            credit += parts.joined("; ")
        }
        return
            "<p class=\"source\">\(credit). \(language(.licence)): \(LicenceWords(reuse.licence).link(language)).</p>"
    }

    private func valueTable(_ chart: ChartModel, _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let hasBand = chart.hasBand
        let hasPrevious = !chart.previous.isEmpty
        var head: HTML = """
            <th scope="col">\(language(.time))</th><th scope="col" class="number">\(language(chart.isSum ? .value : .mean))</th>
            """
        if hasBand {
            head +=
                "<th scope=\"col\" class=\"number\">\(language(.lowest))</th><th scope=\"col\" class=\"number\">\(language(.highest))</th>"
        }
        if hasPrevious { head += "<th scope=\"col\" class=\"number\">\(chart.previousLabel)</th>" }
        head += "<th scope=\"col\" class=\"number\">\(language(.numberOfValues))</th>"
        var rows: HTML = ""
        for (index, point) in chart.points.enumerated() {
            let time = format.bucket(point.start, point.end)
            guard let value = point.value else {
                let width = 2 + (hasBand ? 2 : 0) + (hasPrevious ? 1 : 0)
                rows += """
                    <tr class="gap"><th scope="row">\(time)</th><td class="number" colspan="\(width)">\
                    \(language(.noValue))</td></tr>
                    """
                continue
            }
            var cells: HTML = "<td class=\"number\">\(format.measure(value, unit: chart.unit))</td>"
            if hasBand {
                let low = point.minimum.map { format.number($0) } ?? ""
                let high = point.maximum.map { format.number($0) } ?? ""
                cells += "<td class=\"number\">\(low)</td><td class=\"number\">\(high)</td>"
            }
            if hasPrevious {
                let before = index < chart.previous.count ? chart.previous[index].value : nil
                cells += "<td class=\"number\">\(before.map { format.number($0) } ?? "–")</td>"
            }
            cells += "<td class=\"number\">\(format.integer(point.count))</td>"
            rows += "<tr><th scope=\"row\">\(time)</th>\(cells)</tr>"
        }
        return """
            <details><summary>\(language(.sameAsTable))</summary><div class="table" tabindex="0" role="group" \
            aria-label="\(language(.sameAsTable))"><table id="values"><thead><tr>\(head)</tr></thead>\
            <tbody>\(rows)</tbody></table></div></details>
            """
    }

    private func gapList(_ frame: PageFrame) -> HTML {
        guard !gaps.isEmpty else { return "" }
        let (language, format) = (frame.language, frame.format)
        let items = gaps.prefix(50).map { gap -> HTML in
            let length = format.duration(microseconds: gap.end.microseconds - gap.start.microseconds)
            return "<li>\(format.dateTime(gap.start)) – \(format.dateTime(gap.end)) (\(length))</li>"
        }
        let count = format.integer(Int64(gaps.count))
        return """
            <details><summary>\(language(.gapsInPeriod(count)))</summary><ul class="plain">\(items)</ul></details>
            """
    }

    // MARK: Below

    private func statisticsSection(_ current: Series, _ frame: PageFrame) -> HTML {
        guard let statistics else { return "" }
        let (language, format) = (frame.language, frame.format)
        var rows: HTML = ""
        func row(_ text: Words, _ value: String, _ note: String = "") {
            rows +=
                "<tr><th scope=\"row\">\(language(text))</th><td class=\"number\">\(value)</td><td>\(note)</td></tr>"
        }
        if let mean = statistics.mean { row(.mean, format.measure(mean, unit: current.unit)) }
        if let low = statistics.minimum {
            row(
                .lowest, format.measure(low, unit: current.unit), statistics.minimumAt.map { format.dateTime($0) } ?? ""
            )
        }
        if let high = statistics.maximum {
            row(
                .highest, format.measure(high, unit: current.unit),
                statistics.maximumAt.map { format.dateTime($0) } ?? "")
        }
        row(.numberOfValues, format.integer(statistics.count))
        if let coverage = statistics.coverage { row(.coverage, format.percent(min(coverage, 1))) }
        if let rhythm = current.rhythm { row(.rhythm, format.duration(microseconds: rhythm)) }
        if let start = current.start { row(.measuredSince, format.date(start)) }
        return """
            <section class="card"><h2>\(language(.statistics))</h2><div class="table" tabindex="0" role="group" \
            aria-label="\(language(.statistics))"><table><tbody>\(rows)</tbody>\
            </table></div></section>
            """
    }

    private func reuseSection(_ current: Series, _ frame: PageFrame) -> HTML {
        guard let reuse else { return "" }
        let language = frame.language
        let licence = LicenceWords(reuse.licence)
        var meaning: HTML = ""
        if let text = licence.meaning { meaning = "<p>\(language(text))</p>" }
        return """
            <section class="card plain"><h2>\(language(.reuse))</h2><p>\(language(.licence)): \
            <strong>\(licence.link(language))</strong></p>\(meaning)\(credit(reuse, language))\
            <p>\(language(.dataset)): <a href="\(SiteURL.dataset(reuse.slug))">\(reuse.title)</a></p></section>
            """
    }

    private func placeSection(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        var body: HTML
        if let longitude, let latitude {
            let north = format.number(latitude, decimals: 5)
            let east = format.number(longitude, decimals: 5)
            let note: HTML = isApproximate ? "<p><span class=\"ring\">\(language(.approximatePlace))</span></p>" : ""
            body = """
                <p>\(placeName ?? name)</p>\(note)<p>\(north)° N, \(east)° \(language(.eastLetter))</p>\
                <p><a href="\(SiteURL.map.path)#\(String(thing))">\(language(.showOnMap))</a></p>
                """
        } else {
            body = "<p>\(language(.sensorWithoutPlace))</p>"
        }
        return "<section class=\"card plain\"><h2>\(language(.place))</h2>\(body)</section>"
    }

    private func changesSection(_ frame: PageFrame) -> HTML {
        guard !changes.isEmpty else { return "" }
        let (language, format) = (frame.language, frame.format)
        let items = changes.map { change -> HTML in
            let text: String
            switch change.kind {
            case .place(let name, let longitude?, let latitude?):
                let north = format.number(latitude, decimals: 5)
                let east = format.number(longitude, decimals: 5)
                text = language(.changedPlace(name)) + " (\(north)° N, \(east)° \(language(.eastLetter)))"
            case .place(let name, _, _): text = language(.changedPlace(name))
            case .firstValue(let series): text = language(.changedFirstValue(series))
            case .ended(let series): text = language(.changedEnded(series))
            case .state(let series, let from, let to):
                text = language(.changedState(series, language(from.word), language(to.word)))
            }
            var time = format.date(change.time)
            if case .state = change.kind { time = format.dateTime(change.time) }
            return "<li><time datetime=\"\(change.time.iso8601)\">\(time)</time>: \(text)</li>"
        }
        return """
            <section class="card plain"><h2>\(language(.changes))</h2><ul class="plain">\(items)</ul></section>
            """
    }

    private func downloadSection(_ current: Series, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let address = base + SiteURL.datastreamInterface(current.id).path
        let csv = SiteURL.seriesFile(datastream: current.id, format: "csv", from: from.iso, to: to.iso)
        let json = SiteURL.seriesFile(datastream: current.id, format: "json", from: from.iso, to: to.iso)
        return """
            <section class="card plain"><h2>\(language(.downloads))</h2><p>\(language(.downloadHelp))</p>
            <p class="actions"><a class="button quiet" href="\(csv)" download>CSV</a>\
            <a class="button quiet" href="\(json)" download>JSON</a></p>
            <p id="address-label">\(language(.interfaceAddress))</p>
            <p class="address"><code id="address" aria-labelledby="address-label">\(address)</code>\
            <button type="button" class="quiet" data-copy="address" data-done="\(language(.copied))" hidden>\
            \(language(.copy))</button></p></section>
            """
    }
}

extension Format {
    /// The words of a bucket: an hour, a day, a week, a month or a year.
    package func bucket(_ start: Instant, _ end: Instant) -> String {
        let hours = Double(end.microseconds - start.microseconds) / 3_600_000_000
        let local = time.local(start)
        switch hours {
        case ..<22: return date(local.day) + ", " + clock(seconds: local.seconds)
        case ..<26: return weekday(local.day) + ", " + date(local.day)
        case ..<600: return date(local.day) + " – " + date(time.day(Instant(microseconds: end.microseconds - 1)))
        case ..<800: return month(local.day)
        default: return "\(local.day.year)"
        }
    }
}
