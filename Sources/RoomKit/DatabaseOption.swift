// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
import Foundation
package import Storage

/// How commands reach a database: the program puts it in place before it reads the command line.
package struct DatabaseAccess: Sendable {
    package typealias Work = (any StorageEngine) async throws -> Void

    @TaskLocal package static var current: DatabaseAccess?

    let isServer: @Sendable (String) -> Bool
    let open: @Sendable (String, Work) async throws -> Void

    /// `open` brings the schema up to date and closes the database on every end.
    package init(
        isServer: @escaping @Sendable (String) -> Bool, open: @escaping @Sendable (String, Work) async throws -> Void
    ) {
        self.isServer = isServer
        self.open = open
    }
}

/// Shared by the commands that work on a database.
package struct DatabaseOption: ParsableArguments {
    @Option(help: "File of the embedded database, or postgres://user@host/name.")
    package var database: String

    package init() {}

    /// Refuses a file that is not there, where making a new one would be a surprise.
    package func requireExistence() throws {
        let isServer = DatabaseAccess.current?.isServer(database) ?? false
        if isServer || FileManager.default.fileExists(atPath: database) { return }
        throw StorageError.unavailable(message: "there is no file \(database)")
    }

    /// Opens it, with the schema up to date, and closes it on every end.
    package func withEngine<T>(_ body: (any StorageEngine) async throws -> T) async throws -> T {
        var value: T?
        try await DatabaseAccess.current?.open(database) { engine in value = try await body(engine) }
        guard let value else { throw StorageError.unavailable(message: "no way to open \(database) is known here") }
        return value
    }
}
