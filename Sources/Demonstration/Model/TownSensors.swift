// SPDX-License-Identifier: EUPL-1.2
import Wire

/// A measuring place of the fictional town and where it stands.
struct TownThing: Sendable {
    /// Stable name inside the town: `rad-hafenbruecke`.
    let key: String
    let name: String
    let description: String
    let dataset: String
    let place: TownPosition
    let properties: [(name: String, value: JSONValue)]
}

/// One series of a Thing: what is measured, how often, and the function that gives its values.
struct TownSeries: Sendable {
    /// Stable name inside the town: `rad-hafenbruecke/stadteinwaerts`.
    let key: String
    let thing: TownThing
    /// The data set the series belongs to; mostly its Thing's.
    let dataset: String
    let name: String
    let description: String
    let property: TownProperty
    let sensor: TownDevice
    /// Seconds between two values; values lie on multiples of it.
    let interval: Int64
    /// The values are sums over the interval that starts at their time.
    let isSum: Bool
    /// First and last time (seconds since 1970) the series has values for.
    let first: Int64
    let last: Int64
    /// Set when the series was ended on purpose.
    let ended: Int64?
    /// The value at a time on the interval's grid; nil is a gap. A pure function.
    let value: @Sendable (Int64) -> Double?

    /// The times of `value`, gaps included.
    var times: StrideThrough<Int64> { stride(from: first, through: last, by: Int(interval)) }
}

/// What is measured.
struct TownProperty: Sendable, Hashable {
    let key: String
    let name: String
    let definition: String
    let description: String
    let unit: (name: String, symbol: String, definition: String)

    static func == (left: TownProperty, right: TownProperty) -> Bool { left.key == right.key }
    func hash(into hasher: inout Hasher) { hasher.combine(key) }

    private static func make(
        _ key: String, _ name: String, _ description: String, _ unit: String, _ symbol: String, _ code: String
    ) -> TownProperty {
        TownProperty(
            key: key, name: name, definition: "https://example.org/musterstadt/eigenschaft/\(key)",
            description: description,
            unit: (unit, symbol, "http://unitsofmeasure.org/ucum.html#\(code)"))
    }

    static let bicycles = make("fahrraeder", "Fahrräder", "Gezählte Fahrräder je Zeitraum", "Fahrräder", "1", "unity")
    static let temperature = make("lufttemperatur", "Lufttemperatur", "2 m über Grund", "Grad Celsius", "°C", "Cel")
    static let rain = make("niederschlag", "Niederschlag", "Summe je Zeitraum", "Millimeter", "mm", "mm")
    static let humidity = make("luftfeuchte", "Relative Luftfeuchte", "2 m über Grund", "Prozent", "%", "percent")
    static let wind = make(
        "windgeschwindigkeit", "Windgeschwindigkeit", "10 m über Grund", "Meter je Sekunde", "m/s", "m/s")
    static let pressure = make("luftdruck", "Luftdruck", "Auf Meereshöhe bezogen", "Hektopascal", "hPa", "hPa")
    static let freeSpaces = make(
        "freie-plaetze", "Freie Stellplätze", "Freie Plätze im Parkhaus", "Stellplätze", "1", "unity")
    static let nitrogenDioxide = make(
        "no2", "Stickstoffdioxid", "Stundenmittel", "Mikrogramm je Kubikmeter", "µg/m³", "ug/m3")
    static let particles = make("pm10", "Feinstaub PM10", "Stundenmittel", "Mikrogramm je Kubikmeter", "µg/m³", "ug/m3")
    static let waterTemperature = make(
        "wassertemperatur", "Wassertemperatur", "In 1 m Tiefe", "Grad Celsius", "°C", "Cel")
    static let oxygen = make("sauerstoff", "Gelöster Sauerstoff", "In 1 m Tiefe", "Milligramm je Liter", "mg/l", "mg/L")
    static let acidity = make("ph", "pH-Wert", "In 1 m Tiefe", "pH", "pH", "[pH]")
    static let soilMoisture = make(
        "bodenfeuchte", "Bodenfeuchte", "In 40 cm Tiefe, Anteil am Volumen", "Prozent", "%", "percent")
    static let fillLevel = make("fuellstand", "Füllstand", "Anteil der Behälterhöhe", "Prozent", "%", "percent")
    static let passengers = make(
        "einsteigende", "Einsteigende", "Einsteigende Fahrgäste je Zeitraum", "Personen", "1", "unity")
    static let battery = make("batterie", "Batteriespannung", "Spannung des Funksensors", "Volt", "V", "V")
}

/// The kind of device that measures.
struct TownDevice: Sendable, Hashable {
    let key: String
    let name: String
    let description: String

    static let loop = TownDevice(
        key: "induktionsschleife", name: "Induktionsschleife",
        description: "Zählschleife im Radweg, je Richtung ein Kanal")
    static let station = TownDevice(
        key: "wetterstation", name: "Wetterstation", description: "Kompaktstation mit Regenwippe")
    static let gate = TownDevice(
        key: "parkleitsystem", name: "Parkleitsystem", description: "Schrankenzählung des Parkhauses")
    static let air = TownDevice(
        key: "luftmessung", name: "Luftmesscontainer", description: "Chemilumineszenz und Streulicht")
    static let buoy = TownDevice(key: "messboje", name: "Messboje", description: "LoRaWAN-Sonde im See")
    static let soil = TownDevice(
        key: "bodensonde", name: "Bodenfeuchtesonde", description: "LoRaWAN-Sonde am Wurzelballen")
    static let level = TownDevice(
        key: "fuellstandsensor", name: "Füllstandsensor", description: "LoRaWAN-Ultraschallsensor im Deckel")
    static let door = TownDevice(
        key: "fahrgastzaehler", name: "Fahrgastzähler", description: "LoRaWAN-Zählsensor an der Haltestelle")
}
