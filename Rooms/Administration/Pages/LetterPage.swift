// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// What became of the letters of the last time, and a form that sends one for a try.
struct LetterPage: Sendable {
    var letters: [QueuedLetter]
    var sendsMail: Bool
    var entered = ""
    var done = ""
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var notice: HTML = ""
        if done == "sent" { notice = "<div class=\"notice\" role=\"status\"><p>\(language(.trialSent))</p></div>" }
        if done == "not-sent" {
            notice = "<div class=\"notice bad\" role=\"alert\"><p>\(language(.trialNotSent))</p></div>"
        }
        let field = FormField(
            name: "recipient", label: .mail, value: entered, type: "email", autocomplete: "email", error: fault)
        let form: HTML =
            sendsMail
            ? """
            <form class="form" method="post" action="\(SiteURL.letters)">\(field.html(language))\
            <div><button type="submit">\(language(.sendTrial))</button></div></form>
            """ : "<p>\(language(.noMailServerHelp))</p>"
        let content: HTML = """
            <div class="inner page"><h1>\(language(.letters))</h1><p class="lead">\(language(.lettersLead))</p>\
            \(FormField.summary(fault, target: "recipient", language))\(notice)
            <section class="card" aria-labelledby="trial"><h2 id="trial">\(language(.trial))</h2>\(form)</section>
            <section class="card" aria-labelledby="all"><h2 id="all">\(language(.lastLetters))</h2>\
            \(table(frame))</section></div>
            """
        return frame.document(
            title: language(.letters), section: .administration,
            breadcrumbs: [Breadcrumb(name: language(.administration), url: .administration)], content: content)
    }

    private func table(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard !letters.isEmpty else { return "<p class=\"empty\">\(language(.noLetters))</p>" }
        let rows = letters.map { letter -> HTML in
            var state = language(.outcome(letter.state))
            if letter.state == .waiting { state += ", " + language(.nextTry(format.dateTime(letter.due))) }
            return """
                <tr><th scope="row">\(letter.recipient)</th>\
                <td data-label="\(language(.subject))">\(letter.subject)</td>\
                <td data-label="\(language(.time))">\(format.dateTime(letter.made))</td>\
                <td data-label="\(language(.becameOfIt))">\(state)\(letter.fault.map { ": " + language(Words(message: $0)) } ?? "")</td>\
                <td class="number" data-label="\(language(.tries))">\(format.integer(Int64(letter.tries)))</td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.recipient))</th>\
            <th scope="col">\(language(.subject))</th><th scope="col">\(language(.time))</th>\
            <th scope="col">\(language(.becameOfIt))</th><th scope="col" class="number">\(language(.tries))</th></tr>\
            </thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
