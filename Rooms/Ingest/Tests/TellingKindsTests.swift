// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// Kinds of files whose first look deceives: what is not sure is asked, and what is sure is right.
@Suite struct TellingKindsTests {
    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func names(_ found: Proposal, _ decision: String) -> [String] {
        (found[decision]?.value.array ?? []).compactMap { $0["column"]?.string ?? $0.string }
    }

    /// Hours from midnight of 1 June 2025.
    private static func hours(_ count: Int, _ cells: (Int, String) -> String) -> String {
        (0..<count).map { cells($0, "\(two($0 / 24 + 1)).06.2025 \(two($0 % 24)):00") + "\n" }.joined()
    }

    // MARK: Words

    @Test(arguments: [
        ("Messzeitpunkt", "zeit", true), ("Güterstrasse", "güte", false), ("Messgüte", "güte", true),
        ("Güteklasse", "güte", true), ("Harbour", "hour", false), ("HourUTC", "hour", true),
        ("Zeitzer Straße", "zeit", false), ("Jahrhunderthalle", "jahr", false), ("Berichtsjahr", "jahr", true),
        ("Jahresstunden", "stunde", true), ("Gästehaus", "gäste", false), ("Tagesgäste", "gäste", true),
        ("Besucherzentrum", "besucher", false), ("Besucherzahl", "besucher", true), ("Centimeter", "time", false),
        ("obstime", "time", true), ("starttimeutc", "time", true), ("Country", "count", false),
        ("valid_count", "count", true), ("Flaggenplatz", "flag", false), ("geprüft", "prüf", true),
        ("Messdaten", "date", false), ("last_update", "date", true), ("MessDatum", "datum", true),
        ("Gesamtniederschlagsmenge", "niederschlag", true), ("Wasserstandsmittel", "wasserstand", true),
        ("Energiegesamt", "energie", true),
    ])
    func `a word within another is another word`(name: String, word: String, holds: Bool) {
        #expect(NameWords(name).holds(word) == holds)
    }

    @Test func `a street is no quality, no time and no quantity`() throws {
        let streets = ["Güterstrasse", "Zeitzer Straße", "Gästehausweg", "Jahrmarktplatz"]
        let text =
            "Zeit;" + streets.joined(separator: ";") + "\n"
            + Self.hours(48) { hour, time in
                time + ";" + streets.indices.map { "\((hour + $0) % 4 + $0)" }.joined(separator: ";")
            }
        let found = try Proposed.proposal(text, name: "verkehr.csv")
        #expect(names(found, "values") == streets && names(found, "status").isEmpty)
        #expect(found["time"]?.value["columns"] == ["Zeit"])
        #expect(found["values"]?.value.array?.allSatisfy { $0["property"] == nil } == true)
    }

    // MARK: Rows that are counted

    @Test(arguments: ["Nr", "Lfd. Nr.", "#", "ID", "Pos.", "Zeile", "Datensatz-Nr."])
    func `the number of a row is no station`(name: String) throws {
        for count in [4, 60] {
            let plain = "\(name);Zeit;Pegel [cm]\n" + Self.hours(count) { "\($0 + 1);\($1);\($0 % 7),5" }
            #expect(names(try Proposed.proposal(plain), "keys").isEmpty, "\(count) rows")
        }
        // newest first, with gaps, of two stations and two quantities, and anew each day
        let falling = (0..<48).reversed().map {
            "\($0 + 1);\(Self.two($0 / 24 + 1)).06.2025 \(Self.two($0 % 24)):00;\($0),5\n"
        }
        #expect(names(try Proposed.proposal("\(name);Zeit;Pegel [cm]\n" + falling.joined()), "keys").isEmpty)
        let gaps = (0..<60).filter { $0 % 11 != 5 }.map {
            "\($0 + 1);\(Self.two($0 / 24 + 1)).06.2025 \(Self.two($0 % 24)):00;\($0),5\n"
        }
        #expect(names(try Proposed.proposal("\(name);Zeit;Pegel [cm]\n" + gaps.joined()), "keys").isEmpty)
        var number = 0
        let long = Self.hours(12) { hour, time in
            ["A;Temperatur", "A;Feuchte", "B;Temperatur", "B;Feuchte"].map { own in
                number += 1
                return "\(number);\(time);\(own);\(hour + number % 5),5"
            }.joined(separator: "\n")
        }
        #expect(
            names(try Proposed.proposal("\(name);Zeit;Messstelle;Parameter;Wert\n" + long), "keys") == ["Messstelle"])
        let daily = "\(name);Zeit;Pegel [cm]\n" + Self.hours(72) { "\($0 % 24 + 1);\($1);\($0 % 7),5" }
        #expect(names(try Proposed.proposal(daily), "keys").isEmpty)
    }

    @Test func `stations that are numbered stay stations`() throws {
        let sorted = (1...4).flatMap { place in
            (0..<24).map { "\(place);01.06.2025 \(Self.two($0)):00;\($0 * place)\n" }
        }
        #expect(names(try Proposed.proposal("Nr;Zeit;Kfz\n" + sorted.joined()), "keys") == ["Nr"])
        let turns = Self.hours(24) { hour, time in (1...4).map { "\($0);\(time);\(hour * $0)" }.joined(separator: "\n")
        }
        #expect(names(try Proposed.proposal("Nr;Zeit;Kfz\n" + turns), "keys") == ["Nr"])
        let snapshot = (1...12).map { "\($0);Parkhaus \($0);01.06.2025 12:00;\($0 * 7)\n" }
        #expect(!names(try Proposed.proposal("Nr;Name;Zeit;frei\n" + snapshot.joined()), "keys").isEmpty)
    }

    // MARK: Missing values

    @Test(arguments: ["#-1", "n/a", "k.A.", "-", "*", "Ausfall", "kein Messwert", "Err5", "x"])
    func `a mark of missing values hides no column`(mark: String) throws {
        for share in [2, 3, 10] {
            let rows = Self.hours(60) { hour, time in
                "\(time);\(hour % share == 0 ? mark : "\(hour),5");\(hour % 7 == 3 ? mark : "\(100 + hour)")"
            }
            let found = try Proposed.proposal("Zeit;Pegel [cm];Abfluss [m³/s]\n" + rows)
            #expect(names(found, "values") == ["Pegel [cm]", "Abfluss [m³/s]"], "each \(share).")
            #expect(found["missing"]?.value == [.string(mark)] && found["headerLines"]?.value == [1])
            let isKnown = !["Ausfall", "kein Messwert", "Err5", "x"].contains(mark)
            #expect(found["missing"]?.certainty == (isKnown ? .sure : .asked))
        }
    }

    @Test func `numbers of houses, codes and words for states are no values`() throws {
        let rows = Self.hours(60) { hour, time in
            "\(time);\(hour % 5 + 1)\(hour % 4 == 0 ? "a" : "");\(["1", "2", "beide"][hour % 3]);\(hour),5"
        }
        #expect(names(try Proposed.proposal("Zeit;Hausnummer;Spur;Pegel [cm]\n" + rows), "values") == ["Pegel [cm]"])
    }

    // MARK: What stands beside values

    @Test(arguments: [
        "Abweichung", "Trend", "Differenz zum Vorjahr", "flag", "Anzahl Messwerte", "n_samples", "Rang", "std_dev",
    ])
    func `what says something of a value is not taken, and asked about`(name: String) throws {
        let rows = Self.hours(60) { "\($1);\(200 + $0 % 17),5;\($0 * 7 % 61),25" }
        let found = try Proposed.proposal("Zeit;Pegel [cm];\(name)\n" + rows)
        #expect(names(found, "values") == ["Pegel [cm]"])
        #expect(found["leftOut"]?.value == [.string(name)] && found["leftOut"]?.certainty == .asked)
        #expect(found.questions.contains { $0.about == "leftOut" && $0.german.contains("„\(name)“") })
        #expect(found.mapping["series"]?.array?.count == 1)
        // alone it is what the file is for
        let alone = try Proposed.proposal("Zeit;\(name)\n" + Self.hours(60) { "\($1);\($0 * 7 % 61),25" })
        #expect(alone["leftOut"] == nil)
    }

    // MARK: Features

    @Test func `features of places that come again are series, once each they are asked about`() throws {
        func feature(_ place: Int, _ time: String, _ shape: String, _ value: Int) -> String {
            #"{"type":"Feature","id":"f\#(place)-\#(time)","geometry":\#(shape),"properties":{"messstelle":"M\#(place)","datum":"\#(time)","pegel":\#(value).5}}"#
        }
        func text(_ features: [String]) -> String {
            #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",") + "]}"
        }
        func point(_ place: Int) -> String { #"{"type":"Point","coordinates":[7.\#(600 + place),51.\#(900 + place)]}"# }
        let line = #"{"type":"LineString","coordinates":[[7.6,51.9],[7.7,51.9]]}"#
        let days = (1...12).map { "2025-06-\(Self.two($0))" }
        for shape in [point, { _ in line }] {
            let again = (1...5).flatMap { place in days.map { feature(place, $0, shape(place), place * 3) } }
            let found = try Proposed.proposal(text(again), name: "x.geojson")
            #expect(found["kind"]?.value == "series" && found["interval"]?.value == "P1D")
            #expect(names(found, "keys").contains("properties/messstelle"))
        }
        let once = (1...12).map { feature($0, days[$0 - 1], point($0), $0 * 3) }
        let asked = try Proposed.proposal(text(once), name: "x.geojson")
        #expect(asked["kind"]?.certainty == .asked && asked.questions.contains { $0.about == "kind" })
    }

    @Test func `measurements within a feature keep their station`() throws {
        let features = (1...3).map { place in
            let list = (0..<9).map { #"{"time":"2025-06-01T0\#($0):00:00Z","value":\#($0 * place).5}"# }
            return
                #"{"type":"Feature","geometry":{"type":"Point","coordinates":[7.\#(600 + place),51.9]},"properties":{"id":"M\#(place)","measurements":[\#(list.joined(separator: ","))]}}"#
        }
        let text = #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",") + "]}"
        let found = try Proposed.proposal(text, name: "x.geojson")
        #expect(found["kind"]?.value == "series" && names(found, "values") == ["value"])
        #expect(try Proposed.read(text, name: "x.geojson").series.map(\.station.id) == ["M1", "M2", "M3"])
    }

    // MARK: Lengths

    @Test func `weeks and months in one file are asked about`() throws {
        // Mondays of 2024 and the first of its months
        let weeks = (0..<52).map { String(Instant(seconds: 1_704_067_200 + Int64($0) * 604_800).iso8601.prefix(10)) }
        let months = (1...12).map { "2024-\(Self.two($0))-01" }
        let rows =
            weeks.enumerated().map { "\($1);Woche;\($0).5\n" } + months.enumerated().map { "\($1);Monat;\($0 * 4).5\n" }
        for (name, words) in [("Typ", ("Woche", "Monat")), ("Zeitraum", ("week", "month"))] {
            let text =
                "Datum;\(name);Fälle\n"
                + rows.joined().replacing("Woche", with: words.0).replacing("Monat", with: words.1)
            let found = try Proposed.proposal(text)
            #expect(found["interval"]?.certainty == .asked, "\(name)")
            #expect(found.questions.first { $0.about == "interval" }?.choices.contains("P1M") == true)
            #expect(JSONValue.object(found.written)["time"]?["interval"] == "?")
        }
        // first by the hour, then by the quarter
        let change =
            (0..<48).map { "2025-06-0\($0 / 24 + 1) \(Self.two($0 % 24)):00;\($0)\n" }
            + (0..<96).map { "2025-06-03 \(Self.two($0 / 4)):\(Self.two($0 % 4 * 15));\($0)\n" }
        #expect(try Proposed.proposal("Zeit;Pegel [cm]\n" + change.joined())["interval"]?.certainty == .asked)
        // gaps are none
        let gaps = (0..<96).filter { $0 % 17 > 2 }.map { "2025-06-0\($0 / 24 + 1) \(Self.two($0 % 24)):00;\($0)\n" }
        #expect(try Proposed.proposal("Zeit;Pegel [cm]\n" + gaps.joined())["interval"]?.certainty != .asked)
    }

    // MARK: Stations as columns

    @Test func `columns named after places are stations, others are asked about or are quantities`() throws {
        func table(_ names: [String]) -> String {
            "Zeit;" + names.joined(separator: ";") + "\n"
                + Self.hours(48) { hour, time in
                    time + ";" + names.indices.map { "\(100 * ($0 + 1) + hour)" }.joined(separator: ";")
                }
        }
        let places = ["Bahnhofstraße", "Hafenweg", "Domplatz", "Promenade"]
        let found = try Proposed.proposal(table(places))
        #expect(found["layout"]?.value == "wide by station" && found["unpivot"]?.certainty == .likely)
        #expect(found.mapping["station"]?["from"] == [["column": "Messstelle"]])
        #expect(
            found.questions.contains { $0.about == "property" } && !found.questions.contains { $0.about == "stations" })
        let file = try Proposed.read(table(places).replacing("\n", with: "\r\n"))
        #expect(
            file.series.map(\.station.id).sorted() == places.sorted()
                && file.series.map(\.values.count) == [48, 48, 48, 48])
        let units = try Proposed.proposal(table(places.map { $0 + " [m³/s]" }))
        #expect(units.mapping["series"]?.array?.first?["unit"]?["symbol"] == "m³/s")
        let asked = try Proposed.proposal(table(["Neutor", "Hammer", "Kanal West"]))
        #expect(asked["stations"]?.certainty == .asked && asked.questions.contains { $0.about == "stations" })
        for others in [["Temperatur", "Feuchte", "Luftdruck"], ["Hin", "Zurück"], ["Wert 1", "Wert 2", "Wert 3"]] {
            let own = try Proposed.proposal(table(others))
            #expect(own["unpivot"] == nil && own["stations"] == nil, "\(others)")
        }
    }

    // MARK: Heads and feet

    @Test func `a head far down, of merged and empty cells`() throws {
        let lead = [
            "Stadtwerke Beispielhausen;;;", ";;;", "Lastgang Rathaus;;;", "Zählpunkt;DE0001;;", ";;;", ";Zeitraum;;",
            ";;;", "",
        ]
        let rows = (0..<48).map { index in
            "01.06.2025 \(Self.two(index / 2)):\(index % 2 * 3)0;01.06.2025 \(Self.two((index + 1) / 2 % 24)):\((index + 1) % 2 * 3)0;\(index),25;W\n"
        }
        let found = try Proposed.proposal(
            lead.joined(separator: "\n") + "\nvon;bis;Wert [kWh];Status\n" + rows.prefix(47).joined())
        #expect(found["headerLines"]?.value == [9] && found["leadLines"]?.value == [1, 8])
        #expect(names(found, "values") == ["Wert [kWh]"] && names(found, "status") == ["Status"])
        #expect(found["time"]?.value["columns"] == ["von"] && found["interval"]?.value == "PT30M")
    }

    @Test func `legends and notes below the table are listed, and no rows`() throws {
        let rows = (1...28).map { "\(Self.two($0)).06.2025;\($0 * 3),5;\($0)\n" }
        let notes = [
            "", "Legende:", "1) vorläufige Werte; noch nicht geprüft", "2) Ausfall; Gerät gestört; ersetzt",
            "* geschätzt", "Quelle: Amt für Umwelt; Stand 2025; ohne Gewähr",
        ]
        let text = "Datum;Pegel [cm];Abfluss [m³/s]\n" + rows.joined() + notes.joined(separator: "\n") + "\n"
        let found = try Proposed.proposal(text)
        #expect(found["footers"]?.value.array?.count == 5 && found["time"]?.certainty == .sure)
        let file = try Proposed.read(text)
        #expect(file.report.rejections.isEmpty && file.series.map(\.values.count) == [28, 28])
        let narrow = "Datum;Pegel [cm]\n" + (1...28).map { "\(Self.two($0)).06.2025;\($0 * 3),5\n" }.joined()
        let short = try Proposed.read(narrow + "\nQuelle: Amt\nStand: Juli\n")
        #expect(short.report.rejections.isEmpty && short.series.map(\.values.count) == [28])
    }

    // MARK: Clock changes

    /// A night of October in which `twice` of 16 stations have their hour two times.
    private static func october(_ twice: Int) -> String {
        (1...16).flatMap { place in
            [(0, 0), (1, 1), (2, 2)].map { "P\(place);26.10.2025 \(two($0.0)):00;\($0.1 * place)\n" }
                + (place <= twice ? ["P\(place);26.10.2025 02:00;\(place + 7)\n"] : [])
                + (3..<24).map { "P\(place);26.10.2025 \(two($0)):00;\($0 * place)\n" }
        }.joined()
    }

    @Test func `the clock is decided once, by what most stations show`() throws {
        let head = "Zählstelle;Zeit;Kfz\n"
        let most = try Proposed.proposal(head + Self.october(15))
        #expect(most["zone"]?.value == "Europe/Berlin" && most["zone"]?.certainty == .sure)
        #expect(most["clockChange"]?.german.contains("bei 15 von 16 Messstellen") == true)
        let half = try Proposed.proposal(head + Self.october(9))
        #expect(half["zone"]?.certainty == .asked)
        // one row that was written twice shows nothing
        let one = try Proposed.proposal(head + Self.october(1))
        #expect(one["zone"]?.certainty == .asked && one["clockChange"]?.value != "twice")
    }

    // MARK: Publishers

    @Test func `buildings are stations also where each names its unit, a street is no quantity`() throws {
        let names = ["Rathaus", "Grundschule Nord", "Hallenbad", "Feuerwehr"]
        let rows = (1...28).map { day in
            "\(Self.two(day)).02.2025;" + (1...4).map { "\(day * $0 * 10)" }.joined(separator: ";") + "\n"
        }
        let found = try Proposed.proposal(
            "Datum;" + names.map { $0 + " (kWh)" }.joined(separator: ";") + "\n" + rows.joined())
        #expect(found["layout"]?.value == "wide by station")
        #expect(found.mapping["series"]?.array?.map { $0["unit"]?["symbol"]?.string } == ["kWh"])
        let ways = (1...28).map { "\(Self.two($0)).02.2025;\($0 * 3);\($0);\($0 * 2)\n" }
        let street = try Proposed.proposal("Datum;Güterstrasse;Güterstrasse IN;Güterstrasse OUT\n" + ways.joined())
        #expect(street["unpivot"] == nil && street.questions.contains { $0.about == "property" })
    }

    @Test func `pairs with colons above are no head, signs of comparison no missing values, metres are places`() throws
    {
        let lead = "Netzbetreiber:;Stadtwerke;\nSpannungsebene:;Mittelspannung;\nZeitraum:;2024;\n\n"
        let load = Self.hours(48) { hour, time in time.replacing(" ", with: ";") + ";\(hour),25" }
        let found = try Proposed.proposal(lead + "Datum;Uhrzeit;Leistung [kW]\n" + load)
        #expect(found["headerLines"]?.value == [5] && names(found, "values") == ["Leistung [kW]"])
        let laboratory = Self.hours(48) { hour, time in "\(time);\(hour % 5 == 0 ? "<" : "");\(hour),5" }
        let compared = try Proposed.proposal("Zeit;Vorzeichen;Nitrat [mg/l]\n" + laboratory)
        #expect(compared["missing"]?.value == [""] || compared["missing"]?.value == [])
        #expect(names(compared, "status") == ["Vorzeichen"])
        let places = Self.hours(48) { hour, time in "\(time);\(hour);2682278;1248324" }
        let placed = try Proposed.proposal("Zeit;Velo;OST;NORD\n" + places)
        #expect(placed["place"]?.value == ["x": "OST", "y": "NORD"] && names(placed, "values") == ["Velo"])
    }

    @Test func `a table without names below a line with its station: year to minute in columns of their own`() throws {
        let rows = (0..<300).map { minute in
            " 2024   1  1  1 \(Self.two(minute / 60)) \(Self.two(minute % 60)) \(minute / 60).\(Self.two(minute % 60 * 100 / 60)) \(900 + minute).5 0 \(minute).25 0"
        }
        let text = " Musterfeld\n   51.05  7.37  213 m\n" + rows.joined(separator: "\n") + "\n"
        let found = try Proposed.proposal(text, name: "x.dat")
        #expect(found["kind"]?.value == "series" && found["interval"]?.value == "PT1M")
        #expect(
            found["time"]?.value["columns"] == ["1", "3", "4", "5", "6"] && found["time"]?.value["same"] == ["2", "7"])
        #expect(names(found, "values") == ["8", "10"] && names(found, "status") == ["9", "11"])
        let file = try Proposed.read(text, name: "x.dat")
        #expect(file.series.map(\.values.count) == [300, 300] && file.series.first?.station.id == "Musterfeld")
    }

    @Test func `values in lists of lists keep the station and the variable around them`() throws {
        func series(_ code: String, _ name: String, _ unit: String) -> String {
            let values = (0..<24).map {
                #"{"value":"\#($0 * 7)","qualifiers":["P"],"dateTime":"2025-06-01T\#(Self.two($0)):00:00.000+02:00"}"#
            }
            return
                #"{"sourceInfo":{"siteName":"Musterbach","siteCode":[{"value":"0164","network":"N"}],"geoLocation":{"geogLocation":{"srs":"EPSG:4326","latitude":51.9,"longitude":7.6},"localSiteXY":[]},"siteProperty":[{"value":"ST","name":"a"},{"value":"02","name":"b"}]},"variable":{"variableCode":[{"value":"\#(code)","network":"N"}],"variableName":"\#(name)","unit":{"unitCode":"\#(unit)"},"noDataValue":-999999.0},"values":[{"value":[\#(values.joined(separator: ","))],"method":[{"methodID":1}]}],"name":"x:\#(code)"}"#
        }
        let text =
            #"{"name":"response","value":{"queryInfo":{"note":[]},"timeSeries":["#
            + series("00060", "Streamflow", "m3/s") + ","
            + series("00065", "Water level", "cm") + "]}}"
        let found = try Proposed.proposal(text, name: "x.json")
        #expect(found["kind"]?.value == "series" && names(found, "values") == ["value"])
        let file = try Proposed.read(text, name: "x.json")
        #expect(file.series.map(\.values.count) == [24, 24])
        #expect(
            Set(file.series.map(\.station.id)) == ["0164"] && Set(file.series.map(\.station.name)) == ["Musterbach"])
    }

    // MARK: Long files

    @Test func `what only the end of a long file tells`() throws {
        // more than a megabyte in which no day is above the twelfth
        let rows = (0..<45_000).map { index in
            "\(Self.two(index % 12 + 1))/\(Self.two(index / 4000 % 12 + 1))/20\(10 + index / 20_000) 00:00,\(index % 97),ok-und-weiter\n"
        }
        let text = "Date,Flow,Note\n" + rows.joined()
        #expect(try Proposed.proposal(text)["time"]?.certainty == .asked)
        let decided = try Proposed.proposal(text + "25/12/2013 00:00,7,ok-und-weiter\n")
        #expect(decided["time"]?.certainty != .asked && decided["time"]?.value["form"] == "dd/MM/yyyy HH:mm")
        let decimals = try Proposed.proposal(text + "25/12/2013 00:00,7.25,ok-und-weiter\n")
        #expect(decimals["decimal"]?.value == ".")
        let marked = try Proposed.proposal(text + "25/12/2013 00:00,kaputt,ok-und-weiter\n")
        #expect(marked["missing"]?.certainty == .asked && marked["missing"]?.value == ["kaputt"])
        let noted = try Proposed.proposal(text + "Quelle: Amt\n")
        #expect(noted["footers"]?.value == ["Quelle"])
    }

    @Test func `a column that begins far below is not empty`() throws {
        let rows = (0..<45_000).map {
            "2024-01-01 \(Self.two($0 / 3600 % 24)):\(Self.two($0 / 60 % 60)):\(Self.two($0 % 60)),\($0 % 97),\($0 > 44_990 ? "5.5" : "")\n"
        }
        let found = try Proposed.proposal("Zeit,Pegel,Abfluss\n" + rows.joined())
        #expect(found["empty"] == nil && names(found, "values") == ["Pegel", "Abfluss"])
    }
}
