// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Geometry
import RDF
import Testing
import Wire

/// What a catalogue says, in both versions of DCAT-AP.de; that the official shapes agree shows Tests/EndToEnd/test_catalogue.py.
@Suite struct CatalogPageTests {
    private static let base = "https://daten.example.de"
    private static let now = Instant(seconds: 1_700_000_000)

    private static func dataset(_ change: (inout PublishedDataset) -> Void = { _ in }) -> PublishedDataset {
        var dataset = PublishedDataset(
            slug: "trees", title: Words("Bäume", "Trees"), description: Words("Alle Bäume.", "All trees."),
            keywords: ["Baum"], themes: [.environment], creator: "Grünflächenamt",
            contact: ContactPoint(name: "Grünflächenamt", mail: "gruen@example.de"),
            contributor: "http://dcat-ap.de/def/contributors/openNRW", issued: now, modified: now,
            licence: "http://dcat-ap.de/def/licenses/dl-by-de/2.0", attribution: "Stadt Beispiel",
            distributions: [
                Distribution(
                    name: "layer-trees", title: Words("Bäume", nil), format: .geoJSON,
                    access: "https://daten.example.de/ogc/collections/trees", service: .features)
            ])
        change(&dataset)
        return dataset
    }

    private static func page(_ datasets: [PublishedDataset], number: Int = 1, total: Int? = nil) -> CatalogPage {
        CatalogPage(
            base: base, title: Words("Offene Daten", "Open data"), description: Words("Alles.", "All."),
            publisher: CatalogPublisher(
                name: "Stadt Beispiel", area: PoliticalArea(municipalityKey: "05515000", name: "Stadt Beispiel")),
            datasets: datasets, number: number, size: 2, total: total ?? datasets.count)
    }

    /// `subject property object` of all statements, addresses and texts bare.
    private static func lines(_ graph: RDFGraph) -> [String] {
        graph.resources.flatMap { resource in
            resource.statements.map { statement in
                let object =
                    switch statement.object {
                    case .iri(let address): address.text
                    case .text(let text, let language): "\"\(text.text)\"@\(language ?? "")"
                    case .typed(let text, let type): "\"\(text.text)\"^^\(type.short)"
                    }
                return "\(resource.address.text.replacing(base, with: "")) \(statement.property.short) \(object)"
            }
        }
    }

    @Test func `each page stands alone: what it points to below its own address is in it`() {
        let graph = Self.page([Self.dataset()]).graph(.version3) { "\(Self.base)/catalog.ttl?page=\($0)" }
        let known = Set(graph.resources.map(\.address))
        for resource in graph.resources {
            for statement in resource.statements {
                guard case .iri(let address) = statement.object, address.text.hasPrefix(Self.base),
                    address.text.contains("#") || statement.property.short == "dcat:dataset"
                else { continue }
                #expect(known.contains(address), "\(address.text)")
            }
        }
    }

    @Test(
        arguments: [
            (1, 5, ["first 1", "next 2", "last 3"]), (2, 5, ["first 1", "previous 1", "next 3", "last 3"]),
            (3, 5, ["first 1", "previous 2", "last 3"]), (1, 0, ["first 1", "last 1"]), (1, 2, ["first 1", "last 1"]),
        ] as [(Int, Int, [String])])
    func `pages name their neighbours`(number: Int, total: Int, links: [String]) {
        let graph = Self.page([], number: number, total: total).graph(.version3) {
            "\(Self.base)/catalog.ttl?page=\($0)"
        }
        let found = Self.lines(graph).filter { $0.hasPrefix("/catalog.ttl?page=\(number) hydra:") }
            .filter { $0.contains("catalog.ttl?page=") && !$0.contains("\"") }
            .map { $0.replacing("/catalog.ttl?page=\(number) hydra:", with: "") }
            .map { $0.replacing("\(Self.base)/catalog.ttl?page=", with: "") }
        #expect(found == links)
    }

    @Test func `versions differ where the standard does`() {
        let key = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05515000"
        let old = Self.lines(Self.page([Self.dataset()]).graph(.version2, link: nil))
        let new = Self.lines(Self.page([Self.dataset()]).graph(.version3, link: nil))
        #expect(old.contains("/datasets/trees dcatde:politicalGeocodingURI \(key)"))
        #expect(!new.contains { $0.contains("dcatde:politicalGeocodingURI") })
        #expect(new.contains("/datasets/trees dct:spatial \(key)"))
        #expect(new.contains("/catalog#features dct:publisher \(Self.base)/catalog#publisher"))
    }

    @Test func `high value is said of the data set, of its files and of its services`() {
        let dataset = Self.dataset { $0.highValue = [.mobility] }
        let lines = Self.lines(Self.page([dataset]).graph(.version3, link: nil))
        let law = "dcatap:applicableLegislation http://data.europa.eu/eli/reg_impl/2023/138/oj"
        for thing in ["/datasets/trees", "/datasets/trees#layer-trees", "/catalog#features"] {
            #expect(lines.contains("\(thing) \(law)"), "\(thing)")
        }
        #expect(lines.filter { $0.contains("hvdCategory") }.count == 2)
        #expect(
            !Self.lines(Self.page([Self.dataset()]).graph(.version3, link: nil)).contains { $0.contains("dcatap:") })
    }

    @Test(
        arguments: [
            (
                BoundingBox(west: 7.5, south: 51.9, east: 7.7, north: 52),
                "POLYGON ((7.5 51.9, 7.7 51.9, 7.7 52, 7.5 52, 7.5 51.9))"
            ),
            (BoundingBox(west: 7.5, south: 52, east: 7.5, north: 52), "POINT (7.5 52)"),
            (BoundingBox(west: 7.5, south: 51, east: 7.5, north: 52), "LINESTRING (7.5 51, 7.5 52)"),
        ])
    func `where the data lie`(box: BoundingBox, text: String) {
        let lines = Self.lines(Self.page([Self.dataset { $0.extent = box }]).graph(.version2, link: nil))
        #expect(lines.contains("/datasets/trees#extent locn:geometry \"\(text)\"^^gsp:wktLiteral"))
    }

    @Test(
        arguments: [
            (1_000_000, .continuous), (60_000_000, .minute), (900_000_000, .quarterHour), (1_100_000_000, .quarterHour),
            (3_600_000_000, .hour), (86_400_000_000, .day), (90_000_000_000, .day), (7 * 86_400_000_000, .week),
            (30 * 86_400_000_000, .month), (365 * 86_400_000_000, .year), (3650 * 86_400_000_000, .irregular),
        ] as [(Int64, UpdateFrequency)])
    func `a measured rhythm has a name`(microseconds: Int64, frequency: UpdateFrequency) {
        #expect(UpdateFrequency(measured: microseconds) == frequency)
    }

    @Test(
        arguments: [
            ("05515000", "Stadt Münster", "municipalityKey/05515000"),
            ("07137000", "Landkreis Mayen-Koblenz", "districtKey/07137"),
            ("07137068", "Stadt Mayen", "municipalityKey/07137068"),
            ("05515000", "Kreisfreie Stadt Münster", "municipalityKey/05515000"),
            ("0551500", "x", nil), ("0551500a", "x", nil), ("", "x", nil),
        ] as [(String, String, String?)])
    func `the area of a key`(key: String, name: String, area: String?) {
        let found = PoliticalArea(municipalityKey: key, name: name)
        #expect(found?.address == area.map { "http://dcat-ap.de/def/politicalGeocoding/" + $0 })
    }

    @Test(
        arguments: [
            ("<https://www.dcat-ap.de/def/dcatde/2.0/spec/>", .version2), ("<https://example.org/>", nil),
            ("<http://dcat-ap.de/def/dcatde/3.0/>;q=0.9, <http://dcat-ap.de/def/dcatde/2.0/>", .version3), ("", nil),
        ] as [(String, DCATProfile?)])
    func `the version that a client accepts`(header: String, profile: DCATProfile?) {
        #expect(DCATProfile(accepted: header) == profile)
    }

    @Test func `a complete entry has no hints, a bare one has one for each thing`() {
        #expect(Self.dataset().hints.isEmpty)
        let bare = PublishedDataset(
            slug: "x", title: Words("X", nil), description: Words("X", nil), creator: "Amt",
            contact: ContactPoint(name: "Amt", page: "https://example.org"), issued: Self.now, modified: Self.now,
            licence: "http://dcat-ap.de/def/licenses/cc-zero")
        #expect(bare.hints.count == 6)
    }
}
