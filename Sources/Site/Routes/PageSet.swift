// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
package import HTTPSupport
package import HTTPTypes
package import Hummingbird
import NIOCore
import Rights
package import Storage
package import Wire

/// The pages of one room over the site they share: what a page needs from a request, and how it becomes an answer.
package protocol PageSet: Sendable {
    var site: Site { get }
}

extension PageSet {
    package var engine: any StorageEngine { site.engine }
    package var now: @Sendable () -> Instant { site.now }
    package var clock: @Sendable () -> Instant { site.clock }

    // MARK: What was asked

    package func query(_ request: Request) -> FormBody { FormBody(request.uri.query ?? "") }

    package func language(_ request: Request) -> Language {
        let chosen = query(request)["lang"]
        let remembered = request.cookies["allmende_language"]?.value
        let choice = Language(rawValue: chosen) == nil ? remembered : chosen
        return Language(chosen: choice, acceptLanguage: request.headers[.acceptLanguage])
    }

    package func number(_ context: HTTPContext, _ name: String) throws -> Int64 {
        guard let text = context.parameters.get(name), let number = Int64(text) else {
            throw Problem.notFound("There is nothing at this address.", german: "Unter dieser Adresse gibt es nichts.")
        }
        return number
    }

    /// The fields of a form that was sent from one of our own pages.
    package func form(_ request: Request, limit: Int = 16_384) async throws -> FormBody {
        try refuseForeignForm(request)
        return FormBody(
            String(decoding: try await request.bytes(limit: limit), as: UTF8.self), limit: max(200, limit / 20))
    }

    /// A form on another site may not act for who is signed in here.
    package func refuseForeignForm(_ request: Request) throws {
        let site = request.headers[.fetchSite]
        guard site == nil || site == "same-origin" || site == "none" else {
            throw Problem(
                .forbidden, "Request from another site", detail: Words.foreignForm.english,
                german: Words.foreignForm.german)
        }
    }

    // MARK: What is answered

    /// The frame of a page, with what is said about the town.
    package func frame(_ request: Request, _ context: HTTPContext) async throws -> PageFrame {
        frame(request, context, try await site.facts(context.reader))
    }

    package func frame(_ request: Request, _ context: HTTPContext, _ town: TownFacts?) -> PageFrame {
        let isSafe = request.method == .get || request.method == .head
        let fields = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("lang=") }
        let rest = fields.isEmpty ? "" : "?" + fields.joined(separator: "&")
        var person: String?
        if case .account(_, let name) = context.reader.identity { person = name }
        return PageFrame(
            language: language(request), profile: town?.profile ?? TownProfile(),
            isFictional: town?.isFictional ?? false,
            asOf: town?.asOf, dataAsOf: town?.dataAsOf, isOpen: site.isOpen, person: person,
            mayWrite: context.reader.mayWrite, mayAdminister: context.reader.mayAdminister,
            address: isSafe ? request.uri.path + rest : "/", version: site.version, entries: site.entries)
    }

    package func html(_ html: HTML, _ request: Request, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.cacheControl: "private, no-cache", .contentLanguage: language(request).rawValue]
        headers[.vary] = "Accept-Language, Cookie"
        headers[.contentSecurityPolicy] =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors 'none'"
        if let chosen = Language(rawValue: query(request)["lang"]) {
            headers[.setCookie] = "allmende_language=\(chosen.rawValue); Path=/; Max-Age=31536000; SameSite=Lax"
        }
        return Response(status: status, contentType: MediaType.html, bytes: html.bytes, headers: headers)
    }

    package func redirect(_ url: SiteURL, cookie: String? = nil) -> Response {
        var headers: HTTPFields = [.location: url.path, .cacheControl: "no-store"]
        headers[.setCookie] = cookie
        return Response(status: .seeOther, headers: headers)
    }
}
