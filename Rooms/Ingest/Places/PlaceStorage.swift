// SPDX-License-Identifier: EUPL-1.2
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
                let registry = SeriesRegistry(connection, dataset: dataset)
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
        try connection.rows(
            """
            SELECT t.id, t.import_key, t.name, l.id, l.longitude, l.latitude, l.properties FROM thing t
            LEFT JOIN thing_location tl ON tl.thing_id = t.id LEFT JOIN location l ON l.id = tl.location_id
            WHERE t.dataset_id = \(dataset) AND t.import_key IS NOT NULL ORDER BY t.name, t.id
            """
        ) { row in
            let properties = try? JSONValue(parsing: row.text(6))
            return Located(
                thing: row.integer(0), station: String(row.text(1).dropFirst(slug.count + 1)), name: row.text(2),
                location: row.integerIfPresent(3), longitude: row.real(4), latitude: row.real(5),
                isApproximate: properties?["approximateLocation"]?.bool ?? false)
        }
    }

    static func store(
        _ place: Place, of thing: Int64, named name: String, at now: Instant, _ registry: SeriesRegistry
    ) throws {
        var properties: JSONObject = ["approximateLocation": .bool(place.isApproximate)]
        properties["attribution"] = place.attribution.map { .string($0) }
        try registry.ensureLocation(
            of: thing, name: place.name ?? name, longitude: place.longitude, latitude: place.latitude, time: now,
            properties: properties)
    }
}
