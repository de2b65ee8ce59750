// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Platform
import RoomKit
import Storage
import StorageSQLite
import Wire

struct Check: RoomCommand {
    static let purpose = Words(
        "Eine Datenbank prüfen.",
        "Look for damage, and write the layer of sensors for GIS programs anew.")
    static let configuration = CommandConfiguration(
        abstract: purpose.english,
        discussion: "Exit code 1 when something was found; each finding names its remedy.")

    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption
    @Flag(help: "Go on with what a file holds that was copied or left in use and has lost its -wal.")
    var acceptMissingWal = false

    func run() async throws {
        try await reportingErrors {
            try database.requireExistence()
            let (report, missing) = try await EngineFactory.using(database.database, note: printError) { engine in
                let file = engine as? SQLiteEngine
                if acceptMissingWal { file?.acceptMissingLog() }
                let missing = file?.missingLog
                return (try await Schema.check(engine, now: TownServer.systemClock().microseconds), missing)
            }
            let isSound = report.isSound && missing == nil
            let findings = report.findings.map { finding -> JSONValue in
                let examples = finding.examples.map { JSONValue.string($0) }
                return [
                    "rule": .string(finding.rule), "count": .init(Int64(finding.count)),
                    "remedy": .string(finding.remedy), "examples": .array(examples),
                ]
            }
            let closing = missing.map { missing -> JSONValue in
                ["rule": "file was closed", "count": 1, "remedy": .string(missing), "examples": []]
            }
            let rules = report.rules.map { JSONValue.string($0) }
            var lines = report.findings.map { finding in
                let examples = finding.examples.joined(separator: ", ")
                return "FAULT \(finding.rule): \(finding.count) (\(examples)). \(finding.remedy)"
            }
            if let missing { lines.append("FAULT file was closed: \(missing)") }
            if isSound { lines = ["sound: \(report.rules.count) rules hold"] }
            let value: JSONValue = [
                "ok": .bool(isSound), "rules": .array(rules),
                "findings": .array(findings + [closing].compactMap { $0 }),
            ]
            json.print(value, or: lines.joined(separator: "\n"))
            if !isSound { throw ExitCode.faults }
        }
    }
}
