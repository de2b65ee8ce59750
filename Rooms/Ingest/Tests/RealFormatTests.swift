// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

@testable import Ingest

/// The mappings for real formats, on small files of the same make with numbers of our own.
@Suite struct RealFormatTests {
    @Test func `the German weather service by day, with the quality byte of each group and -999`() throws {
        let text = """
            STATIONS_ID;MESS_DATUM;QN_3;  FX;  FM;QN_4; RSK;RSKF; TMK;eor
                    417;20260701;   10;  9.5;-999;    1;   0.4;   6;   17.5;eor
                    417;20260702; -999;-999;-999;   10;   -999;   6;  -2.0;eor

            """
        let file = try parse(text, with: "dwd-klima-tag", path: "produkt_klima_tag_20260701_20260702_00417.txt")
        #expect(file.listed("fx") == ["2026-07-01T00:00+86400=9.5"] && file.listed("fm").isEmpty)
        #expect(file.listed("tmk") == ["2026-07-01T00:00+86400=17.5", "2026-07-02T00:00+86400=-2"])
        #expect(file.series.first { $0.key == "tmk" }?.qualities == [0: "nur formal geprüft"])
        #expect(file.report.rejections.isEmpty && file.report.rows == 2)
    }

    @Test func `its stations' tables give the places, the last row of each`() async throws {
        try await withFolder { folder in
            let header = "Stations_id;Stationshoehe;Geogr.Breite;Geogr.Laenge;von_datum;bis_datum;Stationsname\n"
            let rows = ["417;48.0;52.1;7.6;19820101;19890930;Alt", "417;47.8;52.2;7.7;19891001;;Neu"]
            let product = "STATIONS_ID;MESS_DATUM;QN_4;TMK;eor\n417;20260701;10;17.5;eor\n"
            try writeArchive(
                folder + "/inner.zip", .zip,
                [
                    .file("produkt_klima_tag_00417.txt", Array(product.utf8)),
                    .file("Metadaten_Geographie_00417.txt", Array((header + rows.joined(separator: "\n")).utf8)),
                    .file("Metadaten_Geographie_00011.txt", Array((header + "00011;680;47.9;8.5;1980;;Donau").utf8)),
                ])
            let inner = [UInt8](try #require(FileManager.default.contents(atPath: folder + "/inner.zip")))
            try FileManager.default.removeItem(atPath: folder + "/inner.zip")
            try writeArchive(folder + "/outer.zip", .zip, [.file("inner.zip", inner)])
            let mapping = try MappingLibrary.mapping(named: "dwd-klima-tag")
            guard case .series(let series) = mapping.kind else { throw FileFault("no series") }
            let table = PlaceTable(
                series.places, mapping: mapping, paths: [folder + "/outer.zip"], folders: [], limits: ImportLimits())
            #expect(table.place(of: "417", name: "417")?.longitude == 7.7)
            // 11 is 00011.
            #expect(table.place(of: "11", name: "11")?.name == "Donau" && table.notices.isEmpty)
        }
    }

    @Test func `an archive has a proposal for each kind of file in it`() async throws {
        try await withFolder { folder in
            let day = "zeit;wert\n2026-07-01 00:00;1.5\n2026-07-01 01:00;2.5\n2026-07-01 02:00;3.5\n"
            try writeArchive(
                folder + "/a.zip", .zip,
                [
                    .file("x/werte_2026-07-01.csv", Array(day.utf8)), .file("x/werte_2026-07-02.csv", Array(day.utf8)),
                    .file("__MACOSX/._a", [0]), .file("orte.csv", Array("id;lon;lat\na;7.6;51.9\n".utf8)),
                ])
            let found = try Proposer().proposals(forPath: folder + "/a.zip")
            #expect(found.map(\.alike) == [2, 1])
            #expect(found.map { $0["kind"]?.value } == ["series", "places"])
            let files = try Pattern(found[0].mapping["files"]?.string ?? "")
            #expect(files.matches("x/werte_2027-01-31.csv") && !files.matches("orte.csv"))
            #expect(throws: ProposalFault.self) { try Proposer().proposals(forPath: folder + "/none.zip") }
        }
    }

    @Test func `the environment agency, its repeated hour behind the change`() throws {
        let hours = ["01:00", "02:00", "03:00", "03:00", "04:00"]
        let text =
            "\"Station code\";Date;\"Ozone (O₃) One hour average in µg/m³\"\n"
            + hours.enumerated().map { "A;\"'2025-10-26 \($1)'\";\($0)\n" }.joined()
            + "\n\"Source: German Environment Agency\"\n"
        let file = try parse(text, with: "uba-luft")
        #expect(
            file.listed("o3").map { $0.prefix(16) } == [
                "2025-10-25T22:00", "2025-10-25T23:00", "2025-10-26T00:00", "2025-10-26T01:00", "2025-10-26T02:00",
            ])
        #expect(file.report.rejections.isEmpty)
    }

    @Test func `SMARD by the hour, with thousands and a dash for nothing`() throws {
        let text =
            "Datum;Anfang;Ende;Netzlast [MWh] Originalauflösungen\n26.10.2025;02:00;03:00;1.234,5\n"
            + "26.10.2025;02:00;03:00;-\n26.10.2025;03:00;04:00;45.678\n"
        let file = try parse(text, with: "smard-stunde", path: "Netz_202510260000_202510262359_Stunde.csv")
        #expect(file.listed("Netzlast") == ["2025-10-26T00:00+3600=1234.5", "2025-10-26T02:00+3600=45678"])
        #expect(file.series.first?.station.id == "Netz")
    }

    @Test func `citizens' sensors, and pedestrians whose umlauts are lost`() throws {
        let dust =
            "sensor_id;sensor_type;location;lat;lon;timestamp;P1;durP1;ratioP1;P2;durP2;ratioP2\n"
            + "9;SDS011;7;51.9;7.6;2026-07-01T00:01:02;3.5;;;nan;;\n"
        let file = try parse(dust, with: "sensor-community", path: "2026-07-01_sds011_sensor_9.csv")
        #expect(file.listed("pm10") == ["2026-07-01T00:01+0=3.5"] && file.listed("pm25").isEmpty)
        #expect(file.places["9"]?.longitude == 7.6)
        let people =
            "Lage;Zeitpunkt der Messung;Fu\u{FFFD}g\u{FFFD}nger insgesamt;Erwachsene;Kinder\n"
            + "Markt;2026-07-01 00:00:00 +0200;3;2;1\n"
        let counted = try parse(people, with: "hystreet")
        #expect(counted.listed("all") == ["2026-06-30T22:00+3600=3"] && counted.listed("children").count == 1)
    }
}
