// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Units in the names of columns.
extension ColumnGuess {
    /// "Wasserstand (cm)" is "Wasserstand": the unit stands beside each value anyway.
    package static func nameWithoutUnit(_ name: String) -> String {
        for range in brackets(in: name) {
            guard let own = unit(in: String(name[range])), own == unit(in: name) else { continue }
            let (before, after) = (String(name[..<range.lowerBound]).trimmed, String(name[range.upperBound...]).trimmed)
            let plain = [before, after].filter { !$0.isEmpty }.joined(separator: " ")
            if !plain.isEmpty { return plain }
        }
        return name
    }

    /// Texts in brackets with these, the last first; square ones before round ones.
    private static func brackets(in name: String) -> [Range<String.Index>] {
        [("[", "]"), ("(", ")"), ("{", "}")].flatMap { (open: Character, close: Character) -> [Range<String.Index>] in
            var found: [Range<String.Index>] = []
            var start: String.Index?
            var depth = 0
            for index in name.indices {
                if name[index] == open {
                    if depth == 0 { start = index }
                    depth += 1
                } else if name[index] == close, depth > 0 {
                    depth -= 1
                    if depth == 0, let begin = start { found.append(begin..<name.index(after: index)) }
                }
            }
            return found.reversed()
        }
    }

    /// `[mg/l]`, `(°C)`, `(m unter MP)`, `(in MW)`, `in µg/m³`, `_degC` in a name.
    package static func unit(in name: String) -> String? {
        if isUnitAlone(name.trimmed) { return name.trimmed }
        if let own = unitBeforePhase(name) ?? unitOfSpeed(name) { return own }
        for range in brackets(in: name) {
            // a letter that touches the name belongs to it: G(h)
            let isTouching = range.lowerBound > name.startIndex && name[name.index(before: range.lowerBound)].isLetter
            if name[range].count == 3, name[range].first == "(", isTouching, !isTemperature(name),
                !name[range].contains("%")
            {
                continue
            }
            if let own = unit(bracketed: name[range].dropFirst().dropLast(), name, isSquare: name[range].first == "[") {
                return own
            }
        }
        for word in [" in ", "_in_"] {
            guard let range = name.ranges(of: word).last else { continue }
            let whole = name[range.upperBound...].trimmed
            // "in EUR (2010)"
            let text = whole.firstIndex(of: "(").map { String(whole[..<$0]).trimmed } ?? whole
            if let own = UnitNames.find(text), text != "f", text != "c" { return own }
            // The sign of a degree is the first to get lost.
            if ["\u{FFFD}c", "\u{FFFD}C", "ºC", "ºc", "°c", "Grad", "Grad C", "Celsius"].contains(text) { return "°C" }
        }
        // `ug_m3` before `m3`
        if let own = suffixUnit(name) { return own }
        if let last = name.split(whereSeparator: { $0 == " " || $0 == "_" }).last, last.count > 1,
            last.count < name.count,
            known.contains(String(last)),
            last.contains(where: { !$0.isLetter }) || last.hasSuffix("Wh") || last.hasSuffix("kW")
        {
            return String(last)
        }
        return nil
    }

    /// The unit that stands in brackets, alone, before a word or behind "in".
    private static func unit(bracketed inner: Substring, _ name: String, isSquare: Bool) -> String? {
        var text = String(inner).trimmed
        if text.hasPrefix("in ") { text = String(text.dropFirst(3)).trimmed }
        guard !text.isEmpty else { return nil }
        let isUnitLike = isSquare && !text.contains(" ") && text.contains { "/°²³%^·".contains($0) }
        if known.contains(text) || isUnitLike { return text == "-" ? "1" : text }
        let isLetter = text.count == 1
        if !isLetter || isTemperature(name), let own = UnitNames.find(text) { return own }
        if let first = text.split(separator: " ").first.map(String.init), first != "-", first.count < text.count,
            known.contains(first)
        {
            return first
        }
        // "[2 m, °C]"
        let last = text.split { $0 == "," || $0 == ";" }.last.map { String($0).trimmed } ?? ""
        return last.count < text.count && last.count > 1 ? UnitNames.find(last) : nil
    }

    private static func isTemperature(_ name: String) -> Bool { name.lowercased().contains("temp") }

    /// A name that is nothing but a unit, and could be nothing else: `kWh`, `µg/m³`.
    private static func isUnitAlone(_ name: String) -> Bool {
        guard name.count > 1, known.contains(name) else { return false }
        let isPlain = name.allSatisfy { $0.isLetter }
        return !isPlain || name.hasSuffix("Wh") || ["kW", "MW", "GW", "hPa", "mbar", "EUR", "kvar"].contains(name)
    }

    /// `wasserstand_cm`: what is measured, a line, and a unit that is a word of its own nowhere else.
    private static func suffixUnit(_ name: String) -> String? {
        let property = PropertyNames.find(name, file: "")
        let last = name.lastIndex(of: "_").map { String(name[name.index(after: $0)...]) } ?? ""
        if let height = ["mnhn": "m ü. NHN", "mnn": "m ü. NN", "mugok": "m", "muegok": "m"][last.lowercased()] {
            return height
        }
        return UnitNames.ending(of: name, isTemperature: isTemperature(name) || property?.unit == "°C")?.unit
    }

    /// Whether a cell of a header's last line is a unit.
    static func isUnit(_ text: String) -> Bool { plain(text) != nil }

    /// The unit that a text is, without brackets; "1" for a dash.
    static func plain(_ text: String) -> String? {
        let bare = text.trimmed.filter { !"[]()".contains($0) }.trimmed
        return UnitNames.find(bare)
    }

    static let known: Set<String> = [
        "°C", "K", "mg/l", "µg/l", "µg/m³", "µg/m3", "ug/m3", "ng/m³", "ng/m3", "mg/m³", "mg/m3", "kWh", "MWh", "GWh",
        "Wh",
        "W", "kW", "MW", "GW", "m", "cm", "mm", "km", "dm", "m³/s", "m3/s", "l/s", "m³/h", "m3/h", "%", "m/s", "km/h",
        "hPa", "Pa", "bar", "mbar", "V", "mV", "A", "mA", "Hz", "l", "m³", "m3", "Kfz", "Kfz/h", "Kfz/24h", "dB(A)",
        "dB",
        "mm/h", "W/m²", "W/m2", "J/cm²", "J/cm^2", "-", "ppm", "ppb", "µS/cm", "NTU", "FNU", "h", "min", "s", "Grad",
        "Anzahl", "Stk", "Stück", "Personen", "EUR/MWh", "€/MWh", "ct/kWh", "EUR", "€", "t", "kg", "g", "kvar", "VA",
        "1/cm³",
        "mNHN", "mNN", "m NHN", "m NN", "m ü. NHN", "m ü. NN", "müNN", "müNHN", "m+NN", "m+NHN", "müM", "m ü.M.",
        "km²", "EUR/m²", "€/m²", "Wh/m²", "Wh/m2", "kWh/m²", "kWh/m2", "Bq/m³", "nSv/h", "µSv/h", "lx", "klx", "°",
        "ha", "m²", "m2", "Achtel", "°F", "kn", "TWh", "kPa", "kVA", "kvarh", "mph", "dBm", "mmol/l", "l/h", "l/min",
        "µmol/l", "m³/d", "kJ", "MJ", "GJ",
    ]

    // MARK: Letters that are none

    /// `Active energy Wh (A)`: the letter of a phase behind a unit.
    private static func unitBeforePhase(_ name: String) -> String? {
        guard name.hasSuffix(")"), let open = name.lastIndex(of: "(") else { return nil }
        let phase = name[name.index(after: open)...].dropLast()
        guard ["A", "B", "C", "L1", "L2", "L3"].contains(String(phase)) else { return nil }
        let before = String(name[..<open]).trimmed
        guard let last = before.split(whereSeparator: { $0 == " " || $0 == "_" }).last.map(String.init),
            last.count < before.count, known.contains(last), last != "dB"
        else { return nil }
        return last.count > 1 || ["V", "W", "A"].contains(last) ? last : nil
    }

    /// Of a wind or another speed: its unit at the end of the name, written together.
    private static func unitOfSpeed(_ name: String) -> String? {
        let lower = name.lowercased()
        guard ["wind", "speed", "gust", "geschw", "böe"].contains(where: { lower.contains($0) }) else { return nil }
        if lower.hasSuffix("mph") || lower.contains("mph)") || lower.contains("mph]") { return "mph" }
        let isKilometres = ["km/h", "kmh", "km_h", "kmwh", "kph"].contains { lower.contains($0) }
        return isKilometres ? "km/h" : nil
    }
}
