// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import Foundation
import Geometry
import Testing
import Wire

@testable import GISFiles

/// A delivery in a folder of its own, removed at the end.
func withDelivery<T>(_ files: [String: String], _ body: (GISReader, String) throws -> T) throws -> T {
    let work = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/gis-test-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: work) }
    let inside = work + "/abgabe"
    try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
    for (name, text) in files {
        #expect(FileManager.default.createFile(atPath: inside + "/" + name, contents: Data(text.utf8)))
    }
    return try body(GISReader(cage: GISCage(), work: work, files: inside), work)
}

/// Files as offices deliver them, read in the cage.
@Suite struct GISReaderTests {
    private func only(_ files: [String: String], _ declared: GISDeclaration = GISDeclaration()) throws -> GISReading {
        try withDelivery(files) { reader, _ in
            let layers = try reader.layers()
            let layer = try #require(layers.first)
            #expect(layers.count == 1)
            return try reader.read(layer, declared)
        }
    }

    @Test func `keys with leading zeros stay texts, columns of plain numbers become numbers`() throws {
        let csv =
            "ags,zahl,gross,gemischt,wkt\n05515000,12,123456789012345678,7,POINT (7.6 51.9)\n05111000,-3,1,07,POINT (6.8 51.2)\n"
        let reading = try only(["orte.csv": csv], GISDeclaration(epsg: 4326))
        #expect(reading.fields.map(\.type) == [.text, .integer, .integer, .text])
        #expect(reading.features[0].properties["ags"] == "05515000")
        #expect(reading.features[0].properties["gross"]?.integer == 123_456_789_012_345_678)
        #expect(reading.keys.contains("ags"))
    }

    /// GDAL gives up free attributes where a schema is declared: somebody must be told.
    @Test(arguments: [true, false])
    func `free attributes of a KML file beside a schema are named`(hasSchema: Bool) throws {
        let schema = hasSchema ? #"<Schema name="baum" id="baum"><SimpleField name="nr" type="string"/></Schema>"# : ""
        let typed =
            hasSchema ? ##"<SchemaData schemaUrl="#baum"><SimpleData name="nr">B1</SimpleData></SchemaData>"## : ""
        let kml = """
            <kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Park</name>\(schema)<Placemark><name>eins</name>
            <ExtendedData>\(typed)<Data name="art"><value>Linde</value></Data></ExtendedData>
            <Point><coordinates>7.61,51.95</coordinates></Point></Placemark></Document></kml>
            """
        let reading = try only(["park.kml": kml])
        #expect(reading.notes.contains(.freeAttributes("art")) == hasSchema)
        #expect(reading.features.first?.properties["art"]?.string == (hasSchema ? nil : "Linde"))
    }

    @Test func `whole numbers beyond two to the fifty-third and file numbers like dates stay what they are`() throws {
        let text = """
            {"type":"FeatureCollection","features":[{"type":"Feature","id":"a","properties":{"n":9007199254740993,
            "az":"2024/11/7","zeit":"10:30"},"geometry":{"type":"Point","coordinates":[7.6,51.9]}}]}
            """
        let reading = try only(["akten.geojson": text])
        #expect(reading.features[0].properties["n"]?.integer == 9_007_199_254_740_993)
        #expect(reading.features[0].properties["az"] == "2024/11/7")
        #expect(reading.features[0].properties["zeit"] == "10:30")
    }

    @Test func `what a WFS answered is read without the schema that it names by an address`() throws {
        let gml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:t="http://t.example"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://t.example http://127.0.0.1:1/wfs?service=WFS&amp;\
            version=2.0.0&amp;request=DescribeFeatureType&amp;typeNames=t:ort">
            <wfs:member><t:ort gml:id="o1"><t:ags>05515000</t:ags><t:lage><gml:Point gml:id="p1" srsName="urn:ogc:def:crs:EPSG::25832">
            <gml:pos>405000 5757000</gml:pos></gml:Point></t:lage></t:ort></wfs:member></wfs:FeatureCollection>
            """
        let reading = try only(["orte.gml": gml])
        #expect(reading.features.count == 1 && reading.features[0].properties["ags"] == "05515000")
    }

    @Test func `what GDAL guessed of a GML file before does not take the zero from a key`() throws {
        let gml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <a:alle xmlns:gml="http://www.opengis.net/gml" xmlns:a="http://a">
            <gml:featureMember><a:ort gml:id="o1"><a:ags>05515000</a:ags><a:lage><gml:Point srsName="EPSG:25832">
            <gml:coordinates>405000,5757000</gml:coordinates></gml:Point></a:lage></a:ort></gml:featureMember>
            </a:alle>
            """
        let guess = """
            <GMLFeatureClassList><GMLFeatureClass><Name>ort</Name><ElementPath>ort</ElementPath>
            <GeomPropertyDefn><Name>lage</Name><ElementPath>lage</ElementPath><Type>Point</Type></GeomPropertyDefn>
            <SRSName>EPSG:25832</SRSName>
            <PropertyDefn><Name>ags</Name><ElementPath>ags</ElementPath><Type>Integer</Type></PropertyDefn>
            </GMLFeatureClass></GMLFeatureClassList>
            """
        try withDelivery(["orte.gml": gml]) { reader, work in
            let path = work + "/abgabe/orte.gfs"
            #expect(
                FileManager.default.createFile(
                    atPath: path, contents: Data(guess.utf8), attributes: [.modificationDate: Date() + 60]))
            let layer = try #require(try reader.layers().first)
            let reading = try reader.read(layer, GISDeclaration())
            #expect(reading.features[0].properties["ags"] == "05515000")
        }
    }

    static let questions: [(String, String, GISFault.Question)] = [
        ("no system, metres", "405000,5757000", .referenceSystem([25832])),
        ("the zone before the easting", "32405000,5757000", .referenceSystem([4647])),
    ]

    @Test(arguments: questions)
    func `what a file leaves open is asked`(_ name: String, _ pair: String, _ question: GISFault.Question) throws {
        let fault = try #require(throws: GISFault.self) { try only(["orte.csv": "name,x,y\na,\(pair)\n"]) }
        guard case .referenceSystem(let asked) = question, case .referenceSystem(let given) = fault.question else {
            Issue.record("\(name): \(fault)")
            return
        }
        #expect(given.contains(asked[0]), "\(name): \(fault)")
    }

    @Test func `swapped axes are asked for and taken as declared`() throws {
        let csv = "name,x,y\na,51.96,7.62\nb,51.95,7.63\n"
        let fault = try #require(throws: GISFault.self) { try only(["orte.csv": csv], GISDeclaration(epsg: 4326)) }
        #expect(fault.question == .axes)
        let reading = try only(["orte.csv": csv], GISDeclaration(epsg: 4326, axesSwapped: true))
        #expect(reading.extent == BoundingBox(west: 7.62, south: 51.95, east: 7.63, north: 51.96))
    }

    @Test func `northing before easting in metres is asked for`() throws {
        let csv = "name,x,y\na,5757000,405000\n"
        let fault = try #require(throws: GISFault.self) { try only(["orte.csv": csv], GISDeclaration(epsg: 25832)) }
        #expect(fault.question == .axes)
        let reading = try only(["orte.csv": csv], GISDeclaration(epsg: 25832, axesSwapped: true))
        #expect(abs((reading.extent?.west ?? 0) - 7.61) < 0.05)
    }

    @Test func `names of the surveying offices are reference systems`() throws {
        let gml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:a="http://a">
            <gml:featureMember><a:baum gml:id="b1"><a:art>Linde</a:art><a:nr>007</a:nr><a:ort><gml:Point srsName="urn:adv:crs:ETRS89_UTM32">
            <gml:coordinates>405000,5757000</gml:coordinates></gml:Point></a:ort></a:baum></gml:featureMember>
            </gml:FeatureCollection>
            """
        let reading = try only(["baeume.gml": gml])
        #expect(reading.layer.system.epsg == 25832)
        #expect(reading.features[0].properties["nr"] == "007")
        #expect(abs((reading.extent?.west ?? 0) - 7.61) < 0.05)
    }

    @Test func `areas that cross themselves are counted and kept`() throws {
        let csv = "name,wkt\na,\"POLYGON ((7 51, 8 52, 8 51, 7 52, 7 51))\"\nb,\"POLYGON ((7 51, 8 51, 8 52, 7 51))\"\n"
        let reading = try only(["flaechen.csv": csv], GISDeclaration(epsg: 4326))
        #expect(reading.features.count == 2)
        #expect(
            reading.notes.contains {
                $0.english.hasPrefix("1 geometries are invalid, the first that of feature 1: Self-intersection")
            })
    }

    @Test func `a virtual layer reads no file of the machine, whatever it is called`() throws {
        let secret = FileManager.default.temporaryDirectory.path + "/gis-secret-" + UUID().uuidString + ".csv"
        #expect(FileManager.default.createFile(atPath: secret, contents: Data("geheim,wkt\nja,POINT (7 51)\n".utf8)))
        defer { try? FileManager.default.removeItem(atPath: secret) }
        let stem = (secret.split(separator: "/").last ?? "").dropLast(4)
        let vrt =
            "<OGRVRTDataSource><OGRVRTLayer name=\"\(stem)\"><SrcDataSource>\(secret)</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
        for name in ["x.csv", "x.gml", "x.kml", "x.gpkg", "x.fgb", "x.dxf"] {
            try withDelivery([name: vrt]) { reader, _ in
                let layers = (try? reader.layers()) ?? []
                for layer in layers {
                    let reading = try? reader.read(layer, GISDeclaration(epsg: 4326))
                    #expect(reading?.features.contains { $0.properties["geheim"] != nil } != true, "\(name)")
                }
            }
        }
    }

    @Test func `the cage lets a program see its folder alone`() throws {
        let outside = FileManager.default.temporaryDirectory.path + "/gis-outside-" + UUID().uuidString + ".csv"
        #expect(FileManager.default.createFile(atPath: outside, contents: Data("a,wkt\n1,POINT (7 51)\n".utf8)))
        defer { try? FileManager.default.removeItem(atPath: outside) }
        try withDelivery(["innen.csv": "a,wkt\n1,POINT (7 51)\n"]) { _, work in
            let cage = GISCage()
            let inside = try cage.run(
                .ogrinfo, ["-ro", "-al", "-so", work + "/abgabe/innen.csv"], in: work, drivers: ["CSV"])
            #expect(inside.text.contains("Layer name: innen"))
            #expect(throws: GISFault.self) {
                _ = try cage.run(.ogrinfo, ["-ro", "-al", "-so", outside], in: work, drivers: ["CSV"])
            }
            // written into its folder it may be, elsewhere not
            #expect(throws: GISFault.self) {
                _ = try cage.run(
                    .ogr2ogr, ["-f", "CSV", outside + ".neu", work + "/abgabe/innen.csv"], in: work, drivers: ["CSV"])
            }
            #expect(!FileManager.default.fileExists(atPath: outside + ".neu"))
        }
    }

    @Test func `time is bounded`() throws {
        try withDelivery(["a.csv": "a,wkt\n" + String(repeating: "1,POINT (7 51)\n", count: 2_000_000)]) { _, work in
            let cage = GISCage(cpuSeconds: 1, wallSeconds: 1)
            let fault = try #require(throws: GISFault.self) {
                _ = try cage.run(
                    .ogr2ogr,
                    ["-f", "GeoJSONSeq", work + "/b", work + "/abgabe/a.csv", "-oo", "GEOM_POSSIBLE_NAMES=wkt"],
                    in: work, drivers: ["CSV", "GeoJSONSeq"])
            }
            #expect(fault.description.hasPrefix("After 1 seconds"))
        }
    }

    @Test func `a Shapefile without its table is refused with the remedy`() throws {
        let fault = try #require(throws: GISFault.self) { try only(["nur.shp": "x"]) }
        #expect(fault.description.contains(".shx, .dbf is missing"))
    }

    @Test func `what is no GIS file is refused with what is`() throws {
        let fault = try #require(throws: GISFault.self) { try only(["brief.txt": "x"]) }
        #expect(fault.description.contains("Shapefile"))
    }
}

/// Reference systems as GDAL writes them.
@Suite struct GISSystemTests {
    @Test(arguments: [
        (
            #"PROJCRS["ETRS89 / UTM zone 32N",BASEGEOGCRS["ETRS89",ID["EPSG",4258]],CS[Cartesian,2],ID["EPSG",25832]]"#,
            25832, false
        ),
        (#"GEOGCRS["WGS 84",DATUM["x",ID["EPSG",6326]],ID["EPSG",4326]]"#, 4326, true),
        (
            #"BOUNDCRS[SOURCECRS[PROJCRS["DHDN",BASEGEOGCRS["DHDN"],ID["EPSG",31467]]],TARGETCRS[GEOGCRS["WGS 84",ID["EPSG",4326]]],ABRIDGEDTRANSFORMATION["x"]]"#,
            31467, false
        ),
        (
            #"COMPOUNDCRS["a + b",PROJCRS["a",ID["EPSG",25832]],VERTCRS["b",ID["EPSG",7837]],ID["EPSG",9999]]"#, 25832,
            false
        ),
        (#"PROJCRS["own",BASEGEOGCRS["ETRS89",ID["EPSG",4258]],CONVERSION["x",ID["EPSG",1]]]"#, nil, false),
    ])
    func `the number is that of the system itself`(_ wkt: String, _ epsg: Int?, _ isGeographic: Bool) {
        let system = GISSystem(wkt: wkt)
        #expect(system.epsg == epsg)
        #expect(system.isGeographic == isGeographic)
        #expect(system.isKnown)
    }

    @Test(arguments: ["(unknown)", "", #"ENGCRS["Undefined Cartesian SRS",EDATUM[""]]"#, "PROJCRS[\"a\""])
    func `what is none is unknown`(_ wkt: String) {
        #expect(!GISSystem(wkt: wkt).isKnown)
    }
}
