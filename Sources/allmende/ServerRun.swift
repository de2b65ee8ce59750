// SPDX-License-Identifier: EUPL-1.2
import Access
import Foundation
import Platform
import Storage
import StorageSQLite

/// Opens the database, serves it and tells people where; shared by `serve` and `demo`.
struct ServerRun {
    let configuration: Configuration

    func run() async throws {
        Self.allowManyConnections()
        // Before the file is opened, so that no restore can put another file in its place meanwhile.
        let lock = EngineFactory.isServer(configuration.database) ? nil : try DatabaseLock(path: configuration.database)
        defer { withExtendedLifetime(lock) {} }
        let engine = try await EngineFactory.openMigrated(
            configuration.database, readers: configuration.readers, readLimit: configuration.readLimit)
        let server = TownServer(engine: engine, configuration: configuration, logger: TownServer.logger(configuration))
        try await server.run { port, messaging in
            await announce(server, port: port, messaging: messaging)
        }
    }

    /// Raises the soft limit of open files, often 1,024, to the hard one: each connection is an open file.
    private static func allowManyConnections() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(files, &limit)
    }

    private func announce(_ server: TownServer, port: Int, messaging: [String]) async {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        let address = configuration.baseURL ?? "http://\(host):\(port)"
        var lines = ["Allmende \(PlatformVersion.text) serves \(server.engine.location) at \(address)"]
        if !messaging.isEmpty { lines.append("MQTT: \(messaging.joined(separator: ", "))") }
        if configuration.writesOpenly {
            lines.append("Anybody on this machine may write (--open).")
        } else if (try? await server.control.hasAdministrator()) == false,
            let token = try? await server.control.makeSetupToken()
        {
            lines.append("First start: make yourself the administrator within 24 hours (the link works once):")
            lines.append("  \(address)/setup/\(token)")
        }
        // Unbuffered, so that whoever started the process with a pipe sees it at once.
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}
