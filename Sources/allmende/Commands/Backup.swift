// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Foundation
import Platform
import RoomKit
import Wire

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the embedded database as it is at one moment; the server may run meanwhile.")

    @OptionGroup var database: DatabaseOption
    @Option(
        name: .customLong("to"),
        help: "File to write, replaced when it exists; or a folder, in which each backup gets its date as its name.")
    var target: String
    @Option(help: "With a folder: keep so many dated backups of this database, the newest, and remove the others.")
    var keep: Int?

    func run() async throws {
        try await reportingErrors {
            let name = shellQuoted(database.database)
            let file = try database.embeddedFile(
                otherwise: "pg_dump --format=custom --file=\(shellQuoted(target)) --dbname=\(name)")
            let folder = DatedBackups(source: file, target: target)
            if let keep, keep < 1 { throw ConfigurationError("--keep \(keep): at least 1") }
            if keep != nil, folder == nil {
                throw ConfigurationError("--keep needs a folder that is there: --to \(target) is none")
            }
            let place =
                try folder?.place(
                    at: Date(timeIntervalSince1970: Double(TownServer.systemClock().microseconds) / 1_000_000))
                ?? target
            let isChecked = try await FileBackup.copy(file, to: place, note: printError)
            let extent =
                isChecked ? "and found sound" : "and undamaged; its tables are an older version's and unchecked"
            print("\(file) is copied to \(place) \(extent)")
            if let keep, let folder {
                for removed in try folder.prune(keeping: keep, sparing: place) {
                    print("\(removed) is removed (--keep \(keep))")
                }
            }
        }
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup in the place of the embedded database; refused while a server holds the file.")

    @OptionGroup var database: DatabaseOption
    @Option(name: .customLong("from"), help: "The backup.") var source: String

    func run() async throws {
        try await reportingErrors {
            let name = shellQuoted(database.database)
            let file = try database.embeddedFile(
                otherwise: "pg_restore --clean --if-exists --single-transaction --dbname=\(name) \(shellQuoted(source))"
            )
            try await FileBackup.restore(source, to: file)
            print("\(source) is in place as \(file)")
        }
    }
}

extension DatabaseOption {
    /// The file's path; for a PostgreSQL server it prints the command that does the work there and exits with 64.
    fileprivate func embeddedFile(otherwise command: String) throws -> String {
        guard EngineFactory.isServer(database) else { return database }
        printError("PostgreSQL brings its own tool for this; run:\n  \(command)")
        throw ExitCode.usage
    }
}

/// A word for the shell, in single quotes.
private func shellQuoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
