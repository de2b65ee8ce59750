// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Units in the names of columns.
extension ColumnGuess {
    /// "Wasserstand (cm)" is "Wasserstand": the unit stands beside each value anyway.
    package static func nameWithoutUnit(_ name: String) -> String {
        for (open, close) in [("[", "]"), ("(", ")")] as [(Character, Character)] {
            guard let start = name.firstIndex(of: open), let end = name[start...].firstIndex(of: close),
                let own = unit(in: String(name[start...end])), own == unit(in: name)
            else { continue }
            let (before, after) = (String(name[..<start]).trimmed, String(name[name.index(after: end)...]).trimmed)
            let plain = [before, after].filter { !$0.isEmpty }.joined(separator: " ")
            if !plain.isEmpty { return plain }
        }
        return name
    }

    /// `[mg/l]`, `(°C)`, `(m unter MP)`, `in µg/m³` in a name.
    package static func unit(in name: String) -> String? {
        if isUnitAlone(name.trimmed) { return name.trimmed }
        if let own = unitBeforePhase(name) ?? unitOfSpeed(name) { return own }
        for (open, close) in [("[", "]"), ("(", ")")] as [(Character, Character)] {
            guard let start = name.firstIndex(of: open), let end = name[start...].firstIndex(of: close) else {
                continue
            }
            let text = name[name.index(after: start)..<end].trimmed
            let isUnitLike = open == "[" && !text.contains(" ") && text.contains { "/°²³%^·".contains($0) }
            if known.contains(text) || isUnitLike { return text == "-" ? "1" : text }
            if let first = text.split(separator: " ").first, known.contains(String(first)), first != "-" {
                return String(first)
            }
        }
        if let range = name.ranges(of: " in ").last {
            let whole = name[range.upperBound...].trimmed
            // "in EUR (2010)"
            let text = whole.firstIndex(of: "(").map { String(whole[..<$0]).trimmed } ?? whole
            if known.contains(text) { return text }
            // The sign of a degree is the first to get lost.
            if ["\u{FFFD}c", "\u{FFFD}C", "ºC", "ºc", "°c", "Grad", "Grad C", "Celsius"].contains(text) { return "°C" }
        }
        if let last = name.split(whereSeparator: { $0 == " " || $0 == "_" }).last, last.count > 1,
            last.count < name.count,
            known.contains(String(last)),
            last.contains(where: { !$0.isLetter }) || last.hasSuffix("Wh") || last.hasSuffix("kW")
        {
            return String(last)
        }
        return suffixUnit(name)
    }

    /// A name that is nothing but a unit, and could be nothing else: `kWh`, `µg/m³`.
    private static func isUnitAlone(_ name: String) -> Bool {
        guard name.count > 1, known.contains(name) else { return false }
        let isPlain = name.allSatisfy { $0.isLetter }
        return !isPlain || name.hasSuffix("Wh") || ["kW", "MW", "GW", "hPa", "mbar", "EUR", "kvar"].contains(name)
    }

    /// `wasserstand_cm`: what is measured, a line, and a unit that is a word of its own nowhere else.
    private static func suffixUnit(_ name: String) -> String? {
        guard let mark = name.lastIndex(of: "_"), mark > name.startIndex else { return nil }
        let last = String(name[name.index(after: mark)...])
        if let height = ["mnhn": "m ü. NHN", "mnn": "m ü. NN", "mugok": "m", "muegok": "m"][last.lowercased()] {
            return height
        }
        guard ["cm", "mm", "km", "dm", "m", "h", "hPa", "mV", "mA", "kg"].contains(last),
            let property = PropertyNames.find(String(name[..<mark]), file: ""), !property.isCount
        else { return nil }
        return last
    }

    /// Whether a cell of a header's last line is a unit.
    static func isUnit(_ text: String) -> Bool { plain(text) != nil }

    /// The unit that a text is, without brackets; "1" for a dash.
    static func plain(_ text: String) -> String? {
        let bare = text.trimmed.filter { !"[]()".contains($0) }.trimmed
        if let usual = spelled[bare.lowercased()] { return usual }
        return known.contains(bare) ? (bare == "-" ? "1" : bare) : nil
    }

    /// Units as loggers write them.
    private static let spelled = [
        "deg c": "°C", "degc": "°C", "deg_c": "°C", "meters/second": "m/s", "volts": "V", "volt": "V",
        "percent": "%", "%rf": "%", "%rh": "%", "% rf": "%", "degrees": "°",
    ]

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
        "ha", "m²", "m2", "Achtel",
    ]

    // MARK: Letters that are none

    /// `Active energy Wh (A)`: the letter of a phase behind a unit.
    private static func unitBeforePhase(_ name: String) -> String? {
        guard name.hasSuffix(")"), let open = name.lastIndex(of: "(") else { return nil }
        let phase = name[name.index(after: open)...].dropLast()
        guard ["A", "B", "C", "L1", "L2", "L3"].contains(String(phase)) else { return nil }
        let before = String(name[..<open]).trimmed
        guard let last = before.split(whereSeparator: { $0 == " " || $0 == "_" }).last.map(String.init),
            last.count < before.count, known.contains(last)
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
