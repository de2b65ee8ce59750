// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Site
import Wire

/// One run that took over another SensorThings server: what was counted there and here, and what was refused.
package struct TransferRunPage: Sendable {
    package var run: ImportsPage.Run

    /// Whether the run was such a one.
    package static func fits(_ run: ImportsPage.Run) -> Bool { run.report["sets"]?.array != nil }

    package func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let report = run.report
        var sets = report["sets"]?.array ?? []
        if let observations = report["observations"] { sets.append(observations) }
        let streams = (report["datastreams"]?.array ?? []).filter {
            $0["equal"]?.bool == false || ($0["refused"]?.integer ?? 0) > 0
        }
        let differing: HTML =
            streams.isEmpty
            ? ""
            : "<section class=\"card\"><h2>\(language(.transferDatastreams))</h2>\(table(streams, frame))</section>"
        let notices = (report["notices"]?.array ?? []).compactMap { $0[language.rawValue]?.string }
        let remarks: HTML =
            notices.isEmpty
            ? ""
            : """
            <section class="card"><h2>\(language(.importNotices))</h2>\
            <ul class="plain">\(notices.map { "<li>\($0)</li>" as HTML })</ul></section>
            """
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.importReport)): \(run.mapping)</h1>\
            <p class="muted">\(format.longDateTime(run.started)) · \(language(.importActor)): \(language.person(run.actor))</p></div>
            <p>\(run.badge(language))</p>
            <section class="card"><h2>\(language(.transferSets))</h2>\(table(sets, frame))</section>
            \(differing)\(remarks)</div>
            """
        return frame.document(
            title: language(.importReport) + ": " + run.mapping, section: .operation,
            breadcrumbs: [Breadcrumb(name: language(.importsTitle), url: .imports)], content: content)
    }

    private func table(_ lines: [JSONValue], _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        func number(_ text: Words, _ value: Int64?) -> HTML {
            "<td class=\"number\" data-label=\"\(language(text))\">\(value.map { format.integer($0) } ?? "–")</td>"
        }
        let rows = lines.map { line -> HTML in
            """
            <tr><th scope="row">\(line["name"]?.string ?? "")</th>\(number(.transferThere, line["there"]?.integer))\
            \(number(.transferHere, line["here"]?.integer))\(number(.transferNew, line["stored"]?.integer))\
            \(number(.transferRefused, line["refused"]?.integer))\
            <td data-label="\(language(.importFirst))">\(line["firstRefusal"]?.string ?? "")</td></tr>
            """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.transferSet))</th>\
            <th scope="col" class="number">\(language(.transferThere))</th>\
            <th scope="col" class="number">\(language(.transferHere))</th>\
            <th scope="col" class="number">\(language(.transferNew))</th>\
            <th scope="col" class="number">\(language(.transferRefused))</th>\
            <th scope="col">\(language(.importFirst))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
