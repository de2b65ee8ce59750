// SPDX-License-Identifier: EUPL-1.2
import Rights
import SensorThingsModel
import SensorThingsReading
public import Storage
public import Wire

/// What importers, connectors and generators write series through: nobody but this room writes its tables.
///
/// Entities are made or updated, and found again by their import key; values go through `ObservationWriter`, whole
/// benchmarks through `SeriesLoader`. Lives inside one `write` body.
public struct SeriesSink {
    private let connection: any StorageConnection
    private let dataset: Int64

    /// `dataset` is the data set that what is made belongs to.
    public init(_ connection: any StorageConnection, dataset: Int64) {
        self.connection = connection
        self.dataset = dataset
    }

    /// A series as an importer knows it again.
    public struct Known: Sendable {
        public let id: Int64
        public let thing: Int64
        public let name: String
        public let properties: JSONObject
        /// Start of its newest value, microseconds UTC; nil without any.
        public let newest: Int64?
    }

    /// The Datastream of an import key.
    public func series(_ importKey: String) throws -> Known? {
        try connection.firstRow(
            """
            SELECT d.id, d.thing_id, d.name, d.properties, s.latest_time FROM datastream d
            LEFT JOIN datastream_state s ON s.datastream_id = d.id WHERE d.import_key = \(importKey)
            """
        ) { row in
            Known(
                id: row.integer(0), thing: row.integer(1), name: row.text(2),
                properties: (try? JSONValue(parsing: row.text(3)))?.object ?? JSONObject(),
                newest: row.integerIfPresent(4))
        }
    }

    /// A Thing of the data set, with its place.
    public struct Located: Sendable {
        public let thing: Int64
        public let importKey: String
        public let name: String
        /// Nil without a place; then the numbers mean nothing.
        public let location: Int64?
        public let longitude: Double
        public let latitude: Double
        /// Properties of the place.
        public let properties: JSONValue?
    }

    /// The Things of the data set that an importer made, by name.
    public func things() throws -> [Located] {
        try connection.rows(
            """
            SELECT t.id, t.import_key, t.name, l.id, l.longitude, l.latitude, l.properties FROM thing t
            LEFT JOIN thing_location tl ON tl.thing_id = t.id LEFT JOIN location l ON l.id = tl.location_id
            WHERE t.dataset_id = \(dataset) AND t.import_key IS NOT NULL ORDER BY t.name, t.id
            """
        ) { row in
            Located(
                thing: row.integer(0), importKey: row.text(1), name: row.text(2), location: row.integerIfPresent(3),
                longitude: row.real(4), latitude: row.real(5), properties: try? JSONValue(parsing: row.text(6)))
        }
    }

    /// A Thing; `properties` replace the stored ones.
    public func ensureThing(
        importKey: String, name: String, description: String, properties: JSONObject = JSONObject()
    ) throws -> Int64 {
        try ensure(
            .thing, importKey,
            """
            INSERT INTO thing (id, dataset_id, import_key, name, description, properties)
            VALUES (\(NewKey.of("thing")), \(dataset), \(importKey), \(name), \(description), \(Self.json(properties)))
            ON CONFLICT (import_key) DO UPDATE SET dataset_id = excluded.dataset_id, name = excluded.name,
                description = excluded.description, properties = excluded.properties
            RETURNING id
            """)
    }

    /// The Thing's place in degrees (CRS84); a changed place becomes a new Location with a HistoricalLocation at `time`.
    @discardableResult
    public func ensureLocation(
        of thing: Int64, name: String, longitude: Double, latitude: Double, time: Instant,
        properties: JSONObject = JSONObject()
    ) throws -> Int64 {
        let current = try connection.firstRow(
            """
            SELECT location.id, longitude, latitude FROM thing_location
            JOIN location ON location.id = thing_location.location_id
            WHERE thing_location.thing_id = \(thing) ORDER BY location.id LIMIT 1
            """
        ) { (id: $0.integer(0), longitude: $0.real(1), latitude: $0.real(2)) }
        if let current, current.longitude == longitude, current.latitude == latitude {
            try connection.execute(
                """
                UPDATE location SET name = \(name), dataset_id = \(dataset), properties = \(Self.json(properties))
                WHERE id = \(current.id)
                """)
            return current.id
        }
        let point: JSONValue = ["type": "Point", "coordinates": [.init(longitude), .init(latitude)]]
        let location = try connection.key(
            """
            INSERT INTO location (id, dataset_id, name, description, encoding_type, location, longitude, latitude,
                properties)
            VALUES (\(NewKey.of("location")), \(dataset), \(name), '', 'application/geo+json',
                \(SQLValue.json(point.text)), \(longitude), \(latitude), \(Self.json(properties)))
            RETURNING id
            """)
        connection.announce(EntityChange(.location, location, .created))
        try connection.execute("DELETE FROM thing_location WHERE thing_id = \(thing)")
        try connection.execute("INSERT INTO thing_location (thing_id, location_id) VALUES (\(thing), \(location))")
        let history = try connection.key(
            """
            INSERT INTO historical_location (id, thing_id, time)
            VALUES (\(NewKey.of("historical_location")), \(thing), \(time.microseconds)) RETURNING id
            """)
        try connection.execute(
            """
            INSERT INTO historical_location_location (historical_location_id, location_id)
            VALUES (\(history), \(location))
            """)
        connection.announce(EntityChange(.historicalLocation, history, .created))
        connection.announce(EntityChange(.thing, thing, .updated(["Locations"])))
        return location
    }

    /// A Sensor, shared by all data sets that name the same key; it belongs to the first.
    public func ensureSensor(
        importKey: String, name: String, description: String, encodingType: String = "text/html",
        metadata: JSONValue = ""
    ) throws -> Int64 {
        try ensure(
            .sensor, importKey,
            """
            INSERT INTO sensor (id, dataset_id, import_key, name, description, encoding_type, metadata)
            VALUES (\(NewKey.of("sensor")), \(dataset), \(importKey), \(name), \(description), \(encodingType),
                \(SQLValue.json(metadata.text)))
            ON CONFLICT (import_key) DO UPDATE SET name = excluded.name, description = excluded.description,
                encoding_type = excluded.encoding_type, metadata = excluded.metadata
            RETURNING id
            """)
    }

    /// An ObservedProperty, shared by all data sets that name the same key (its definition is a good one); it belongs to
    /// the first.
    public func ensureObservedProperty(
        importKey: String, name: String, definition: String, description: String = ""
    ) throws -> Int64 {
        try ensure(
            .observedProperty, importKey,
            """
            INSERT INTO observed_property (id, dataset_id, import_key, name, definition, description)
            VALUES (\(NewKey.of("observed_property")), \(dataset), \(importKey), \(name), \(definition), \(description))
            ON CONFLICT (import_key) DO UPDATE SET name = excluded.name, definition = excluded.definition,
                description = excluded.description
            RETURNING id
            """)
    }

    /// A Datastream; `ended` is the declared end of a historical series.
    public func ensureDatastream(
        importKey: String, thing: Int64, sensor: Int64, observedProperty: Int64, name: String, description: String,
        unit: UnitOfMeasurement, observationType: String = ObservationType.measurement,
        properties: JSONObject = JSONObject(), ended: Instant? = nil
    ) throws -> Int64 {
        let datastream = try ensure(
            .datastream, importKey,
            """
            INSERT INTO datastream (id, dataset_id, import_key, thing_id, sensor_id, observed_property_id, name,
                description, observation_type, unit_name, unit_symbol, unit_definition, properties, ended_at)
            VALUES (\(NewKey.of("datastream")), \(dataset), \(importKey), \(thing), \(sensor), \(observedProperty),
                \(name), \(description), \(observationType), \(unit.name), \(unit.symbol), \(unit.definition), \(Self.json(properties)),
                \(ended?.microseconds))
            ON CONFLICT (import_key) DO UPDATE SET dataset_id = excluded.dataset_id, thing_id = excluded.thing_id,
                sensor_id = excluded.sensor_id, observed_property_id = excluded.observed_property_id,
                name = excluded.name, description = excluded.description, observation_type = excluded.observation_type,
                unit_name = excluded.unit_name, unit_symbol = excluded.unit_symbol,
                unit_definition = excluded.unit_definition, properties = excluded.properties, ended_at = excluded.ended_at
            RETURNING id
            """)
        try connection.execute(
            "INSERT INTO datastream_state (datastream_id) VALUES (\(datastream)) ON CONFLICT DO NOTHING")
        return datastream
    }

    /// A Datastream that newer data call otherwise: its name, its Thing's, and what its `properties` say.
    public func rename(
        datastream: Int64, to name: String, properties: JSONObject, thing: Int64, to thingName: String
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE datastream SET name = \(name), properties = \(Self.json(properties)) WHERE id = \(datastream)
            """)
        if changed > 0 { connection.announce(EntityChange(.datastream, datastream, .updated(["name", "properties"]))) }
        let renamed = try connection.execute(
            "UPDATE thing SET name = \(thingName) WHERE id = \(thing) AND name <> \(thingName)")
        if renamed > 0 { connection.announce(EntityChange(.thing, thing, .updated(["name"]))) }
    }

    /// Takes back what a series has from `start` on and before `end`; returns how many values that were.
    @discardableResult
    public func removeValues(of datastream: Int64, from start: Instant, until end: Instant) throws -> Int {
        let keys = try connection.rows(
            """
            SELECT phenomenon_time, id FROM observation WHERE datastream_id = \(datastream)
                AND phenomenon_time >= \(start.microseconds) AND phenomenon_time < \(end.microseconds)
            ORDER BY phenomenon_time, id
            """
        ) { EntityKey(id: $0.integer(1), datastream: datastream, time: $0.integer(0)) }
        guard !keys.isEmpty else { return 0 }
        let count = try EntityWriter(connection, reader: .system, now: end).deleteObservations(keys)
        for key in keys { connection.announce(EntityChange(.observation, key.id, .deleted)) }
        return count
    }

    /// Runs an insert-or-update and announces which of the two it was.
    private func ensure(_ type: EntityType, _ importKey: String, _ sql: SQL) throws -> Int64 {
        guard connection.announcements != nil else { return try connection.key(sql) }
        let present = try connection.integer(
            "SELECT id FROM \(identifier: type.table) WHERE import_key = \(importKey)")
        let id = try connection.key(sql)
        let names = Set(type.properties.filter(\.isWritable).map(\.name))
        connection.announce(EntityChange(type, id, present == nil ? .created : .updated(names)))
        return id
    }

    private static func json(_ object: JSONObject) -> SQLValue {
        object.isEmpty ? .null : .json(JSONValue.object(object).text)
    }
}

/// The unit of a Datastream (OGC 18-088 §8.2.4); `definition` is a UCUM or QUDT address where there is one.
public struct UnitOfMeasurement: Sendable, Hashable {
    public var name: String
    public var symbol: String
    public var definition: String

    public init(name: String, symbol: String, definition: String) {
        self.name = name
        self.symbol = symbol
        self.definition = definition
    }
}

/// Observation types of OGC Observations and Measurements 2.0.
public enum ObservationType {
    public static let measurement = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
    public static let count = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CountObservation"
    public static let any = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Observation"
}
