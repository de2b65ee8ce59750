// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
@testable import Features
@testable import FeaturesPages
import FeaturesWFS
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Markup
import Site
import Storage
import TestSupport
import Testing
import Wire

@Suite struct ServiceTests {
    private static func withService(
        _ kind: TestEngine, reader: Reader = EditingTests.editor, count: Int = 12,
        _ body: @Sendable @escaping (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await Sample.store(Sample.features(count), in: engine)
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsReader(reader: reader))
            let features = FeaturesRoutes(site: Sample.site(engine), limits: Limits())
            (features.all + ServiceRoutes(features: features).all).add(to: router)
            try await Application(router: router).test(.router) { client in try await body(client, engine) }
        }
    }

    private static func ask(_ query: String, _ client: any TestClientProtocol) async throws -> (XMLElement, String) {
        let answer = try await client.execute(uri: "/wfs?service=WFS&" + query, method: .get)
        // QGIS would show what it has kept
        #expect(answer.headers[.cacheControl] == "no-store", "\(query)")
        return (try XMLElement.read(Array(answer.body.readableBytesView)), answer.text)
    }

    private static func members(_ root: XMLElement) -> [XMLElement] {
        root.children.filter { ["member", "featureMember"].contains($0.name) }.flatMap(\.children)
    }

    private static func ids(_ root: XMLElement) -> [String] { members(root).compactMap { $0["id"] } }

    @Test(arguments: TestEngine.allCases)
    func `capabilities and types say what there is`(_ kind: TestEngine) async throws {
        try await Self.withService(kind) { client, _ in
            for (version, described) in [("2.0.0", "2.0.0"), ("1.1.0", "1.1.0"), ("1.0.0", "1.1.0")] {
                let (root, text) = try await Self.ask("request=GetCapabilities&version=\(version)", client)
                #expect(root.name == "WFS_Capabilities" && root["version"] == described, "\(text)")
                let type = try #require(root.child("FeatureTypeList")?.children.first)
                #expect(type.child("Name")?.value == "town:places")
                if described == "1.1.0" {
                    #expect(type.child("Operations")?.children.map(\.value) == ["Query", "Insert", "Update", "Delete"])
                }
            }
            let (schema, text) = try await Self.ask(
                "version=1.1.0&request=DescribeFeatureType&typeName=town:places", client)
            let sequence = try #require(
                schema.child("complexType")?.child("complexContent")?.child("extension")?.child("sequence"))
            let types = sequence.children.map { "\($0["name"] ?? ""):\($0["type"] ?? "")" }
            #expect(
                types == [
                    "geometry:gml:PointPropertyType", "name:xsd:string", "number:xsd:long", "height:xsd:double",
                    "public:xsd:boolean", "opened:xsd:date",
                ], "\(text)")
            let fault = try await Self.ask("version=2.0.0&request=DescribeFeatureType&typeName=town:no", client)
            #expect(fault.0.name == "ExceptionReport" && fault.1.contains("typeName"))
        }
        let viewer = Reader(identity: .account(id: 1, name: "v"), role: .viewer)
        try await Self.withService(kind, reader: viewer) { client, _ in
            let (root, _) = try await Self.ask("request=GetCapabilities&version=1.1.0", client)
            let type = root.child("FeatureTypeList")?.children.first
            #expect(type?.child("Operations")?.children.map(\.value) == ["Query"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `pages, counts and filters`(_ kind: TestEngine) async throws {
        try await Self.withService(kind) { client, _ in
            var seen: [String] = []
            for start in stride(from: 0, to: 15, by: 5) {
                let (page, _) = try await Self.ask(
                    "version=2.0.0&request=GetFeature&typeNames=town:places&count=5&startIndex=\(start)", client)
                #expect(page["numberMatched"] == "12" && page["numberReturned"] == String(Self.ids(page).count))
                seen += Self.ids(page)
            }
            #expect(seen == (0..<12).map { "places.p_2F\($0)" })
            let (hits, text) = try await Self.ask(
                "version=2.0.0&request=GetFeature&typeNames=places&resultType=hits", client)
            #expect(hits["numberMatched"] == "12" && hits["numberReturned"] == "0" && Self.ids(hits).isEmpty, "\(text)")
            let (older, _) = try await Self.ask(
                "version=1.1.0&request=GetFeature&typeName=places&maxFeatures=3", client)
            #expect(older["numberOfFeatures"] == "3" && Self.ids(older).count == 3)
            let (one, _) = try await Self.ask(
                "version=2.0.0&request=GetFeature&resourceID=places.p_2F3,places.p_2F4", client)
            #expect(Self.ids(one) == ["places.p_2F3", "places.p_2F4"])
            let (stored, _) = try await Self.ask(
                "version=2.0.0&request=GetFeature&storedquery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById&id=places.p_2F3",
                client)
            #expect(Self.ids(stored) == ["places.p_2F3"])
            let (values, answer) = try await Self.ask(
                "version=2.0.0&request=GetPropertyValue&typeNames=places&valueReference=town:number&count=3", client)
            #expect(values.name == "ValueCollection" && values.children.map(\.value) == ["0", "1", "2"], "\(answer)")
            let (sorted, _) = try await Self.ask(
                "version=1.1.0&request=GetFeature&typeName=places&sortBy=height%20D&maxFeatures=2&propertyName=height",
                client)
            #expect(Self.ids(sorted) == ["places.p_2F11", "places.p_2F10"])
            #expect(Self.members(sorted).first?.children.map(\.name) == ["height"])
        }
    }

    /// Filters by what is asked and what must come of twelve places.
    @Test(arguments: TestEngine.allCases)
    func `filters of both versions find what they say`(_ kind: TestEngine) async throws {
        func compared(_ operation: String, _ name: String, _ value: String) -> String {
            "<\(operation)><PropertyName>town:\(name)</PropertyName><Literal>\(value)</Literal></\(operation)>"
        }
        let cases: [(String, [Int])] = [
            (compared("PropertyIsEqualTo", "number", "3"), [3, 10]),
            (compared("PropertyIsNotEqualTo", "public", "true"), [1, 3, 5, 7, 9, 11]),
            (compared("PropertyIsGreaterThan", "height", "2.4"), [10, 11]),
            (compared("PropertyIsLessThanOrEqualTo", "opened", "2025-02-15"), [0, 1]),
            (
                "<And>" + compared("PropertyIsGreaterThan", "height", "1") + "<Not>"
                    + compared("PropertyIsEqualTo", "public", "1") + "</Not></And>", [5, 7, 9, 11]
            ),
            (
                "<Or>" + compared("PropertyIsEqualTo", "number", "0") + compared("PropertyIsEqualTo", "number", "6")
                    + "</Or>", [0, 6, 7]
            ),
            (
                "<PropertyIsBetween><PropertyName>height</PropertyName><LowerBoundary><Literal>0.5</Literal>"
                    + "</LowerBoundary><UpperBoundary><Literal>1</Literal></UpperBoundary></PropertyIsBetween>",
                [2, 3, 4]
            ),
            (
                "<PropertyIsLike wildCard='*' singleChar='.' escapeChar='!' matchCase='false'><PropertyName>name"
                    + "</PropertyName><Literal>platz &lt;1.&gt;*</Literal></PropertyIsLike>", [10, 11]
            ),
            ("<PropertyIsNull><PropertyName>name</PropertyName></PropertyIsNull>", []),
        ]
        try await Self.withService(kind) { client, _ in
            for (filter, expected) in cases {
                for (version, name) in [("2.0.0", "ValueReference"), ("1.1.0", "PropertyName")] {
                    let text = "<Filter>" + filter.replacing("PropertyName>", with: name + ">") + "</Filter>"
                    let (root, answer) = try await Self.ask(
                        "version=\(version)&request=GetFeature&typeName=places&filter=\(FeatureFilterTests.encoded(text))",
                        client)
                    #expect(Self.ids(root) == expected.map { "places.p_2F\($0)" }, "\(text): \(answer)")
                }
            }
            for (filter, word) in [
                (
                    "<Filter><PropertyIsEqualTo><PropertyName>no</PropertyName><Literal>1</Literal></PropertyIsEqualTo></Filter>",
                    "height"
                ),
                (
                    "<Filter><PropertyIsEqualTo><PropertyName>height</PropertyName><Literal>x</Literal></PropertyIsEqualTo></Filter>",
                    "Zahl"
                ),
                ("<Filter><Beyond/></Filter>", "Beyond"), ("<Filter", "XML"),
                ("<!DOCTYPE Filter [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Filter>&x;</Filter>", "DTD"),
            ] {
                let answer = try await client.execute(
                    uri: "/wfs?service=WFS&version=2.0.0&request=GetFeature&typeName=places&filter="
                        + FeatureFilterTests.encoded(filter), method: .get)
                #expect(answer.status == .badRequest && answer.text.contains(word), "\(answer.text)")
            }
        }
    }

    /// The spelling of a system decides its axes (surprise of GDAL and QGIS).
    @Test(arguments: TestEngine.allCases)
    func `axes follow the spelling of the system`(_ kind: TestEngine) async throws {
        try await Self.withService(kind) { client, _ in
            let plain = try await client.get("/ogc/collections/places/items/p%2F1").document
            let pair = plain["geometry"]?["coordinates"]?.array?.compactMap(\.double)
            let degrees = try #require(pair)
            for (name, isTurned) in [
                ("urn:ogc:def:crs:EPSG::4326", true), ("http://www.opengis.net/def/crs/EPSG/0/4326", true),
                ("EPSG:4326", false), ("http://www.opengis.net/gml/srs/epsg.xml%234326", false),
                ("urn:ogc:def:crs:OGC:1.3:CRS84", false),
            ] {
                for version in ["1.1.0", "2.0.0"] {
                    let (root, text) = try await Self.ask(
                        "version=\(version)&request=GetFeature&featureID=places.p_2F1&srsName=\(name)", client)
                    let point = try #require(Self.members(root).first?.child("geometry")?.child("Point"))
                    let numbers = (point.child("pos")?.value ?? "").split(separator: " ").compactMap { Double($0) }
                    #expect(
                        zip(numbers, isTurned ? degrees.reversed() : degrees).allSatisfy { abs($0 - $1) < 1e-8 },
                        "\(text)")
                    let (x, y) = (degrees[0], degrees[1])
                    let box =
                        isTurned
                        ? "\(y - 1e-6),\(x - 1e-6),\(y + 1e-6),\(x + 1e-6)"
                        : "\(x - 1e-6),\(y - 1e-6),\(x + 1e-6),\(y + 1e-6)"
                    let (found, answer) = try await Self.ask(
                        "version=\(version)&request=GetFeature&typeName=places&bbox=\(box),\(name)", client)
                    #expect(Self.ids(found) == ["places.p_2F1"], "\(name): \(answer)")
                }
            }
            let (metres, text) = try await Self.ask(
                "version=2.0.0&request=GetFeature&resourceId=places.p_2F1&srsName=urn:ogc:def:crs:EPSG::25832", client)
            let easting = Self.members(metres).first?.child("geometry")?.child("Point")?.child("pos")?.value
            #expect((easting?.split(separator: " ").first.flatMap { Double($0) } ?? 0) > 300_000, "\(text)")
        }
    }

    private static func transaction(
        _ version: String, _ actions: String, _ client: any TestClientProtocol
    ) async throws -> (XMLElement, String, HTTPResponse.Status) {
        let (wfs, filter) =
            version == "2.0.0"
            ? ("http://www.opengis.net/wfs/2.0", "xmlns:fes=\"http://www.opengis.net/fes/2.0\"")
            : ("http://www.opengis.net/wfs", "xmlns:ogc=\"http://www.opengis.net/ogc\"")
        let body = """
            <wfs:Transaction service="WFS" version="\(version)" xmlns:wfs="\(wfs)" \(filter)
            xmlns:gml="http://www.opengis.net/gml" xmlns:town="http://localhost/wfs/types">\(actions)</wfs:Transaction>
            """
        let answer = try await client.send(.post, "/wfs", body, type: "text/xml")
        return (try XMLElement.read(Array(answer.body.readableBytesView)), answer.text, answer.status)
    }

    @Test(arguments: TestEngine.allCases, ["1.0.0", "1.1.0", "2.0.0"])
    func `a transaction inserts, updates and deletes`(_ kind: TestEngine, _ version: String) async throws {
        let point =
            version == "1.0.0"
            ? "<gml:Point srsName=\"urn:ogc:def:crs:EPSG::4326\"><gml:coordinates cs=\",\" ts=\" \">7.61,51.93</gml:coordinates></gml:Point>"
            : "<gml:Point srsName=\"urn:ogc:def:crs:EPSG::4326\"><gml:pos>51.93 7.61</gml:pos></gml:Point>"
        let (named, name) =
            version == "2.0.0" ? ("fes:ResourceId rid", "ValueReference") : ("ogc:FeatureId fid", "Name")
        @Sendable func filter(_ id: String) -> String {
            let prefix = named.prefix(3)
            return "<\(prefix):Filter><\(named)=\"\(id)\"/></\(prefix):Filter>"
        }
        try await Self.withService(kind) { client, _ in
            let (made, text, _) = try await Self.transaction(
                version,
                """
                <wfs:Insert><town:places><town:geometry>\(point)</town:geometry><town:name>Neu &amp; "gut"</town:name>
                <town:number>4</town:number><town:opened>2026/07/31</town:opened></town:places></wfs:Insert>
                """, client)
            let results = version == "1.0.0" ? made.child("InsertResult") : made.child("InsertResults")?.children.first
            let id = try #require(results?.children.first.flatMap { $0["fid"] ?? $0["rid"] }, "\(text)")
            if version != "1.0.0" {
                #expect(made.child("TransactionSummary")?.child("totalInserted")?.value == "1")
            } else {
                #expect(made.child("TransactionResult")?.child("Status")?.child("SUCCESS") != nil)
            }
            let path = "/ogc/collections/places/items/" + String(id.split(separator: ".")[1])
            let read = try await client.get(path).document
            #expect(read["properties"]?["name"] == "Neu & \"gut\"" && read["properties"]?["opened"] == "2026-07-31")
            #expect(read["geometry"]?["coordinates"]?.array?.compactMap(\.double) == [7.61, 51.93])

            let (changed, answer, _) = try await Self.transaction(
                version,
                """
                <wfs:Update typeName="town:places"><wfs:Property><wfs:\(name)>town:number</wfs:\(name)><wfs:Value>5</wfs:Value>
                </wfs:Property><wfs:Property><wfs:\(name)>name</wfs:\(name)></wfs:Property>\(filter(id))</wfs:Update>
                """, client)
            if version != "1.0.0" {
                #expect(changed.child("TransactionSummary")?.child("totalUpdated")?.value == "1", "\(answer)")
            }
            let after = try await client.get(path).document
            #expect(after["properties"]?["number"] == 5 && after["properties"]?["name"] == .null)
            #expect(after["properties"]?["opened"] == "2026-07-31")

            let (gone, last, _) = try await Self.transaction(
                version, "<wfs:Delete typeName=\"town:places\">\(filter(id))</wfs:Delete>", client)
            #expect(gone.name.contains("TransactionResponse"), "\(last)")
            #expect(try await client.get(path).status == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `one fault undoes the whole transaction, a stale version too`(_ kind: TestEngine) async throws {
        @Sendable func update(_ id: String, _ value: String, version: String = "") -> String {
            """
            <wfs:Update typeName="town:places" handle="h-\(value)"><wfs:Property><wfs:ValueReference>number</wfs:ValueReference>
            <wfs:Value>\(value)</wfs:Value></wfs:Property><fes:Filter><fes:ResourceId rid="\(id)"\(version)/></fes:Filter>
            </wfs:Update>
            """
        }
        try await Self.withService(kind) { client, engine in
            let before = try await engine.read { try LayerImport.digest(of: "places", on: $0) }
            let good = update("places.p_2F1", "77")
            let early = " version=\"2020-01-01T00:00:00Z\""
            for (bad, word) in [
                (update("places.p_2F2", "many"), "number"), (update("places.gone", "1"), "gone"),
                (update("places.p_2F2", "1", version: early), "p/2"),
                ("<wfs:Delete typeName=\"places\"/>", "Filter"), ("<wfs:Insert><town:no/></wfs:Insert>", "no"),
                ("<wfs:Insert><town:places><town:colour>red</town:colour></town:places></wfs:Insert>", "colour"),
            ] {
                let (fault, text, status) = try await Self.transaction("2.0.0", good + bad, client)
                #expect(fault.name == "ExceptionReport" && text.contains(word), "\(text)")
                #expect(status.kind == .clientError, "\(status)")
            }
            let after = try await engine.read { try LayerImport.digest(of: "places", on: $0) }
            #expect(before == after)
            // read now, changed by nobody since: it goes, and then no more for who read before
            let now = " version=\"\(Sample.now.iso8601)\""
            let (first, text, _) = try await Self.transaction(
                "2.0.0", update("places.p_2F2", "8", version: now), client)
            #expect(first.name == "TransactionResponse", "\(text)")
            let (second, answer, _) = try await Self.transaction(
                "2.0.0", update("places.p_2F2", "9", version: early), client)
            #expect(second.name == "ExceptionReport", "\(answer)")
            let (older, shown, status) = try await Self.transaction(
                "1.1.0", "<wfs:Delete typeName=\"no\"/>", client)
            #expect(older.name == "ExceptionReport" && status == .ok, "QGIS shows what comes with 200: \(shown)")
        }
        let viewer = Reader(identity: .account(id: 1, name: "v"), role: .viewer)
        try await Self.withService(kind, reader: viewer) { client, _ in
            let answer = try await client.send(.post, "/wfs", "<Transaction service='WFS' version='1.1.0'/>")
            #expect(answer.status == .forbidden)
        }
    }

    @Test func `ids and names survive their way through XML`() throws {
        for id in ["1", "p/2", "Straße (alt)", "a_b", "_20", "x.y.z", "ä_C3"] {
            let text = "trees." + String(ServiceNamesProbe.encoded(id).dropFirst(6))
            #expect(ServiceNames.feature(ofResource: text)?.id == id)
            #expect(text.utf8.allSatisfy { $0 < 0x80 && $0 > 0x20 && $0 != 0x2F })
        }
        #expect(ServiceNames.layer(ofType: "town:_2024-trees") == "2024-trees")
        #expect(ServiceNames.type(of: "2024-trees") == "_2024-trees")
    }
}

/// Encodes ids with the names of a layer that has nothing else.
enum ServiceNamesProbe {
    static func encoded(_ id: String) -> String {
        let collection = FeatureCollection(
            id: 1, datasetID: 1, name: "trees", title: "", titleEnglish: nil, description: "", role: .other,
            geometryType: "POINT", fields: [], titleField: nil, timeField: nil, extent: nil, count: 0,
            modified: .minimum,
            datasetSlug: nil, licence: nil, relation: FeatureRelation(table: "layer_trees"), hasUnplaced: false,
            identifierKind: .text, digest: "", edition: "", imported: nil, temporal: nil)
        return ServiceNames(collection).resource(id)
    }
}
