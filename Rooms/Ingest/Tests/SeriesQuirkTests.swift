// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

@Suite struct BicycleQuirkTests {
    private let header =
        "Datetime,100020113 (Wolbecker Straße),101020113 (FR stdteinwärts),100020113-status,101020113-status\n"

    @Test func `the summed hour stands once and covers twice the time`() throws {
        let file = try parse(
            header + """
                2025-10-26 01:45,5,3,0,0
                2025-10-26 02:00,14,8,0,0
                2025-10-26 02:45,11,6,0,0
                2025-10-26 03:00,8,4,0,0
                """, with: "muenster-radverkehr")
        #expect(
            file.listed("100020113") == [
                "2025-10-25T23:45+900=5", "2025-10-26T00:00+1800=14", "2025-10-26T00:45+1800=11",
                "2025-10-26T02:00+900=8",
            ])
    }

    @Test func `the hour that spring leaves out is missing, and refused where it stands`() throws {
        let file = try parse(
            header + "2025-03-30 01:45,1,1,0,0\n2025-03-30 02:15,9,9,0,0\n2025-03-30 03:00,2,1,0,0\n",
            with: "muenster-radverkehr")
        #expect(file.listed("100020113") == ["2025-03-30T00:45+900=1", "2025-03-30T01:00+900=2"])
        let rejection = try #require(file.rejection(.nonexistentTime))
        #expect(rejection.first == .init(file: "2025-10.csv", line: 3, column: "Datetime", text: "2025-03-30 02:15"))
    }

    @Test func `channels come and go, brackets stay in names, the first column is the station`() throws {
        let file = try parse(
            """
            Datetime,100031297 (Promenade (nördl. Salzstraße)),353413831 (Bohlweg [Bike Stadteinwärts]),353485115 (Bohlweg PKW Stadteinwärts),100031297-status,353413831-status,353485115-status\r
            2026-07-01 00:00,30,1,7,0,0,0\r
            """, with: "muenster-radverkehr")
        #expect(file.series.map(\.key).sorted() == ["100031297", "353413831", "353485115"])
        #expect(
            file.series.allSatisfy { $0.station == Station(id: "100031297", name: "Promenade (nördl. Salzstraße)") })
        #expect(file.series.first { $0.key == "353413831" }?.name == "Bohlweg [Bike Stadteinwärts]")
        let rules = Dictionary(uniqueKeysWithValues: file.series.map { ($0.key, $0.rule) })
        #expect(rules["353485115"] != rules["353413831"])
    }

    @Test func `status columns flag values, empty cells are no values`() throws {
        let file = try parse(
            header + """
                2025-10-01 00:00,34,,0,
                2025-10-01 00:15,12,,4,
                2025-10-01 00:30,13,,modified,
                2025-10-01 00:45,14,,9,
                2025-10-01 01:00,15,,,
                """, with: "muenster-radverkehr")
        #expect(file.series.map(\.key) == ["100020113"])
        #expect(file.series[0].qualities == [1: "verdächtig (Status 4)", 2: "bearbeitet (modified)", 3: "status 9"])
        #expect(file.report.empty == 5)
        #expect(file.report.flagged == 3)
        #expect(file.rejection(.unknownStatus)?.count == 1)
    }

    @Test func `LF and CRLF and a last line without end read alike`() throws {
        let lines = ["2025-10-01 00:00,34,1,0,0", "2025-10-01 00:15,12,1,0,0"]
        let unix = try parse(header + lines.joined(separator: "\n"), with: "muenster-radverkehr")
        let dos = try parse(header + lines.joined(separator: "\r\n") + "\r\n\r\n", with: "muenster-radverkehr")
        #expect(unix.listed("100020113") == dos.listed("100020113"))
        #expect(unix.report.rows == 2)
        #expect(dos.report.rows == 2)
    }
}

@Suite struct ParkingQuirkTests {
    @Test func `capacity line, closed, full and no data`() throws {
        let file = try parse(
            """
            "Datum und Uhrzeit","PH Theater","PP Hörsterplatz","Busparkplatz"\r
            "Anzahl Parkplätze gesamt","(743)","(202)","(63)"\r
            "2026-07-12 00:00",647,"ges","kei"\r
            "2026-07-12 00:05",640,"bes","kei"\r
            """, with: "muenster-parken", path: "2026-07-12.csv")
        #expect(file.series.map(\.station.id) == ["PH Theater", "PP Hörsterplatz"])
        #expect(file.series[0].properties == ["capacity": "743"])
        #expect(file.series[1].values == [0])
        #expect(file.report.reasons == ["geschlossen": 1, "keine Angabe": 2])
        #expect(file.report.rows == 2)
        #expect(file.report.rejections.isEmpty)
    }

    @Test func `the repeated hour stands twice`() throws {
        let file = try parse(
            """
            Datum und Uhrzeit,PH Theater
            2024-10-27 01:45,1
            2024-10-27 02:00,2
            2024-10-27 02:45,3
            2024-10-27 02:00,4
            2024-10-27 02:45,5
            2024-10-27 03:00,6
            """, with: "muenster-parken")
        #expect(
            file.listed("frei") == [
                "2024-10-26T23:45+0=1", "2024-10-27T00:00+0=2", "2024-10-27T00:45+0=3", "2024-10-27T01:00+0=4",
                "2024-10-27T01:45+0=5", "2024-10-27T02:00+0=6",
            ])
    }

    @Test func `a column without a name is not stored but told`() throws {
        let file = try parse(
            "Datum und Uhrzeit,,PH Theater\n2022-12-02 00:00,0,654\n", with: "muenster-parken")
        #expect(file.series.map(\.station.id) == ["PH Theater"])
        #expect(file.report.ignoredColumns == ["": 1])
    }

    @Test func `a row with one field too many is refused, for its values may be shifted`() throws {
        let file = try parse(
            "Datum und Uhrzeit,PH Theater\n2022-12-01 17:00,0,313\n2022-12-01 18:00,300\n", with: "muenster-parken")
        #expect(file.series[0].values == [300])
        #expect(file.rejection(.surplusFields)?.first.line == 2)
    }

    @Test func `repeated rows: the same is unchanged, another is refused, and the mapping decides`() throws {
        let text = "Datum und Uhrzeit,PH Theater\n2025-01-12 10:00,5\n2025-01-12 10:00,5\n2025-01-12 10:00,6\n"
        let kept = try parse(text, with: "muenster-parken")
        #expect(kept.series[0].values == [5])
        #expect(kept.report.unchanged == 1)
        #expect(
            kept.rejection(.duplicate)?.first == .init(file: "2025-10.csv", line: 4, column: "PH Theater", text: "6"))
        let replaced = try parse(text, with: "muenster-parken") { $0.duplicates = .replace }
        #expect(replaced.series[0].values == [6])
        #expect(replaced.report.rejections.isEmpty)
        let refused = try parse(text, with: "muenster-parken") { $0.duplicates = .reject }
        #expect(refused.rejection(.duplicate)?.count == 2)
    }
}

@Suite struct LakeQuirkTests {
    private let header = "Datum,Wassertemperatur,pH-Wert,Sauerstoffgehalt\n"

    @Test func `impossible values are refused with their place, the row's others stay`() throws {
        let file = try parse(header + "2021-05-31 13:47,-273.14,8.32,14.91\n", with: "muenster-aasee")
        #expect(file.series.map(\.key) == ["ph", "sauerstoff"])
        #expect(
            file.rejection(.outOfBounds)?.first
                == .init(file: "2025-10.csv", line: 2, column: "Wassertemperatur", text: "-273.14"))
    }

    @Test func `rows out of order and repeated rows are put right`() throws {
        let file = try parse(
            header + """
                2021-05-18 22:38,16.76,8.33,14.82
                2021-05-18 22:29,16.78,8.32,14.91
                2021-05-18 22:29,16.78,8.32,14.91
                """, with: "muenster-aasee")
        #expect(file.listed("wassertemperatur") == ["2021-05-18T20:29+0=16.78", "2021-05-18T20:38+0=16.76"])
        #expect(file.report.unchanged == 3)
        #expect(file.report.rejections.isEmpty)
    }

    @Test func `with irregular minutes the second pass of the hour begins where the time goes back`() throws {
        let text =
            header + """
                2022-10-30 01:59,15.53,8.02,0.08
                2022-10-30 02:59,15.49,8.01,0.09
                2022-10-30 02:59,15.49,8.01,0.09
                2022-10-30 02:14,15.48,8.01,0.09
                2022-10-30 02:59,15.48,8.01,0.08
                2022-10-30 03:29,15.46,8.01,0.08
                """
        let file = try parse(text, with: "muenster-aasee")
        #expect(
            file.listed("wassertemperatur") == [
                "2022-10-29T23:59+0=15.53", "2022-10-30T00:59+0=15.49", "2022-10-30T01:14+0=15.48",
                "2022-10-30T01:59+0=15.48", "2022-10-30T02:29+0=15.46",
            ])
        let once = try parse(text, with: "muenster-aasee") { $0.time.repeatedHour = .once }
        #expect(once.listed("wassertemperatur").count == 4)
    }
}

@Suite struct AirQuirkTests {
    private let header =
        "\u{FEFF}\"Station code\";Date;\"Particulate matter (PM₁₀) Daily average (hourly floating) in µg/m³\";"
        + "\"Ozone (O₃) One hour average in µg/m³\";\"Nitrogen dioxide (NO₂) One hour average in µg/m³\";"
        + "\"Particulate matter (PM₂,₅) Daily average (hourly floating) in µg/m³\";\"Air quality index\"\n"

    @Test func `byte mark, apostrophes, dashes, a surplus empty field and the licence line`() throws {
        let file = try parse(
            header + """
                DENW095;"'2020-01-01 01:00'";41;0.9;35;-;moderate
                DENW095;"'2020-01-20 09:00'";-;-;-;-;;

                "Source: German Environment Agency, https://example.org (Status: 04.09.2024). All times, CET; or CEST."
                """, with: "muenster-luft")
        #expect(file.series.map(\.key) == ["pm10", "o3", "no2", "index"])
        #expect(file.listed("o3") == ["2019-12-31T23:00+3600=0.9"])
        #expect(file.listed("index") == ["2019-12-31T23:00+3600=3"])
        #expect(file.series[0].station == Station(id: "DENW095", name: "Münster-Geist"))
        #expect(file.report.rows == 2)
        #expect(file.report.rejections.isEmpty)
    }

    @Test func `stamps at the end: 03 stands twice in autumn and never in spring`() throws {
        let file = try parse(
            header + """
                DENW260;"'2021-03-28 02:00'";1;-;-;-;good
                DENW260;"'2021-03-28 04:00'";2;-;-;-;good
                DENW260;"'2021-10-31 02:00'";3;-;-;-;good
                DENW260;"'2021-10-31 03:00'";4;-;-;-;good
                DENW260;"'2021-10-31 03:00'";5;-;-;-;good
                DENW260;"'2021-10-31 04:00'";6;-;-;-;good
                """, with: "muenster-luft")
        #expect(
            file.listed("pm10") == [
                "2021-03-28T00:00+3600=1", "2021-03-28T01:00+3600=2", "2021-10-30T23:00+3600=3",
                "2021-10-31T00:00+3600=4",
                "2021-10-31T01:00+3600=5", "2021-10-31T02:00+3600=6",
            ])
    }
}

@Suite struct GroundwaterQuirkTests {
    private let header =
        "LGD-Nummer;Name;Datum;Abstich [m];Hinweis;Wasserstand [m über NHN2016];Flurabstand [m];"
        + "Geländeoberkante [m über NHN2016];Messpunkthöhe [m über NHN2016];Wasserwirtschaftsjahr\r\n"

    @Test func `decimal comma, dates, trailing dashes, remarks and gauges in one table`() throws {
        let file = try parse(
            header
                + "110060143;VI/14 - HANDORF -  ;1980-02-04;1,64;;50,68;-0,02;52,12;52,32;1980\r\n"
                + "110060155;VI/15 MS - WERSE   ;2013-01-28;;nicht gemessen;;;53,67;54,01;2013\r\n"
                + "110070100;VII/10 MS-NORD     ;2020-10-25;8,07;Wert ergänzt;50,22;7,89;58,11;58,29;1973\r\n",
            with: "muenster-grundwasser")
        let names = file.series.map(\.station.name)
        #expect(
            names == [
                "VI/14 - HANDORF", "VI/14 - HANDORF", "VI/14 - HANDORF", "VII/10 MS-NORD", "VII/10 MS-NORD",
                "VII/10 MS-NORD",
            ])
        #expect(file.listed("wasserstand") == ["1980-02-03T23:00+86400=50.68"])
        #expect(file.listed("flurabstand") == ["1980-02-03T23:00+86400=-0.02"])
        #expect(Array(file.series[3].durations) == [25 * 3_600_000_000])
        #expect(file.series[3].qualities == [0: "Wert ergänzt"])
        #expect(file.report.empty == 3)
        #expect(file.report.ignoredColumns.count == 3)
    }
}

@Suite struct HostileTableTests {
    private let header = "Datum,Wassertemperatur,pH-Wert,Sauerstoffgehalt\n"

    @Test(arguments: [
        "", "\n\n", "\u{FEFF}", "Datum;Wassertemperatur\n2021-01-01 00:00;3\n", "a,b\n1,2\n", "\"Datum\n",
    ])
    func `a file that is something else fails as a whole`(text: String) {
        #expect(throws: FileFault.self) { try parse(text, with: "muenster-aasee") }
    }

    @Test func `a wrong encoding names line and remedy`() throws {
        let bytes = Array(header.utf8) + Array("2021-01-01 00:00,3,7,1\n".utf8) + [0xFC, 0x0A]
        let fault = #expect(throws: FileFault.self) {
            try parse(bytes, with: "muenster-aasee") { $0.format.encoding = .utf8 }
        }
        #expect(fault?.description.contains("line 3") == true)
        #expect(fault?.description.contains("iso-8859-1") == true)
    }

    @Test(arguments: [
        ("kaputt,1,7,1", ImportReport.Reason.badTime), ("2021-02-30 00:00,1,7,1", .badTime),
        ("2021-02-20 24:30,1,7,1", .badTime), ("2021-02-20,1,7,1", .badTime), ("2021-02-20 10:00,x,7,1", .notANumber),
        ("2021-02-20 10:00,1e999,7,1", .notANumber), ("2021-02-20 10:00,nan,7,1", .notANumber),
        ("2021-02-20 10:00,\"1\"x,7,1", .badCell), ("2021-02-20 10:00,1,7,1,9", .surplusFields),
        ("2021-02-20 10:00,0x10,7,1", .notANumber), ("2021-02-20 10:00,1.2.3,7,1", .notANumber),
    ])
    func `a bad row is refused with its place and the next one is read`(row: String, reason: ImportReport.Reason) throws
    {
        let file = try parse(header + row + "\n2021-02-20 11:00,1,7,1\n", with: "muenster-aasee")
        #expect(file.rejection(reason)?.first.line == 2)
        #expect(file.listed("wassertemperatur").last == "2021-02-20T10:00+0=1")
    }

    @Test func `a row may end early`() throws {
        let file = try parse(header + "2021-02-20 10:00,1\n", with: "muenster-aasee")
        #expect(file.series.map(\.key) == ["wassertemperatur"])
        #expect(file.report.empty == 2)
    }
}
