// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Rights
import RoomKit
import Wire

/// `allmende verify audit`.
package struct VerifyAudit: RoomCommand {
    package static let purpose = Words(
        "Prüfen, dass ein exportiertes Prüfprotokoll einen früheren Stand fortsetzt.",
        "Check that an exported audit trail extends an earlier checkpoint.")
    package static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: purpose.english,
        discussion: """
            The checkpoint must come from outside the machine that keeps the trail: from the data-protection \
            officer's mail, or from the other folder. Nothing is shown for the time before it was made.
            """)

    @OptionGroup var json: JSONOption
    @Argument(help: "The file that 'allmende audit export' wrote.") var file: String
    @Option(help: "File with the earlier checkpoint.") var since: String

    package init() {}

    package func run() async throws {
        try await reportingErrors {
            let verdict: AuditVerdict
            do {
                verdict = try AuditFile.check(file, since: since)
            } catch let fault as AuditFault {
                let value: JSONValue = ["ok": false, "fault": .string(fault.description)]
                if json.isJSON { json.print(value, or: "") } else { printError("\(file): \(fault)") }
                throw ExitCode.faults
            } catch let error as AuditFileError {
                throw UsageError(error.description)
            }
            json.print(Self.value(verdict), or: Self.text(verdict))
        }
    }

    private static func value(_ verdict: AuditVerdict) -> JSONValue {
        [
            "ok": true, "origin": .string(verdict.origin), "entries": .init(Int64(verdict.size)),
            "at": .string(verdict.at), "erased": .init(Int64(verdict.erased)),
            "unchangedEntries": .init(Int64(verdict.since)), "since": .string(verdict.sinceTime),
        ]
    }

    private static func text(_ verdict: AuditVerdict) -> String {
        let since = verdict.sinceTime.isEmpty ? "the earlier checkpoint" : verdict.sinceTime
        let after = verdict.size - verdict.since
        let open =
            after == 0
            ? "There are none after them."
            : after == 1
                ? "One comes after them: the checkpoint does not speak for it yet."
                : "\(after) come after them: the checkpoint does not speak for them yet."
        return """
            \(verdict.origin): \(verdict.size) entries, signed at \(verdict.at)
            The first \(verdict.since) are the same as at \(since): since then none was changed, removed or put between.
            \(open)
            Nothing is shown for the time before \(since).
            Entries whose personal values were erased: \(verdict.erased)
            """
    }
}
