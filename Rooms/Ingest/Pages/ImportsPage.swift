// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import IngestWaiting
package import SensorThings
import SensorThingsFrame
package import Site
package import Wire

/// The runs of the import, newest first.
package struct ImportsPage: Sendable {
    package struct Run: Sendable, Hashable {
        package var id: Int64
        package var mapping: String
        package var actor: String
        package var started: Instant
        /// `complete`, `partial`, `files-failed`, `failed`, `stopped`; anything else is still running.
        package var outcome: String
        /// The report as stored.
        package var report: JSONValue
        package var dataset: Int64?

        package var rows: Int64 { report["rows"]?.integer ?? 0 }
        package func values(_ name: String) -> Int64 { report["values"]?[name]?.integer ?? 0 }

        package var word: Words {
            switch outcome {
            case "complete": .outcomeComplete
            case "partial": .outcomePartial
            case "files-failed", "failed": .outcomeFailed
            case "stopped": .outcomeStopped
            case "undone": .outcomeUndone
            default: .outcomeRunning
            }
        }

        package var state: SensorState {
            switch outcome {
            case "complete": .live
            case "partial", "stopped": .late
            case "files-failed", "failed": .silent
            default: .historical
            }
        }

        package func badge(_ language: Language) -> HTML {
            "<span class=\"state state-\(state.rawValue)\">\(state.shape)\(language(word))</span>"
        }
    }

    package var runs: [Run]
    /// Deliveries that wait for somebody.
    package var waiting: [WaitingImport] = []
    /// What is fetched each night.
    package var schedules: [DeliverySchedule] = []
    package var mayImport = false

    package init(runs: [Run], mayImport: Bool = false) { (self.runs, self.mayImport) = (runs, mayImport) }

    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let list: HTML = runs.isEmpty ? "<p class=\"empty\">\(language(.noImports))</p>" : Self.table(runs, frame)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.importsTitle))</h1><p class="lead">\(language(.importsLead))</p></div>
            \(entrance(frame))
            <section class="card" aria-label="\(language(.importsTitle))">\(list)</section>
            <p class="muted">\(language(.importHow))</p></div>
            """
        return frame.document(title: language(.importsTitle), section: .operation, content: content)
    }

    /// The way to a new import, and what waits already.
    private func entrance(_ frame: PageFrame) -> HTML {
        guard mayImport else { return "" }
        let (language, format) = (frame.language, frame.format)
        let items = waiting.map { one -> HTML in
            let name = one.files.first?.name ?? one.address ?? String(one.id)
            return """
                <li><a href="\(SiteURL.waitingImport(one.id))">\(name)</a> \
                <span class="muted">\(language(.waitingUntil)) \(format.dateTime(one.expires))</span></li>
                """
        }
        let list: HTML =
            items.isEmpty
            ? ""
            : "<section class=\"card\"><h2>\(language(.waitingTitle))</h2><ul class=\"plain\">\(items)</ul></section>"
        return """
            <p class="actions"><a class="button" href="\(SiteURL.newImport)">\(language(.newImport))</a></p>\(list)\
            \(ScheduleTable(schedules: schedules).html(frame))
            """
    }

    package static func table(_ runs: [Run], _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = runs.map { run -> HTML in
            """
            <tr><th scope="row"><a href="\(SiteURL.importRun(run.id))">\(format.dateTime(run.started))</a></th>\
            <td data-label="\(language(.importMapping))">\(run.mapping)</td>\
            <td data-label="\(language(.importOutcome))">\(run.badge(language))</td>\
            <td class="number" data-label="\(language(.importRows))">\(format.integer(run.rows))</td>\
            <td class="number" data-label="\(language(.importStored))">\(format.integer(run.values("stored")))</td>\
            <td class="number" data-label="\(language(.importRejected))">\(format.integer(run.values("rejected")))</td></tr>
            """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.importStarted))</th>\
            <th scope="col">\(language(.importMapping))</th><th scope="col">\(language(.importOutcome))</th>\
            <th scope="col" class="number">\(language(.importRows))</th>\
            <th scope="col" class="number">\(language(.importStored))</th>\
            <th scope="col" class="number">\(language(.importRejected))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}

/// One run with all that was rejected and why.
package struct ImportRunPage: Sendable {
    /// What who may write can do with the run.
    package struct Offers: Sendable {
        package var mayUndo = false
        package var mapping: MappingVersion?
        /// The delivery that it came of, as long as its files are kept.
        package var waiting: Int64?
        /// It came from an address.
        package var mayBeNightly = false

        package init() {}
    }

    package var run: ImportsPage.Run
    package var offers = Offers()

    package init(run: ImportsPage.Run, offers: Offers = Offers()) {
        (self.run, self.offers) = (run, offers)
    }

    package func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let report = run.report
        var figures: HTML = ""
        func figure(_ text: Words, _ value: Int64) {
            figures += "<div><dt>\(language(text))</dt><dd class=\"big\">\(format.integer(value))</dd></div>"
        }
        figures += "<div><dt>\(language(.importOutcome))</dt><dd>\(run.badge(language))</dd></div>"
        figure(.importFiles, report["files"]?["done"]?.integer ?? 0)
        figure(.importSkipped, report["files"]?["skipped"]?.integer ?? 0)
        figure(.importRows, run.rows)
        figure(.importStored, run.values("stored"))
        figure(.importUnchanged, run.values("unchanged"))
        figure(.importReplaced, run.values("replaced"))
        figure(.importEmpty, run.values("empty"))
        figure(.importFlagged, run.values("flagged"))
        figure(.importRejected, run.values("rejected"))
        var notices: HTML = ""
        let list = (report["notices"]?.array ?? []).compactMap { $0[language.rawValue]?.string }
        if !list.isEmpty {
            let items = list.map { "<li>\(Self.linked($0))</li>" as HTML }
            notices =
                "<section class=\"card\"><h2>\(language(.importNotices))</h2><ul class=\"plain\">\(items)</ul></section>"
        }
        let title = language(.importReport) + ": " + run.mapping
        let content: HTML = """
            <div class="inner page"><div><h1>\(title)</h1><p class="muted">\(format.longDateTime(run.started)) · \
            \(language(.importActor)): \(language.person(run.actor))</p></div>\(undone(frame))<dl class="facts">\(figures)</dl>\(actions(language))
            <section class="card"><h2>\(language(.importRejections))</h2>\(rejections(frame))\
            \(IgnoredList.rows(report, frame))</section>
            \(nightly(language))\(failedFiles(language))\(withoutPlace(language))\(notices)</div>
            """
        return frame.document(
            title: title, section: .operation, breadcrumbs: [Breadcrumb(name: language(.importsTitle), url: .imports)],
            content: content)
    }

    private func nightly(_ language: Language) -> HTML {
        guard let waiting = offers.waiting, offers.mayBeNightly else { return "" }
        let hour = FormPieces(language: language).text("hour", .nightlyHour, "3", type: "number", isShort: true)
        return """
            <section class="card"><h2>\(language(.nightlyTitle))</h2><p>\(language(.nightlyHelp))</p>\
            <form class="form" method="post" action="\(SiteURL.nightlyImport(waiting))">\(hour)\
            <div><button type="submit">\(language(.nightlyButton))</button></div></form></section>
            """
    }

    /// A notice with the way to the data set that it names.
    private static func linked(_ notice: String) -> HTML {
        guard let match = notice.firstMatch(of: /\/data\/([a-z0-9-]+)/) else { return HTML(text: notice) }
        let (before, after) = (String(notice[..<match.range.lowerBound]), String(notice[match.range.upperBound...]))
        return "\(before)<a href=\"\(SiteURL.dataset(String(match.1)))\">\(String(match.0))</a>\(after)"
    }

    private func undone(_ frame: PageFrame) -> HTML {
        guard let undone = run.report["undone"], let at = undone["at"]?.string.flatMap({ try? Instant(iso8601: $0) })
        else { return "" }
        let language = frame.language
        let words = Words.undoneBy(language.person(undone["by"]?.string ?? ""), frame.format.longDateTime(at))
        return "<div class=\"notice\"><p>\(language(words))</p></div>"
    }

    private func actions(_ language: Language) -> HTML {
        var actions: HTML = ""
        if let slug = run.report["dataset"]?.string, run.outcome != "undone" {
            actions += "<a class=\"button\" href=\"\(SiteURL.dataset(slug))\">\(language(.runSeeData))</a>"
        }
        if let waiting = offers.waiting {
            let url = SiteURL.correctImport(waiting)
            actions += "<a class=\"button quiet\" href=\"\(url)\">\(language(.runCorrect))</a>"
        }
        if offers.mayUndo {
            actions += "<a class=\"button quiet\" href=\"\(SiteURL.undoImport(run.id))\">\(language(.undoTitle))</a>"
        }
        if let mapping = offers.mapping {
            actions += "<a href=\"\(SiteURL.mappingVersions(mapping.name))\">\(language(.mappingVersions))</a>"
        }
        return actions.isEmpty ? "" : "<p class=\"actions\">\(actions)</p>"
    }

    private func rejections(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rejections = report("rejections")
        guard !rejections.isEmpty else { return "<p class=\"calm\">\(language(.importNothingRejected))</p>" }
        return RejectionTable.html(rejections, language, format)
    }

    private func report(_ name: String) -> [JSONValue] { run.report[name]?.array ?? [] }

    private func failedFiles(_ language: Language) -> HTML {
        let failed = run.report["files"]?["failed"]?.array ?? []
        guard !failed.isEmpty else { return "" }
        let items = failed.map {
            "<li><strong>\($0["file"]?.string ?? "")</strong>: \($0["reason"]?.string ?? "")</li>" as HTML
        }
        return
            "<section class=\"card\"><h2>\(language(.importFailedFiles))</h2><ul class=\"plain\">\(items)</ul></section>"
    }

    private func withoutPlace(_ language: Language) -> HTML {
        let names = report("withoutPlace").compactMap(\.string)
        guard !names.isEmpty else { return "" }
        return
            "<section class=\"card\"><h2>\(language(.importWithoutPlace))</h2><p>\(names.joined(separator: ", "))</p></section>"
    }
}
