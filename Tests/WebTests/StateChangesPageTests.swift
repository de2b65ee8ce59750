// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import TestSupport
import Testing
import Wire

@testable import Site

/// The page of recent changes of state.
@Suite struct StateChangesPageTests {
    private static func page(
        _ client: any TestClientProtocol, _ query: String = "", role: String? = nil
    ) async throws -> String {
        var headers = HTTPFields()
        headers[DatasetAccessTests.actor] = role
        headers[.acceptLanguage] = "de"
        let response = try await client.execute(uri: "/sensors/changes\(query)", method: .get, headers: headers)
        #expect(response.status == .ok)
        return String(buffer: response.body)
    }

    /// 60 changes of the public Datastream 1, one of the internal Datastream 3.
    private static func fill(_ connection: any StorageConnection) throws {
        for index in 0..<61 {
            let (from, to) = index % 3 == 0 ? ("live", "silent") : ("silent", "live")
            try connection.execute(
                """
                INSERT INTO datastream_state_change (datastream_id, state_from, state_to, at)
                VALUES (\(Int64(index == 60 ? 3 : 1)), \(from), \(to),
                    \(PageTests.now.microseconds - Int64(100 - index) * 3_600_000_000))
                """)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `newest first, by state and data set, page by page, and only what may be seen`(
        kind: TestEngine
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            #expect(try await Self.page(client).contains("Keine Änderung."))
            try await engine.write { try Self.fill($0) }
            let first = try await Self.page(client)
            #expect(first.ranges(of: "<th scope=\"row\">").count == 50)
            #expect(!first.contains("Geheim"))
            let link = try #require(first.firstMatch(of: #/changes\?(before=[0-9]+)/#))
            let second = try await Self.page(client, "?" + link.1)
            #expect(second.ranges(of: "<th scope=\"row\">").count == 10)
            #expect(!second.contains("Ältere Änderungen"))
            let silent = try await Self.page(client, "?state=silent")
            #expect(silent.ranges(of: "<th scope=\"row\">").count == 20)
            let staff = try await Self.page(client, "?dataset=intern", role: "viewer")
            #expect(staff.ranges(of: "<th scope=\"row\">").count == 1 && staff.contains("Geheim"))
            #expect(try await Self.page(client, "?dataset=intern").ranges(of: "<th scope=\"row\">").count == 50)
            for faulty in ["?before=x&state=%00&dataset='", "?before=-1", "?before=99999999999999999999"] {
                _ = try await Self.page(client, faulty)
            }
        }
    }
}
