// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import SensorThings
public import Storage
public import Wire

/// Fills a database with evenly spread sensors and values for benchmarks; the same numbers and seed give the same rows.
///
/// Each of 50 districts holds 2 % of the Things; places are even in `bounds`, so a box of a tenth of its width and
/// height holds 1 % of them.
public struct Simulation: Sendable {
    public let things: Int
    public let datastreams: Int
    public let observations: Int
    public let seed: UInt64
    /// The newest values lie at this time.
    public let end: Instant

    /// Days from the first value of a Datastream to its last.
    public static let days: Int64 = 400
    /// Degrees (CRS84) in which the Things stand.
    public static let bounds = (west: 7.0, south: 54.0, east: 8.0, north: 54.6)

    private static let properties = [
        ("temperature", "°C"), ("humidity", "%"), ("co2", "ppm"), ("no2", "µg/m³"), ("pm10", "µg/m³"),
        ("noise", "dB"), ("fill level", "%"), ("bicycles", "1"), ("soil moisture", "%"), ("battery", "V"),
    ]
    private static let models = 20
    private static let valuesPerWrite = 500_000

    /// Datastreams are spread over the Things in turn; without any there are no observations either.
    public init(
        things: Int, datastreams: Int, observations: Int, seed: UInt64 = 1,
        end: Instant = Instant(seconds: 1_767_225_600)
    ) {
        self.things = max(things, 1)
        self.datastreams = max(datastreams, 0)
        self.observations = datastreams > 0 ? max(observations, 0) : 0
        self.seed = seed
        self.end = end
    }

    /// How far a run has come.
    public struct Progress: Sendable {
        public let observations: Int
        public let total: Int
    }

    /// Fills an empty database; returns the number of observations.
    /// - Throws: `DemonstrationError.notEmpty` when it holds Things already.
    @discardableResult
    public func run(
        engine: any StorageEngine, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> Int {
        let simulation = self
        let base = try await engine.write { connection in try simulation.makeEntities(on: connection) }
        guard observations > 0 else { return 0 }
        var stored = 0
        let perStream = max(observations / datastreams, 1)
        let streamsPerWrite = max(Self.valuesPerWrite / perStream, 1)
        for first in stride(from: 0, to: datastreams, by: streamsPerWrite) {
            let range = first..<min(first + streamsPerWrite, datastreams)
            stored += try await engine.write { connection in
                try SeriesLoader.load(range.map { simulation.run(of: $0, base: base) }, on: connection)
            }
            progress(Progress(observations: stored, total: observations))
        }
        return stored
    }

    /// Keys that rows are numbered from.
    private struct Base: Sendable {
        let thing: Int64
        let datastream: Int64
        let feature: Int64
    }

    private func run(of index: Int, base: Base) -> SeriesLoader.Run {
        let count = observations / datastreams + (index < observations % datastreams ? 1 : 0)
        let span = Self.days * 86_400_000_000
        let even = span / Int64(max(count, 1))
        let interval = even >= 1_000_000 ? even / 1_000_000 * 1_000_000 : max(even, 1)
        let noise = SeededNoise(seed: seed).derived("datastream \(index)")
        let start = end.microseconds - interval * Int64(count - 1)
        let level = noise.uniform(-1, in: 5...25)
        var position: Int64 = 0
        return SeriesLoader.Run(
            datastream: base.datastream + Int64(index), feature: base.feature + Int64(index % things), duration: nil,
            interval: interval,
            next: {
                guard position < count else { return nil }
                defer { position += 1 }
                let value = level + 8 * noise.smooth(Double(position) / 300) + noise.normal(position)
                return (start + position * interval, (value * 100).rounded() / 100)
            })
    }

    private func makeEntities(on connection: any StorageConnection) throws -> Base {
        guard try !SeriesQueries.holdThings(on: connection) else { throw DemonstrationError.notEmpty }
        try SettingQueries.set(.townName, to: "Simulation", on: connection)
        try SettingQueries.set(.isFictional, to: "true", on: connection)
        let dataset = try DatasetQueries.save(
            Dataset(
                slug: "simulation", title: "Simulierte Messwerte", titleEnglish: "Simulated values",
                description: "Erzeugte Werte für Messungen der Geschwindigkeit.",
                descriptionEnglish: "Generated values for speed measurements.", owner: "Allmende",
                licence: "cc-zero", access: .public, issued: end, modified: end),
            by: "system", at: end, on: connection)
        let places = SeededNoise(seed: seed).derived("places")

        let loader = EntityLoader(connection, dataset: dataset)
        try loader.things(things, since: startOfTime) { index in
            EntityLoader.Thing(
                name: "Station \(padded(index))", description: "Simulated station",
                properties: #"{"district":"District \#(index % 50)","model":"\#(letter(index))"}"#,
                placeName: "Place \(padded(index))", placeDescription: "Simulated place",
                longitude: rounded(places.uniform(Int64(2 * index), in: Self.bounds.west...Self.bounds.east)),
                latitude: rounded(places.uniform(Int64(2 * index + 1), in: Self.bounds.south...Self.bounds.north)))
        }
        try loader.sensors(Self.models) { index in
            (
                "Sensor \(letter(index))\(index)", "Simulated sensor", "text/html",
                #""https://example.org/sensor/\#(index)""#
            )
        }
        try loader.observedProperties(Self.properties.count) { index in
            let name = Self.properties[index].0
            return (name, "https://example.org/property/\(index)", "Simulated \(name)")
        }
        try loader.datastreams(datastreams) { index in
            let property = (index / things + index % things) % Self.properties.count
            let (name, unit) = Self.properties[property]
            return EntityLoader.Datastream(
                thing: Int64(index % things + 1), sensor: Int64(index % Self.models + 1),
                observedProperty: Int64(property + 1), name: "\(name) \(padded(index))",
                description: "Simulated \(name)",
                unit: UnitOfMeasurement(name: name, symbol: unit, definition: "https://example.org/unit/\(property)"),
                properties: #"{"model":"\#(letter(index / 3))"}"#)
        }
        return Base(thing: 1, datastream: 1, feature: 1)
    }

    private var startOfTime: Int64 { end.microseconds - Self.days * 86_400_000_000 }

    private func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }

    private func letter(_ index: Int) -> Character { Array("ABCDE")[index % 5] }

    private func rounded(_ degrees: Double) -> Double { (degrees * 1e6).rounded() / 1e6 }
}
