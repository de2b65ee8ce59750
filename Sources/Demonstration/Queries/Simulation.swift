// SPDX-License-Identifier: EUPL-1.2
import Catalogue
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
        guard try connection.integer("SELECT count(*) FROM (SELECT 1 FROM thing LIMIT 1) AS found") == 0 else {
            throw DemonstrationError.notEmpty
        }
        try SettingQueries.set(.townName, to: "Simulation", on: connection)
        try SettingQueries.set(.isFictional, to: "true", on: connection)
        let dataset = try DatasetQueries.save(
            Dataset(
                slug: "simulation", title: "Simulierte Messwerte", titleEnglish: "Simulated values",
                description: "Erzeugte Werte für Messungen der Geschwindigkeit.",
                descriptionEnglish: "Generated values for speed measurements.", owner: "Allmende",
                licence: "cc-zero", access: .public, issued: end, modified: end), on: connection)
        let places = SeededNoise(seed: seed).derived("places")

        try insert(
            "thing", ["id", "dataset_id", "name", "description", "properties"], count: things, on: connection
        ) { index in
            [
                .integer(Int64(index + 1)), .integer(dataset), .text("Station \(padded(index))"),
                .text("Simulated station"),
                .json(#"{"district":"District \#(index % 50)","model":"\#(letter(index))"}"#),
            ]
        }
        func place(_ index: Int) -> (longitude: Double, latitude: Double, geometry: String) {
            let longitude = rounded(places.uniform(Int64(2 * index), in: Self.bounds.west...Self.bounds.east))
            let latitude = rounded(places.uniform(Int64(2 * index + 1), in: Self.bounds.south...Self.bounds.north))
            return (longitude, latitude, #"{"type":"Point","coordinates":[\#(longitude),\#(latitude)]}"#)
        }
        let placed = ["name", "description", "encoding_type", "longitude", "latitude"]
        func placeValues(_ index: Int) -> [SQLValue] {
            let place = place(index)
            return [
                .integer(Int64(index + 1)), .integer(dataset), .json(place.geometry), .text("Place \(padded(index))"),
                .text("Simulated place"), .text("application/geo+json"), .real(place.longitude), .real(place.latitude),
            ]
        }
        try insert("location", ["id", "dataset_id", "location"] + placed, count: things, on: connection, placeValues)
        try insert("thing_location", ["thing_id", "location_id"], count: things, on: connection) { index in
            [.integer(Int64(index + 1)), .integer(Int64(index + 1))]
        }
        try insert("historical_location", ["id", "thing_id", "time"], count: things, on: connection) { index in
            [.integer(Int64(index + 1)), .integer(Int64(index + 1)), .integer(startOfTime)]
        }
        try insert(
            "historical_location_location", ["historical_location_id", "location_id"], count: things, on: connection
        ) { index in
            [.integer(Int64(index + 1)), .integer(Int64(index + 1))]
        }
        try insert(
            "feature_of_interest", ["id", "dataset_id", "feature"] + placed + ["location_id"], count: things,
            on: connection
        ) { index in
            placeValues(index) + [.integer(Int64(index + 1))]
        }
        try insert(
            "sensor", ["id", "dataset_id", "name", "description", "encoding_type", "metadata"], count: Self.models,
            on: connection
        ) { index in
            [
                .integer(Int64(index + 1)), .integer(dataset), .text("Sensor \(letter(index))\(index)"),
                .text("Simulated sensor"), .text("text/html"), .json(#""https://example.org/sensor/\#(index)""#),
            ]
        }
        try insert(
            "observed_property", ["id", "dataset_id", "name", "definition", "description"],
            count: Self.properties.count, on: connection
        ) { index in
            let name = Self.properties[index].0
            return [
                .integer(Int64(index + 1)), .integer(dataset), .text(name),
                .text("https://example.org/property/\(index)"), .text("Simulated \(name)"),
            ]
        }
        try insert(
            "datastream",
            [
                "id", "dataset_id", "thing_id", "sensor_id", "observed_property_id", "name", "description",
                "observation_type", "unit_name", "unit_symbol", "unit_definition", "properties",
            ], count: datastreams, on: connection
        ) { index in
            let property = (index / things + index % things) % Self.properties.count
            let (name, unit) = Self.properties[property]
            return [
                .integer(Int64(index + 1)), .integer(dataset), .integer(Int64(index % things + 1)),
                .integer(Int64(index % Self.models + 1)), .integer(Int64(property + 1)),
                .text("\(name) \(padded(index))"), .text("Simulated \(name)"),
                .text("http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"), .text(name), .text(unit),
                .text("https://example.org/unit/\(property)"), .json(#"{"model":"\#(letter(index / 3))"}"#),
            ]
        }
        return Base(thing: 1, datastream: 1, feature: 1)
    }

    private var startOfTime: Int64 { end.microseconds - Self.days * 86_400_000_000 }

    private func insert(
        _ table: String, _ columns: [String], count: Int, on connection: any StorageConnection,
        _ row: (Int) -> [SQLValue]
    ) throws {
        var index = 0
        try connection.bulkInsert(into: table, columns: columns) {
            guard index < count else { return nil }
            defer { index += 1 }
            return row(index)
        }
        if columns.first == "id" { try SeriesLoader.advanceIdentity(table, on: connection) }
    }

    private func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }

    private func letter(_ index: Int) -> Character { Array("ABCDE")[index % 5] }

    private func rounded(_ degrees: Double) -> Double { (degrees * 1e6).rounded() / 1e6 }
}
