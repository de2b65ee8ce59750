// SPDX-License-Identifier: EUPL-1.2
@testable import Messaging
import Storage
import TestSupport
import Testing

@testable import Platform

@Suite struct LeadershipTests {
    @Test func `one server of a database leads, and another when the lease has ended`() async throws {
        try await withDatabase(.postgresql) { engine in
            let first = Leadership(engine: engine, holder: 1, place: "http://first")
            let second = Leadership(engine: engine, holder: 2, place: "http://second")
            #expect(!first.isHeld)
            #expect(try await first.ask())
            #expect(try await !second.ask())
            #expect(try await first.ask(), "renewed")
            #expect(try await second.leader() == "http://first")
            try await engine.write { try first.confirm(on: $0) }
            // the first one is stalled for longer than its lease
            try await engine.write { try $0.execute("UPDATE server_lease SET ends_at = 0") }
            #expect(try await second.ask())
            #expect(first.isHeld, "it does not know yet")
            await #expect(throws: StorageError.self) { try await engine.write { try first.confirm(on: $0) } }
            #expect(try await !first.ask())
            #expect(!first.isHeld && second.isHeld)
            await first.release()
            #expect(try await second.ask(), "who does not hold it gives nothing back")
            await second.release()
            #expect(try await first.ask())
        }
    }

    @Test func `a file has one server, which leads`() async throws {
        try await withDatabase(.sqlite) { engine in
            let only = Leadership(engine: engine, holder: 1, place: "http://only")
            #expect(only.isHeld)
            #expect(try await only.ask())
            try await engine.write { try only.confirm(on: $0) }
            await only.release()
            #expect(only.isHeld)
        }
    }
}
