// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Foundation
import Ingest
import Platform
import RoomKit
import Synchronization
import Wire

struct Import: RoomCommand {
    static let purpose = Words(
        "Dateien oder einen anderen SensorThings-Server aufnehmen.",
        "Import sensor files or layers by a mapping, or take over another SensorThings server.")
    static let configuration = CommandConfiguration(
        abstract: purpose.english,
        discussion: """
            --from-sensorthings takes a whole server over through its own interface; see Rooms/Ingest/Docs/import.md. Interrupted, it \
            goes on where it was when it is started again. It ends with 1 when a count on both sides differs.

            A mapping is a shipped name (allmende import --list) or a path; see Rooms/Ingest/Docs/import.md. A file that was imported \
            before is skipped, a changed one imports its difference. Exit codes beside the general ones: 3 some rows were \
            rejected, 4 some files failed, 5 no file could be imported; all that is good is stored in each case. --propose \
            looks at the beginning of each file and prints what it seems to be, how sure that is and why, what the file \
            cannot tell, and a mapping to begin with. --dry-run imports into a town that is thrown away afterwards: the \
            report is what an import into an empty town would say, and needs neither --database nor an owner or licence.
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
                for proposal in try files.flatMap({ try Proposer().proposals(forPath: $0) }) {
                    print(proposal.json.text)
                }
                return
            }
            if let address = transfer.address {
                guard let database, mapping == nil, files.isEmpty else {
                    throw ConfigurationError("--from-sensorthings needs --database, and neither --mapping nor files")
                }
                try await transfer.run(from: address, into: database, language: language, json: json)
                return
            }
            if transfer.dryRun, transfer.address == nil { return try await tryOut() }
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
                        let files = progress.files == 1 ? "1 file" : "\(progress.files) files"
                        line.show("\(files), values: \(progress.values) · \(progress.path)")
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
            try show(report)
        }
    }

    private func show(_ report: ImportReport) throws {
        json.print(report.json, or: report.text(in: language == "de" ? .german : .english))
        guard report.outcome == .complete else { throw ExitCode(report.outcome.rawValue) }
    }

    /// The import, into a town of its own that does not outlive it.
    private func tryOut() async throws {
        guard let mapping, !files.isEmpty else {
            throw ConfigurationError("import --dry-run needs --mapping and at least one file")
        }
        let loaded = try load(mapping, isTrial: true)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "allmende-dry-run-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let line = ProgressLine()
        var report = try await EngineFactory.using(
            folder.appendingPathComponent("trial.gpkg").path, note: printError
        ) { engine in
            try await Importer(
                engine: engine, mapping: loaded, actor: "command line", clock: TownServer.systemClock
            ).run(files: files, places: places) { progress in
                line.show("\(progress.files) files, \(progress.values) values · \(progress.path)")
            }
        }
        report.wasTrial(of: loaded)
        try show(report)
    }

    private func load(_ name: String, isTrial: Bool = false) throws -> Mapping {
        guard name.contains("/") || name.hasSuffix(".json") else { return try MappingLibrary.mapping(named: name) }
        guard let bytes = FileManager.default.contents(atPath: name) else {
            throw ConfigurationError("the mapping \(name) cannot be read")
        }
        let folder = URL(fileURLWithPath: name).deletingLastPathComponent().path
        return try Mapping(parsing: [UInt8](bytes), document: name, folder: folder, isTrial: isTrial)
    }
}
