// SPDX-License-Identifier: EUPL-1.2

/// Numbers, shares and money as people of a language read them: the one way for pages, papers and messages.
///
/// German `1.234,5`, `2,5 %`, `12.345 €`; English `1,234.5`, `2.5 %`, `€12,345`. Spaces before units do not break.
public struct Numerals: Sendable, Hashable {
    public let isGerman: Bool

    public init(german: Bool) { isGerman = german }

    public static let german = Numerals(german: true)
    public static let english = Numerals(german: false)

    /// A whole number with grouped digits: `12.312.480`.
    public func integer(_ value: Int64) -> String {
        (value < 0 ? "−" : "") + grouped(value.magnitude)
    }

    /// A number with exactly that many decimals.
    public func number(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return "–" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return value.description }
        let whole = UInt64(scaled)
        var text = value < 0 && whole > 0 ? "−" : ""
        text += grouped(whole / UInt64(scale))
        guard decimals > 0 else { return text }
        text += isGerman ? "," : "."
        let digits = String(whole % UInt64(scale))
        text += String(repeating: "0", count: decimals - digits.count) + digits
        return text
    }

    /// A number with as many decimals as its size asks for: 0 from 100 on, 1 from 10 on, else 2; zeros at the end go.
    public func number(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let magnitude = value.magnitude
        var decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2
        if magnitude < 0.1, magnitude > 0 { decimals = 4 }
        var text = number(value, decimals: decimals)
        guard decimals > 0 else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(",") || text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A number as somebody entered it, with all its decimals, nine at most.
    public func exact(_ value: Double) -> String { number(value, decimals: Self.decimals(of: value, most: 9)) }

    /// How numbers are written that stand beside each other: with the same decimals, so that none looks more exact.
    ///
    /// That is as many as the entered ones have, four at most, and as many as keep a measured one right to half a per
    /// cent.
    public func alike(entered: [Double?], measured: [Double?]) -> @Sendable (Double) -> String {
        let needed =
            entered.compactMap(\.self).map { Self.decimals(of: $0, most: 4) }
            + measured.compactMap(\.self).map { value in
                (0...4).first { abs(Self.rounded(value, $0) - value) <= 0.005 * value.magnitude } ?? 4
            }
        let decimals = needed.max() ?? 0
        return { number($0, decimals: decimals) }
    }

    private static func rounded(_ value: Double, _ decimals: Int) -> Double {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        return (value * scale).rounded() / scale
    }

    /// How many decimals a number has, but for the noise of binary fractions.
    private static func decimals(of value: Double, most: Int) -> Int {
        guard value.isFinite else { return 0 }
        return (0..<most).first { abs(rounded(value, $0) - value) <= 1e-12 * max(1, value.magnitude) } ?? most
    }

    /// A share that somebody stated, as per cent with up to two decimals: 0.025 as `2,5 %`.
    public func share(_ share: Double) -> String { number(share * 100) + "\u{202F}%" }

    /// A share that was measured or calculated, no more exact than it is read: `62 %`, `2,5 %`, `0,25 %`.
    ///
    /// Whole from ten on, one decimal below, two below one. What is not quite all is never 100 %, what is more than
    /// nothing never 0 %.
    public func percent(_ share: Double) -> String {
        let value = share * 100
        let magnitude = value.magnitude
        var text: String
        if magnitude > 99, magnitude < 100 - 1e-7 {
            text = number(value < 0 ? (value * 10).rounded(.up) / 10 : (value * 10).rounded(.down) / 10, decimals: 1)
        } else if magnitude > 0, magnitude < 0.005 {
            text = (value < 0 ? "> −" : "< ") + number(0.01, decimals: 2)
        } else {
            text = number(value, decimals: magnitude < 0.995 ? 2 : magnitude < 9.95 ? 1 : 0)
        }
        if text.contains(isGerman ? "," : ".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(",") || text.hasSuffix(".") { text.removeLast() }
        }
        return text + "\u{202F}%"
    }

    private func grouped(_ value: UInt64) -> String {
        let digits = Array(String(value).utf8)
        guard digits.count > 3 else { return String(decoding: digits, as: UTF8.self) }
        var text: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 {
                text.append(isGerman ? UInt8(ascii: ".") : UInt8(ascii: ","))
            }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
