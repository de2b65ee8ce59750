// SPDX-License-Identifier: EUPL-1.2
import Storage
import TestSupport
import Testing

@Suite struct StorageContractTests {
    @Test(arguments: TestEngine.allCases)
    func `a write is read back`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                try connection.execute("INSERT INTO setting (name, value) VALUES (\("town.name"), \("Musterstadt"))")
            }
            let name = try await engine.read { try $0.text("SELECT value FROM setting WHERE name = 'town.name'") }
            #expect(name == "Musterstadt")
        }
    }
}
