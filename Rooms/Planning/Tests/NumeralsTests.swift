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

    @Test func `money is rounded half away from zero`() {
        #expect(Numerals.german.euros(Money(cents: -419_550)) == "−4.196\u{202F}€")
        #expect(Numerals.english.money(Money(cents: 125_050)) == "€1,250.50")
    }
}
