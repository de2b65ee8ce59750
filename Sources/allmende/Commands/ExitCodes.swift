// SPDX-License-Identifier: EUPL-1.2
import Access
import ArgumentParser
import Demonstration
import Foundation
import Ingest
import LedgerStorage
import Platform
import Rights
import Storage
import StorageSQLite
import Wire

extension ExitCode {
    /// The work ended with faults that the report names.
    static let faults = ExitCode(1)
    /// The database cannot be used: missing, locked, damaged, newer, full.
    static let database = ExitCode(2)
    /// The command line or a setting is wrong.
    static let usage = ExitCode(64)
    /// An unexpected error.
    static let unexpected = ExitCode(70)
}

/// Runs a command's body and turns its errors into a message on standard error and an exit code.
///
/// SIGINT and SIGTERM end the body as its cancellation, so that its database is closed like on any other end; a second one
/// ends the process at once. A body that serves listens to them itself.
func reportingErrors(endsBySignal: Bool = true, _ body: @escaping @Sendable () async throws -> Void) async throws {
    do {
        if endsBySignal { try await SignalledWork.run(body) } else { try await body() }
    } catch let exit as ExitCode {
        throw exit
    } catch let error as ValidationError {
        throw error
    } catch let error as ConfigurationError {
        printError(error.description)
        throw ExitCode.usage
    } catch let error as AccessError {
        printError(error.description)
        throw ExitCode.faults
    } catch let error as StorageError {
        printError(error.description)
        throw ExitCode.database
    } catch let error as StoredLogError {
        printError(error.description)
        throw ExitCode.faults
    } catch let error as AuditFileError {
        printError(error.description)
        throw ExitCode.faults
    } catch let error as UnsoundCopy {
        printError(error.description)
        throw ExitCode.faults
    } catch let error as DemonstrationError {
        printError(error.description)
        throw ExitCode.database
    } catch let error as TransferError {
        printError(error.description)
        if case .usage = error { throw ExitCode.usage }
        throw ExitCode.faults
    } catch let error as MappingError {
        printError(error.description)
        throw ExitCode.usage
    } catch {
        printError(String(describing: error))
        throw ExitCode.unexpected
    }
}

func printError(_ text: String) {
    FileHandle.standardError.write(Data("allmende: \(text)\n".utf8))
}

/// Shared by the commands that work on a database.
struct DatabaseOption: ParsableArguments {
    @Option(help: "File of the embedded database, or postgres://user@host/name.")
    var database: String

    /// Refuses a file that is not there, where making a new one would be a surprise.
    func requireExistence() throws {
        if EngineFactory.isServer(database) || FileManager.default.fileExists(atPath: database) { return }
        throw StorageError.unavailable(message: "there is no file \(database)")
    }

    /// Opens it, with the schema up to date, and closes it on every end.
    func withEngine<T>(_ body: (any StorageEngine) async throws -> T) async throws -> T {
        try await EngineFactory.using(database, note: printError) { engine in
            if let missing = (engine as? SQLiteEngine)?.missingLog { printError("warning: \(missing)") }
            return try await body(engine)
        }
    }
}

struct JSONOption: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Write the result as JSON.")
    var isJSON = false

    func print(_ value: JSONValue, or text: String) {
        Swift.print(isJSON ? value.text : text)
    }
}
