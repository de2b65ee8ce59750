// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Foundation

@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks", abstract: "Measures the built program against plain SQLite and plain Hummingbird.",
        subcommands: [Run.self, Load.self, Paced.self, Messaging.self, Baseline.self], defaultSubcommand: Run.self)

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Measure and print the table.")

        @Option(help: "The built program.") var allmende = "../.build/release/allmende"
        @Option(help: "Folder of the input data (ALLMENDE_TEST_DATA); without it the import is left out.") var data:
            String?
        @Option(help: "Folder for databases; about 3 GB are needed.") var folder = ".build/bench"
        @Option(help: "Interleaved rounds.") var rounds = 3
        @Option(help: "Seconds of each load.") var seconds = 5.0
        @Option(help: "Seconds of the loads with messages; the bars are about 600.") var messagingSeconds = 30.0
        @Option(help: "Observations of the large database.") var observations = 10_000_000
        @Option(
            help:
                "The rows subscribers, mixed, readers and retention on PostgreSQL, in databases made for it: postgres://user@/{}?host=/run/postgresql."
        ) var postgres: String?
        @Option(
            help:
                "An interpreter that has scipy==1.16.3 for the row trial, numpy and pydifact for the row sharing; without it there is no baseline."
        )
        var python: String?
        @Option(
            help:
                "Only these, by comma: simulate, import, create, duplicates, post, latest, thousand, means, stream, start, decision, trial, market, sharing, ledger, subscribers, mixed, readers, retention."
        )
        var only =
            "simulate,import,create,duplicates,post,latest,thousand,means,stream,start,decision,trial,market,sharing,ledger,subscribers,mixed,readers,retention"

        func run() throws {
            let folder = URL(fileURLWithPath: folder)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let bench = Workbench(allmende: allmende, folder: folder, rounds: max(rounds, 1))
            let data = data ?? ProcessInfo.processInfo.environment["ALLMENDE_TEST_DATA"]
            let storage = StorageRows(bench: bench, data: data)
            let http = HTTPRows(bench: bench, seconds: seconds)
            let decision = DecisionRows(bench: bench)
            let sharing = SharingRows(bench: bench, python: python)
            let groups: [(String, () throws -> [Measurement])] = [
                ("simulate", storage.simulate), ("import", storage.importOfCounters),
                ("create", storage.createObservations), ("duplicates", storage.duplicates),
                ("post", http.postObservations),
                ("latest", http.latestValues), ("thousand", http.thousandDatastreams), ("means", http.dailyMeans),
                ("stream", http.streaming), ("start", { try http.start(observations: observations) }),
                ("decision", { try decision.acceptability() + decision.portfolio() }),
                ("trial", TrialRows(bench: bench, python: python).assignments),
                ("market", MarketRows(bench: bench).day),
                ("sharing", { try sharing.allocation() + sharing.messages() }),
            ]
            var messagingBench = bench
            messagingBench.postgres = postgres
            let ledger = LedgerRows(bench: messagingBench)
            let messaging = MessagingRows(bench: messagingBench, seconds: messagingSeconds)
            let messagingGroups: [(String, () throws -> [Measurement])] = [
                ("subscribers", messaging.subscribers), ("mixed", messaging.mixed), ("readers", messaging.readers),
                ("retention", messaging.retention),
                ("ledger", { try ledger.root() + ledger.proofs() + ledger.appends() }),
            ]
            let chosen = Set(only.split(separator: ",").map(String.init))
            say(Machine.line)
            say("\(bench.rounds) interleaved rounds; the load generator runs on the same machine.\n")
            say(Measurement.head)
            var failed = false
            for (name, measure) in groups + messagingGroups where chosen.contains(name) {
                do {
                    let rows = try measure()
                    if rows.isEmpty { say("| \(name) | | not measured: no --data | | | |") }
                    for row in rows { say(row.line) }
                } catch {
                    failed = true
                    say("| \(name) | | failed: \(error) | | | |")
                }
            }
            if failed { throw ExitCode(1) }
        }
    }

    struct Load: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load a server; prints requests, failures, bytes, seconds.", shouldDisplay: false)

        @Option var port: Int
        @Option var connections: Int
        @Option var seconds: Double
        @Option var method: String
        @Option var path: String
        @Option(parsing: .unconditional) var body: String
        @Option var spread: Int
        @Option var epoch: Int
        @Option var limit: Int

        func run() throws {
            let generator = LoadGenerator(
                port: port, connections: connections, seconds: seconds, method: method, path: path, body: body,
                spread: spread, epoch: epoch, limit: limit)
            let outcome = try generator.run()
            print(outcome.requests, outcome.failures, outcome.bytes, outcome.seconds, outcome.firstFailure)
        }
    }

    struct Paced: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Requests at a fixed rate; prints requests, failures, and ms: median, 99 %, longest.",
            shouldDisplay: false)

        @Option var port: Int
        @Option var connections: Int
        @Option var seconds: Double
        @Option var rate: Int
        @Option var spread: Int
        @Option var paths: String
        @Option(parsing: .unconditional) var body = ""

        func run() throws {
            let load = PacedLoad(
                port: port, connections: connections, seconds: seconds, rate: rate,
                paths: paths.split(separator: " ").map(String.init), spread: spread, body: body)
            let outcome = try load.run()
            let milliseconds = [0.5, 0.99, 1].map { rounded(outcome.quantile($0)) }
            print(outcome.requests, outcome.failures, milliseconds[0], milliseconds[1], milliseconds[2])
        }
    }

    struct Messaging: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "MQTT clients; prints published, acknowledged, expected, received, repeated, and ms.",
            shouldDisplay: false)

        @Option var port: Int
        @Option var idle: Int
        @Option var rate: Int
        @Option var listeners: Int
        @Option var seconds: Double
        @Option var datastreams: Int
        @Flag var slow = false

        func run() throws {
            let load = MessagingLoad(
                port: port, idle: idle, rate: rate, listeners: listeners, seconds: seconds, hasSlow: slow,
                datastreams: datastreams)
            let outcome = try load.run()
            print(
                outcome.published, outcome.acknowledged, outcome.expected, outcome.received, outcome.repeated,
                rounded(outcome.median), rounded(outcome.nearlyAll), rounded(outcome.most))
        }
    }

    struct Baseline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "baseline-server", abstract: "The plain server of the baseline.", shouldDisplay: false)

        @Option var port: Int
        @Option var database: String

        func run() async throws {
            try await BaselineServer(port: port, database: database).run()
        }
    }
}

/// Prints at once, so that rows appear as they are measured even in a pipe.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// To hundredths.
private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
