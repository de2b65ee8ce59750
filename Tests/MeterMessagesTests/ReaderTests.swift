// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import MeterMessages
import Metering
import Randomness
import Testing
import Wire

/// An interchange written segment by segment, with counts that are right unless they are changed.
struct Interchange {
    var una: String? = "UNA:+.? '"
    var release = "2.5"
    var application = 13025
    var location = "41373559241"
    var register = "1-1?:1.29.0"
    var start = 1_793_484_000
    var period: (start: String, end: String)? = ("202610312200?+00", "202611012300?+00")
    /// Quantity, then start and end stamps.
    var values: [String] = []
    var extra: [String] = []

    static func stamp(_ seconds: Int) -> String {
        let text = Instant(seconds: Int64(seconds)).iso8601
        return text.filter(\.isNumber).prefix(12) + "?+00"
    }

    func value(_ slot: Int, _ quantity: String = "220:0.250:KWH") -> String {
        let begin = start + 900 * slot
        return "QTY+\(quantity)'DTM+163:\(Self.stamp(begin)):303'DTM+164:\(Self.stamp(begin + 900)):303"
    }

    func message(_ reference: String) -> String {
        var segments = ["UNH+\(reference)+MSCONS:D:04B:UN:\(release)", "BGM+7+DOC\(reference)+9"]
        segments.append("DTM+137:202611021000?+00:303")
        segments.append("RFF+Z13:\(application)")
        segments += ["NAD+MS+9900357000004::293", "NAD+MR+9900077000006::293", "UNS+D", "NAD+DP"]
        segments.append("LOC+172+\(location)")
        if let period { segments += ["DTM+163:\(period.start):303", "DTM+164:\(period.end):303"] }
        segments += ["LIN+1", "PIA+5+\(register):SRW"]
        segments += values + extra
        let text = segments.joined(separator: "'") + "'"
        let count = text.count { $0 == "'" } + 1
        return text + "UNT+\(count)+\(reference)'"
    }

    func text(messages: Int = 1) -> String {
        let bodies = (1...messages).map { message("M\($0)") }
        return (una ?? "") + "UNB+UNOC:3+9900357000004:500+9900077000006:500+261102:1000+IC7++TL'" + bodies.joined()
            + "UNZ+\(messages)+IC7'"
    }

    func read() -> InterchangeReport { MSCONSReader.read(Array(text().utf8).span) }
}

@Suite("Reading meter data messages")
struct ReaderTests {
    private func kind(_ interchange: Interchange) -> MessageFault.Kind? {
        let report = interchange.read()
        #expect(report.messages.allSatisfy { $0.fault == nil || $0.series.isEmpty })
        return report.fault?.kind ?? report.messages.first?.fault?.kind
    }

    @Test("each state, both releases, both directions, line breaks, and no UNA")
    func sound() throws {
        var interchange = Interchange()
        interchange.values = [
            interchange.value(0), interchange.value(1, "67:1:KWH"), interchange.value(2, "Z18:12.5000:KWH"),
        ]
        for (release, application) in [("2.4c", 13018), ("2.5", 13027), ("2.5", 13025)] {
            interchange.release = release
            interchange.application = application
            interchange.location = application == 13018 ? "DE00056266802AO6G56M11SN51G21M24S" : "41373559241"
            interchange.register = application == 13018 ? "1-1?:2.29.0" : "1-1?:1.29.0"
            let plain = interchange.read()
            #expect(plain.isAccepted, "\(plain.words.english)")
            let series = try #require(plain.messages.first?.series.first)
            #expect(series.values.map(\.wattHours) == [250, 1000, 12_500])
            #expect(series.values.map(\.state) == [.measured, .substitute, .provisional])
            #expect(series.gaps == [3...99])
            #expect(series.register.direction == (application == 13018 ? .feedIn : .consumption))
            let broken = interchange.text().replacing("'", with: "'\r\n")
            #expect(MSCONSReader.read(Array(broken.utf8).span).messages.first?.series == [series])
            var silent = interchange
            silent.una = nil
            #expect(silent.read().messages.first?.series == [series])
            let other = interchange.text().replacing("UNA:+.? '", with: "UNA;*.! ~").replacing("'", with: "~")
                .replacing(":", with: ";").replacing("?;", with: "!:").replacing("?+00", with: "%00")
                .replacing("+", with: "*").replacing("%00", with: "+00")
            #expect(MSCONSReader.read(Array(other.utf8).span).messages.first?.series.first?.values == series.values)
        }
    }

    @Test("what a message must not say is refused by name")
    func faults() {
        var cases: [(MessageFault.Kind, Interchange)] = []
        func add(_ kind: MessageFault.Kind, _ change: (inout Interchange) -> Void) {
            var interchange = Interchange()
            interchange.values = [interchange.value(0)]
            change(&interchange)
            cases.append((kind, interchange))
        }
        add(.release("2.3")) { $0.release = "2.3" }
        add(.location("4137355924A", .character("A", at: 11))) { $0.location = "4137355924A" }
        add(.register("1-1:1.29.999", .form)) { $0.register = "1-1?:1.29.999" }
        add(.register("7-1:1.29.0", .medium(7))) { $0.register = "7-1?:1.29.0" }
        add(.notInterval("1-1:1.8.0")) { $0.register = "1-1?:1.8.0" }
        add(.decimalMark("0,250")) { $0.values = [$0.value(0, "220:0,250:KWH")] }
        add(.negative("-0.250")) { $0.values = [$0.value(0, "220:-0.250:KWH")] }
        add(.tooFine("0.25001")) { $0.values = [$0.value(0, "220:0.25001:KWH")] }
        add(.number("1.2.3")) { $0.values = [$0.value(0, "220:1.2.3:KWH")] }
        add(.number("x")) { $0.values = [$0.value(0, "220:x:KWH")] }
        add(.number("")) { $0.values = [$0.value(0, "220::KWH")] }
        add(.number("999999999999")) { $0.values = [$0.value(0, "220:999999999999:KWH")] }
        add(.unit("KWT")) { $0.values = [$0.value(0, "220:1:KWT")] }
        add(.unit("")) { $0.values = [$0.value(0, "220:1")] }
        add(.quantity("201")) { $0.values = [$0.value(0, "201:1:KWH")] }
        add(.conflict(Instant(seconds: 1_793_486_700))) { $0.values = [$0.value(3), $0.value(3, "220:0.251:KWH")] }
        add(.conflict(Instant(seconds: 1_793_486_700))) { $0.values = [$0.value(3), $0.value(3, "67:0.250:KWH")] }
        add(.outsidePeriod) { $0.values = [$0.value(100)] }
        add(.outsidePeriod) { $0.values = [$0.value(-1)] }
        add(.interval(minutes: 60)) {
            $0.values = ["QTY+220:1:KWH'DTM+163:202611010000?+00:303'DTM+164:202611010100?+00:303"]
        }
        add(.interval(minutes: 15)) {
            $0.values = ["QTY+220:1:KWH'DTM+163:202611010007?+00:303'DTM+164:202611010022?+00:303"]
        }
        add(.timeMissing) { $0.values = ["QTY+220:1:KWH'DTM+163:202611010000?+00:303"] }
        add(.timeMissing) { $0.values = ["QTY+220:1:KWH"] }
        add(.periodOrder) {
            $0.values = ["QTY+220:1:KWH'DTM+163:202611010015?+00:303'DTM+164:202611010000?+00:303"]
        }
        add(.zone("202611010000")) { $0.values = ["QTY+220:1:KWH'DTM+163:202611010000:203"] }
        add(.zone("20261101")) { $0.values = ["QTY+220:1:KWH'DTM+163:20261101:102"] }
        add(.time("202611312200+00")) { $0.period = ("202611312200?+00", "202612012300?+00") }
        add(.time("202611012500+00")) { $0.period = ("202611012500?+00", "202612012300?+00") }
        add(.time("202611012200")) { $0.period = ("202611012200", "202612012300?+00") }
        add(.periodOrder) { $0.period = ("202611012300?+00", "202610312200?+00") }
        add(.valuesMissing) { $0.values = [] }
        add(.registerMissing) { $0.register = "" }
        add(.withdrawnMissing) { $0.application = 13006 }
        for (kind, interchange) in cases {
            #expect(self.kind(interchange) == kind)
            #expect(kind.words.german != kind.words.english)
        }
    }

    @Test("breaks of EDIFACT refuse all of the file")
    func syntax() {
        var interchange = Interchange()
        interchange.values = (0..<4).map { interchange.value($0) }
        let text = interchange.text(messages: 2)
        let cases: [(String, MessageFault.Kind)] = [
            (text.replacing("UNZ+2", with: "UNZ+1"), .messageCount(stated: 1, found: 2)),
            (text.replacing("UNZ+2", with: "UNZ+x"), .messageCount(stated: nil, found: 2)),
            (text.replacing("UNZ+2+IC7", with: "UNZ+2+IC8"), .reference(stated: "IC8", expected: "IC7")),
            (text.replacing("UNT+26+M2", with: "UNT+26+M3"), .reference(stated: "M3", expected: "M2")),
            (text.replacing("UNT+26+M2", with: "UNT+25+M2"), .segmentCount(stated: 25, found: 26)),
            (text + "UNB+UNOC:3'", .place("UNB")), (text.replacing("UNB+", with: "UNX+"), .noInterchange),
            (text.replacing("UNT+26+M1'", with: ""), .endsEarly),
            (text.replacing("UNH+M1", with: "BGM+M1"), .place("BGM")),
            ("", .noInterchange), ("UNA:+.? '", .noInterchange), ("Zeitstempel;kWh", .noInterchange),
        ]
        for (text, kind) in cases {
            let report = MSCONSReader.read(Array(text.utf8).span)
            #expect(report.fault?.kind == kind && report.messages.isEmpty, "\(report.words.english)")
        }
    }

    @Test("a file cut at any byte is refused, and never taken in part")
    func truncated() {
        var interchange = Interchange()
        interchange.values = (0..<3).map { interchange.value($0) }
        let bytes = Array(interchange.text().utf8)
        for length in 0..<bytes.count {
            let report = MSCONSReader.read(bytes.span.extracting(first: length))
            #expect(report.fault != nil && report.messages.isEmpty)
        }
    }

    @Test("what is no message does no harm, however it is made")
    func noise() {
        let marks = ":+.?' ABUNHTZ0123456789"
        var random = SeededRandom(seed: 11)
        for _ in 0..<3000 {
            var text = random.next().isMultiple(of: 2) ? "UNA:+.? 'UNB+UNOC:3'UNH+1+" : ""
            if random.next().isMultiple(of: 9) { text = "UNA" }
            for _ in 0..<Int.random(in: 0..<200, using: &random) {
                text.append(marks.randomElement(using: &random) ?? " ")
            }
            #expect(MSCONSReader.read(Array(text.utf8).span).fault != nil)
        }
        for mark in marks {
            let long = "UNA:+.? 'UNB+UNOC:3+A+B'" + String(repeating: mark, count: 5000)
            #expect(MSCONSReader.read(Array(long.utf8).span).fault != nil)
        }
    }

    @Test("one bad message does not spoil the others", arguments: 0..<20)
    func changed(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var interchange = Interchange()
        interchange.values = (0..<8).map { interchange.value($0) }
        let bytes = Array(interchange.text(messages: 2).utf8)
        let sound = MSCONSReader.read(bytes.span)
        for _ in 0..<300 {
            var other = bytes
            // UNA is for both messages.
            let place = Int.random(in: 9..<other.count, using: &random)
            other[place] = UInt8.random(in: 0...255, using: &random)
            let report = MSCONSReader.read(other.span)
            // A changed byte spoils the file, or one message at most; or it changes what is read, which nobody can see.
            #expect(report.fault != nil || report.messages.count { $0.fault != nil } <= 1)
            #expect(!report.words.german.isEmpty)
            #expect(report.fault != nil || report.messages.count == sound.messages.count)
        }
    }

    @Test("equal values that come twice count once; the order of values does not matter")
    func repeated() throws {
        var interchange = Interchange()
        interchange.values = [
            interchange.value(5, "220:0.7:KWH"), interchange.value(2), interchange.value(5, "220:0.70:KWH"),
        ]
        let message = try #require(interchange.read().messages.first)
        let series = try #require(message.series.first)
        #expect(series.values.map(\.slot) == [2, 5] && series.values.map(\.wattHours) == [250, 700])
        #expect(message.notes.first == .repeated(series.location, series.values[1], count: 1))
        #expect(series.gaps == [0...1, 3...4, 6...99])
    }

    @Test("several registers and locations of one message")
    func several() throws {
        var interchange = Interchange()
        interchange.values = [interchange.value(0)]
        interchange.extra = [
            "LIN+2", "PIA+5+1-1?:2.29.0:SRW", interchange.value(1), "LIN+3", "PIA+5+1-1?:5.29.0:SRW",
            interchange.value(1),
            "NAD+DP", "LOC+172+48662918097", "LIN+1", "PIA+5+1-1?:1.29.0:SRW", interchange.value(7),
        ]
        let report = interchange.read()
        #expect(report.isAccepted, "\(report.words.english)")
        let message = report.messages[0]
        let expected = ["41373559241 1-1:1.29.0", "41373559241 1-1:2.29.0", "48662918097 1-1:1.29.0"]
        #expect(message.series.map { "\($0.location) \($0.register)" } == expected)
        // The last location states no period: it is that of its values.
        #expect(message.series[2].slotCount == 1 && message.series[2].gaps.isEmpty)
        #expect(message.notes.contains(.registerLeftAside(try OBISCode("1-1:5.29.0"))))
    }

    @Test("the verdict can be pasted in both languages")
    func words() {
        var interchange = Interchange()
        interchange.period = nil
        interchange.values = [interchange.value(0), interchange.value(1, "67:1:KWH")]
        let words = interchange.read().words
        #expect(
            words.german == """
                Übertragungsdatei IC7 von 9900357000004 an 9900077000006: angenommen.
                Nachricht M1 (MSCONS 2.5, 13025), Dokument DOCM1: angenommen.
                  41373559241 1-1:1.29.0, 2026-10-31T22:00Z bis 2026-10-31T22:30Z: 2 von 2 Werten, davon 1 \
                Ersatzwerte und 0 vorläufige; zusammen 1,250 kWh
                """)
        #expect(words.english.contains("2 of 2 values, 1 of them substitutes and 0 provisional; 1.250 kWh together"))
        interchange.location = "41373559242"
        let refused = interchange.read().words
        #expect(refused.german.contains("an 9900077000006: abgelehnt."))
        #expect(refused.german.contains("mit dem Vertrag vergleichen. (Segment 10, Byte "))
    }
}
