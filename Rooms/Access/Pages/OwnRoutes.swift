// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage
import Wire

/// What people see and change of their own account.
struct OwnRoutes: PageSet {
    let site: Site
    let control: AccessControl

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/account", Words("Das eigene Konto", "The own account")) { request, context in
            html(try await page(request, context).html(try await frame(request, context)), request)
        }
        routes.post("/account/password", Words("Das eigene Passwort ändern", "Change the own password")) {
            request, context in
            try await change(request, context, at: "old") { id, form in
                let session = try await control.changePassword(
                    of: id, from: form.exact("old"), to: form.exact("password"), at: context.place(request))
                return redirect(.accountDone("password"), cookie: context.sessionCookie(session))
            }
        }
        routes.post(
            "/account/sessions/end", Words("Eine Anmeldung oder alle anderen beenden", "End one session or all others")
        ) { request, context in
            try await change(request, context, at: "sessions") { id, form in
                let one = form["session"]
                try await control.endSession(
                    one.isEmpty ? nil : one, of: id,
                    own: AccessMiddleware.cookie(AccessMiddleware.sessionCookie, request, context))
                return redirect(.accountDone("sessions"))
            }
        }
        routes.get(
            "/account/data.json",
            Words("Was über das eigene Konto gespeichert ist", "What is kept of the own account"), for: .programs
        ) { request, context in
            let id = try context.requireAccount()
            let data = try await control.ownData(of: id)
            let (instant, actor) = (clock(), context.reader.displayName)
            // HEAD gets nothing of it
            let isTaken = request.method == .get
            try await engine.write { connection in
                guard isTaken else { return }
                try AuditTrail.append("export", object: "account/\(id)", by: actor, at: instant, on: connection)
            }
            var response = Response(contentType: MediaType.json, bytes: Array(data.text.utf8)).unkept()
            response.headers[.contentDisposition] = "attachment; filename=\"account-\(id).json\""
            return response
        }
        routes.get("/account/code", Words("Einen zweiten Faktor einrichten", "Set up a second factor")) {
            request, context in try await offer(request, context, fault: nil)
        }
        routes.post("/account/code", Words("Den zweiten Faktor bestätigen", "Confirm the second factor")) {
            request, context in try await confirm(request, context)
        }
        routes.post("/account/code/off", Words("Den zweiten Faktor abschalten", "Turn the second factor off")) {
            request, context in
            try await change(request, context, at: "off") { id, form in
                let session = try await control.removeCode(
                    of: id, password: form.exact("off"), at: context.place(request))
                return redirect(.accountDone("off"), cookie: context.sessionCookie(session))
            }
        }
        routes.post(
            "/account/code/recovery", Words("Neue Notfallcodes ausgeben", "Hand out new codes for emergencies")
        ) { request, context in
            try await change(request, context, at: "renew") { id, form in
                let frame = try await frame(request, context)
                let page = try await once(form, context) {
                    let codes = try await control.renewRecovery(
                        of: id, password: form.exact("renew"), at: context.place(request))
                    return RecoveryPage(codes: codes).html(frame)
                }
                return html(page, request).unkept()
            }
        }
        return routes + passkeyRoutes
    }

    private func page(_ request: Request, _ context: HTTPContext) async throws -> OwnPage {
        let id = try context.requireAccount()
        let token = AccessMiddleware.cookie(AccessMiddleware.sessionCookie, request, context)
        return OwnPage(
            account: try await control.account(id), sessions: try await control.sessions(of: id, own: token),
            recoveryCount: try await control.recoveryCount(of: id), passkeys: try await control.passkeys(of: id),
            makesPasskeys: context.passkeySite != nil,
            grants: try await engine.read { try GrantQueries.list(account: id, on: $0) }, done: query(request)["done"])
    }

    /// Does what a form asks for, or shows the page again with what was wrong, at a field.
    func change(
        _ request: Request, _ context: HTTPContext, at field: String, limit: Int = 16_384,
        _ body: (Int64, FormBody) async throws -> Response
    ) async throws -> Response {
        let id = try context.requireAccount()
        let form = try await form(request, limit: limit)
        do {
            return try await body(id, form)
        } catch let error as AccessError {
            guard let (fault, named) = Words.fault(error) else { throw error }
            var page = try await page(request, context)
            page.fault = fault
            let isNamed = named == "password" && field == "old" || named.hasPrefix("passkey")
            page.faultyField = isNamed ? named : field
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    private func offer(_ request: Request, _ context: HTTPContext, fault: Words?) async throws -> Response {
        let id = try context.requireAccount()
        let account = try await control.account(id)
        if account.hasCode { return redirect(.account) }
        // HEAD offers nothing
        let secret = try await control.offerCode(to: id, isKept: request.method != .head)
        let frame = try await frame(request, context)
        let page = OfferPage(
            secret: Base32.text(secret), address: TimeCode.address(secret, login: account.login, town: frame.town),
            fault: fault)
        return html(page.html(frame), request, status: fault == nil ? .ok : .badRequest).unkept()
    }

    private func confirm(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let id = try context.requireAccount()
        let form = try await form(request)
        do {
            let (codes, session) = try await control.confirmCode(of: id, form["code"], at: context.place(request))
            let page = RecoveryPage(codes: codes)
            return html(page.html(try await frame(request, context)), request)
                .unkept(cookie: context.sessionCookie(session))
        } catch let error as AccessError {
            guard let (fault, _) = Words.fault(error) else { throw error }
            return try await offer(request, context, fault: fault)
        }
    }
}
