// SPDX-License-Identifier: EUPL-1.2
import RDF
import Randomness
import Testing
import Wire

/// The three forms of a graph; that they say the same is shown by rdflib in Tests/EndToEnd/test_catalogue.py.
@Suite struct WriterTests {
    private static let terms = RDFVocabulary("dct", "http://purl.org/dc/terms/")

    private static func graph(_ text: String, language: String? = "de") -> RDFGraph {
        var resource = RDFResource("https://example.org/a", terms("Standard"))
        resource.text(terms("title"), text, language: language)
        var graph = RDFGraph()
        graph.add(resource)
        return graph
    }

    private static func text(_ form: RDFForm, _ graph: RDFGraph) -> String {
        String(decoding: form.bytes(graph), as: UTF8.self)
    }

    @Test(
        arguments: [
            ("Bäume", "\"Bäume\"@de", ">Bäume<", "\"Bäume\""),
            ("a \"b\" \\ c", "\"\"\"a \"b\" \\\\ c\"\"\"@de", "a &quot;b&quot; \\ c", "a \\\"b\\\" \\\\ c"),
            ("<b> & </b>", "<b> & </b>", "&lt;b&gt; &amp; &lt;/b&gt;", "<b> & </b>"),
            ("\u{0}\u{1B}x", "\u{FFFD}\u{FFFD}x", ">\u{FFFD}\u{FFFD}x<", "\u{FFFD}\u{FFFD}x"),
        ] as [(String, String, String, String)])
    func `texts are escaped as each form asks`(text: String, turtle: String, xml: String, json: String) {
        let graph = Self.graph(text)
        #expect(Self.text(.turtle, graph).contains(turtle))
        #expect(Self.text(.xml, graph).contains(xml))
        #expect(Self.text(.json, graph).contains(json))
    }

    @Test func `lines and carriage returns stay in XML`() {
        #expect(Self.text(.xml, Self.graph("a\r\nb")).contains(">a&#xD;\nb<"))
    }

    @Test(
        arguments: [
            ("https://example.org/a b", "https://example.org/a%20b"),
            ("https://example.org/<x>", "https://example.org/%3Cx%3E"),
            ("https://example.org/ä?q=1&b=(2)#c", "https://example.org/ä?q=1&b=(2)#c"),
            ("https://example.org/a\nb\"c`{|}^\\", "https://example.org/a%0Ab%22c%60%7B%7C%7D%5E%5C"),
        ])
    func `addresses hold nothing that ends them`(text: String, address: String) {
        #expect(RDFAddress(text).text == address)
    }

    @Test func `a graph has each thing once, and each statement of it once`() {
        var resource = RDFResource("https://example.org/a", Self.terms("Standard"))
        resource.text(Self.terms("title"), "x")
        resource.text(Self.terms("title"), "x")
        resource.text(Self.terms("title"), "")
        resource.link(Self.terms("relation"), nil)
        #expect(resource.statements.count == 2)
        var graph = RDFGraph()
        graph.add(resource)
        graph.add(RDFResource("https://example.org/a"))
        #expect(graph.resources == [resource])
        #expect(graph.vocabularies.map(\.prefix) == ["dct", "rdf"])
    }

    @Test func `turtle is grouped, with prefixes and typed literals as they are`() {
        var resource = RDFResource("https://example.org/a", Self.terms("Standard"))
        resource.typed(Self.terms("extent"), "17", RDFVocabulary.xsd("integer"))
        resource.typed(Self.terms("issued"), "2026-11-28T12:00:00.000Z", RDFVocabulary.xsd("dateTime"))
        resource.typed(Self.terms("format"), "5120", RDFVocabulary.xsd("decimal"))
        var graph = RDFGraph()
        graph.add(resource)
        let text = Self.text(.turtle, graph)
        #expect(text.contains("@prefix dct: <http://purl.org/dc/terms/> ."))
        #expect(text.contains("a dct:Standard"))
        #expect(text.contains("dct:extent 17"))
        #expect(text.contains("\"2026-11-28T12:00:00.000Z\"^^xsd:dateTime"))
        #expect(text.contains("\"5120\"^^xsd:decimal"))
        #expect(text.split(separator: "<https://example.org/a>").count == 2)
    }

    /// Any text: the JSON is JSON and says the text; the XML has no character that XML has not; nothing is cut.
    @Test func `any text comes through`() throws {
        var random = SeededRandom(seed: 17)
        for _ in 0..<500 {
            let scalars = (0..<Int.random(in: 1...40, using: &random)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...(Bool.random(using: &random) ? 0x7F : 0x10FFFF), using: &random))
            }
            let wanted = RDFText(String(String.UnicodeScalarView(scalars)) + "x")
            let graph = Self.graph(wanted.text, language: nil)
            let json = try JSONValue(parsing: JSONLDWriter.bytes(graph))
            #expect(json["@graph"]?.array?.first?["dct:title"]?.array?.first?["@value"]?.string == wanted.text)
            let xml = Self.text(.xml, graph)
            #expect(xml.unicodeScalars.allSatisfy { $0.value >= 0x20 || [0x9, 0xA].contains($0.value) })
            #expect(xml.contains("</rdf:RDF>"))
            #expect(Self.text(.turtle, graph).contains("x\""))
        }
    }
}
