// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Documents
import Foundation
import RoomKit
import Wire

/// `allmende verify pilot`.
package struct VerifyPilot: RoomCommand {
    package static let purpose = Words(
        "Eine exportierte Erprobung nachrechnen: Festlegung, Tabellen, Ergebnis, Urteil.",
        "Compute an exported pilot again: registration, tables, result, verdict.")
    package static let configuration = CommandConfiguration(
        commandName: "pilot",
        abstract: purpose.english,
        discussion: """
            Says line by line what agrees and names what does not. The fingerprint to compare with comes from elsewhere: \
            from the council paper, or from the ledger's checkpoint that left the machine.
            """)

    /// More is no export of a pilot.
    private static let limit = 64 << 20

    @OptionGroup var json: JSONOption
    @Argument(help: "The file that a pilot's page offers: pilot.zip.") var file: String
    @Option(help: "Fingerprint (SHA-256) that a registration in the file must have.") var registration: String?

    package init() {}

    package func run() async throws {
        try await reportingErrors {
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw UsageError("\(file) cannot be read")
            }
            guard bytes.count <= Self.limit else {
                throw UsageError("\(file) has more than \(Self.limit >> 20) MiB: it is no export of a pilot")
            }
            let check: PilotCheck
            do throws(ZipMembers.Fault) {
                check = PilotCheck(
                    try ZipMembers.read([UInt8](bytes), limit: Self.limit), expecting: registration)
            } catch {
                throw UsageError("\(file): \(error)")
            }
            let lines = check.lines.map { line in
                line.fault.map { "DIFFERS  \(line.what): \($0)" } ?? "agrees   \(line.what)"
            }
            let value: JSONValue = [
                "ok": .bool(check.holds),
                "lines": .array(
                    check.lines.map { ["what": .string($0.what), "fault": $0.fault.map { .string($0) } ?? .null] }),
            ]
            json.print(value, or: lines.joined(separator: "\n"))
            guard check.holds else { throw ExitCode.faults }
        }
    }
}
