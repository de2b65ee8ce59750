// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// The form in which a notice is written.
struct NoticeForm: Sendable {
    var notice = NewNotice()
    var fault: NoticeFault?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(language(.newNotice))</h1>\
            \(FormField.summary(fault?.words, target: fault?.field ?? "", language))
            <form class="form card" method="post" action="\(SiteURL.newNotice)">
            \(line("title", .noticeTitle, notice.title, isRequired: true, language))
            \(area("text", .noticeText, notice.text, isRequired: true, language))
            \(line("title-en", .noticeTitleEnglish, notice.titleEnglish, language))
            \(area("text-en", .noticeTextEnglish, notice.textEnglish, language))
            \(line("until", .noticeLastDay, notice.until, type: "date", language))
            <div><button type="submit">\(language(.publishNotice))</button></div></form></div>
            """
        return frame.document(
            title: language(.newNotice), section: .notices,
            breadcrumbs: [Breadcrumb(name: language(.notices), url: .notices)], content: content)
    }

    private func described(_ name: String, _ language: Language) -> (error: HTML, attributes: HTML) {
        guard let fault, fault.field == name else { return ("", "") }
        let error: HTML = "<p class=\"error\" id=\"\(name)-error\">\(language(fault.words))</p>"
        return (error, " aria-invalid=\"true\" aria-describedby=\"\(name)-error\"")
    }

    private func line(
        _ name: String, _ label: Words, _ value: String, type: String = "text",
        isRequired: Bool = false,
        _ language: Language
    ) -> HTML {
        let (error, attributes) = described(name, language)
        let required: HTML = isRequired ? " required" : ""
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\(error)\
            <input id="\(name)" name="\(name)" type="\(type)" value="\(value)"\(required)\(attributes)></div>
            """
    }

    private func area(
        _ name: String, _ label: Words, _ value: String, isRequired: Bool = false, _ language: Language
    ) -> HTML {
        let (error, attributes) = described(name, language)
        let required: HTML = isRequired ? " required" : ""
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\(error)\
            <textarea id="\(name)" name="\(name)" rows="6"\(required)\(attributes)>\(value)</textarea></div>
            """
    }
}
