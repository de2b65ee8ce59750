// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Quality
package import QualityWatch
package import Site
package import Wire

/// What pages of other rooms say about the findings of a series.
package enum FindingNotes {
    /// Beside a chart: what is doubtful, from which day on, how many values are left out. Empty when nothing is.
    package static func section(_ findings: [StoredFinding], leftOut: Int64, _ frame: PageFrame) -> HTML {
        guard !findings.isEmpty || leftOut > 0 else { return "" }
        let (language, format) = (frame.language, frame.format)
        let shown = findings.prefix(most)
        let items = shown.map { one -> HTML in
            let link: Words = frame.mayWrite && one.isOpen ? .toFindingAndJudge : .toFinding
            let sentence = FindingPage.sentence(language(one.statement) + ", " + one.verdictText(language))
            return "<li>\(sentence) <a href=\"\(SiteURL.finding(one.id))\">\(language(link))</a></li>"
        }
        var more: HTML = ""
        if findings.count > shown.count {
            let count = format.integer(Int64(findings.count - shown.count))
            more = "<p><a href=\"\(SiteURL.quality)\">\(language(.moreFindings(count)))</a></p>"
        }
        let left: HTML = leftOut > 0 ? "<p>\(language(.leftOut(format.integer(leftOut))))</p>" : ""
        return """
            <section class="notice" aria-labelledby="doubts-title"><h2 id="doubts-title">\(language(.sensorDoubts))</h2>\
            <ul class="plain">\(items)</ul>\(more)\(left)</section>
            """
    }

    private static let most = 8

    /// The stretches of a chart that are in doubt or left out.
    package static func doubts(_ findings: [StoredFinding], in window: InstantInterval) -> [ChartModel.Doubt] {
        guard let calendar = ZonedCalendar(identifier: FindingDay.zone) else { return [] }
        return findings.compactMap { one in
            let start = max(window.start, FindingDay.start(of: one.finding.from, in: calendar))
            let end = min(
                window.end, one.finding.to.map { FindingDay.start(of: $0 + 1, in: calendar) } ?? window.end)
            guard start < end else { return nil }
            return ChartModel.Doubt(stretch: InstantInterval(start: start, end: end), isLeftOut: one.isBroken)
        }
    }
}
