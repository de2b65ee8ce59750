// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import DCAT
import Foundation
import Rights
package import Storage
package import Wire

/// Takes a whole catalogue over what is kept of it.
package enum HarvestStore {
    /// What would change, and what does where `isTrial` is false: all in one transaction, with a line in the audit trail.
    ///
    /// Nothing is written where nothing is other than before.
    /// - Throws: `HarvestFault` where a catalogue that had data sets has none any more.
    package static func take(
        _ datasets: [ForeignDataset], from source: Int64, isTrial: Bool, by actor: String, at now: Instant,
        on connection: any StorageConnection
    ) throws -> HarvestOutcome {
        struct Known {
            let id: Int64
            let content: String
            let isGone: Bool
        }
        var known: [String: Known] = [:]
        try connection.forEachRow(
            "SELECT identifier, id, content, gone_at FROM harvest_record WHERE source_id = \(source)"
        ) { row in
            known[row.text(0)] = Known(
                id: row.integer(1), content: row.text(2), isGone: row.integerIfPresent(3) != nil)
            return true
        }
        let held = known.values.count { !$0.isGone }
        if datasets.isEmpty, held > 0 { throw HarvestFault.hasVanished(held) }
        var outcome = HarvestOutcome()
        for dataset in datasets {
            let content = dataset.json.text
            guard let old = known.removeValue(forKey: dataset.identifier) else {
                outcome.added += 1
                if !isTrial { try insert(dataset, content, source, now, connection) }
                continue
            }
            if old.content == content, !old.isGone {
                outcome.unchanged += 1
                continue
            }
            if old.isGone { outcome.returned += 1 } else { outcome.changed += 1 }
            if !isTrial { try update(old.id, dataset, content, now, connection) }
        }
        let gone = known.values.filter { !$0.isGone }.map(\.id).sorted()
        outcome.gone = gone.count
        guard !isTrial, !outcome.isEmpty else { return outcome }
        for id in gone {
            try connection.execute("UPDATE harvest_record SET gone_at = \(now.microseconds) WHERE id = \(id)")
        }
        try connection.execute(
            """
            INSERT INTO harvest_run (source_id, at, actor, added, changed, gone, returned)
            VALUES (\(source), \(now.microseconds), \(actor), \(Int64(outcome.added)), \(Int64(outcome.changed)),
                \(Int64(outcome.gone)), \(Int64(outcome.returned)))
            """)
        try AuditTrail.append(
            "harvest", object: "harvest/\(source)", by: actor, at: now, detail: outcome.json, on: connection)
        return outcome
    }

    private static func insert(
        _ dataset: ForeignDataset, _ content: String, _ source: Int64, _ now: Instant,
        _ connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO harvest_record (source_id, identifier, title, sorting, words, content, first_at, changed_at)
            VALUES (\(source), \(dataset.identifier), \(title(dataset)), \(sorting(dataset)), \(dataset.searched),
                \(content), \(now.microseconds), \(now.microseconds))
            """)
    }

    private static func update(
        _ id: Int64, _ dataset: ForeignDataset, _ content: String, _ now: Instant, _ connection: any StorageConnection
    ) throws {
        try connection.execute(
            """
            UPDATE harvest_record SET title = \(title(dataset)), sorting = \(sorting(dataset)), words = \(dataset.searched),
                content = \(content), changed_at = \(now.microseconds), gone_at = NULL WHERE id = \(id)
            """)
    }

    /// Where it stands among others: ä with a, capitals with small letters.
    private static func sorting(_ dataset: ForeignDataset) -> String {
        dataset.title.german.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }

    private static func title(_ dataset: ForeignDataset) -> String {
        [dataset.title.german, dataset.title.translation].compactMap { $0 }.joined(separator: " / ")
    }
}
