// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// More kinds of files that publishers have, imitated with invented names and values.
@Suite struct FurtherPublisherTests {
    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func names(_ decision: Proposal.Decision?) -> [String] {
        (decision?.value.array ?? []).compactMap { $0["column"]?.string ?? $0.string }
    }

    // MARK: What says nothing of its own

    @Test func `the number of a row is no station, the year of its time no value, the height of a tube neither`() throws
    {
        let rows = (1...12).flatMap { month in
            ["0701", "1702"].enumerated().map { index, well in
                "\(5000 + month * 7 + index);\(well);2025-\(Self.two(month))-14;\(month),\(index)5;3\(index),\(month)1;4\(index),25;2025\n"
            }
        }
        let text = "sl_nr;messstelle_id;datum_messung;abstich_m;wasserstd_m;gok_m;jahr_w\n" + rows.joined()
        let found = try Proposed.proposal(text)
        #expect(names(found["keys"]) == ["messstelle_id"] && names(found["values"]) == ["abstich_m", "wasserstd_m"])
        #expect(found["values"]?.value.array?.map { $0["unit"]?.string } == ["m", "m"])
        #expect(found["interval"]?.value == "P1M")
        let file = try Proposed.read(text)
        #expect(file.series.map(\.station.id) == ["0701", "0701", "1702", "1702"] && file.report.rejections.isEmpty)
    }

    @Test(arguments: [("monat", ["wert"]), ("wochentag_nr", ["wert"]), ("menge", ["menge", "wert"])])
    func `parts of the time are known by their numbers`(name: String, values: [String]) throws {
        let calendar = try #require(ZonedCalendar(identifier: "UTC"))
        let rows = (0..<100).map { day -> String in
            let instant = Instant(seconds: 1_767_225_600 + Int64(day) * 86_400)
            let fields = calendar.fields(of: instant)
            let number = ["monat": fields.month, "wochentag_nr": fields.weekday][name] ?? day * day % 23
            return "\(instant.iso8601.prefix(10)),\(number),\(day % 5).5\n"
        }
        // numbers that are no part of it stay what they are
        #expect(names(try Proposed.proposal("tag,\(name),wert\n" + rows.joined())["values"]) == values)
    }

    @Test func `features of one station, each with a number of its own, are its series`() throws {
        let features = (1...9).map { day in
            #"{"type":"Feature","id":\#(400 + day * 3),"geometry":{"type":"Point","coordinates":[7.6,51.9]},"properties":{"messstellennummer":31,"gok":25.5,"filteroberkante":13.0,"wasserstand_mnhn":\#(day).25,"tag":"2026-07-0\#(day)"}}"#
        }
        let text = #"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#
        let found = try Proposed.proposal(text, name: "x.json")
        #expect(found["kind"]?.value == "series" && found["interval"]?.value == "P1D")
        #expect(names(found["keys"]) == ["properties/messstellennummer"])
        #expect(names(found["values"]) == ["properties/wasserstand_mnhn"])
        #expect(try Proposed.read(text, name: "x.json").series.map(\.values.count) == [9])
    }

    @Test func `zeros of a form and a tendency in XML, and attributes beside texts`() throws {
        let places = (1...5).map { number in
            "<parkhaus klasse=\"\(number % 3)\"><lfdnr>\(number)</lfdnr><bezeichnung>Ort \(number)</bezeichnung><gesamt>\(number * 100)</gesamt><frei>0\(number)\(number * 3 % 10)</frei><status>\(number % 2)</status><zeitstempel>10.05.2026 18:07</zeitstempel><tendenz>\(number % 3 + 1)</tendenz></parkhaus>"
        }
        let text = "<?xml version=\"1.0\"?><parkhaeuser>\(places.joined())</parkhaeuser>"
        let found = try Proposed.proposal(text, name: "x.xml")
        #expect(names(found["keys"]) == ["bezeichnung"] && names(found["values"]) == ["gesamt", "frei"])
        #expect(Set(names(found["status"])) == ["status", "tendenz"] && found["zone"]?.certainty == .asked)
        let file = try Proposed.read(text, name: "x.xml")
        #expect(file.series.count == 10 && file.report.rejections.isEmpty)
        #expect(file.series.first { $0.station.id == "Ort 2" }?.values.isEmpty == false)
    }

    @Test func `a kind that changes is no station, and parts of one day's times are no values`() throws {
        let rows = (0..<288).map { index in
            let (hour, minute) = (index / 12, index % 12 * 5)
            return
                "2023-01-01 \(Self.two(hour)):\(Self.two(minute)):00-07:00,2023,1,1,\(hour),\(minute),\(index % 7),\(index % 9).5\n"
        }
        let found = try Proposed.proposal(",Year,Month,Day,Hour,Minute,Cloud Type,GHI\n" + rows.joined())
        #expect(names(found["values"]) == ["GHI"] && names(found["keys"]) == [])
    }

    @Test func `which way a train went tells its rows apart, where the wind came from does not`() throws {
        let rows = (0..<60).map {
            "2026-05-16T\(Self.two($0 / 3)):\(Self.two($0 * 7 % 60)):00+02:00,\($0 % 2 == 0 ? "Nord" : "Süd"),\($0 % 5).25\n"
        }
        let found = try Proposed.proposal("timestamp,direction,delay\n" + rows.joined())
        #expect(found["parameters"]?.value["columns"] == ["direction"] && names(found["values"]) == ["delay"])
        let wind = try Proposed.proposal("timestamp,Windrichtung,wert\n" + rows.joined())
        #expect(wind["parameters"] == nil)
    }

    @Test func `years as names of columns over rows that are numbers but for their first cell`() throws {
        let header = "tas," + (1981...2020).map { "\($0)" }.joined(separator: ",") + "\n"
        let rows = (1...8).map { row in
            "Modell_\(row)," + (1981...2020).map { "\($0 % 7).\(row)25" }.joined(separator: ",") + "\n"
        }
        let found = try Proposed.proposal(header + rows.joined())
        #expect(found["unpivot"]?.value["columns"]?.array?.count == 40 && found["interval"]?.value == "P1Y")
    }

    // MARK: Before the table

    @Test func `a byte mark that became letters, and a title, are before the names`() throws {
        let rows = (1...28).map { "\(Self.two($0)).02.2025;\"2\($0 % 10),\($0)\"\r\n" }.joined()
        let text = "\u{FEFF}ï»¿;\"Mengendaten\"\r\n\"Zeitpunkt\";\"Wasserstand [mNHN]\"\r\n" + rows
        let found = try Proposed.proposal(text)
        #expect(found["headerLines"]?.value == [2] && found["leadLines"]?.value == [1, 1])
        #expect(found["time"]?.value["columns"] == ["Zeitpunkt"] && names(found["values"]) == ["Wasserstand [mNHN]"])
        #expect(found["values"]?.value.array?.first?["unit"] == "mNHN")
        let file = try Proposed.read(text)
        #expect(file.series.map(\.values.count) == [28] && file.report.rejections.isEmpty)
    }

    @Test func `the signs of statistics are no values`() throws {
        let rows = (0..<20).flatMap { year in
            ["Au", "Berg", "Tal"].map { "\(2000 + year);\($0);\($0 == "Au" ? "( )" : "\(year * 3 + 7)");…\n" }
        }
        let text = "Jahr;Gemeinde;Fälle;Fläche_in_m2\n" + rows.joined()
        let found = try Proposed.proposal(text.replacing("Tal;7;…", with: "Tal;7;1250"))
        #expect(names(found["keys"]) == ["Gemeinde"] && names(found["values"]) == ["Fälle", "Fläche_in_m2"])
        #expect(found["missing"]?.value == ["( )", "…"] && found["missing"]?.certainty == .sure)
        #expect(found["values"]?.value.array?.last?["unit"] == "m2" && found["interval"]?.value == "P1Y")
    }

    @Test func `days as names of columns below lines of a title, the first columns without one`() throws {
        let rows = (1...40).map { place in
            "09\(Self.two(place));\(place % 7 == 0 ? "  " : "    ")Ort \(place);\(place * 31);\(place == 5 ? "-" : "\(place * 33)");\(place * 35)\r\n"
        }
        let text =
            "Tabelle: 12\r\nBevölkerung: Gemeinden;;;;\r\nBevölkerung (Anzahl);;;;\r\n;;31.12.2014;31.12.2015;31.12.2016\r\n"
            + rows.joined() + "# (C) 2018 Amt\r\n# Stand: 10.01.2018\r\n"
        let found = try Proposed.proposal(text)
        #expect(found["headerLines"]?.value == [4] && found["leadLines"]?.value == [1, 3])
        #expect(found["unpivot"]?.value["columns"]?.array?.count == 3 && found["missing"]?.value == ["-"])
        let file = try Proposed.read(text)
        #expect(file.series.count == 40 && file.series.map(\.values.count).reduce(0, +) == 119)
        #expect(file.series.first?.station.id == "0901")
    }

    @Test func `quarters in words beside a year, both without a name`() throws {
        let rows = (2001...2006).flatMap { year in (1...4).map { "\(year),Quarter \($0),\(year * $0).0\n" } }
        let found = try Proposed.proposal(",,Births\n" + rows.joined())
        #expect(found["headerLines"]?.value == [1] && found["interval"]?.value == "P3M")
        #expect(names(found["values"]) == ["Births"] && names(found["keys"]) == [])
        let file = try Proposed.read(",,Births\n" + rows.joined())
        #expect(file.series.map(\.values.count) == [24] && file.report.rejections.isEmpty)
    }

    @Test func `comments before a table of which the last are its names`() throws {
        let text =
            (1...30).map { "# Note \($0): a; b\n" }.joined() + "# Time;GHI;BHI\n"
            + (1...6).map { "2020-01-0\($0)T00:00:00.0;\($0).5;\($0).25\n" }.joined()
        let found = try Proposed.proposal(text)
        #expect(found["separator"]?.value == ";" && found["headerLines"]?.value == [31])
        #expect(names(found["values"]) == ["GHI", "BHI"] && found["interval"]?.value == "P1D")
    }

    // MARK: Times

    @Test func `hours in four digits are read, and the last is the end of its day`() throws {
        let rows = (1...9).flatMap { day in (1...24).map { "2022-01-0\(day);\($0)00;\($0 % 5)\n" } }
        let found = try Proposed.proposal("Datum;HHMM;Anzahl\n" + rows.joined())
        #expect(found["time"]?.value["form"] == "yyyy-MM-dd Hmm" && found["zone"]?.certainty != .sure)
        #expect(found["interval"]?.value == "PT1H" && found["stamp"]?.value == "end")
    }

    @Test func `days and times of day with a colon between them`() throws {
        let rows = (0..<48).map { "2016010\($0 / 24 + 1):\(Self.two($0 % 24))10,\($0).5\n" }.joined()
        let text = "Latitude (decimal degrees):\t51.900\nLongitude (decimal degrees):\t7.600\n\ntime,T2m\n" + rows
        let found = try Proposed.proposal(text)
        #expect(found["time"]?.value["form"] == "yyyyMMdd:HHmm" && found["interval"]?.value == "PT1H")
        #expect(found["zone"]?.certainty == .asked && found["stamp"]?.certainty == .asked)
        #expect(found["place"]?.value == ["x": 7.6, "y": 51.9])
        #expect(try Proposed.read(text).series.map(\.values.count) == [48])
    }

    @Test func `instants in UTC beside the clock on the wall: its midnights count`() throws {
        let rows = (0..<48).map { hour in
            let instant = Instant(seconds: 1_767_225_600 + Int64(hour) * 3600).iso8601.prefix(16)
            let wall = Instant(seconds: 1_767_225_600 + Int64(hour + 1) * 3600).iso8601
            let day = wall.prefix(10).split(separator: "-").reversed().joined(separator: ".")
            return "\(instant):00+00:00;\(day) \(wall.dropFirst(11).prefix(5));\(hour % 7).5\n"
        }
        let found = try Proposed.proposal("Datum/Zeit;timestamp_text;O3 [µg/m³]\n" + rows.joined())
        #expect(found["zone"]?.value == "in the cell" && found["time"]?.value["same"] == ["timestamp_text"])
        #expect(found["stamp"]?.value == "end" && found["stamp"]?.certainty == .likely)
    }

    // MARK: JSON

    @Test func `days whose members are the hours`() throws {
        let days = (1...31).map { day in
            let hours = (0..<24).map { $0 == day % 24 ? "-999" : "\(day + $0)" }
            return "\"202601\(Self.two(day))\":[\(hours.joined(separator: ","))]"
        }
        let text = "{\(days.joined(separator: ","))}"
        let found = try Proposed.proposal(text, name: "x.json")
        #expect(found["kind"]?.value == "series" && found["interval"]?.value == "PT1H")
        #expect(found["missing"]?.value == ["-999"] && found["zone"]?.certainty == .asked)
        let file = try Proposed.read(text, name: "x.json")
        #expect(file.series.map(\.values.count) == [31 * 23] && file.report.rejections.isEmpty)
        #expect(file.series.first?.values.first == 1)
    }

    @Test func `times in one list and the values of each parameter far below`() throws {
        let parameters = [
            ("TT", "air temperature", "°C"), ("RH", "relative humidity", "%"), ("WR", "precipitation", "mm"),
        ]
        .map { code, name, unit in
            #""\#(code)":{"name":"\#(name)","unit":"\#(unit)","data":[1.5,\#(code == "RH" ? "null" : "2.5"),3.5]}"#
        }
        let feature =
            #"{"type":"Feature","geometry":{"type":"Point","coordinates":[16.4,48.2]},"properties":{"parameters":{\#(parameters.joined(separator: ","))}}}"#
        let text =
            #"{"type":"FeatureCollection","version":"v1","timestamps":["2026-07-15T13:00+00:00","2026-07-15T14:00+00:00","2026-07-15T15:00+00:00"],"features":[\#(feature)]}"#
        let found = try Proposed.proposal(text, name: "x.json")
        #expect(found["kind"]?.value == "series" && found["zone"]?.value == "in the cell")
        #expect(names(found["values"]) == ["data"] && names(found["keys"]) == [])
        #expect(
            found["parameters"]?.value["found"]?.array?.compactMap { $0["unit"]?.string } == ["°C", "%", "mm"])
        let file = try Proposed.read(text, name: "x.json")
        #expect(file.series.map(\.values) == [[1.5, 2.5, 3.5], [1.5, 3.5], [1.5, 2.5, 3.5]])
        #expect(file.places.values.first?.longitude == 16.4)
    }

    @Test func `pairs of an instant and a value in lists with a name in several languages`() throws {
        let lists = [("Wind", "Wind power"), ("Sonne", "Solar")].map { german, english in
            let pairs = (0..<30).map { "[\(1_262_300_400_000 + $0 * 3_600_000),\($0).5]" }.joined(separator: ",")
            return #"{"key":[{"de":"\#(german)","en":"\#(english)"}],"date":1517407390000,"values":[\#(pairs)]}"#
        }
        let text = "[\(lists.joined(separator: ","))]"
        let found = try Proposed.proposal(text, name: "x.json")
        #expect(found["time"]?.value["columns"] == ["0"] && found["interval"]?.value == "PT1H")
        #expect(names(found["values"]) == ["1"])
        #expect(try Proposed.read(text, name: "x.json").series.map(\.values.count) == [30, 30])
    }

    @Test func `a time around the records is no end of theirs`() throws {
        let states = (1...5).map {
            "<state><ref id=\"\($0)\"/><free>\($0 * 11)</free><time>2018-05-10T18:08:00+02:00</time></state>"
        }
        let text = "<m><published>2018-05-10T18:09:00+02:00</published><all>\(states.joined())</all></m>"
        let found = try Proposed.proposal(text, name: "x.xml")
        #expect(found["time"]?.value["end"] == nil && found["stamp"]?.value == "instant")
    }

    // MARK: Places

    @Test(arguments: [
        ("2963.5", "341010.2", [31254, 31255, 31256]), ("62554", "48316", [31287]),
        ("405185", "5756370", [25832, 25833, 31467, 31468]),
    ])
    func `metres that lie in Austria are asked about with its systems`(x: String, y: String, choices: [Int]) throws {
        let rows = (1...9).map { "Z\($0);Weg \($0);\(x)\($0);\(y)\($0)\n" }.joined()
        let found = try Proposed.proposal("name;strasse;x;y\n" + rows)
        let asked = try #require(found.questions.first { $0.about == "epsg" })
        #expect(asked.choices.compactMap(\.integer) == choices.map { Int64($0) })
    }
}
