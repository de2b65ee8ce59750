// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Features
import GISFetching
import Ingest
import IngestWaiting
import Rights
import Storage
import Threads
import Wire

/// Fetches the layers that are due, takes over what does not surprise, and lets wait what does.
package struct LayerScheduleWork: Sendable {
    /// Puts what the address answers into `files`, and what is known of it into `work`.
    typealias Fetch =
        @Sendable (_ schedule: LayerSchedule, _ files: String, _ work: String) async throws -> FetchOutcome

    private let deliveries: GISDeliveries
    private let fetch: Fetch
    /// Share of a layer's features that may go in one night.
    private let percent: Int
    /// So long a delivery waits that nobody has asked for.
    private static let waitingHours = 24 * 30

    init(deliveries: GISDeliveries, percent: Int, fetch: @escaping Fetch) {
        (self.deliveries, self.percent, self.fetch) = (deliveries, percent, fetch)
    }

    private var engine: any StorageEngine { deliveries.engine }
    private var area: WaitingArea { deliveries.area }

    /// One after the other, so that one address cannot hold up the server.
    package func run() async throws {
        let now = deliveries.clock()
        for schedule in try await engine.read({ try LayerScheduleQueries.due(at: now, on: $0) }) {
            try Task.checkCancellation()
            let fault: Words
            do {
                try await run(schedule)
                continue
            } catch let refusal as FetchFault {
                fault = refusal.words
            } catch let refusal as GISFault {
                fault = refusal.words
            } catch let refusal as DeliveryFault {
                fault = refusal.words
            } catch let error as StorageError {
                // whoever answers there is not asked again at once because something is wrong here
                fault = Words(
                    "Die Ebene ließ sich nicht speichern (\(error)).", "The layer could not be stored (\(error)).")
            }
            let now = deliveries.clock()
            try await engine.write { try LayerScheduleQueries.failed(schedule, fault, at: now, on: $0) }
        }
    }

    private func run(_ schedule: LayerSchedule) async throws {
        if let obstacle = GISCage.obstacle { throw obstacle }
        let name = schedule.layer
        guard let present = try await engine.read({ try FeatureCollectionQueries.find(name, for: .system, on: $0) })
        else {
            throw GISFault("Die Ebene „\(name)“ gibt es nicht mehr.", "The layer \"\(name)\" is gone.")
        }
        let folder = try area.open()
        var isKept = false
        defer { if !isKept { area.remove(folder) } }
        guard case .fetched(let found) = try await fetch(schedule, area.files(folder), deliveries.work(folder)) else {
            throw GISFault(
                "Unter der Adresse stehen jetzt mehrere Ebenen zur Wahl.",
                "The address now has several layers to choose from.")
        }
        let reader = deliveries.reader(folder)
        let declared = schedule.declared
        let read = try await deliveries.pool.run { _ in try Self.read(reader, declared) }
        let digest: String
        var reason: Words
        switch read {
        case .failure(let words): (digest, reason) = ("", words)
        case .success(let reading):
            let description = LayerDescription(name: name, title: present.title, datasetID: present.datasetID)
            let features = reading.features
            digest = LayerImport.digest(features)
            // what waits stays, unless the address holds again what the layer has
            if digest == schedule.digest { return try await unchanged(schedule) }
            if digest == schedule.taken { return try await done(schedule, nil, digest) }
            do {
                let difference = try await engine.read { try LayerDifference(of: features, as: description, on: $0) }
                guard let difference else {
                    throw GISFault("Die Ebene „\(name)“ gibt es nicht mehr.", "The layer \"\(name)\" is gone.")
                }
                if difference.added + difference.changed + difference.removed == 0 {
                    return try await done(schedule, nil, digest)
                }
                if let words = DeliverySurprise.words(difference, of: present, percent: percent) {
                    reason = words
                } else {
                    _ = try await GISImport.store(
                        features, as: description, for: .system, by: schedule.owner.name, at: deliveries.clock(),
                        in: engine)
                    return try await done(schedule, LayerOutcome(difference), digest)
                }
            } catch let fault as LayerError {
                reason = Words(fault.answer.germanDetail ?? fault.description, fault.description)
            }
        }
        // one that cannot be read looks the same until somebody has looked
        if digest.isEmpty, schedule.digest == "", schedule.reason == reason { return try await unchanged(schedule) }
        try await wait(schedule, folder, found.name, reason, digest)
        isKept = true
    }

    /// The one layer, or why a person has to look.
    private static func read(
        _ reader: GISReader, _ declared: GISDeclaration
    ) throws -> Answer {
        do {
            let layers = try reader.layers()
            guard layers.count == 1, let layer = layers.first else {
                return .failure(
                    Words("Die Abgabe hat mehrere Ebenen.", "The delivery has several layers."))
            }
            return .success(try reader.read(layer, declared))
        } catch let fault as GISFault {
            return .failure(fault.words)
        } catch let fault as LayerError {
            return .failure(Words(fault.answer.germanDetail ?? fault.description, fault.description))
        }
    }

    private enum Answer: Sendable {
        case success(GISReading)
        case failure(Words)
    }

    private func unchanged(_ schedule: LayerSchedule) async throws {
        let now = deliveries.clock()
        try await engine.write { try LayerScheduleQueries.unchanged(schedule, at: now, on: $0) }
    }

    /// What waited before is overtaken.
    private func done(_ schedule: LayerSchedule, _ outcome: LayerOutcome?, _ digest: String) async throws {
        let now = deliveries.clock()
        try await engine.write { connection in
            if let old = schedule.waiting { try GISDeliveryQueries.remove(old, on: connection) }
            try LayerScheduleQueries.fetched(schedule, outcome, taken: digest, at: now, on: connection)
        }
    }

    private func wait(
        _ schedule: LayerSchedule, _ folder: String, _ file: String, _ reason: Words, _ digest: String
    ) async throws {
        let now = deliveries.clock()
        try await engine.write { connection in
            if let old = schedule.waiting { try GISDeliveryQueries.remove(old, on: connection) }
            let id = try GISDeliveryQueries.add(
                folder, files: [file], of: schedule.owner, at: now, hours: Self.waitingHours, on: connection)
            try LayerScheduleQueries.waits(schedule, id, reason, digest: digest, at: now, on: connection)
        }
    }
}
