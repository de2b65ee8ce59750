// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import DCAT
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SensorThings
import Storage
import TestSupport
import Testing
import Wire

/// The catalogue for other portals, the form behind it and what programs for CKAN ask, on each engine.
@Suite struct OpenDataTests {
    private static func get(
        _ client: any TestClientProtocol, _ uri: String, accept: String? = nil, role: String? = nil
    ) async throws -> (status: HTTPResponse.Status, headers: HTTPFields, text: String) {
        var headers = HTTPFields()
        headers[.accept] = accept
        headers[DatasetAccessTests.actor] = role
        let answer = try await client.execute(uri: uri, method: .get, headers: headers)
        return (answer.status, answer.headers, String(buffer: answer.body))
    }

    private static func post(
        _ client: any TestClientProtocol, _ uri: String, _ body: String, role: String? = "editor"
    ) async throws -> (status: HTTPResponse.Status, headers: HTTPFields, text: String) {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[DatasetAccessTests.actor] = role
        let answer = try await client.execute(
            uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
        return (answer.status, answer.headers, String(buffer: answer.body))
    }

    @Test(
        arguments: [
            (nil, "text/turtle"), ("*/*", "text/turtle"), ("application/rdf+xml", "application/rdf+xml"),
            ("application/ld+json;q=0.9, text/plain", "application/ld+json"),
            ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ] as [(String?, String)])
    func `the catalogue is what is asked for`(accept: String?, type: String) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            let answer = try await Self.get(client, "/catalog", accept: accept)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType]?.hasPrefix(type) == true)
            #expect(answer.headers[.vary]?.contains("Accept") == true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the same to everybody, and nothing that is not public`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, _ in
            for form in ["ttl", "rdf", "jsonld"] {
                let anonymous = try await Self.get(client, "/catalog.\(form)")
                let editor = try await Self.get(client, "/catalog.\(form)", role: "administrator")
                #expect(anonymous.text == editor.text)
                #expect(anonymous.text.contains("/datasets/rad") && !anonymous.text.contains("/datasets/intern"))
                #expect(!anonymous.text.contains("Geheim"))
            }
            #expect(try await Self.get(client, "/datasets/intern.ttl", role: "administrator").status == .notFound)
            #expect(try await Self.get(client, "/datasets/rad.ttl").status == .ok)
            let page = try await Self.get(client, "/datasets/rad", accept: "text/html")
            #expect(page.status == .seeOther && page.headers[.location] == "/data/rad")
        }
    }

    @Test(
        arguments: [
            ("/catalog.ttl?page=0", 400), ("/catalog.ttl?page=x", 400), ("/catalog.ttl?page=2", 404),
            ("/catalog.ttl?profile=1.1", 400), ("/catalog.ttl?profile=2.0", 200), ("/catalog.ttl?page=1", 200),
            ("/datasets/nichts.ttl", 404), ("/datasets/rad.nt", 303),
        ])
    func `wrong questions are said to be`(uri: String, status: Int) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            let answer = try await Self.get(client, uri)
            #expect(answer.status.code == status)
        }
    }

    @Test func `what the platform knows stands in it`() async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            let text = try await Self.get(client, "/catalog.ttl").text
            for known in [
                "frequency/DAILY", "/series/1.csv", "/v1.1/Datastreams?$filter=id%20in%20%281%2C2%2C4%29",
                "dcat:startDate", "licenses/dl-by-de/2.0", "Quelle <b>", "file-type/CSV",
            ] { #expect(text.contains(known), "\(known)") }
            let old = try await Self.get(client, "/catalog.ttl?profile=2.0")
            #expect(old.headers[try #require(HTTPField.Name("Content-Profile"))]?.contains("2.0") == true)
        }
    }

    @Test func `the series of some data sets are found by their index`() async throws {
        try await DatasetAccessTests.town(.sqlite) { _, engine in
            let statement = SeriesQueries.coverageStatement(ofDatasets: [1, 2], for: .anonymous)
            let plan = try await engine.read { try $0.rows("EXPLAIN QUERY PLAN \(statement)") { $0.text(3) } }
            #expect(plan.contains { $0.contains("datastream_dataset") }, "\(plan)")
            #expect(!plan.contains { $0 == "SCAN d" || $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    private static let form =
        "title=R%C3%A4der&description=Alle&owner=Amt&licence=dl-by-de%2F2.0&attribution=Stadt&keywords=Rad%2C+Verkehr%2CRad"
        + "&theme=TRAN&theme=ENVI&high-value=c_b79e35eb&contact=rad%40example.de&frequency=DAILY"

    @Test(arguments: TestEngine.allCases)
    func `what the form says stands in the catalogue`(kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let form = try await Self.get(client, "/data/rad/description", role: "editor")
            #expect(form.status == .ok && form.text.contains("name=\"keywords\""))
            let preview = try await Self.post(client, "/data/rad/description", Self.form + "&action=preview")
            #expect(preview.status == .ok && preview.text.contains("bna/c_b79e35eb"))
            #expect(try await !Self.get(client, "/catalog.ttl").text.contains("bna/c_b79e35eb"))
            let saved = try await Self.post(client, "/data/rad/description", Self.form + "&action=save")
            #expect(saved.status == .seeOther, "\(saved.text)")
            let text = try await Self.get(client, "/catalog.ttl").text
            for said in ["Räder", "data-theme/TRAN", "data-theme/ENVI", "bna/c_b79e35eb", "mailto:rad@example.de"] {
                #expect(text.contains(said), "\(said)")
            }
            let dataset = try await engine.read { try DatasetQueries.find(slug: "rad", for: .anonymous, on: $0) }
            #expect(dataset?.keywords == ["Rad", "Verkehr"])
            #expect(dataset?.access == .public)
        }
    }

    @Test(
        arguments: [
            ("description", "&description="), ("contact", "&contact=a%40b%40c"), ("source", "&source=ftp%3A%2F%2Fx"),
            ("contact-page", "&contact-page=x"), ("contributor", "&contributor=openNRW"),
            ("high-value", "&licence=other-closed"), ("title", "&title="), ("attribution", "&attribution="),
        ])
    func `a fault stands beside its field, and nothing is kept or lost`(field: String, change: String) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, engine in
            // the first field of a name counts
            let answer = try await Self.post(
                client, "/data/rad/description", String(change.dropFirst()) + "&" + Self.form + "&action=save")
            #expect(answer.status == .badRequest)
            #expect(answer.text.contains("id=\"\(field)-error\""), "\(answer.text)")
            #expect(answer.text.contains("Rad, Verkehr,Rad"))
            #expect(try await !Self.get(client, "/catalog.ttl").text.contains("data-theme/TRAN"))
        }
    }

    @Test(arguments: [(nil, 401), ("viewer", 403), ("editor", 303)] as [(String?, Int)])
    func `who may write describes`(role: String?, status: Int) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            let answer = try await Self.post(client, "/data/rad/description", Self.form, role: role)
            #expect(answer.status.code == status)
        }
    }

    @Test(arguments: ["/api/3/action/", "/api/action/"])
    func `programs for CKAN get what they ask for`(root: String) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            func result(_ text: String) throws -> JSONValue { try JSONValue(parsing: text)["result"] ?? .null }
            let list = try await Self.get(client, root + "package_list")
            #expect(try result(list.text) == .array([.string("rad")]))
            let shown = try result(try await Self.get(client, root + "package_show?id=rad").text)
            #expect(shown["license_id"]?.string == "dl-by-de/2.0")
            #expect((shown["resources"]?.array ?? []).count == 4)
            for body in [#"{"q": "rad", "rows": 5}"#, #"{"q": "*:*"}"#, ""] {
                let found = try result(try await Self.post(client, root + "package_search", body, role: nil).text)
                #expect(found["count"]?.integer == 1, "\(body)")
            }
            let none = try result(try await Self.get(client, root + "package_search?q=Baum").text)
            #expect(none["count"]?.integer == 0)
            for (address, status) in [
                ("package_show?id=intern", 404), ("package_show", 409), ("package_search?rows=x", 409),
                ("package_search?fq=a:b", 409), ("package_search?sort=color", 409),
            ] {
                let answer = try await Self.get(client, root + address, role: "administrator")
                #expect(answer.status.code == status, "\(address)")
                #expect(try JSONValue(parsing: answer.text)["success"] == .bool(false))
            }
        }
    }

    /// The terms of `fq` all hold; what is not understood is refused, never passed over.
    @Test(
        arguments: [
            ("name:rad", 1), ("name:RAD", 1), ("-name:rad", 0), ("name:ra*", 1), ("name:ra", 0),
            ("+name:rad AND type:x", nil),
            ("license_id:\"dl-by-de/2.0\" name:rad", 1), ("license_id:(cc-zero OR dl-by-de/2.0)", 1),
            ("license_id:cc-zero", 0),
            ("dataset_type:dataset", 1), ("organization:town owner_org:town", 1), ("res_format:CSV", 1),
            ("-res_format:csv", 0),
            ("metadata_modified:[2000-01-01 TO *]", 1), ("metadata_modified:[* TO 2000-01-01T00:00:00Z]", 0),
            ("name:intern", 0),
            ("a:b", nil), ("rad", nil), ("name:", nil), ("name:\"rad", nil), ("name:(rad", nil), ("name:()", nil),
            ("name:(rad x)", nil),
            ("metadata_modified:[a b]", nil), ("metadata_modified:[2000", nil),
        ] as [(String, Int?)])
    func `fq filters as CKAN does`(filter: String, count: Int?) async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            let body = JSONValue.object(JSONObject([("fq", .string(filter))])).text
            let answer = try await Self.post(client, "/api/3/action/package_search", body, role: nil)
            let document = try JSONValue(parsing: answer.text)
            #expect(answer.status.code == (count == nil ? 409 : 200), "\(answer.text)")
            #expect(document["result"]?["count"]?.integer == count.map(Int64.init))
            #expect((document["result"]?["results"]?.array?.count ?? 0) == count ?? 0)
            #expect((document["error"]?["fq"] == nil) == (count != nil))
        }
    }

    @Test func `search engines find public pages and read data sets`() async throws {
        try await DatasetAccessTests.town(.sqlite) { client, _ in
            let map = try await Self.get(client, "/sitemap.xml").text
            #expect(map.contains("/data/rad</loc>") && !map.contains("intern"))
            let page = try await Self.get(client, "/data/rad").text
            let script = try #require(page.firstMatch(of: /<script type="application\/ld\+json">(.*?)<\/script>/))
            let json = try JSONValue(parsing: String(script.1))
            #expect(json["@type"]?.string == "Dataset" && json["name"]?.string?.contains("<script>") == true)
            #expect(page.contains("href=\"/datasets/rad.ttl\""))
            let closed = try await Self.get(client, "/data/intern", role: "editor").text
            #expect(!closed.contains("ld+json") && !closed.contains("/datasets/"))
        }
    }
}
