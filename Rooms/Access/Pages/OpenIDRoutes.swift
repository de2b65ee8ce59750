// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site

/// Signing in with the account of another server.
struct OpenIDRoutes: PageSet {
    let site: Site
    /// Nil where no provider is set: the addresses are there and lead nowhere.
    let signIn: OpenIDSignIn?
    let name: String

    private static let cookie = "allmende_openid"

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/login/openid", Words("Zum Anmeldedienst der Kommune", "To the town's sign-in service")) {
            request, context in
            guard let signIn else {
                throw Problem.notFound(
                    "No sign-in service is set.", german: "Es ist kein Anmeldedienst eingestellt.")
            }
            return try await faults(request, context) {
                let (address, state) = try await signIn.begin(redirect: redirectAddress(context))
                var response = redirect(.start, cookie: context.cookie(Self.cookie, state, seconds: 600))
                response.headers[.location] = address
                return response
            }
        }
        routes.get("/login/openid/callback", Words("Zurück vom Anmeldedienst", "Back from the sign-in service")) {
            request, context in
            guard let signIn else {
                throw Problem.notFound(
                    "No sign-in service is set.", german: "Es ist kein Anmeldedienst eingestellt.")
            }
            let query = query(request)
            return try await faults(request, context) {
                let error = query["error"]
                guard error.isEmpty else { throw OpenIDFault.refused("it said '\(error.prefix(100))'") }
                let session = try await signIn.finish(
                    code: query.trimmed("code"), state: query.trimmed("state"),
                    cookie: AccessMiddleware.cookie(Self.cookie, request, context) ?? "", issuer: query["iss"],
                    redirect: redirectAddress(context), from: context.place(request))
                return redirect(.start, cookie: context.sessionCookie(session))
            }
        }
        return routes
    }

    private func redirectAddress(_ context: HTTPContext) -> String {
        context.baseURL.text + SiteURL.openIDCallback.path
    }

    /// The page to sign in, with what went wrong.
    private func faults(
        _ request: Request, _ context: HTTPContext, _ body: () async throws -> Response
    ) async throws -> Response {
        let fault: Words
        let status: HTTPResponse.Status
        do {
            return try await body()
        } catch let error as OpenIDFault {
            fault = .openID(error)
            if case .provider = error { status = .badGateway } else { status = .unauthorized }
        } catch AccessError.stepExpired {
            (fault, status) = (.stepExpired, .unauthorized)
        }
        let page = LoginPage(
            login: "", fault: fault, service: name, offersPasskeys: context.passkeySite != nil)
        return html(page.html(try await frame(request, context)), request, status: status)
    }
}
