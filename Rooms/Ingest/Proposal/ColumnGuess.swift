// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What a column of a table holds, from its name and its cells.
struct ColumnGuess {
    enum Role: Hashable { case time, value, status, key, label, longitude, latitude, derived, empty, text }

    let index: Int
    let name: String
    /// Filled cells in the order of the rows.
    let cells: [String]
    let distinct: Set<String>
    var role = Role.text
    /// Numbers of the cells that are some, without those that mean "missing".
    var numbers: [Double] = []
    var missing: [String] = []
    var isMissingSure = true
    var unit: String?

    init(index: Int, name: String, rows: [[String]]) {
        self.index = index
        self.name = name
        cells = rows.compactMap { $0.count > index && !$0[index].isEmpty ? $0[index] : nil }
        distinct = Set(cells)
        unit = Self.unit(in: name)
    }

    /// `[mg/l]`, `(°C)`, `in µg/m³` in a name.
    static func unit(in name: String) -> String? {
        for (open, close) in [("[", "]"), ("(", ")")] as [(Character, Character)] {
            guard let start = name.firstIndex(of: open), let end = name[start...].firstIndex(of: close) else {
                continue
            }
            let text = name[name.index(after: start)..<end].trimmed
            if known.contains(text) || (open == "[" && !text.isEmpty) { return text == "-" ? "1" : text }
        }
        if let range = name.ranges(of: " in ").last, known.contains(String(name[range.upperBound...])) {
            return String(name[range.upperBound...])
        }
        return nil
    }

    private static let known: Set<String> = [
        "°C", "mg/l", "µg/m³", "µg/m3", "kWh", "MWh", "W", "kW", "MW", "m", "cm", "mm", "m³/s", "m3/s", "%", "m/s",
        "km/h",
        "hPa", "V", "A", "Hz", "l", "m³", "Kfz", "dB(A)", "mm/h", "W/m²", "-",
    ]

    // MARK: Names

    func isNamed(_ words: [String]) -> Bool {
        let name = name.lowercased()
        return words.contains { name.contains($0) }
    }

    private func isCalled(_ words: Set<String>) -> Bool {
        let parts = name.lowercased().split { !$0.isLetter }.map(String.init)
        return parts.contains { words.contains($0) }
    }

    var isTimeNamed: Bool {
        isNamed([
            "datum", "date", "zeit", "time", "stunde", "hour", "jahr", "year", "monat", "month", "tag", "published",
        ])
            || isCalled(["ts", "von", "bis", "mm", "dd", "hh", "day"])
    }
    var isStatusNamed: Bool {
        isNamed(["status", "qualit", "flag", "güte", "gueltig", "gültig"]) || isCalled(["qn", "k", "q"])
    }
    /// Marks the end of a row.
    var isEndOfRow: Bool { name.lowercased() == "eor" || (distinct.count == 1 && distinct.first == name) }
    var isKeyNamed: Bool {
        isCalled([
            "id", "nr", "no", "nummer", "number", "key", "code", "ags", "zst", "kennung", "station", "stations", "site",
            "sensor", "messstelle", "ort", "lage", "typ", "type", "standort", "name", "kreis", "land",
        ]) || isNamed(["_id", "id_", "parkid", "stationid", "messstelle"]) || name.lowercased().hasSuffix("nr")
            || (isCalled(["location", "place", "standort"]) && distinct.count == 1)
    }
    var isLongitudeNamed: Bool {
        name.hasSuffix("coordinates/0")
            || isCalled([
                "lon", "lng", "long", "longitude", "laenge", "länge", "rechtswert", "ostwert", "easting", "x", "rw",
            ])
    }
    var isLatitudeNamed: Bool {
        name.hasSuffix("coordinates/1")
            || isCalled(["lat", "latitude", "breite", "hochwert", "nordwert", "northing", "y", "hw"])
    }
    /// Weekdays, hours and shares that follow from the other columns.
    var isDerivedNamed: Bool {
        isNamed(["wochentag", "weekday", "wotag", "fahrtzw", "feiertag", "anteil", "ratio", "share"])
            || isCalled(["dow", "woche"])
    }

    // MARK: Cells

    private static let missingWords: Set<String> = [
        "na", "n/a", "nan", "null", "none", "-", "--", "---", "<null>", "k.a.", "fehlt",
    ]
    private static let missingNumbers: Set<Double> = [
        -999, -9999, -99, -99.9, -999.9, -9900, 9999, 9999.9, 999.9, 99_999, -1,
    ]

    /// Reads the cells as numbers of a form; false where they are mostly something else.
    mutating func read(_ form: NumberForm) -> Bool {
        var words: [String: Int] = [:]
        var all: [(text: String, number: Double)] = []
        for cell in cells {
            if let number = form.read(cell) {
                all.append((cell, number))
            } else {
                words[cell, default: 0] += 1
            }
        }
        let isNumeric = words.keys.allSatisfy { Self.missingWords.contains($0.lowercased()) }
        guard isNumeric else { return false }
        missing = words.keys.sorted()
        let candidates = Set(all.map(\.number)).intersection(Self.missingNumbers)
        for number in candidates.sorted() {
            let others = all.lazy.map(\.number).filter { !candidates.contains($0) }
            guard let low = others.min(), let high = others.max() else { continue }
            let gap = number < low ? low - number : number > high ? number - high : 0
            // -1 is a value where anything else is negative or has decimals.
            let isMinusOne = number == -1 && (low < 0 || others.contains { $0 != $0.rounded() })
            guard gap > 0, !isMinusOne, number == -1 || gap > 2 * max(high - low, abs(high)) else { continue }
            missing += Set(all.filter { $0.number == number }.map(\.text)).sorted()
            isMissingSure = number != -1 && abs(number) > 90
        }
        let excluded = Set(missing)
        numbers = all.filter { !excluded.contains($0.text) }.map(\.number)
        return true
    }

    var isWhole: Bool { numbers.allSatisfy { $0 == $0.rounded() } }
}
