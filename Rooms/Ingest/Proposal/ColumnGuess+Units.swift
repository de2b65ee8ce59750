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
        "µmol/l", "m³/d", "kJ", "MJ", "GJ", "ft³/s", "ft3/s", "ft",
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

/// Units as files spell them, in names, heads and side lines.
enum UnitNames {
    /// The unit that a text is, in the spelling of this house; nil where it is none.
    static func find(_ text: String) -> String? {
        let bare = text.trimmed
        if ColumnGuess.known.contains(bare) { return bare == "-" ? "1" : bare }
        let lower = bare.lowercased()
        return spelled[lower] ?? (isRatio(bare) ? bare : nil)
    }

    /// The unit at the end of a name, parted by a blank, a line, a comma, a stroke: `wind_speed_km_h`, `P1/kW`, `Zulauf, m3`.
    static func ending(of name: String, isTemperature: Bool) -> (unit: String, name: String)? {
        let marks: Set<Character> = [" ", "_", ",", "/", ":", "-", ".", ";", "|"]
        var starts: [String.Index] = []
        var wasMark = false
        for index in name.indices {
            if marks.contains(name[index]) {
                wasMark = true
            } else if wasMark {
                starts.append(index)
                wasMark = false
            }
        }
        // the longest first: `ug_m3` before `m3`
        for start in starts.suffix(3) {
            var before = name[..<start]
            while let last = before.last, marks.contains(last) { before.removeLast() }
            guard before.contains(where: \.isLetter) else { continue }
            let text = String(name[start...])
            let own = [
                text, text.replacing("_", with: "/"), text.replacing("_", with: ""), text.replacing(" ", with: ""),
            ]
            let found =
                own.lazy.compactMap { endings[$0.lowercased()] }.first
                ?? own.lazy.compactMap { $0.count > 1 && isPlainlyUnit($0) ? $0 : nil }.first
                ?? (isTemperature ? temperatures[text.lowercased()] : nil)
                ?? letters(text, behind: String(before))
            if let found {
                for word in [" in", "_in"] where before.hasSuffix(word) { before = before.dropLast(word.count) }
                return (found, String(before).trimmed)
            }
        }
        return nil
    }

    /// A known unit that holds a sign no word has.
    private static func isPlainlyUnit(_ text: String) -> Bool {
        ColumnGuess.known.contains(text) && text.contains { "/°²³%µ€".contains($0) }
    }

    /// `Kfz/h`, `mg/kg`: something by a stretch, an area, a mass.
    private static func isRatio(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...8).contains(parts[0].count),
            parts[0].allSatisfy({ $0.isLetter || "µ°²³".contains($0) })
        else { return false }
        return denominators.contains(String(parts[1]))
    }

    private static let denominators: Set<String> = [
        "h", "s", "d", "min", "m", "m2", "m3", "m²", "m³", "l", "L", "kg", "km", "a", "24h", "24 h", "Tag", "Stunde",
        "ha",
        "kWh", "MWh", "km²", "day", "hour", "15min", "15 min",
    ]

    /// Spellings in small letters that are a unit wherever one is expected.
    private static let spelled: [String: String] = {
        var all = endings
        for (unit, others) in [
            "°C": [
                "c", "grad celsius", "deg c", "gradc", "deg. c", "°celsius", "grad c", "celsius degrees",
                "degrees celsius",
                "degree celsius",
            ],
            "°F": ["f", "°f", "deg f", "fahrenheit"], "K": ["kelvin", "degrees kelvin"],
            "m/s": ["meters/second", "meter/sekunde", "m s-1", "ms-1", "m s^-1", "meter per second", "m/sec"],
            "%": ["percent", "prozent", "%rf", "%rh", "% rf", "% rh", "vol%", "vol.-%", "pct"],
            "°": ["degrees", "deg", "degree", "grad"], "kn": ["kt", "kts", "knots", "knoten"], "V": ["volts", "volt"],
            "A": ["ampere", "amps", "amp"],
            "m³": ["kubikmeter", "cbm", "m^3", "cubic metres", "cubic meters"],
            "m³/s": ["m^3/s", "m³/sec", "cbm/s", "m3 s-1"],
            "m³/h": ["m^3/h", "cbm/h"], "l": ["liter", "litre", "liters", "litres"], "l/s": ["liter/s", "l/sec"],
            "W/m²": ["w/m^2", "w m-2", "watt/m²", "w/m**2"],
            "µg/m³": ["µg/m^3", "ug/m^3", "μg/m3", "μg/m³", "µg m-3", "ug m-3"],
            "mm": ["millimeter", "l/m²", "l/m2", "millimetres", "kg/m²"], "cm": ["zentimeter", "centimeter"],
            "m": ["meter", "metre", "metres", "meters"],
            "kWh": ["kilowattstunden", "kilowatt hours", "kwhr"], "kW": ["kilowatt", "kilowatts"],
            "W": ["watt", "watts"],
            "dB(A)": ["db (a)", "dba", "db a"], "EUR": ["euro"], "s": ["sek", "sekunden", "seconds", "sec"],
            "min": ["minuten", "minutes"], "h": ["stunden", "hours", "std"], "d": ["tage", "days"],
            "1": ["anz", "stueck", "counts", "-"], "hPa": ["hektopascal", "millibar", "mb"],
            "µS/cm": ["us/cm", "μs/cm"],
            "Wh": ["watt hour", "watt hours", "wattstunden"], "t": ["tonnen", "tonnes"], "lx": ["lux"],
        ] {
            for other in others { all[other] = unit }
        }
        return all
    }()

    /// Spellings in small letters that stand at the end of a name and are no word.
    private static let endings: [String: String] = {
        var all: [String: String] = [:]
        for (unit, spellings) in [
            "°C": ["degc", "deg_c", "celsius", "gradc", "grad_c", "ºc"], "°F": ["degf", "deg_f", "fahrenheit"],
            "kWh": ["kwh"], "MWh": ["mwh"], "GWh": ["gwh"], "TWh": ["twh"], "Wh": ["wh"], "kW": ["kw"], "GW": ["gw"],
            "kVA": ["kva"],
            "kvar": ["kvar"], "kvarh": ["kvarh"], "hPa": ["hpa"], "mbar": ["mbar"], "kPa": ["kpa"],
            "m/s": ["mps", "m/s", "m_s"],
            "km/h": ["kmh", "km/h", "kph", "km_h"], "mph": ["mph"], "µg/m³": ["ugm3", "ug/m3", "µgm3", "ug/m³"],
            "mg/m³": ["mgm3", "mg/m3"], "mg/l": ["mg/l", "mgl"], "µg/l": ["ug/l", "ugl"],
            "m³/s": ["m3s", "m3/s", "cumecs", "cms"],
            "m³/h": ["m3h", "m3/h"], "l/s": ["l/s", "lps"], "m³": ["m3", "cbm"], "mm": ["mm"], "cm": ["cm"],
            "km": ["km"],
            "W/m²": ["w/m2", "wm2", "w/sqm"], "kWh/m²": ["kwh/m2", "kwhm2"], "ppm": ["ppm"], "ppb": ["ppb"],
            "dB(A)": ["dba", "db(a)"], "dB": ["db"], "lx": ["lux", "lx"], "%": ["pct", "percent", "prozent", "perc"],
            "Hz": ["hz"],
            "V": ["volt", "volts"], "mV": ["mv"], "kg": ["kg"], "EUR": ["eur", "euro"], "EUR/MWh": ["eur/mwh"],
            "ct/kWh": ["ct/kwh"],
            "µS/cm": ["us/cm", "uscm"], "NTU": ["ntu"], "l": ["liter", "litre", "liters"], "J": ["joule"], "kJ": ["kj"],
            "MJ": ["mj"],
            "m": ["meter", "metre", "metres"], "mm/h": ["mmh", "mm/h"], "°": ["deg", "degrees"], "dBm": ["dbm"],
        ] {
            for spelling in spellings { all[spelling] = unit }
        }
        return all
    }()

    private static let temperatures = ["c": "°C", "f": "°F", "k": "K"]
    /// Letters that are a unit behind the name of such a thing only.
    private static let short: [(unit: String, texts: Set<String>, names: [String])] = [
        ("W", ["W", "w"], powers), ("MW", ["MW"], powers), ("kW", ["KW"], powers),
        ("V", ["V", "v"], ["spannung", "volt", "batt", "akku"]), ("A", ["A"], ["strom", "current", "ampere"]),
        ("mA", ["mA"], ["strom", "current"]), ("m/s", ["ms"], ["wind", "böe", "gust"]),
        (
            "m", ["m"],
            ["pegel", "wasser", "water", "level", "stand", "höhe", "hoehe", "tiefe", "depth", "sicht", "abstich"]
        ),
        ("dm", ["dm"], ["pegel", "wasser", "water", "level", "stand"]),
        ("h", ["h"], ["sonnenschein", "sunshine", "dauer"]),
        ("Pa", ["Pa", "pa"], ["druck", "press"]), ("bar", ["bar"], ["druck", "press"]),
        ("l", ["l", "L"], ["volum", "wasser", "water", "verbrauch"]),
        ("t", ["t"], ["menge", "gewicht", "abfall", "weight"]),
    ]
    private static let powers = [
        "leistung", "power", "load", "last", "erzeug", "generation", "verbrauch", "consum", "einspeis", "bezug", "pv",
        "solar",
        "wind", "demand",
    ]

    private static func letters(_ text: String, behind name: String) -> String? {
        let words = NameWords(name)
        return short.first { own in own.texts.contains(text) && words.holds(own.names) }?.unit
    }
}
