// SPDX-License-Identifier: EUPL-1.2

/// What is measured, from the name of a column in German or English; the unit is the usual one of such columns.
struct PropertyNames {
    let german: String
    let english: String
    let unit: String?
    /// Things that are counted.
    let isCount: Bool

    /// Where numbers are not in the usual unit.
    var withoutUnit: PropertyNames {
        PropertyNames(german: german, english: english, unit: nil, isCount: isCount)
    }

    private struct Entry {
        let words: [String]
        /// Whole words or codes that must stand alone.
        let codes: Set<String>
        let name: PropertyNames
    }

    private static func entry(
        _ words: [String], _ codes: Set<String>, _ german: String, _ english: String, _ unit: String?,
        count: Bool = false
    ) -> Entry {
        Entry(
            words: words, codes: codes,
            name: PropertyNames(german: german, english: english, unit: unit, isCount: count))
    }

    private static let pedestrians = entry(
        ["fußgäng", "fussgäng", "g\u{FFFD}nger", "passant", "pedestrian"], [], "Fußgänger", "Pedestrians", "1",
        count: true)

    /// The first that fits: what is told by more letters stands before what is told by fewer.
    private static let entries: [Entry] = [
        entry(
            ["radfahr", "fahrräd", "fahrrad", "bicycl", "cyclist"], ["rad", "bike", "bikes"],
            "Fahrräder", "Bicycles", "1", count: true),
        pedestrians,
        entry(["besucher", "visitor"], [], "Besucher", "Visitors", "1", count: true),
        entry([], ["erwachsene", "kinder", "personen"], "Personen", "Persons", "1", count: true),
        entry(
            ["kfz", "vehicle", "fahrzeug"], ["lkw", "pkw", "sv", "plz", "car", "cars"],
            "Fahrzeuge", "Vehicles", "1", count: true),
        entry(
            ["channels_", "channel_", "zählung", "zaehlung"], ["count", "counts", "anzahl"],
            "Anzahl", "Count", "1", count: true),
        entry(
            ["freie plätze", "vacantspaces", "vacant_spaces", "freie_pl", "freiepl"], ["free", "frei", "vacant"],
            "Freie Plätze", "Free spaces", "1", count: true),
        entry(["occupancy", "auslastung", "belegung"], [], "Auslastung", "Occupancy", "%"),
        entry(["wassertemp"], [], "Wassertemperatur", "Water temperature", "°C"),
        entry(["lufttemp", "temperatur", "temperature"], ["temp", "tt", "tmk"], "Temperatur", "Temperature", "°C"),
        entry(["luftfeuch", "humidity", "feuchte"], ["rh", "rf"], "Luftfeuchte", "Humidity", "%"),
        entry(["luftdruck", "pressure"], [], "Luftdruck", "Air pressure", nil),
        entry(
            ["windgeschw", "windspeed", "wind_speed", "wind speed"], [],
            "Windgeschwindigkeit", "Wind speed", "m/s"),
        entry(
            ["windrichtung", "winddirection", "wind_direction", "wind direction"], [],
            "Windrichtung", "Wind direction", "°"),
        entry(
            ["niederschlag", "precipitation", "rainfall"], ["regen", "rain"],
            "Niederschlag", "Precipitation", "mm"),
        entry(["globalstrahlung", "radiation", "strahlung"], [], "Globalstrahlung", "Global radiation", "W/m²"),
        entry(["sonnenschein", "sunshine"], [], "Sonnenscheindauer", "Sunshine duration", nil),
        entry(["schneehöhe", "schneehoehe", "snow depth"], [], "Schneehöhe", "Snow depth", "cm"),
        entry(["pm2.5", "pm2,5", "pm25", "pm₂"], [], "Feinstaub PM2,5", "Particulate matter PM2.5", "µg/m³"),
        entry(
            ["total suspended", "schwebstaub"], ["tsp"], "Schwebstaub", "Total suspended particulates", "µg/m³"),
        entry(["pm10", "pm₁₀", "feinstaub", "particulate"], [], "Feinstaub PM10", "Particulate matter PM10", "µg/m³"),
        entry(["stickstoffdioxid", "nitrogen dioxide"], ["no2"], "Stickstoffdioxid", "Nitrogen dioxide", "µg/m³"),
        entry(["stickstoffmonoxid", "nitrogen monoxide"], [], "Stickstoffmonoxid", "Nitrogen monoxide", "µg/m³"),
        entry(["ozon"], ["o3"], "Ozon", "Ozone", "µg/m³"),
        entry(
            ["schwefeldioxid", "sulphur dioxide", "sulfur dioxide"], ["so2"],
            "Schwefeldioxid", "Sulphur dioxide", "µg/m³"),
        entry(["kohlenmonoxid", "carbon monoxide"], ["co"], "Kohlenmonoxid", "Carbon monoxide", nil),
        entry(["kohlendioxid", "carbon dioxide"], ["co2"], "Kohlendioxid", "Carbon dioxide", nil),
        entry(["nitrat"], [], "Nitrat", "Nitrate", nil),
        entry(["ph-wert", "ph_wert"], ["ph"], "pH-Wert", "pH value", "1"),
        entry(["leitfähigkeit", "conductivity"], [], "Leitfähigkeit", "Conductivity", nil),
        entry(["sauerstoff", "oxygen"], [], "Sauerstoff", "Oxygen", nil),
        entry(["abstich", "flurabst"], [], "Abstich", "Depth to water", "m"),
        entry(
            ["wasserspiegel", "wasserstand", "wasserstd", "pegel", "water_level", "waterlevel", "water level"], [],
            "Wasserstand", "Water level", nil),
        entry(["abfluss", "durchfluss", "discharge"], [], "Abfluss", "Discharge", nil),
        entry(["lärm", "schallpegel", "noise"], ["laeq", "leq"], "Schallpegel", "Sound level", "dB(A)"),
        entry(
            ["photovoltaik", "solar"], ["pv"],
            "Stromerzeugung Photovoltaik", "Electricity from photovoltaics", nil),
        entry(["wasserkraft", "hydro"], [], "Stromerzeugung Wasserkraft", "Electricity from water power", nil),
        entry(
            ["netzlast", "residuallast", "lastgang", "verbrauch", "consumption", "load"], [],
            "Stromverbrauch", "Electricity consumption", nil),
        entry(["leistung", "power"], [], "Leistung", "Power", nil),
        entry(["geschwindigkeit", "speed"], [], "Geschwindigkeit", "Speed", "km/h"),
        entry(["verdunstung", "evaporation"], [], "Verdunstung", "Evaporation", "mm"),
        entry(["wirkarbeit"], ["kwh", "mwh", "gwh"], "Energie", "Energy", nil),
    ]

    /// What a column's name says; nil where it says nothing known.
    static func find(_ name: String, file: String) -> PropertyNames? {
        let lower = name.lowercased()
        let parts = Set(lower.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        // The sensors of sensor.community call particles by their sizes.
        if file.lowercased().contains("sds011"), ["p1", "p2"].contains(lower) {
            return find(lower == "p1" ? "pm10" : "pm2.5", file: "")
        }
        // a share of something is no count of it
        let isShare = ["haushalt", "dichte", "je einwohner", "je 1", "je km"].contains { lower.contains($0) }
        let found = entries.first { entry in
            if isShare, entry.name.isCount { return false }
            return entry.words.contains { lower.contains($0) } || !entry.codes.isDisjoint(with: parts)
        }
        // who passes a counter walks
        let isPassing = ["hystreet", "passant", "fussg", "fußg", "pedestrian"].contains {
            file.lowercased().contains($0)
        }
        if let found, isPassing, found.name.english == "Persons" { return pedestrians.name }
        return found?.name
    }
}
