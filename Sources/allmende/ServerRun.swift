// SPDX-License-Identifier: EUPL-1.2
import Access
import Foundation
import Logging
import Messaging
import Platform
import Reporting
import Storage
import StorageSQLite

/// Opens the database, serves it and tells people where; shared by `serve` and `demo`.
struct ServerRun {
    let configuration: Configuration
    /// A file without a byte or a table becomes a new town.
    var mayBegin = false

    func run() async throws {
        Self.allowManyConnections()
        var opening = EngineFactory.Opening()
        opening.readers = configuration.readers
        opening.readLimit = configuration.readLimit
        opening.diskReserve = configuration.diskReserve
        opening.mayBegin = mayBegin
        opening.isServer = true
        let log = RecentLog()
        let logger = TownServer.logger(configuration, keeping: log)
        if configuration.slowStatement > 0 {
            opening.slow = SlowStatements(threshold: .milliseconds(configuration.slowStatement)) { text, milliseconds in
                logger.notice(
                    "slow statement", metadata: ["milliseconds": "\(Int(milliseconds))", "statement": "\(text)"])
            }
        }
        let slow = opening.slow
        let note: (String) -> Void = { logger.warning("\($0)") }
        try await EngineFactory.using(configuration.database, opening, note: note) { engine in
            if let missing = (engine as? SQLiteEngine)?.missingLog { logger.warning("\(missing)") }
            let server = TownServer(engine: engine, configuration: configuration, logger: logger, log: log, slow: slow)
            try await server.run { port, messaging in
                await announce(server, port: port, messaging: messaging)
            }
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
        } else if server.leadership.isHeld, (try? await server.control.hasAdministrator()) == false,
            let token = try? await server.control.makeSetupToken()
        {
            lines.append("First start: make yourself the administrator within 24 hours (the link works once):")
            lines.append("  \(address)/setup/\(token)")
        }
        // Unbuffered, so that whoever started the process with a pipe sees it at once.
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}
