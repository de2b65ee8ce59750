// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// How good the values of a data set are, for people.
struct DatasetQualityPage: Sendable {
    let slug: String
    let title: String
    let quality: DatasetQuality

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.datasetQualityOf(title)))</h1>\
            <p class="lead">\(language(.datasetQualityLead))</p></div>
            <dl class="facts"><div><dt>\(language(.qualityGoing))</dt>\
            <dd>\(language(.qualityTroubled(format.integer(Int64(quality.troubled)), format.integer(Int64(quality.going)))))</dd></div>\
            <div><dt>\(language(.qualityFindings))</dt><dd>\(format.integer(Int64(quality.openFindings)))</dd></div>\
            <div><dt>\(language(.qualityCorrected))</dt><dd>\(corrected(frame))</dd></div></dl>
            <section class="card"><h2 id="quality-title">\(language(.qualitySeries))</h2>\
            <p>\(language(.qualityWindow(format.date(quality.window.start), format.date(quality.window.end))))</p>\
            \(table(frame))\(pager(language))</section>
            <section class="card plain"><h2>\(language(.qualityHow))</h2><ul class="plain">\
            \(Words.qualityMeanings.map { "<li>\(language($0))</li>" as HTML })</ul></section></div>
            """
        return frame.document(
            title: language(.datasetQualityOf(title)), section: .data,
            breadcrumbs: [
                Breadcrumb(name: language(.data), url: .data()), Breadcrumb(name: title, url: .dataset(slug)),
            ], content: content)
    }

    private func corrected(_ frame: PageFrame) -> String {
        guard quality.corrections > 0 else { return frame.language(.qualityNothingCorrected) }
        return frame.language(
            .qualityReplaced(
                frame.format.integer(quality.replaced), frame.format.integer(Int64(quality.corrections))))
    }

    private func table(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard !quality.lines.isEmpty else { return "<p class=\"empty\">\(language(.qualityNoSeries))</p>" }
        let rows = quality.lines.map { line -> HTML in
            """
            <tr><th scope="row"><a href="\(SiteURL.sensor(line.thing))">\(line.sensor)</a></th>\
            <td data-label="\(language(.qualityOneSeries))">\(line.series)</td>\
            <td class="number" data-label="\(language(.qualityComplete))">\(line.complete.map { format.percent($0) } ?? "–")</td>\
            <td data-label="\(language(.qualityNow))">\(line.state.badge(language))</td>\
            <td data-label="\(language(.qualityLast))">\(line.last.map { format.dateTime($0) } ?? "–")</td>\
            <td class="number" data-label="\(language(.qualityDelays))">\(format.integer(Int64(line.delays)))</td>\
            <td class="number" data-label="\(language(.qualityDoubts))">\(format.integer(Int64(line.findings)))</td></tr>
            """
        }
        let head = [
            (Words.qualitySensor, false), (.qualityOneSeries, false), (.qualityComplete, true), (.qualityNow, false),
            (.qualityLast, false), (.qualityDelays, true), (.qualityDoubts, true),
        ].map { name, isNumber -> HTML in
            isNumber
                ? "<th scope=\"col\" class=\"number\">\(language(name))</th>"
                : "<th scope=\"col\">\(language(name))</th>"
        }
        return """
            <div class="table" tabindex="0" role="region" aria-labelledby="quality-title"><table class="stack">\
            <thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func pager(_ language: Language) -> HTML {
        guard quality.number < quality.pages else { return "" }
        let url = SiteURL.datasetQuality(slug, page: quality.number + 1)
        return "<p><a href=\"\(url)\" rel=\"next\">\(language(.qualityMore))</a></p>"
    }
}

extension SiteURL {
    /// How good the values of a data set are.
    static func datasetQuality(_ slug: String, page: Int = 1) -> SiteURL {
        SiteURL("/data/\(encoded(slug))/quality" + query([("page", page > 1 ? String(page) : "")]))
    }
}
