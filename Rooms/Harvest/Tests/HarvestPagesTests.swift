// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import DCAT
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Platform
import RDF
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Harvest

/// The pages, the search and our own catalogue, on each engine.
@Suite struct HarvestPagesTests {
    private static let now = HarvestStoreTests.now
    private static let actor = HTTPField.Name.userAgent

    /// Acts with the role that a test names in a header.
    private struct Acting: RouterMiddleware {
        typealias Context = HTTPContext

        func handle(
            _ request: Request, context: HTTPContext,
            next: @concurrent (Request, HTTPContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            if let name = request.headers[HarvestPagesTests.actor] {
                context.reader = Reader(identity: .key(id: 1, name: "k"), role: Role(rawValue: name))
            }
            return try await next(request, context)
        }
    }

    private static func town(
        _ kind: TestEngine,
        _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            let router = Router(context: HTTPContext.self)
            router.add(middleware: Acting())
            try TownPages(
                engine: engine, control: AccessControl(engine: engine, now: { now }), version: "1", isOpen: false,
                probe: { _, _ in nil }, now: { now }
            ).add(to: router)
            try await Application(router: router).test(.router) { try await body($0, engine) }
        }
    }

    private static func ask(
        _ client: any TestClientProtocol, _ uri: String, role: String? = nil, form: String? = nil
    ) async throws -> (status: UInt, text: String, location: String) {
        var headers = HTTPFields()
        headers[actor] = role
        let answer = try await client.execute(
            uri: uri, method: form == nil ? .get : .post, headers: headers, body: form.map { ByteBuffer(string: $0) })
        return (UInt(answer.status.code), String(buffer: answer.body), answer.headers[.location] ?? "")
    }

    @Test(arguments: TestEngine.allCases)
    func `a catalogue is named, looked at, accepted, and passed on`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            for role in [nil, "member", "editor"] {
                #expect([401, 403].contains(try await Self.ask(client, "/admin/harvest", role: role).status))
                let named = try await Self.ask(
                    client, "/admin/harvest", role: role, form: "address=https%3A%2F%2Fa.example%2Fc&name=x")
                #expect([401, 403].contains(named.status))
            }
            let wrong = try await Self.ask(
                client, "/admin/harvest", role: "administrator", form: "address=ftp%3A%2F%2Fx&name=Kreis")
            #expect(wrong.status == 400 && wrong.text.contains("https://") && wrong.text.contains("value=\"Kreis\""))
            let named = try await Self.ask(
                client, "/admin/harvest", role: "administrator",
                form: "address=https%3A%2F%2Fkreis.example%2Fcatalog.ttl&name=Kreis+%3CMusterland%3E")
            #expect(named.status == 303)
            let page = named.location
            #expect(try await Self.ask(client, page, role: "administrator").text.contains("wird gelesen"))
            // nothing to accept yet
            #expect(try await Self.ask(client, page, role: "administrator", form: "deed=accept").status == 404)
            try await engine.write { connection in
                let source = try #require(try HarvestQueries.sources(on: connection).first)
                var report = HarvestReport()
                report.datasets = 2
                report.note(try #require(LicenceList.licence("<b>eigene</b>")))
                report.note(.noTheme, "<script>alert(1)</script>")
                try HarvestQueries.previewed(source, report, at: Self.now, on: connection)
            }
            let preview = try await Self.ask(client, page, role: "administrator").text
            #expect(preview.contains("&lt;b&gt;eigene") && !preview.contains("<script>alert"))
            #expect(preview.contains("Kreis &lt;Musterland&gt;"))
            #expect(try await Self.ask(client, page, role: "editor", form: "deed=accept").status == 403)
            #expect(try await Self.ask(client, page, role: "administrator", form: "deed=accept").status == 303)
            let id = try await engine.write { connection -> Int64 in
                let source = try #require(try HarvestQueries.sources(on: connection).first)
                let all = ["Bäume", "Brunnen"].map { HarvestStoreTests.dataset($0) }
                _ = try HarvestStore.take(
                    all, from: source.id, isTrial: false, by: "system", at: Self.now, on: connection)
                return try #require(try HarvestedQueries.lines(on: connection).first { $0.title == "Bäume" }).id
            }
            for uri in ["/harvested", "/harvested?q=baeume", "/search?q=baeume", "/harvested/\(id)"] {
                let answer = try await Self.ask(client, uri)
                #expect(answer.status == 200 && answer.text.contains("Bäume"), "\(uri)")
                #expect(answer.text.contains("Kreis &lt;Musterland&gt;"), "\(uri)")
            }
            #expect(try await Self.ask(client, "/harvested?q=Nichtsda").text.contains("Kein Datensatz passt"))
            #expect(try await Self.ask(client, "/data").text.contains("/harvested"))
            for uri in ["/harvested/99", "/harvested?page=2", "/harvested?page=x"] {
                #expect(try await Self.ask(client, uri).status == 404, "\(uri)")
            }
            // by itself nothing leaves
            #expect(try await !Self.ask(client, "/catalog.ttl").text.contains("a.example"))
            #expect(try await Self.ask(client, page, role: "administrator", form: "deed=pass").status == 303)
            for form in ["ttl", "rdf", "jsonld"] {
                #expect(
                    try await Self.ask(client, "/catalog.\(form)").text.contains("https://a.example/Bäume.csv"),
                    "\(form)")
            }
            #expect(try await Self.ask(client, page, role: "administrator", form: "deed=nichts").status == 400)
            #expect(try await Self.ask(client, page, role: "administrator", form: "deed=remove").status == 303)
            #expect(try await Self.ask(client, page, role: "administrator").status == 404)
            #expect(try await Self.ask(client, "/harvested/\(id)").status == 404)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `whose entry counts is decided on a page`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            let (first, second) = try await engine.write { connection in
                (
                    try HarvestStoreTests.accept(
                        "kreis", [HarvestStoreTests.dataset("a", title: "Vom Kreis")], on: connection),
                    try HarvestStoreTests.accept(
                        "stadt", [HarvestStoreTests.dataset("a", title: "Der Stadt")], on: connection)
                )
            }
            let page = try await Self.ask(client, "/admin/harvest-conflicts", role: "administrator").text
            #expect(page.contains("Vom Kreis") && page.contains("Der Stadt") && page.contains("noch nicht entschieden"))
            #expect(try await Self.ask(client, "/harvested/1").text.contains("mehrere Kataloge"))
            #expect([401, 403].contains(try await Self.ask(client, "/admin/harvest-conflicts").status))
            let form = "identifier=https%3A%2F%2Fa.example%2Fa&source="
            #expect(
                [401, 403].contains(
                    try await Self.ask(client, "/admin/harvest-conflicts", form: form + "\(second)").status))
            for (source, status) in [("x", 400), ("999", 404), ("\(second)", 303)] as [(String, UInt)] {
                let answer = try await Self.ask(
                    client, "/admin/harvest-conflicts", role: "administrator", form: form + source)
                #expect(answer.status == status, "\(source)")
            }
            let list = try await Self.ask(client, "/harvested").text
            #expect(list.contains("Der Stadt") && !list.contains("Vom Kreis"))
            #expect(first < second)
        }
    }

    private static func json(_ client: any TestClientProtocol, _ uri: String) async throws -> JSONValue {
        let answer = try await ask(client, uri)
        return answer.status == 200 ? try JSONValue(parsing: answer.text) : .null
    }

    /// OGC API – Records: apart from our own, each with its catalogue.
    @Test(arguments: TestEngine.allCases)
    func `data sets of other catalogues are records of a catalogue of their own`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            let root = "/records/collections"
            let before = try await Self.json(client, root)["collections"]?.array ?? []
            #expect(before.compactMap { $0["id"]?.string } == ["datasets"])
            var trees = HarvestStoreTests.dataset("baeume", title: "Bäume")
            (trees.description, trees.publisher) = (Words("An der Aa", "Along the river"), "Kreis")
            (trees.begins, trees.ends) = (ForeignDate("2020"), ForeignDate("2024-02"))
            (trees.themes, trees.keywords) = ([.environment], ["Grün"])
            trees.extent = BoundingBox(west: 7.5, south: 51.5, east: 7.6, north: 51.6)
            let wells = HarvestStoreTests.dataset("brunnen")
            try await engine.write { [trees] connection in
                _ = try HarvestStoreTests.accept("kreis", [trees, wells], on: connection)
                // what nobody has accepted, and what a catalogue no longer has
                let id = try HarvestStoreTests.accept(
                    "stadt", [HarvestStoreTests.dataset("alt"), wells], on: connection)
                _ = try HarvestStore.take(
                    [wells], from: id, isTrial: false, by: "system", at: Self.now, on: connection)
                #expect(
                    try HarvestedQueries.decide(
                        wells.identifier, for: id, by: "Ada", at: Self.now, on: connection))
            }
            let listed = try await Self.json(client, root)["collections"]?.array ?? []
            #expect(listed.compactMap { $0["id"]?.string } == ["datasets", "harvested"])
            #expect(try await Self.json(client, root + "/harvested")["itemType"] == "record")
            #expect(try await Self.json(client, root + "/datasets/items")["numberMatched"] == 0)
            let items = root + "/harvested/items"
            let whole = try await Self.json(client, items)["features"]?.array ?? []
            #expect(whole.compactMap { $0["properties"]?["title"]?.string } == ["Bäume", "brunnen"])
            // the entry counts for which somebody decided
            #expect(whole.compactMap { $0["properties"]?["source"]?.string } == ["kreis", "stadt"])
            let id = try #require(whole.first?["id"]?.string)
            let record = try await Self.json(client, "\(items)/\(id)")
            #expect(record == whole.first && record["bbox"] == [7.5, 51.5, 7.6, 51.6])
            #expect(record["time"] == ["interval": ["2020-01-01", "2024-02-29"]])
            let properties = record["properties"]
            #expect(properties?["license"] == "DL-DE-BY-2.0" && properties?["description"] == "An der Aa")
            #expect(properties?["externalIds"] == [["value": "https://a.example/baeume"]])
            let links = record["links"]?.array ?? []
            #expect(links.first { $0["rel"] == "via" }?["href"] == "https://a.example/baeume")
            #expect(links.first { $0["rel"] == "via" }?["title"] == "kreis")
            #expect(links.first { $0["rel"] == "alternate" }?["href"]?.string?.hasSuffix("/harvested/\(id)") == true)
            let cases: [(query: String, titles: [String])] = [
                ("q=an%20der%20aa", ["Bäume"]), ("q=BRUNNEN,aa", ["Bäume", "brunnen"]), ("q=nichts", []),
                ("q=gr%C3%BCn", ["Bäume"]), ("ids=\(id)", ["Bäume"]), ("ids=baeume", []), ("type=service", []),
                ("externalIds=https://a.example/brunnen", ["brunnen"]), ("bbox=7,51,8,52", ["Bäume", "brunnen"]),
                ("bbox=8,51,9,52", ["brunnen"]), ("datetime=2024-02-29T23:00:00Z/..", ["Bäume", "brunnen"]),
                ("datetime=2024-03-01/..", ["brunnen"]), ("datetime=../2019-12-31", ["brunnen"]),
            ]
            for (query, titles) in cases {
                let found = try await Self.json(client, "\(items)?\(query)")
                #expect(
                    (found["features"]?.array ?? []).compactMap { $0["properties"]?["title"]?.string } == titles,
                    "\(query)")
                #expect(found["numberMatched"] == JSONValue(titles.count), "\(query)")
            }
            let first = try await Self.json(client, items + "?limit=1")
            let next = (first["links"]?.array ?? []).first { $0["rel"] == "next" }?["href"]?.string ?? ""
            let second = try await Self.json(
                client, String(next[(next.firstRange(of: "/records")?.lowerBound ?? next.startIndex)...]))
            #expect(second["features"] == .array(Array(whole.dropFirst())) && second["numberMatched"] == 2)
            for gone in ["99", "x", "0\(id)", "alt"] {
                #expect(try await Self.ask(client, "\(items)/\(gone)").status == 404, "\(gone)")
            }
            #expect(try await Self.ask(client, "\(items)/\(id)?f=html").location == "/harvested/\(id)")
            #expect(try await Self.ask(client, items + "?f=html").location == "/harvested")
        }
    }

    /// What our own catalogue says comes back when another reads it; and what is passed on does so once more.
    @Test(arguments: TestEngine.allCases)
    func `our own catalogue comes back, in each form`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            try await engine.write { connection in
                for number in 1...120 {
                    let dataset = Dataset(
                        slug: "satz-\(number)", title: "Satz \(number)", titleEnglish: "Set \(number)",
                        description: "Beschreibung <\(number)>", owner: "Amt", licence: "dl-by-de/2.0",
                        attributions: [Dataset.Attribution(text: "Stadt")], keywords: ["Rad & Weg"], theme: "TRAN",
                        access: .public, issued: Self.now, modified: Self.now)
                    try DatasetQueries.save(dataset.validated(), by: "x", at: Self.now, on: connection)
                }
                var other = HarvestStoreTests.dataset("fremd")
                (other.description, other.keywords, other.themes) = (Words("Text", "text"), ["a"], [.energy])
                (other.publisher, other.contributor) = ("Kreis", "http://dcat-ap.de/def/contributors/openNRW")
                other.contact = ContactPoint(name: "Amt", mail: "amt@example.de", page: "https://a.example/kontakt")
                (other.issued, other.begins, other.frequency) = (ForeignDate("2024"), ForeignDate("2020-01-01"), .month)
                _ = try HarvestStoreTests.accept("kreis", [other], passesOn: true, on: connection)
            }
            for form in ["ttl", "rdf", "jsonld"] {
                var all: [ForeignDataset] = []
                var report = HarvestReport()
                for number in 1...2 {
                    let text = try await Self.ask(client, "/catalog.\(form)?page=\(number)").text
                    let page = try FeedReader().read(
                        Array(text.utf8), address: "http://localhost/catalog.\(form)", into: &report)
                    #expect((page.next == nil) == (number == 2), "\(form)")
                    all += page.datasets
                }
                #expect(all.count == 121 && report.datasets == 121, "\(form)")
                let own = try #require(all.first { $0.identifier.hasSuffix("/datasets/satz-7") })
                #expect(own.title == Words("Satz 7", "Set 7") && own.description?.german == "Beschreibung <7>")
                #expect(own.keywords == ["Rad & Weg"] && own.themes == [.transport] && own.creator == "Amt")
                #expect(own.issued?.text == Self.now.iso8601 && own.modified?.text == Self.now.iso8601)
                let foreign = try #require(all.first { $0.identifier == "https://a.example/fremd" })
                #expect(
                    foreign.address == "https://a.example/fremd"
                        && foreign.distributions.first?.licence?.code == "dl-by-de/2.0")
                #expect(foreign.publisher == "Kreis" && foreign.contact?.mail == "amt@example.de")
                #expect(
                    foreign.issued?.text == "2024" && foreign.begins?.text == "2020-01-01"
                        && foreign.frequency == .month)
                #expect(foreign.description == Words("Text", "text") && foreign.themes == [.energy])
                #expect(
                    report.counts[.unreadableDate] == nil && report.counts[.otherLicence] == nil, "\(report.counts)")
                // what is lost has a name
                #expect(Set(report.lost.keys) == ["dct:accessRights"], "\(report.lost)")
            }
        }
    }
}
