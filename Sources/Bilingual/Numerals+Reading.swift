// SPDX-License-Identifier: EUPL-1.2

/// Numbers as people type them.
extension Numerals {
    /// What a typed number may mean, as digits with a point (`-1234.5`): nothing, one thing, or two.
    ///
    /// Marks group thousands by threes or begin the decimals: `1.234,5`, `1,234.5`, `12 500`. A single mark with three
    /// digits behind it may be both (`1.500`): the first meaning is that of thousands, the second that of decimals.
    public static func readings(of text: some StringProtocol) -> [String] {
        var rest = trimmed(text[...])
        for mark in ["€", "EUR"] {
            if rest.hasPrefix(mark) {
                rest = trimmed(rest.dropFirst(mark.count))
            } else if rest.hasSuffix(mark) {
                rest = trimmed(rest.dropLast(mark.count))
            }
        }
        var sign = ""
        if let first = rest.first, "-−+".contains(first) {
            sign = first == "+" ? "" : "-"
            rest = rest.dropFirst()
        }
        return [nil, ".", ","].compactMap { plain(rest, decimal: $0) }.map { sign + $0 }
    }

    /// The one meaning of a typed number; where a mark may be both, that of this language's thousands.
    ///
    /// Nil for what is no number, and for `1,500` in German and `1.500` in English, which nobody can tell.
    public func reading(of text: some StringProtocol) -> String? {
        let readings = Self.readings(of: text)
        guard readings.count > 1 else { return readings.first }
        let native: Character = isGerman ? "." : ","
        return text.contains(native) ? readings[0] : nil
    }

    /// The same as a number.
    public func number(from text: some StringProtocol) -> Double? { reading(of: text).flatMap { Double($0) } }

    /// A meaning as it can be typed in this language without being mistaken.
    public func typed(_ reading: String) -> String {
        let parts = reading.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return reading }
        var decimals = parts[1]
        while decimals.last == "0" { decimals.removeLast() }
        guard !decimals.isEmpty else { return String(parts[0]) }
        let text = "\(parts[0])\(isGerman ? "," : ".")\(decimals)"
        return Self.readings(of: text).count > 1 ? text + "0" : text
    }

    private static let groupMarks: Set<Character> = [".", ",", " ", "\u{A0}", "\u{202F}", "'", "’"]

    private static func trimmed(_ text: some StringProtocol) -> Substring {
        let tail = text.drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return Substring(tail[...last])
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func plain(_ text: Substring, decimal: Character?) -> String? {
        var (whole, fraction) = (text, Substring())
        if let decimal {
            guard let mark = text.firstIndex(of: decimal) else { return nil }
            (whole, fraction) = (text[..<mark], text[text.index(after: mark)...])
            guard isDigits(fraction) else { return nil }
            if whole.isEmpty { whole = "0" }
        }
        guard let digits = ungrouped(whole, unlike: decimal) else { return nil }
        return fraction.isEmpty ? digits : "\(digits).\(fraction)"
    }

    /// Digits, perhaps in threes behind one to three with the same mark between all.
    private static func ungrouped(_ text: Substring, unlike decimal: Character?) -> String? {
        guard let mark = text.first(where: { groupMarks.contains($0) }) else {
            return isDigits(text) ? String(text) : nil
        }
        let groups = text.split(separator: mark, omittingEmptySubsequences: false)
        guard mark != decimal, groups.allSatisfy(isDigits), groups[0].count <= 3, groups[0].first != "0",
            groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        return groups.joined()
    }
}
