// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// All measuring places of the town and their series.
struct TownSensorNetwork: Sendable {
    private(set) var series: [TownSeries] = []
    private let model: TownModel
    private let places: TownPlaces

    init(model: TownModel, places: TownPlaces) {
        self.model = model
        self.places = places
        addBicycles()
        addWeather()
        addParking()
        addAir()
        addLake()
        addSoil()
        addContainers()
        addPassengers()
        series.sort { $0.key < $1.key }
    }

    // MARK: Building blocks

    private func thing(
        _ key: String, _ name: String, _ description: String, dataset: String, at place: TownPosition, district: String,
        _ more: [(name: String, value: JSONValue)] = []
    ) -> TownThing {
        let properties: [(name: String, value: JSONValue)] =
            [("stadtteil", .string(district)), ("fiktiv", .bool(true))] + more
        return TownThing(
            key: key, name: name, description: description, dataset: dataset, place: place, properties: properties)
    }

    private struct Rhythm {
        var interval: Int64
        var isSum = false
        /// Intervals that the series lags behind: 0 for live.
        var late: Int64 = 0
        var from: Int64?
        var ended: Int64?
    }

    /// Adds a series whose times lie on the rhythm's grid and whose outages follow from its key.
    private mutating func add(
        _ thing: TownThing, _ channel: String, _ name: String, _ property: TownProperty, _ sensor: TownDevice,
        _ rhythm: Rhythm, dataset: String? = nil, value: @escaping @Sendable (Int64) -> Double
    ) {
        let interval = rhythm.interval
        let key = "\(thing.key)/\(channel)"
        let end = rhythm.ended ?? model.now
        let newest = (rhythm.isSum ? end - interval : end - (rhythm.late > 0 || rhythm.ended != nil ? 1 : 0))
        let last = newest / interval * interval - rhythm.late * interval
        let begin = rhythm.from ?? model.start
        let first = (begin + interval - 1) / interval * interval
        let outages = Outages(noise: model.noise.derived("outages " + key), interval: interval)
        series.append(
            TownSeries(
                key: key, thing: thing, dataset: dataset ?? thing.dataset, name: name,
                description: "\(property.name): \(property.description). Fiktive Werte.", property: property,
                sensor: sensor, interval: interval, isSum: rhythm.isSum, first: first,
                last: max(last, first - interval),
                ended: rhythm.ended,
                value: { seconds in seconds != last && outages.holds(seconds) ? nil : value(seconds) }))
    }

    private func days(_ days: Int64, _ seconds: Int64 = 0) -> Int64 { model.anchor - days * 86_400 + seconds }

    private func spot(_ radius: Double, _ angle: Double) -> (place: TownPosition, district: String) {
        (
            model.map.grid.position(radius: radius, angle: angle),
            model.map.districts.district(radius: radius, angle: angle).name
        )
    }

    // MARK: Bicycles

    private struct Counter {
        let key: String
        let name: String
        let radius: Double
        let angle: Double
        let daily: Double
        let commuters: Double
        let minutes: Int64
    }

    private static let counters = [
        Counter(
            key: "promenade", name: "Promenade Nord", radius: 985, angle: 1.5, daily: 7600, commuters: 0.62, minutes: 15
        ),
        Counter(
            key: "hafenbruecke", name: "Hafenbrücke", radius: 1250, angle: 5.9, daily: 5400, commuters: 0.7, minutes: 15
        ),
        Counter(
            key: "bahnhof", name: "Bahnhofstraße", radius: 640, angle: 0.6, daily: 6300, commuters: 0.75, minutes: 15),
        Counter(
            key: "hochschule", name: "Hochschule West", radius: 1900, angle: 3.4, daily: 4700, commuters: 0.8,
            minutes: 15),
        Counter(
            key: "lindental", name: "Veloroute Lindental", radius: 3000, angle: 3.405, daily: 2400, commuters: 0.66,
            minutes: 60),
        Counter(
            key: "kirchberg", name: "Veloroute Kirchberg", radius: 2800, angle: 2.565, daily: 1900, commuters: 0.6,
            minutes: 60),
        Counter(
            key: "muehlenfeld", name: "Veloroute Mühlenfeld", radius: 2700, angle: 0.975, daily: 2100, commuters: 0.64,
            minutes: 60),
        Counter(
            key: "ostfeld", name: "Ostfelder Chaussee", radius: 2300, angle: 0.165, daily: 1700, commuters: 0.58,
            minutes: 60),
        Counter(
            key: "nordstrasse", name: "Nordstraße", radius: 1700, angle: 1.765, daily: 2600, commuters: 0.68,
            minutes: 60),
        Counter(key: "suedring", name: "Südring", radius: 2480, angle: 4.75, daily: 2300, commuters: 0.6, minutes: 60),
        Counter(
            key: "auenheim", name: "Auenheimer Deich", radius: 2950, angle: 5.425, daily: 1100, commuters: 0.25,
            minutes: 60),
    ]

    private mutating func addBicycles() {
        for counter in Self.counters {
            let spot = spot(counter.radius, counter.angle)
            addCounter(counter, at: spot.place, district: spot.district)
        }
        let lake = Counter(
            key: "seerundweg", name: "Seerundweg", radius: 0, angle: 0, daily: 1500, commuters: 0.12, minutes: 60)
        addCounter(lake, at: model.map.shorePosition(angle: 1.2, beyond: 45), district: "Seedorf")
    }

    private mutating func addCounter(_ counter: Counter, at place: TownPosition, district: String) {
        let interval = counter.minutes * 60
        var facts: [(name: String, value: JSONValue)] = []
        var disturbance: (range: Range<Int64>, factor: Double)?
        let works = days(520)..<days(430)
        switch counter.key {
        case "hafenbruecke":
            disturbance = (works, 0.07)
            facts.append(("hinweis", .string("Bauarbeiten an der Brücke: rund drei Monate kaum Verkehr")))
        case "ostfeld":
            disturbance = (works, 1.55)
            facts.append(("hinweis", .string("Umleitung während der Bauarbeiten an der Hafenbrücke")))
        default: break
        }
        let isReplaced = counter.key == "suedring"
        let change = days(410) / 86_400 * 86_400
        let current = thing(
            "rad-\(counter.key)", counter.name, "Fahrradzählstelle \(counter.name) (fiktiv)",
            dataset: "musterstadt-radverkehr", at: place, district: district, facts)
        let former = thing(
            "rad-\(counter.key)-alt", "\(counter.name) (alte Zählstelle)",
            "Fahrradzählstelle \(counter.name), durch ein neues Gerät ersetzt (fiktiv)",
            dataset: "musterstadt-radverkehr", at: TownPosition(x: place.x + 60, y: place.y + 25), district: district)
        for isInbound in [true, false] {
            let direction = isInbound ? "stadteinwärts" : "stadtauswärts"
            let channel = isInbound ? "stadteinwaerts" : "stadtauswaerts"
            let counts = BicycleCounts(
                model: model, noise: model.noise.derived("rad \(counter.key) \(channel)"),
                profile: .bicycles(commuters: counter.commuters, isInbound: isInbound),
                daily: counter.daily * (isInbound ? 0.51 : 0.49), commuters: counter.commuters, interval: interval,
                disturbance: disturbance)
            add(
                current, channel, "\(counter.name) \(direction)", .bicycles, .loop,
                Rhythm(interval: interval, isSum: true, from: isReplaced ? change + 86_400 : nil), value: counts.value)
            if isReplaced, change > model.start {
                add(
                    former, channel, "\(counter.name) \(direction) (alt)", .bicycles, .loop,
                    Rhythm(interval: interval, isSum: true, ended: change),
                    value: { (0.94 * counts.value($0)).rounded() })
            }
        }
    }

    // MARK: Weather, air, lake, car parks

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    private mutating func addWeather() {
        let model = model
        let market = spot(420, 2.2)
        let field = spot(3350, 1.0)
        let stations = [
            (
                thing(
                    "wetter-rathaus", "Wetterstation Rathausdach", "Wetterstation auf dem Rathausdach (fiktiv)",
                    dataset: "musterstadt-wetter", at: market.place, district: market.district), Int64(1800), 0.7
            ),
            (
                thing(
                    "wetter-muehlenfeld", "Wetterstation Mühlenfeld", "Wetterstation am Stadtrand (fiktiv)",
                    dataset: "musterstadt-wetter", at: field.place, district: field.district), Int64(3600), -0.6
            ),
        ]
        for (station, interval, warmer) in stations {
            let noise = model.noise.derived(station.key)
            let rhythm = Rhythm(interval: interval)
            let share = Double(interval) / 3600
            add(station, "temperatur", "Lufttemperatur \(station.name)", .temperature, .station, rhythm) { time in
                Self.tenths(model.weather.interpolated(\.temperature, at: time) + warmer + 0.12 * noise.normal(time))
            }
            add(
                station, "niederschlag", "Niederschlag \(station.name)", .rain, .station,
                Rhythm(interval: interval, isSum: true)
            ) { time in
                Self.tenths(model.weather.hour(at: time).rain * share * (1 + 0.3 * noise.smooth(Double(time) / 7000)))
            }
            add(station, "wind", "Wind \(station.name)", .wind, .station, rhythm) { time in
                Self.tenths(
                    max(0, model.weather.interpolated(\.wind, at: time) - 0.5 * warmer + 0.25 * noise.normal(time + 1)))
            }
            add(station, "luftfeuchte", "Luftfeuchte \(station.name)", .humidity, .station, rhythm) { time in
                min(
                    100,
                    (model.weather.interpolated(\.humidity, at: time) - 2 * warmer + 0.6 * noise.normal(time + 2))
                        .rounded())
            }
            guard interval == 1800 else { continue }
            add(station, "luftdruck", "Luftdruck \(station.name)", .pressure, .station, rhythm) { time in
                Self.tenths(model.weather.interpolated(\.pressure, at: time) + 0.05 * noise.normal(time + 3))
            }
        }
    }

    private mutating func addParking() {
        let sites: [(key: String, name: String, radius: Double, angle: Double, spaces: Int, shoppers: Double)] = [
            ("markt", "Parkhaus Marktplatz", 320, 3.9, 410, 0.8), ("theater", "Tiefgarage Theater", 560, 1.4, 270, 0.7),
            ("bahnhof", "Parkhaus Bahnhof", 760, 0.4, 620, 0.25), ("hafen", "Parkhaus Hafen", 1350, 6.0, 350, 0.5),
            ("klinik", "Parkhaus Klinikum", 1900, 3.0, 780, 0.1), ("see", "Parkplatz Seepark", 1850, 3.95, 240, 0.9),
        ]
        for site in sites {
            let spot = spot(site.radius, site.angle)
            let place = thing(
                "parken-\(site.key)", site.name, "\(site.name) mit \(site.spaces) Stellplätzen (fiktiv)",
                dataset: "musterstadt-parken", at: spot.place, district: spot.district,
                [("stellplaetze", .number(JSONNumber(Int64(site.spaces))))])
            let spaces = ParkingSpaces(
                model: model, noise: model.noise.derived(place.key), spaces: site.spaces, shoppers: site.shoppers)
            // One car park is late, one has been silent for a good day.
            let late: Int64 = site.key == "hafen" ? 2 : site.key == "klinik" ? 54 : 0
            add(
                place, "frei", "Freie Stellplätze \(site.name)", .freeSpaces, .gate, Rhythm(interval: 1800, late: late),
                value: spaces.value)
        }
    }

    private mutating func addAir() {
        let sites = [
            ("wallring", "Luft Wallring", 905.0, 4.6, 1.0), ("stadtpark", "Luft Stadtpark", 1500.0, 2.12, 0.22),
        ]
        for (key, name, radius, angle, traffic) in sites {
            let spot = spot(radius, angle)
            let place = thing(
                "luft-\(key)", name, "Luftmessstation \(name) (fiktiv)", dataset: "musterstadt-luft", at: spot.place,
                district: spot.district)
            let air = AirQuality(model: model, noise: model.noise.derived(place.key), traffic: traffic)
            add(place, "no2", "NO₂ \(name)", .nitrogenDioxide, .air, Rhythm(interval: 3600), value: air.nitrogenDioxide)
            add(place, "pm10", "PM10 \(name)", .particles, .air, Rhythm(interval: 3600), value: air.particles)
        }
    }

    private mutating func addLake() {
        let place = thing(
            "see-boje", "Messboje Mustersee", "Messboje im Mustersee (fiktiv)", dataset: "musterstadt-see",
            at: TownMap.lakeCentre, district: "Seedorf", [("funk", .string("LoRaWAN"))])
        let lake = LakeWater(model: model, noise: model.noise.derived("lake"))
        let rhythm = Rhythm(interval: 3600)
        add(
            place, "temperatur", "Wassertemperatur Mustersee", .waterTemperature, .buoy, rhythm, value: lake.temperature
        )
        add(place, "sauerstoff", "Sauerstoff Mustersee", .oxygen, .buoy, rhythm, value: lake.oxygen)
        add(place, "ph", "pH-Wert Mustersee", .acidity, .buoy, rhythm, value: lake.acidity)
    }

    // MARK: The shared LoRaWAN network: trees, containers, bus stops

    private static let radio: [(name: String, value: JSONValue)] = [("funk", .string("LoRaWAN-Netz der Stadt"))]

    private func text(_ feature: TownFeature, _ name: String) -> String {
        feature.attributes.first { $0.name == name }?.value.string ?? ""
    }

    private func position(_ feature: TownFeature) -> TownPosition {
        if case .point(let place) = feature.shape { return place }
        return TownPosition(x: 0, y: 0)
    }

    private mutating func addBattery(_ thing: TownThing, _ device: TownDevice) {
        let model = model
        let noise = model.noise.derived("battery " + thing.key)
        let begin = model.start
        add(
            thing, "batterie", "Batterie \(thing.name)", .battery, device, Rhythm(interval: 86_400),
            dataset: "musterstadt-sensornetz"
        ) { time in
            let years = Double(time - begin) / 31_556_952
            let cold = min(0, model.weather.hour(at: time).temperature - 5) * 0.006
            let volts = 3.66 - 0.07 * years * noise.uniform(1, in: 0.6...1.5) + cold + 0.005 * noise.normal(time)
            return (volts * 100).rounded() / 100
        }
    }

    private mutating func addSoil() {
        for index in 0..<5 {
            let tree = places.trees[(index * 287 + 40) % places.trees.count]
            let (number, kind, site) = (text(tree, "baumnummer"), text(tree, "art"), text(tree, "standort"))
            let place = thing(
                "boden-\(index + 1)", "\(kind) \(number)", "Bodenfeuchte an der \(kind), \(site) (fiktiv)",
                dataset: "musterstadt-stadtgruen", at: position(tree), district: site,
                [("baumnummer", .string(number))] + Self.radio)
            let noise = model.noise.derived(place.key)
            let soil = SoilMoisture(
                model: model, noise: noise, drainage: noise.uniform(1, in: 0.7...1.35), isWatered: index % 2 == 0)
            add(
                place, "feuchte", "Bodenfeuchte \(place.name)", .soilMoisture, .soil, Rhythm(interval: 10_800),
                value: soil.value)
            addBattery(place, .soil)
        }
    }

    private mutating func addContainers() {
        for index in 0..<10 {
            let container = places.containers[index * 6]
            let (number, kind, site) = (text(container, "nummer"), text(container, "art"), text(container, "standort"))
            let place = thing(
                "behaelter-\(number.lowercased())", "\(kind) \(site)",
                "Sammelbehälter \(number) für \(kind), \(site) (fiktiv)",
                dataset: "musterstadt-entsorgung", at: position(container), district: text(container, "stadtteil"),
                [("nummer", .string(number))] + Self.radio)
            let noise = model.noise.derived(place.key)
            let fill = ContainerFill(
                model: model, noise: noise, perDay: noise.uniform(1, in: 5...17), weekday: index % 5)
            // One lid sensor fell silent twelve days ago.
            let late: Int64 = index == 6 ? 96 : 0
            add(
                place, "fuellstand", "Füllstand \(place.name)", .fillLevel, .level,
                Rhythm(interval: ContainerFill.interval, late: late), value: fill.value)
            addBattery(place, .level)
        }
    }

    private mutating func addPassengers() {
        for index in 0..<6 {
            let stop = places.busStops[(index * 7 + 2) % places.busStops.count]
            let (number, name) = (text(stop, "nummer"), text(stop, "name"))
            let place = thing(
                "halt-\(number.lowercased())", "Haltestelle \(name)",
                "Fahrgastzählung an der Haltestelle \(name) (fiktiv)",
                dataset: "musterstadt-nahverkehr", at: position(stop), district: text(stop, "stadtteil"),
                [("nummer", .string(number))] + Self.radio)
            let noise = model.noise.derived(place.key)
            let boarding = BoardingPassengers(model: model, noise: noise, daily: noise.uniform(1, in: 220...1300))
            add(
                place, "einsteigende", "Einsteigende \(name)", .passengers, .door, Rhythm(interval: 3600, isSum: true),
                value: boarding.value)
            addBattery(place, .door)
        }
    }
}
