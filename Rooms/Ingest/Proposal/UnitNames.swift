// SPDX-License-Identifier: EUPL-1.2
import Wire

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
        let name = name.lowercased()
        return short.first { own in own.texts.contains(text) && own.names.contains { name.contains($0) } }?.unit
    }
}
