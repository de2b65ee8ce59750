// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Rights
package import Storage
package import Wire

/// Reading and changing what is fetched each night. Editors see their own, administrators everything.
package enum ScheduleQueries {
    private static let columns: SQL = """
        id, address, mapping, owner, hour, is_paused, next_at, checked_at, delivered_at, run_id, failures, fault, etag,
        last_modified, shape, changes, waiting_id, caller
        """

    package static func all(for reader: Reader, on connection: any StorageConnection) throws -> [DeliverySchedule] {
        try connection.rows(
            "SELECT \(columns) FROM import_schedule WHERE \(DeliveryOwner.isSeen(by: reader)) ORDER BY id", make)
    }

    static func due(at now: Instant, on connection: any StorageConnection) throws -> [DeliverySchedule] {
        try connection.rows(
            """
            SELECT \(columns) FROM import_schedule WHERE is_paused = 0 AND next_at <= \(now.microseconds)
            ORDER BY next_at LIMIT 20
            """, make)
    }

    /// A new schedule; one of the same address and mapping is changed instead.
    package static func add(
        address: String, mapping: String, owner: DeliveryOwner, hour: Int, shape: DeliveryShape?, run: Int64?,
        at now: Instant, on connection: any StorageConnection
    ) throws {
        let next = DeliveryClock.next(hour: hour, after: now).microseconds
        try connection.execute(
            """
            INSERT INTO import_schedule (address, mapping, owner, created_at, hour, is_paused, next_at, checked_at,
                delivered_at, run_id, failures, shape, changes, caller)
            VALUES (\(address), \(mapping), \(owner.name), \(now.microseconds), \(Int64(hour)), 0, \(next),
                \(now.microseconds), \(now.microseconds), \(run), 0, \(shape?.json.text), '[]', \(owner.caller))
            ON CONFLICT (address, mapping) DO UPDATE SET hour = excluded.hour, is_paused = 0, next_at = excluded.next_at,
                waiting_id = NULL, failures = 0, fault = NULL, run_id = excluded.run_id
            """)
    }

    /// Throws `Problem` (403) where its data set is not the reader's to write.
    package static func pause(
        _ id: Int64, _ isPaused: Bool, for reader: Reader, at now: Instant, on connection: any StorageConnection
    ) throws {
        try requireWrite(id, for: reader, on: connection)
        try connection.execute(
            """
            UPDATE import_schedule SET is_paused = \(isPaused ? 1 : 0), failures = 0, fault = NULL,
                next_at = \(now.microseconds)
            WHERE id = \(id) AND \(DeliveryOwner.isSeen(by: reader))
            """)
    }

    /// Throws `Problem` (403) where its data set is not the reader's to write.
    package static func remove(_ id: Int64, for reader: Reader, on connection: any StorageConnection) throws {
        try requireWrite(id, for: reader, on: connection)
        try connection.execute("DELETE FROM import_schedule WHERE id = \(id) AND \(DeliveryOwner.isSeen(by: reader))")
    }

    private static func requireWrite(
        _ id: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws {
        let mapping = try connection.text(
            "SELECT mapping FROM import_schedule WHERE id = \(id) AND \(DeliveryOwner.isSeen(by: reader))")
        if let mapping { try ImportRights.require(mapping: mapping, for: reader, on: connection) }
    }

    /// The address could not be fetched: it is asked again later, each time later.
    static func failed(
        _ schedule: DeliverySchedule, _ words: Words, at now: Instant, on connection: any StorageConnection
    ) throws {
        let failures = schedule.failures + 1
        let next = DeliveryClock.again(failures: failures, after: now).microseconds
        try connection.execute(
            """
            UPDATE import_schedule SET failures = \(Int64(failures)), fault = \(json([words])), next_at = \(next),
                checked_at = \(now.microseconds)
            WHERE id = \(schedule.id)
            """)
    }

    /// The address holds what it held before.
    static func unchanged(
        _ schedule: DeliverySchedule, at now: Instant, on connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE import_schedule SET failures = 0, fault = NULL, checked_at = \(now.microseconds),
                next_at = \(DeliveryClock.next(hour: schedule.hour, after: now).microseconds)
            WHERE id = \(schedule.id)
            """)
    }

    /// Something new came; `waiting` names it where the mapping does not fit it.
    static func delivered(
        _ schedule: DeliverySchedule, _ found: AddressFetch.Found, shape: DeliveryShape, changes: [Words],
        waiting: Int64?, at now: Instant, on connection: any StorageConnection
    ) throws {
        // what does not fit is compared with the last one that did
        let kept = waiting == nil ? shape.json.text : schedule.shape?.json.text
        try connection.execute(
            """
            UPDATE import_schedule SET failures = 0, fault = NULL, checked_at = \(now.microseconds),
                delivered_at = \(now.microseconds), etag = \(found.etag), last_modified = \(found.lastModified),
                shape = \(kept), changes = \(json(changes)), waiting_id = \(waiting),
                next_at = \(DeliveryClock.next(hour: schedule.hour, after: now).microseconds)
            WHERE id = \(schedule.id)
            """)
    }

    /// A run of the schedule's mapping has ended: it fits again.
    static func ran(_ id: Int64, run: Int64?, on connection: any StorageConnection) throws {
        // with a new mapping what changed is as it should be; the next delivery says what it looks like
        try connection.execute(
            """
            UPDATE import_schedule SET run_id = \(run), waiting_id = NULL,
                changes = CASE WHEN waiting_id IS NULL THEN changes ELSE '[]' END,
                shape = CASE WHEN waiting_id IS NULL THEN shape ELSE NULL END
            WHERE id = \(id)
            """)
    }

    private static func json(_ words: [Words]) -> String {
        JSONValue.array(words.map { ["de": .string($0.german), "en": .string($0.english)] }).text
    }

    private static func words(_ text: String?) -> [Words] {
        let list = text.flatMap { try? JSONValue(parsing: $0) }?.array ?? []
        return list.map { Words($0["de"]?.string ?? "", $0["en"]?.string ?? "") }
    }

    private static func make(_ row: any StorageRow) throws -> DeliverySchedule {
        func instant(_ index: Int) -> Instant? { row.integerIfPresent(index).map { Instant(microseconds: $0) } }
        return DeliverySchedule(
            id: row.integer(0), address: row.text(1), mapping: row.text(2),
            owner: DeliveryOwner(name: row.text(3), caller: row.text(17)), hour: Int(row.integer(4)),
            isPaused: row.integer(5) == 1, next: Instant(microseconds: row.integer(6)), checked: instant(7),
            delivered: instant(8), run: row.integerIfPresent(9), failures: Int(row.integer(10)),
            fault: words(row.textIfPresent(11)).first, etag: row.textIfPresent(12), lastModified: row.textIfPresent(13),
            shape: row.textIfPresent(14).flatMap { try? JSONValue(parsing: $0) }.flatMap { DeliveryShape($0) },
            changes: words(row.textIfPresent(15)), waiting: row.integerIfPresent(16))
    }
}

/// When the next night's hour is.
package enum DeliveryClock {
    /// The next time that the town's clock shows the hour, at least an hour from now; by night no clock change matters that
    /// much: it is the hour of standard time.
    package static func next(hour: Int, after now: Instant) -> Instant {
        let day: Int64 = 86_400_000_000
        let offset = Int64(hour - 1) * 3_600_000_000
        let midnight = now.microseconds - ((now.microseconds % day) + day) % day
        var next = midnight + offset
        while next < now.microseconds + 3_600_000_000 { next += day }
        return Instant(microseconds: next)
    }

    /// When an address is asked again that failed so many times in a row: after 1, 2, 4 … 24 hours.
    package static func again(failures: Int, after now: Instant) -> Instant {
        let hours = min(24, 1 << min(max(failures, 1) - 1, 5))
        return Instant(microseconds: now.microseconds + Int64(hours) * 3_600_000_000)
    }
}
