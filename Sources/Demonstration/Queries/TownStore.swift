// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import Storage
import Wire

/// Writes the town's entities and values; run again it updates them by their keys and adds what is new.
struct TownStore {
    static let keyPrefix = "musterstadt:"

    let connection: any StorageConnection
    /// Ids of the data sets by slug.
    let datasets: [String: Int64]

    /// Stores a series with its Thing, place, sensor and property; returns the Datastream's id.
    func store(_ series: TownSeries, since begin: Instant) throws -> Int64 {
        let shared = SeriesSink(connection, dataset: try dataset(series.thing.dataset))
        let thing = try shared.ensureThing(
            importKey: Self.keyPrefix + series.thing.key, name: series.thing.name,
            description: series.thing.description, properties: JSONObject(series.thing.properties))
        try shared.ensureLocation(
            of: thing, name: series.thing.name, longitude: series.thing.place.longitude,
            latitude: series.thing.place.latitude, time: begin)
        let sensor = try shared.ensureSensor(
            importKey: Self.keyPrefix + series.sensor.key, name: series.sensor.name,
            description: series.sensor.description,
            metadata: .string("https://example.org/musterstadt/geraet/\(series.sensor.key)"))
        let property = try shared.ensureObservedProperty(
            importKey: Self.keyPrefix + series.property.key, name: series.property.name,
            definition: series.property.definition, description: series.property.description)
        let unit = series.property.unit
        let facts: JSONObject = [
            "intervall_s": .number(JSONNumber(series.interval)),
            "art": .string(series.isSum ? "Summe" : "Momentanwert"),
            "fiktiv": .bool(true),
        ]
        return try SeriesSink(connection, dataset: try dataset(series.dataset)).ensureDatastream(
            importKey: Self.keyPrefix + series.key, thing: thing, sensor: sensor, observedProperty: property,
            name: series.name, description: series.description,
            unit: UnitOfMeasurement(name: unit.name, symbol: unit.symbol, definition: unit.definition),
            properties: facts, ended: series.ended.map { Instant(seconds: $0) })
    }

    private func dataset(_ slug: String) throws -> Int64 {
        guard let id = datasets[slug] else { throw StorageError.corrupt(message: "there is no data set \(slug)") }
        return id
    }

    /// Adds the values of a series that are newer than what its Datastream holds; returns how many.
    static func append(_ series: TownSeries, to datastream: Int64, with writer: ObservationWriter, newest: Int64?)
        throws
        -> Int
    {
        let duration = series.isSum ? series.interval * 1_000_000 : nil
        let begin = newest.map { $0 / 1_000_000 + series.interval } ?? series.first
        guard begin <= series.last else { return 0 }
        var batch: [NewObservation] = []
        batch.reserveCapacity(Int((series.last - begin) / series.interval) + 1)
        for time in stride(from: max(begin, series.first), through: series.last, by: Int(series.interval)) {
            guard let result = series.value(time) else { continue }
            batch.append(NewObservation(time: time * 1_000_000, duration: duration, result: result))
        }
        return try writer.insert(into: datastream, batch).stored
    }
}
