// SPDX-License-Identifier: EUPL-1.2
import Answers
import ArgumentParser
import Foundation
import Platform
import Storage
import StorageSQLite
import Wire

extension ExitCode {
    init(_ kind: ExitKind) { self.init(kind.rawValue) }

    static let faults = ExitCode(.faults)
    static let usage = ExitCode(.usage)
    static let unexpected = ExitCode(.unexpected)
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
    } catch let refusal as any Refusal {
        printError(String(describing: refusal))
        throw ExitCode(refusal.exit)
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
