// SPDX-License-Identifier: EUPL-1.2
import NIOCore
import NIOHTTP1
import Wire

/// An answer that is given before a request reaches a room: it breaks HTTP's own rules, came too slowly, or is one too
/// many. The connection ends with it.
struct HTTPRefusal: Sendable, Hashable {
    let status: HTTPResponseStatus
    let title: String
    let detail: String
    let detailGerman: String
    var retryAfter: Int?
    /// Codings of a body that are understood instead.
    var acceptEncoding: String?

    static let malformed = HTTPRefusal(
        status: .badRequest, title: "Malformed request",
        detail: "What came is not framed as HTTP/1.1 says (RFC 9112), or its head is larger than 80 kB.",
        detailGerman: "Die Anfrage ist nicht aufgebaut, wie HTTP/1.1 es verlangt, oder ihr Kopf hat mehr als 80 kB.")
    static let host = HTTPRefusal(
        status: .badRequest, title: "Host missing, doubled or wrong",
        detail:
            "A request needs exactly one Host field with the name of this server, and a port up to 65535 where it has "
            + "one (RFC 9112 §3.2).",
        detailGerman: "Eine Anfrage braucht genau ein Feld Host mit dem Namen dieses Servers und einem Port bis 65535, "
            + "wenn er einen hat.")
    static let target = HTTPRefusal(
        status: .badRequest, title: "No address here",
        detail:
            "The target of a request is a path, or a whole address with http:// or https:// and this server's name.",
        detailGerman: "Ziel einer Anfrage ist ein Pfad oder eine ganze Adresse mit http:// oder https:// und dem Namen "
            + "dieses Servers.")
    static let contentCoding = HTTPRefusal(
        status: .unsupportedMediaType, title: "Content-Encoding not understood",
        detail: "A body is read as it is; send it without Content-Encoding (RFC 9110 §15.5.16).",
        detailGerman: "Inhalte werden gelesen, wie sie sind; bitte ohne Content-Encoding senden.",
        acceptEncoding: "identity")
    static let transferCoding = HTTPRefusal(
        status: .notImplemented, title: "Transfer-Encoding not understood",
        detail: "Of the transfer codings only \"chunked\" is known (RFC 9112 §6.1).",
        detailGerman: "Als Transfer-Encoding ist nur „chunked“ bekannt.")
    static let expectation = HTTPRefusal(
        status: .expectationFailed, title: "Unknown expectation",
        detail: "Of the expectations only \"100-continue\" is known (RFC 9110 §10.1.1).",
        detailGerman: "Als Erwartung (Expect) ist nur „100-continue“ bekannt.")
    static let timeout = HTTPRefusal(
        status: .requestTimeout, title: "Too slow",
        detail: "The request came too slowly; send it again, on a faster line or in smaller parts.",
        detailGerman: "Die Anfrage kam zu langsam an; bitte noch einmal senden, schneller oder in kleineren Teilen.")
    static let tooManyRequests = HTTPRefusal(
        status: .tooManyRequests, title: "Too many requests at once",
        detail: "Too many requests of this address are being served; repeat it in a moment (max-requests-per-address).",
        detailGerman: "Von dieser Adresse laufen zu viele Anfragen zugleich; bitte gleich noch einmal.", retryAfter: 2)
    static let foreignPage = HTTPRefusal(
        status: .forbidden, title: "Request from another site",
        detail: "With --open only this server's own pages may connect as WebSocket; programs send no Origin.",
        detailGerman: "Mit --open verbinden sich nur die eigenen Seiten als WebSocket.")

    /// The whole answer: a page for browsers, else a problem document (RFC 9457).
    func parts(wantsPage: Bool) -> (head: HTTPResponseHead, body: ByteBuffer) {
        let text: String
        if wantsPage {
            text = """
                <!DOCTYPE html><html lang="de"><meta charset="utf-8"><title>\(status.code)</title>\
                <p>\(detailGerman.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))</p>\
                <p lang="en">\(detail.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))</p></html>
                """
        } else {
            text =
                JSONValue.object([
                    "type": "about:blank", "title": .string(title), "status": .init(Int(status.code)),
                    "detail": .string(detail), "detailGerman": .string(detailGerman),
                ]).text
        }
        var headers = HTTPHeaders([
            ("Content-Type", wantsPage ? "text/html; charset=utf-8" : "application/problem+json; charset=utf-8"),
            ("Content-Length", String(text.utf8.count)), ("Connection", "close"), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'"),
            ("Access-Control-Allow-Origin", "*"),
        ])
        if let retryAfter { headers.add(name: "Retry-After", value: String(retryAfter)) }
        if let acceptEncoding { headers.add(name: "Accept-Encoding", value: acceptEncoding) }
        return (HTTPResponseHead(version: .http1_1, status: status, headers: headers), ByteBuffer(string: text))
    }
}
