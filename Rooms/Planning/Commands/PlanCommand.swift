// SPDX-License-Identifier: EUPL-1.2
import Access
package import ArgumentParser
package import Bilingual
import Foundation
import Planning
import RoomKit
import Storage
import Wire

package struct PlanCommand: RoomCommand {
    package static let purpose = Words(
        "Einen Plan ausgeben oder aufnehmen.",
        "Take a plan out, or take one in.")
    package static let configuration = CommandConfiguration(
        commandName: "plan", abstract: purpose.english, subcommands: [Export.self, Import.self])

    package init() {}

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write all needs, goals, measures and decisions with their history as one JSON document.")

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let document = try await database.withEngine { engine in
                    try await engine.read { try PlanExchange.export(for: .system, on: $0) }
                }
                FileHandle.standardOutput.write(Data((document.text + "\n").utf8))
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an export in: all of it or, when anything is wrong with it, nothing.",
            discussion: "What the plan holds already is never overwritten. Exit code 1 when something was wrong.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "The exported file.") var file: String

        func run() async throws {
            try await reportingErrors {
                guard let bytes = FileManager.default.contents(atPath: file) else {
                    throw ValidationError("\(file) cannot be read.")
                }
                let document = try JSONValue(parsing: bytes)
                let report = try await database.withEngine { engine in
                    do {
                        return try await engine.write { connection in
                            let report = try PlanExchange.import(document, on: connection)
                            guard report.isSuccess else { throw ImportRefused(report) }
                            return report
                        }
                    } catch let refused as ImportRefused {
                        return refused.report
                    }
                }
                let faults = report.faults.map { "\($0.pointer): \($0.message.english)" }
                let counts = "\(report.stored) stored, \(report.unchanged) unchanged, \(report.faults.count) faults"
                json.print(report.json, or: (faults + [counts]).joined(separator: "\n"))
                if !report.isSuccess { throw ExitCode.faults }
            }
        }
    }
}
