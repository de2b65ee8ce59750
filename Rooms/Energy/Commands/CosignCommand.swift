// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Energy
import Ledger
import LedgerStorage
import Outbound
import RoomKit
import Storage
import Wire

/// `allmende energy cosign`: has a witness sign the newest state of the ledger.
struct CosignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cosign", abstract: "Have a witness sign the newest state of the ledger (C2SP tlog-witness).",
        discussion: """
            Run it after each settlement, or once a day. Bundles of bills hold the signature from then on. Exit code 1 \
            when the witness does not sign: it says why.
            """)

    @OptionGroup var database: DatabaseOption
    @Option(help: "Address of the witness, without /add-checkpoint: https://neighbour.example/witness") var url: String
    @Option(help: "The witness's key as published elsewhere: name+hash+Base64.") var key: String

    func run() async throws {
        try await reportingErrors {
            try database.requireExistence()
            guard let witness = try? NoteVerifier(key.trimmed), witness.isWitness else {
                throw UsageError("--key is no key of a witness: name+hash+Base64")
            }
            let address = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/add-checkpoint"
            let outcome = try await database.withEngine { engine in
                try await WitnessQuestion(engine: engine, witness: witness, address: address).ask()
            }
            switch outcome {
            case .signed(let text): print(text)
            case .refused(let text):
                printError(text)
                throw ExitCode.faults
            }
        }
    }
}

/// One question to a witness: what it signed last, then the way from there to the newest checkpoint.
private struct WitnessQuestion {
    enum Outcome: Sendable { case signed(String), refused(String) }

    let engine: any StorageEngine
    let witness: NoteVerifier
    let address: String

    private func keep(_ refusal: LedgerWitness.Refusal?, _ size: UInt64) async throws {
        let said = LedgerWitness(
            verifier: witness.description, at: SystemClock.now(), size: Int64(clamping: size), refusal: refusal)
        try await engine.write { try EnergyLedger.keep(said, on: $0) }
    }

    func ask() async throws -> Outcome {
        let connection = OutboundConnection()
        var old: UInt64 = 0
        // the first answer may tell the size that the witness knows; others may ask it in between
        for _ in 0..<3 {
            let asked: (stored: StoredCheckpoint, request: WitnessRequest)?
            do {
                let size = old
                asked = try await engine.read { try EnergyLedger.log.witnessRequest(from: size, on: $0) }
            } catch LedgerError.outOfRange {
                try await keep(.moreEntries, old)
                return .refused("the witness has signed \(old) entries, more than there are: is this an old copy?")
            }
            guard let asked else { throw UsageError("nothing is signed yet") }
            var request = OutboundRequest(address, agent: "Allmende", milliseconds: 30_000, limit: 65_536)
            request.form = asked.request.text
            request.headers = ["Content-Type: text/plain; charset=utf-8"]
            let answer: OutboundResponse
            do {
                answer = try await connection.send(request)
            } catch let error as OutboundError {
                return .refused("\(address): \(error)")
            }
            let text = String(decoding: answer.bytes, as: UTF8.self)
            switch answer.status {
            case 200:
                let (id, key) = (asked.stored.id, witness)
                do {
                    try await engine.write { _ = try EnergyLedger.log.keep(text, by: key, on: id, $0) }
                } catch let error as LedgerError {
                    return .refused("the witness's answer does not hold: \(error)")
                }
                try await keep(nil, asked.stored.checkpoint.size)
                return .signed("\(witness.name) has signed \(asked.stored.checkpoint.size) entries")
            case 409:
                guard text.hasSuffix("\n"), let size = UInt64(text.dropLast()) else {
                    return .refused("\(address) answers 409 without a size")
                }
                guard size != old || old == 0 else {
                    try await keep(.otherTree, size)
                    return .refused("the witness has signed another tree of \(size) entries: this ledger was changed")
                }
                old = size
            case 422:
                try await keep(.noWay, asked.stored.checkpoint.size)
                return .refused("the way from what the witness signed does not lead here: this ledger was changed")
            default:
                return .refused("\(address) answers \(answer.status): \(text.prefix(300))")
            }
        }
        return .refused("\(address): others are asking at the same time; please try again")
    }
}
