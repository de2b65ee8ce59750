// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Demonstration
import Platform
import RoomKit
import Wire

struct Simulate: RoomCommand {
    static let purpose = Words(
        "Eine Datenbank mit erzeugten Messwerten für Messungen der Geschwindigkeit füllen.",
        "Fill a database with simulated sensors for benchmarks.")
    static let configuration = CommandConfiguration(abstract: purpose.english)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption
    @Option(help: "Number of Things.") var things: Int
    @Option(help: "Number of Datastreams.") var streams: Int
    @Option(help: "Number of Observations.") var observations: Int
    @Option(help: "The same seed gives the same data.") var seed: UInt64 = 1

    func run() async throws {
        try await reportingErrors {
            guard things > 0, streams >= things, observations >= 0 else {
                throw ConfigurationError("at least one Thing, as many Datastreams as Things, and no negative number")
            }
            let line = ProgressLine()
            let start = ContinuousClock.now
            try await database.withEngine { engine in
                let end = Instant(seconds: TownServer.systemClock().microseconds / 1_000_000 / 86_400 * 86_400)
                let simulation = Simulation(
                    things: things, datastreams: streams, observations: observations, seed: seed, end: end)
                try await simulation.run(engine: engine) { line.show("\($0.observations) of \($0.total) observations") }
            }
            let elapsed = start.duration(to: .now)
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            json.print(
                [
                    "things": .init(things), "datastreams": .init(streams), "observations": .init(observations),
                    "seconds": .init((seconds * 1000).rounded() / 1000),
                ],
                or: "\(things) Things, \(streams) Datastreams, \(observations) Observations in \(elapsed)")
        }
    }
}
