// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Platform
import StorageSQLite

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the embedded database as it is at one moment; the server may run meanwhile.")

    @OptionGroup var database: DatabaseOption
    @Option(name: .customLong("to"), help: "File to write; it is replaced when it exists.") var target: String

    func run() async throws {
        try await reportingErrors {
            let name = shellQuoted(database.database)
            let file = try database.embeddedFile(
                otherwise: "pg_dump --format=custom --file=\(shellQuoted(target)) --dbname=\(name)")
            try database.requireExistence()
            let engine = try SQLiteEngine(path: file)
            do {
                try await engine.backup(to: target)
            } catch {
                await engine.close()
                throw error
            }
            await engine.close()
            print("\(file) is copied to \(target)")
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
            try await SQLiteEngine.restore(source, to: file)
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
