// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Hummingbird
import Listening
import Logging
import NIOHTTP1
import Wire

/// The outermost layer: public address, errors into answers, headers for each answer, log line and metrics.
struct EdgeMiddleware: RouterMiddleware {
    typealias Context = HTTPContext

    let configuration: Configuration
    let metrics: Metrics
    /// An error as a page for browsers; nil leaves `application/problem+json`.
    let errorPage: (@Sendable (Problem, Request, HTTPContext) async -> Response)?

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        metrics.began()
        var context = context
        context.baseURL = BaseURL(
            request: request, configured: configuration.baseURL, trustsProxy: configuration.trustsProxy)
        // The proxy appends whom it heard from; what stands before that anyone may have written.
        if configuration.trustsProxy, let last = request.headers[.forwardedFor]?.split(separator: ",").last {
            context.clientAddress = last.trimmingPrefix(while: \.isWhitespace).description
        }
        var response: Response
        do {
            try refuseForeignHost(request)
            response = try await next(request, context)
        } catch {
            var cause = error
            if let told = error as? ErrorForReader { (cause, context.reader) = (told.error, told.reader) }
            response = await answer(to: cause, request, context)
            // a refusal of HEAD has no content either: it would stand before the next answer of the connection
            if request.method == .head { response = Response(status: response.status, headers: response.headers) }
        }
        addHeaders(to: &response, request, context)
        let elapsed = start.duration(to: clock.now)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let route = context.endpointPath ?? "unmatched"
        let status = Int(response.status.code)
        metrics.ended(method: request.method.rawValue, route: route, status: status, seconds: seconds)
        // a refusal under load is no fault of ours, and a flood of them is not to fill the log
        let level: Logger.Level = status >= 500 && status != 503 ? .error : .debug
        context.logger.log(
            level: level, "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(route)", "status": "\(status)",
                "milliseconds": "\((seconds * 100_000).rounded() / 100)",
            ])
        return response
    }

    /// With `--open` a page elsewhere could reach this server under a name of its own (DNS rebinding).
    private func refuseForeignHost(_ request: Request) throws {
        guard configuration.writesOpenly, let authority = request.head.authority else { return }
        guard OpenServer.isLoopback(authority) else {
            throw Problem(
                .misdirectedRequest, "Unknown host", detail: "With --open this server answers on a loopback name only.",
                german: "Mit --open antwortet dieser Server nur unter einem Namen des eigenen Rechners.")
        }
    }

    private func answer(to error: any Error, _ request: Request, _ context: HTTPContext) async -> Response {
        let problem = Problem(error, logger: context.logger)
        if let errorPage, request.method == .get || request.method == .post,
            negotiatedType(accept: request.headers[.accept], offered: ["application/problem+json", "text/html"])
                == "text/html"
        {
            var response = await errorPage(problem, request, context)
            for field in problem.headers where field.name != .wwwAuthenticate {
                response.headers[field.name] = field.value
            }
            return response
        }
        let body = problem.document(requestID: context.requestID).text
        return Response(
            status: problem.status, contentType: MediaType.problem, bytes: Array(body.utf8), headers: problem.headers)
    }

    private func addHeaders(to response: inout Response, _ request: Request, _ context: HTTPContext) {
        response.headers[.requestID] = context.requestID
        func add(_ field: HTTPField) {
            if !response.headers.contains(field.name) { response.headers.append(field) }
        }
        add(Self.contentTypeOptions)
        add(Self.referrerPolicy)
        if !response.headers.contains(.cacheControl) {
            // what somebody may see depends on who asks
            response.headers.append(Self.cacheControl)
            add(Self.vary)
        }
        if !response.headers.contains(.accessControlAllowOrigin) {
            response.headers.append(Self.allowOrigin)
            response.headers[.accessControlExposeHeaders] = Preflight.exposed
        }
        add(Self.contentSecurityPolicy)
        if configuration.baseURL?.hasPrefix("https://") ?? false { add(Self.transportSecurity) }
    }

    // made once: a field checks its value when it is made
    private static let contentTypeOptions = HTTPField(name: .contentTypeOptions, value: "nosniff")
    private static let referrerPolicy = HTTPField(name: .referrerPolicy, value: "same-origin")
    private static let cacheControl = HTTPField(name: .cacheControl, value: "private, no-cache")
    private static let vary = HTTPField(name: .vary, value: "Authorization, Cookie, Accept")
    private static let allowOrigin = HTTPField(name: .accessControlAllowOrigin, value: "*")
    /// A year, for this name alone: what else stands below the town's name is not ours to decide.
    private static let transportSecurity = HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")
    private static let contentSecurityPolicy = HTTPField(
        name: .contentSecurityPolicy,
        value: "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'")
}

extension Problem {
    /// What an error says to who asked: the rooms' errors know it themselves.
    init(_ error: any Error, logger: Logger) {
        switch error {
        case let refusal as any Refusal:
            if refusal.isForLog { logger.error("refused", metadata: ["error": "\(refusal)"]) }
            self = refusal.answer
        case let error as HTTPError:
            self.init(
                error.status, error.status.reasonPhrase, detail: error.body ?? "There is nothing at this address.")
        case is HTTPParserError:
            // a body that is cut off or badly framed is the client's doing
            self.init(
                .badRequest, "Malformed request",
                detail: "The request's body is broken off or not framed as HTTP/1.1 says.")
        case is CancellationError:
            self.init(.serviceUnavailable, "Stopped", detail: "The server is stopping; try again in a moment.")
        default:
            logger.error("unexpected error", metadata: ["error": "\(error)"])
            self = .internalError
        }
    }
}
