// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Foundation
import Quality
import QualityWatch
import Rights
import RoomKit
import Storage
import Wire

/// `allmende quality`: what may be wrong with measured values, from the command line.
package struct QualityCommand: RoomCommand {
    package static let purpose = Words(
        "Nach zweifelhaften Werten sehen, auflisten und beurteilen, was gefunden wurde.",
        "Look for doubtful values, list and judge what was found.")
    package static let configuration = CommandConfiguration(
        commandName: "quality", abstract: purpose.english,
        subcommands: [Check.self, List.self, Judge.self])

    package init() {}

    static func now() -> Instant { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Look at what came since the last look.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let outcome = try await database.withEngine { engine in
                    try await QualityRun(engine: engine, now: QualityCommand.now).run()
                }
                json.print(
                    [
                        "networks": JSONValue(outcome.networks), "series": JSONValue(outcome.series),
                        "new": .array(outcome.new.map { JSONValue($0) }),
                    ],
                    or: "\(outcome.series) series looked at, \(outcome.new.count) new findings")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List findings, by size.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Option(help: "open, judged or all.") var show: String = "open"

        func run() async throws {
            let selections: [String: QualityQueries.Selection] = ["open": .open, "judged": .judged, "all": .all]
            guard let selection = selections[show] else {
                throw ValidationError("\"\(show)\" is no choice: open, judged or all")
            }
            try await reportingErrors {
                try database.requireExistence()
                let findings = try await database.withEngine { engine in
                    try await engine.read { try QualityQueries.list(selection, limit: 10_000, for: .system, on: $0) }
                }
                let lines = findings.map { one in
                    let size = String((one.finding.size * 1000).rounded() / 1000)
                    let verdict = one.judgement?.verdict.rawValue ?? "open"
                    return "\(one.id)\t\(verdict)\t\(size)\t\(one.thingName): \(one.series)\t\(one.headline.english)"
                }
                json.print(.array(findings.map(\.json)), or: lines.joined(separator: "\n"))
            }
        }
    }

    struct Judge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what a finding is: broken, real, ignored, or open to take that back.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "Its number.") var number: Int64
        @Argument(help: "broken, real, ignored or open.") var verdict: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let (number, reason, verdict) = (number, reason, try Verdict.named(verdict))
                let judged = try await database.withEngine { engine in
                    try await engine.write { connection in
                        try QualityQueries.judge(
                            number, verdict, reason: reason, by: "command line", at: QualityCommand.now(),
                            for: .system, on: connection)
                    }
                }
                print("\(judged.id)\t\(judged.judgement?.verdict.rawValue ?? "open")\t\(judged.headline.english)")
            }
        }
    }
}
