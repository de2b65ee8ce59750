// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Foundation
import Platform
import RoomKit
import Storage
import Wire

struct DoctorCommand: RoomCommand {
    static let purpose = Words(
        "Sagen, was an einer Installation nicht stimmt, und wie es zu beheben ist.",
        "Say what is wrong with an installation, and how to mend it.")
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: purpose.english,
        discussion: "Exit code 1 when something was found. What is damaged, 'allmende check' finds.")

    @Option(help: "File of the embedded database, or postgres://user@host/name.") var database: String?
    @OptionGroup var json: JSONOption
    @Option(help: "Settings file of the server.") var config: String?
    @Option(
        help: "Folder with a settings file NAME.conf for each town: looks at all of them, and that they share nothing.")
    var all: String?

    func run() async throws {
        try await reportingErrors {
            if let all {
                guard database == nil, config == nil else {
                    throw UsageError(
                        "--all takes databases from the towns' settings; leave --database and --config out")
                }
                return try await examineAll(try Towns(folder: all))
            }
            guard let database else { throw UsageError("name --database FILE, or --all FOLDER for several towns") }
            try await examine(database)
        }
    }

    private func examine(_ database: String) async throws {
        guard EngineFactory.isServer(database) || FileManager.default.fileExists(atPath: database) else {
            throw StorageError.unavailable(message: "there is no file \(database)")
        }
        let file = try config.map { try String(contentsOfFile: $0, encoding: .utf8) }
        var settings = try Configuration(file: file, environment: ProcessInfo.processInfo.environment)
        settings.database = database
        let doctor = Doctor(
            configuration: settings, path: settings.file, settingsFile: config, now: TownServer.systemClock())
        let (rules, findings) = try await EngineFactory.using(database, note: printError) {
            try await doctor.examine($0)
        }
        let value: JSONValue = [
            "ok": .bool(findings.isEmpty), "rules": .init(Int64(rules)), "findings": Self.values(findings),
        ]
        json.print(value, or: Self.text(findings, rules: rules))
        if !findings.isEmpty { throw ExitCode.faults }
    }

    private func examineAll(_ towns: Towns) async throws {
        var sections: [String] = []
        var values: [JSONValue] = []
        var isWell = towns.conflicts.isEmpty
        if !isWell { sections.append("== all towns\n" + Self.text(towns.conflicts, rules: 0)) }
        for town in towns.towns {
            do {
                let (rules, findings) = try await town.examine(now: TownServer.systemClock, note: printError)
                sections.append("== \(town.name)\n" + Self.text(findings, rules: rules))
                values.append(
                    ["town": .string(town.name), "ok": .bool(findings.isEmpty), "findings": Self.values(findings)])
                if !findings.isEmpty { isWell = false }
            } catch {
                // one town that cannot be opened hides none of the others
                sections.append("== \(town.name)\ncannot be looked at: \(error)")
                values.append(["town": .string(town.name), "ok": false, "fault": .string("\(error)")])
                isWell = false
            }
        }
        let value: JSONValue = [
            "ok": .bool(isWell), "conflicts": Self.values(towns.conflicts), "towns": .array(values),
        ]
        json.print(value, or: sections.joined(separator: "\n"))
        if !isWell { throw ExitCode.faults }
    }

    private static func values(_ findings: [Doctor.Finding]) -> JSONValue {
        .array(
            findings.map { finding in
                [
                    "rule": .string(finding.rule), "remedy": .string(finding.remedy),
                    "examples": .array(finding.examples.map { .string($0) }),
                ]
            })
    }

    private static func text(_ findings: [Doctor.Finding], rules: Int) -> String {
        if findings.isEmpty { return "well: \(rules) rules hold" }
        return findings.map { "\($0.rule): NO (\($0.examples.joined(separator: ", "))). \($0.remedy)" }
            .joined(separator: "\n")
    }
}
