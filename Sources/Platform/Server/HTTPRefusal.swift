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

    static let malformed = HTTPRefusal(
        status: .badRequest, title: "Malformed request",
        detail: "What came is not framed as HTTP/1.1 says (RFC 9112), or its head is larger than 80 kB.",
        detailGerman: "Die Anfrage ist nicht aufgebaut, wie HTTP/1.1 es verlangt, oder ihr Kopf hat mehr als 80 kB.")
    static let host = HTTPRefusal(
        status: .badRequest, title: "Host missing or doubled",
        detail: "A request needs exactly one Host field with the name of this server (RFC 9112 §3.2).",
        detailGerman: "Eine Anfrage braucht genau ein Feld Host mit dem Namen dieses Servers.")
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
        return (HTTPResponseHead(version: .http1_1, status: status, headers: headers), ByteBuffer(string: text))
    }
}
