// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Quality
import QualityWatch
import Site

extension QualityQueries.Selection {
    var name: String {
        switch self {
        case .open: "open"
        case .judged: "judged"
        case .all: "all"
        }
    }

    var word: Words {
        switch self {
        case .open: .findingsOpen
        case .judged: .findingsJudged
        case .all: .findingsAll
        }
    }
}

/// The list of findings, those that last first, each by size.
struct QualityPage: Sendable {
    static let most = 500

    let findings: [StoredFinding]
    let selection: QualityQueries.Selection

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let choices = [QualityQueries.Selection.open, .judged, .all].map { choice -> HTML in
            let mark: HTML = choice == selection ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(SiteURL.quality(choice))\"\(mark)>\(language(choice.word))</a></li>"
        }
        let list: HTML = findings.isEmpty ? "<p class=\"empty\">\(language(.noFindings))</p>" : table(frame)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.qualityTitle))</h1>\
            <p class="lead">\(language(.qualityLead))</p></div>
            <nav class="ranges" aria-label="\(language(.findingsChoice))"><ul>\(choices)</ul></nav>
            <section class="card" aria-label="\(language(selection.word))">\(list)</section></div>
            """
        return frame.document(title: language(.qualityTitle), section: .quality, content: content)
    }

    private func table(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = findings.map { one -> HTML in
            """
            <tr><th scope="row"><a href="\(SiteURL.finding(one.id))">\(one.thingName): \(one.series)</a></th>\
            <td data-label="\(language(.findingWhat))">\(language(one.headline))</td>\
            <td class="number" data-label="\(language(.findingSize))">\(one.sizeText(frame.format))</td>\
            <td data-label="\(language(.findingVerdict))">\(one.verdictText(language))</td></tr>
            """
        }
        return """
            <div class="table"><table class="stack" id="findings"><thead><tr><th scope="col">\(language(.findingSeries))</th>\
            <th scope="col">\(language(.findingWhat))</th><th scope="col" class="number">\(language(.findingSize))</th>\
            <th scope="col">\(language(.findingVerdict))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}

extension StoredFinding {
    func sizeText(_ format: Format) -> String {
        finding.size < 10 ? format.percent(finding.size) : "× " + format.number(finding.size)
    }

    func verdictText(_ language: Language) -> String {
        judgement.map { language($0.verdict.word) } ?? language(.notYetJudged)
    }
}
