// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import Storage
import TestSupport
import Testing
import Wire

/// Meters that are read once a month are not called silent because nobody has read them yet.
@Suite struct RareSeriesTests {
    private static let day: Int64 = 86_400_000_000

    @Test(
        arguments: [
            // a value each minute
            (60_000_000, 120_000_000, SensorState.live), (60_000_000, 121_000_000, .late),
            (60_000_000, 181_000_000, .silent),
            // a month's value is dated its first day and comes when the month is over
            (31 * day, 62 * day, .live), (31 * day, 93 * day, .live), (31 * day, 94 * day, .late),
            (31 * day, 124 * day, .late),
            (31 * day, 125 * day, .silent),
            // a year's
            (365 * day, 700 * day, .live), (365 * day, 1500 * day, .silent),
            // unknown counts as a day
            (nil, 2 * day, .live), (nil, 4 * day, .silent),
        ] as [(Int64?, Int64, SensorState)])
    func `a state is judged by the rhythm`(_ interval: Int64?, _ age: Int64, _ state: SensorState) {
        let now = Instant(seconds: 1_785_499_200)
        let latest = Instant(microseconds: now.microseconds - age)
        #expect(SensorState(latest: latest, interval: interval, ended: nil, now: now) == state)
    }

    @Test(arguments: TestEngine.allCases)
    func `of a single value its duration is the rhythm`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let datastream = try await engine.write { connection in
                let datastream = try makeDatastream(connection)
                let month = NewObservation(time: 0, duration: 31 * Self.day, result: 412)
                _ = try ObservationWriter(connection).insert(into: datastream, [month])
                return datastream
            }
            let interval = try await engine.read {
                try $0.integer("SELECT interval_us FROM datastream_state WHERE datastream_id = \(datastream)")
            }
            #expect(interval == 31 * Self.day)
        }
    }
}
