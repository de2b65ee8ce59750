// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Quality
import Testing
import Wire

/// The worked alarms of eight counters, where they are: `ALLMENDE_ORACLES` or `../shared/oracles`.
private let oracle: JSONValue? = {
    let folder = ProcessInfo.processInfo.environment["ALLMENDE_ORACLES"] ?? "../shared/oracles"
    guard let bytes = FileManager.default.contents(atPath: folder + "/oracles-analyses.json") else { return nil }
    return try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self))["anomaly"]
}()

@Suite(.enabled(if: oracle != nil)) struct ShiftOracleTests {
    @Test func `week and size of each first alarm are those of the oracle`() throws {
        let anomaly = try #require(oracle)
        let monday = 19_877  // 2024-06-03
        var alarms = 0
        for (station, watched) in anomaly["watch"]?.object?.members ?? [] {
            let weeks = (watched["weeks"]?.array ?? []).map(\.double)
            let alarm = NetworkShift.alarm(in: weeks)
            guard let expected = watched["first_alarm"], !expected.isNull else {
                #expect(alarm == nil, "\(station)")
                continue
            }
            let found = try #require(alarm)
            let date = Instant.date(days: monday + 7 * found.week)
            let wanted = (expected["week"]?.string ?? "").split(separator: "-").compactMap { Int($0) }
            #expect([date.year, date.month, date.day] == wanted, "\(station)")
            #expect(abs(found.size - (expected["size"]?.double ?? 0)) < 1e-9, "\(station)")
            #expect(abs(found.centre - (watched["centre"]?.double ?? 0)) < 1e-9, "\(station)")
            #expect(abs(found.scale - (watched["scale"]?.double ?? 0)) < 1e-9, "\(station)")
            alarms += 1
        }
        #expect(alarms == 7)
    }
}
