// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird

extension WebRoutes {
    func addAccountRoutes(to router: Router<HTTPContext>) {
        router.get("/login") { request, context in
            html(LoginPage(login: "").html(frame(request, context, try await town(context))), request)
        }
        router.post("/login") { request, context in try await logIn(request, context) }
        router.post("/logout") { request, context in try await logOut(request, context) }
        router.get("/setup/{token}") { request, context in try await setup(request, context) }
        router.post("/setup/{token}") { request, context in try await redeem(request, context) }
    }

    func form(_ request: Request, limit: Int = 16_384) async throws -> FormBody {
        try refuseForeignForm(request)
        return FormBody(
            String(decoding: try await request.bytes(limit: limit), as: UTF8.self), limit: max(200, limit / 20))
    }

    /// A form on another site may not act for who is signed in here.
    func refuseForeignForm(_ request: Request) throws {
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        guard site == nil || site == "same-origin" || site == "none" else {
            throw Problem(.forbidden, "Request from another site", detail: Words.foreignForm.english)
        }
    }

    func redirect(_ url: SiteURL, cookie: String? = nil) -> Response {
        var headers: HTTPFields = [.location: url.path, .cacheControl: "no-store"]
        headers[.setCookie] = cookie
        return Response(status: .seeOther, headers: headers)
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
            var response = html(page.html(frame(request, context, try await town(context))), request, status: status)
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
        return html(page.html(frame(request, context, try await town(context))), request)
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
            return html(page.html(frame(request, context, try await town(context))), request, status: .badRequest)
        }
    }
}
