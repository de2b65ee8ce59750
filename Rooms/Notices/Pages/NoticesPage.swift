// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Wire

/// The list of what is announced now.
struct NoticesPage: Sendable {
    let notices: [Notice]
    /// How many older ones there are beside them.
    let more: Int
    let mayWrite: Bool

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let list: HTML =
            notices.isEmpty
            ? "<p class=\"empty\">\(language(.noNotices))</p>"
            : "<ul class=\"results\">\(notices.map { $0.line(frame) })</ul>"
        let others: HTML =
            more > 0 ? "<p class=\"meta\">\(language(.moreNotices(frame.format.integer(Int64(more)))))</p>" : ""
        let new: HTML =
            mayWrite
            ? "<p class=\"actions\"><a class=\"button\" href=\"\(SiteURL.newNotice)\">\(language(.newNotice))</a></p>"
            : ""
        let content: HTML = """
            <div class="inner page"><h1>\(language(.notices))</h1><p class="lead">\(language(.noticesLead))</p>\
            \(new)\(list)\(others)</div>
            """
        return frame.document(title: language(.notices), section: .notices, content: content)
    }
}

/// One notice.
struct NoticePage: Sendable {
    let notice: Notice
    let mayWrite: Bool

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        // an empty line ends a paragraph, a single one just a line
        let paragraphs = language(notice.text).split(separator: #/\r?\n[ \t]*\r?\n\s*/#).map { paragraph -> HTML in
            let lines = paragraph.split(separator: "\n").map { "\(String($0))" as HTML }
            return "<p>\(lines.joined("<br>"))</p>"
        }
        var withdraw: HTML = ""
        if mayWrite {
            withdraw = """
                <form method="post" action="\(SiteURL.withdrawNotice(notice.id))">\
                <button type="submit" class="quiet">\(language(.withdrawNotice))</button></form>
                """
        }
        let content: HTML = """
            <div class="inner page"><h1>\(language(notice.title))</h1>\
            <p class="meta">\(notice.time(frame))</p>\(paragraphs)\(withdraw)</div>
            """
        return frame.document(
            title: language(notice.title), section: .notices,
            breadcrumbs: [Breadcrumb(name: language(.notices), url: .notices)], content: content)
    }
}

extension Notice {
    /// "seit 28. November 2026, bis 31. Dezember 2026"
    func time(_ frame: PageFrame) -> String {
        let since = frame.language(.noticeSince(frame.format.longDate(begins)))
        guard let ends else { return since }
        // it ends at the midnight after its last day
        let last = Instant(microseconds: ends.microseconds - 1)
        if frame.format.time.day(begins) == frame.format.time.day(last) { return frame.format.longDate(begins) }
        return since + frame.language(.noticeUntil(frame.format.longDate(last)))
    }

    func line(_ frame: PageFrame) -> HTML {
        """
        <li><h3><a href="\(SiteURL.notice(id))">\(frame.language(title))</a></h3>\
        <p class="meta">\(time(frame))</p></li>
        """
    }

    /// For programs.
    var json: JSONValue {
        func words(_ words: Words) -> JSONValue {
            var object: JSONObject = ["de": .string(words.german)]
            if let english = words.translation { object["en"] = .string(english) }
            return .object(object)
        }
        return [
            "number": JSONValue(id), "title": words(title), "text": words(text),
            "begins": .string(begins.iso8601),
            "ends": ends.map { .string($0.iso8601) } ?? .null,
        ]
    }
}
