// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThings
import SensorThingsFrame
import Site
import Wire

extension StartPage {
    /// `rooms` stands below what is measured: what the other rooms put here; `steps` on the page of an empty town.
    func html(
        _ frame: PageFrame, rooms: HTML = "", steps: [(step: FirstStep, isDone: Bool)] = []
    ) -> HTML {
        let language = frame.language
        guard !isEmpty else {
            return frame.document(
                title: language(.startTitle), section: .overview, content: emptyTown(frame, steps, rooms))
        }
        let content: HTML = """
            <div class="inner start">
            <div class="column">
            <h1>\(language(.startTitle))</h1>
            \(tileList(tiles.filter(\.isHeadline), frame))
            \(rooms)
            \(tileList(tiles.filter { !$0.isHeadline }, frame))
            \(tiles.isEmpty ? "<p class=\"empty\">\(language(.noTiles))</p>" : HTML())
            </div>
            <div class="column">
            \(mapSection(frame))
            \(attentionSection(frame))
            \(datasetSection(frame))
            </div>
            </div>
            """
        let map = TownMap.assets
        return frame.document(
            title: language(.startTitle), section: .overview, scripts: map.scripts, styles: map.styles, content: content
        )
    }

    // MARK: What moves the town

    private func tileList(_ tiles: [Tile], _ frame: PageFrame) -> HTML {
        guard !tiles.isEmpty else { return "" }
        let items = tiles.map { "<li class=\"tile\($0.isHeadline ? " headline" : "")\">\($0.html(frame))</li>" as HTML }
        return "<ul class=\"tiles\">\(items)</ul>"
    }

    // MARK: Map

    private func mapSection(_ frame: PageFrame) -> HTML {
        let language = frame.language
        return """
            <section class="card" aria-labelledby="map-title">
            <div class="head"><h2 id="map-title">\(language(.map))</h2>\
            <a href="\(SiteURL.map)">\(language(.largeMap))</a></div>
            \(TownMap.canvas(frame, isSmall: true))
            \(stateSummary(frame))
            <p class="more"><a href="\(SiteURL.sensors())">\(language(.listInsteadOfMap))</a></p>
            </section>
            """
    }

    private func stateSummary(_ frame: PageFrame) -> HTML {
        let items = SensorState.allCases.compactMap { state -> HTML? in
            guard let count = stateCounts[state], count > 0 else { return nil }
            return """
                <li><a href="\(SiteURL.sensors(state: state.rawValue))">\(state.badge(frame.language)) \
                <span class="count">\(frame.format.integer(Int64(count)))</span></a></li>
                """
        }
        return "<ul class=\"states\" aria-label=\"\(frame.language(.sensorsByState))\">\(items)</ul>"
    }

    // MARK: Attention

    private func attentionSection(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !stateCounts.isEmpty else { return "" }
        var body: HTML
        if attention.isEmpty, stateCounts[.live] ?? 0 == 0 {
            body = "<p class=\"calm\">\(language(.nothingRuns))</p>"
        } else if attention.isEmpty {
            body = "<p class=\"calm\">\(SensorState.live.shape) \(language(.nothingNeedsAttention))</p>"
        } else {
            let items = attention.map { item -> HTML in
                var since: HTML = ""
                if let last = item.last {
                    let ago = frame.format.since(microseconds: now.microseconds - last.microseconds)
                    since = """
                        <span class="since">\(language(.noValueFor(ago))) · \
                        \(language(.lastOn)) \(frame.format.dateTime(last))</span>
                        """
                }
                return """
                    <li>\(item.state.badge(language))<div><a href="\(SiteURL.sensor(item.thing))">\(item.name)</a> \
                    <span class="what">\(item.measured)</span>\(since)</div></li>
                    """
            }
            body = "<ul class=\"attention\">\(items)</ul>"
            if moreAttention > 0 {
                let more = frame.format.integer(Int64(moreAttention))
                body += """
                    <p class="more"><a href="\(SiteURL.sensors(state: "attention"))">\
                    \(language(.moreAttention(more)))</a></p>
                    """
            }
        }
        return """
            <section class="card urgent" aria-labelledby="attention-title"><h2 id="attention-title">\
            \(language(.attentionTitle))</h2>\(body)
            <p class="more"><a href="\(SiteURL.stateChanges())">\(language(.stateChangesTitle))</a></p></section>
            """
    }

    // MARK: Data sets

    private func datasetSection(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !datasets.isEmpty else { return "" }
        let items = datasets.map { line -> HTML in
            let mark: HTML = line.isNew ? "<span class=\"tag\">\(language(.new))</span>" : ""
            return """
                <li><h3><a href="\(SiteURL.dataset(line.slug))">\(line.title)</a> \(mark)</h3>
                <p>\(language(.licence)): \(LicenceWords(line.licence).link(language))</p>
                <p class="since">\(line.owner) · \(language(.updated)) \(frame.format.date(line.modified))</p></li>
                """
        }
        return """
            <section class="card" aria-labelledby="data-title"><div class="head"><h2 id="data-title">\
            \(language(.newData))</h2><a href="\(SiteURL.data())">\(language(.allData))</a></div>\
            <ul class="datasets">\(items)</ul></section>
            """
    }

    // MARK: An empty town

    /// Nothing is measured yet; what the rooms have to say is there all the same.
    private func emptyTown(
        _ frame: PageFrame, _ steps: [(step: FirstStep, isDone: Bool)], _ rooms: HTML
    ) -> HTML {
        let language = frame.language
        let lead: Words =
            frame.mayAdminister ? .emptyLead : steps.isEmpty ? .emptyForOthers : .emptyWithoutAdministrator
        let list: HTML =
            steps.isEmpty
            ? "<p class=\"actions\"><a class=\"button\" href=\"\(SiteURL.login)\">\(language(.signIn))</a></p>"
            : FirstSteps.list(steps, below: 1, language)
        return """
            <div class="inner"><h1>\(language(.emptyTitle(frame.town)))</h1><p class="lead">\(language(lead))</p>\(list)\(rooms)</div>
            """
    }
}

extension StartPage.Tile {
    /// What became of it since the year before.
    func trend(_ format: Format) -> Trend? {
        guard let period = comparedPeriod(format) else { return nil }
        return Trend(
            from: previous, to: value, unit: unit, byDifference: comparesByDifference, period: period, format)
    }

    /// "im Juli 2025", "July 2025"
    private func comparedPeriod(_ format: Format) -> String? {
        switch basis {
        case .perDay(let month), .meanOf(let month):
            return Trend.yearBefore(month, format)
        case .meanOfDay(let day, _):
            return (format.language == .german ? "am " : "on ") + format.date(day.adding(months: -12))
        case .latest: return nil
        }
    }

    private func basisSentence(_ format: Format) -> String {
        let language = format.language
        return switch basis {
        case .perDay(let month): language(.perDayIn(format.month(month)))
        case .meanOf(let month): language(.meanIn(format.month(month)))
        case .meanOfDay(let day, let places): language(.meanOn(format.date(day), format.integer(Int64(places))))
        case .latest(let instant): language(.measuredAt(format.dateTime(instant)))
        }
    }

    fileprivate func html(_ frame: PageFrame) -> HTML {
        let (format, language) = (frame.format, frame.language)
        let unitText: HTML = unit.isEmpty ? "" : " <span class=\"unit\">\(unit)</span>"
        var trendText: HTML = ""
        if let trend = trend(format) {
            trendText =
                "<p class=\"trend trend-\(trend.direction.rawValue)\">\(arrow(trend.direction))\(trend.sentence)</p>"
        }
        var line: HTML = ""
        if let drawing = ChartView.sparkline(sparkline, fromZero: sparklineFromZero) {
            line = "<figure class=\"spark\">\(drawing)<figcaption>\(language(sparklineMeaning))</figcaption></figure>"
        }
        var gaps: HTML = ""
        if let coverage, coverage < 0.8 {
            let share = format.percent(coverage)
            gaps = "<p class=\"gaps\">\(language(.coverageOnly(share)))</p>"
        }
        for caution in cautions { gaps += "<p class=\"gaps\">\(language(caution))</p>" }
        return """
            <h2><span class="kind">\(language(title))</span> <a href="\(link)">\(name)</a></h2>
            <div class="figures"><div><p class="value"><strong>\(format.number(value))</strong>\(unitText) \
            <span class="basis">\(basisSentence(format))</span></p>\(trendText)\(gaps)</div>\(line)</div>
            <p class="credit">\(language(.licence)): \(LicenceWords(licence).link(language)) · \
            \(language(.source)): \(source)</p>
            """
    }

    private func arrow(_ trend: Trend.Direction) -> HTML {
        let path: HTML
        switch trend {
        case .up: path = "M8 2 15 14H1z"
        case .down: path = "M8 14 1 2h14z"
        case .level: path = "M1 6h14v4H1z"
        }
        return
            "<svg class=\"arrow\" viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\"><path d=\"\(path)\"/></svg>"
    }
}
