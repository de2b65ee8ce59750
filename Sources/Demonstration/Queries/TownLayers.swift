// SPDX-License-Identifier: EUPL-1.2
import Features
import Storage
import Wire

/// The town's layers and how their features become rows.
struct TownLayers {
    let map: TownMap
    let places: TownPlaces
    /// Ids of the data sets by slug.
    let datasets: [String: Int64]

    private struct Layer {
        let name: String
        let title: String
        let english: String
        let dataset: String
        let role: LayerRole
        let titleField: String
        let features: [TownFeature]
    }

    private var layers: [Layer] {
        [
            Layer(
                name: "stadtteile", title: "Stadtteile", english: "Districts", dataset: "gebiete", role: .district,
                titleField: "name", features: map.districtFeatures),
            Layer(
                name: "gewaesser", title: "Gewässer", english: "Water", dataset: "gebiete", role: .water,
                titleField: "name", features: map.water),
            Layer(
                name: "strassen", title: "Straßen", english: "Roads", dataset: "gebiete", role: .road,
                titleField: "name", features: map.roadFeatures),
            Layer(
                name: "radwege", title: "Radwege", english: "Cycle paths", dataset: "gebiete", role: .cycling,
                titleField: "name", features: map.cyclePathFeatures),
            Layer(
                name: "baeume", title: "Bäume", english: "Trees", dataset: "stadtgruen", role: .tree,
                titleField: "art", features: places.trees),
            Layer(
                name: "wertstoffbehaelter", title: "Wertstoffbehälter", english: "Recycling containers",
                dataset: "entsorgung", role: .container, titleField: "standort", features: places.containers),
            Layer(
                name: "spielplaetze", title: "Spielplätze", english: "Playgrounds", dataset: "orte",
                role: .playground, titleField: "name", features: places.playgrounds),
            Layer(
                name: "haltestellen", title: "Bushaltestellen", english: "Bus stops", dataset: "nahverkehr",
                role: .stop, titleField: "name", features: places.busStops),
            Layer(
                name: "ladepunkte", title: "Ladepunkte", english: "Charging points", dataset: "orte",
                role: .charging, titleField: "name", features: places.chargingPoints),
        ]
    }

    /// Stores all layers; the same content again changes nothing. Returns the number of features.
    func store(on connection: any StorageConnection, at instant: Instant) throws -> Int {
        try layers.reduce(0) { sum, layer in
            let description = LayerDescription(
                name: layer.name, title: layer.title, titleEnglish: layer.english,
                description: "\(layer.title) der fiktiven Stadt Musterstadt",
                datasetID: datasets["musterstadt-" + layer.dataset],
                role: layer.role, titleField: layer.titleField)
            let features = layer.features.map { feature in
                Feature(wkb: feature.shape.wellKnownBinary, properties: JSONObject(feature.attributes))
            }
            return sum + (try LayerImport.store(features, as: description, at: instant, on: connection)).features
        }
    }
}

extension TownShape {
    /// OGC 06-103r4 §8.2.8, little endian, XY in CRS84.
    var wellKnownBinary: [UInt8] {
        var bytes: [UInt8] = [1]
        func append(_ number: Int) {
            withUnsafeBytes(of: UInt32(number).littleEndian) { bytes.append(contentsOf: $0) }
        }
        func append(_ place: TownPosition) {
            for degrees in [place.longitude, place.latitude] {
                withUnsafeBytes(of: degrees.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        func append(_ places: [TownPosition]) {
            append(places.count)
            for place in places { append(place) }
        }
        switch self {
        case .point(let place):
            append(1)
            append(place)
        case .line(let places):
            append(2)
            append(places)
        case .polygon(let rings):
            append(3)
            append(rings.count)
            for ring in rings { append(ring) }
        }
        return bytes
    }
}
