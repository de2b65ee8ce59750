// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import SensorThings
import Storage
import Wire

/// Gives the Things of a data set their Locations.
struct PlaceStorage {
    let dataset: Int64
    let slug: String
    let table: PlaceTable
    let now: Instant

    private struct Located {
        let thing: Int64
        let station: String
        let name: String
        let location: Int64?
        let longitude: Double
        let latitude: Double
        let isApproximate: Bool
    }

    /// Names of the stations that have no place, and of those whose place is only approximate.
    func locateAll(on connection: any StorageConnection) throws -> (without: [String], approximate: [String]) {
        var without: [String] = []
        var approximate: [String] = []
        for thing in try things(on: connection) {
            let place = table.place(of: thing.station, name: thing.name)
            let label = thing.name == thing.station ? thing.name : "\(thing.name) (\(thing.station))"
            if let place, !isStored(place, thing) {
                let registry = SeriesSink(connection, dataset: dataset)
                try Self.store(place, of: thing.thing, named: thing.name, at: now, registry)
            }
            if place == nil, thing.location == nil {
                without.append(label)
            } else if place?.isApproximate ?? thing.isApproximate {
                approximate.append(label)
            }
        }
        return (without, approximate)
    }

    private func isStored(_ place: Place, _ thing: Located) -> Bool {
        thing.location != nil && thing.longitude == place.longitude && thing.latitude == place.latitude
            && thing.isApproximate == place.isApproximate
    }

    private func things(on connection: any StorageConnection) throws -> [Located] {
        try SeriesSink(connection, dataset: dataset).things().map { thing in
            Located(
                thing: thing.thing, station: String(thing.importKey.dropFirst(slug.count + 1)), name: thing.name,
                location: thing.location, longitude: thing.longitude, latitude: thing.latitude,
                isApproximate: thing.properties?["approximateLocation"]?.bool ?? false)
        }
    }

    static func store(
        _ place: Place, of thing: Int64, named name: String, at now: Instant, _ registry: SeriesSink
    ) throws {
        var properties: JSONObject = ["approximateLocation": .bool(place.isApproximate)]
        properties["attribution"] = place.attribution.map { .string($0) }
        try registry.ensureLocation(
            of: thing, name: place.name ?? name, longitude: place.longitude, latitude: place.latitude, time: now,
            properties: properties)
    }
}
