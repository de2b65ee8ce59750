// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Foundation
import Platform
import RoomKit
import Wire

struct Backup: RoomCommand {
    static let purpose = Words(
        "Eine Datenbank im Betrieb sichern.",
        "Copy the embedded database as it is at one moment; the server may run meanwhile.")
    static let configuration = CommandConfiguration(
        abstract: purpose.english)

    @Option(help: "File of the embedded database, or postgres://user@host/name.") var database: String?
    @Option(
        name: .customLong("to"),
        help: "File to write, replaced when it exists; or a folder, in which each backup gets its date as its name.")
    var target: String?
    @Option(help: "With a folder: keep so many dated backups of this database, the newest, and remove the others.")
    var keep: Int?
    @Option(
        help: "Folder with a settings file NAME.conf for each town: each to its backup-folder, as many as backup-keep.")
    var all: String?

    func run() async throws {
        try await reportingErrors {
            if let keep, keep < 1 { throw ConfigurationError("--keep \(keep): at least 1") }
            if let all {
                guard database == nil, target == nil, keep == nil else {
                    throw UsageError("--all takes all from the towns' settings; leave --database, --to and --keep out")
                }
                return try await copyAll(try Towns(folder: all))
            }
            guard let database, let target else {
                throw UsageError("name --database FILE and --to FILE or FOLDER, or --all FOLDER for several towns")
            }
            try await Self.copy(database, to: target, keep: keep)
        }
    }

    private static func copy(_ database: String, to target: String, keep: Int?) async throws {
        let file = try embeddedFile(
            database,
            otherwise: "pg_dump --format=custom --exclude-table-data=pseudonym_key --file=\(shellQuoted(target)) "
                + "--dbname=\(shellQuoted(database))")
        let folder = DatedBackups(source: file, target: target)
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

    /// One town after the other; what one lacks stops no other.
    private func copyAll(_ towns: Towns) async throws {
        var isWell = true
        for town in towns.towns {
            let settings = town.configuration
            do {
                if EngineFactory.isServer(settings.database) {
                    printError("\(town.name): PostgreSQL brings its own tool for this: pg_dump")
                    isWell = false
                    continue
                }
                let folder = try settings.backups.prepare(for: settings.database)
                try await Self.copy(settings.database, to: folder, keep: settings.backups.keep)
            } catch {
                printError("\(town.name): \(error)")
                isWell = false
            }
        }
        if !isWell { throw ExitCode.faults }
    }
}

struct Restore: RoomCommand {
    static let purpose = Words(
        "Eine Sicherung an die Stelle einer Datenbank setzen.",
        "Put a backup in the place of the embedded database; refused while a server holds the file.")
    static let configuration = CommandConfiguration(
        abstract: purpose.english)

    @OptionGroup var database: DatabaseOption
    @Option(name: .customLong("from"), help: "The backup.") var source: String

    func run() async throws {
        try await reportingErrors {
            let name = shellQuoted(database.database)
            let file = try embeddedFile(
                database.database,
                otherwise: "pg_restore --clean --if-exists --single-transaction --dbname=\(name) \(shellQuoted(source))"
            )
            try await FileBackup.restore(source, to: file)
            print("\(source) is in place as \(file)")
        }
    }
}

/// The file's path; for a PostgreSQL server it prints the command that does the work there and exits with 64.
private func embeddedFile(_ database: String, otherwise command: String) throws -> String {
    guard EngineFactory.isServer(database) else { return database }
    printError("PostgreSQL brings its own tool for this; run:\n  \(command)")
    throw ExitCode.usage
}

/// A word for the shell, in single quotes.
private func shellQuoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
