// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Demonstration
import Foundation
import Ingest
import Knowledge
import Platform
import RoomKit
import Storage
import Wire

struct Demo: RoomCommand {
    static let purpose = Words(
        "Eine Kommune zum Ausprobieren anlegen und zeigen.",
        "Make a demonstration town and serve it.")
    static let configuration = CommandConfiguration(
        abstract: purpose.english,
        discussion: """
            Without --data the town is Musterstadt, which is made up and says so on each page. With --data the folder holds \
            the open data of Münster. A database that holds the town already gets only what is new.
            """)

    @Option(help: "Folder with the open data of Münster.") var data: String?
    @Option(help: "File or postgres:// URL to fill; by default a file in the temporary folder.") var database: String?
    @Option(help: "TCP port.") var port = 8080
    @Option(help: "Seed of the fictional town: the same seed and time give the same town.") var seed = DemoTown
        .defaultSeed
    @Option(help: "Days of history of the fictional town.") var days = DemoTown.defaultDays
    @Option(help: "Instant that counts as now for the fictional town: 2026-11-01T00:00:00Z.") var now: String?
    @Option(
        help:
            "Shared power of the fictional town: small (a plant and three households) or full (300 households, 14 months)."
    ) var energy = EnergyExtent.small
    @Flag(help: "Make the town and stop.") var buildOnly = false

    func run() async throws {
        let file = database ?? FileManager.default.temporaryDirectory.appendingPathComponent(defaultName).path
        try await reportingErrors { try await build(file) }
        if buildOnly { return }
        try await reportingErrors(endsBySignal: false) {
            let configuration = try Configuration(
                environment: ProcessInfo.processInfo.environment, flags: ["database": file, "port": String(port)])
            try await ServerRun(configuration: configuration).run()
        }
    }

    private var defaultName: String {
        data == nil ? "allmende-musterstadt.gpkg" : "allmende-muenster.gpkg"
    }

    private func build(_ file: String) async throws {
        try await EngineFactory.using(file, note: printError) { try await fill($0) }
    }

    private func fill(_ engine: any StorageEngine) async throws {
        let instant: Instant
        do {
            instant = try now.map { try Instant(iso8601: $0) } ?? TownServer.systemClock()
        } catch let error as InstantError {
            throw ConfigurationError("--now: \(error.message) at character \(error.offset + 1)")
        }
        let line = ProgressLine()
        let start = ContinuousClock.now
        if let data {
            let folder = URL(fileURLWithPath: data, isDirectory: true)
            let reports = try await MuensterDemo.build(
                engine: engine, data: folder, clock: TownServer.systemClock
            ) { progress in
                line.show("\(progress.mapping) (\(progress.part)/\(progress.parts)): \(progress.values) values")
            }
            for report in reports where !report.isNothingNew {
                line.end("\(report.mapping): \(report.stored) stored, \(report.rejected) rejected")
            }
            let registers = ["gemeinden-de", "lizenzen"].contains { name in
                FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
            }
            if registers {
                let report = try await KnowledgeImporter(engine: engine, clock: TownServer.systemClock)
                    .run(paths: [data])
                line.end(report.text)
            }
        } else {
            try await DemoTown(seed: seed, now: instant, days: days).build(engine: engine) { progress in
                line.show("\(progress.stage) \(progress.done)/\(progress.total)")
            }
        }
        try await House.furnish(
            DemonstrationTown(engine: engine, now: instant, whole: energy == .full ? ["energy"] : []))
        line.end("The town is made, in \(start.duration(to: .now).formatted(.units(width: .wide)))")
    }
}

/// How much of shared power the fictional town has.
enum EnergyExtent: String, ExpressibleByArgument, CaseIterable {
    case small, full
}
