// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// Warnings and faults of the last day, the same ones counted together.
struct LogPage: Sendable {
    var lines: [LogSummary]

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = lines.map { line -> HTML in
            let kind: Words = line.isFault ? .fault : .warning
            let times =
                line.count == 1
                ? format.dateTime(line.last) : format.dateTime(line.first) + " – " + format.dateTime(line.last)
            let details: HTML =
                line.details.isEmpty
                ? "" : "<details><summary>\(language(.logDetails))</summary><code>\(line.details)</code></details>"
            return """
                <tr><th scope="row">\(language(line.meaning))\(details)</th>\
                <td data-label="\(language(.kind))">\(language(kind))</td>\
                <td class="number" data-label="\(language(.howOften))">\(format.integer(Int64(line.count)))</td>\
                <td data-label="\(language(.time))">\(times)</td></tr>
                """
        }
        let list: HTML =
            lines.isEmpty
            ? "<p class=\"empty\">\(language(.logEmpty))</p>"
            : """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.whatHappened))</th>\
            <th scope="col">\(language(.kind))</th><th scope="col" class="number">\(language(.howOften))</th>\
            <th scope="col">\(language(.time))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
        let content: HTML = """
            <div class="inner page"><h1>\(language(.serverLog))</h1><p class="lead">\(language(.logLead))</p>\
            <section class="card">\(list)</section></div>
            """
        return frame.document(
            title: language(.serverLog), section: .administration,
            breadcrumbs: [Breadcrumb(name: language(.administration), url: .administration)], content: content)
    }
}
