// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import IngestWaiting
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// What is fetched each night, and how it goes.
struct ScheduleTable: Sendable {
    let schedules: [DeliverySchedule]

    func html(_ frame: PageFrame) -> HTML {
        guard !schedules.isEmpty else { return "" }
        let language = frame.language
        let items = schedules.map { item($0, frame) }
        return """
            <section class="card" aria-labelledby="schedules-title"><h2 id="schedules-title">\
            \(language(.schedulesTitle))</h2><ul class="results">\(items)</ul></section>
            """
    }

    private func item(_ schedule: DeliverySchedule, _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        func fact(_ label: Words, _ value: HTML) -> HTML {
            "<div><dt>\(language(label))</dt><dd>\(value)</dd></div>"
        }
        func time(_ instant: Instant?) -> HTML { HTML(text: instant.map { format.dateTime($0) } ?? "–") }
        let (state, word) = Self.state(schedule)
        var facts = fact(
            .scheduleState, "<span class=\"state state-\(state.rawValue)\">\(state.shape)\(language(word))</span>")
        facts += fact(.scheduleDelivered, time(schedule.delivered))
        facts += fact(.scheduleNext, schedule.isPaused ? "–" : time(schedule.next))
        facts += fact(
            .importMapping, "<a href=\"\(SiteURL.mappingVersions(schedule.mapping))\">\(schedule.mapping)</a>")
        if let run = schedule.run {
            facts += fact(.scheduleRun, "<a href=\"\(SiteURL.importRun(run))\">\(language(.importReport))</a>")
        }
        let fault: HTML = schedule.fault.map { "<p class=\"error\">\(language($0))</p>" } ?? ""
        let changed = schedule.changes.map { "<li>\(language($0))</li>" as HTML }
        let changes: HTML =
            changed.isEmpty
            ? "" : "<p>\(language(.scheduleChanges)):</p><ul class=\"plain\">\(changed)</ul>"
        let repair: HTML =
            schedule.waiting.map { id in
                """
                <div class="notice"><p>\(language(.scheduleRepairHelp))</p>\
                <p><a class="button" href="\(SiteURL.waitingImport(id))">\(language(.scheduleRepair))</a></p></div>
                """
            } ?? ""
        return """
            <li><h3>\(schedule.address)</h3><dl class="facts">\(facts)</dl>\(fault)\(changes)\(repair)\
            <div class="actions">\(button(schedule.isPaused ? "resume" : "pause", schedule, language))\
            \(schedule.isPaused ? "" : button("resume", schedule, language))\(button("remove", schedule, language))</div></li>
            """
    }

    private func button(_ deed: String, _ schedule: DeliverySchedule, _ language: Language) -> HTML {
        let word: Words = deed == "pause" ? .schedulePause : deed == "resume" ? .scheduleResume : .scheduleRemove
        return """
            <form method="post" action="\(SiteURL.schedule(schedule.id, deed))"><button type="submit" class="quiet">\
            \(language(word)) <span class="hidden">\(schedule.address)</span></button></form>
            """
    }

    private static func state(_ schedule: DeliverySchedule) -> (SensorState, Words) {
        if schedule.isPaused { return (.historical, .schedulePaused) }
        if schedule.waiting != nil { return (.silent, .scheduleNeedsMapping) }
        if schedule.failures >= 3 { return (.silent, .scheduleUnreachable) }
        if schedule.failures > 0 { return (.late, .scheduleRetrying) }
        return schedule.changes.isEmpty ? (.live, .scheduleFine) : (.late, .scheduleChanged)
    }
}
