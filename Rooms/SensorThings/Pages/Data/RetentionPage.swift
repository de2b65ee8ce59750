// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import SensorThings
import SensorThingsFrame
package import Site
package import Wire

/// How long the values of a data set are kept: the rule, what it will do, what it did, and the form for who may set it.
package struct RetentionPage: Sendable {
    /// A duration as the form has it: a number of a unit, or ISO 8601 where it has several.
    package struct Entry: Sendable, Hashable {
        package var number = ""
        package var unit = "days"

        package static let units: [(name: String, text: Words, letter: String)] = [
            ("days", .inDays, "D"), ("months", .inMonths, "M"), ("years", .inYears, "Y"),
        ]

        package init(number: String = "", unit: String = "days") {
            self.number = number
            self.unit = unit
        }

        package init(_ duration: CalendarDuration?) {
            guard let duration else { return }
            if duration.days > 0, duration.months > 0 {
                number = duration.iso8601
            } else if duration.days > 0 {
                number = String(duration.days)
            } else if duration.months % 12 == 0 {
                (number, unit) = (String(duration.months / 12), "years")
            } else {
                (number, unit) = (String(duration.months), "months")
            }
        }

        /// Whether ISO 8601 stands in the field, `P1M10D`.
        package var isDuration: Bool { (try? CalendarDuration(iso8601: number)) != nil }

        /// `P90D`; nil when the field is empty.
        package var iso8601: String? {
            if number.hasPrefix("P") { return number }
            guard !number.isEmpty, let letter = Self.units.first(where: { $0.name == unit })?.letter else { return nil }
            return "P\(number)\(letter)"
        }
    }

    package static let parts: [(name: String, text: Words)] = [
        ("raw", .rawValues), ("hourly", .hourlyValues), ("daily", .dailyValues),
    ]

    package var slug: String
    package var title: String
    package var policy: RetentionPolicy?
    /// What the rule that stands, or the one that is asked for, does now.
    package var forecast: RetentionForecast
    package var journal: [RetentionQueries.Deletion]
    /// Nil for who may not set the rule.
    package var form: [Entry]?
    /// The rule was entered and waits for a yes.
    package var isProposal = false
    package var fault: (part: String, text: Words)?

    package func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let durations = [policy?.raw, policy?.hourly, policy?.daily]
        let facts = zip(Self.parts, durations).map { part, duration -> HTML in
            "<div><dt>\(language(part.text))</dt><dd>\(language(Words.kept(for: duration)))</dd></div>"
        }
        let standing: HTML = isProposal ? "" : effect(frame)
        let proposal: HTML = isProposal ? proposed(frame) : ""
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.retentionTitle))</h1><p class="lead">\(title)</p></div>
            <p>\(language(.retentionLead))</p>\
            \(FormField.summary(fault?.text, target: fault?.part ?? "raw", language))\(proposal)
            <section class="card" aria-labelledby="rule"><h2 id="rule">\(language(.retentionRule))</h2>\
            <dl class="facts">\(facts)</dl>\(standing)</section>
            \(entry(frame))
            <section class="card" aria-labelledby="journal"><h2 id="journal">\(language(.retentionJournal))</h2>\
            \(table(language, format))</section></div>
            """
        return frame.document(
            title: language(.retentionTitle), section: .data,
            breadcrumbs: [
                Breadcrumb(name: language(.data), url: .data()), Breadcrumb(name: title, url: .dataset(slug)),
            ], content: content)
    }

    /// What the rule does now, in sentences.
    private func effect(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        var lines: [Words] = [.retentionSeriesCount(format.integer(forecast.datastreams))]
        if forecast.ownRules > 0 { lines.append(.retentionOwnRules(format.integer(forecast.ownRules))) }
        func counted(_ count: Int64) -> Words {
            let number = format.integer(count)
            return count < RetentionForecast.countLimit ? Words(number, number) : .atLeast(number)
        }
        if let first = forecast.first, let keptFrom = forecast.keptFrom {
            lines.append(
                .retentionDeletes(
                    language(counted(forecast.raw)), from: format.longDate(first), until: format.longDate(keptFrom)))
        } else if let keptFrom = forecast.keptFrom, forecast.deletesNothing {
            lines.append(.retentionKeeps(format.longDate(keptFrom)))
        } else if forecast.deletesNothing {
            lines.append(.retentionNothing)
        }
        if forecast.hourly > 0 { lines.append(.retentionDeletesHourly(language(counted(forecast.hourly)))) }
        if forecast.daily > 0 { lines.append(.retentionDeletesDaily(language(counted(forecast.daily)))) }
        return "<ul class=\"plain\">\(lines.map { "<li>\(language($0))</li>" as HTML })</ul>"
    }

    /// The question before a rule is set that deletes something.
    private func proposed(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let fields = zip(Self.parts, form ?? []).map { part, entry -> HTML in
            """
            <input type="hidden" name="\(part.name)" value="\(entry.number)">\
            <input type="hidden" name="\(part.name)-unit" value="\(entry.unit)">
            """
        }
        return """
            <section class="card" aria-labelledby="forecast"><h2 id="forecast">\(language(.retentionForecast))</h2>\
            \(effect(frame))<p><strong>\(language(.retentionForGood))</strong> \(language(.retentionWhen))</p>
            <form method="post" action="\(SiteURL.datasetRetention(slug))">\(fields)\
            <input type="hidden" name="step" value="save"><button type="submit">\(language(.retentionSave))</button>\
            </form></section>
            """
    }

    private func entry(_ frame: PageFrame) -> HTML {
        guard let form else { return "" }
        let language = frame.language
        let rows = zip(Self.parts, form).map { part, entry -> HTML in
            let fault = fault.flatMap { $0.part == part.name ? $0.text : nil }
            let error = fault.map { "<p class=\"error\" id=\"\(part.name)-error\">\(language($0))</p>" as HTML }
            let invalid: HTML = fault == nil ? "" : " aria-invalid=\"true\""
            let described = "retention-help" + (fault == nil ? "" : " \(part.name)-error")
            var options: HTML = ""
            for unit in Entry.units { options += HTML.option(unit.name, language(unit.text), entry.unit) }
            return """
                <fieldset class="field"><legend>\(language(part.text))</legend>\(error)<div class="pair">\
                <input id="\(part.name)" name="\(part.name)" inputmode="numeric" maxlength="12" class="short" \
                value="\(entry.number)" aria-label="\(language(part.text))" aria-describedby="\(described)"\(invalid)>\
                <select name="\(part.name)-unit" aria-label="\(language(.unit)): \(language(part.text))">\(options)</select>\
                </div></fieldset>
                """
        }
        return """
            <section class="card" aria-labelledby="change"><h2 id="change">\(language(.retentionChange))</h2>\
            <p id="retention-help">\(language(.retentionEmpty)) \(language(.retentionOrder))</p>
            <form class="form" method="post" action="\(SiteURL.datasetRetention(slug))">\(rows)\
            <input type="hidden" name="step" value="check">\
            <div><button type="submit">\(language(.retentionCheck))</button></div></form></section>
            """
    }

    private func table(_ language: Language, _ format: Format) -> HTML {
        guard !journal.isEmpty else { return "<p class=\"empty\">\(language(.retentionNone))</p>" }
        let rows = journal.map { line -> HTML in
            let kind = Self.parts.first { $0.name == line.kind }?.text ?? .rawValues
            return """
                <tr><th scope="row">\(format.dateTime(line.at))</th>\
                <td data-label="\(language(.retentionSeries))">\(line.name)</td>\
                <td data-label="\(language(.retentionKind))">\(language(kind))</td>\
                <td data-label="\(language(.retentionUntil))">\(format.date(line.until))</td>\
                <td class="number" data-label="\(language(.retentionDeleted))">\(format.integer(line.count))</td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.retentionAt))</th>\
            <th scope="col">\(language(.retentionSeries))</th><th scope="col">\(language(.retentionKind))</th>\
            <th scope="col">\(language(.retentionUntil))</th>\
            <th scope="col" class="number">\(language(.retentionDeleted))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }
}
