// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site

/// Signing in and out, and the first administrator.
struct AccountRoutes: PageSet {
    let site: Site
    let control: AccessControl

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/login", Words("Die Seite zum Anmelden", "The page to sign in")) { request, context in
            html(LoginPage(login: "").html(try await frame(request, context)), request)
        }
        routes.post("/login", Words("Anmelden", "Sign in")) { request, context in try await logIn(request, context) }
        routes.post("/logout", Words("Abmelden", "Sign out")) { request, context in try await logOut(request, context) }
        routes.get(
            "/setup/{token}",
            Words(
                "Die Seite, auf der das erste Verwaltungskonto entsteht", "The page that makes the first administrator")
        ) { request, context in try await setup(request, context) }
        routes.post(
            "/setup/{token}", Words("Das erste Verwaltungskonto anlegen", "Make the first administrator")
        ) { request, context in
            try await redeem(request, context)
        }
        return routes
    }

    private func sessionCookie(_ token: String, _ context: HTTPContext) -> String {
        let secure = context.baseURL.text.hasPrefix("https://") ? "; Secure" : ""
        return "\(AccessMiddleware.sessionCookie)=\(token); Path=/; HttpOnly; SameSite=Lax; Max-Age=43200\(secure)"
    }

    private func logIn(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request)
        do {
            // Who does not wait for the answer leaves the queue to others.
            let token = try await ClientPresence.whilePresent { [control] in
                try await control.logIn(
                    login: form["login"], password: form.exact("password"), from: context.clientAddress)
            }
            return redirect(.start, cookie: sessionCookie(token, context))
        } catch let error as AccessError {
            var fault = Words.wrongCredentials
            var status = HTTPResponse.Status.unauthorized
            var wait: Int?
            switch error {
            case .tooManyAttempts(let seconds):
                (fault, status, wait) = (.tooManyAttempts(seconds), .tooManyRequests, seconds)
            case .hashingFailed: throw error
            default: break
            }
            let page = LoginPage(login: form["login"], fault: fault)
            var response = html(page.html(try await frame(request, context)), request, status: status)
            if let wait { response.headers[.retryAfter] = String(wait) }
            return response
        }
    }

    private func logOut(_ request: Request, _ context: HTTPContext) async throws -> Response {
        _ = try await form(request)
        if let token = request.cookies[AccessMiddleware.sessionCookie]?.value {
            try await control.logOut(session: token)
        }
        return redirect(.start, cookie: "\(AccessMiddleware.sessionCookie)=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }

    private func setup(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let token = context.parameters.get("token") ?? ""
        guard try await control.isValid(setupToken: token) else { throw AccessError.invalidSetupLink }
        let page = SetupPage(token: token, name: "", login: "", minimumPassword: AccessControl.minimumPasswordLength)
        return html(page.html(try await frame(request, context)), request)
    }

    private func redeem(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let token = context.parameters.get("token") ?? ""
        let form = try await form(request)
        do {
            let session = try await control.redeem(
                setupToken: token, name: form["name"], login: form["login"], password: form.exact("password"))
            return redirect(.start, cookie: sessionCookie(session, context))
        } catch let error as AccessError {
            var page = SetupPage(
                token: token, name: form["name"], login: form["login"],
                minimumPassword: AccessControl.minimumPasswordLength)
            switch error {
            case .weakPassword: page.fault = .weakPassword
            case .loginTaken:
                page.fault = .loginTaken
                page.faultyField = "login"
            case .invalidField(let field):
                page.fault = .emptyField
                page.faultyField = field
            case .hashingFailed: page.fault = .cannotHash
            default: throw error
            }
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }
}
