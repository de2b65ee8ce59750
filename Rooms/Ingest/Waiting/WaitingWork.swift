// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import Ingest
package import Storage
import Synchronization
package import Wire

/// Carries out what is in the queue, one delivery after the other, and clears away what waited too long.
package struct WaitingWork: Sendable {
    private let engine: any StorageEngine
    private let area: WaitingArea
    private let clock: @Sendable () -> Instant

    package init(engine: any StorageEngine, area: WaitingArea, clock: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.area = area
        self.clock = clock
    }

    /// What an earlier run of this server left at work begins anew.
    package func resume() async throws {
        let area = area
        guard !area.deliveries.isEmpty else { return }
        try await engine.write { connection in try WaitingQueries.resume(on: connection) { area.holds($0) } }
    }

    /// Runs the next delivery of the queue; false where there is none.
    package func runNext() async throws -> Bool {
        let area = area
        let next = try await engine.read { connection in
            try WaitingQueries.next(on: connection) { area.holds($0) }
        }
        guard let next, try await engine.write({ try WaitingQueries.claim(next.id, on: $0) }) else { return false }
        let id = next.id
        do {
            let run = try await perform(next)
            let (schedule, now) = (next.schedule, clock())
            try await engine.write { connection in
                try WaitingQueries.end(id, run: run, fault: nil, on: connection)
                if let schedule {
                    try ScheduleQueries.ran(schedule, run: run, on: connection)
                } else if let run {
                    try ImportQueries.handedIn(run: run, at: now, on: connection)
                }
            }
        } catch is CancellationError {
            // the next start of the server goes on with it
            throw CancellationError()
        } catch {
            let text = "\(error)".excerpt(1000)
            try await engine.write { try WaitingQueries.end(id, run: nil, fault: text, on: $0) }
        }
        return true
    }

    private func perform(_ delivery: WaitingImport) async throws -> Int64? {
        let text = WaitingImport.text(of: delivery.document)
        let name = delivery.document["name"]?.string ?? ""
        let mapping = try Mapping(parsing: Array(text.utf8), document: name)
        let state = Progress()
        let importer = Importer(
            engine: engine, mapping: mapping, actor: delivery.owner.name, limits: .handedIn, clock: clock)
        let (engine, id, paths) = (engine, delivery.id, area.paths(delivery.folder))
        return try await withThrowingTaskGroup(of: Int64?.self) { group in
            group.addTask {
                _ = try await importer.run(files: paths) { progress in
                    state.latest.withLock { $0 = (progress.run, Int64(progress.values)) }
                }
                return state.latest.withLock { $0.run }
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    let (run, values) = state.latest.withLock { $0 }
                    try await engine.write { try WaitingQueries.progress(id, values: values, run: run, on: $0) }
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// How far the import at work has come.
    private final class Progress: Sendable {
        let latest = Mutex<(run: Int64?, values: Int64)>((nil, 0))
    }

    /// Forgets deliveries whose time is over, and removes files that belong to none.
    package func sweep() async throws {
        let now = clock()
        let known = try await engine.write { connection in
            try PseudonymQueries.destroyExpired(at: now, on: connection)
            return try WaitingQueries.sweep(at: now, on: connection)
        }
        for name in area.deliveries where !known.contains(name) && area.isOld(name, at: now) { area.remove(name) }
    }
}

extension WaitingArea {
    /// Whether a folder is older than an hour: younger ones may be those of a delivery that is just beginning.
    package func isOld(_ delivery: String, at now: Instant) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + delivery)
        guard let made = attributes?[.modificationDate] as? Date else { return true }
        return Double(now.microseconds) / 1_000_000 - made.timeIntervalSince1970 > 3600
    }
}
