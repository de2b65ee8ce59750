// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import TestSupport
import Testing
import Wire
import NIOCore

@testable import Site

/// Numbers on the pages of sensors: beside the right hour, of the right series, with what they count.
@Suite struct SensorNumbersTests {
    private static let hour: Int64 = 3_600_000_000

    /// A value for each hour between two instants, which says day and hour of the wall clock: 2613 is the 26th, 13 o'clock.
    private static func fill(from: String, to: String, on connection: any StorageConnection) throws {
        let time = TownTime()
        var at = try Instant(iso8601: from).microseconds
        let end = try Instant(iso8601: to).microseconds
        while at < end {
            let local = time.local(Instant(microseconds: at))
            let value = Double(local.day.day * 100 + local.seconds / 3600)
            try connection.execute(
                """
                INSERT INTO observation (datastream_id, phenomenon_time, id, result)
                VALUES (2, \(at), \(at / 1_000_000), \(value))
                """)
            at += hour
        }
    }

    /// The cells of the table's rows by their time.
    private static func rows(_ page: String) -> [(time: String, cells: [String])] {
        page.components(separatedBy: "<tr><th scope=\"row\">").dropFirst().map { row in
            let time = String(row.prefix { $0 != "<" })
            let cells = row.components(separatedBy: "<td class=\"number\">").dropFirst().map { cell in
                String(cell.prefix { $0 != "<" }).replacing("\u{202F}", with: " ")
            }
            return (time, cells)
        }
    }

    private static func page(_ client: any TestClientProtocol, _ address: String) async throws -> String {
        let answer = try await client.execute(
            uri: address, method: .get, headers: [.acceptLanguage: "de"])
        #expect(answer.status == .ok, "\(address)")
        return String(buffer: answer.body)
    }

    @Test(arguments: TestEngine.allCases)
    func `the week before is that of the same hour on the wall clock`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            try await engine.write { connection in
                try Self.fill(from: "2025-10-17T00:00:00Z", to: "2025-10-29T00:00:00Z", on: connection)
                try Self.fill(from: "2026-03-27T00:00:00Z", to: "2026-04-07T00:00:00Z", on: connection)
            }
            let autumn = Self.rows(try await Self.page(client, "/sensors/2/series/2?from=2025-10-25&to=2025-10-27"))
            func cells(_ time: String) -> [String] { autumn.first { $0.time == time }?.cells ?? [] }
            #expect(cells("25.10.2025, 12:00").prefix(2) == ["2.512 °C", "1.812 °C"])
            #expect(cells("26.10.2025, 12:00").prefix(2) == ["2.612 °C", "1.912 °C"])
            #expect(cells("27.10.2025, 23:00").prefix(2) == ["2.723 °C", "2.023 °C"])
            #expect(cells("26.10.2025, 02:00 MESZ").prefix(2) == ["2.602 °C", "1.902 °C"])
            #expect(cells("26.10.2025, 02:00 MEZ").prefix(2) == ["2.602 °C", "1.902 °C"])
            #expect(
                !autumn.contains { $0.time == "26.10.2025, 02:00" } && autumn.count { $0.time.hasPrefix("26") } == 25)
            // the week after the spring's change: the hour that the change left out has nothing before it
            let spring = Self.rows(try await Self.page(client, "/sensors/2/series/2?from=2026-04-04&to=2026-04-06"))
            func later(_ time: String) -> [String] { spring.first { $0.time == time }?.cells ?? [] }
            #expect(later("05.04.2026, 02:00").prefix(2) == ["502 °C", "–"])
            #expect(later("05.04.2026, 03:00").prefix(2) == ["503 °C", "2.903 °C"])
            #expect(later("05.04.2026, 01:00").prefix(2) == ["501 °C", "2.901 °C"])
            #expect(later("06.04.2026, 12:00").prefix(2) == ["612 °C", "3.012 °C"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is silent is named, with its own last value`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let day: Int64 = 86_400_000_000
            let now = PageTests.now.microseconds
            try await engine.write { connection in
                try connection.execute(
                    """
                    INSERT INTO observed_property (id, dataset_id, name, definition, description)
                    SELECT 3, dataset_id, 'Luftfeuchte', 'd', 'd' FROM thing WHERE id = 2
                    """)
                try connection.execute(
                    """
                    INSERT INTO datastream (id, dataset_id, thing_id, sensor_id, observed_property_id, name, description,
                        observation_type, unit_name, unit_symbol)
                    SELECT 5, dataset_id, 2, 1, 3, 'Feuchte', 'd', 't', 'Prozent', '%' FROM thing WHERE id = 2
                    """)
                try connection.execute(
                    """
                    INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end,
                        latest_time, latest_result, interval_us)
                    VALUES (5, 10, \(now - 20 * day), \(now - Self.hour), \(now - Self.hour), 61, \(day))
                    """)
            }
            let start = try await Self.page(client, "/")
            let item = try #require(start.components(separatedBy: "Wetter Nord</a>").dropFirst().first)
            let said = item.prefix(200).replacing("\u{A0}", with: " ")
            #expect(said.contains("Lufttemperatur") && !said.contains("Luftfeuchte"), "\(said)")
            #expect(said.contains("seit 9 Tagen") && said.contains("23.07.2026"), "\(said)")
            let list = try await Self.page(client, "/sensors?q=Wetter")
            #expect(list.contains("<small>Lufttemperatur, zuletzt 23.07.2026"))
            #expect(list.contains("61\u{202F}% <small>Luftfeuchte</small>"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `numbers say what they count and over how long`(_ kind: TestEngine) async throws {
        try await DatasetAccessTests.town(kind) { client, _ in
            let page = try await Self.page(client, "/sensors/1/series/1?range=month")
            #expect(page.contains("<dd class=\"big\">1.100\u{202F}je Tag</dd>"))
            #expect(page.contains("<th scope=\"row\">Größter Wert</th><td class=\"number\">1.100\u{202F}je Tag</td>"))
            #expect(page.contains("<th scope=\"col\" class=\"number\">Anzahl pro Tag</th>"))
            #expect(try await Self.page(client, "/sensors").contains("1.100\u{202F}je Tag"))
        }
    }

    @Test func `an interval is told in the words of its length`() {
        let minute: Int64 = 60_000_000
        let words: [(Int64, String, String)] = [
            (15 * minute, "je 15 Minuten", "per 15 minutes"), (60 * minute, "je Stunde", "per hour"),
            (1440 * minute, "je Tag", "per day"), (15 * minute - 1, "je 15 Minuten", "per 15 minutes"),
            (3 * 60 * minute, "je 3 Stunden", "per 3 hours"), (minute, "je Minute", "per minute"),
        ]
        for (length, german, english) in words {
            #expect(Format(.german).per(microseconds: length).replacing("\u{A0}", with: " ") == german)
            #expect(Format(.english).per(microseconds: length).replacing("\u{A0}", with: " ") == english)
        }
    }
}
