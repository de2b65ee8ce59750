// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Storage
import TestSupport
import Testing

@testable import Site

/// The town's profile: its form, and the pages that are made from it.
@Suite struct TownPageTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    private static func body(_ fields: [String: String], picture: [UInt8]? = nil) -> ByteBuffer {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            bytes += Array("--xYz\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        let head =
            "--xYz\r\nContent-Disposition: form-data; name=\"arms\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
        bytes += Array(head.utf8) + (picture ?? []) + Array("\r\n--xYz--\r\n".utf8)
        return ByteBuffer(bytes: bytes)
    }

    private static func send(
        _ client: any TestClientProtocol, _ body: ByteBuffer, role: String? = "administrator",
        site: String = "same-origin"
    ) async throws -> (status: HTTPResponse.Status, html: String) {
        var headers: HTTPFields = [
            try #require(HTTPField.Name("Sec-Fetch-Site")): site, .contentType: "multipart/form-data; boundary=xYz",
        ]
        headers[DatasetAccessTests.actor] = role
        headers[.acceptLanguage] = "de"
        let response = try await client.execute(uri: "/town", method: .post, headers: headers, body: body)
        return (response.status, String(buffer: response.body))
    }

    private static func page(
        _ client: any TestClientProtocol, _ path: String, role: String? = nil, language: String = "de"
    ) async throws -> (status: HTTPResponse.Status, html: String, headers: HTTPFields) {
        var headers: HTTPFields = [.acceptLanguage: language]
        headers[DatasetAccessTests.actor] = role
        let response = try await client.execute(uri: path, method: .get, headers: headers)
        return (response.status, String(buffer: response.body), response.headers)
    }

    @Test(arguments: TestEngine.allCases)
    func `what an administrator enters stands on each page at once`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, _ in
            let before = try await Self.page(client, "/imprint")
            #expect(before.html.contains("Es fehlt:") && before.html.contains("Vertreten durch"))
            #expect(!before.html.contains("href=\"/town\""))
            #expect(try await Self.page(client, "/imprint", role: "administrator").html.contains("href=\"/town\""))
            let sent = try await Self.send(
                client,
                Self.body(
                    [
                        "name": "Gemeinde <Übung>", "street": "Weg 1", "postal-code": "48143", "place": "Übung",
                        "telephone": "0251 1", "email": "rathaus@uebung.example.de", "representative": "Eva Beispiel",
                        "accent": "#7a1f2b", "privacy-officer": "Zeile 1\r\nZeile 2", "privacy-authority": "LDI",
                        "accessibility-date": "2026-11-28", "accessibility-method": "self",
                        "accessibility-contact": "rathaus@uebung.example.de", "enforcement": "Stelle des Landes",
                    ], picture: Self.png))
            #expect(sent.status == .seeOther)
            let start = try await Self.page(client, "/")
            #expect(start.html.contains("Gemeinde &lt;Übung&gt;") && start.html.contains("/town/arms?v="))
            #expect(start.html.contains("/town/colours.css?v="))
            let imprint = try await Self.page(client, "/imprint").html
            #expect(!imprint.contains("Es fehlt:") && imprint.contains("Weg 1<br>48143 Übung"))
            #expect(imprint.contains("mailto:rathaus@uebung.example.de"))
            #expect(try await Self.page(client, "/privacy").html.contains("Zeile 1<br>Zeile 2"))
            let statement = try await Self.page(client, "/accessibility", language: "en").html
            #expect(statement.contains("28 November 2026") && statement.contains("self-assessment"))
            let arms = try await Self.page(client, "/town/arms")
            #expect(arms.headers[.contentType] == "image/png")
            #expect(arms.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
            let colours = try await Self.page(client, "/town/colours.css").html
            #expect(colours.contains("--accent: #7a1f2b;") && colours.contains("prefers-color-scheme: dark"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a fault is told beside its field, and nothing is lost or stored`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let sent = try await Self.send(
                client,
                Self.body(["name": "Neu", "accent": "#ffee00", "street": "Weg 9"], picture: Array("<svg/>".utf8)))
            #expect(sent.status == .badRequest)
            #expect(sent.html.contains("Kontrast") && sent.html.contains("kein Bild") && sent.html.contains("Weg 9"))
            #expect(sent.html.contains("aria-invalid=\"true\""))
            let name = try await engine.read { try TownProfileQueries.load(on: $0).name }
            #expect(name != "Neu")
            #expect(try await Self.send(client, ByteBuffer(string: "--xYz\r\nbroken")).status == .badRequest)
        }
    }

    @Test(arguments: [TestEngine.sqlite], ["", "viewer", "editor"])
    func `only administrators see and send the form`(kind: TestEngine, role: String) async throws {
        try await DatasetAccessTests.town(kind) { client, _ in
            let actor = role.isEmpty ? nil : role
            #expect([.unauthorized, .forbidden].contains(try await Self.page(client, "/town", role: actor).status))
            let sent = try await Self.send(client, Self.body(["name": "Fremd"]), role: actor)
            #expect([.unauthorized, .forbidden].contains(sent.status))
            #expect(try await Self.send(client, Self.body(["name": "Fremd"]), site: "cross-site").status == .forbidden)
        }
    }
}

/// Forms with files (RFC 7578).
@Suite struct FormUploadTests {
    private func parse(_ text: String, boundary: String = "b") -> FormUpload? {
        FormUpload(Array(text.utf8), contentType: "multipart/form-data; boundary=\(boundary)")
    }

    @Test func `fields and files come out as they were sent`() throws {
        let part = "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--2\r\n"
        let file = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x;y.png\"\r\n\r\n\r\n--\r\n--b--"
        let form = try #require(parse(part + file))
        #expect(form["a"] == "1\n--2" && form["none"] == "")
        #expect(form.files["f"] == Array("\r\n--".utf8))
        let empty = try #require(
            parse("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--b--\r\n"))
        #expect(empty.files.isEmpty && empty.fields.isEmpty)
    }

    @Test(arguments: [
        "", "--b", "--b--", "--b\r\n", "--b\r\nx\r\n--b--", "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", "--c\r\n\r\n--c--",
    ])
    func `what is cut off or misframed is refused`(text: String) {
        #expect(parse(text) == nil)
    }

    @Test func `a body without a boundary, or with too many parts, is refused`() {
        #expect(FormUpload([1, 2], contentType: "multipart/form-data") == nil)
        #expect(FormUpload([1, 2], contentType: "text/plain") == nil)
        let many = String(
            repeating: "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n", count: 500)
        #expect(parse(many + "--b--") == nil)
    }
}
