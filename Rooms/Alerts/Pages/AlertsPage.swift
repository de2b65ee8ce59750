// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThingsFrame
import Site
import Wire

/// A rule with its series as its owner sees it now.
struct AlertLine: Sendable {
    let rule: AlertRule
    /// Nil when the owner may not see it any more.
    let record: SeriesRecord?

    func state(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard rule.isActive else { return HTML(text: language(.alertStateStopped)) }
        guard rule.isRaised else { return HTML(text: language(.alertStateCalm)) }
        let since = rule.since.map { " (" + format.dateTime($0) + ")" } ?? ""
        return "<strong>\(language(.alertStateRaised))</strong>\(since)"
    }

    func series(_ language: Language) -> HTML {
        guard let record else { return HTML(text: language(.alertHidden)) }
        let url = SiteURL.series(thing: record.thing, datastream: rule.datastream)
        return "<a href=\"\(url)\">\(record.label)</a>"
    }

    func condition(_ format: Format) -> String { rule.condition.words(record?.unit(format) ?? "", format) }

    func told(_ frame: PageFrame) -> String {
        rule.told.map { frame.format.dateTime($0) } ?? frame.language(.alertNever)
    }
}

/// The alerts of an account.
struct AlertsPage: Sendable {
    let lines: [AlertLine]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var list: HTML = "<p class=\"empty\">\(language(.noAlerts))</p>"
        if !lines.isEmpty {
            let rows = lines.map { line -> HTML in
                """
                <tr><th scope="row"><a href="\(SiteURL.alert(line.rule.id))">\(line.rule.name)</a></th>\
                <td data-label="\(language(.alertSeries))">\(line.series(language))</td>\
                <td data-label="\(language(.alertCondition))">\(line.condition(frame.format))</td>\
                <td data-label="\(language(.alertState))">\(line.state(frame))</td>\
                <td data-label="\(language(.alertToldLast))">\(line.told(frame))</td></tr>
                """
            }
            list = """
                <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.alertName))</th>\
                <th scope="col">\(language(.alertSeries))</th><th scope="col">\(language(.alertCondition))</th>\
                <th scope="col">\(language(.alertState))</th><th scope="col">\(language(.alertToldLast))</th></tr></thead>\
                <tbody>\(rows)</tbody></table></div>
                """
        }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.alerts))</h1><p class="lead">\(language(.alertsLead))</p></div>
            <section class="card" aria-label="\(language(.alerts))">\(list)\
            <p><a href="\(SiteURL.sensors())">\(language(.chooseSeries))</a></p></section></div>
            """
        return frame.document(title: language(.alerts), section: .none, content: content)
    }

    /// What somebody sees who came without a series.
    static func withoutSeries(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(language(.newAlert))</h1><p>\(language(.alertWithout))</p>\
            <p><a class="button" href="\(SiteURL.sensors())">\(language(.chooseSeries))</a></p></div>
            """
        return frame.document(
            title: language(.newAlert), section: .none,
            breadcrumbs: [Breadcrumb(name: language(.alerts), url: .alerts)], content: content)
    }
}

/// One alert: its state, what happened, and the ways to stop it.
struct AlertPage: Sendable {
    let line: AlertLine
    let events: [AlertEvent]
    /// What became of the latest call of the webhook.
    let call: (state: String, fault: String?)?
    let mailbox: String
    let sendsMail: Bool

    func html(_ frame: PageFrame) -> HTML {
        let (language, format, rule) = (frame.language, frame.format, line.rule)
        var facts: [(Words, HTML)] = [
            (.alertState, line.state(frame)), (.alertSeries, line.series(language)),
            (.alertCondition, HTML(text: line.condition(format))), (.alertToldLast, HTML(text: line.told(frame))),
        ]
        if let quiet = rule.quiet {
            let hours = format.clock(seconds: quiet.from * 60) + " – " + format.clock(seconds: quiet.to * 60)
            facts.append((.quietHours, HTML(text: hours)))
        }
        facts.append((.alertWays, ways(language)))
        let items = facts.map { "<div><dt>\(language($0.0))</dt><dd>\($0.1)</dd></div>" as HTML }
        let deed: Words = rule.isActive ? .alertPause : .alertResume
        let content: HTML = """
            <div class="inner page"><h1>\(rule.name)</h1><dl class="facts">\(items)</dl>
            <div class="actions"><form method="post" action="\(SiteURL.pauseAlert(rule.id))">\
            <input type="hidden" name="active" value="\(rule.isActive ? "no" : "yes")">\
            <button type="submit" class="quiet">\(language(deed))</button></form>\
            <form method="post" action="\(SiteURL.removeAlert(rule.id))">\
            <button type="submit" class="quiet">\(language(.alertRemove))</button></form></div>
            <section class="card" aria-labelledby="events"><h2 id="events">\(language(.alertEvents))</h2>\
            \(history(frame))</section></div>
            """
        return frame.document(
            title: rule.name, section: .none, breadcrumbs: [Breadcrumb(name: language(.alerts), url: .alerts)],
            content: content)
    }

    private func ways(_ language: Language) -> HTML {
        var parts: [String] = []
        if line.rule.sendsMail {
            parts.append(language(mailbox.isEmpty ? AlertFault.noMailbox.words : .alertByMail(mailbox)))
            if !sendsMail { parts.append(language(.noMailServer)) }
        }
        if !line.rule.hook.isEmpty { parts.append("Webhook: " + line.rule.hook) }
        if let call {
            let words: Words =
                switch call.state {
                case "taken": .alertCallTaken
                case "waiting": .alertCallWaits
                default: .alertCallFailed
                }
            parts.append(language(words) + (call.fault.map { " (\($0))" } ?? ""))
        }
        return parts.map { HTML(text: $0) }.joined("<br>")
    }

    private func history(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard !events.isEmpty else { return "<p class=\"empty\">\(language(.alertNoEvents))</p>" }
        let unit = line.record?.unit(format) ?? ""
        let items = events.map { event -> HTML in
            let words: Words = event.turn.kind == .ends ? .alertEnds : .alertBegins
            var text = format.dateTime(event.turn.at) + ": " + language(words)
            // what may not be seen any more is not shown here either
            if line.record != nil, let value = event.turn.value {
                text += " (" + format.measure(value, unit: unit) + ")"
            }
            if event.told == nil, line.rule.quiet != nil { text += ", " + language(.alertWaits) }
            return "<li>\(text)</li>"
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }
}

/// The page behind the link of each letter, for who is not signed in.
struct StopAlertPage: Sendable {
    let rule: AlertRule

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var body: HTML = "<p>\(language(.stopDone))</p>"
        if rule.isActive {
            body = """
                <p>\(language(.stopQuestion(rule.name)))</p>\
                <form method="post" action="\(SiteURL.stopAlert(token: rule.token))">\
                <button type="submit">\(language(.toStop))</button></form>
                """
        }
        let content: HTML = "<div class=\"inner page\"><h1>\(language(.stopTitle))</h1>\(body)</div>"
        return frame.document(title: language(.stopTitle), section: .none, content: content)
    }
}
