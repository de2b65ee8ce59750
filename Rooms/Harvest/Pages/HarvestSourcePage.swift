// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Site

/// One catalogue: how its reading went, what is in it, and what can be decided.
struct HarvestSourcePage: Sendable {
    let source: HarvestSource
    let runs: [HarvestRun]

    /// A proposal that was not looked at yet, or one that somebody wants to be read now.
    private var isWaiting: Bool { source.state == .proposed && source.report == nil && source.fault == nil }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var parts: HTML = ""
        if isWaiting {
            parts += """
                <p role="status">\(language(.isBeingRead)) <a href="\(SiteURL.harvestSource(source.id))">\
                \(language(.lookAgain))</a></p>
                """
        }
        if let fault = source.fault {
            parts += """
                <div class="summary" role="alert"><p><strong>\(language(.couldNotRead))</strong></p>\
                <p>\(language(fault))</p></div>
                """
        }
        let report: HTML = source.report.map { HarvestReportView(report: $0).html(frame) } ?? ""
        let content: HTML = """
            <div class="inner page"><h1>\(source.name)</h1>\(parts)<dl class="facts">\(facts(frame))</dl>
            <section class="card plain" aria-label="\(language(.sourceState))">\(deeds(language))</section>\(report)
            <section class="card" aria-labelledby="runs"><h2 id="runs">\(language(.runsTitle))</h2>\(history(frame))</section>
            </div>
            """
        return frame.document(
            title: source.name, section: .none,
            breadcrumbs: [Breadcrumb(name: language(.harvestSources), url: .harvestSources)], content: content)
    }

    private func facts(_ frame: PageFrame) -> [HTML] {
        let (language, format) = (frame.language, frame.format)
        var facts: [(Words, HTML)] = [
            (.sourceState, HTML(text: language(.state(source)))),
            (.sourceAddress, "<code>\(source.address)</code>"),
            (.sourceChecked, HTML(text: source.checked.map { format.dateTime($0) } ?? language(.neverRead))),
        ]
        if let due = source.due { facts.append((.sourceNext, HTML(text: format.dateTime(due)))) }
        if source.state != .proposed {
            facts.append((.sourceHeld, HTML(text: format.integer(Int64(source.held)))))
            facts.append((.sourceGone, HTML(text: format.integer(Int64(source.gone)))))
        }
        return facts.map { "<div><dt>\(language($0.0))</dt><dd>\($0.1)</dd></div>" }
    }

    private func deeds(_ language: Language) -> HTML {
        var forms: HTML = ""
        func add(_ deed: HarvestQueries.Deed, _ words: Words, _ help: Words?, isMain: Bool = false) {
            let kind: HTML = isMain ? "" : " class=\"quiet\""
            let help: HTML = help.map { "<p class=\"help\">\(language($0))</p>" as HTML } ?? ""
            forms += """
                <form method="post" action="\(SiteURL.harvestSource(source.id))">\
                <input type="hidden" name="deed" value="\(deed.rawValue)">\
                <button type="submit"\(kind)>\(language(words))</button>\(help)</form>
                """
        }
        switch source.state {
        case .proposed:
            if source.report != nil { add(.accept, .acceptSource, .acceptHelp, isMain: true) }
            if !isWaiting, !source.isFile { add(.read, .readNow, nil) }
        case .accepted:
            if !source.isFile {
                add(.read, .readNow, nil)
                add(.pause, .pauseSource, .pauseHelp)
            }
        case .paused: add(.accept, .resumeSource, nil)
        }
        if source.state != .proposed {
            if source.passesOn { add(.keep, .keepHere, nil) } else { add(.pass, .passOn, .passHelp) }
        }
        add(.remove, .removeSource, .removeHelp)
        return "<div class=\"actions\">\(forms)</div>"
    }

    private func history(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard !runs.isEmpty else { return "<p class=\"empty\">\(language(.noRuns))</p>" }
        let items = runs.map { run -> HTML in
            let counts: [(Words, Int)] = [
                (.runAdded, run.outcome.added), (.runChanged, run.outcome.changed), (.sourceGone, run.outcome.gone),
                (.runReturned, run.outcome.returned),
            ]
            let said = counts.filter { $0.1 > 0 }.map { "\(language($0.0)): \(format.integer(Int64($0.1)))" }
            return "<li>\(format.dateTime(run.at)): \(said.joined(separator: ", "))</li>"
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }
}
