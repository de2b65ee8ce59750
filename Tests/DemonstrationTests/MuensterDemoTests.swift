// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Demonstration
import Foundation
import Storage
import TestSupport
import Testing
import Wire

@Suite struct MuensterDemoTests {
    private static let present: @Sendable () -> Instant = { Instant(seconds: 1_795_000_000) }

    @Test func `a folder without data is refused and changes nothing`() async throws {
        try await withDatabase(.sqlite) { engine in
            let folder = URL(fileURLWithPath: "/nonexistent")
            await #expect(throws: DemonstrationError.noData(path: "/nonexistent")) {
                try await MuensterDemo.build(engine: engine, data: folder, clock: Self.present)
            }
            let name = try await engine.read { try SettingQueries.value(of: .townName, on: $0) }
            #expect(name == nil)
        }
    }
}
