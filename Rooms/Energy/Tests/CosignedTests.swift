// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import EnergyOracles
import Ledger
import LedgerStorage
import Metering
import PowerBills
import RoomKit
import Settlement
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyHouse
@testable import EnergyPages

/// A witness's signature goes from the ledger into each bundle; on both engines.
@Suite("Bills whose ledger a witness saw", .enabled(if: EnergyOracle.isThere))
struct CosignedTests {
    @Test(arguments: TestEngine.allCases)
    func `a bundle proves that a named witness saw the same ledger`(_ kind: TestEngine) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        let witness = try NoteSigner(name: "neighbour", seed: [UInt8](repeating: 9, count: 32), isWitness: true)
        let stranger = try NoteSigner(name: "stranger", seed: [UInt8](repeating: 8, count: 32), isWitness: true)
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                #expect(try EnergyLedger.log.witnessRequest(from: 0, on: connection) == nil, "nothing is signed yet")
                _ = try town.take(try EnergyTown.table(input, twelfth: "E"), on: connection)
                let run = try town.settle(on: connection)
                let key = try #require(try EnergyLedger.log.verifier(on: connection))
                let stored = try #require(try RunQueries.documents(of: run.id, on: connection).first)
                func check(_ run: StoredRun, _ witnesses: [NoteSigner]) throws -> BillCheck {
                    let bundle = try #require(try RunQueries.bundle(of: stored, run, table: [], on: connection))
                    return BillCheck(
                        bundle.files, key: key.description, witnesses: try witnesses.map { try $0.verifier.description }
                    )
                }
                #expect(try check(run, []).holds && !check(run, [witness]).holds, "nobody has seen it yet")
                var known: (size: UInt64, root: Digest)?
                func ask() throws {
                    let asked = try #require(
                        try EnergyLedger.log.witnessRequest(from: known?.size ?? 0, on: connection))
                    guard case .cosign(let checkpoint) = asked.request.verdict(key, known: known) else {
                        Issue.record("the ledger goes on from what the witness saw")
                        return
                    }
                    known = (checkpoint.size, checkpoint.root)
                    let lines = try SignedNote(text: asked.request.note.text)
                        .signed(by: witness, time: 1_793_880_000).signatureLines
                    try EnergyLedger.log.keep(lines, by: witness.verifier, on: asked.stored.id, connection)
                }
                try ask()
                let seen = try check(run, [witness])
                #expect(seen.holds && seen.lines.contains { $0.what.contains("neighbour saw this state") })
                #expect(try !check(run, [witness, stranger]).holds && check(run, []).holds)
                // a correction makes a later state, which the witness has to see, too
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                _ = try town.settle(corrects: run.id, on: connection)
                #expect(try !check(run, [witness]).holds)
                try ask()
                #expect(try check(run, [witness]).holds)
                // a wrong line is not kept, and a witness that knows more than there is gets no question
                let newest = try #require(try EnergyLedger.log.newestCheckpoint(on: connection))
                let wrong = try SignedNote(text: "x\n").signed(by: witness, time: 1).signatureLines
                #expect(throws: LedgerError.self) {
                    try EnergyLedger.log.keep(wrong, by: witness.verifier, on: newest.id, connection)
                }
                #expect(throws: LedgerError.outOfRange) {
                    try EnergyLedger.log.witnessRequest(from: 1_000_000, on: connection)
                }
                #expect(try EnergyLedger.log.newestCheckpoint(on: connection)?.note == newest.note)
                #expect(try EnergyLedger.contradictions(on: connection).isEmpty)
            }
            // what a witness said last is kept, and a refusal is an alarm until it signs
            let house = RoomServices(engine: engine, now: { EnergyTown.now })
            house.offer(AccessControl(engine: engine, now: { EnergyTown.now }))
            let room = try EnergyRoom(house)
            #expect(try await room.alarms().isEmpty)
            func say(_ refusal: LedgerWitness.Refusal?) async throws {
                let said = LedgerWitness(
                    verifier: try witness.verifier.description, at: EnergyTown.now, size: 3, refusal: refusal)
                try await engine.write { try EnergyLedger.keep(said, on: $0) }
            }
            for refusal in LedgerWitness.Refusal.allCases {
                try await say(refusal)
                let alarms = try await room.alarms()
                #expect(alarms.map(\.name) == ["energy-witness"])
                #expect(
                    alarms[0].words.german.contains("neighbour") && alarms[0].words.english.contains("did not sign"))
            }
            try await say(nil)
            #expect(try await room.alarms().isEmpty)
            #expect(try await engine.read { try EnergyLedger.witnesses(on: $0).map(\.size) } == [3])
            // an entry that is changed behind the program's back is found by what was signed
            try await engine.write { connection in
                try connection.execute(
                    "UPDATE ledger_tile SET nodes = \(SQLValue.blob([UInt8](repeating: 1, count: 32))) WHERE log = 'energy'"
                )
            }
            #expect(try await room.alarms().map(\.name) == ["energy-ledger"])
        }
    }
}
