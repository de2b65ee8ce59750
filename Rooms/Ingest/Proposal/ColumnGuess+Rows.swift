// SPDX-License-Identifier: EUPL-1.2

/// Names of what tells rows apart, or stations.
extension ColumnGuess {
    /// Cells from all over the column: a long table may hold something else further down.
    var sampled: [String] {
        guard cells.count > 2000 else { return cells + later }
        let own = stride(from: 500, to: cells.count, by: (cells.count - 500) / 1500).map { cells[$0] }
        return Array(cells.prefix(500)) + own + later
    }

    /// Called after where something is measured.
    var isStationNamed: Bool {
        isNamed([
            "messstelle", "zählstelle", "zaehlstelle", "station", "standort", "pegel", "messpunkt", "brunnen",
            "gewässer", "gewaesser", "detektor", "detector",
        ]) || isCalled(["site", "sensor", "location", "device", "gauge"])
    }

    /// Called after nothing but a number of its own.
    var isRowIdentifier: Bool { isRowNumberNamed || !words.isEmpty && words.isSubset(of: Self.identifiers) }

    /// Says how many values stand behind one.
    var isQualityNamed: Bool {
        isNamed([
            "percentage_valid", "number_valid", "percent_valid", "valid_count", "anzahl_messwerte", "data_capture",
            "datenverfügbarkeit", "datenverfuegbarkeit",
        ])
    }

    /// Counts the rows one by one.
    func counts(_ rows: Int) -> Bool {
        rows > 5 && numbers.count == rows && zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == 1 }
    }

    /// A number of its own for each row.
    func isOwn(_ rows: Int) -> Bool { rows > 5 && numbers.count == rows && isWhole && distinct.count == rows }

    /// Called the identifier of a message.
    var isMessageIdentifier: Bool {
        isNamed([
            "deduplication", "correlation_id", "correlationid", "message_id", "messageid", "event_id", "eventid",
            "uplink_id",
        ])
    }

    /// Called the number of a row.
    var isRowNumberNamed: Bool {
        isCalled([
            "n", "index", "lfd", "lfdnr", "fid", "oid", "gid", "sl", "laufnummer", "record", "rn", "zeile",
            "zeilennummer",
            "zeilennr", "datensatz", "satznummer", "satznr", "rownum", "rownumber", "rowid", "seq", "sequence", "idx",
            "pos",
        ]) || name == "#"
    }

    /// Numbers that rise or fall by one from row to row, and may begin again: they count rows, not stations.
    var countsRows: Bool {
        guard numbers.count > 2, numbers.count == cells.count, isWhole, numbers.allSatisfy({ $0 >= 0 }) else {
            return false
        }
        let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
        return [1.0, -1.0].contains { one in
            steps.count { $0 == one } * 10 >= steps.count * 8 && Set(numbers).count > 2
        }
    }

    private static let identifiers: Set<String> = [
        "id", "nr", "nummer", "number", "objectid", "objektid", "uuid", "uid", "record", "row", "feature", "properties",
        "attributes", "messung", "messwert", "pk", "key", "laufende", "lfd", "no", "num", "pos", "position", "zeile",
        "satz", "datensatz", "eintrag", "entry", "seq", "of", "der",
    ]

    /// Called a direction; an institution is none (`Einrichtung`).
    var isDirectionNamed: Bool { isNamed(["richtung", "direction"]) && !isNamed(["einrichtung"]) }

    /// Which way something went that was counted: not that of the wind.
    var isWayNamed: Bool {
        isDirectionNamed && property == nil && (2...12).contains(distinct.count)
    }

    /// Says something of the message that brought a value, not of what was measured: counters, ports and rates of LoRaWAN.
    var isOfMessage: Bool {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "." }).last.map { $0.lowercased() } ?? ""
        return [
            "fcnt", "f_cnt", "fport", "f_port", "dr", "devaddr", "dev_addr", "fcntup", "fcntdown", "adr", "confirmed",
            "spreading_factor", "spreadingfactor", "bandwidth", "coding_rate", "coderate",
        ].contains(last)
    }

    /// Texts that are states and nothing else: open and closed, on and off.
    var holdsStates: Bool {
        numbers.isEmpty && !distinct.isEmpty && distinct.allSatisfy { Self.states.contains($0.lowercased()) }
    }

    private static let states: Set<String> = [
        "open", "closed", "offen", "geöffnet", "geschlossen", "ok", "error", "fehler", "online", "offline", "aktiv",
        "inaktiv", "active", "inactive", "gestört", "störung", "in betrieb", "außer betrieb", "available", "occupied",
        "charging", "unavailable", "unknown", "frei", "belegt", "defekt", "good", "bad", "gut", "schlecht",
    ]

    /// Called after a zone: another clock of the same moment.
    var isClockOfZone: Bool {
        isCalled(["utc", "gmt", "mez", "mesz", "cet", "cest", "local", "lokal", "ortszeit", "lokalzeit"])
            || isNamed(["received", "empfang", "localtime"])
    }

    /// Says when something is open.
    var isOpeningNamed: Bool { isNamed(["öffnung", "oeffnung", "opening"]) }

    /// Says when something else happened than the measurement of the row.
    var isEventNamed: Bool {
        isOpeningNamed
            || isNamed([
                "lightning", "blitz", "sunrise", "sunset", "moonrise", "moonset", "sonnenaufgang", "sonnenuntergang",
                "reboot", "neustart", "strike",
            ]) || isCalled(["last", "letzte", "letzter", "letztes", "next", "boot", "reset", "expires"])
    }

    /// Counts hours or days of a year, or hours of a day: a time without its year.
    var countsTime: Bool {
        guard numbers.count == cells.count, numbers.count > 5, isWhole, let least = numbers.min(),
            let most = numbers.max(), least >= 0, most <= 8784, most > least
        else { return false }
        let isNamed =
            isNamed([
                "stunde", "hour", "tag des jahres", "tag_des_jahres", "jahrestag", "day of year", "day_of_year",
                "dayofyear",
            ]) || isCalled(["doy", "julian", "hoy"])
        guard isNamed, unit == nil else { return false }
        // one after the other or many of one, and from the beginning again
        let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
        return steps.count { $0 == 0 || $0 == 1 } * 10 >= steps.count * 9
    }

    /// Temperatures that may be in kelvin: around 280, without a unit.
    var mayBeKelvin: Bool {
        guard unit == nil, property?.unit == "°C", let least = numbers.min(), let most = numbers.max() else {
            return false
        }
        return least >= 230 && most <= 340
    }

    var isTemperatureWithoutUnit: Bool {
        property.map { $0.unit == nil && $0.english.lowercased().contains("temperature") } ?? false
    }

    /// Says how the device is, not what it measured.
    var isDeviceNamed: Bool {
        let isOfDevice =
            isNamed(["runtime", "uptime", "batt", "akku"]) || isCalled(["heap", "firmware"])
            || ["interval", "intervall"].contains(name.lowercased())
        // "Batterieleistung" is a power
        return isOfDevice && unit == nil && (property == nil || property?.unit != nil)
    }

    /// The name before `_min`, `_max`, `_mean` or `_count`, and that word.
    var statistic: (of: String, word: String)? {
        guard let mark = name.lastIndex(where: { $0 == "_" || $0 == " " }), mark > name.startIndex else { return nil }
        let word = name[name.index(after: mark)...].lowercased()
        guard ["min", "max", "mean", "avg", "mittel", "count", "cnt", "median"].contains(word) else { return nil }
        return (String(name[..<mark]), word)
    }

    /// Called by words that say nothing of what is measured, by numbers, or by letters with a number: `Wert 2`, `Kanal 1`, `CH01`.
    static func isMeaningless(_ name: String) -> Bool {
        let words = nameWithoutUnit(name).lowercased().split { !$0.isLetter }.map(String.init)
        // a unit says something of it, but not what it is
        let plain = words.filter { !known.contains($0) && UnitNames.find($0) == nil }
        if name.isEmpty { return false }
        if plain.allSatisfy({ meaningless.contains($0) || $0.count == 1 }) || plain == ["wind"] { return true }
        // letters that stand for something: EV24, DHI, Gb(i)
        return plain.allSatisfy { $0.count <= 3 } || plain.count == 1 && isAbbreviated(name)
    }

    /// Up to five letters, all of them capitals.
    private static func isAbbreviated(_ name: String) -> Bool {
        let letters = name.filter(\.isLetter)
        return letters.count <= 5 && letters.allSatisfy(\.isUppercase)
    }

    private static let meaningless: Set<String> = [
        "value", "values", "wert", "werte", "messwert", "messwerte", "val", "reading", "readings", "zahl", "data",
        "daten",
        "kanal", "channel", "ch", "kan", "sensor", "sensorwert", "result", "ergebnis", "measurement", "messung", "col",
        "column", "spalte", "feld", "field", "var", "variable", "y", "x", "istwert", "mittelwert", "mean", "avg",
        "average",
        "sum", "summe", "total", "gesamt", "min", "max", "mittel", "einzelwert", "tageswert", "stundenwert",
        "tagesmittel",
        "stundenmittel", "raw", "input", "output", "analog", "digital", "in", "out", "zaehler", "zähler", "meter",
        "point",
        "messkanal", "signal", "payload", "state", "amount", "menge", "ai", "di", "numeric", "v", "series",
        "tagessumme", "parameter", "id", "code", "insgesamt", "unnamed",
    ]

    /// Called a sum of others.
    var isSumNamed: Bool { isCalled(["total", "sum", "summe", "gesamt", "tagessumme", "insgesamt"]) }

    /// Whether the numbers can be in the usual unit of what the name says.
    var fitsUsualUnit: Bool {
        guard unit == nil, let usual = property?.unit, let least = numbers.min(), let most = numbers.max() else {
            return true
        }
        return switch usual {
        case "°C": least >= -60 && most <= 60
        case "%": least >= 0 && most <= 110 && most > 1.5
        case "µg/m³": most >= 2 || most == 0
        case "dB(A)": least >= 0 && most <= 150
        case "°": least >= -180 && most <= 360
        default: true
        }
    }

    /// Called the end of a period.
    var isEndNamed: Bool {
        let name = name.lowercased()
        return isCalled(["bis", "ende", "end", "to", "until", "till", "stop", "tot"])
            || ["ende", "enddat", "endzeit", "end_", "bis_", "endtime"].contains { name.hasPrefix($0) }
            || name.hasSuffix("ende")
    }

    /// Called nothing but a part of a time.
    var isPlainPart: Bool {
        let parts: Set<String> = ["month", "monat", "day", "tag", "hour", "stunde", "minute", "weekday", "wochentag"]
        return parts.contains(name.lowercased())
    }

    /// Called a kind or a code, which may change from row to row.
    var isKindNamed: Bool { isCalled(["type", "typ", "code"]) && !isStationNamed }

    /// Called after a part of a time in one letter or two.
    var isPartNamed: Bool { property == nil && isCalled(["h", "d", "m", "wd", "wt", "dow", "std", "hr"]) }

    /// Holds the names of members of a document.
    var isMemberNamed: Bool { name.split(separator: "/").last == "key" }

    /// Says how high the ground, the tube or the zero of a gauge lies.
    var isWellNamed: Bool {
        isCalled(["gok", "rok", "mph", "mpk", "pnp", "fok", "fuk"])
            || isNamed([
                "filteroberkante", "filterunterkante", "messpunkthöhe", "messpunkthoehe", "pegelnullpunkt",
                "geländeoberkante", "gelaendeoberkante", "rohroberkante", "geländehöhe", "gelaendehoehe", "endteufe",
            ])
    }

    /// Whether something rises or falls, in a few signs.
    var isTendency: Bool { (isNamed(["tendenz"]) || isCalled(["trend"])) && distinct.count <= 5 && isWhole }

    /// Says something of values that stand beside it: how far they are from others, how they run, how many readings they were made of.
    var isDoubtfulNamed: Bool {
        isNamed([
            "abweichung", "anomal", "veränderung", "veraenderung", "deviation", "standardfehler", "standard error",
            "standard_error", "stddev", "std_dev", "std dev", "anzahl_werte", "anzahl werte", "anzahl der werte",
            "anzahl messwerte", "anzahl_messungen", "anzahl messungen", "stichprobe", "sample_count", "samplecount",
            "n_samples", "sample_size", "num_samples", "number of samples", "count of samples", "observation_count",
            "tendenz", "plausib", "attribut",
        ])
            || isCalled([
                "trend", "differenz", "diff", "delta", "rang", "rank", "ranking", "samples", "stdabw", "stabw", "std",
                "sd", "sigma", "flag", "flags", "outlier", "ausreißer", "ausreisser",
            ])
    }

    /// German postcodes: five digits each.
    var isPostcode: Bool {
        ["plz", "postleitzahl", "zip", "zipcode", "postcode"].contains(name.lowercased())
            && cells.allSatisfy { $0.count == 5 && $0.allSatisfy(\.isNumber) }
    }
}
