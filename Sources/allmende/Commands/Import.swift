// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Foundation
import Ingest
import Platform
import RoomKit
import Storage
import Synchronization
import Wire

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Import sensor files or layers by a mapping, or take over another SensorThings server.",
        discussion: """
            --from-sensorthings takes a whole server over through its own interface; see docs/import.md. Interrupted, it \
            goes on where it was when it is started again. It ends with 1 when a count on both sides differs.

            A mapping is a shipped name (allmende import --list) or a path; see docs/import.md. A file that was imported \
            before is skipped, a changed one imports its difference. Exit codes beside the general ones: 3 some rows were \
            rejected, 4 some files failed, 5 no file could be imported; all that is good is stored in each case. --propose \
            looks at the beginning of each file and prints what it seems to be, how sure that is and why, what the file \
            cannot tell, and a mapping to begin with.
            """)

    @Option(help: "File of the embedded database, or postgres://user@host/name.") var database: String?
    @Option(help: "A shipped mapping's name, or a path.") var mapping: String?
    @Option(help: "Further folder in which place tables are looked for; may be repeated.") var places: [String] = []
    @Option(help: "Language of the report: de or en.") var language = "en"
    @Flag(help: "List the shipped mappings.") var list = false
    @Flag(help: "Say what the files seem to be, as JSON with a mapping to begin with; nothing is stored.")
    var propose = false
    @OptionGroup(title: "From another SensorThings server") var transfer: TransferOptions
    @OptionGroup var json: JSONOption
    @Argument(help: "Files, folders and archives (.csv, .csv.gz, .tar.xz, .zip …).") var files: [String] = []

    func run() async throws {
        try await reportingErrors {
            if list {
                print(MappingLibrary.names.joined(separator: "\n"))
                return
            }
            if propose {
                guard !files.isEmpty else { throw ConfigurationError("--propose needs at least one file") }
                for file in files { print(try Proposer().proposal(forFile: file).json.text) }
                return
            }
            if let address = transfer.address {
                guard let database, mapping == nil, files.isEmpty else {
                    throw ConfigurationError("--from-sensorthings needs --database, and neither --mapping nor files")
                }
                try await transfer.run(from: address, into: database, language: language, json: json)
                return
            }
            guard let database, let mapping, !files.isEmpty else {
                throw ConfigurationError("import needs --database, --mapping and at least one file")
            }
            let loaded = try load(mapping)
            let line = ProgressLine()
            let last = Mutex(0)
            let report: ImportReport
            do {
                report = try await EngineFactory.using(database, note: printError) { engine in
                    let importer = Importer(
                        engine: engine, mapping: loaded, actor: "command line", clock: TownServer.systemClock)
                    let report = try await importer.run(files: files, places: places) { progress in
                        last.withLock { $0 = progress.values }
                        line.show("\(progress.files) files, \(progress.values) values · \(progress.path)")
                    }
                    last.withLock { $0 = 0 }
                    return report
                }
            } catch {
                let stored = last.withLock { $0 }
                if stored > 0 {
                    printError("stopped: \(stored) values are stored and stay; the same command goes on from there")
                }
                throw error
            }
            json.print(report.json, or: report.text(in: language == "de" ? .german : .english))
            guard report.outcome == .complete else { throw ExitCode(report.outcome.rawValue) }
        }
    }

    private func load(_ name: String) throws -> Mapping {
        guard name.contains("/") || name.hasSuffix(".json") else { return try MappingLibrary.mapping(named: name) }
        guard let bytes = FileManager.default.contents(atPath: name) else {
            throw ConfigurationError("the mapping \(name) cannot be read")
        }
        let folder = URL(fileURLWithPath: name).deletingLastPathComponent().path
        return try Mapping(parsing: [UInt8](bytes), document: name, folder: folder)
    }
}
