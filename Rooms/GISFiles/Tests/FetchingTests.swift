// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Markup
import Testing
import Wire

@testable import GISFetching

/// What services say, and whether the pages that they give make up a whole.
@Suite struct FetchingTests {
    private static func page(_ keys: [Int], matched: Int? = nil, hasIDs: Bool = true) -> FeaturePage {
        FeaturePage(keys: keys.map { UInt64($0) }, hasIDs: hasIDs, matched: matched)
    }

    private static func words(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let fault as FetchFault {
            return fault.words.english
        } catch {
            return "\(error)"
        }
    }

    // MARK: Pages

    /// Which of the pages are new, and the tally after them.
    private static func counted(
        _ pages: [FeaturePage], matched: Int? = nil, most: Int = 100, asked: Int? = 2
    ) throws -> (new: [Bool], tally: PageTally) {
        var tally = PageTally(matched: matched, most: most)
        var new: [Bool] = []
        for page in pages { new.append(try tally.take(page, asked: asked)) }
        return (new, tally)
    }

    @Test func `pages are counted until all that the service names are there`() throws {
        let (new, tally) = try Self.counted([Self.page([1, 2]), Self.page([3, 4]), Self.page([5])], matched: 5)
        #expect(new == [true, true, true] && tally.isFull && tally.count == 5)
        try tally.requireAll()
        #expect(try !Self.counted([Self.page([1, 2])], matched: 5).tally.isFull)
    }

    @Test func `half a layer, pages that overlap, and the first page again are refused`() throws {
        let half = try Self.counted([Self.page([1, 2]), Self.page([])], matched: 5)
        #expect(half.new == [true, false])
        #expect(Self.words { try half.tally.requireAll() }?.contains("names 5 features and gave only 2") == true)
        let overlapping = Self.words { _ = try Self.counted([Self.page([1, 2]), Self.page([2, 3])]) }
        #expect(overlapping?.contains("different pages") == true)
        // as many as were asked for, twice the same: whether there are more shows nowhere
        #expect(Self.words { _ = try Self.counted([Self.page([1, 2]), Self.page([1, 2])]) } != nil)
        // more than were asked for, twice the same: the service knows no pages and gives all
        let whole = try Self.counted([Self.page([1, 2, 3]), Self.page([1, 2, 3])])
        #expect(whole.new == [true, false])
        try whole.tally.requireAll()
        let many = Self.words { _ = try Self.counted([Self.page([1, 2, 3])], most: 2) }
        #expect(many?.contains("more than 2") == true)
        #expect(Self.words { try PageTally(most: 9).requireAll() }?.contains("no feature") == true)
    }

    @Test func `features without ids may say the same on two pages`() throws {
        let (new, tally) = try Self.counted([Self.page([1, 2], hasIDs: false), Self.page([2, 3], hasIDs: false)])
        #expect(new == [true, true] && tally.count == 4)
    }

    // MARK: Answers of a WFS

    private static func read(_ text: String) throws -> ServiceXML {
        let path = FileManager.default.temporaryDirectory.path + "/fetch-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
        return try ServiceXML.read(path)
    }

    private static let newer = """
        <?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"
         xmlns:t="http://t" numberMatched="7" numberReturned="2" next="http://x/?startIndex=2"><wfs:boundedBy><gml:Envelope/></wfs:boundedBy>
        <wfs:member><t:baum gml:id="b.1"><t:art>Linde</t:art></t:baum></wfs:member>
        <wfs:member><t:baum gml:id="b.2"><t:art>Ahorn</t:art></t:baum></wfs:member></wfs:FeatureCollection>
        """

    @Test func `features are counted by their ids, in both versions`() throws {
        let newer = try Self.read(Self.newer)
        #expect(newer.root == "FeatureCollection" && newer.page.keys.count == 2 && newer.page.hasIDs)
        #expect(newer.page.matched == 7 && newer.said == 7 && newer.page.next == "http://x/?startIndex=2")
        #expect(newer.page.keys[0] == ShortKey.of("b.1"))
        let older = try Self.read(
            """
            <wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml" xmlns:t="http://t"
             numberOfFeatures="3"><gml:featureMembers><t:baum fid="b.1"><t:art>Linde</t:art></t:baum><t:baum><t:art>A</t:art></t:baum>
            <t:baum><t:art>B</t:art></t:baum></gml:featureMembers></wfs:FeatureCollection>
            """)
        #expect(older.page.keys.count == 3 && Set(older.page.keys).count == 3 && !older.page.hasIDs)
        #expect(older.said == 3 && older.page.matched == nil)
        #expect(try Self.read(#"<FeatureCollection numberMatched="unknown"/>"#).page.matched == nil)
    }

    @Test(arguments: [
        """
        <ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception exceptionCode="InvalidParameterValue">
        <ows:ExceptionText>Unknown type</ows:ExceptionText></ows:Exception></ows:ExceptionReport>
        """,
        "<ServiceExceptionReport><ServiceException>Unknown\n  type</ServiceException></ServiceExceptionReport>",
        """
        <wfs:FeatureCollection xmlns:wfs="w"><wfs:member><a/></wfs:member><wfs:truncatedResponse><e>Unknown type</e>
        </wfs:truncatedResponse></wfs:FeatureCollection>
        """,
    ])
    func `an exception report is told in its own words`(text: String) throws {
        #expect(try Self.read(text).fault?.words.german == "Der Dienst antwortet: „Unknown type“")
    }

    @Test func `a document type, an answer that breaks off and one without end are refused`() throws {
        let padding = String(repeating: " ", count: 70_000)
        for (text, words) in [
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "DTD"), (String(Self.newer.dropLast(30)), "well-formed"),
            ("<?xml version=\"1.0\"?><!-- \(padding) --><a/>", "well-formed"),
            ("<?xml version=\"1.0\"?>\(padding.prefix(60_000))<!DOCTYPE a><a/>", "DTD"), ("", "well-formed"),
            (String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300), "well-formed"),
        ] {
            #expect(Self.words { _ = try Self.read(text) }?.contains(words) == true, "\(text.prefix(60))")
        }
    }

    @Test func `the stream and the tree see the same elements`() throws {
        struct Names: XMLStream.Listener {
            var all: [String] = []
            mutating func begin(_ name: String, _ attributes: [(name: String, value: String)], depth: Int) {
                all.append("\(depth)\(name)" + attributes.map { " \($0.name)=\($0.value)" }.joined())
            }
            mutating func text(_ bytes: UnsafeBufferPointer<UInt8>, depth: Int) {}
        }
        func names(_ element: XMLElement, _ depth: Int) -> [String] {
            ["\(depth)\(element.name)" + element.attributes.map { " \($0.name)=\($0.value)" }.joined()]
                + element.children.flatMap { names($0, depth + 1) }
        }
        let bytes = Array(Self.newer.utf8)
        for size in [1, 7, 4096] {
            let stream = try XMLStream(Names())
            for start in stride(from: 0, to: bytes.count, by: size) {
                try stream.feed(bytes[start..<min(bytes.count, start + size)])
            }
            try stream.feed([], isLast: true)
            let heard = try #require(stream.listener as? Names)
            #expect(heard.all == names(try XMLElement.read(bytes), 0))
        }
    }

    // MARK: Capabilities

    private static func capabilities(_ version: String, _ rest: String) throws -> WFSCapabilities {
        try WFSCapabilities(
            XMLElement.read(
                Array("<w:WFS_Capabilities xmlns:w=\"w\" version=\"\(version)\">\(rest)</w:WFS_Capabilities>".utf8)),
            most: 2)
    }

    private static let types = """
        <FeatureTypeList><FeatureType><Name>t:baum</Name><Title>Bäume</Title><DefaultCRS>urn:ogc:def:crs:EPSG::25832</DefaultCRS>
        </FeatureType><FeatureType><Name>t:bank</Name></FeatureType></FeatureTypeList>
        """

    @Test func `capabilities tell layers, GeoJSON, pages and where features are`() throws {
        let found = try Self.capabilities(
            "2.0.0",
            """
            <OperationsMetadata><Operation name="GetFeature"><DCP><HTTP><Get href="https://x.example/wfs?"/></HTTP></DCP>
            <Parameter name="outputFormat"><AllowedValues><Value>text/xml</Value><Value>application/json</Value></AllowedValues></Parameter>
            </Operation><Constraint name="ImplementsResultPaging"><NoValues/><DefaultValue>FALSE</DefaultValue></Constraint>
            </OperationsMetadata>\(Self.types)
            """)
        #expect(found.version == .newer && found.geoJSON == "application/json" && found.hasPages == false)
        #expect(found.getFeature == "https://x.example/wfs?")
        #expect(found.layers.map(\.name) == ["t:baum", "t:bank"] && found.layers.map(\.title) == ["Bäume", "t:bank"])
        #expect(found.layers[0].system == "urn:ogc:def:crs:EPSG::25832")
        let older = try Self.capabilities("1.1.0", Self.types)
        #expect(older.version == .older && older.geoJSON == nil && older.hasPages == nil)
    }

    @Test func `another version, too many layers and none are refused`() {
        #expect(Self.words { _ = try Self.capabilities("1.0.0", Self.types) }?.contains("1.0.0") == true)
        let third = Self.types.replacing(
            "</FeatureTypeList>", with: "<FeatureType><Name>c</Name></FeatureType></FeatureTypeList>")
        #expect(Self.words { _ = try Self.capabilities("2.0.0", third) }?.contains("more than 2 layers") == true)
        #expect(Self.words { _ = try Self.capabilities("2.0.0", "") }?.contains("no layer") == true)
    }

    @Test func `a layer is found by its name, without its prefix, or by its title`() throws {
        let all = [
            ForeignLayer(name: "t:baum", title: "Bäume"), ForeignLayer(name: "u:bank", title: "Bänke"),
            ForeignLayer(name: "v:bank", title: "Bänke"),
        ]
        #expect(try ForeignLayer.find("t:baum", in: all).title == "Bäume")
        #expect(try ForeignLayer.find("baum", in: all).name == "t:baum")
        #expect(try ForeignLayer.find("Bäume", in: all).name == "t:baum")
        #expect(Self.words { _ = try ForeignLayer.find("bank", in: all) }?.contains("t:baum, u:bank") == true)
    }

    // MARK: Addresses

    @Test(arguments: ["file:///etc/passwd", "ftp://x.example/a", "https://u:p@x.example/", "/etc", "https:///a", ""])
    func `what is no address of the web is refused`(given: String) {
        #expect(Self.words { _ = try FetchAddress(given) }?.contains("is no address") == true)
    }

    @Test func `parameters are exchanged whatever their case, others stay as they were written`() throws {
        let address = try FetchAddress(
            " https://x.example/cgi?map=/a%20b.map&SERVICE=WFS&typeNames=t:a&REQUEST=GetFeature#x ")
        #expect(address["typenames"] == "t:a" && address["count"] == nil && address.name == "cgi")
        let asked = address.with([(name: "typeNames", value: "t:ä b")], without: ["service", "request"])
        #expect(asked.text == "https://x.example/cgi?map=/a%20b.map&typeNames=t:%C3%A4%20b")
    }

    @Test func `an operation lies on the same server, and never back from https to http`() throws {
        let own = try FetchAddress("https://x.example:8443/wfs?map=a")
        #expect(own.operation("https://x.example/other?").text == "https://x.example/other?")
        #expect(own.operation("http://x.example:8080/other").text == "https://x.example:8443/other")
        for elsewhere in ["http://10.0.0.1/wfs", "https://y.example/wfs", "file:///a", nil] {
            #expect(own.operation(elsewhere) == own)
        }
        #expect(try own.next("http://inner:80/wfs?start=2").text == "https://x.example:8443/wfs?start=2")
        #expect(try own.next("/wfs?start=2").text == "https://x.example:8443/wfs?start=2")
        #expect(
            Self.words { _ = try own.next("http://inner/elsewhere?start=2") }?.contains("another server (inner)")
                == true)
    }

    @Test func `what is known of fetched files names files, never paths`() throws {
        let work = FileManager.default.temporaryDirectory.path + "/fetch-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: work) }
        #expect(FetchedDelivery(of: work) == nil)
        let delivery = FetchedDelivery(
            address: "https://x.example/wfs", layer: "t:baum", title: "Bäume", pages: ["a.gml", "../b", ".c"],
            features: 3,
            isCounted: true)
        try delivery.keep(in: work)
        let found = try #require(FetchedDelivery(of: work))
        #expect(found.pages == ["a.gml"] && found.features == 3 && found.isCounted && found.isLayer)
        #expect(found.name == "Bäume (x.example)")
    }

    @Test func `bytes say what they are`() {
        for (text, kind) in [
            ("{\"a\":1}", PageKind.json), ("\u{FEFF} <a/>", .xml), ("<!DOCTYPE HTML><p>", .html),
            ("PK\u{3}\u{4}..", .zip),
            ("<html lang=\"de\">", .html), ("SQLite format 3\u{0}", .geopackage), ("a;b\n", .other), ("", .other),
        ] {
            #expect(PageKind(Array(text.utf8)) == kind, "\(text)")
        }
    }
}
