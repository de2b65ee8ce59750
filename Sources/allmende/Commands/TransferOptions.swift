// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Foundation
import Ingest
import Platform
import RoomKit
import Wire

/// Options of `import --from-sensorthings`.
struct TransferOptions: ParsableArguments {
    @Option(
        name: .customLong("from-sensorthings"),
        help: ArgumentHelp("The other server's address, such as https://example.org/frost/v1.1.", valueName: "url"))
    var address: String?
    @Option(help: "Short name of the data set to take it into; without it, sensordaten.") var dataset: String?
    @Option(help: "Key for the other server, sent as a bearer token; or ALLMENDE_SOURCE_KEY.") var key: String?
    @Option(help: "name:password for the other server; or ALLMENDE_SOURCE_USER.") var user: String?
    @Option(help: "Observations from this instant on, such as 2025-01-01T00:00:00Z.") var since: String?
    @Option(help: "Observations before this instant.") var until: String?
    @Flag(help: "Count what is there and store nothing.") var dryRun = false

    func run(from address: String, into database: String, language: String, json: JSONOption) async throws {
        var options = SensorThingsTransfer.Options()
        options.dataset = dataset
        options.since = try instant(since, "--since")
        options.until = try instant(until, "--until")
        options.isDryRun = dryRun
        let environment = ProcessInfo.processInfo.environment
        let user = user ?? environment["ALLMENDE_SOURCE_USER"]
        let key = key ?? environment["ALLMENDE_SOURCE_KEY"]
        guard user?.contains(":") ?? true else { throw ConfigurationError("--user is name:password") }
        let server = try ForeignServer(
            address: address, credentials: ForeignServer.Credentials(key: key, user: user),
            agent: "Allmende/\(PlatformVersion.text)")
        let line = ProgressLine()
        let report = try await EngineFactory.using(database, note: printError) { engine in
            let transfer = SensorThingsTransfer(
                engine: engine, server: server, options: options, clock: TownServer.systemClock
            ) { progress in
                line.show("\(progress.stored) stored · \(progress.place)")
            }
            return try await transfer.run()
        }
        json.print(report.json, or: report.text(in: language == "de" ? .german : .english))
        guard report.isComplete else { throw ExitCode.faults }
    }

    private func instant(_ text: String?, _ option: String) throws -> Instant? {
        guard let text else { return nil }
        do {
            return try Instant(iso8601: text)
        } catch {
            throw ConfigurationError("\(option): '\(text)' is no time: \(error.message)")
        }
    }
}
