// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site

/// Signing in with a passkey: the page whose script asks the device, and its answer.
struct PasskeyRoutes: PageSet {
    let site: Site
    let control: AccessControl
    /// What the town's sign-in service is called; empty for none.
    let service: String

    /// Holds the challenge, so that only the browser that was asked can answer.
    static let cookie = "allmende_passkey"
    private let questions = QuestionLimit()
    /// Bytes of a form with an answer.
    static let limit = 49_152

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.post(
            "/login/passkey", Words("Mit einem Passkey anmelden: die Frage", "Sign in with a passkey: the question")
        ) { request, context in
            let form = try await form(request)
            return try await faults(request, context) {
                guard let passkeySite = context.passkeySite else { throw AccessError.noPasskeysHere }
                let step = form.has("second") ? AccessMiddleware.cookie(SignInRoutes.stepCookie, request, context) : nil
                try questions.admit(context.clientAddress, at: clock())
                let question = try await control.askForPasskey(step: step, site: passkeySite)
                let page = PasskeyPage(question: question.options, isNew: false)
                return html(page.html(try await frame(request, context)), request)
                    .unkept(cookie: context.cookie(Self.cookie, question.challenge, seconds: 300))
            }
        }
        routes.post(
            "/login/passkey/answer",
            Words("Mit einem Passkey anmelden: die Antwort", "Sign in with a passkey: the answer")
        ) { request, context in
            let form = try await form(request, limit: Self.limit)
            return try await faults(request, context) {
                guard let passkeySite = context.passkeySite else { throw AccessError.noPasskeysHere }
                let answer = try PasskeyAssertion(
                    id: form.trimmed("id"), client: form.trimmed("client"), device: form.trimmed("device"),
                    signature: form.trimmed("signature"))
                let session = try await control.signIn(
                    passkey: answer, challenge: AccessMiddleware.cookie(Self.cookie, request, context) ?? "",
                    from: context.place(request), site: passkeySite)
                return redirect(.start, cookie: context.sessionCookie(session))
            }
        }
        return routes
    }

    /// The page to sign in, with what went wrong.
    private func faults(
        _ request: Request, _ context: HTTPContext, _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let error as AccessError {
            let fault: Words? =
                switch error {
                case .tooManyAttempts(let seconds): .tooManyAttempts(seconds)
                case .stepExpired: .stepExpired
                default: Words.fault(error)?.fault
                }
            guard let fault else { throw error }
            let page = LoginPage(
                login: "", fault: fault, service: service, offersPasskeys: context.passkeySite != nil)
            return html(page.html(try await frame(request, context)), request, status: error.answer.status)
        }
    }
}

/// Passkeys of the own account.
extension OwnRoutes {
    var passkeyRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.post(
            "/account/passkeys/new", Words("Einen Passkey einrichten: die Frage", "Make a passkey: the question")
        ) { request, context in
            try await change(request, context, at: "passkey-password") { id, form in
                guard let passkeySite = context.passkeySite else { throw AccessError.noPasskeysHere }
                let name = form["passkey-name"]
                guard !name.isEmpty, name.count <= 200 else { throw AccessError.invalidField("passkey-name") }
                let frame = try await frame(request, context)
                let question = try await control.newPasskey(
                    of: id, password: form.exact("passkey-password"), at: context.place(request), site: passkeySite,
                    town: frame.town)
                let page = PasskeyPage(question: question.options, isNew: true, name: name)
                return html(page.html(frame), request)
                    .unkept(cookie: context.cookie(PasskeyRoutes.cookie, question.challenge, seconds: 300))
            }
        }
        routes.post("/account/passkeys", Words("Einen Passkey einrichten: die Antwort", "Make a passkey: the answer")) {
            request, context in
            try await change(request, context, at: "passkey-password", limit: PasskeyRoutes.limit) { id, form in
                guard let passkeySite = context.passkeySite else { throw AccessError.noPasskeysHere }
                let registration = try PasskeyRegistration(
                    client: form.trimmed("client"), attestation: form.trimmed("attestation"))
                let (recovery, session) = try await control.addPasskey(
                    registration, challenge: AccessMiddleware.cookie(PasskeyRoutes.cookie, request, context) ?? "",
                    name: form["passkey-name"], of: id, at: context.place(request), site: passkeySite)
                let cookie = context.sessionCookie(session)
                if recovery.isEmpty { return redirect(.accountDone("passkey"), cookie: cookie) }
                let page = RecoveryPage(codes: recovery)
                return html(page.html(try await frame(request, context)), request).unkept(cookie: cookie)
            }
        }
        routes.post("/account/passkeys/{number}/name", Words("Einen Passkey umbenennen", "Rename a passkey")) {
            request, context in
            let number = try number(context, "number")
            return try await change(request, context, at: "passkeys") { id, form in
                try await control.renamePasskey(number, of: id, to: form["name"])
                return redirect(.accountDone("passkey-name"))
            }
        }
        routes.post("/account/passkeys/{number}/remove", Words("Einen Passkey löschen", "Remove a passkey")) {
            request, context in
            let number = try number(context, "number")
            return try await change(request, context, at: "remove-\(number)") { id, form in
                let session = try await control.removePasskey(
                    number, of: id, password: form.exact("password"), at: context.place(request))
                return redirect(.accountDone("passkey-gone"), cookie: context.sessionCookie(session))
            }
        }
        return routes
    }
}

extension HTTPContext {
    /// Where passkeys hold that are made under the address of this request; nil where browsers make none.
    var passkeySite: PasskeySite? { PasskeySite(baseURL: baseURL.text) }
}
