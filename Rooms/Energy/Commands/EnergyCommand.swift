// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Catalogue
import Energy
import Foundation
import Ledger
import LedgerStorage
import Metering
import MeterTables
import Rights
import RoomKit
import Site
import Storage
import Wire

/// `allmende energy`: readings from files, bundles of bills, erasure, from the command line.
package struct EnergyCommand: RoomCommand {
    package static let purpose = Words(
        "Bürgerstrom: Messwerte einlesen, das Hauptbuch ausgeben und bezeugen lassen, zu alte Angaben löschen.",
        "Shared power: hand in readings, print the ledger and have it witnessed, erase what is too old.")
    package static let configuration = CommandConfiguration(
        commandName: "energy", abstract: purpose.english,
        subcommands: [Readings.self, Ledger.self, CosignCommand.self, Erase.self, SimulateSharing.self])

    package init() {}

    struct Readings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hand in a file of quarter hours: CSV of a metering operator, or MSCONS.",
            discussion: "Exit code 1 when something of it was refused; the rest is taken.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "The file.") var file: String
        @Option(help: "Number of the sharing.") var sharing: Int64

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                guard let data = FileManager.default.contents(atPath: file) else {
                    throw UsageError("\(file) cannot be read")
                }
                guard let calendar = ZonedCalendar(identifier: Community.zone) else { throw ExitCode.unexpected }
                let bytes = [UInt8](data)
                let delivered: DeliveredFile
                do {
                    delivered = try DeliveredFile(bytes, calendar: calendar)
                } catch is NotText {
                    throw EnergyFault.notText
                }
                let author = Author(name: "command line", at: SystemClock.now())
                let name = URL(fileURLWithPath: file).lastPathComponent
                let id = sharing
                let report = try await database.withEngine { engine in
                    try await engine.write { connection in
                        guard let community = try EnergyQueries.community(id, for: .system, on: connection) else {
                            throw UsageError("there is no sharing \(id)")
                        }
                        return try ReadingQueries.take(
                            delivered, named: name, hash: SHA256.digest(of: bytes).hexadecimal, for: community,
                            by: author, in: calendar, on: connection)
                    }
                }
                let lines =
                    [
                        "\(report.new) new, \(report.changed) bettered, \(report.same) known, \(report.worse) worse, \(report.withdrawn) withdrawn"
                    ]
                    + report.unread.map { "line \($0.line): \($0.words.english)" }
                json.print(.object(report.document), or: lines.joined(separator: "\n"))
                guard report.unread.isEmpty else { throw ExitCode.faults }
            }
        }
    }

    struct Ledger: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the signed state of the ledger, to keep it elsewhere.")

        @OptionGroup var database: DatabaseOption
        @Flag(help: "Print the key that it is checked with instead.") var key = false
        @Flag(
            help:
                "Print the SHA-256 of the signed state instead: 64 characters that a newspaper, a letter or a public chain can hold."
        ) var hash = false

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let asksKey = key
                let text = try await database.withEngine { engine in
                    try await engine.read { connection in
                        asksKey
                            ? try EnergyLedger.log.verifier(on: connection).map { $0.description + "\n" }
                            : try EnergyLedger.log.newestCheckpoint(on: connection)?.note.description
                    }
                }
                guard let text else { throw UsageError("nothing is signed yet") }
                guard !hash || asksKey else {
                    print(SHA256.digest(of: Array(text.utf8)).hexadecimal)
                    return
                }
                print(text, terminator: "")
            }
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase readings, or bills whose legal term is over; all proofs hold.",
            discussion: "It cannot be undone. Bills issued less than eight years ago stay (§14b UStG).")

        @OptionGroup var database: DatabaseOption
        @Option(help: "Day; readings of earlier days are erased: 2026-01-01.") var readingsBefore: String?
        @Option(help: "Day; content and salt of bills issued earlier are erased.") var billsBefore: String?

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                func day(_ text: String?) throws -> CivilDay? {
                    guard let text else { return nil }
                    guard let day = CivilDay(text) else { throw UsageError("\"\(text)\" is no day such as 2026-01-01") }
                    return day
                }
                let (readings, bills) = (try day(readingsBefore), try day(billsBefore))
                guard readings != nil || bills != nil else {
                    throw UsageError("name --readings-before or --bills-before")
                }
                let author = Author(name: "command line", at: SystemClock.now())
                guard let calendar = ZonedCalendar(identifier: Community.zone) else { throw ExitCode.unexpected }
                let counts = try await database.withEngine { engine in
                    try await engine.write { connection in
                        (
                            try readings.map {
                                try ErasureQueries.readings(before: $0, by: author, in: calendar, on: connection)
                            },
                            try bills.map { try ErasureQueries.bills(before: $0, by: author, on: connection) }
                        )
                    }
                }
                if let count = counts.0 { print("\(count) days of readings are erased") }
                if let count = counts.1 { print("\(count) documents are erased") }
            }
        }
    }
}
