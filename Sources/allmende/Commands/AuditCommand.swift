// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Ledger
import LedgerStorage
import Platform
import Rights
import RoomKit
import Storage
import Wire

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "The audit trail: sign what it is now, export it, erase personal values that are too old.",
        discussion: """
            A checkpoint shows later that the trail was not rewritten since, if it was kept where whoever administers \
            this machine cannot reach it: see checkpoint-folder and checkpoint-mail, and 'allmende verify audit'.
            """,
        subcommands: [Checkpoint.self, Export.self, Erase.self])

    struct Checkpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign what the trail is now; the checkpoint is printed alone on standard output.",
            discussion: "The key is made at first use. Exit code 1 when the trail lacks what was signed earlier.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let (stored, key) = try await database.withEngine { engine in
                    try await engine.write { connection in
                        let stored = try AuditTrail.log.sign(at: TownServer.systemClock(), on: connection)
                        return (stored, try AuditTrail.log.verifier(on: connection)?.description ?? "")
                    }
                }
                if !json.isJSON {
                    print(stored.note.description, terminator: "")
                    return
                }
                json.print(
                    [
                        "origin": .string(stored.checkpoint.origin), "entries": .init(Int64(stored.checkpoint.size)),
                        "root": .string(stored.checkpoint.root.base64), "at": .string(stored.at.iso8601),
                        "key": .string(key), "note": .string(stored.note.description),
                    ], or: "")
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the whole trail to a file that can be checked without this program.",
            discussion: "The export is an entry of the trail itself. The file holds personal data.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "File to write, replaced when it exists.") var file: String

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let checkpoint = try await database.withEngine { engine in
                    try await AuditFile.write(
                        to: file, by: "command line", at: TownServer.systemClock(), from: engine)
                }
                json.print(
                    ["file": .string(file), "entries": .init(Int64(checkpoint.size))],
                    or: "\(checkpoint.size) entries are written to \(file)")
            }
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase who did what to whom in old entries; what was done and when stays, and all proofs hold.",
            discussion: "It cannot be undone. The erasure is an entry of the trail itself.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Option(help: "Instant; entries from before it are erased: 2026-01-01T00:00:00Z.") var before: String

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let cutoff: Instant
                do throws(InstantError) {
                    cutoff = try Instant(iso8601: before)
                } catch {
                    throw ConfigurationError("--before: \(error.message) at character \(error.offset + 1)")
                }
                let count = try await database.withEngine { engine in
                    try await engine.write { connection in
                        try AuditTrail.erase(
                            before: cutoff, by: "command line", at: TownServer.systemClock(), on: connection)
                    }
                }
                json.print(["erased": .init(count)], or: "Personal values of \(count) entries are erased.")
            }
        }
    }
}
