// SPDX-License-Identifier: EUPL-1.2
public import Access
import Bilingual
import Catalogue
public import Geometry
public import SensorThingsModel
public import Storage
public import Wire

/// A Datastream as pages show it.
public struct DatastreamSummary: Sendable, Hashable {
    public let id: Int64
    public let name: String
    public let description: String
    public let unitName: String
    /// Empty when the unit has none.
    public let unitSymbol: String
    public let observedProperty: String
    /// Address that defines the observed property.
    public let definition: String
    public let count: Int64
    /// Start of the first and end of the latest phenomenon time.
    public let first: Instant?
    public let latest: Instant?
    public let latestResult: Double?
    /// The latest result as JSON where it is no plain number.
    public let latestText: String?
    /// Median interval in microseconds.
    public let interval: Int64?
    /// Declared end of a historical series.
    public let ended: Instant?
    public let state: SensorState
}

/// A Thing with its place and its Datastreams, as lists and maps show it.
public struct SensorSummary: Sendable, Hashable {
    public struct Place: Sendable, Hashable {
        /// Degrees (CRS84).
        public let longitude: Double
        public let latitude: Double
        /// The publisher knows the place only roughly (`approximateLocation` in the Location's properties).
        public let isApproximate: Bool
    }

    public let id: Int64
    public let name: String
    public let description: String
    public let datasetID: Int64?
    public let place: Place?
    public internal(set) var datastreams: [DatastreamSummary]

    /// The state that needs attention most among its Datastreams.
    public var state: SensorState { datastreams.map(\.state).max() ?? .empty }
    public var latest: Instant? { datastreams.compactMap(\.latest).max() }
}

/// Everything measured that a reader may see, in a form for pages and search; two statements whatever the number.
public struct SensorDirectory: Sendable {
    private let reader: Reader
    private let now: Instant

    /// `now` is the instant that states are judged at.
    public init(reader: Reader, now: Instant) {
        self.reader = reader
        self.now = now
    }

    /// All sensors, by name; `matching` looks into names, descriptions and observed properties, `box` at places.
    public func sensors(
        matching text: String? = nil, dataset: Int64? = nil, in box: BoundingBox? = nil,
        on connection: any StorageConnection
    ) throws -> [SensorSummary] {
        var condition: SQL = "TRUE"
        if let dataset { condition += " AND thing.dataset_id = \(dataset)" }
        if let box {
            condition += """
                 AND location.longitude BETWEEN \(box.west) AND \(box.east)
                 AND location.latitude BETWEEN \(box.south) AND \(box.north)
                """
        }
        let found = try load(where: condition, on: connection)
        let words = SearchWords(text ?? "")
        guard !words.isEmpty else { return found }
        // In the program, not in SQL: SQLite's lower() knows ASCII letters only, and the list is at hand anyway.
        return found.filter { sensor in
            words.areAll(
                in: ([sensor.name, sensor.description] + sensor.datastreams.flatMap { [$0.name, $0.observedProperty] })
                    .joined(separator: "\n"))
        }
    }

    public func sensor(_ thing: Int64, on connection: any StorageConnection) throws -> SensorSummary? {
        try load(where: "thing.id = \(thing)", on: connection).first
    }

    /// The sensor that a Datastream belongs to.
    public func sensor(ofDatastream id: Int64, on connection: any StorageConnection) throws -> SensorSummary? {
        try load(where: "thing.id = (SELECT thing_id FROM datastream WHERE id = \(id))", on: connection).first
    }

    private func load(where condition: SQL, on connection: any StorageConnection) throws -> [SensorSummary] {
        let isVisible = Dataset.isVisible("thing.dataset_id", to: reader)
        var sensors = try connection.rows(
            """
            SELECT thing.id, thing.name, thing.description, thing.dataset_id, location.longitude, location.latitude,
                CASE WHEN CAST(location.properties ->> 'approximateLocation' AS TEXT) IN ('1', 'true') THEN 1 ELSE 0 END
            FROM thing
            LEFT JOIN location ON location.id =
                (SELECT min(location_id) FROM thing_location WHERE thing_location.thing_id = thing.id)
                AND \(Dataset.isVisible("location.dataset_id", to: reader))
            WHERE \(condition) AND \(isVisible)
            ORDER BY thing.name, thing.id
            """
        ) { row in
            let place =
                row.isNull(4) || row.isNull(5)
                ? nil
                : SensorSummary.Place(longitude: row.real(4), latitude: row.real(5), isApproximate: row.bool(6))
            return SensorSummary(
                id: row.integer(0), name: row.text(1), description: row.text(2), datasetID: row.integerIfPresent(3),
                place: place, datastreams: [])
        }
        let positions = Dictionary(uniqueKeysWithValues: sensors.enumerated().map { ($1.id, $0) })
        var datastreamCondition: SQL = "TRUE"
        if sensors.count <= 500 { datastreamCondition = "datastream.thing_id IN (\(list: sensors.map(\.id)))" }
        try connection.forEachRow(
            """
            SELECT datastream.thing_id, datastream.id, datastream.name, datastream.description,
                coalesce(datastream.unit_name, ''), coalesce(datastream.unit_symbol, ''), observed_property.name,
                observed_property.definition, coalesce(state.observation_count, 0), state.phenomenon_start,
                state.phenomenon_end, state.latest_result, state.latest_text, state.interval_us, datastream.ended_at
            FROM datastream
            JOIN observed_property ON observed_property.id = datastream.observed_property_id
            LEFT JOIN datastream_state AS state ON state.datastream_id = datastream.id
            WHERE \(datastreamCondition) AND datastream.multi_observation_data_types IS NULL AND \(Dataset.isVisible("datastream.dataset_id", to: reader))
            ORDER BY datastream.id
            """
        ) { row in
            if let position = positions[row.integer(0)] {
                sensors[position].datastreams.append(summary(row))
            }
            return true
        }
        return sensors
    }

    /// Names of what is measured in series that the reader may see, in alphabetical order; `limit` of them at most.
    public func observedProperties(limit: Int, on connection: any StorageConnection) throws -> [String] {
        try connection.rows(
            """
            SELECT DISTINCT observed_property.name FROM observed_property
            JOIN datastream ON datastream.observed_property_id = observed_property.id
            WHERE \(Dataset.isVisible("datastream.dataset_id", to: reader)) ORDER BY observed_property.name LIMIT \(limit)
            """
        ) { $0.text(0) }
    }

    private func summary(_ row: any StorageRow) -> DatastreamSummary {
        let latest = row.integerIfPresent(10).map { Instant(microseconds: $0) }
        let ended = row.integerIfPresent(14).map { Instant(microseconds: $0) }
        let interval = row.integerIfPresent(13)
        return DatastreamSummary(
            id: row.integer(1), name: row.text(2), description: row.text(3), unitName: row.text(4),
            unitSymbol: row.text(5), observedProperty: row.text(6), definition: row.text(7), count: row.integer(8),
            first: row.integerIfPresent(9).map { Instant(microseconds: $0) }, latest: latest,
            latestResult: row.realIfPresent(11), latestText: row.textIfPresent(12), interval: interval, ended: ended,
            state: SensorState(latest: latest, interval: interval, ended: ended, now: now))
    }
}
