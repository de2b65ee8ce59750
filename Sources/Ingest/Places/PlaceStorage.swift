// SPDX-License-Identifier: EUPL-1.2
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
            if let place { try store(place, of: thing, on: connection) }
            if place == nil, thing.location == nil {
                without.append(label)
            } else if place?.isApproximate ?? thing.isApproximate {
                approximate.append(label)
            }
        }
        return (without, approximate)
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
                isApproximate: properties?["approximate"]?.bool ?? false)
        }
    }

    private func store(_ place: Place, of thing: Located, on connection: any StorageConnection) throws {
        let isSame = thing.longitude == place.longitude && thing.latitude == place.latitude
        if thing.location != nil, isSame, thing.isApproximate == place.isApproximate { return }
        let point: JSONValue = [
            "type": "Point", "coordinates": [JSONValue(place.longitude), JSONValue(place.latitude)],
        ]
        var properties: JSONObject = ["approximate": .bool(place.isApproximate)]
        properties["attribution"] = place.attribution.map { .string($0) }
        let geometry = SQLValue.json(point.text)
        let extra = SQLValue.json(JSONValue.object(properties).text)
        if let location = thing.location {
            try connection.execute(
                """
                UPDATE location SET location = \(geometry), longitude = \(place.longitude), latitude = \(place.latitude),
                    properties = \(extra) WHERE id = \(location)
                """)
            return
        }
        let name = place.name ?? thing.name
        let location = try connection.integer(
            """
            INSERT INTO location (dataset_id, name, description, encoding_type, location, longitude, latitude, properties)
            VALUES (\(dataset), \(name), \(name), 'application/geo+json', \(geometry), \(place.longitude),
                \(place.latitude), \(extra)) RETURNING id
            """)
        try connection.execute(
            "INSERT INTO thing_location (thing_id, location_id) VALUES (\(thing.thing), \(location))")
        let history = try connection.integer(
            "INSERT INTO historical_location (thing_id, time) VALUES (\(thing.thing), \(now.microseconds)) RETURNING id")
        try connection.execute(
            """
            INSERT INTO historical_location_location (historical_location_id, location_id)
            VALUES (\(history), \(location))
            """)
    }
}
