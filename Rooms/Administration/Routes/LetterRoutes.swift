// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import Hummingbird
import Site
import Storage
import Wire

/// What became of mail, and a letter to try it.
struct LetterRoutes: PageSet {
    let site: Site
    let mail: LetterCarrier?
    let alertRecipient: String?

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/admin/mail", Words("E-Mails: was wartet, was nicht ankam", "Mail: what waits, what was refused")) {
            request, context in
            try context.requireAdministrator()
            return try await answer(request, context)
        }
        routes.post("/admin/mail", Words("Eine E-Mail zur Probe senden", "Send a mail for a try")) { request, context in
            try context.requireAdministrator()
            let form = try await form(request)
            let recipient = form["recipient"]
            guard let mail else { return redirect(.letters) }
            guard MailAddress.isPlain(recipient) else {
                return try await answer(request, context, entered: recipient, fault: .noMailbox)
            }
            let words = Words.trialLetter(town: try await frame(request, context).town)
            let outcome = try await mail.post(
                to: recipient, subject: "\(Words.trialSubject.german) / \(Words.trialSubject.english)",
                body: words.german + "\n\n--\n\n" + words.english, about: "trial")
            return redirect(.lettersDone(outcome == .sent ? "sent" : "not-sent"))
        }
        return routes
    }

    private func answer(
        _ request: Request, _ context: HTTPContext, entered: String? = nil, fault: Words? = nil
    ) async throws -> Response {
        let letters = try await engine.read { try LetterQueue.newest(50, on: $0) }
        let page = LetterPage(
            letters: letters, sendsMail: mail != nil, entered: entered ?? alertRecipient ?? "",
            done: query(request)["done"], fault: fault)
        return html(
            page.html(try await frame(request, context)), request, status: fault == nil ? .ok : .badRequest)
    }
}
