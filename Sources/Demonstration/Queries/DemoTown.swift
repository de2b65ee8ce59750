// SPDX-License-Identifier: EUPL-1.2
import Catalogue
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
    }

    private static let valuesPerWrite = 300_000

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

        let stored = try await engine.write { connection in
            let datasets = try town.storeDatasets(issued: anchor, on: connection)
            let store = TownStore(connection: connection, now: anchor.microseconds)
            return try series.map { try store.store($0, datasets: datasets) }
        }
        progress(Progress(stage: "map", done: 1, total: 1))
        let observations = try await load(Array(zip(series, stored)), into: engine, progress: progress)
        try await engine.write { connection in
            // States and trends are told from this moment; it is set last, so that a broken build shows no finished town.
            try SettingQueries.set(.asOf, to: String(town.now.microseconds), on: connection)
        }
        return Outcome(series: series.count, observations: observations)
    }

    private func load(
        _ series: [(TownSeries, TownStore.StoredSeries)], into engine: any StorageEngine,
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Int {
        let total = series.reduce(0) { $0 + max(0, Int(($1.0.last - $1.0.first) / $1.0.interval) + 1) }
        var (done, stored) = (0, 0)
        var batch: [(TownSeries, TownStore.StoredSeries)] = []
        var expected = 0
        for (index, entry) in series.enumerated() {
            batch.append(entry)
            expected += max(0, Int((entry.0.last - entry.0.first) / entry.0.interval) + 1)
            guard expected >= Self.valuesPerWrite || index == series.count - 1 else { continue }
            let runs = batch
            stored += try await engine.write { connection in
                try SeriesLoader.load(runs.map { Self.run($0.0, $0.1) }, on: connection)
            }
            done += expected
            (batch, expected) = ([], 0)
            progress(Progress(stage: "values", done: done, total: total))
        }
        return stored
    }

    private static func run(_ series: TownSeries, _ stored: TownStore.StoredSeries) -> SeriesLoader.Run {
        var time = series.first
        if let newest = stored.newest { time = max(time, newest / 1_000_000 + series.interval) }
        return SeriesLoader.Run(
            datastream: stored.datastream, feature: stored.feature,
            duration: series.isSum ? series.interval * 1_000_000 : nil, interval: series.interval * 1_000_000,
            next: {
                while time <= series.last {
                    let at = time
                    time += series.interval
                    if let result = series.value(at) { return (at * 1_000_000, result) }
                }
                return nil
            })
    }

    /// Marks the database as this town's; returns the moment its history is told from.
    private func claim(_ connection: any StorageConnection, isForced: Bool) throws -> Instant {
        let name = try SettingQueries.value(of: .townName, on: connection)
        let origin = try SettingQueries.value(of: .demonstration, on: connection)
        let fields = origin?.split(separator: " ") ?? []
        if fields.count == 3, let knownSeed = UInt64(fields[0]), let anchor = Int64(fields[1]), let known = Int(fields[2]) {
            guard isForced || (knownSeed == seed && known == days) else {
                throw DemonstrationError.otherTown(name: name ?? TownDatasets.townName)
            }
            if knownSeed == seed, known == days { return Instant(microseconds: anchor) }
        } else if !isForced {
            let holdsThings = try connection.integer("SELECT count(*) FROM (SELECT 1 FROM thing LIMIT 1) AS found") != 0
            if holdsThings || name != nil { throw DemonstrationError.otherTown(name: name ?? "—") }
        }
        try SettingQueries.set(.townName, to: TownDatasets.townName, on: connection)
        try SettingQueries.set(.townKey, to: nil, on: connection)
        try SettingQueries.set(.isFictional, to: "true", on: connection)
        try SettingQueries.set(.demonstration, to: "\(seed) \(now.microseconds) \(days)", on: connection)
        return now
    }

    private func storeDatasets(issued: Instant, on connection: any StorageConnection) throws -> [String: Int64] {
        var ids: [String: Int64] = [:]
        for dataset in TownDatasets.all(issued: issued, modified: now) {
            ids[dataset.slug] = try DatasetQueries.save(dataset, on: connection)
        }
        return ids
    }
}
