// SPDX-License-Identifier: EUPL-1.2
package import HTTPSupport
import HTTPTypes
package import Hummingbird
import NIOCore

/// Packs answers for those who can unpack them: texts of some length, never what holds a secret or comes drop by drop.
///
/// Not NIOHTTPCompression: it takes an informational answer for the end of a request and ends the process at the next
/// one, gives an answer to HEAD the length of nothing packed, and works on the event loop.
package struct GzipMiddleware: RouterMiddleware {
    package typealias Context = HTTPContext

    /// Below it packing costs more than it saves: one packet of the network is sent anyway.
    static let least = 1_024

    package init() {}

    package func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Self.isPackable(response) else { return response }
        response.headers[.vary] = Self.vary(response.headers[.vary])
        guard request.method != .head, response.status.kind == .successful,
            Self.accepts(request.headers[values: .acceptEncoding])
        else { return response }
        // another spelling of the same answer: equal by meaning, not by bytes
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        let body = response.body
        response.body = ResponseBody { writer in
            try await body.write(GzipWriter(parent: writer))
        }
        return response
    }

    // asked of every answer: cheapest first, and bytes rather than characters
    private static func isPackable(_ response: Response) -> Bool {
        if let length = response.body.contentLength, length < least { return false }
        guard let type = response.headers[.contentType], isText(type), response.headers[.contentEncoding] == nil,
            response.headers[.acceptRanges] == nil, response.headers[.contentRange] == nil
        else { return false }
        return !isSecret(response.headers[.cacheControl] ?? "")
    }

    private static func isSecret(_ directives: String) -> Bool {
        directives.utf8.split(separator: UInt8(ascii: ",")).contains { directive in
            directive.drop { $0 == UInt8(ascii: " ") }.elementsEqual("no-store".utf8)
        }
    }

    private static func isText(_ type: String) -> Bool {
        let type = type.prefix { $0 != ";" }.lowercased()
        return type.hasPrefix("text/") && type != "text/event-stream" || type.hasSuffix("json")
            || type.hasSuffix("xml") || type == "text/javascript" || type == "application/javascript"
    }

    private static func vary(_ names: String?) -> String {
        guard let names, !names.isEmpty else { return "Accept-Encoding" }
        return names == "*" || names.lowercased().contains("accept-encoding") ? names : names + ", Accept-Encoding"
    }

    /// Whether gzip may be sent (RFC 9110 §12.5.3): named, or meant by `*`, and not with a weight of nothing.
    static func accepts(_ fields: [String]) -> Bool {
        var all: Bool?
        for part in fields.joined(separator: ",").split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let name = pieces.first else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if name == "gzip" || name == "x-gzip" { return weight > 0 }
            if name == "*" { all = weight > 0 }
        }
        return all ?? false
    }
}

/// Packs what is written.
private struct GzipWriter: ResponseBodyWriter {
    var parent: any ResponseBodyWriter
    let stream = GzipStream()

    @concurrent mutating func write(_ buffer: ByteBuffer) async throws {
        let packed = try stream.packed(buffer, isLast: false)
        if packed.readableBytes > 0 { try await parent.write(packed) }
    }

    @concurrent consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        let rest = try stream.packed(ByteBuffer(), isLast: true)
        var parent = parent
        try await parent.write(rest)
        try await parent.finish(trailingHeaders)
    }
}
