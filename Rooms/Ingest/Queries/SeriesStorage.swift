// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import SensorThings
import Storage
import Wire

/// Writes Things, Datastreams and Observations of one data set, inside the transaction of a file's slice.
///
/// What it knows about Datastreams is read once and handed on only after the transaction is durable.
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
    var places: PlaceTable
    let now: Instant
    private(set) var known: [String: Known] = [:]
    /// Datastreams that this run has made.
    private(set) var created: [Int64] = []
    private var things: [String: Int64] = [:]
    private var sensors: [Int: Int64] = [:]
    private var properties: [Int: Int64] = [:]

    init(mapping: SeriesMapping, slug: String, dataset: Int64, places: PlaceTable, now: Instant) {
        self.mapping = mapping
        self.slug = slug
        self.dataset = dataset
        self.places = places
        self.now = now
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
            try SeriesSink(connection, dataset: dataset).rename(
                datastream: found.id, to: series.name, properties: Self.object(of: series.properties),
                thing: found.thing, to: series.station.name)
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
        guard let found = try SeriesSink(connection, dataset: dataset).series(key) else { return nil }
        let properties = found.properties.members.map { ($0.name, $0.value.string ?? $0.value.text) }
        return Known(
            id: found.id, thing: found.thing, name: found.name,
            properties: Dictionary(properties) { _, last in last }, newest: found.newest ?? .min)
    }

    private mutating func create(
        _ series: ParsedSeries, key: String, on connection: any StorageConnection
    ) throws -> Known {
        let rule = mapping.series[series.rule]
        let registry = SeriesSink(connection, dataset: dataset)
        let thing = try self.thing(series.station, registry)
        if sensors[series.rule] == nil {
            let about = rule.sensor.definition.isEmpty ? rule.sensor.description : rule.sensor.definition
            sensors[series.rule] = try registry.ensureSensor(
                importKey: slug + "/sensor/" + rule.sensor.name, name: rule.sensor.name,
                description: rule.sensor.description, encodingType: "text/plain", metadata: .string(about))
        }
        if properties[series.rule] == nil {
            let property = rule.observedProperty
            let hasDefinition = property.definition.hasPrefix("http")
            properties[series.rule] = try registry.ensureObservedProperty(
                importKey: hasDefinition
                    ? property.name + " " + property.definition : slug + "/property/" + property.name,
                name: property.name, definition: property.definition, description: property.description)
        }
        let ended = mapping.ended.flatMap { try? Instant(iso8601: $0) }
        let unit = UnitOfMeasurement(name: rule.unit.name, symbol: rule.unit.symbol, definition: rule.unit.definition)
        let id = try registry.ensureDatastream(
            importKey: key, thing: thing, sensor: sensors[series.rule] ?? 0,
            observedProperty: properties[series.rule] ?? 0, name: series.name, description: series.description,
            unit: unit,
            observationType: rule.isCount ? ObservationType.count : ObservationType.measurement,
            properties: Self.object(of: series.properties), ended: ended)
        created.append(id)
        return Known(id: id, thing: thing, name: series.name, properties: series.properties, newest: .min)
    }

    /// The station's Thing, with its place from the first value on: Observations take their feature from it.
    private mutating func thing(_ station: Station, _ registry: SeriesSink) throws -> Int64 {
        let key = thingKey(station.id)
        if let id = things[key] { return id }
        let description = mapping.thingDescription.filled(
            groups: [], names: ["station": station.id, "stationName": station.name])
        let id = try registry.ensureThing(
            importKey: key, name: station.name, description: description,
            properties: ["station": .string(station.id)])
        if let place = places.place(of: station.id, name: station.name) {
            try PlaceStorage.store(place, of: id, named: station.name, at: now, registry)
        }
        things[key] = id
        return id
    }

    /// Some values of a series as the writer takes them.
    static func observations(_ series: ParsedSeries, _ values: Range<Int>) -> [NewObservation] {
        var all: [NewObservation] = []
        all.reserveCapacity(values.count)
        for index in values {
            let duration = series.durations[index]
            var observation = NewObservation(
                time: series.times[index], duration: duration == 0 ? nil : duration, result: series.values[index])
            if !series.qualities.isEmpty, let quality = series.qualities[index] {
                observation.extra = JSONValue.object(["resultQuality": .string(quality)]).text
            }
            all.append(observation)
        }
        return all
    }

    static func object(of texts: [String: String]) -> JSONObject {
        var object = JSONObject()
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            // A capacity is a number for whoever reads the interface; a key with leading zeros is none.
            let whole = Int64(text).flatMap { String($0) == text ? $0 : nil }
            object[name] = whole.map { JSONValue($0) } ?? .string(text)
        }
        return object
    }
}
