// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import QualityWatchPages
import SensorThingsFrame
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
            body += FindingNotes.section(doubts, leftOut: leftOut, frame)
            body += chartSection(current, frame)
            body += annotationSection(current, frame)
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
            let value = current.lastValue.map { current.measure($0, format) } ?? current.lastText ?? "–"
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
        var alert: HTML = ""
        if isPublic {
            let follow = SiteURL.follow("sensor-\(thing)")
            alert += "<a class=\"button quiet\" href=\"\(follow)\">\(language(.followSensor))</a>"
        }
        if let current, frame.person != nil {
            let url = SiteURL.newAlert(datastream: current.id)
            alert += "<a class=\"button quiet\" href=\"\(url)\">\(language(.setAlert))</a>"
        }
        let actions: HTML = alert.isEmpty ? "" : "<p class=\"actions\">\(alert)</p>"
        return "<dl class=\"facts\">\(facts)</dl>\(actions)"
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

    func credit(_ reuse: DatasetReuse, _ language: Language) -> HTML {
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

    func gapList(_ frame: PageFrame) -> HTML {
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
        if let mean = statistics.mean { row(.mean, current.measure(mean, format)) }
        if let low = statistics.minimum {
            row(
                .lowest, current.measure(low, format), statistics.minimumAt.map { format.dateTime($0) } ?? ""
            )
        }
        if let high = statistics.maximum {
            row(
                .highest, current.measure(high, format),
                statistics.maximumAt.map { format.dateTime($0) } ?? "")
        }
        row(.numberOfValues, format.integer(statistics.count))
        if let coverage = statistics.coverage {
            row(statistics.isCoverageOfPart ? .coverageSinceFirst : .coverage, format.percent(min(coverage, 1)))
        }
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
}

extension Format {
    /// The words of a bucket: an hour, a day, a week, a month or a year.
    package func bucket(_ start: Instant, _ end: Instant) -> String {
        let hours = Double(end.microseconds - start.microseconds) / 3_600_000_000
        let local = time.local(start)
        switch hours {
        case ..<22: return dateTime(start)
        case ..<26: return weekday(local.day) + ", " + date(local.day)
        case ..<600: return date(local.day) + " – " + date(time.day(Instant(microseconds: end.microseconds - 1)))
        case ..<800: return month(local.day)
        default: return "\(local.day.year)"
        }
    }
}
