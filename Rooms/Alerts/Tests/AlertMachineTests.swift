// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Randomness
import Site
import Testing
import Wire

@testable import Alerts

/// When an alert begins and ends, by tables.
@Suite struct AlertMachineTests {
    private static let minute: Int64 = 60_000_000

    /// A value for each minute; `+3@2` is a beginning at minute 2 with the value 3, `-` an end.
    private func turns(_ condition: AlertCondition, _ values: [Double?], isRaised: Bool = false) -> [String] {
        var machine = AlertMachine(condition, isRaised: isRaised)
        var turns: [String] = []
        for (minute, value) in values.enumerated() {
            let at = Instant(microseconds: Int64(minute) * Self.minute)
            guard let value, let turn = machine.take(value, at: at) else { continue }
            #expect(turn.at == at)
            let sign = turn.kind == .begins ? "+" : "-"
            turns.append("\(sign)\(Int(turn.value ?? 0))@\(turn.at.microseconds / Self.minute)")
        }
        return turns
    }

    static let limits: [(AlertCondition, [Double?], [String])] = [
        (.above(limit: 30, margin: 2), [29, 30, 31, 32, 29, 28.5, 28, 31], ["+31@2", "-28@6", "+31@7"]),
        // without a margin the limit itself ends it
        (.above(limit: 30, margin: 0), [31, 30, 31], ["+31@0", "-30@1", "+31@2"]),
        (.below(limit: 0, margin: 1), [1, 0, -1, 0, 0.5, 1, -3], ["+-1@2", "-1@5", "+-3@6"]),
        // what is no number says nothing
        (.above(limit: 30, margin: 0), [31, nil, .nan, .infinity, 29], ["+31@0", "-29@4"]),
        (.change(amount: 5, within: 2 * minute), [10, 12, 14, 16, 16, 16, 16], []),
        (.change(amount: 3, within: 2 * minute), [10, 12, 14, 16, 16, 16, 16], ["+14@2", "-16@4"]),
        // slow growth is no change
        (.change(amount: 3, within: 1 * minute), [10, 12, 14, 16], []),
        (.change(amount: 3, within: 60 * minute), [10, 9, 8, 6.5], ["+6@3"]),
    ]

    @Test(arguments: limits.indices)
    func `values turn an alert on and off`(_ index: Int) {
        let (condition, values, expected) = Self.limits[index]
        #expect(turns(condition, values) == expected)
    }

    @Test func `a wavering value is told once`() {
        let wavering = (0..<100).map { Double($0 % 2 == 0 ? 31 : 29) }
        #expect(turns(.above(limit: 30, margin: 2), wavering) == ["+31@0"])
        #expect(turns(.above(limit: 30, margin: 2), wavering, isRaised: true).isEmpty)
    }

    @Test func `silence begins when the span has passed and ends with a value`() {
        var machine = AlertMachine(.silence(10 * Self.minute))
        func at(_ minute: Int64) -> Instant { Instant(microseconds: minute * Self.minute) }
        #expect(machine.look(at: at(10), latest: at(0)) == nil)
        #expect(machine.look(at: at(11), latest: at(0)) == AlertTurn(kind: .begins, at: at(10), value: nil))
        #expect(machine.look(at: at(60), latest: at(0)) == nil)
        #expect(machine.look(at: at(61), latest: at(60)) == AlertTurn(kind: .ends, at: at(60), value: nil))
        #expect(machine.take(5, at: at(62)) == nil)
    }

    /// The sliding extremes against a plain search.
    @Test func `a change is that of the span, whatever the values`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<200 {
            let span = Int64.random(in: 1...20, using: &random) * Self.minute
            let values = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                Double(Int.random(in: 0...20, using: &random))
            }
            var machine = AlertMachine(.change(amount: 8, within: span))
            var isRaised = false
            for (index, value) in values.enumerated() {
                let time = Int64(index) * Self.minute
                let recent = values[...index].enumerated().filter { Int64($0.offset) * Self.minute >= time - span }
                let spread = (recent.map(\.element).max() ?? 0) - (recent.map(\.element).min() ?? 0)
                let turn = machine.take(value, at: Instant(microseconds: time))
                let expected: AlertTurn.Kind? =
                    !isRaised && spread > 8 ? .begins : isRaised && spread <= 8 ? .ends : nil
                #expect(turn?.kind == expected)
                isRaised = machine.isRaised
            }
        }
    }

    @Test(arguments: [
        // from 22:00 to 06:00, over midnight
        ("22:00", "06:00", "2026-07-01T19:59:00Z", false), ("22:00", "06:00", "2026-07-01T20:00:00Z", true),
        ("22:00", "06:00", "2026-07-02T03:59:00Z", true), ("22:00", "06:00", "2026-07-02T04:00:00Z", false),
        // in winter the same clock is an hour later in UTC
        ("22:00", "06:00", "2026-12-01T20:59:00Z", false), ("22:00", "06:00", "2026-12-01T21:00:00Z", true),
        // the night in which the clock goes forward has an hour less, that in which it goes back one more
        ("22:00", "06:00", "2026-03-29T03:59:00Z", true), ("22:00", "06:00", "2026-03-29T04:00:00Z", false),
        ("22:00", "06:00", "2026-10-25T04:59:00Z", true), ("22:00", "06:00", "2026-10-25T05:00:00Z", false),
        // the hour that the clock shows twice is quiet twice
        ("02:00", "03:00", "2026-10-25T00:30:00Z", true), ("02:00", "03:00", "2026-10-25T01:30:00Z", true),
        ("02:00", "03:00", "2026-10-25T02:00:00Z", false),
        // within a day
        ("12:00", "13:30", "2026-07-01T11:29:00Z", true), ("12:00", "13:30", "2026-07-01T11:30:00Z", false),
    ])
    func `quiet hours go by the town's clock`(_ from: String, _ to: String, _ at: String, _ isQuiet: Bool) throws {
        let start = try #require(QuietHours.minutes(from))
        let end = try #require(QuietHours.minutes(to))
        let hours = try #require(QuietHours(from: start, to: end))
        #expect(hours.contain(try Instant(iso8601: at)) == isQuiet, "\(from)–\(to) at \(at)")
    }

    @Test(arguments: ["24:00", "7:00", "07:60", "abc", "", "07", "-1:00"])
    func `what is no time of a day is none`(_ text: String) {
        #expect(QuietHours.minutes(text) == nil)
    }

    @Test func `equal times are no quiet hours`() { #expect(QuietHours(from: 60, to: 60) == nil) }

    @Test(arguments: [
        ("https://chat.example.org/hooks/1?a=b", true), ("http://10.0.0.5:8080/x", true),
        ("https://name:word@chat.example.org/", false), ("ftp://example.org/", false), ("https://", false),
        ("https:///x", false), ("javascript:alert(1)", false), ("https://exa mple.org/", false),
        ("https://example.org/\r\nX: y", false),
    ])
    func `a webhook is an address without a password in it`(_ text: String, _ isGood: Bool) {
        #expect(NewAlert.isHook(text) == isGood)
    }

    @Test func `conditions are told in words of both languages`() {
        let words: [(AlertCondition, String, String)] = [
            (
                .above(limit: 30.5, margin: 2), "über 30,5 °C, bis wieder höchstens 28,5 °C",
                "above 30.5 °C, until 28.5 °C or less"
            ),
            (
                .silence(3 * 86_400_000_000), "kein Wert seit mehr als 3 Tagen", "no value for more than 3 days"
            ),
            (
                .change(amount: 5, within: 2 * 3_600_000_000), "Änderung um mehr als 5 °C in 2 Stunden",
                "a change of more than 5 °C within 2 hours"
            ),
        ]
        func plain(_ text: String) -> String {
            text.replacing("\u{202F}", with: " ").replacing("\u{A0}", with: " ")
        }
        for (condition, german, english) in words {
            #expect(plain(condition.words("°C", Format(.german))) == german)
            #expect(plain(condition.words("°C", Format(.english))) == english)
        }
    }
}
