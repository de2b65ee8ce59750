// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Energy
import Foundation
import RoomKit
import Site
import Wire

/// `allmende energy simulate`: a made-up sharing of any size, and how long its months take.
struct SimulateSharing: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Fill a database with a made-up sharing, and measure its settlements.",
        discussion: "Nothing of it is real.")

    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption
    @Option(help: "Points that use power.") var points = 10_000
    @Option(help: "Months before this one.") var months = 12

    func run() async throws {
        try await reportingErrors {
            guard (10...50_000).contains(points), (1...60).contains(months) else {
                throw UsageError("from 10 to 50,000 points, and from 1 to 60 months")
            }
            guard let calendar = ZonedCalendar(identifier: Community.zone) else { throw ExitCode.unexpected }
            let simulation = PowerSimulation(households: points, months: months, now: SystemClock.now())
            let figures = try await database.withEngine { engine in
                try await simulation.run(on: engine, calendar: calendar) {
                    FileHandle.standardError.write(Data(($0 + "\n").utf8))
                }
            }
            func seconds(_ duration: Duration) -> JSONValue { .init((duration / .milliseconds(1)).rounded() / 1000) }
            json.print(
                [
                    "points": .init(points), "months": .init(months), "values": .init(figures.values),
                    "contractsSeconds": seconds(figures.contracts), "readingsSeconds": seconds(figures.readings),
                    "settlingSeconds": seconds(figures.settling), "correctionSeconds": seconds(figures.correction),
                ],
                or: """
                    \(points) points, \(months) months, \(figures.values) values: contracts \(figures.contracts), readings \
                    \(figures.readings), settled and on the ledger \(figures.settling), one day corrected \(figures.correction)
                    """)
        }
    }
}
