// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Testing
import Wire

@Suite struct DecimalTests {
    private func read(_ text: String, comma: Bool) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { Double(decimal: $0, comma: comma) }
    }

    @Test(arguments: [
        ("0", 0.0), ("-273.14", -273.14), (" 8.5 ", 8.5), ("1.10", 1.1), ("+3", 3), ("1e3", 1000), (".5", 0.5),
        ("0.1", 0.1), ("4048.75402188067956", 4048.75402188067956),
    ])
    func `numbers with a point or a comma`(text: String, value: Double) {
        #expect(read(text, comma: false) == value)
        #expect(read(text.replacing(".", with: ","), comma: true) == value)
    }

    @Test(arguments: ["", " ", "-", ".", "1,5", "abc", "1 2", "١", "inf", "NaN", "--1", "1-"])
    func `what is no number`(text: String) {
        #expect(read(text, comma: false) == nil)
    }

    @Test func `each written number is read as itself`() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<50_000 {
            let raw = Double(bitPattern: random.next())
            let rounded = (Double.random(in: -1e6...1e6, using: &random) * 1000).rounded() / 1000
            for value in [raw, rounded] where value.isFinite {
                #expect(read(value.description, comma: false) == value)
                #expect(read(value.description.replacing(".", with: ","), comma: true) == value)
            }
        }
    }
}
