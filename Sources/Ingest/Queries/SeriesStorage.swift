// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Storage
import Wire

/// Writes Things, Datastreams and Observations of one data set, inside the transaction of one file.
///
/// What it knows about Datastreams is read once and handed on only after the file's transaction is durable.
struct SeriesStorage: Sendable {
    /// A Datastream as the import knows it.
    struct Known: Sendable {
        let id: Int64
        let thing: Int64
        var name: String
        var properties: [String: String]
        /// Start of its newest value, microseconds UTC.
        var newest: Int64
    }

    let mapping: SeriesMapping
    let slug: String
    let dataset: Int64
    private(set) var known: [String: Known] = [:]
    private var things: [String: Int64] = [:]
    private var sensors: [Int: Int64] = [:]
    private var properties: [Int: Int64] = [:]

    init(mapping: SeriesMapping, slug: String, dataset: Int64) {
        self.mapping = mapping
        self.slug = slug
        self.dataset = dataset
    }

    func thingKey(_ station: String) -> String { slug + "/" + station }
    func datastreamKey(_ series: ParsedSeries) -> String { slug + "/" + series.station.id + "/" + series.key }

    // MARK: Entities

    /// The Datastream of a series, created where it is new, renamed where newer files call it otherwise.
    mutating func datastream(for series: ParsedSeries, on connection: any StorageConnection) throws -> Known {
        let key = datastreamKey(series)
        if known[key] == nil { known[key] = try find(key, on: connection) }
        guard var found = known[key] else {
            let created = try create(series, key: key, on: connection)
            known[key] = created
            return created
        }
        let isNewer = (series.times.last ?? .min) >= found.newest
        if isNewer, found.name != series.name || found.properties != series.properties {
            let properties = SQLValue.json(Self.json(of: series.properties))
            try connection.execute(
                "UPDATE datastream SET name = \(series.name), properties = \(properties) WHERE id = \(found.id)")
            try connection.execute("UPDATE thing SET name = \(series.station.name) WHERE id = \(found.thing)")
            found.name = series.name
            found.properties = series.properties
            known[key] = found
        }
        return found
    }

    mutating func note(_ series: ParsedSeries, newest: Int64) {
        let key = datastreamKey(series)
        guard var found = known[key] else { return }
        found.newest = max(found.newest, newest)
        known[key] = found
    }

    private func find(_ key: String, on connection: any StorageConnection) throws -> Known? {
        try connection.firstRow(
            """
            SELECT d.id, d.thing_id, d.name, d.properties, s.latest_time FROM datastream d
            LEFT JOIN datastream_state s ON s.datastream_id = d.id WHERE d.import_key = \(key)
            """
        ) { row in
            var properties: [String: String] = [:]
            for member in (try? JSONValue(parsing: row.text(3)))?.object?.members ?? [] {
                properties[member.name] = member.value.string ?? member.value.text
            }
            return Known(
                id: row.integer(0), thing: row.integer(1), name: row.text(2), properties: properties,
                newest: row.integerIfPresent(4) ?? .min)
        }
    }

    private mutating func create(
        _ series: ParsedSeries, key: String, on connection: any StorageConnection
    ) throws -> Known {
        let rule = mapping.series[series.rule]
        let thing = try self.thing(series.station, on: connection)
        let sensor = try self.sensor(series.rule, rule.sensor, on: connection)
        let property = try observedProperty(series.rule, rule.observedProperty, on: connection)
        let type = rule.isCount ? "OM_CountObservation" : "OM_Measurement"
        let observationType = "http://www.opengis.net/def/observationType/OGC-OM/2.0/" + type
        let ended = mapping.ended.flatMap { try? Instant(iso8601: $0) }?.microseconds
        let id = try connection.integer(
            """
            INSERT INTO datastream (dataset_id, import_key, thing_id, sensor_id, observed_property_id, name, description,
                observation_type, unit_name, unit_symbol, unit_definition, properties, ended_at)
            VALUES (\(dataset), \(key), \(thing), \(sensor), \(property), \(series.name), \(series.description),
                \(observationType), \(rule.unit.name), \(rule.unit.symbol), \(rule.unit.definition),
                \(SQLValue.json(Self.json(of: series.properties))), \(ended))
            RETURNING id
            """)
        return Known(id: id ?? 0, thing: thing, name: series.name, properties: series.properties, newest: .min)
    }

    private mutating func thing(_ station: Station, on connection: any StorageConnection) throws -> Int64 {
        let key = thingKey(station.id)
        if let id = things[key] { return id }
        let description = mapping.thingDescription.filled(
            groups: [], names: ["station": station.id, "stationName": station.name])
        let properties = SQLValue.json(Self.json(of: ["station": station.id]))
        let id = try connection.integer(
            """
            INSERT INTO thing (dataset_id, import_key, name, description, properties)
            VALUES (\(dataset), \(key), \(station.name), \(description), \(properties))
            ON CONFLICT (import_key) DO UPDATE SET dataset_id = excluded.dataset_id RETURNING id
            """)
        things[key] = id
        return id ?? 0
    }

    private mutating func sensor(
        _ rule: Int, _ sensor: SeriesRule.Description, on connection: any StorageConnection
    ) throws -> Int64 {
        if let id = sensors[rule] { return id }
        let key = slug + "/sensor/" + sensor.name
        let id = try connection.integer(
            """
            INSERT INTO sensor (dataset_id, import_key, name, description, encoding_type, metadata)
            VALUES (\(dataset), \(key), \(sensor.name), \(sensor.description), 'text/plain',
                \(SQLValue.json(JSONValue.string(sensor.definition.isEmpty ? sensor.description : sensor.definition).text)))
            ON CONFLICT (import_key) DO UPDATE SET description = excluded.description RETURNING id
            """)
        sensors[rule] = id
        return id ?? 0
    }

    private mutating func observedProperty(
        _ rule: Int, _ property: SeriesRule.Description, on connection: any StorageConnection
    ) throws -> Int64 {
        if let id = properties[rule] { return id }
        let key = slug + "/property/" + property.name
        let id = try connection.integer(
            """
            INSERT INTO observed_property (dataset_id, import_key, name, definition, description)
            VALUES (\(dataset), \(key), \(property.name), \(property.definition), \(property.description))
            ON CONFLICT (import_key) DO UPDATE SET description = excluded.description RETURNING id
            """)
        properties[rule] = id
        return id ?? 0
    }

    static func json(of texts: [String: String]) -> String {
        var object = JSONObject()
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            // A capacity is a number for whoever reads the interface.
            object[name] = Int64(text).map { JSONValue($0) } ?? .string(text)
        }
        return JSONValue.object(object).text
    }
}
