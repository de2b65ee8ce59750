// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Features
import Rights
import RoomKit
import Storage
import Wire

extension LayerCommand {
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what a layer held before it was delivered again; undo the last delivery.",
            discussion:
                "--at says which state held at an instant, --undo brings the newest of them back. What that replaces is kept, too, so "
                + "that --undo takes itself back.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "Name of the layer in its address.") var name: String
        @Option(help: "An instant such as 2026-07-31T12:00:00Z.") var at: String?
        @Flag(help: "Bring the state before the last delivery back.") var undo = false

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let instant = try at.map { text in
                    do { return try Instant(iso8601: text) } catch {
                        throw UsageError("--at takes an instant such as 2026-07-31T12:00:00Z, not \"\(text)\"")
                    }
                }
                let states = try await database.withEngine { try await self.states(at: instant, in: $0) }
                json.print(.array(states.map(\.json)), or: states.map(\.text).joined(separator: "\n"))
            }
        }

        private func states(at instant: Instant?, in engine: any StorageEngine) async throws -> [LayerVersion] {
            let name = name
            let found = try await engine.read { connection in
                try FeatureCollectionQueries.find(name, for: .system, on: connection).map {
                    ($0, try LayerVersions.all(of: $0, on: connection))
                }
            }
            guard let (layer, versions) = found else { throw UsageError("there is no layer \"\(name)\"") }
            if let instant { return versions.filter { $0.from <= instant && instant < $0.to } }
            guard undo else { return versions }
            guard let last = versions.first else { throw UsageError("no earlier state of \"\(name)\" is kept") }
            try await GISImport.restore(
                last, of: layer, for: .system, by: "command line", at: SystemClock.now(), in: engine)
            return [last]
        }
    }
}

extension LayerVersion {
    fileprivate var json: JSONValue {
        [
            "version": JSONValue(id), "from": .string(from.iso8601), "to": .string(to.iso8601),
            "features": JSONValue(collection.count),
        ]
    }

    fileprivate var text: String { "\(id): \(from.iso8601) to \(to.iso8601), \(collection.count) features" }
}
