// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Ledger
import LedgerStorage
import Rights
import RoomKit
import Storage
import Wire

package struct AuditCommand: RoomCommand {
    package static let purpose = Words(
        "Das Prüfprotokoll: seinen Stand signieren, es ausgeben, zu alte personenbezogene Angaben löschen.",
        "The audit trail: sign what it is now, export it, erase personal values that are too old.")
    package static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: purpose.english,
        discussion: """
            A checkpoint shows later that the trail was not rewritten since, if it was kept where whoever administers \
            this machine cannot reach it: see checkpoint-folder and checkpoint-mail, and 'allmende verify audit'.
            """,
        subcommands: [Checkpoint.self, Export.self, Erase.self])

    package init() {}

    struct Checkpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign what the trail is now; the checkpoint is printed alone on standard output.",
            discussion: """
                The key is made at first use. Exit code 1 when the trail was changed behind the program's back.
                """)

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let (stored, key) = try await database.withEngine { engine in
                    try await engine.write { connection in
                        let stored = try AuditTrail.sign(at: SystemClock.now(), on: connection)
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
            discussion: """
                The export is an entry of the trail itself. The file holds personal data. Exit code 1 when the trail was \
                changed behind the program's back; the file is written all the same, for evidence.
                """)

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "File to write, replaced when it exists; no pipe or device.") var file: String

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let written = try await database.withEngine { engine in
                    try await AuditFile.write(
                        to: file, by: "command line", at: SystemClock.now(), from: engine)
                }
                let size = written.checkpoint.size
                json.print(
                    [
                        "file": .string(file), "entries": .init(Int64(size)),
                        "findings": .array(written.findings.map { .string($0.description) }),
                    ], or: "\(size) entries are written to \(file)")
                if written.findings.isEmpty { return }
                printError(AuditContradiction(findings: written.findings).description)
                throw ExitCode.faults
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
                    throw UsageError("--before: \(error.message) at character \(error.offset + 1)")
                }
                let now = SystemClock.now()
                guard cutoff <= now else {
                    throw UsageError("--before \(before) lies in the future: name an instant that has passed")
                }
                let count = try await database.withEngine { engine in
                    try await engine.write { connection in
                        try AuditTrail.erase(before: cutoff, by: "command line", at: now, on: connection)
                    }
                }
                json.print(["erased": .init(count)], or: "Personal values of \(count) entries are erased.")
            }
        }
    }
}
