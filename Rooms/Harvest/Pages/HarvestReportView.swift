// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Site

/// What a reading found, as tables.
struct HarvestReportView: Sendable {
    let report: HarvestReport

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let lead = Words.previewLead(format.integer(Int64(report.datasets)), format.integer(Int64(report.pages)))
        let form: HTML = report.form.map { "<p>\(language(.sourceForm)): \(language($0.name))</p>" as HTML } ?? ""
        return """
            <section class="card" aria-labelledby="preview"><h2 id="preview">\(language(.previewTitle))</h2>\
            <p>\(language(lead))</p>\(form)</section>
            <section class="card" aria-labelledby="licences"><h2 id="licences">\(language(.licencesFound))</h2>\
            \(licences(frame))</section>
            <section class="card" aria-labelledby="findings"><h2 id="findings">\(language(.findingsFound))</h2>\
            \(findings(frame))</section>
            <section class="card" aria-labelledby="lost"><h2 id="lost">\(language(.lostFields))</h2>\
            <p>\(language(.lostHelp))</p>\(lost(frame))</section>
            """
    }

    private func licences(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let lines = report.licenceLines
        guard !lines.isEmpty else { return "<p class=\"empty\">\(language(.noLicence))</p>" }
        let rows = lines.map { line -> HTML in
            let code = line.licence.code ?? language(.nothingFits)
            return """
                <tr><th scope="row">\(line.licence.said)</th>\
                <td data-label="\(language(.licenceBecomes))">\(code)</td>\
                <td data-label="\(language(.licenceCertainty))">\(language(.certainty(line.licence.certainty)))</td>\
                <td data-label="\(language(.filesCount))">\(format.integer(Int64(line.count)))</td></tr>
                """
        }
        return table([.licenceSaid, .licenceBecomes, .licenceCertainty, .filesCount], rows, language)
    }

    private func findings(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let found = HarvestReport.Finding.allCases.filter { report.counts[$0] ?? 0 > 0 }
        guard !found.isEmpty else { return "<p class=\"empty\">\(language(.noFindings))</p>" }
        let rows = found.map { finding -> HTML in
            let examples = (report.examples[finding] ?? []).prefix(3).joined(separator: "; ")
            return """
                <tr><th scope="row">\(language(.finding(finding)))</th>\
                <td data-label="\(language(.countColumn))">\(format.integer(Int64(report.counts[finding] ?? 0)))</td>\
                <td data-label="\(language(.examplesColumn))">\(examples)</td></tr>
                """
        }
        return table([.findingColumn, .countColumn, .examplesColumn], rows, language)
    }

    private func lost(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !report.lost.isEmpty else { return "<p class=\"empty\">\(language(.noLostFields))</p>" }
        let items = report.lost.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { field -> HTML in
            "<li><code>\(field.key)</code> (\(frame.format.integer(Int64(field.value))))</li>"
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }

    private func table(_ columns: [Words], _ rows: [HTML], _ language: Language) -> HTML {
        let head = columns.map { "<th scope=\"col\">\(language($0))</th>" as HTML }
        return """
            <div class="table"><table class="stack"><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
