// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Documents
import Foundation
import PowerBills
import RoomKit
import Wire

/// `allmende verify bill`.
package struct VerifyBill: RoomCommand {
    package static let purpose = Words(
        "Eine Stromrechnung nachprüfen: Nachweis im Hauptbuch, Summen, Viertelstunden.",
        "Check a bill for shared power: its proof in the ledger, sums, quarter hours.")
    package static let configuration = CommandConfiguration(
        commandName: "bill",
        abstract: purpose.english,
        discussion: """
            Says line by line what agrees and names what does not. The ledger's key should come from elsewhere than the \
            bundle: from the page that says what is proved, or from a neighbour who kept it. What is not proved: that the \
            meter measured rightly.
            """)

    /// More is no bundle of a bill.
    private static let limit = 64 << 20

    @OptionGroup var json: JSONOption
    @Argument(help: "The file that a bill's page offers: bill.zip.") var file: String
    @Option(help: "The ledger's key as published elsewhere: name+hash+Base64.") var key: String?
    @Option(help: "The key of a witness that has to have signed the ledger's state; may be given more than once.")
    var witness: [String] = []

    package init() {}

    package func run() async throws {
        try await reportingErrors {
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw UsageError("\(file) cannot be read")
            }
            guard bytes.count <= Self.limit else {
                throw UsageError("\(file) has more than \(Self.limit >> 20) MiB: it is no bundle of a bill")
            }
            let check: BillCheck
            do throws(ZipMembers.Fault) {
                check = BillCheck(try ZipMembers.read([UInt8](bytes), limit: Self.limit), key: key, witnesses: witness)
            } catch {
                throw UsageError("\(file): \(error)")
            }
            let lines = check.lines.map { line in
                line.fault.map { "DIFFERS  \(line.what): \($0)" } ?? "agrees   \(line.what)"
            }
            let value: JSONValue = [
                "ok": .bool(check.holds), "quarterHours": .bool(check.hasQuarters),
                "lines": .array(
                    check.lines.map { ["what": .string($0.what), "fault": $0.fault.map { .string($0) } ?? .null] }),
            ]
            json.print(value, or: lines.joined(separator: "\n"))
            guard check.holds else { throw ExitCode.faults }
        }
    }
}
