// SPDX-License-Identifier: EUPL-1.2
import Documents
import EnergyOracles
import Foundation
import PowerBills
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy

/// The bundle that the documentation names: a bill of the fictional town over the three days around the change of the
/// clocks, with its quarter hours and its proof. `ALLMENDE_BLESS=1` writes it anew.
@Suite("The example bundle of the documentation")
struct ExampleBundleTests {
    private static let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Docs")
    private static let file = docs.appending(path: "example-bill.zip")
    private static func committed() throws -> [(name: String, bytes: [UInt8])] {
        try ZipMembers.read([UInt8](Data(contentsOf: file)), limit: 1 << 20)
    }

    private static func key(_ members: [(name: String, bytes: [UInt8])]) throws -> String {
        let bytes = try #require(members.first { $0.name == "log.key" }).bytes
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined()
    }

    @Test func `the committed bundle is small, holds, and what the documentation says of it is so`() throws {
        #expect(try Data(contentsOf: Self.file).count < 30_000)
        let members = try Self.committed()
        let key = try Self.key(members)
        let check = BillCheck(members, key: key, witnesses: [])
        #expect(check.holds && check.hasQuarters, "\(check.lines)")
        for name in ["buergerstrom.md", "citizen-power.md"] {
            let text = try String(contentsOf: Self.docs.appending(path: name), encoding: .utf8)
            #expect(text.contains("example-bill.zip") && text.contains("allmende verify bill example-bill.zip"))
            #expect(text.contains(key), "\(name) tells the key, which is not to be taken from the bundle")
        }
        // a cent more, and it holds no longer
        let changed = members.map { name, bytes -> (name: String, bytes: [UInt8]) in
            guard name == "bill.json" else { return (name, bytes) }
            let text = String(decoding: bytes, as: UTF8.self).replacing("\"grossCent\":", with: "\"grossCent\":1")
            return (name, Array(text.utf8))
        }
        #expect(!BillCheck(changed, key: key, witnesses: []).holds)
    }

    @Test(.enabled(if: EnergyOracle.isThere), arguments: TestEngine.allCases)
    func `the bundle is what a settled town gives, on both engines to the byte`(_ kind: TestEngine) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        let bytes = try await withDatabase(kind) { engine in
            try await engine.write { connection -> [UInt8] in
                try connection.execute(
                    """
                    UPDATE ledger_log SET origin = 'allmende/energy/example',
                        seed = \(SQLValue.blob([UInt8](repeating: 42, count: 32))) WHERE name = 'energy'
                    """)
                let town = try EnergyTown(on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                let run = try RunQueries.settle(
                    RunQueries.Order(
                        days: EnergyTown.day(24)...EnergyTown.day(26), acceptsProvisional: false, corrects: nil,
                        reason: "", keepsSameAmounts: false, issued: EnergyTown.day(30)), of: town.community,
                    by: EnergyTown.author, in: EnergyTown.berlin, salt: EnergyTown.salts(5), on: connection)
                let stored = try #require(try RunQueries.run(run, of: town.community.id, on: connection))
                let bill = try #require(
                    try RunQueries.documents(ofParty: town.parties["m2"] ?? 0, in: town.community.id, on: connection)
                        .first)
                let quarters = try RunQueries.quarters(
                    of: try #require(bill.document), stored, town.community, in: EnergyTown.berlin, on: connection)
                #expect(quarters.count == 96 + 100 + 96)
                let bundle = try #require(
                    try RunQueries.bundle(of: bill, stored, table: QuarterTable.bytes(quarters), on: connection))
                var archive = ZipArchive()
                for file in bundle.files { archive.add(file.name, file.bytes) }
                return archive.finished()
            }
        }
        if ProcessInfo.processInfo.environment["ALLMENDE_BLESS"] != nil, kind == .sqlite {
            try Data(bytes).write(to: Self.file, options: .atomic)
        }
        let stored = try [UInt8](Data(contentsOf: Self.file))
        #expect(stored == bytes, "if that is meant, run scripts/bless and look at its diff")
    }
}
