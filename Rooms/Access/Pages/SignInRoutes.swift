// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site

/// Signing in and out, the first administrator, and links that set a password.
struct SignInRoutes: PageSet {
    let site: Site
    let control: AccessControl
    /// What the town's sign-in service is called; empty for none.
    let service: String

    static let stepCookie = "allmende_step"

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/login", Words("Die Seite zum Anmelden", "The page to sign in")) { request, context in
            let page = LoginPage(
                login: "", isFirstStart: try await isFirstStart(), service: service,
                offersPasskeys: context.passkeySite != nil)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.post("/login", Words("Anmelden", "Sign in")) { request, context in try await signIn(request, context) }
        routes.get("/login/code", Words("Der zweite Schritt der Anmeldung", "The second step of signing in")) {
            request, context in
            let page = try await codePage(request, context)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.post("/login/code", Words("Mit einem Code zu Ende anmelden", "Finish signing in with a code")) {
            request, context in try await finish(request, context)
        }
        routes.post("/logout", Words("Abmelden", "Sign out")) { request, context in try await signOut(request, context)
        }
        routes.get("/setup", Words("Wo der Code der ersten Einrichtung eingegeben wird", "Where the set-up code goes"))
        {
            request, context in
            guard try await isFirstStart() else { throw AccessError.alreadySetUp }
            return html(SetupCodePage().html(try await frame(request, context)), request)
        }
        routes.post("/setup", Words("Den Code der ersten Einrichtung prüfen", "Check the set-up code")) {
            request, context in try await takeSetupCode(request, context)
        }
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
        routes.get("/join/{token}", Words("Ein Passwort setzen: die Seite des Links", "The page that a link leads to"))
        {
            request, context in try await join(request, context)
        }
        routes.post("/join/{token}", Words("Das Passwort über den Link setzen", "Set the password by the link")) {
            request, context in try await redeemLink(request, context)
        }
        return routes
    }

    private func isFirstStart() async throws -> Bool {
        if site.isOpen { return false }
        return try await !control.hasAdministrator()
    }

    // MARK: Signing in

    private func signIn(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request)
        do {
            // Who does not wait for the answer leaves the queue to others.
            let signedIn = try await ClientPresence.whilePresent { [control] in
                try await control.signIn(
                    login: form["login"], password: form.exact("password"), from: context.place(request))
            }
            guard signedIn.needsCode else { return redirect(.start, cookie: context.sessionCookie(signedIn.token)) }
            return redirect(.loginCode, cookie: context.cookie(Self.stepCookie, signedIn.token, seconds: 300))
        } catch let error as AccessError {
            guard let (fault, status, wait) = Self.answer(error) else { throw error }
            let page = LoginPage(
                login: form["login"], fault: fault, isFirstStart: try await isFirstStart(), service: service,
                offersPasskeys: context.passkeySite != nil)
            return html(page.html(try await frame(request, context)), request, status: status).waiting(wait)
        }
    }

    private func finish(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request)
        do {
            let session = try await control.finishSignIn(
                step: AccessMiddleware.cookie(Self.stepCookie, request, context) ?? "", code: form["code"],
                from: context.place(request))
            return redirect(.start, cookie: context.sessionCookie(session))
        } catch let error as AccessError {
            guard let (fault, status, wait) = Self.answer(error) else { throw error }
            if error == .stepExpired {
                let page = LoginPage(
                    login: "", fault: fault, service: service, offersPasskeys: context.passkeySite != nil)
                return html(page.html(try await frame(request, context)), request, status: status)
            }
            var page = try await codePage(request, context)
            page.fault = fault
            return html(page.html(try await frame(request, context)), request, status: status).waiting(wait)
        }
    }

    private func codePage(_ request: Request, _ context: HTTPContext) async throws -> CodePage {
        let step = try await control.secondStep(AccessMiddleware.cookie(Self.stepCookie, request, context) ?? "")
        return CodePage(
            hasCode: step?.hasCode ?? true,
            offersPasskeys: step?.hasPasskey ?? false && context.passkeySite != nil)
    }

    private static func answer(_ error: AccessError) -> (fault: Words, status: HTTPResponse.Status, wait: Int?)? {
        switch error {
        case .tooManyAttempts(let seconds): (.tooManyAttempts(seconds), .tooManyRequests, seconds)
        case .wrongCredentials: (.wrongCredentials, .unauthorized, nil)
        case .wrongCode: (.wrongCode, .unauthorized, nil)
        case .stepExpired: (.stepExpired, .unauthorized, nil)
        default: nil
        }
    }

    private func signOut(_ request: Request, _ context: HTTPContext) async throws -> Response {
        _ = try await form(request)
        if let token = AccessMiddleware.cookie(AccessMiddleware.sessionCookie, request, context) {
            try await control.logOut(session: token)
        }
        var response = redirect(.start, cookie: context.cookie(AccessMiddleware.sessionCookie, "", seconds: 0))
        // what was seen while signed in is nobody's who comes after
        response.headers[.clearSiteData] = "\"cache\", \"storage\""
        return response
    }

    // MARK: The first administrator

    private func takeSetupCode(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request)
        // the whole link is as good as its end
        let code = Secret.normalised(String(form["code"].split(separator: "/").last ?? ""))
        guard !code.isEmpty, try await control.isValid(setupToken: code) else {
            let page = SetupCodePage(fault: .wrongSetupCode)
            return html(page.html(try await frame(request, context)), request, status: .notFound)
        }
        return redirect(.setup(token: code))
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
                setupToken: token, name: form["name"], login: form["login"], password: form.exact("password"),
                from: context.place(request))
            return redirect(.start, cookie: context.sessionCookie(session))
        } catch let error as AccessError {
            var page = SetupPage(
                token: token, name: form["name"], login: form["login"],
                minimumPassword: AccessControl.minimumPasswordLength)
            guard let (fault, field) = Words.fault(error) else { throw error }
            (page.fault, page.faultyField) = (fault, field)
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    // MARK: Links

    private func linked(_ context: HTTPContext) async throws -> (token: String, account: Account) {
        let token = context.parameters.get("token") ?? ""
        guard let account = try await control.account(link: token) else {
            throw Problem(.notFound, "No such link", detail: Words.noSuchLink.english, german: Words.noSuchLink.german)
        }
        return (token, account)
    }

    private func join(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (token, account) = try await linked(context)
        let page = JoinPage(token: token, account: account)
        return html(page.html(try await frame(request, context)), request)
    }

    private func redeemLink(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (token, account) = try await linked(context)
        let form = try await form(request)
        do {
            let session = try await control.redeem(
                link: token, password: form.exact("password"), from: context.place(request))
            guard let session else { return redirect(.login) }
            return redirect(.account, cookie: context.sessionCookie(session))
        } catch let error as AccessError {
            guard let (fault, _) = Words.fault(error) else { throw error }
            let page = JoinPage(token: token, account: account, fault: fault)
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }
}

extension HTTPContext {
    /// Where the request comes from, with the session that it has.
    func place(_ request: Request) -> SignInPlace {
        SignInPlace(
            address: clientAddress, program: request.headers[.userAgent] ?? "",
            session: AccessMiddleware.cookie(AccessMiddleware.sessionCookie, request, self))
    }

    func sessionCookie(_ token: String) -> String { cookie(AccessMiddleware.sessionCookie, token, seconds: 43_200) }

    func cookie(_ name: String, _ value: String, seconds: Int) -> String {
        let secure = baseURL.text.hasPrefix("https://") ? "; Secure" : ""
        let name = AccessMiddleware.name(of: name, self)
        return "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)\(secure)"
    }
}

extension Response {
    /// The same, with the time after which to try again.
    func waiting(_ seconds: Int?) -> Response {
        var response = self
        if let seconds { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    /// With a secret in it: nobody keeps it.
    func unkept(cookie: String? = nil) -> Response {
        var response = self
        response.headers[.cacheControl] = "no-store"
        response.headers[.referrerPolicy] = "no-referrer"
        if let cookie { response.headers[.setCookie] = cookie }
        return response
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name(constant: "Referrer-Policy")
    static let clearSiteData = HTTPField.Name(constant: "Clear-Site-Data")
}
