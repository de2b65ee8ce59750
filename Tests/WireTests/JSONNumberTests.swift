// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Testing

@testable import Wire

struct JSONNumberTests {
    @Test(
        "A number keeps its digits where a Double would lose them",
        arguments: [
            ("0", true), ("-0", false), ("5", true), ("-17", true), ("0.5", true), ("1.10", false), ("0.0", false),
            ("1.0", false), ("21.4", true), ("999999999999999", true), ("9007199254740993", false),
            ("0.001", true), ("0.00001", false), ("1e3", false), ("123456789012.345", true),
            ("1.2345678901234567", true),
            ("0.1234567890123456789", false),
        ])
    func keepsDigits(literal: String, isKept: Bool) throws {
        let number = try #require(try JSONValue(parsing: literal).number)
        #expect(number.isKeptByDouble == isKept)
    }

    @Test("The quick way to a Double gives what the thorough way gives, for random decimals")
    func quickIsExact() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...18, using: &random)
            var literal = String((0..<digits).map { _ in Character(String(Int.random(in: 0...9, using: &random))) })
            if Bool.random(using: &random) {
                literal.insert(
                    ".", at: literal.index(literal.startIndex, offsetBy: Int.random(in: 0...digits, using: &random)))
            }
            while literal.hasPrefix("0"), literal.dropFirst().first?.isNumber == true { literal.removeFirst() }
            if literal.hasPrefix(".") { literal = "0" + literal }
            if literal.hasSuffix(".") { literal.removeLast() }
            if Bool.random(using: &random) { literal = "-" + literal }
            let number = JSONNumber(literal: literal)
            #expect(number.double == Double(literal))
            #expect(number.isKeptByDouble == (JSONNumber(number.double).literal == literal), "\(literal)")
        }
    }
}

extension JSONValue {
    fileprivate var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }
}
