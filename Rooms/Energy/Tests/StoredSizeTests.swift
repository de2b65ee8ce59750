// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Foundation
import Metering
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy

/// What readings take on disk, with row, key and states, over the profiles that are supplied.
@Suite("Bytes of stored readings", .enabled(if: EnergyOracle.isThere))
struct StoredSizeTests {
    /// Days of quarter hours in watt-hours: households and businesses, and plants of 30 kW.
    private static func profiles() throws -> [[[UInt32]]] {
        let folder = EnergyOracle.data + "/energie-profile"
        func series(_ part: String, _ prefix: String, factor: Double) throws -> [[[UInt32]]] {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)").filter {
                $0.hasPrefix(prefix) && $0.hasSuffix(".csv")
            }
            return try names.sorted().map { name in
                let text = try String(contentsOfFile: "\(folder)/\(part)/\(name)", encoding: .utf8)
                let values = text.split(separator: "\n").dropFirst().compactMap { line in
                    line.split(separator: ",").last.flatMap { Double($0) }
                }
                return stride(from: 0, to: values.count - 95, by: 96).map { start in
                    values[start..<(start + 96)].map { UInt32(max(0, ($0 * factor).rounded())) }
                }
            }
        }
        return try series("haushalte", "hh_", factor: 0.25) + series("haushalte", "ctsp_", factor: 0.25)
            + series("pv", "pv_", factor: 30_000 * 0.25)
    }

    private static func bytes(_ table: String, _ kind: TestEngine, on connection: any StorageConnection) throws -> Int {
        switch kind {
        case .sqlite:
            Int(try connection.integer("SELECT sum(pgsize) FROM dbstat WHERE name = \(table)") ?? 0)
        case .postgresql: Int(try connection.integer("SELECT pg_total_relation_size(\(table)::regclass)") ?? 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a year of quarter hours takes at most 1.5 bytes a value in the file, row and key included`(_ kind: TestEngine)
        async throws
    {
        let profiles = try Self.profiles()
        #expect(profiles.count == 21)
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                var values = 0
                // as deliveries come: each day brings all points, a substitute value here and there
                for day in 0..<366 {
                    for (point, days) in profiles.enumerated() {
                        var states = [ValueState](repeating: .measured, count: 96)
                        if (day * 7 + point) % 50 == 0 { states[40] = .substitute }
                        let block = try DayBlock(days[day % days.count], states: states)
                        try ReadingQueries.store(
                            block, point: Int64(point + 1), CivilDay(number: 20_454 + day), Int64(day + 1),
                            isFirst: true, on: connection)
                        values += 96
                    }
                }
                let bytes = try Self.bytes("energy_day", kind, on: connection)
                let each = Double(bytes) / Double(values)
                print("\(kind): \(bytes) bytes for \(values) values, \(each) a value")
                // PostgreSQL's own row header and its index of whole numbers cost more than a byte a value
                #expect(each <= (kind == .sqlite ? 1.5 : 2.5), "\(kind): \(each) bytes a value")
                // which message brought what, a message for each point and month
                let author = Author(name: "test", at: Instant(seconds: 0))
                let community = try EnergyQueries.create("Größe", by: author, on: connection)
                let revision = try EnergyQueries.revise(author, on: connection)
                for point in 1...profiles.count {
                    for month in 0..<12 {
                        let message = try connection.integer(
                            """
                            INSERT INTO energy_message (community_id, sender, document, revision)
                            VALUES (\(community), '9900000000001', \("D\(point)-\(month)"), \(revision)) RETURNING id
                            """)
                        for day in 0..<30 {
                            try connection.execute(
                                """
                                INSERT INTO energy_part (point, day, message_id, slots)
                                VALUES (\(point), \(20_454 + 30 * month + day), \(message ?? 0), \(SQLValue.null))
                                """)
                        }
                    }
                }
                let parts =
                    try Self.bytes("energy_part", kind, on: connection)
                    + (kind == .sqlite ? try Self.bytes("energy_part_message", kind, on: connection) : 0)
                    + Self.bytes("energy_message", kind, on: connection)
                print(
                    "\(kind): \(parts) bytes for the messages of as many values, \(Double(parts) / Double(values)) a value"
                )
            }
        }
    }
}
