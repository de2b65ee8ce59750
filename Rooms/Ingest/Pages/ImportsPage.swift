// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import HTTPSupport
import Ingest
package import SensorThings
import SensorThingsPages
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

        package var rows: Int64 { report["rows"]?.integer ?? 0 }
        package func values(_ name: String) -> Int64 { report["values"]?[name]?.integer ?? 0 }

        package var word: Words {
            switch outcome {
            case "complete": .outcomeComplete
            case "partial": .outcomePartial
            case "files-failed", "failed": .outcomeFailed
            case "stopped": .outcomeStopped
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

    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let list: HTML = runs.isEmpty ? "<p class=\"empty\">\(language(.noImports))</p>" : Self.table(runs, frame)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.importsTitle))</h1><p class="lead">\(language(.importsLead))</p></div>
            <section class="card" aria-label="\(language(.importsTitle))">\(list)</section>
            <p class="muted">\(language(.importHow))</p></div>
            """
        return frame.document(title: language(.importsTitle), section: .operation, content: content)
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
    package var run: ImportsPage.Run

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
            let items = list.map { "<li>\($0)</li>" as HTML }
            notices =
                "<section class=\"card\"><h2>\(language(.importNotices))</h2><ul class=\"plain\">\(items)</ul></section>"
        }
        let title = language(.importReport) + ": " + run.mapping
        let content: HTML = """
            <div class="inner page"><div><h1>\(title)</h1><p class="muted">\(format.longDateTime(run.started)) · \
            \(language(.importActor)): \(language.person(run.actor))</p></div><dl class="facts">\(figures)</dl>
            <section class="card"><h2>\(language(.importRejections))</h2>\(rejections(frame))</section>
            \(failedFiles(language))\(withoutPlace(language))\(notices)</div>
            """
        return frame.document(
            title: title, section: .operation, breadcrumbs: [Breadcrumb(name: language(.importsTitle), url: .imports)],
            content: content)
    }

    private func rejections(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rejections = report("rejections")
        guard !rejections.isEmpty else { return "<p class=\"calm\">\(language(.importNothingRejected))</p>" }
        let rows = rejections.map { entry -> HTML in
            let reason = entry["explanation"]?[language.rawValue]?.string ?? entry["reason"]?.string ?? ""
            let first = entry["first"]
            let line = format.integer(first?["line"]?.integer ?? 0)
            let column = first?["column"]?.string ?? ""
            let columnText: HTML = column.isEmpty ? "" : ", \(language(.importColumn)) „\(column)“"
            return """
                <tr><th scope="row">\(reason)</th><td class="number" data-label="\(language(.importCount))">\
                \(format.integer(entry["count"]?.integer ?? 0))</td><td data-label="\(language(.importFirst))">\
                \(first?["file"]?.string ?? ""), \(language(.importLine)) \(line)\(columnText)</td>\
                <td data-label="\(language(.importTextFound))"><code>\(first?["text"]?.string ?? "")</code></td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.importReason))</th>\
            <th scope="col" class="number">\(language(.importCount))</th><th scope="col">\(language(.importFirst))</th>\
            <th scope="col">\(language(.importTextFound))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
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
