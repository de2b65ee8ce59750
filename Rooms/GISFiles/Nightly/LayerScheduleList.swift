// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import IngestPages
import Site
import Wire

/// The layers that are fetched each night, and how it goes.
struct LayerScheduleList: Sendable {
    let schedules: [LayerSchedule]

    func html(_ frame: PageFrame) -> HTML {
        guard !schedules.isEmpty else { return "" }
        let items = schedules.map { item($0, frame) }
        return """
            <section class="card" id="nightly" aria-labelledby="nightly-title"><h2 id="nightly-title">\
            \(frame.language(.layersFetchedNightly))</h2><ul class="results">\(items)</ul></section>
            """
    }

    private func item(_ schedule: LayerSchedule, _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        func fact(_ label: Words, _ value: HTML) -> HTML {
            "<div><dt>\(language(label))</dt><dd>\(value)</dd></div>"
        }
        func time(_ instant: Instant?) -> HTML { HTML(text: instant.map { format.dateTime($0) } ?? "–") }
        var facts = fact(.scheduleState, HTML(text: language(Self.state(schedule))))
        facts += fact(
            .layerFrom, "\(schedule.address.excerpt(200))\(schedule.served.isEmpty ? "" : " · ")\(schedule.served)")
        facts += fact(.declareKey, HTML(text: schedule.declared.key ?? "–"))
        facts += fact(.layerChecked, time(schedule.checked))
        facts += fact(.layerChangedLast, time(schedule.changed))
        if let outcome = schedule.outcome {
            let counts: [(Words, Int)] = [
                (.differenceAdded, outcome.added), (.differenceChanged, outcome.changed),
                (.differenceRemoved, outcome.removed),
            ]
            let text = counts.map { "\(language($0.0)): \(format.integer(Int64($0.1)))" }.joined(separator: " · ")
            facts += fact(.layerLastChange, HTML(text: text))
        }
        facts += fact(.scheduleNext, schedule.isPaused ? "–" : time(schedule.next))
        let fault: HTML = schedule.fault.map { "<p class=\"error\">\(language($0))</p>" } ?? ""
        var notice: HTML = ""
        if let waiting = schedule.waiting {
            let reason = schedule.reason.map { language($0) } ?? ""
            notice = """
                <div class="notice"><p>\(language(.layerWaitsForYou)) \(reason)</p>\
                <p><a class="button" href="\(SiteURL.waitingLayer(waiting))">\(language(.layerLookAtDifference))</a></p></div>
                """
        }
        return """
            <li><h3><a href="\(SiteURL.storedLayer(schedule.layer))">\(schedule.layer)</a></h3>\
            <dl class="facts">\(facts)</dl>\(fault)\(notice)\
            <div class="actions">\(schedule.isPaused ? "" : button(.pause, schedule, language))\
            \(button(.resume, schedule, language))\(button(.remove, schedule, language))</div></li>
            """
    }

    private func button(_ deed: LayerScheduleQueries.Deed, _ schedule: LayerSchedule, _ language: Language) -> HTML {
        let word: Words =
            switch deed {
            case .pause: .schedulePause
            case .resume: .scheduleResume
            case .remove: .scheduleRemove
            }
        return """
            <form method="post" action="\(SiteURL.layerSchedule(schedule.id, deed.rawValue))">\
            <button type="submit" class="quiet">\(language(word)) <span class="hidden">\(schedule.layer)</span></button></form>
            """
    }

    private static func state(_ schedule: LayerSchedule) -> Words {
        if schedule.isPaused { return .schedulePaused }
        if schedule.failures >= 3 { return .scheduleUnreachable }
        if schedule.failures > 0 { return .scheduleRetrying }
        return schedule.waiting == nil ? .scheduleFine : .layerWaits
    }
}

/// What the page of administration says of layers that are fetched each night.
extension [LayerSchedule] {
    /// So many that need somebody are named; of the others there is the number.
    private static var mostNamed: Int { 5 }

    func states(_ format: Format) -> [AdministrationPanel.State] {
        guard !isEmpty else { return [.init(.noNightlyLayers)] }
        func number(_ count: Int) -> String { format.integer(Int64(count)) }
        let going = filter { !$0.isPaused }
        var states: [AdministrationPanel.State] = [
            .init(.nightlyLayers(number(count), paused: number(count - going.count)))
        ]
        if let last = compactMap(\.checked).max() { states.append(.init(.nightlyLast(format.dateTime(last)))) }
        if let next = going.map(\.next).min() { states.append(.init(.nightlyNext(format.dateTime(next)))) }
        let troubled = filter { !$0.isPaused && $0.failures > 0 || $0.waiting != nil }
            .sorted { ($0.needsAttention ? 0 : 1, $0.layer) < ($1.needsAttention ? 0 : 1, $1.layer) }
        for schedule in troubled.prefix(Self.mostNamed) {
            let trouble: Words =
                if schedule.waiting == nil, let fault = schedule.fault { fault } else { .layerWaits }
            states.append(.init(.nightlyTrouble(schedule.layer, trouble), isUrgent: schedule.needsAttention))
        }
        let rest = troubled.count - Self.mostNamed
        if rest > 0 { states.append(.init(.nightlyMore(number(rest)), isUrgent: true)) }
        return states
    }
}
