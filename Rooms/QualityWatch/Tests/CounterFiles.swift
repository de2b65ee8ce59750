// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Ingest
import Storage
import Wire

/// Files of one counter as a town publishes them: a total and two directions by quarters of an hour, from 1 March 2026 on.
struct CounterFiles {
    static let inbound = 0
    static let outbound = 1
    static let station = "100020113"
    static let moment = Instant(microseconds: 1_785_535_200_000_000)

    /// Changes what a direction counts in a quarter of a day.
    var fault: (_ direction: Int, _ day: Int, _ value: Int) -> Int = { _, _, value in value }

    private func count(_ direction: Int, _ day: Int, _ quarter: Int) -> Int {
        guard quarter > 20 else { return 0 }
        let value = 12 + (quarter * 7 + day * 5 + direction * 3) % 23 + (day % 7 < 2 ? 0 : 9)
        return fault(direction, day, value)
    }

    func text(_ days: Range<Int>) -> String {
        let ids = ["100020113 (Wolbecker Straße)", "101020113 (einwärts)", "102020113 (auswärts)"]
        var lines = ["Datetime," + ids.joined(separator: ",")]
        for day in days {
            // without the day on which the clock is put forward
            guard day != 28 else { continue }
            let date = Instant.date(days: Instant.days(year: 2026, month: 3, day: 1) + day)
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            for quarter in 0..<96 {
                let (one, other) = (count(0, day, quarter), count(1, day, quarter))
                let shown = "\(date.year)-\(two(date.month))-\(two(date.day))"
                let time = "\(two(quarter / 4)):\(two(quarter % 4 * 15))"
                lines.append("\(shown) \(time),\(one + other),\(one),\(other)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Imports some days as one file, whose name tells it from others.
    @discardableResult
    func `import`(
        _ days: Range<Int>, as name: String = "2026-03", into engine: any StorageEngine
    ) async throws -> ImportReport {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quality-\(UUID().uuidString)")
        let station = folder.appendingPathComponent(Self.station)
        try FileManager.default.createDirectory(at: station, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text(days).utf8).write(to: station.appendingPathComponent(name + ".csv"))
        let mapping = try MappingLibrary.mapping(named: "muenster-radverkehr")
        return try await Importer(engine: engine, mapping: mapping, actor: "test", clock: { Self.moment })
            .run(files: [folder.path])
    }

    /// Nothing comes out of the outbound channel in these days.
    static func outboundStops(_ days: Range<Int>) -> CounterFiles {
        CounterFiles { direction, day, value in direction == outbound && days.contains(day) ? 0 : value }
    }

    static func datastream(_ key: String, on engine: any StorageEngine) async throws -> Int64 {
        let key = "radverkehr/\(station)/\(key)"
        return try await engine.read { connection in
            try connection.integer("SELECT id FROM datastream WHERE import_key = \(key)") ?? 0
        }
    }
}
