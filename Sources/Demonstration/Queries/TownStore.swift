// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Storage
import Wire

/// Writes the town's entities; run again it updates them by their keys and keeps what else is in the database.
struct TownStore {
    static let keyPrefix = "musterstadt:"

    let connection: any StorageConnection
    let now: Int64

    /// Ids of a stored series.
    struct StoredSeries: Sendable {
        let datastream: Int64
        let feature: Int64
        /// Time of its newest value, microseconds.
        let newest: Int64?
    }

    /// Stores a series with its Thing, place, sensor and property.
    func store(_ series: TownSeries, datasets: [String: Int64]) throws -> StoredSeries {
        let thing = try store(series.thing, datasets: datasets)
        let sensor = try store(series.sensor)
        let property = try store(series.property)
        let unit = series.property.unit
        let ended = series.ended.map { $0 * 1_000_000 }
        let properties = Self.object([
            ("intervall_s", .number(JSONNumber(series.interval))), ("art", .string(series.isSum ? "Summe" : "Momentanwert")),
            ("fiktiv", .bool(true)),
        ])
        let datastream = try connection.integer(
            """
            INSERT INTO datastream (dataset_id, import_key, thing_id, sensor_id, observed_property_id, name, description,
                observation_type, unit_name, unit_symbol, unit_definition, properties, ended_at)
            VALUES (\(datasets[series.dataset]), \(Self.keyPrefix + series.key), \(thing), \(sensor), \(property),
                \(series.name), \(series.description),
                'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement', \(unit.name), \(unit.symbol),
                \(unit.definition), \(properties), \(ended))
            ON CONFLICT (import_key) DO UPDATE SET dataset_id = excluded.dataset_id, thing_id = excluded.thing_id,
                name = excluded.name, description = excluded.description, ended_at = excluded.ended_at
            RETURNING id
            """)
        let feature = try connection.integer(
            """
            SELECT f.id FROM feature_of_interest f JOIN thing_location t ON t.location_id = f.location_id
            WHERE t.thing_id = \(thing) ORDER BY f.id
            """)
        guard let datastream, let feature else { throw DemonstrationError.incomplete(series.key) }
        let newest = try connection.integer(
            "SELECT latest_time FROM datastream_state WHERE datastream_id = \(datastream)")
        return StoredSeries(datastream: datastream, feature: feature, newest: newest)
    }

    private func store(_ thing: TownThing, datasets: [String: Int64]) throws -> Int64 {
        let key = Self.keyPrefix + thing.key
        if let known = try connection.integer("SELECT id FROM thing WHERE import_key = \(key)") { return known }
        let dataset = datasets[thing.dataset]
        let (longitude, latitude) = (thing.place.longitude, thing.place.latitude)
        let geometry = SQLValue.json(#"{"type":"Point","coordinates":[\#(longitude),\#(latitude)]}"#)
        let id = try connection.integer(
            """
            INSERT INTO thing (dataset_id, import_key, name, description, properties)
            VALUES (\(dataset), \(key), \(thing.name), \(thing.description), \(Self.object(thing.properties)))
            RETURNING id
            """)
        let location = try connection.integer(
            """
            INSERT INTO location (dataset_id, name, description, encoding_type, location, longitude, latitude)
            VALUES (\(dataset), \(thing.name), \(thing.description), 'application/geo+json', \(geometry), \(longitude),
                \(latitude))
            RETURNING id
            """)
        let history = try connection.integer(
            "INSERT INTO historical_location (thing_id, time) VALUES (\(id), \(now)) RETURNING id")
        guard let id, let location, let history else { throw DemonstrationError.incomplete(thing.key) }
        try connection.execute("INSERT INTO thing_location (thing_id, location_id) VALUES (\(id), \(location))")
        try connection.execute(
            """
            INSERT INTO historical_location_location (historical_location_id, location_id)
            VALUES (\(history), \(location))
            """)
        try connection.execute(
            """
            INSERT INTO feature_of_interest (dataset_id, name, description, encoding_type, feature, longitude, latitude,
                location_id)
            VALUES (\(dataset), \(thing.name), \(thing.description), 'application/geo+json', \(geometry), \(longitude),
                \(latitude), \(location))
            """)
        return id
    }

    private func store(_ device: TownDevice) throws -> Int64 {
        let id = try connection.integer(
            """
            INSERT INTO sensor (import_key, name, description, encoding_type, metadata)
            VALUES (\(Self.keyPrefix + device.key), \(device.name), \(device.description), 'text/html',
                \(SQLValue.json(JSONValue.string("https://example.org/musterstadt/geraet/\(device.key)").text)))
            ON CONFLICT (import_key) DO UPDATE SET name = excluded.name, description = excluded.description
            RETURNING id
            """)
        guard let id else { throw DemonstrationError.incomplete(device.key) }
        return id
    }

    private func store(_ property: TownProperty) throws -> Int64 {
        let id = try connection.integer(
            """
            INSERT INTO observed_property (import_key, name, definition, description)
            VALUES (\(Self.keyPrefix + property.key), \(property.name), \(property.definition), \(property.description))
            ON CONFLICT (import_key) DO UPDATE SET name = excluded.name, definition = excluded.definition,
                description = excluded.description
            RETURNING id
            """)
        guard let id else { throw DemonstrationError.incomplete(property.key) }
        return id
    }

    private static func object(_ members: [(name: String, value: JSONValue)]) -> SQLValue {
        .json(JSONValue.object(JSONObject(members)).text)
    }
}
