// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Platform
import Storage
import Wire

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look for damage, and write the layer of sensors for GIS programs anew.",
        discussion: "Exit code 1 when something was found; each finding names its remedy.")

    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func run() async throws {
        try await reportingErrors {
            try database.requireExistence()
            let report = try await database.withEngine { engine in
                try await Schema.check(engine, now: TownServer.systemClock().microseconds)
            }
            let findings = report.findings.map { finding -> JSONValue in
                let examples = finding.examples.map { JSONValue.string($0) }
                return [
                    "rule": .string(finding.rule), "count": .init(Int64(finding.count)),
                    "remedy": .string(finding.remedy), "examples": .array(examples),
                ]
            }
            let rules = report.rules.map { JSONValue.string($0) }
            var lines = report.findings.map { finding in
                let examples = finding.examples.joined(separator: ", ")
                return "FAULT \(finding.rule): \(finding.count) (\(examples)). \(finding.remedy)"
            }
            if report.isSound { lines = ["sound: \(report.rules.count) rules hold"] }
            let value: JSONValue = [
                "ok": .bool(report.isSound), "rules": .array(rules), "findings": .array(findings),
            ]
            json.print(value, or: lines.joined(separator: "\n"))
            if !report.isSound { throw ExitCode.faults }
        }
    }
}
