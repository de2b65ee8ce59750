// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import SensorThings
public import Storage
public import Wire

/// The fictional town: everything in it follows from a seed and a clock.
public struct DemoTown: Sendable {
    public let seed: UInt64
    /// The clock reading the series end at.
    public let now: Instant
    /// Days of history.
    public let days: Int

    /// Seed of the town that `allmende demo` shows.
    public static let defaultSeed: UInt64 = 2026
    /// Three years.
    public static let defaultDays = 1096

    public init(seed: UInt64 = DemoTown.defaultSeed, now: Instant, days: Int = DemoTown.defaultDays) {
        self.seed = seed
        self.now = now
        self.days = days
    }

    /// What a build is doing and how far it has come.
    public struct Progress: Sendable {
        public let stage: String
        public let done: Int
        public let total: Int
    }

    /// What a build stored.
    public struct Outcome: Sendable, Hashable {
        public let series: Int
        public let observations: Int
        public let features: Int
    }

    /// Builds the town; a database that holds it already gets only what happened since.
    ///
    /// - Throws: `DemonstrationError.otherTown` unless `isForced`, `StorageError`.
    @discardableResult
    public func build(
        engine: any StorageEngine, isForced: Bool = false, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> Outcome {
        let town = self
        let anchor = try await engine.write { connection in try town.claim(connection, isForced: isForced) }
        progress(Progress(stage: "map", done: 0, total: 1))
        let model = TownModel(seed: seed, anchor: anchor, now: now, days: days)
        let year = Instant.date(days: Int(anchor.microseconds / 86_400_000_000)).year
        let places = TownPlaces(noise: model.noise.derived("places"), map: model.map, year: year)
        let series = TownSensorNetwork(model: model, places: places).series

        let (datastreams, features) = try await engine.write { connection in
            let datasets = try town.storeDatasets(issued: anchor, on: connection)
            let store = TownStore(connection: connection, datasets: datasets)
            let layers = TownLayers(map: model.map, places: places, datasets: datasets)
            let datastreams = try series.map { try store.store($0, since: Instant(seconds: model.start)) }
            return (datastreams, try layers.store(on: connection, at: anchor))
        }
        progress(Progress(stage: "map", done: 1, total: 1))
        let observations = try await load(Array(zip(series, datastreams)), into: engine, progress: progress)
        try await engine.write { connection in
            try SensorLayer.refresh(connection, now: town.now.microseconds)
            _ = try DemonstrationPlan.store(.musterstadt, now: town.now, on: connection)
            // States and trends are told from this moment; it is set last, so that a broken build shows no finished town.
            try SettingQueries.set(.asOf, to: String(town.now.microseconds), on: connection)
        }
        return Outcome(series: series.count, observations: observations, features: features)
    }

    private func load(
        _ series: [(TownSeries, Int64)], into engine: any StorageEngine,
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Int {
        var stored = 0
        for (index, (one, datastream)) in series.enumerated() {
            stored += try await engine.write { connection in
                let newest = try SeriesQueries.latestTime(of: datastream, on: connection)
                return try TownStore.append(one, to: datastream, with: ObservationWriter(connection), newest: newest)
            }
            progress(Progress(stage: "values", done: index + 1, total: series.count))
        }
        return stored
    }

    /// Marks the database as this town's; returns the moment its history is told from.
    private func claim(_ connection: any StorageConnection, isForced: Bool) throws -> Instant {
        let name = try SettingQueries.value(of: .townName, on: connection)
        let origin = try SettingQueries.value(of: .demonstration, on: connection)
        let fields = origin?.split(separator: " ") ?? []
        if fields.count == 3, let knownSeed = UInt64(fields[0]), let anchor = Int64(fields[1]),
            let known = Int(fields[2])
        {
            guard isForced || (knownSeed == seed && known == days) else {
                throw DemonstrationError.otherTown(name: name ?? TownDatasets.townName)
            }
            if knownSeed == seed, known == days { return Instant(microseconds: anchor) }
        } else if !isForced {
            if try SeriesQueries.holdThings(on: connection) || name != nil {
                throw DemonstrationError.otherTown(name: name ?? "—")
            }
        }
        try TownProfileQueries.save(TownDatasets.profile, on: connection)
        try SettingQueries.set(.isFictional, to: "true", on: connection)
        try SettingQueries.set(.demonstration, to: "\(seed) \(now.microseconds) \(days)", on: connection)
        return now
    }

    private func storeDatasets(issued: Instant, on connection: any StorageConnection) throws -> [String: Int64] {
        var ids: [String: Int64] = [:]
        for dataset in TownDatasets.all(issued: issued, modified: now) {
            ids[dataset.slug] = try DatasetQueries.save(dataset, by: "system", at: issued, on: connection)
        }
        return ids
    }
}
