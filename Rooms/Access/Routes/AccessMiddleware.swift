// SPDX-License-Identifier: EUPL-1.2
public import Access
public import HTTPSupport
import HTTPTypes
public import Hummingbird
import Wire

/// Finds out who asks: a key (Bearer, or the password of Basic), a session cookie, or nobody.
///
/// A wrong key is refused with 401 rather than treated as anonymous. Changes that rest on a cookie, or on `--open`,
/// must come from our own pages (`Sec-Fetch-Site`, `Origin`): a foreign page cannot act for a signed-in person.
public struct AccessMiddleware: RouterMiddleware {
    public typealias Context = HTTPContext

    public static let sessionCookie = "allmende_session"

    /// The name of a cookie on the wire: over https browsers take `__Host-` from this very host only, and only over https.
    public static func name(of cookie: String, _ context: HTTPContext) -> String {
        context.baseURL.text.hasPrefix("https://") ? "__Host-" + cookie : cookie
    }

    /// What a cookie of ours holds.
    public static func cookie(_ name: String, _ request: Request, _ context: HTTPContext) -> String? {
        request.cookies[Self.name(of: name, context)]?.value
    }

    private let control: AccessControl
    private let writesOpenly: Bool

    public init(control: AccessControl, writesOpenly: Bool) {
        self.control = control
        self.writesOpenly = writesOpenly
    }

    public func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let isSafe = request.method == .get || request.method == .head || request.method == .options
        if let authorization = request.headers[.authorization] {
            context.reader = try await reader(authorization: authorization, from: context.clientAddress)
        } else if let token = Self.cookie(Self.sessionCookie, request, context),
            let reader = try await control.reader(session: token)
        {
            context.reader = reader
            if !isSafe { try requireSameOrigin(request, context, strictly: true) }
        } else if writesOpenly {
            context.reader = Reader(identity: .anonymous, role: nil, writesOpenly: true)
            if !isSafe { try requireSameOrigin(request, context, strictly: false) }
        }
        do {
            return try await next(request, context)
        } catch {
            throw ErrorForReader(error, context.reader)
        }
    }

    private func reader(authorization: String, from address: String) async throws -> Reader {
        if let secret = Self.secret(in: authorization),
            let reader = try await control.reader(key: secret, from: address)
        {
            return reader
        }
        throw Problem(
            .unauthorized, "Unknown key",
            detail:
                "The key is unknown, revoked, expired or not for this address. Send it as 'Authorization: Bearer amk_…' "
                + "or as the password of Basic; 'allmende key create' makes one.",
            german:
                "Der Schlüssel ist unbekannt, widerrufen oder abgelaufen. Er wird als 'Authorization: Bearer amk_…' "
                + "oder als Passwort von Basic gesendet; 'allmende key create' macht einen.",
            headers: [.wwwAuthenticate: "Bearer realm=\"Allmende\""])
    }

    /// The key in an `Authorization` header: all after `Bearer`, or what follows the colon in `Basic`.
    private static func secret(in authorization: String) -> String? {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard let scheme = parts.first, let credentials = parts.dropFirst().first else { return nil }
        switch scheme.lowercased() {
        case "bearer":
            return String(credentials)
        case "basic":
            guard let bytes = Base64.decoded(credentials) else { return nil }
            let pair = String(decoding: bytes, as: UTF8.self)
            return pair.firstIndex(of: ":").map { String(pair[pair.index(after: $0)...]) }
        default:
            return nil
        }
    }

    /// `strictly`: one of the two headers must be there (each browser of the last years sends them).
    private func requireSameOrigin(_ request: Request, _ context: HTTPContext, strictly: Bool) throws {
        let isOurs: Bool
        if let site = request.headers[.fetchSite] {
            isOurs = site == "same-origin" || site == "none"
        } else if let origin = request.headers[.origin] {
            isOurs = origin == context.baseURL.text
        } else {
            isOurs = !strictly
        }
        guard isOurs else {
            throw Problem(
                .forbidden, "Request from another site",
                detail: "Changes with a session must come from this server's own pages; programs use a key instead.",
                german:
                    "Änderungen in einer Sitzung müssen von Seiten dieses Servers kommen; Programme nehmen einen Schlüssel."
            )
        }
    }
}
