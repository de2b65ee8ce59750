// SPDX-License-Identifier: EUPL-1.2
package import Energy
import Metering
package import Storage
package import Wire

/// What became known when, by whom: the second of the two times that everything in a sharing has.
package enum ChangeHistory {
    package struct Entry: Sendable, Hashable {
        package let revision: Int64
        package let at: Instant
        package let actor: String
        package let things: [ChangedThing]
    }

    /// The newest first; `before` is the revision that the list goes on from.
    package static func entries(
        of community: Community, before: Int64? = nil, limit: Int, on connection: any StorageConnection
    ) throws -> [Entry] {
        let older: SQL = before.map { "WHERE revision < \($0)" } ?? "WHERE revision IS NOT NULL"
        let own = EnergyQueries.belong(to: community.id)
        let found = try connection.rows(
            """
            SELECT r.id, r.at, r.actor FROM energy_revision r JOIN (
                SELECT revision FROM (
                    SELECT known_from AS revision FROM energy_version WHERE \(own)
                    UNION SELECT known_until FROM energy_version WHERE \(own)) AS known
                \(older)) AS own ON own.revision = r.id
            ORDER BY r.id DESC LIMIT \(limit)
            """
        ) { (revision: $0.integer(0), at: Instant(microseconds: $0.integer(1)), actor: $0.text(2)) }
        return try found.map { one in
            Entry(
                revision: one.revision, at: one.at, actor: one.actor,
                things: try things(of: community, at: one.revision, on: connection))
        }
    }

    /// What one revision changed; nil where it changed nothing of this sharing.
    package static func entry(
        _ revision: Int64, of community: Community, on connection: any StorageConnection
    ) throws -> Entry? {
        try entries(of: community, before: revision + 1, limit: 1, on: connection).first { $0.revision == revision }
    }

    private static func things(
        of community: Community, at revision: Int64, on connection: any StorageConnection
    ) throws -> [ChangedThing] {
        var things: [ChangedThing] = []
        try connection.forEachRow(
            """
            SELECT id, kind, number, valid_from, valid_through, document, known_from FROM energy_version
            WHERE \(EnergyQueries.belong(to: community.id)) AND (known_from = \(revision) OR known_until = \(revision))
            ORDER BY kind, number, valid_from, id
            """
        ) { row in
            let (kind, number) = (row.text(1), row.integer(2))
            let days = ValidDays(
                from: CivilDay(number: Int(row.integer(3))),
                through: row.integerIfPresent(4).map { CivilDay(number: Int($0)) })
            let document = (try? JSONValue(parsing: row.text(5)))?.object ?? [:]
            let held = ChangedThing.Held(row: row.integer(0), days: days, what: PowerThing(kind: kind, document))
            let isNew = row.integer(6) == revision
            let last = things.last.flatMap { $0.kind == kind && $0.number == number ? $0 : nil }
            if last != nil { things.removeLast() }
            things.append(
                ChangedThing(
                    kind: kind, number: number, before: (last?.before ?? []) + (isNew ? [] : [held]),
                    after: (last?.after ?? []) + (isNew ? [held] : [])))
            return true
        }
        return things
    }

    /// Runs that stand, were made before `revision` (nil: ever), and settled days on which something else holds now.
    package static func touched(
        by things: [ChangedThing], before revision: Int64? = nil, of community: Community,
        on connection: any StorageConnection
    ) throws -> [StoredRun] {
        let affected = things.compactMap(\.affected)
        guard !affected.isEmpty else { return [] }
        return try RunQueries.runs(of: community.id, on: connection).filter { run in
            run.correctedBy == nil && revision.map { run.revision < $0 } ?? true
                && affected.contains { $0.overlaps(run.days) }
        }
    }
}
