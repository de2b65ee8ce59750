// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import IngestWaiting
import Rights
import Storage
import Wire

/// Reading and changing which layers are fetched each night. Editors see their own, administrators everything.
enum LayerScheduleQueries {
    private static let columns: SQL = """
        id, layer, address, served, declared, owner, caller, hour, is_paused, next_at, checked_at, changed_at, outcome,
        failures, fault, (SELECT d.id FROM gis_delivery d WHERE d.id = gis_schedule.waiting_id), reason, digest, taken
        """

    static func all(for reader: Reader, on connection: any StorageConnection) throws -> [LayerSchedule] {
        try connection.rows(
            "SELECT \(columns) FROM gis_schedule WHERE \(DeliveryOwner.isSeen(by: reader)) ORDER BY layer", make)
    }

    static func due(at now: Instant, on connection: any StorageConnection) throws -> [LayerSchedule] {
        try connection.rows(
            """
            SELECT \(columns) FROM gis_schedule WHERE is_paused = 0 AND next_at <= \(now.microseconds)
            ORDER BY next_at LIMIT 20
            """, make)
    }

    static func find(_ id: Int64, on connection: any StorageConnection) throws -> LayerSchedule? {
        try connection.firstRow("SELECT \(columns) FROM gis_schedule WHERE id = \(id)", make)
    }

    /// The one whose delivery waits there.
    static func find(delivery: Int64, on connection: any StorageConnection) throws -> LayerSchedule? {
        try connection.firstRow("SELECT \(columns) FROM gis_schedule WHERE waiting_id = \(delivery)", make)
    }

    /// A new one; a layer has one at most.
    static func add(
        layer: String, address: String, served: String, declared: GISDeclaration, owner: DeliveryOwner, hour: Int,
        taken: String, at now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO gis_schedule (layer, address, served, declared, owner, caller, created_at, hour, is_paused, next_at,
                checked_at, changed_at, failures, taken)
            VALUES (\(layer), \(address), \(served), \(declared.json.text), \(owner.name), \(owner.caller),
                \(now.microseconds), \(Int64(hour)), 0, \(DeliveryClock.next(hour: hour, after: now).microseconds),
                \(now.microseconds), \(now.microseconds), 0, \(taken))
            ON CONFLICT (layer) DO UPDATE SET address = excluded.address, served = excluded.served,
                declared = excluded.declared, owner = excluded.owner, caller = excluded.caller, hour = excluded.hour,
                is_paused = 0, next_at = excluded.next_at, checked_at = excluded.checked_at,
                changed_at = excluded.changed_at, outcome = NULL, failures = 0, fault = NULL, waiting_id = NULL,
                reason = NULL, digest = NULL, taken = excluded.taken
            """)
        try AuditTrail.append(
            "schedule", object: "layer/\(layer)", by: owner.name, at: now, detail: ["address": .string(address)],
            on: connection)
    }

    /// What a person does about one.
    enum Deed: String, Sendable, CaseIterable {
        case pause, resume, remove
    }

    /// Throws `Problem` (403) where the layer's data set is not the reader's to write.
    static func perform(
        _ deed: Deed, on id: Int64, for reader: Reader, at now: Instant, on connection: any StorageConnection
    ) throws {
        guard
            let layer = try connection.text(
                "SELECT layer FROM gis_schedule WHERE id = \(id) AND \(DeliveryOwner.isSeen(by: reader))")
        else { return }
        if let dataset = try FeatureCollectionQueries.find(layer, for: .system, on: connection)?.datasetID {
            try DatasetQueries.require(.write, dataset, reader, on: connection)
        }
        switch deed {
        case .pause: try connection.execute("UPDATE gis_schedule SET is_paused = 1 WHERE id = \(id)")
        case .resume:
            // what was refused once is shown again to who asks for it
            try connection.execute(
                """
                UPDATE gis_schedule SET is_paused = 0, failures = 0, fault = NULL, next_at = \(now.microseconds),
                    digest = CASE WHEN waiting_id IS NULL THEN NULL ELSE digest END
                WHERE id = \(id)
                """)
        case .remove: try connection.execute("DELETE FROM gis_schedule WHERE id = \(id)")
        }
        try AuditTrail.append(
            deed.rawValue, object: "layer/\(layer)/schedule", by: reader.displayName, at: now, on: connection)
    }

    // MARK: Runs

    /// The address could not be read: it is asked again later, each time later.
    static func failed(
        _ schedule: LayerSchedule, _ words: Words, at now: Instant, on connection: any StorageConnection
    ) throws {
        let failures = schedule.failures + 1
        try connection.execute(
            """
            UPDATE gis_schedule SET failures = \(Int64(failures)), fault = \(words.json.text),
                checked_at = \(now.microseconds),
                next_at = \(DeliveryClock.again(failures: failures, after: now).microseconds)
            WHERE id = \(schedule.id)
            """)
    }

    /// It was read; where it changed the layer by itself, `outcome` says how. Nothing waits any more.
    static func fetched(
        _ schedule: LayerSchedule, _ outcome: LayerOutcome?, taken: String, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        let changed = (outcome == nil ? schedule.changed : now)?.microseconds
        try connection.execute(
            """
            UPDATE gis_schedule SET failures = 0, fault = NULL, checked_at = \(now.microseconds),
                changed_at = \(changed), outcome = \((outcome ?? schedule.outcome)?.json.text), waiting_id = NULL,
                reason = NULL, digest = NULL, taken = \(taken), next_at = \(DeliveryClock.next(hour: schedule.hour, after: now).microseconds)
            WHERE id = \(schedule.id)
            """)
    }

    /// The same as what was taken over, what waits, or what a person did not want.
    static func unchanged(
        _ schedule: LayerSchedule, at now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE gis_schedule SET failures = 0, fault = NULL, checked_at = \(now.microseconds),
                next_at = \(DeliveryClock.next(hour: schedule.hour, after: now).microseconds)
            WHERE id = \(schedule.id)
            """)
    }

    /// It waits for a person.
    static func waits(
        _ schedule: LayerSchedule, _ delivery: Int64, _ reason: Words, digest: String, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE gis_schedule SET failures = 0, fault = NULL, checked_at = \(now.microseconds),
                waiting_id = \(delivery), reason = \(reason.json.text), digest = \(digest),
                next_at = \(DeliveryClock.next(hour: schedule.hour, after: now).microseconds)
            WHERE id = \(schedule.id)
            """)
    }

    /// A person has decided about the delivery: how and what was stored of it; nil where it was discarded.
    static func settle(
        _ delivery: Int64, _ stored: (declared: GISDeclaration, taken: String)?, at now: Instant,
        on connection: any StorageConnection
    ) throws {
        guard let schedule = try find(delivery: delivery, on: connection) else { return }
        let changed = (stored == nil ? schedule.changed : now)?.microseconds
        let digest = stored == nil ? schedule.digest : nil
        let kept = stored.map { $0.declared.key == nil ? schedule.declared : $0.declared } ?? schedule.declared
        try connection.execute(
            """
            UPDATE gis_schedule SET waiting_id = NULL, reason = NULL, digest = \(digest), changed_at = \(changed),
                declared = \(kept.json.text), taken = \(stored?.taken ?? schedule.taken)
            WHERE id = \(schedule.id)
            """)
    }

    private static func make(_ row: any StorageRow) throws -> LayerSchedule {
        func instant(_ index: Int) -> Instant? { row.integerIfPresent(index).map { Instant(microseconds: $0) } }
        func json(_ index: Int) -> JSONValue? { row.textIfPresent(index).flatMap { try? JSONValue(parsing: $0) } }
        return LayerSchedule(
            id: row.integer(0), layer: row.text(1), address: row.text(2), served: row.text(3),
            declared: GISDeclaration(json(4) ?? .null), owner: DeliveryOwner(name: row.text(5), caller: row.text(6)),
            hour: Int(row.integer(7)), isPaused: row.integer(8) == 1, next: Instant(microseconds: row.integer(9)),
            checked: instant(10), changed: instant(11), outcome: json(12).flatMap { LayerOutcome($0) },
            failures: Int(row.integer(13)), fault: json(14).flatMap { Words(json: $0) },
            waiting: row.integerIfPresent(15), reason: json(16).flatMap { Words(json: $0) },
            digest: row.textIfPresent(17),
            taken: row.textIfPresent(18))
    }
}

extension Words {
    fileprivate var json: JSONValue { ["de": .string(german), "en": .string(english)] }

    fileprivate init?(json: JSONValue) {
        guard let german = json["de"]?.string, let english = json["en"]?.string else { return nil }
        self.init(german, english)
    }
}
