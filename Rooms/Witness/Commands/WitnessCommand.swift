// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Ledger
import RoomKit
import Storage
import Wire

/// `allmende witness`: which logs this house witnesses, and by which key.
package struct WitnessCommand: RoomCommand {
    package static let purpose = Words(
        "Fremde Hauptbücher bezeugen: eines aufnehmen, auflisten, den eigenen Schlüssel nennen.",
        "Witness others' logs: add one, list them, name the own key.")
    package static let configuration = CommandConfiguration(
        commandName: "witness", abstract: purpose.english,
        discussion:
            "The server answers POST /witness/add-checkpoint for the logs that are added here (C2SP tlog-witness).",
        subcommands: [Add.self, List.self, Key.self])

    package init() {}

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Witness a log from now on; prints our key.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "The log's key: name+hash+Base64.") var key: String

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let key = key
                let own = try await database.withEngine { engine in
                    try await engine.write { connection in
                        try WitnessQueries.add(key, by: "command line", at: SystemClock.now(), on: connection)
                        return try WitnessQueries.verifier(on: connection)?.description
                    }
                }
                print(own ?? "")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the logs: name, entries signed, when.",
            discussion: """
                Exit code 1 when one of them has shown two different trees of one size, or a state that does not go on from \
                what was signed here.
                """)

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let logs = try await database.withEngine { engine in
                    try await engine.read { try WitnessQueries.logs(on: $0) }
                }
                let values = logs.map { log -> JSONValue in
                    [
                        "origin": .string(log.origin), "key": .string(log.key.description),
                        "size": JSONValue(Int(log.size)), "at": log.at.map { .string($0.iso8601) } ?? .null,
                        "splitAt": log.splitAt.map { .string($0.iso8601) } ?? .null,
                        "splitNote": log.splitNote.map { .string($0) } ?? .null,
                        "refusedAt": log.refusedAt.map { .string($0.iso8601) } ?? .null,
                        "refusedNote": log.refusedNote.map { .string($0) } ?? .null,
                    ]
                }
                let lines = logs.map { log in
                    "\(log.origin)\t\(log.size)\t\(log.at?.iso8601 ?? "-")"
                        + (log.splitAt.map { "\ttwo histories since \($0.iso8601)" } ?? "")
                        + (log.refusedAt.map { "\tdoes not go on since \($0.iso8601)" } ?? "")
                }
                json.print(.array(values), or: lines.joined(separator: "\n"))
                guard logs.allSatisfy({ $0.splitAt == nil && $0.refusedAt == nil }) else { throw ExitCode.faults }
            }
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the key that checks our signatures.")

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let key = try await database.withEngine { engine in
                    try await engine.read { try WitnessQueries.verifier(on: $0)?.description }
                }
                guard let key else { throw UsageError("no log is witnessed yet: allmende witness add KEY") }
                print(key)
            }
        }
    }
}
