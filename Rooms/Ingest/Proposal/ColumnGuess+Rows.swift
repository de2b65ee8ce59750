// SPDX-License-Identifier: EUPL-1.2

/// Names of what tells rows apart, or stations.
extension ColumnGuess {
    /// Called after where something is measured.
    var isStationNamed: Bool {
        isNamed([
            "messstelle", "zählstelle", "zaehlstelle", "station", "standort", "pegel", "messpunkt", "brunnen",
            "gewässer", "gewaesser", "detektor", "detector",
        ]) || isCalled(["site", "sensor", "location", "device", "gauge"])
    }

    /// Called after nothing but a number of its own.
    var isRowIdentifier: Bool { isRowNumberNamed || !words.isEmpty && words.isSubset(of: Self.identifiers) }

    /// Called the number of a row.
    var isRowNumberNamed: Bool { isCalled(["n", "index", "lfd", "lfdnr", "fid", "oid", "gid", "sl", "laufnummer"]) }

    private static let identifiers: Set<String> = [
        "id", "nr", "nummer", "number", "objectid", "objektid", "uuid", "uid", "record", "row", "feature", "properties",
        "attributes", "messung", "messwert", "pk", "key", "laufende", "lfd", "no", "num",
    ]

    /// Which way something went that was counted: not that of the wind.
    var isWayNamed: Bool {
        isNamed(["richtung", "direction"]) && property == nil && (2...12).contains(distinct.count)
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
}
