// SPDX-License-Identifier: EUPL-1.2
import Administration
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Storage
import Wire

/// Following without an account: what is asked for here is what everybody sees.
struct FollowRoutes: PageSet {
    let site: Site
    let sendsMail: Bool

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/follow",
            Words("Einem Bedarf, einer Maßnahme oder Messstelle folgen", "Follow a need, a measure or a sensor")
        ) {
            request, context in
            let (subject, _, title) = try await followed(query(request)["subject"])
            let page = FollowPage(subject: subject, title: title, sendsMail: sendsMail)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.post("/follow", Words("Folgen: die Anfrage mit einer Adresse", "Follow: the request with an address")) {
            request, context in
            try await follow(request, context)
        }
        routes.get("/follow/{token}", Words("Bestätigen oder nicht mehr folgen", "Confirm, or stop following")) {
            request, context in
            let follower = try await linked(context)
            let now = now()
            let title = try await engine.read { try FollowedTown(now: now, on: $0).title(follower.subject) }
            return html(FollowerPage(follower: follower, title: title).html(try await frame(request, context)), request)
        }
        routes.post("/follow/{token}", Words("Bestätigen oder nicht mehr folgen", "Confirm, or stop following")) {
            request, context in
            try await decide(request, context)
        }
        return routes
    }

    private static let missing = Problem.notFound(
        "There is nothing public to follow here.", german: "Hier gibt es nichts Öffentliches, dem man folgen könnte.")

    private func followed(_ text: String) async throws -> (subject: FollowSubject, view: FollowView, title: String) {
        guard let subject = FollowSubject(text) else { throw Self.missing }
        let now = now()
        let town = try await engine.read { try FollowedTown(now: now, on: $0) }
        guard let view = town.view(subject) else { throw Self.missing }
        return (subject, view, town.title(subject))
    }

    private func linked(_ context: HTTPContext) async throws -> Follower {
        let token = context.parameters.get("token") ?? ""
        guard let follower = try await engine.read({ try FollowQueries.find(token: token, on: $0) }) else {
            throw Problem.linkGone()
        }
        return follower
    }

    private func follow(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request)
        let (subject, _, title) = try await followed(form["subject"])
        let frame = try await frame(request, context)
        var page = FollowPage(subject: subject, title: title, sendsMail: sendsMail, mail: form["mail"])
        guard sendsMail else { return html(page.html(frame), request) }
        guard MailAddress.isPlain(page.mail) else {
            page.fault = .noMailbox
            return html(page.html(frame), request, status: .badRequest)
        }
        let (mail, language, instant, town, base) = (
            page.mail, frame.language, clock(), frame.town, context.baseURL.text
        )
        do {
            try await engine.write { connection in
                let made = try FollowQueries.add(subject, mail: mail, language, at: instant, on: connection)
                guard let made else { return }
                let letter = FollowLetter(follower: made, title: title, town: town, base: base)
                _ = try LetterQueue.add(
                    about: "follow", to: mail, subject: letter.subject, body: letter.confirmation, at: instant,
                    on: connection)
            }
        } catch let fault as FollowFault {
            page.fault = fault
            return html(page.html(frame), request, status: .tooManyRequests)
        }
        // the same answer whether the address follows already: nobody learns who does
        page.isSent = true
        return html(page.html(frame), request)
    }

    private func decide(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let deed = try await form(request)["deed"]
        let follower = try await linked(context)
        guard deed == "confirm" else {
            try await engine.write { try FollowQueries.remove(follower, on: $0) }
            return html(FollowerPage.stopped(try await frame(request, context)), request)
        }
        let view = try await followed(follower.subject.description).view
        let instant = clock()
        try await engine.write { try FollowQueries.confirm(follower, seeing: view, at: instant, on: $0) }
        return redirect(.follower(token: follower.token))
    }
}

extension SiteURL {
    static let sendFollow = SiteURL("/follow")
    static func follower(token: String) -> SiteURL { SiteURL("/follow/" + encoded(token)) }
}
