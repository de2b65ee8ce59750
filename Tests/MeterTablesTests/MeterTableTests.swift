// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import MeterTables
import Metering
import Randomness
import Testing
import Wire

@Suite("Tables of metering operators")
struct MeterTableTests {
    private static let berlin = ZonedCalendar(identifier: "Europe/Berlin") ?? .utc

    private func read(_ text: String) throws -> DeliveredFile {
        try DeliveredFile(Array(text.utf8), calendar: Self.berlin)
    }

    /// Spellings of the same two quarter hours: 1.25 kWh from 10:00 and 0.5 kWh from 10:15 on 1 October 2026.
    @Test(
        "the same values in many spellings",
        arguments: [
            "Marktlokation;von;bis;Wert [kWh];Status\n41373559241;01.10.2026 10:00;01.10.2026 10:15;1,25;W\n41373559241;01.10.2026 10:15;01.10.2026 10:30;0,500;W\n",
            "MaLo\tBeginn\tVerbrauch (kWh)\n41373559241\t2026-10-01T10:00+02:00\t1.25\n41373559241\t2026-10-01T08:15:00Z\t0.5\n",
            "\u{FEFF}malo-id,from,to,value,unit\n41373559241,2026-10-01 10:00,2026-10-01 10:15,1250,Wh\n41373559241,2026-10-01 10:15,2026-10-01 10:30,500,Wh\n",
            "Marktlokation;41373559241\nMessstellenbetreiber;Stadtwerk\n\nDatum;Uhrzeit von;Uhrzeit bis;Verbrauch in kWh\n01.10.2026;10:00;10:15;1,25\n01.10.2026;10:15;10:30;0,5\n",
            "bis;41373559241 [kW]\n01.10.2026 10:15;5,0\n01.10.2026 10:30;2,0\n",
            "Marktlokation;bis;Wert;Einheit\n41373559241;01.10.2026 10:15;0,00125;MWh\n41373559241;01.10.2026 10:30;0,0005;MWh\n",
            "Marktlokation;OBIS;von;Wert [kWh]\r\n41373559241;1-1:1.29.0;01.10.2026 10:00:00;1,25\r\n\"41373559241\";1-1:1.29.0;01.10.2026 10:15:00;\"0,5\"\r\n",
        ])
    func spellings(_ text: String) throws {
        let file = try read(text)
        let values = file.series.flatMap(\.values)
        #expect(file.unread.isEmpty && file.series.map(\.location) == ["41373559241"], "\(file.unread)")
        #expect(values.map(\.wattHours) == [1250, 500])
        #expect(values.map(\.start.iso8601) == ["2026-10-01T08:00:00.000Z", "2026-10-01T08:15:00.000Z"])
    }

    @Test(
        "the repeated hour by its order, by its marks, and by its distance from UTC",
        arguments: [
            ["02:00", "02:15", "02:30", "02:45", "02:00", "02:15", "02:30", "02:45"],
            ["2A:00", "2A:15", "2A:30", "2A:45", "2B:00", "2B:15", "2B:30", "2B:45"],
            [
                "02:00+02:00", "02:15+02:00", "02:30+02:00", "02:45+02:00", "02:00+01:00", "02:15+01:00",
                "02:30+01:00", "02:45+01:00",
            ],
        ])
    func repeatedHour(_ clocks: [String]) throws {
        let rows = clocks.enumerated().map { "41373559241;2026-10-25 \($1);\($0 + 1)\n" }.joined()
        let file = try read("Marktlokation;von;Wert [Wh]\n" + rows)
        let values = file.series.flatMap(\.values)
        #expect(file.unread.isEmpty && values.map(\.wattHours) == Array(1...8))
        for (value, next) in zip(values, values.dropFirst()) {
            #expect(next.start.microseconds - value.start.microseconds == MeteringDay.slotLength)
        }
    }

    @Test("whole days say themselves whether stamps are beginnings or ends", arguments: [0, 15])
    func ends(_ shift: Int) throws {
        let day = Instant(seconds: 1_790_805_600)  // 2026-10-01T00:00 in Berlin
        var rows = ""
        for slot in 0..<96 {
            let fields = Self.berlin.fields(
                of: Instant(microseconds: day.microseconds + Int64(slot * 15 + shift) * 60_000_000))
            rows += "41373559241;\(fields.day).\(fields.month).\(fields.year) \(fields.hour):\(fields.minute);\(slot)\n"
        }
        let file = try read("Marktlokation;Zeitstempel;Wert [Wh]\n" + rows)
        let values = file.series.flatMap(\.values)
        #expect(file.unread.isEmpty && values.count == 96)
        #expect(values.first?.start == day && values.map(\.wattHours) == Array(0..<96))
    }

    /// Each with words of its verdict and how many values are taken all the same.
    @Test(
        "what cannot be read for certain is refused where it stands",
        arguments: [
            ("Marktlokation;von;Wert [kWh]\n41373559241;01.10.2026 10:00;-1,0\n", "negativ", 2, 0),
            ("Marktlokation;von;Wert [kWh]\n41373559241;01.10.2026 10:07;1,0\n", "auf einer Viertelstunde", 2, 0),
            (
                "Marktlokation;von;bis;Wert [kWh]\n41373559241;01.10.2026 10:00;01.10.2026 11:00;1\n",
                "fünfzehn Minuten", 2, 0
            ),
            ("Marktlokation;von;Wert\n41373559241;01.10.2026 10:00;1,0\n", "Einheit", 2, 0),
            ("Marktlokation;Zeitstempel;Wert [Wh]\n41373559241;01.10.2026 10:00;1\n", "Anfang oder am Ende", 2, 0),
            ("Marktlokation;von;Wert [Wh];Status\n41373559241;01.10.2026 10:00;1;?!\n", "Status", 2, 0),
            ("Marktlokation;von;Wert [Wh]\n41373559241;01.10.2026 10:00;1.250\n", "Tausender", 2, 0),
            ("Marktlokation;von;Wert [Wh]\n41373559241;01.10.2026 10:00;viel\n", "keine Zahl", 2, 0),
            ("Marktlokation;von;Wert [Wh]\n41373559241;29.03.2026 02:15;1\n", "keine Viertelstunde", 2, 0),
            ("Marktlokation;von;Wert [Wh]\n41373559241;31.02.2026 02:15;1\n", "keine Viertelstunde", 2, 0),
            ("von;Wert [Wh]\n01.10.2026 10:00;1\n", "Marktlokation", 1, 0),
            ("Das ist;kein Lastgang\n1;2\n", "Spaltennamen", 0, 0),
            ("Marktlokation;OBIS;von;Wert [Wh]\n41373559241;1-1:32.7.0;01.10.2026 10:00;1\n", "weder Bezug", 2, 0),
            (
                "Marktlokation;von;Wert [Wh]\n41373559241;01.10.2026 10:00;1\n41373559241;01.10.2026 11:00;2\n41373559241;01.10.2026 12:00;3\n",
                "Stundenwerte", 0, 0
            ),
            (
                "Marktlokation;von;Wert [Wh]\n41373559241;01.10.2026 10:00;1\n41373559241;01.10.2026 10:00;2\n41373559241;01.10.2026 10:15;3\n",
                "Übernommen wird keiner", 3, 1
            ),
        ])
    func refusals(_ text: String, _ words: String, _ line: Int, _ taken: Int) throws {
        let file = try read(text)
        #expect(file.unread.count == 1 && file.unread.first?.line == line, "\(file.unread)")
        #expect(file.unread.first?.words.german.contains(words) == true, "\(file.unread)")
        #expect(file.series.flatMap(\.values).count { $0.state != .missing } == taken)
    }

    @Test("gaps are no noughts, and the same value twice counts once")
    func gaps() throws {
        let file = try read(
            """
            Marktlokation;von;Wert [Wh];Status
            41373559241;01.10.2026 10:00;;W
            41373559241;01.10.2026 10:15;7;E
            41373559241;01.10.2026 10:15;7;E
            41373559241;01.10.2026 10:30;0;F
            41373559241;01.10.2026 10:45;0;V

            """)
        let values = file.series.flatMap(\.values)
        #expect(values.map(\.wattHours) == [7, 0] && values.map(\.state) == [.substitute, .provisional])
        #expect(file.repeated == 1 && file.unread.isEmpty)
    }

    @Test("no bytes crash the reader, and nothing is taken from noise", arguments: 0..<200)
    func noise(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sample = Array(
            "Marktlokation;von;bis;Wert [kWh];Status\n41373559241;01.10.2026 10:00;01.10.2026 10:15;1,25;W\n".utf8)
        var bytes = sample
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(contentsOf: sample.prefix(40), at: place)
            }
        }
        let file = try? DeliveredFile(bytes, calendar: Self.berlin)
        for value in file?.series.flatMap(\.values) ?? [] { #expect(value.wattHours >= 0) }
    }
}
