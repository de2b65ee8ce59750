// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What a column of a table holds, from its name and its cells.
package struct ColumnGuess {
    enum Role: Hashable {
        case time, value, status, key, label, longitude, latitude, derived, empty, text, bound
        /// What is measured in the row, or else tells its series from others of the station; its unit is one too.
        case parameter
        /// A second name of what a key column says.
        case alias
        /// Says something of the values beside it: a deviation, a trend, a number of readings.
        case doubtful
    }

    let index: Int
    let name: String
    /// Filled cells in the order of the rows.
    private(set) var cells: [String]
    let distinct: Set<String>
    var role = Role.text
    /// Numbers of the cells that are some, without those that mean "missing".
    var numbers: [Double] = []
    var missing: [String] = []
    var isMissingSure = true
    /// Cells that name a limit: `<0,05`.
    var limits: [String] = []
    var unit: String?
    /// What its name says is measured.
    var property: PropertyNames?
    /// Letters of the name in small ones, apart where it has other signs or a capital.
    let words: Set<String>
    private let parts: NameWords
    /// Filled cells of rows far below, from the middle and the end of the file.
    private(set) var later: [String] = []

    /// `later`: rows far below the others.
    init(index: Int, name: String, rows: [[String]], unit: String? = nil, later: [[String]] = []) {
        self.index = index
        self.name = name
        func filled(_ rows: [[String]]) -> [String] {
            rows.compactMap { $0.count > index && !$0[index].isEmpty ? $0[index] : nil }
        }
        (cells, self.later) = (filled(rows), filled(later))
        // what begins further down is not empty
        if cells.isEmpty { swap(&cells, &self.later) }
        distinct = Set(cells)
        words = Self.words(of: name)
        parts = NameWords(name)
        self.unit = unit.flatMap { Self.plain($0) } ?? Self.unit(in: name)
    }

    // MARK: Names

    private static func words(of name: String) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        var wasSmall = false
        func close() {
            if !word.isEmpty { words.insert(word.lowercased()) }
            word = ""
        }
        for character in name {
            if !character.isLetter || (wasSmall && character.isUppercase) { close() }
            if character.isLetter { word.append(character) }
            wasSmall = character.isLowercase
        }
        close()
        for part in name.lowercased().split(whereSeparator: { !$0.isLetter }) { words.insert(String(part)) }
        return words
    }

    func isNamed(_ words: [String]) -> Bool { parts.holds(words) }

    func isCalled(_ some: Set<String>) -> Bool { !words.isDisjoint(with: some) }

    var isTimeNamed: Bool {
        isNamed([
            "datum", "date", "zeit", "time", "stunde", "hour", "jahr", "year", "monat", "month", "published", "quartal",
            "quarter", "woche",
        ])
            || isCalled([
                "ts", "von", "bis", "mm", "dd", "hh", "day", "tag", "kw", "week", "am", "anfang", "ende", "beginn",
            ])
    }
    var isStatusNamed: Bool {
        let isShort = isCalled(["qn", "k", "q", "qs", "qb"]) && distinct.count <= 12
        if isNamed(["hinweis"]), numbers.isEmpty, (1...5).contains(distinct.count) { return true }
        return isShort || isNamed(["status", "qualit", "flag", "güte", "gueltig", "gültig", "prüf", "validier"])
    }
    /// Marks the end of a row.
    var isEndOfRow: Bool { name.lowercased() == "eor" || (distinct.count == 1 && distinct.first == name) }
    var isKeyNamed: Bool {
        if isQualityNamed { return false }
        // the number of a device
        if ["meter", "meterid", "meter_id", "zähler", "zaehler", "counter", "zählernr"].contains(name.lowercased()),
            distinct.count * 10 <= cells.count,
            cells.allSatisfy({ Int($0) != nil || !$0.contains { ".,".contains($0) } })
        {
            return true
        }
        if isNamed(["anzahl", "number of", "numberof", "count", "valid", "gültig", "gueltig"]) { return false }
        if isCalled([
            "id", "nr", "nummer", "number", "key", "code", "ags", "zst", "kennung", "station", "stations", "site",
            "sensor", "messstelle", "ort", "lage", "typ", "type", "standort", "name", "kreis", "land", "stadtteil",
            "bezirk",
            "zaehlstelle", "zählstelle", "location", "device", "gerät", "geraet", "kurzname", "stationsname", "uuid",
            "serial", "bezeichnung", "lfdnr", "stn", "eui", "imei", "ladepunkt", "ladestation", "evse", "einrichtung",
            "haltestelle", "zählpunkt", "zaehlpunkt",
        ]) {
            return true
        }
        let name = name.lowercased()
        let endings = [
            "stationid", "sensorid", "parkid", "siteid", "deviceid", "objectid", "objektid", "knr", "name", "tknr",
            "eui", "gsnr", "gsnummer",
        ]
        return endings.contains { name.hasSuffix($0) }
            || isNamed(["messstelle", "zählstelle", "zaehlstelle", "zählernummer"])
    }
    /// Says what was measured in a row of a long table.
    var isParameterNamed: Bool {
        isNamed([
            "parameter", "messgröße", "messgroesse", "messgrösse", "messgr\u{FFFD}", "kenngröße", "kenngroesse",
            "schadstoff", "pollutant", "komponente", "component", "observedproperty", "observed_property",
            "observed property", "messwertart", "wertart", "merkmal", "kennzahl", "kennwert", "indikator", "indicator",
            "value_type", "valuetype", "phenomenon",
        ])
            || isCalled([
                "property", "stoff", "größe", "groesse", "field", "metric", "variable", "messart", "analyt",
                "statistic",
            ])
    }
    /// A number here may stand for what was measured: the name is "parameter", or an identifier of one.
    var isParameterCode: Bool {
        let plain: Set<String> = ["parameter", "messgröße", "schadstoff", "pollutant", "komponente", "component"]
        return isParameterNamed && (plain.contains(name.lowercased()) || isCalled(["id", "code", "nr", "nummer"]))
    }
    /// Tells series of one station apart that measure the same.
    var isDimensionNamed: Bool {
        isDirectionNamed || isNamed(["kategorie", "category", "klasse", "gruppe", "verkehrsart"])
            || isCalled(["kanal", "channel", "class", "group", "art", "spur", "lane", "mode"])
    }
    /// Units of the rows' values.
    var isUnitColumn: Bool {
        if numbers.isEmpty, (1...20).contains(distinct.count), distinct.allSatisfy(Self.isUnit),
            distinct.contains(where: { $0.count > 1 })
        {
            return true
        }
        guard isNamed(["einheit"]) || isCalled(["unit", "units", "uom"]), distinct.count <= 20 else { return false }
        let isPlainly = ["einheit", "unit", "units", "uom"].contains(name.lowercased())
        return numbers.isEmpty && !distinct.isEmpty && (isPlainly || distinct.contains(where: Self.isUnit))
    }
    /// What its texts say is measured, where they name several things and hardly anything else.
    var namesProperties: Bool {
        guard (2...60).contains(distinct.count), distinct.count * 2 <= cells.count, numbers.isEmpty else {
            return false
        }
        let found = distinct.compactMap { PropertyNames.find($0, file: "")?.english }
        return found.count * 3 >= distinct.count * 2 && Set(found).count > 1
    }

    /// How much a key's name says that it tells things apart.
    var keyRank: Int {
        let isPlain = isCalled(["id", "nr", "nummer", "kennung", "ags", "code", "zst", "uuid", "key", "number"])
        let name = name.lowercased()
        let isWritten = name.hasSuffix("id") || name.hasSuffix("eui") || name.hasSuffix("id2") || name.hasSuffix("nr")
        return (isPlain || isWritten ? 4 : 0) + (numbers.count == cells.count ? 1 : 0)
    }
    var isLongitudeNamed: Bool {
        name.hasSuffix("coordinates/0")
            || isNamed([
                "geolaenge", "geolänge", "geogr.laenge", "geogr.länge", "längengrad", "laengengrad", "ngengrad",
            ])
            || isCalled([
                "lon", "lng", "long", "longitude", "laenge", "länge", "rechtswert", "ostwert", "easting", "x", "rw",
            ]) || isCalled(["ost", "east"]) && areMetres
    }
    var isLatitudeNamed: Bool {
        name.hasSuffix("coordinates/1") || isNamed(["geobreite", "geogr.breite", "breitengrad"])
            || isCalled(["lat", "latitude", "breite", "hochwert", "nordwert", "northing", "y", "hw"])
            || isCalled(["nord", "north"]) && areMetres
    }
    /// Numbers as the coordinates of our systems are.
    private var areMetres: Bool { numbers.count > 0 && numbers.allSatisfy { (50_000...8_000_000).contains($0) } }
    /// Weekdays, hours and shares that follow from the other columns.
    var isDerivedNamed: Bool {
        isNamed(["wochentag", "weekday", "wotag", "fahrtzw", "feiertag"])
            || isCalled(["dow", "woche", "anteil", "ratio", "share", "version"])
    }
    /// When the row was written, fetched or changed, not when something was measured.
    var isWritingTime: Bool {
        isNamed([
            "aktualisier", "update", "abruf", "abgeruf", "retriev", "fetched", "exportiert", "export-time",
            "export_time", "erstellt", "created", "modified", "geändert", "geaendert", "inserted", "uploaded",
            "ingest", "imported",
        ])
    }
    /// Since when something is there.
    var isSinceNamed: Bool {
        isNamed(["installation", "installiert", "inbetrieb", "baujahr", "baudatum", "aufbau", "errichtet"])
            || isCalled(["since", "seit"])
    }
    /// Says where a place lies, besides its coordinates.
    var isSiteNamed: Bool {
        isCalled([
            "km", "flusskm", "flusskilometer", "stationierung", "altitude", "elevation", "seehöhe", "seehoehe",
            "geländehöhe", "gelaendehoehe",
        ])
    }
    /// Limits below which a laboratory finds or states nothing.
    var isDetectionLimit: Bool {
        isCalled(["bg", "ng", "nwg", "lod", "loq"])
            || isNamed(["bestimmungsgrenze", "nachweisgrenze", "detection_limit", "detectionlimit"])
    }
    /// Shapes as text: `POINT (7.6 51.9)`.
    var isWellKnownText: Bool {
        guard numbers.isEmpty, let first = cells.first, first.contains("(") else { return false }
        let fitting = cells.count { cell in
            let word = cell.prefix { $0.isLetter || $0 == " " }.trimmed.uppercased()
            return Self.shapes.contains(word) && cell.contains("(")
        }
        return fitting * 10 >= cells.count * 9
    }
    private static let shapes: Set<String> = [
        "POINT", "POINT Z", "LINESTRING", "LINESTRING Z", "POLYGON", "POLYGON Z", "MULTIPOINT", "MULTILINESTRING",
        "MULTIPOLYGON", "MULTILINESTRING Z", "MULTIPOLYGON Z",
    ]
    /// Which bound of an estimate.
    var isBoundNamed: Bool {
        isNamed(["schranke", "untergrenze", "obergrenze", "lower_", "upper_", "_lower", "_upper", "konfidenz"])
            || isCalled(["lower", "upper"])
    }

    // MARK: Cells

    private static let missingWords: Set<String> = [
        "na", "n/a", "nan", "null", "none", "-", "--", "---", "<null>", "k.a.", "fehlt", "n.a.", "#n/a", "#nv", "*",
        "n/e", "nil", "n.v.", "n. v.", "n.b.", "k. a.", "kein wert", "keine daten", "no data", "#wert!", "#value!",
        "#div/0!",
        "#bezug!", "#ref!", "#-1", "#n/v", "n/v", "#name?", "#zahl!", "#num!", "#null!", "missing", "k. w.", "k.w.",
        "keine angabe", "ohne wert", "nicht verfügbar", "not available",
    ]
    private static let missingNumbers: Set<Double> = [
        -999, -9999, -99, -99.9, -999.9, -9900, 9999, 9999.9, 999.9, 99_999, -1, -99_999, -888, -777, 99.99, 999.99,
        9999.99, -99.99, -999.99, -9999.9, -999_999,
    ]

    /// `<` in a column of its own says something of the value beside it.
    static func isComparison(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { "<>=≤≥~±+".contains($0) }
    }

    /// Words, and signs of statistics: `( )`, `…`, `/`.
    static func isMissingWord(_ text: String) -> Bool {
        let isSign = text.count <= 5 && !text.contains { $0.isLetter || $0.isNumber } && !isComparison(text)
        return isSign && !text.isEmpty && !known.contains(text) || missingWords.contains(text.lowercased())
    }

    /// Reads the cells as numbers of a form; false where they are mostly something else.
    mutating func read(_ form: NumberForm) -> Bool {
        limits = []
        var words: [String: Int] = [:]
        var all: [(text: String, number: Double)] = []
        let own = cells.count
        var count = 0
        for (place, cell) in (cells + later).enumerated() {
            if place == own { count = all.count }
            if let number = form.read(cell) {
                all.append((cell, number))
            } else if let limit = LimitText(cell, form) {
                limits.append(cell)
                all.append((cell, limit.limit))
            } else {
                words[cell, default: 0] += 1
            }
        }
        if later.isEmpty { count = all.count }
        let unknown = words.filter { !Self.isMissingWord($0.key) }
        guard unknown.isEmpty || isMarked(unknown, all.map(\.number)) else { return false }
        isMissingSure = unknown.isEmpty
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
            isMissingSure = isMissingSure && number != -1 && abs(number) > 90
        }
        // A column of nothing but one such number holds none.
        if let only = candidates.first, candidates.count == 1, only < -90, all.allSatisfy({ $0.number == only }) {
            missing += Set(all.map(\.text)).sorted()
        }
        let excluded = Set(missing)
        numbers = all.prefix(count).filter { !excluded.contains($0.text) }.map(\.number)
        return true
    }

    /// Whether texts that nobody knows stand here and there in a column of numbers: marks of missing values, or so it seems.
    ///
    /// One that comes again may stand in half of the cells; of a few others there are not many.
    private func isMarked(_ words: [String: Int], _ numbers: [Double]) -> Bool {
        let count = words.values.reduce(0, +)
        guard words.keys.allSatisfy({ $0.count <= 20 }), !isStatusNamed else { return false }
        let isMostly = words.count <= 2 && numbers.count >= 20 && count * 10 <= numbers.count
        if isMostly, words.keys.allSatisfy({ !$0.contains(where: \.isNumber) }) { return true }
        // a value is told from a number of a house or a code by that it is another in nearly each row
        let isVaried = Set(numbers).count > 4 && Set(numbers).count * 4 > min(numbers.count, 40)
        guard isVaried, let most = words.values.max() else { return false }
        return words.count <= 3 && (most > 1 || count * 20 <= numbers.count) && count <= numbers.count
    }

    /// Whether it adds up over time, as counts and energies do.
    var isCounted: Bool {
        property?.isCount == true || ["kWh", "MWh", "GWh", "Wh", "Kfz", "Anzahl", "Personen"].contains(unit)
    }

    var isWhole: Bool { numbers.allSatisfy { $0 == $0.rounded() } }

    /// One, two, three …: the number of the row.
    var isRowNumber: Bool {
        guard numbers.count > 2, numbers.count == cells.count, isWhole else { return false }
        let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
        // It may begin again with the next station.
        return steps.count { $0 == 1 } * 4 >= steps.count * 3 && steps.allSatisfy { $0 == 1 || $0 < 0 }
    }
}
