// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

@testable import Ingest

/// The real files, where they are: `ALLMENDE_DATA` or `../shared/data`.
enum RealData {
    static let folder: String? = {
        let named = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        let isThere = FileManager.default.isReadableFile(atPath: named + "/README.md")
        if !isThere { print("real data: not found at \(named); set ALLMENDE_DATA to test with them") }
        return isThere ? named : nil
    }()
    static let isSoak = ProcessInfo.processInfo.environment["ALLMENDE_SOAK"] == "1"

    /// All files of a shipped mapping, parsed and counted.
    static func count(_ name: String, _ paths: [String]) throws -> (report: ImportReport, series: Set<String>) {
        let mapping = try MappingLibrary.mapping(named: name)
        guard case .series(let series) = mapping.kind, let calendar = ZonedCalendar(identifier: series.time.zone),
            let folder
        else {
            throw FileFault(description: "\(name) is no series mapping")
        }
        let parser = SeriesParser(series, calendar: calendar, limits: ImportLimits())
        let source = ImportSource(paths: paths.map { folder + "/" + $0 }, limits: ImportLimits()) {
            mapping.files.matches($0)
        }
        var report = ImportReport(mapping: name, dataset: "", started: .init(seconds: 0))
        var keys: Set<String> = []
        while let item = source.next() {
            switch item {
            case .other: continue
            case .refused(let path, let reason): report.filesFailed.append(.init(path: path, reason: reason))
            case .file(let file):
                let blank = ImportReport(mapping: name, dataset: "", started: .init(seconds: 0))
                let parsed = try parser.parse(file, checksum: "", report: blank)
                report.add(parsed.report)
                report.filesDone += 1
                for one in parsed.series {
                    report.stored += one.values.count
                    keys.insert(one.station.id + "/" + one.key)
                }
            }
        }
        return (report, keys)
    }
}

@Suite(.enabled(if: RealData.folder != nil)) struct RealDataTests {
    @Test func `air quality: rows as stated, each station and pollutant`() throws {
        let (report, series) = try RealData.count(
            "muenster-luft",
            [
                "muenster-luft/luftqualitaet_muenster_2020-01-01_2022-01-01_station1140.csv.gz",
                "muenster-luft/luftqualitaet_muenster_2020-01-01_2022-01-01_station1303.csv.gz",
                "muenster-luft/luftqualitaet_muenster_2022-01-01_2024-01-01_station1140.csv.gz",
                "muenster-luft/luftqualitaet_muenster_2022-01-01_2024-01-01_station1303.csv.gz",
            ])
        #expect(report.rows == 17_545 + 17_545 + 17_521 + 17_521)
        #expect(report.rejections.isEmpty)
        #expect(series.count == 9)
    }

    @Test func `groundwater: rows, gauges and remarks as stated`() throws {
        let (report, series) = try RealData.count(
            "muenster-grundwasser", ["muenster-grundwasser/grundwasser-messwerte-muenster.csv"])
        #expect(report.rows == 18_657)
        #expect(report.empty == 3 * 191)
        #expect(report.flagged == 3 * 91)
        #expect(report.stored == 3 * 18_466)
        #expect(report.rejections.isEmpty)
        #expect(Set(series.map { $0.split(separator: "/")[0] }).count == 77)
    }

    @Test func `lake: rows as stated, the fault of -273.14 is found`() throws {
        let (report, series) = try RealData.count("muenster-aasee", ["muenster-aasee/data"])
        #expect(report.filesDone == 61)
        #expect(report.rows == 118_405)
        #expect(report.rejections.map(\.reason) == [.outOfBounds, .duplicate])
        #expect(report.rejections.first?.first.text == "-273.14")
        #expect(series.count == 3)
    }

    @Test func `bicycle samples with changing headers`() throws {
        let (report, series) = try RealData.count("muenster-radverkehr", ["muenster-radverkehr/sample"])
        #expect(report.filesDone == 7)
        #expect(report.rejections.isEmpty)
        #expect(series.count == 13)
    }

    @Test func `car park samples with each version of the header`() throws {
        let (report, series) = try RealData.count("muenster-parken", ["muenster-parken/sample"])
        #expect(report.filesDone == 9)
        #expect(report.ignoredColumns == ["": 1])
        #expect(report.rejections.isEmpty)
        #expect(series.count == 20)
    }

    @Test(.enabled(if: RealData.isSoak)) func `all bicycle counters`() throws {
        let (report, series) = try RealData.count(
            "muenster-radverkehr", ["muenster-radverkehr/radverkehr_2019_2026-07.tar.xz"])
        #expect(report.filesDone == 1246)
        #expect(report.rows == 3_474_629)
        #expect(report.stored == 12_312_480)
        #expect(report.flagged == 27_690)
        #expect(series.count == 99)
    }

    @Test(.enabled(if: RealData.isSoak)) func `all car parks`() throws {
        let (report, _) = try RealData.count(
            "muenster-parken", ["muenster-parken/parkhausbelegung_2019-08_2026-07.tar.xz"])
        #expect(report.filesDone == 2267)
        #expect(report.rows == 540_673)
        let surplus = report.rejections.first { $0.reason == .surplusFields }
        #expect(surplus?.count == 84)
    }
}

@Suite struct LayerParserTests {
    private func parse(_ name: String, _ bytes: [UInt8]) throws -> (LayerParser.Parsed, ImportReport) {
        let mapping = try MappingLibrary.mapping(named: name)
        guard case .layer(let layer) = mapping.kind else { throw FileFault(description: "no layer") }
        var report = ImportReport(mapping: name, dataset: "", started: .init(seconds: 0))
        let file = ImportFile(path: "x.csv", bytes: bytes, folder: ".")
        return (try LayerParser(layer).parse(file, report: &report), report)
    }

    @Test func `trees: old encoding with stray bytes, both forms of WKT, unknown years`() throws {
        let header =
            "ID;Standort-Nr;Baumhoehe_akt_m;Stammanzahl_akt_anz;Stammdurchmesser_akt_cm;Stammumfang_akt_cm;"
            + "Kronendurchmesser_akt_cm;Pflanzjahr;Standalter_geschaetzt_jahr;ref_Baumart;ref_Baumart_botanisch;"
            + "gis_komplex_UTM;ref_Objekt_Name;ref_Objekt_stat_Bezirk;ref_Objekt_Number;ref_Objekt_Name_Number\r\n"
        var bytes = Array(header.utf8)
        bytes +=
            Array("a;1;4;1;8,28;26;2;;3;Japanische Bl".utf8) + [0xFC, 0x81]
            + Array("ten;Crataegus 'Paul's Scarlet' ;".utf8)
        bytes += Array("POINT(404875.40218807267956435680389404296875 5755263.98);x;32;1;y\r\n".utf8)
        bytes += Array("b;1;0;1;0;;2;Unbekannt;3;;;POINT (404887.389 5754897.588);x;32;1;y\r\n".utf8)
        bytes += Array("c;1;0;1;0;;2;Unbekannt;3;;;kein Ort;x;32;1;y\r\n".utf8)
        let (parsed, report) = try parse("muenster-baeume", bytes)
        #expect(parsed.count == 2)
        let first = parsed.document["features"]?.array?[0]
        #expect(first?["properties"]?["art"]?.string == "Japanische Blüten")
        #expect(first?["properties"]?["stammdurchmesser_cm"]?.double == 8.28)
        #expect(first?["properties"]?["art_botanisch"]?.string == "Crataegus 'Paul's Scarlet'")
        #expect(first?["geometry"]?["coordinates"]?.array?[0].double == 404875.40218807268)
        let second = parsed.document["features"]?.array?[1]["properties"]
        #expect(second?["pflanzjahr"]?.isNull == true)
        #expect(second?["stammdurchmesser_cm"]?.isNull == true)
        #expect(report.rejections.map(\.reason) == [.badGeometry])
        #expect(report.rejections.first?.first.line == 4)
    }

    @Test func `containers: quoted commas, and a last line that is no record`() throws {
        let text = """
            Containertyp,Stadtteil,Standort,öffentlich,Wertstoffhof,Unterflurstandort,Sorten,Latitude,Longitude
            Glascontainer,48151 Münster - Aaseestadt,Delpstraße,ja,nein,nein,"bunt, weiß",51.947723,7.607582
            Datum,2024-11-28
            """
        let (parsed, report) = try parse("muenster-glascontainer", Array(text.utf8))
        #expect(parsed.count == 1)
        #expect(report.rows == 1)
        let properties = parsed.document["features"]?.array?[0]["properties"]
        #expect(properties?["oeffentlich"]?.bool == true)
        #expect(properties?["sorten"]?.string == "bunt, weiß")
    }

    @Test func `charging points: German dates and decimal commas`() throws {
        let mapping = try #require(MappingLibrary.text(ofShipped: "muenster-ladesaeulen"))
        #expect(mapping.contains("\"decimal\": \",\""))
        let names =
            "Betreiber;Straße;Hausnummer;Adresszusatz;Postleitzahl;Ort;Breitengrad;Längengrad;Inbetriebnahmedatum;"
            + "Nennleistung Ladeeinrichtung [kW];Art der Ladeeinrichung;Anzahl Ladepunkte;Steckertypen1;P1 [kW];"
            + "Steckertypen2;P2 [kW];Steckertypen3;P3 [kW];Steckertypen4;P4 [kW]\r\n"
        let row = "SW;Ritterstraße;38;;48143;Münster;51,964164;7,63198;07.03.2022;22;N;2;AC;22;;;;;;\r\n"
        let (parsed, _) = try parse("muenster-ladesaeulen", Array((names + row).utf8))
        let feature = parsed.document["features"]?.array?[0]
        #expect(feature?["properties"]?["in_betrieb"]?.string == "2022-03-07")
        #expect(feature?["geometry"]?["coordinates"]?.array?.map(\.double) == [7.63198, 51.964164])
    }

    @Test(arguments: [
        ("POINT (405022,4774) (5756025,874)", "{\"type\":\"Point\",\"coordinates\":[405022.4774,5756025.874]}"),
        ("POINT(1 2)", "{\"type\":\"Point\",\"coordinates\":[1,2]}"),
        (" linestring (1 2, 3.5 -4)", "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3.5,-4]]}"),
        ("POLYGON((0 0,1 0,1 1,0 0))", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}"),
        ("MULTIPOINT((1 2),(3 4))", "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}"),
    ])
    func `shapes as text`(text: String, json: String) {
        #expect(WellKnownShape.geoJSON(text)?.text == json)
    }

    @Test(arguments: [
        "", "POINT", "POINT(1)", "POINT(1 2", "POINT(1 2) x", "CIRCLE(1 2)", "POINT(a b)", "POLYGON((1 2),)",
    ])
    func `texts that are no shape`(text: String) {
        #expect(WellKnownShape.geoJSON(text) == nil)
    }

    @Test(
        .enabled(if: RealData.folder != nil),
        arguments: [
            ("muenster-baeume", "muenster-baeume/baumkataster_muenster.csv", 2723),
            ("muenster-glascontainer", "muenster-entsorgung/awm-glascontainer-combined.csv", 249),
            ("muenster-altkleider", "muenster-entsorgung/awm-altkleider.csv", 23),
            ("muenster-elektrokleingeraete", "muenster-entsorgung/awm-elektrokleingeraete.csv", 44),
            ("muenster-haltestellen", "muenster-orte/haltestellen_barrierefrei.csv", 344),
            ("muenster-park-and-ride", "muenster-orte/park_and_ride_stationen.csv", 16),
            ("muenster-bike-and-ride", "muenster-orte/bike_and_ride_stationen.csv", 12),
            ("muenster-tischtennis", "muenster-orte/tischtennisplatten_muenster.csv", 260),
            ("muenster-ladesaeulen", "muenster-orte/ladesaeulen-muenster.csv", 166),
            ("muenster-stadtbezirke", "muenster-gebiete/stadtbezirke-muenster.geojson", 6),
            ("muenster-stadtteile", "muenster-gebiete/stadtteile-statistische-bezirke-muenster.geojson", 45),
            ("muenster-strassennetz", "muenster-strassennetz/roxel_strassen.geojson", 1215),
            ("muenster-ladesaeulen-json", "muenster-orte/ladesaeulen-muenster.json", 165),
        ])
    func `each layer has as many features as its source says`(name: String, path: String, count: Int) throws {
        let folder = try #require(RealData.folder)
        let data = try #require(FileManager.default.contents(atPath: folder + "/" + path))
        let (parsed, report) = try parse(name, [UInt8](data))
        #expect(parsed.count == count)
        #expect(report.rejections.isEmpty)
    }
}
