// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import Planning
import Storage
import TestSupport
import Testing
import Wire

@testable import Pilots

/// What a page says before a pilot: whether it can answer, and what stands in the way.
@Suite struct PilotPowerTests {
    /// Takes the values of a counter before a second of the epoch away.
    private static func forget(_ counter: Int, before second: Int64, _ town: PilotTown) async throws {
        try await town.engine.write { connection in
            try connection.execute(
                """
                DELETE FROM observation WHERE datastream_id = \(town.series[counter])
                AND phenomenon_time < \(second * 1_000_000)
                """)
        }
    }

    @Test func `an area without values is named with its dates, and nothing is blamed on unrest`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            // from 1 January 2025 on; another one has nothing at all
            try await Self.forget(0, before: 1_735_686_000, town)
            try await Self.forget(9, before: 2_000_000_000, town)
            let number = try await town.plan()
            let page = try await town.page("/pilots/\(number)")
            #expect(page.contains("fehlen Werte: Gebiet 0 (erst ab 01.01.2025), Gebiet 9 (keine Werte)"))
            #expect(page.contains("Lassen Sie sie aus, oder beginnen Sie später."))
            let english = try await town.page("/pilots/\(number)?lang=en")
            #expect(english.contains("values are missing: Gebiet 0 (only from"))
        }
    }

    @Test func `too few areas with a history are told as that, with a day from which all have values`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            try await Self.forget(0, before: 1_751_320_000, town)
            let areas: JSONValue = .array(
                town.series.prefix(8).enumerated().map { index, id in
                    [
                        "name": .string("Gebiet \(index)"), "datastream": JSONValue(id),
                        "role": .string(index < 3 ? "treated" : "control"),
                    ]
                })
            let number = try await town.plan(["areas": areas])
            let page = try await town.page("/pilots/\(number)")
            #expect(
                page.contains("bleiben 2 Gebiete mit Maßnahme und 5 zum Vergleich; so wenige können nichts entscheiden")
            )
            #expect(!page.contains("So unruhig") && !page.contains("0\u{202F}% ("))
        }
        try await PilotTown.with(.sqlite, effect: 0) { town in
            try await Self.forget(0, before: 1_735_686_000, town)
            let page = try await town.page("/pilots/\(try await town.plan())")
            #expect(page.contains("oder vergleichen Sie erst ab 01.01.2025."))
        }
    }

    @Test func `how often no effect would be seen stands first, with the number of assignments`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let page = try await town.page("/pilots/\(try await town.plan())")
            #expect(page.contains("<th scope=\"row\">keine (Fehlalarm)</th>") && page.contains(" von 120)"))
        }
    }

    @Test func `a plan that cannot answer is registered knowingly only, and its report says so`() async throws {
        try await PilotTown.with(.sqlite, effect: 0) { town in
            let number = try await town.plan(["usefulEffect": 0.001])
            let address = "/pilots/\(number)"
            #expect(try await town.page(address).contains("name=\"knowingly\""))
            let refused = try await town.post(address + "/registrations", "")
            #expect(refused.status == .unprocessableContent && refused.text.contains("trotzdem festgelegt werden soll"))
            #expect(try await town.record(number).registrations.isEmpty)
            #expect(try await town.post(address + "/registrations", "knowingly=1").status == .seeOther)
            let report = try await town.page(address + "/report.html")
            #expect(report.contains("Kann die Erprobung eine Antwort geben?") && report.contains("Das reicht nicht"))
            #expect(report.contains("„Räder am Tag“ (K-"))
        }
    }
}
