// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Planning
import Testing

/// One way to write numbers, for pages, papers and messages.
@Suite struct NumeralsTests {
    @Test func `what was entered is shown as it was entered`() {
        let words = Numerals.german
        #expect(
            [3275.6, 0.2, -12, 1_234_567.125, 0.1 + 0.2].map { words.exact($0) } == [
                "3.275,6", "0,2", "−12", "1.234.567,125", "0,3",
            ])
        #expect(Numerals.english.exact(3275.6) == "3,275.6" && words.exact(.nan) == "–")
    }

    static let rows: [(entered: [Double], measured: [Double], written: [String])] = [
        ([3275.6, 4000], [3280.1666], ["3.275,6", "4.000,0", "3.280,2"]),
        ([90, 200], [120.4], ["90", "200", "120"]), ([], [0.0345, 12.3], ["0,0345", "12,3000"]),
        ([0.5], [98.7], ["0,5", "98,7"]),
    ]

    @Test(arguments: rows)
    func `numbers beside each other have the same decimals`(
        _ entered: [Double], _ measured: [Double], _ written: [String]
    ) {
        let number = Numerals.german.alike(entered: entered, measured: measured)
        #expect((entered + measured).map { number($0) } == written)
    }

    /// What is typed, what it may mean, and what it means in German and in English.
    static let typed: [(text: String, readings: [String], german: String?, english: String?)] = [
        ("12", ["12"], "12", "12"), ("-3", ["-3"], "-3", "-3"), ("−3,5", ["-3.5"], "-3.5", "-3.5"),
        ("+4", ["4"], "4", "4"), ("1,5", ["1.5"], "1.5", "1.5"), ("1.5", ["1.5"], "1.5", "1.5"),
        (",5", ["0.5"], "0.5", "0.5"), ("0,125", ["0.125"], "0.125", "0.125"),
        ("1.234,5", ["1234.5"], "1234.5", "1234.5"), ("1,234.5", ["1234.5"], "1234.5", "1234.5"),
        ("1.234.567", ["1234567"], "1234567", "1234567"), ("12 500", ["12500"], "12500", "12500"),
        ("12\u{202F}500,25 €", ["12500.25"], "12500.25", "12500.25"), ("€1,200.50", ["1200.50"], "1200.50", "1200.50"),
        ("1'000", ["1000"], "1000", "1000"), ("1234.567", ["1234.567"], "1234.567", "1234.567"),
        ("1.500", ["1500", "1.500"], "1500", nil), ("1,500", ["1500", "1.500"], nil, "1500"),
        ("-12.125", ["-12125", "-12.125"], "-12125", nil), ("1,500.250", ["1500.250"], "1500.250", "1500.250"),
        ("1.2.3", [], nil, nil), ("1,2,3", [], nil, nil), ("1.23.456", [], nil, nil), ("12.34,5", [], nil, nil),
        ("1.234.5", [], nil, nil), ("1..5", [], nil, nil), ("5,", [], nil, nil), ("", [], nil, nil),
        ("-", [], nil, nil), ("1e5", [], nil, nil), ("0x10", [], nil, nil), ("nan", [], nil, nil),
        ("inf", [], nil, nil), ("1 2 3", [], nil, nil), ("1-2", [], nil, nil), ("--1", [], nil, nil),
        ("12 km", [], nil, nil), ("１２", [], nil, nil), ("0.001.000", [], nil, nil),
    ]

    @Test(arguments: typed)
    func `typed numbers are read, or said to be none or two`(
        _ text: String, _ readings: [String], _ german: String?, _ english: String?
    ) {
        #expect(Numerals.readings(of: text) == readings, "\(text)")
        #expect(Numerals.german.reading(of: text) == german, "\(text)")
        #expect(Numerals.english.reading(of: text) == english, "\(text)")
    }

    @Test func `what a form shows is read back the same`() {
        for value in [0, 1, -2, 0.5, 12.125, 999.125, 1234.5, 12_345, 0.000001, 1_234_567.891, 0.125] {
            for words in [Numerals.german, .english] {
                let plain = Numerals.english.exact(value).replacing(",", with: "").replacing("−", with: "-")
                #expect(words.number(from: words.typed(plain)) == value, "\(value) as \(words.typed(plain))")
            }
        }
    }

    @Test func `money is rounded half away from zero`() {
        #expect(Numerals.german.euros(Money(cents: -419_550)) == "−4.196\u{202F}€")
        #expect(Numerals.english.money(Money(cents: 125_050)) == "€1,250.50")
    }
}
