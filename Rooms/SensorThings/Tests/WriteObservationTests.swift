// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Randomness
import SensorThings
import Storage
import TestSupport
import Testing
import Wire

/// A Thing with a place and one Datastream.
func makeDatastream(_ connection: any StorageConnection, key: String = "a") throws -> Int64 {
    let registry = SeriesSink(connection, dataset: try DefaultDataset.id(now: Instant(seconds: 0), on: connection))
    let thing = try registry.ensureThing(importKey: "thing/\(key)", name: "Thing \(key)", description: "")
    try registry.ensureLocation(
        of: thing, name: "Place", longitude: 7.6, latitude: 51.9, time: Instant(seconds: 0))
    let sensor = try registry.ensureSensor(importKey: "sensor", name: "Loop", description: "")
    let property = try registry.ensureObservedProperty(
        importKey: "bicycles", name: "Bicycles", definition: "https://example.org/bicycles")
    return try registry.ensureDatastream(
        importKey: "stream/\(key)", thing: thing, sensor: sensor, observedProperty: property, name: "Stream \(key)",
        description: "", unit: UnitOfMeasurement(name: "bicycles", symbol: "1", definition: ""))
}

private struct Row: Hashable {
    let time: Int64
    let id: Int64
    let duration: Int64?
    let result: Double?
}

private func rows(_ datastream: Int64, _ connection: any StorageConnection) throws -> [Row] {
    try connection.rows(
        """
        SELECT phenomenon_time, id, phenomenon_duration, result FROM observation
        WHERE datastream_id = \(datastream) ORDER BY phenomenon_time, id
        """
    ) { Row(time: $0.integer(0), id: $0.integer(1), duration: $0.integerIfPresent(2), result: $0.realIfPresent(3)) }
}

/// The kept state must be what the rows say.
private func expectStateMatches(
    _ datastream: Int64, _ connection: any StorageConnection, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let rows = try rows(datastream, connection)
    let state = try #require(
        try connection.firstRow(
            """
            SELECT observation_count, phenomenon_start, phenomenon_end, latest_time, latest_id, latest_result
            FROM datastream_state WHERE datastream_id = \(datastream)
            """
        ) { row in
            [
                row.integerIfPresent(0).map(Double.init), row.integerIfPresent(1).map(Double.init),
                row.integerIfPresent(2).map(Double.init), row.integerIfPresent(3).map(Double.init),
                row.integerIfPresent(4).map(Double.init), row.realIfPresent(5),
            ]
        }, sourceLocation: sourceLocation)
    let end = rows.map { $0.time + ($0.duration ?? 0) }.max()
    let expected = [
        Double(rows.count), rows.first.map { Double($0.time) }, end.map(Double.init), rows.last.map { Double($0.time) },
        rows.last.map { Double($0.id) }, rows.last?.result,
    ]
    #expect(state == expected, sourceLocation: sourceLocation)
    #expect(Set(rows.map(\.id)).count == rows.count, "ids are unique", sourceLocation: sourceLocation)
    for row in rows {
        let found = try connection.integer(
            """
            SELECT count(*) FROM observation_block WHERE block = \(row.id / 1024) AND datastream_id = \(datastream)
                AND first_time <= \(row.time) AND last_time >= \(row.time)
            """)
        #expect(found == 1, "the block of \(row.id) covers it", sourceLocation: sourceLocation)
    }
}

@Suite struct ObservationWriterTests {
    @Test(arguments: TestEngine.allCases, DuplicateRule.allCases)
    func `random batches, late and repeated, leave rows and state as a plain model has them`(
        _ kind: TestEngine, _ rule: DuplicateRule
    ) async throws {
        try await withDatabase(kind) { engine in
            var dice = SeededRandom(seed: 1648)
            let datastream = try await engine.write { try makeDatastream($0) }
            let other = try await engine.write { try makeDatastream($0, key: "b") }
            var model: [Int64: [Double]] = [:]
            for _ in 0..<40 {
                let size = Int.random(in: 1...60, using: &dice)
                let batch = (0..<size).map { _ in
                    NewObservation(
                        time: Int64.random(in: 0...150, using: &dice) * 1_000_000, duration: 1_000_000,
                        result: Double(Int.random(in: 0...3, using: &dice)))
                }
                let outcome = try await engine.write { connection in
                    let writer = ObservationWriter(connection)
                    try writer.insert(into: other, [batch[0]])
                    return try writer.insert(into: datastream, batch, duplicates: rule)
                }
                #expect(
                    outcome.stored + outcome.unchanged + outcome.replaced + outcome.kept + outcome.rejected <= size)
                for observation in batch.sorted(by: { $0.time < $1.time }) {
                    let value = observation.result ?? -1
                    switch rule {
                    case .allow: model[observation.time, default: []].append(value)
                    case .replace: model[observation.time] = [value]
                    case .keepFirst, .reject: model[observation.time] = model[observation.time] ?? [value]
                    }
                }
            }
            let expected = model.mapValues { $0.sorted() }
            try await engine.read { connection in
                let stored = Dictionary(grouping: try rows(datastream, connection), by: \.time)
                    .mapValues { $0.compactMap(\.result).sorted() }
                #expect(stored == expected)
                try expectStateMatches(datastream, connection)
                try expectStateMatches(other, connection)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the same batch again stores nothing`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let batch = (0..<3000).map {
                NewObservation(time: Int64($0) * 900_000_000, duration: 900_000_000, result: Double($0 % 7))
            }
            let (first, second) = try await engine.write { connection in
                let datastream = try makeDatastream(connection)
                let writer = ObservationWriter(connection)
                let first = try writer.insert(into: datastream, batch, duplicates: .keepFirst)
                let second = try writer.insert(into: datastream, batch.reversed(), duplicates: .keepFirst)
                try expectStateMatches(datastream, connection)
                return (first, second)
            }
            #expect(first.stored == 3000)
            #expect(second.stored == 0)
            #expect(second.unchanged == 3000)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the rhythm is the median, which a gap does not change`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let interval = try await engine.write { connection in
                let datastream = try makeDatastream(connection)
                let writer = ObservationWriter(connection)
                for step in 0..<40 {
                    let gap: Int64 = step > 20 ? 86_400_000_000 : 0
                    let time = Int64(step) * 900_000_000 + gap
                    try writer.insert(into: datastream, [NewObservation(time: time, result: 1)])
                }
                return try connection.integer(
                    "SELECT interval_us FROM datastream_state WHERE datastream_id = \(datastream)")
            }
            #expect(interval == 900_000_000)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a feature stands for the Thing's place, one for all its series`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let datastream = try makeDatastream(connection)
                let writer = ObservationWriter(connection)
                try writer.insert(into: datastream, [NewObservation(time: 0, result: 1)])
                try writer.insert(into: datastream, [NewObservation(time: 1, result: 1)])
            }
            try await engine.read { connection in
                let features = try connection.integer("SELECT count(*) FROM feature_of_interest")
                let pairs = try connection.integer("SELECT count(*) FROM datastream_feature")
                let bare = try connection.integer("SELECT count(*) FROM observation WHERE feature_id IS NULL")
                #expect(features == 1)
                #expect(pairs == 1)
                #expect(bare == 0)
            }
        }
    }

    @Test(
        arguments: [
            ("1.10", 1.1, "1.10"), ("1.1", 1.1, nil), ("5", 5, nil), ("-0.5", -0.5, nil), ("1e3", 1000, "1e3"),
            ("12345678901234567890", 12_345_678_901_234_567_168, "12345678901234567890"),
            ("true", nil, "true"), ("\"a\"", nil, "\"a\""), ("null", nil, "null"), ("[1,2]", nil, "[1,2]"),
            ("{\"a\":1}", nil, "{\"a\":1}"),
        ] as [(String, Double?, String?)])
    func `a result keeps its digits`(text: String, number: Double?, json: String?) throws {
        var observation = NewObservation(time: 0, result: nil)
        observation.setResult(try JSONValue(parsing: text))
        #expect(observation.result == number)
        #expect(observation.resultJSON == json)
    }
}
