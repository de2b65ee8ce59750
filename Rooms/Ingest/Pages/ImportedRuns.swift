// SPDX-License-Identifier: EUPL-1.2
import Catalogue
package import Rights
package import Storage
import Wire

/// The runs of the import as their reports tell them.
package enum ImportedRuns {
    package static func runs(
        id: Int64? = nil, dataset: Int64? = nil, limit: Int, for reader: Reader, on connection: any StorageConnection
    ) throws -> [ImportsPage.Run] {
        var condition: SQL = "\(Dataset.isVisible("dataset_id", to: reader))"
        if let id { condition += " AND id = \(id)" }
        if let dataset { condition += " AND dataset_id = \(dataset)" }
        return try connection.rows(
            """
            SELECT id, mapping, actor, started_at, outcome, report, dataset_id FROM import_run WHERE \(condition)
            ORDER BY started_at DESC, id DESC LIMIT \(limit)
            """
        ) { row in
            ImportsPage.Run(
                id: row.integer(0), mapping: row.text(1), actor: row.text(2),
                started: Instant(microseconds: row.integer(3)), outcome: row.text(4),
                report: (try? JSONValue(parsing: row.text(5))) ?? .null, dataset: row.integerIfPresent(6))
        }
    }
}
