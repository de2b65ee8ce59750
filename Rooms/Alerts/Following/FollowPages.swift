// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// The form that follows, and what is said after it was sent.
struct FollowPage: Sendable {
    let subject: FollowSubject
    let title: String
    let sendsMail: Bool
    var mail = ""
    var fault: FollowFault?
    var isSent = false

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var body: HTML = "<p>\(language(.noMailServer))</p>"
        if isSent {
            body = "<p role=\"status\">\(language(.followSent))</p>"
        } else if sendsMail {
            let field = FormField(
                name: "mail", label: .mail, help: .followHelp, value: mail, type: "email", autocomplete: "email",
                error: fault?.words)
            body = """
                <form class="form card" method="post" action="\(SiteURL.sendFollow)">\
                <input type="hidden" name="subject" value="\(subject.description)">\(field.html(language))\
                <div><button type="submit">\(language(.follow))</button></div></form>
                """
        }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.followTitle))</h1><p class="lead">\(title)</p></div>\
            <p>\(language(.followLead))</p>\(FormField.summary(fault?.words, target: "mail", language))\(body)\
            <p><a href="\(subject.url)">\(language(.followedPage))</a></p></div>
            """
        return frame.document(title: language(.followTitle), section: .none, content: content)
    }
}

/// The page behind the link of each letter.
struct FollowerPage: Sendable {
    let follower: Follower
    let title: String

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        func button(_ deed: String, _ words: Words, _ kind: HTML) -> HTML {
            """
            <form method="post" action="\(SiteURL.follower(token: follower.token))">\
            <input type="hidden" name="deed" value="\(deed)"><button type="submit"\(kind)>\(language(words))</button></form>
            """
        }
        let isConfirmed = follower.confirmed != nil
        let confirm = isConfirmed ? HTML() : button("confirm", .followYes, "")
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.followTitle))</h1><p class="lead">\(title)</p></div>\
            <p>\(language(isConfirmed ? .followOn : .followOpen))</p><div class="actions">\(confirm)\
            \(button("stop", .followStop, " class=\"quiet\""))</div>\
            <p><a href="\(follower.subject.url)">\(language(.followedPage))</a></p></div>
            """
        return frame.document(title: language(.followTitle), section: .none, content: content)
    }

    static func stopped(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><h1>\(language(.followTitle))</h1><p role="status">\(language(.followStopped))</p></div>
            """
        return frame.document(title: language(.followTitle), section: .none, content: content)
    }
}
