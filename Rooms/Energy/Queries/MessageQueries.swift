// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import MeterTables
import Metering
package import Storage
import Wire

/// Messages of market communication that values came with, and their withdrawal: from then on the values count no
/// longer, and what was known before stays known.
package enum MessageQueries {
    /// Why a message's values are not taken: its sender withdrew it before it came.
    static func refusal(
        _ message: DeliveredFile.Message, of community: Int64, on connection: any StorageConnection
    ) throws -> Words? {
        guard !message.document.isEmpty else { return nil }
        let withdrawn = try connection.integer(
            """
            SELECT count(*) FROM energy_message WHERE community_id = \(community) AND document = \(message.document)
                AND sender = \(message.sender) AND withdrawn IS NOT NULL
            """)
        guard withdrawn != 0 else { return nil }
        return Words(
            "Der Absender hat die Nachricht \(message.document) schon zurückgezogen; ihre Werte werden nicht übernommen. Gilt sie doch: bitte vom Absender unter neuer Nummer schicken lassen.",
            "The sender has withdrawn the message \(message.document) already; its values are not taken. If they hold after all, please have them sent under a new number."
        )
    }

    /// Remembers which quarter hours came with a message.
    static func keep(
        _ message: DeliveredFile.Message, _ taken: [ReadingQueries.Taken], of community: Int64, revision: Int64,
        on connection: any StorageConnection
    ) throws {
        guard !message.document.isEmpty, !taken.isEmpty else { return }
        let id = try add(message.document, message.sender, of: community, revision: revision, on: connection)
        var days: [Int64: [CivilDay: [Bool]]] = [:]
        for one in taken {
            let known = days[one.point]?[one.day] ?? [Bool](repeating: false, count: one.slots.count)
            days[one.point, default: [:]][one.day] = zip(known, one.slots).map { $0 || $1 }
        }
        for (point, slots) in days {
            for (day, slots) in slots {
                let mask: SQLValue = slots.contains(false) ? .blob(SlotMask.bytes(slots)) : .null
                try connection.execute(
                    """
                    INSERT INTO energy_part (point, day, message_id, slots)
                    VALUES (\(point), \(day.number), \(id), \(mask))
                    """)
            }
        }
    }

    private static func add(
        _ document: String, _ sender: String, of community: Int64, revision: Int64, withdrawn: Int64? = nil,
        on connection: any StorageConnection
    ) throws -> Int64 {
        let id = try connection.integer(
            """
            INSERT INTO energy_message (community_id, sender, document, revision, withdrawn)
            VALUES (\(community), \(sender), \(document), \(revision), \(withdrawn)) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "a message was stored without a number") }
        return id
    }

    /// Lets the values of a document of the same sender count no longer; what came otherwise counts again.
    ///
    /// Returns the days that are known otherwise now.
    static func withdraw(
        _ document: String, by message: DeliveredFile.Message, of community: Int64, revision: Int64,
        in calendar: ZonedCalendar, _ report: inout TakenReport, on connection: any StorageConnection
    ) throws -> [ReadingQueries.Taken] {
        let found = try connection.rows(
            """
            SELECT id, withdrawn FROM energy_message WHERE community_id = \(community) AND document = \(document)
                AND sender = \(message.sender) ORDER BY id
            """
        ) { (id: $0.integer(0), isWithdrawn: $0.integerIfPresent(1) != nil) }
        if found.isEmpty {
            _ = try add(
                document, message.sender, of: community, revision: revision, withdrawn: revision, on: connection)
            report.unread.append(
                Unread(
                    line: 0,
                    words: Words(
                        "Der Absender zieht die Nachricht \(document) zurück, die von ihm hier nicht angekommen ist. Kein Wert ändert sich; kommt sie noch, wird sie nicht übernommen.",
                        "The sender withdraws the message \(document), which has not come here from it. No value changes; if it comes, it is not taken."
                    )))
            return []
        }
        guard found.contains(where: { !$0.isWithdrawn }) else {
            report.unread.append(
                Unread(
                    line: 0,
                    words: Words(
                        "Die Nachricht \(document) ist schon zurückgezogen; nichts ändert sich.",
                        "The message \(document) is withdrawn already; nothing changes.")))
            return []
        }
        var days: Set<PointDay> = []
        for one in found where !one.isWithdrawn {
            try connection.execute("UPDATE energy_message SET withdrawn = \(revision) WHERE id = \(one.id)")
            for day in try connection.rows(
                "SELECT point, day FROM energy_part WHERE message_id = \(one.id)",
                { PointDay(point: $0.integer(0), day: CivilDay(number: Int($0.integer(1)))) })
            {
                days.insert(day)
            }
        }
        var changed: [ReadingQueries.Taken] = []
        for one in days.sorted(by: { ($0.point, $0.day) < ($1.point, $1.day) }) {
            guard let metering = MeteringDay(one.day, in: calendar) else { continue }
            let now = try ReadingQueries.blocks(of: [one.point], one.day...one.day, on: connection)[one.point]?[one.day]
            guard let now else { continue }
            let again = try known(one, slots: metering.slotCount, on: connection)
            let slots = now.states.indices.map {
                now.states[$0] != again.states[$0] || now.values[$0] != again.values[$0]
            }
            guard slots.contains(true) else { continue }
            report.withdrawn += slots.count { $0 }
            try ReadingQueries.store(
                try again.block(), point: one.point, one.day, revision, isFirst: false, on: connection)
            changed.append(ReadingQueries.Taken(point: one.point, day: one.day, slots: slots))
        }
        return changed
    }

    private struct PointDay: Hashable {
        let point: Int64
        let day: CivilDay
    }

    /// A day of a point made again from all that came, without what is withdrawn.
    private static func known(
        _ one: PointDay, slots: Int, on connection: any StorageConnection
    ) throws -> DayMerge {
        let rows = try connection.rows(
            "SELECT known_from, block FROM energy_day WHERE point = \(one.point) AND day = \(one.day.number) ORDER BY known_from"
        ) { row in
            let bytes = row.blob(1)
            return (from: row.integer(0), block: try DayBlock(reading: bytes.span))
        }
        let parts = try connection.rows(
            """
            SELECT m.revision, m.withdrawn, p.slots FROM energy_part p JOIN energy_message m ON m.id = p.message_id
            WHERE p.point = \(one.point) AND p.day = \(one.day.number) ORDER BY m.revision
            """
        ) { row in
            let mask = row.blobIfPresent(2).map { SlotMask.slots($0, count: slots) }
            return (
                revision: row.integer(0), isWithdrawn: row.integerIfPresent(1) != nil,
                slots: mask ?? [Bool](repeating: true, count: slots)
            )
        }
        // what a withdrawal changed is no delivery
        let withdrawals = Set(
            try connection.rows(
                "SELECT DISTINCT withdrawn FROM energy_message WHERE withdrawn IS NOT NULL"
            ) { $0.integer(0) })
        var merge = DayMerge(nil, slots: slots)
        let moments = Set(rows.map(\.from) + parts.map(\.revision)).subtracting(withdrawals)
        for moment in moments.sorted() {
            guard let block = rows.last(where: { $0.from <= moment })?.block, block.values.count == slots else {
                continue
            }
            let before = rows.last { $0.from < moment }?.block
            let came = parts.filter { $0.revision == moment }
            for slot in 0..<slots {
                let own = came.filter { $0.slots[slot] }
                let isChanged =
                    before.map { $0.states[slot] != block.states[slot] || $0.values[slot] != block.values[slot] }
                    ?? true
                // a table has no number that it could be withdrawn by: what changed with it came with it
                guard own.isEmpty ? isChanged : own.contains(where: { !$0.isWithdrawn }) else { continue }
                merge.take(block.values[slot], block.states[slot], at: slot)
            }
        }
        return merge
    }

    /// The withdrawn messages that a run rests on and did not know to be withdrawn.
    package static func withdrawn(since run: StoredRun, on connection: any StorageConnection) throws -> [String] {
        try connection.rows(
            """
            SELECT DISTINCT m.document FROM energy_message m JOIN energy_part p ON p.message_id = m.id
            WHERE (m.community_id = \(run.community) OR p.point IN (SELECT number FROM energy_version
                    WHERE \(EnergyQueries.belong(to: run.community)) AND kind = \(Point.kind))) AND m.revision <= \(run.revision) AND m.withdrawn > \(run.revision)
                AND p.day BETWEEN \(run.days.lowerBound.number) AND \(run.days.upperBound.number)
            ORDER BY m.document
            """
        ) { $0.text(0) }
    }
}

/// Which quarter hours of a day are meant: a bit for each, the lowest first.
enum SlotMask {
    static func bytes(_ slots: [Bool]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (slots.count + 7) / 8)
        for (slot, isSet) in slots.enumerated() where isSet { bytes[slot / 8] |= 1 << UInt8(slot % 8) }
        return bytes
    }

    static func slots(_ bytes: [UInt8], count: Int) -> [Bool] {
        (0..<count).map { $0 / 8 < bytes.count && bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
    }
}
