// SPDX-License-Identifier: EUPL-1.2

/// What is measured, from the name of a column in German or English; the unit is the usual one of such columns.
struct PropertyNames {
    let german: String
    let english: String
    let unit: String?
    /// Things that are counted.
    let isCount: Bool

    /// Units in which files have it, the usual one first.
    let units: [String]

    /// Where numbers are not in the usual unit.
    var withoutUnit: PropertyNames {
        PropertyNames(german: german, english: english, unit: nil, isCount: isCount, units: units)
    }

    private struct Entry {
        let words: [String]
        /// Whole words or codes that must stand alone.
        let codes: Set<String>
        let name: PropertyNames
    }

    private static func entry(
        _ words: [String], _ codes: Set<String>, _ german: String, _ english: String, _ unit: String?,
        or others: [String] = [], count: Bool = false
    ) -> Entry {
        let units = [unit].compactMap { $0 } + others
        return Entry(
            words: words, codes: codes,
            name: PropertyNames(german: german, english: english, unit: unit, isCount: count, units: units))
    }

    private static let pedestrians = entry(
        ["fußgäng", "fussgäng", "g\u{FFFD}nger", "fußverkehr", "fussverkehr", "passant", "pedestrian"],
        ["fuss", "fuß"], "Fußgänger", "Pedestrians", "1",
        count: true)

    private static let energies = ["kWh", "kW", "MWh", "MW"]

    /// All that are known, for a list to choose from.
    static var all: [PropertyNames] { entries.map(\.name) }

    /// The first that fits: what is told by more letters stands before what is told by fewer.
    private static let entries: [Entry] = [
        entry(
            ["radfahr", "fahrräd", "fahrrad", "radverkehr", "bicycl", "cyclist"],
            ["rad", "bike", "bikes", "velo", "velos"],
            "Fahrräder", "Bicycles", "1", count: true),
        pedestrians,
        entry(["besucher", "visitor", "gäste", "übernacht"], ["guests"], "Besucher", "Visitors", "1", count: true),
        entry(["einwohner", "population"], ["persons", "people"], "Personen", "Persons", "1", count: true),
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
        entry(
            ["kapazität", "kapazitaet", "stellplätze", "parkplätze", "parking spaces", "totalspaces", "total_spaces"],
            ["capacity"], "Kapazität", "Capacity", "1", count: true),
        entry(
            ["occupancy", "auslastung", "belegung", "utilization", "utilisation"], [], "Auslastung", "Occupancy", "%"),
        entry(["wassertemp"], [], "Wassertemperatur", "Water temperature", "°C"),
        entry(["taupunkt", "dewpoint", "dew_point", "dew point"], [], "Taupunkt", "Dew point", "°C", or: ["°F", "K"]),
        entry(
            ["lufttemp", "temperatur", "temperature"], ["temp", "tt", "tmk"], "Temperatur", "Temperature",
            "°C", or: ["°F", "K"]),
        entry(
            ["bodenfeuchte", "soil moisture", "soil_moisture"], [], "Bodenfeuchte", "Soil moisture", nil,
            or: ["%", "m³/m³"]),
        entry(
            ["luftfeuch", "humidity", "feuchte", "rel hum", "rel_hum", "relhum"], ["rh", "rf", "hum"], "Luftfeuchte",
            "Humidity", "%"),
        entry(["luftdruck", "pressure", "stn press"], [], "Luftdruck", "Air pressure", nil, or: ["hPa", "Pa", "bar"]),
        entry(
            ["windböe", "windboe", "windspitze", "wind_gust", "wind gust", "windgust"],
            ["böe", "böen", "gust", "gusts"],
            "Windböe", "Wind gust", nil, or: ["m/s", "km/h", "kn"]),
        entry(
            [
                "windgeschw", "windspeed", "wind_speed", "wind speed", "wind spd", "wind_spd", "windspd",
                "wind_velocity", "wind velocity",
            ], ["ws"],
            "Windgeschwindigkeit", "Wind speed", nil, or: ["m/s", "km/h", "kn"]),
        entry(
            ["windrichtung", "winddirection", "wind_direction", "wind direction", "winddir", "wind_dir"], [],
            "Windrichtung", "Wind direction", "°"),
        entry(
            ["niederschlag", "precipitation", "rainfall"], ["regen", "rain"],
            "Niederschlag", "Precipitation", "mm"),
        entry(
            ["globalstrahlung", "radiation", "strahlung", "irradiance", "einstrahlung"], ["ghi"], "Globalstrahlung",
            "Global radiation", nil, or: ["W/m²", "J/cm²", "kWh/m²"]),
        entry(
            ["bewölkung", "bewoelkung", "cloud cover", "cloud_cover", "cloudcover"], [], "Bewölkung", "Cloud cover",
            nil, or: ["%", "Achtel"]),
        entry(["sichtweite", "visibility"], [], "Sichtweite", "Visibility", nil, or: ["m", "km"]),
        entry(["uv-index", "uv_index", "uv index", "uvindex"], ["uvi"], "UV-Index", "UV index", "1"),
        entry(["sonnenschein", "sunshine"], [], "Sonnenscheindauer", "Sunshine duration", nil, or: ["h", "min", "s"]),
        entry(["schneehöhe", "schneehoehe", "snow depth"], [], "Schneehöhe", "Snow depth", "cm"),
        entry(
            ["pm2.5", "pm2,5", "pm25", "pm₂", "pm 2", "matter 2", "feinstaub 2", "pm2 5"], [], "Feinstaub PM2,5",
            "Particulate matter PM2.5", "µg/m³"),
        entry(
            ["total suspended", "schwebstaub"], ["tsp"], "Schwebstaub", "Total suspended particulates", "µg/m³"),
        entry(["pm10", "pm₁₀", "feinstaub", "particulate"], [], "Feinstaub PM10", "Particulate matter PM10", "µg/m³"),
        entry(
            ["stickstoffdioxid", "nitrogen dioxide"], ["no2"], "Stickstoffdioxid", "Nitrogen dioxide", "µg/m³",
            or: ["ppb", "ppm", "mg/m³"]),
        entry(
            ["stickstoffmonoxid", "nitrogen monoxide", "nitric oxide"], ["\u{0}no"], "Stickstoffmonoxid",
            "Nitrogen monoxide", "µg/m³", or: ["ppb", "ppm", "mg/m³"]),
        entry(["ozon"], ["o3"], "Ozon", "Ozone", "µg/m³", or: ["ppb", "ppm", "mg/m³"]),
        entry(
            ["schwefeldioxid", "sulphur dioxide", "sulfur dioxide"], ["so2"],
            "Schwefeldioxid", "Sulphur dioxide", "µg/m³", or: ["ppb", "ppm", "mg/m³"]),
        entry(
            ["kohlenmonoxid", "carbon monoxide"], ["co"], "Kohlenmonoxid", "Carbon monoxide", nil,
            or: ["mg/m³", "ppm", "µg/m³"]),
        entry(
            ["kohlendioxid", "carbon dioxide"], ["co2"], "Kohlendioxid", "Carbon dioxide", nil,
            or: ["ppm", "g", "kg", "t"]),
        entry(
            ["stickoxide", "nitrogen oxides"], ["nox"], "Stickoxide", "Nitrogen oxides", "µg/m³", or: ["ppb", "ppm"]),
        entry(["benzol", "benzene"], [], "Benzol", "Benzene", "µg/m³", or: ["ppb"]),
        entry(["ammoniak"], ["nh3"], "Ammoniak", "Ammonia", "µg/m³", or: ["ppb"]),
        entry(["trübung", "truebung", "turbidity"], [], "Trübung", "Turbidity", nil, or: ["NTU", "FNU"]),
        entry(["chlorophyll"], [], "Chlorophyll", "Chlorophyll", nil, or: ["µg/l"]),
        entry(["phosphat", "phosphate"], ["po4"], "Phosphat", "Phosphate", nil, or: ["mg/l"]),
        entry(["ammonium"], ["nh4"], "Ammonium", "Ammonium", nil, or: ["mg/l"]),
        entry(["nitrat"], ["no3"], "Nitrat", "Nitrate", nil, or: ["mg/l", "µmol/l"]),
        entry(["ph-wert", "ph_wert"], ["ph"], "pH-Wert", "pH value", "1"),
        entry(["leitfähigkeit", "conductivity"], [], "Leitfähigkeit", "Conductivity", nil, or: ["µS/cm", "mS/cm"]),
        entry(["sauerstoff", "oxygen"], [], "Sauerstoff", "Oxygen", nil, or: ["mg/l", "%"]),
        entry(
            ["grundwasserstand", "groundwater", "piezometr"], ["head", "gw"], "Grundwasserstand", "Groundwater level",
            nil,
            or: ["m ü. NHN", "m", "cm"]),
        entry(["abstich", "flurabst"], [], "Abstich", "Depth to water", "m"),
        // before the levels of water
        entry(
            [
                "lärm", "schallpegel", "schalldruckpegel", "dauerschallpegel", "mittelungspegel", "geräuschpegel",
                "noise",
                "sound level", "soundlevel",
            ], ["laeq", "leq", "lden"], "Schallpegel", "Sound level", "dB(A)"),
        entry(
            ["wasserspiegel", "wasserstand", "wasserstd", "pegel", "water_level", "waterlevel", "water level"], [],
            "Wasserstand", "Water level", nil, or: ["cm", "m", "m ü. NHN"]),
        entry(
            ["füllstand", "fuellstand", "fill level", "fill_level", "filllevel"], [], "Füllstand", "Fill level", nil,
            or: ["%", "cm", "m"]),
        entry(
            ["abfluss", "durchfluss", "discharge", "zufluss", "streamflow"], ["q"],
            "Abfluss", "Discharge",
            nil, or: ["m³/s", "l/s", "m³/h"]),
        entry(["spannung", "voltage"], [], "Spannung", "Voltage", nil, or: ["V", "mV"]),
        entry(
            ["stromstärke", "stromstaerke", "amperage"], ["current"], "Stromstärke", "Electric current", nil,
            or: ["A", "mA"]),
        entry(["frequenz", "frequency"], [], "Frequenz", "Frequency", nil, or: ["Hz"]),
        entry(["preis", "price"], [], "Preis", "Price", nil, or: ["EUR/MWh", "ct/kWh", "EUR"]),
        entry(["einspeisung", "feed-in", "feedin", "feed_in"], [], "Einspeisung", "Feed-in", nil, or: energies),
        entry(
            [
                "fernwärme", "wärmemenge", "waermemenge", "wärmebedarf", "waermebedarf", "heat demand", "heat_demand",
                "heat load", "heat_load",
            ], [], "Wärme", "Heat", nil,
            or: energies),
        entry(["gasverbrauch", "erdgas"], ["gas"], "Gas", "Gas", nil, or: ["kWh", "m³"]),
        entry(
            ["wasserverbrauch", "water consumption", "water_consumption"], [], "Wasserverbrauch", "Water consumption",
            nil, or: ["m³", "l"]),
        entry(
            ["photovoltaik", "solar"], ["pv"],
            "Stromerzeugung Photovoltaik", "Electricity from photovoltaics", nil, or: energies),
        entry(
            ["wasserkraft", "hydro"], [], "Stromerzeugung Wasserkraft", "Electricity from water power", nil,
            or: energies),
        entry(
            ["netzlast", "residuallast", "lastgang", "verbrauch", "consumption", "load", "demand", "strombedarf"], [],
            "Stromverbrauch", "Electricity consumption", nil, or: energies),
        entry(
            ["power_factor", "power factor", "powerfactor", "leistungsfaktor", "cos phi", "cosphi", "cos_phi"], [],
            "Leistungsfaktor", "Power factor", "1"),
        entry(["leistung", "power"], [], "Leistung", "Power", nil, or: ["kW", "W", "MW"]),
        entry(["geschwindigkeit", "speed", "v85"], [], "Geschwindigkeit", "Speed", "km/h"),
        entry(["verdunstung", "evaporation"], [], "Verdunstung", "Evaporation", "mm"),
        entry(
            ["wirkarbeit", "energie", "energy"], ["kwh", "mwh", "gwh"], "Energie", "Energy", nil,
            or: ["kWh", "MWh", "Wh"]),
    ]

    /// What has a unit that nothing else has.
    static func only(with unit: String) -> PropertyNames? {
        [
            "°C": "temperatur", "dB(A)": "schallpegel", "m³/s": "abfluss", "W/m²": "globalstrahlung", "V": "spannung",
            "hPa": "luftdruck", "µS/cm": "leitfähigkeit",
        ][unit].flatMap { find($0, file: "") }
    }

    /// What a column's name says; nil where it says nothing known.
    static func find(_ name: String, file: String) -> PropertyNames? {
        let lower = name.lowercased()
        let tokens = name.split { !$0.isLetter && !$0.isNumber }
        // "No" is a number, NO a gas
        let parts = Set(tokens.map { $0 == "NO" ? "\u{0}no" : $0.lowercased() })
        // The sensors of sensor.community call particles by their sizes.
        if file.lowercased().contains("sds011"), ["p1", "p2"].contains(lower) {
            return find(lower == "p1" ? "pm10" : "pm2.5", file: "")
        }
        // a share of something is no count of it
        let isShare = ["haushalt", "dichte", "je einwohner", "je 1", "je km"].contains { lower.contains($0) }
        // particulate-matter-10, wind_speed
        let written = [NameWords(name), NameWords(lower.replacing("-", with: " ").replacing("_", with: " "))]
        let found = entries.first { entry in
            if isShare, entry.name.isCount { return false }
            return entry.words.contains { word in written.contains { $0.holds(word) } }
                || !entry.codes.isDisjoint(with: parts)
        }
        // who passes a counter walks
        let isPassing = ["hystreet", "passant", "fussg", "fußg", "pedestrian"].contains {
            file.lowercased().contains($0)
        }
        if let found, isPassing, found.name.english == "Persons" { return pedestrians.name }
        return found?.name
    }
}

/// What is known to be measured, for lists to choose from.
package enum KnownProperties {
    /// German names, each once.
    package static let german: [String] = {
        var all: [String] = []
        for one in PropertyNames.all where !all.contains(one.german) { all.append(one.german) }
        return all.sorted()
    }()

    /// Units in which files have what a name says, the usual one first; none where it says nothing known.
    package static func units(_ name: String) -> [String] { PropertyNames.find(name, file: "")?.units ?? [] }

    /// The English name beside a German one.
    package static func english(_ german: String) -> String? {
        PropertyNames.all.first { $0.german == german }?.english
    }
}
