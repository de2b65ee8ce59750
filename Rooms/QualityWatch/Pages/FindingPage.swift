// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Quality
import QualityWatch
import Site

/// One finding: what shows it, whom it concerns, and the form in which a person judges it.
struct FindingPage: Sendable {
    let finding: StoredFinding
    /// Other series that show the same fault.
    let others: [StoredFinding]
    let mayWrite: Bool
    var reason = ""
    var chosen = ""
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = "\(finding.thingName): \(finding.series)"
        let content: HTML = """
            <div class="inner page"><div><h1>\(title)</h1><p class="lead">\(Self.sentence(language(finding.headline)))</p></div>
            \(FormField.summary(fault, target: "reason", language))
            <section class="card"><h2>\(language(.findingReasoning))</h2><p>\(language(finding.reasoning))</p>\
            \(judged(frame))\(concerned(language))\
            <p><a href="\(chartURL)">\(language(.findingChart))</a></p>\
            <p class="muted">\(language(.findingFound)): \(frame.format.dateTime(finding.found))</p></section>
            \(mayWrite ? form(frame) : "<p class=\"muted\">\(language(.judgeOnlyWriters))</p>")</div>
            """
        return frame.document(
            title: title, section: .quality,
            breadcrumbs: [Breadcrumb(name: language(.quality), url: .quality)], content: content)
    }

    /// "Reads zero since …."
    static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    /// Two months before it begins to a month after, or until now.
    private var chartURL: SiteURL {
        let from = FindingDay.iso(finding.finding.from - 60)
        let to = finding.finding.to.map { FindingDay.iso($0 + 30) } ?? ""
        return .series(thing: finding.thing, datastream: finding.finding.series, from: from, to: to)
    }

    private func judged(_ frame: PageFrame) -> HTML {
        guard let judgement = finding.judgement else { return "" }
        let language = frame.language
        let by = language(.judgedBy(language.person(judgement.by), frame.format.dateTime(judgement.at)))
        return """
            <p><strong>\(language(.findingVerdict)): \(language(judgement.verdict.word))</strong> (\(by)): \
            \(judgement.reason)</p>
            """
    }

    private func concerned(_ language: Language) -> HTML {
        guard !others.isEmpty else { return "" }
        let items = others.map { other -> HTML in
            let url = SiteURL.series(thing: other.thing, datastream: other.finding.series)
            return "<li><a href=\"\(url)\">\(other.thingName): \(other.series)</a></li>"
        }
        return "<h3>\(language(.findingConcerns))</h3><ul>\(items)</ul>"
    }

    private func form(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var choices = Verdict.allCases.map { (name: $0.rawValue, word: $0.word, meaning: $0.meaning) }
        if finding.judgement != nil { choices.append(("open", .reopen, .reopenMeaning)) }
        let selected = chosen.isEmpty ? finding.judgement?.verdict.rawValue ?? "" : chosen
        let radios = choices.map { choice -> HTML in
            let checked: HTML = choice.name == selected ? " checked" : ""
            return """
                <div><label class="tick"><input type="radio" name="verdict" value="\(choice.name)" required\(checked) \
                aria-describedby="\(choice.name)-means"><strong>\(language(choice.word))</strong></label>\
                <p class="help" id="\(choice.name)-means">\(language(choice.meaning))</p></div>
                """
        }
        var error: HTML = ""
        var invalid: HTML = ""
        if let fault {
            error = "<p class=\"error\" id=\"reason-error\">\(language(fault))</p>"
            invalid = " aria-invalid=\"true\""
        }
        return """
            <form class="form card" method="post" action="\(SiteURL.finding(finding.id))">
            <fieldset class="field"><legend>\(language(finding.judgement == nil ? .judgeTitle : .judgeAgain))</legend>\
            \(radios)</fieldset>
            <div class="field"><label for="reason">\(language(.judgeReason))</label>\
            <p class="help" id="reason-help">\(language(.judgeReasonHelp))</p>\(error)\
            <textarea id="reason" name="reason" rows="3" required aria-describedby="reason-help"\(invalid)>\(reason)</textarea></div>
            <div><button type="submit">\(language(.judgeSave))</button></div></form>
            """
    }
}
