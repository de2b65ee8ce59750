// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Ingest
import IngestWaiting
import Rights
import Storage
import Threads
import Wire

/// What waits: room for a new delivery, on disk and in the database.
struct GISDeliveries: Sendable {
    let engine: any StorageEngine
    let area: WaitingArea
    let cage: GISCage
    /// Where files are read: one at a time, off the threads that answer.
    let pool: WorkerPool
    let clock: @Sendable () -> Instant

    /// Whose a new delivery is, where there is room for one. Throws `GISFault`, `DeliveryFault`.
    func room(for reader: Reader) async throws -> DeliveryOwner {
        if let obstacle = GISCage.obstacle { throw obstacle }
        try await sweep()
        let owner = DeliveryOwner(reader)
        let waiting = try await engine.read { try GISDeliveryQueries.count(of: owner, on: $0) }
        guard waiting < Int64(area.limits.deliveries) else {
            throw DeliveryFault(Words.tooManyLayers.german, Words.tooManyLayers.english)
        }
        return owner
    }

    /// Forgets what waited too long, and removes files that belong to nothing.
    private func sweep() async throws {
        let now = clock()
        let known = try await engine.write { try GISDeliveryQueries.sweep(at: now, on: $0) }
        for name in area.deliveries where !known.contains(name) && area.isOld(name, at: now) { area.remove(name) }
    }

    /// Lets what lies in the folder wait; what is no GIS file at all is refused at once.
    func wait(_ folder: String, files names: [String], of owner: DeliveryOwner) async throws -> Int64 {
        let reader = reader(folder)
        _ = try await pool.run { _ in try reader.layers() }
        let (now, hours) = (clock(), area.limits.hours)
        return try await engine.write { connection in
            try GISDeliveryQueries.add(folder, files: names, of: owner, at: now, hours: hours, on: connection)
        }
    }

    /// Takes over files that lie in another waiting area.
    func take(from place: String, for reader: Reader) async throws -> Int64 {
        do {
            let owner = try await room(for: reader)
            let folder = try area.open()
            do {
                let names = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
                for name in names {
                    try FileManager.default.moveItem(
                        atPath: place + "/" + name, toPath: area.files(folder) + "/" + name)
                }
                return try await wait(folder, files: names, of: owner)
            } catch {
                area.remove(folder)
                throw error
            }
        } catch let fault as GISFault {
            throw DeliveryFault(fault.words.german, fault.words.english)
        }
    }

    /// A person has decided: how it was read and what was stored of it, nil where it was discarded.
    func drop(_ delivery: GISDelivery, stored: (declared: GISDeclaration, taken: String)?) async throws {
        let now = clock()
        try await engine.write { connection in
            try LayerScheduleQueries.settle(delivery.id, stored, at: now, on: connection)
            try GISDeliveryQueries.remove(delivery.id, on: connection)
        }
        area.remove(delivery.folder)
    }

    func reader(_ folder: String) -> GISReader {
        GISReader(cage: cage, work: work(folder), files: area.files(folder))
    }

    /// A delivery's folder, with what is made of it.
    func work(_ folder: String) -> String { area.folder + "/" + folder }
}
