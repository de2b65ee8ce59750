// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Foundation
import RDF
import Testing
import Wire

@testable import Harvest

/// Catalogues in all forms, good ones and others.
@Suite struct FeedReaderTests {
    static func read(
        _ text: String, address: String = "https://daten.example/catalog"
    ) throws -> (page: FeedPage, report: HarvestReport) {
        var report = HarvestReport()
        let page = try FeedReader().read(Array(text.utf8), address: address, into: &report)
        return (page, report)
    }

    // MARK: One data set, told in four ways

    static let turtle = """
        @prefix dcat: <http://www.w3.org/ns/dcat#> .
        @prefix dct: <http://purl.org/dc/terms/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
        @prefix dcatde: <http://dcat-ap.de/def/dcatde/> .
        @prefix hydra: <http://www.w3.org/ns/hydra/core#> .
        <https://daten.example/catalog> a dcat:Catalog ; dcat:dataset <https://daten.example/d/baeume> .
        <https://daten.example/catalog?page=1> a hydra:PartialCollectionView ; hydra:next <https://daten.example/catalog?page=2> .
        <https://daten.example/d/baeume> a dcat:Dataset ;
            dct:title "Bäume"@de, "Trees"@en ; dct:description "Alle <b>Stadtbäume</b>.<br>Mit Art."@de ;
            dct:identifier "0f0cb1ac-6a6f-4c2b-8a55-d7a1e1f5cd07" ; dcat:keyword "Baum", "Grün" ;
            dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;
            dct:publisher [ a foaf:Agent ; foaf:name "Stadt Musterstadt" ] ;
            dcat:contactPoint [ vcard:fn "Grünflächenamt" ; vcard:hasEmail <mailto:gruen@example.de> ] ;
            dcatde:contributorID <http://dcat-ap.de/def/contributors/openNRW> ;
            dct:issued "2024-03-01"^^<http://www.w3.org/2001/XMLSchema#date> ; dct:modified "2025-06-01T10:00:00Z" ;
            dcat:distribution <https://daten.example/d/baeume#csv> ; dct:provenance "unbekannt" .
        <https://daten.example/d/baeume#csv> a dcat:Distribution ; dct:title "Tabelle" ;
            dcat:accessURL <https://daten.example/baeume.csv> ;
            dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
            dct:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> .
        """

    static let jsonLD = """
        {"@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
          "foaf": "http://xmlns.com/foaf/0.1/", "vcard": "http://www.w3.org/2006/vcard/ns#",
          "title": {"@id": "dct:title", "@container": "@language"},
          "format": {"@id": "dct:format", "@type": "@id"}, "license": {"@id": "dct:license", "@type": "@id"}},
         "@graph": [
          {"@id": "https://daten.example/d/baeume", "@type": "dcat:Dataset", "title": {"de": "Bäume", "en": "Trees"},
           "dct:description": {"@value": "Alle <b>Stadtbäume</b>.<br>Mit Art.", "@language": "de"},
           "dct:identifier": "0f0cb1ac-6a6f-4c2b-8a55-d7a1e1f5cd07", "dcat:keyword": ["Baum", "Grün"],
           "dcat:theme": {"@id": "http://publications.europa.eu/resource/authority/data-theme/ENVI"},
           "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "Stadt Musterstadt"},
           "dcat:contactPoint": {"vcard:fn": "Grünflächenamt", "vcard:hasEmail": {"@id": "mailto:gruen@example.de"}},
           "http://dcat-ap.de/def/dcatde/contributorID": {"@id": "http://dcat-ap.de/def/contributors/openNRW"},
           "dct:issued": {"@value": "2024-03-01", "@type": "http://www.w3.org/2001/XMLSchema#date"},
           "dct:modified": "2025-06-01T10:00:00Z", "unbekannt": 1,
           "dcat:distribution": {"@id": "https://daten.example/d/baeume#csv", "@type": "dcat:Distribution",
             "dct:title": "Tabelle", "dcat:accessURL": {"@id": "https://daten.example/baeume.csv"},
             "format": "http://publications.europa.eu/resource/authority/file-type/CSV",
             "license": "http://dcat-ap.de/def/licenses/dl-by-de/2.0"}}]}
        """

    static let ckan = """
        {"success": true, "result": {"count": 250, "results": [
          {"id": "0f0cb1ac-6a6f-4c2b-8a55-d7a1e1f5cd07", "name": "baeume", "title": "Bäume",
           "title_translated": {"de": "Bäume", "en": "Trees"}, "notes": "Alle <b>Stadtbäume</b>.<br>Mit Art.",
           "url": "", "tags": [{"name": "Baum"}, {"name": "Grün"}], "groups": [{"name": "envi"}],
           "organization": {"title": "Stadt Musterstadt"}, "maintainer": "Grünflächenamt",
           "maintainer_email": "gruen@example.de", "metadata_created": "2024-03-01", "metadata_modified": "2025-06-01T10:00:00Z",
           "license_id": "dl-de-by-2.0", "private": false, "state": "active", "spatial_text": "Musterstadt",
           "extras": [{"key": "uri", "value": "https://daten.example/d/baeume"},
             {"key": "contributorID", "value": "[\\"http://dcat-ap.de/def/contributors/openNRW\\"]"}],
           "resources": [{"name": "Tabelle", "url": "https://daten.example/baeume.csv", "format": "csv"}]}]}}
        """

    static let dataJSON = """
        {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [
          {"@type": "dcat:Dataset", "identifier": "0f0cb1ac-6a6f-4c2b-8a55-d7a1e1f5cd07", "title": "Bäume",
           "description": "Alle <b>Stadtbäume</b>.<br>Mit Art.", "keyword": ["Baum", "Grün"], "theme": ["Umwelt"],
           "publisher": {"name": "Stadt Musterstadt"}, "accessLevel": "public", "bureauCode": ["1"],
           "contactPoint": {"fn": "Grünflächenamt", "hasEmail": "mailto:gruen@example.de"},
           "issued": "2024-03-01", "modified": "2025-06-01T10:00:00Z", "license": "https://www.govdata.de/dl-de/by-2-0",
           "distribution": [{"title": "Tabelle", "accessURL": "https://daten.example/baeume.csv", "format": "csv"}]},
          {"identifier": "x", "title": "Intern", "accessLevel": "non-public"}]}
        """

    @Test(arguments: [
        (turtle, FeedForm.turtle, "dct:provenance"), (jsonLD, .jsonLD, "unbekannt"), (ckan, .ckan, "spatial_text"),
        (dataJSON, .dataJSON, "bureauCode"),
    ])
    func `one data set in each form`(_ text: String, _ form: FeedForm, _ lost: String) throws {
        let (page, report) = try Self.read(text)
        let dataset = try #require(page.datasets.first)
        #expect(page.datasets.count == 1 && report.datasets == 1 && report.form == form)
        #expect(dataset.identifier == "0f0cb1ac-6a6f-4c2b-8a55-d7a1e1f5cd07")
        #expect(dataset.title.german == "Bäume")
        #expect(dataset.title.translation == (form == .dataJSON ? nil : "Trees"))
        #expect(dataset.description?.german == "Alle Stadtbäume.\nMit Art.")
        #expect(dataset.keywords == ["Baum", "Grün"] && dataset.themes == [.environment])
        #expect(dataset.publisher == "Stadt Musterstadt")
        #expect(dataset.contact == ContactPoint(name: "Grünflächenamt", mail: "gruen@example.de"))
        #expect(dataset.issued?.text == "2024-03-01" && dataset.modified?.text == "2025-06-01T10:00:00.000Z")
        let file = try #require(dataset.distributions.first)
        #expect(
            file.access == "https://daten.example/baeume.csv" && file.format == "CSV" && file.title?.german == "Tabelle"
        )
        #expect(file.licence?.code == "dl-by-de/2.0")
        #expect(report.lost[lost] == 1, "\(report.lost)")
        #expect(report.counts[.noPublisher] == nil && report.counts[.noTheme] == nil)
        if form == .dataJSON { #expect(report.counts[.notPublic] == 1 && report.found == 2) }
        // what is kept comes back as it was
        #expect(ForeignDataset(dataset.json) == dataset)
        #expect(HarvestReport(report.json) == report)
    }

    @Test func `RDF/XML of before, with things without a name`() throws {
        let (page, report) = try Self.read(
            """
            <?xml version="1.0"?>
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
              xmlns:dct="http://purl.org/dc/terms/" xmlns:dcatde="https://www.dcat-ap.de/def/dcatde/1.1/"
              xmlns:hydra="http://www.w3.org/ns/hydra/core#">
             <rdf:Description rdf:about="https://alt.example/d/1">
              <rdf:type rdf:resource="http://www.w3.org/ns/dcat#Dataset"/>
              <dct:title>Bäche &amp; Seen</dct:title><dct:issued>2021-01-28 GMT 01:51:03</dct:issued>
              <dcatde:contributorID rdf:resource="http://dcat-ap.de/def/contributors/openNRW"/>
              <dcat:distribution rdf:nodeID="x"/>
             </rdf:Description>
             <rdf:Description rdf:nodeID="x">
              <dcat:accessURL>data:text/html,x</dcat:accessURL>
             </rdf:Description>
             <hydra:PagedCollection rdf:about="https://alt.example/c?page=1">
              <hydra:nextPage>https://alt.example/c?page=2</hydra:nextPage>
             </hydra:PagedCollection>
            </rdf:RDF>
            """)
        let dataset = try #require(page.datasets.first)
        #expect(dataset.title.german == "Bäche & Seen" && dataset.identifier == "https://alt.example/d/1")
        #expect(dataset.contributor == "http://dcat-ap.de/def/contributors/openNRW" && dataset.distributions == [])
        #expect(page.next == "https://alt.example/c?page=2")
        for finding in [
            HarvestReport.Finding.unreadableDate, .oldVocabulary, .noAccess, .noDescription,
            .noPublisher, .noContact, .noTheme, .noKeyword,
        ] {
            #expect(report.counts[finding] == 1, "\(finding)")
        }
        #expect(report.counts[.noContributor] == nil)
    }

    // MARK: What is no catalogue

    @Test(arguments: [
        ("", "empty"), (" \n", "empty"), ("<!DOCTYPE html><html><body>Portal</body></html>", "web page"),
        ("<html lang=\"de\"><head></head></html>", "web page"), ("a;b;c\n1;2;3\n", "none of the forms"),
        ("%PDF-1.7", "none of the forms"), ("{\"a\": ", "cannot be read"),
        ("@prefix x: <http://x/> . x:a x:b", "cannot be read"),
        ("{\"success\": true, \"result\": [\"a\", \"b\"]}", "names only"),
        ("{\"success\": false, \"error\": {\"message\": \"Not found\"}}", "Not found"),
        ("{\"@context\": \"https://example.org/context.jsonld\", \"@graph\": []}", "not fetched"),
        ("{\"@context\": {\"x\": {\"@reverse\": \"http://x/y\"}}, \"@id\": \"http://a/b\"}", "@reverse"),
        (
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description>", "cannot be read"
        ),
    ])
    func `what is no catalogue is said to be none`(_ text: String, _ needle: String) throws {
        let fault = try #require(throws: HarvestFault.self) { try Self.read(text) }
        #expect(fault.words.english.contains(needle), "\(fault)")
        #expect(!fault.words.german.isEmpty && fault.words.german != fault.words.english)
    }

    @Test func `a file of the machine does not come in through an entity`() throws {
        let text = """
            <?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/">
            <rdf:Description rdf:about="https://a.example/1"><rdf:type rdf:resource="http://www.w3.org/ns/dcat#Dataset"/>
            <dct:title>A&secret;B</dct:title></rdf:Description></rdf:RDF>
            """
        let titles = (try? Self.read(text))?.page.datasets.map(\.title.german) ?? []
        #expect(titles.allSatisfy { !$0.contains("root:") })
    }

    @Test func `script in names and addresses is text or left out`() throws {
        let (page, report) = try Self.read(
            """
            {"success": true, "result": {"count": 1, "results": [{"id": "a", "name": "a",
             "title": "<script>alert(1)</script>Bäume <b>x</b>", "url": "javascript:alert(1)",
             "resources": [{"url": "javascript:alert(1)", "name": "x"}, {"url": "https://a.example/ä b.csv", "name": "y"}]}]}}
            """)
        let dataset = try #require(page.datasets.first)
        #expect(dataset.title.german == "Bäume x" && dataset.page == nil && dataset.address == nil)
        #expect(dataset.distributions.map(\.access) == ["https://a.example/ä%20b.csv"])
        #expect(report.counts[.noAccess] == 1)
    }

    // MARK: Pages

    @Test(
        arguments: [
            ("https://a.example/api/3/action/package_search?rows=100", 100, 250, "start=100"),
            ("https://a.example/api/3/action/package_search?rows=100&start=200", 50, 250, nil),
            ("https://a.example/api/3/action/package_search?start=9223372036854775807", 50, 250, nil),
            ("https://a.example/api/3/action/package_search", 0, 250, nil),
            (
                "https://a.example/api/3/action/current_package_list_with_resources?limit=20&offset=20", 20, nil,
                "offset=40"
            ),
            ("https://a.example/api/3/action/current_package_list_with_resources", 20, nil, nil),
            ("https://a.example/api/3/action/package_show?id=x", 1, nil, nil),
        ] as [(String, Int, Int?, String?)])
    func `where CKAN goes on`(_ address: String, _ took: Int, _ total: Int?, _ next: String?) {
        let found = FeedReader.next(address, took: took, total: total)
        #expect((found == nil) == (next == nil), "\(found ?? "-")")
        if let found, let next { #expect(found.contains(next)) }
    }

    @Test(arguments: [
        "ftp://a.example/x", "a.example", "", "https://", "javascript:alert(1)", "https://name:word@a.example/",
        "https://a.example/" + String(repeating: "x", count: 2000),
    ])
    func `what is no address`(_ text: String) {
        #expect(throws: HarvestFault.self) { try FeedSource.address(text) }
    }

    // MARK: Dates and texts

    @Test(
        arguments: [
            ("2024-03-01", "2024-03-01"), ("2024", "2024"), ("2024-03", "2024-03"),
            ("2024-03-01T12:00:00Z", "2024-03-01T12:00:00.000Z"),
            ("2024-03-01T12:00:00+02:00", "2024-03-01T10:00:00.000Z"), ("2016-09-13T08:33:58", "2016-09-13T08:33:58"),
            ("2018-01-01 00:00:00", "2018-01-01T00:00:00"), ("1.3.2024", "2024-03-01"),
            ("2024-03-01T12:00", "2024-03-01T12:00:00"),
            ("2024-02-30", nil), ("2024-13", nil), ("gestern", nil), ("", nil),
            ("2021-01-28 GMT 01:51:03.34919300", nil),
            ("31.02.2024", nil), ("20240301", nil),
        ] as [(String, String?)])
    func `dates as catalogues write them`(_ text: String, _ date: String?) {
        #expect(ForeignDate(text)?.text == date)
    }

    @Test(arguments: [
        ("a < b und c > d", "a < b und c > d"), ("<p>Eins</p><p>Zwei</p>", "Eins\n\nZwei"),
        ("<ul><li>a</li>\n<li>b</li></ul>", "a\n\nb"), ("Stra&szlig;e &amp; Weg &#8211; &#x20AC;", "Straße & Weg – €"),
        ("<style>p{}</style><a href=\"x\">Text</a>", "Text"), ("x <script", "x <script"), ("&#1114112;", "&#1114112;"),
    ])
    func `HTML becomes text`(_ given: String, _ text: String) {
        #expect(PlainText.of(given) == text)
    }
}
