// SPDX-License-Identifier: EUPL-1.2
import Rights
public import Storage
public import Wire

/// Reading and writing what catalogues are told of data sets.
public enum CatalogueRecordQueries {
    /// The records of some data sets by their ids; those without one are not among them.
    public static func all(
        ofDatasets ids: [Int64], on connection: any StorageConnection
    ) throws -> [Int64: CatalogueRecord] {
        guard !ids.isEmpty else { return [:] }
        let rows = try connection.rows(
            "SELECT dataset_id, content FROM catalogue_record WHERE dataset_id IN (\(list: ids))"
        ) { row in (row.integer(0), CatalogueRecord((try? JSONValue(parsing: row.text(1))) ?? .null)) }
        return Dictionary(rows) { first, _ in first }
    }

    public static func find(of dataset: Int64, on connection: any StorageConnection) throws -> CatalogueRecord {
        try all(ofDatasets: [dataset], on: connection)[dataset] ?? CatalogueRecord()
    }

    /// Keeps a data set and its record together, with a line in the audit trail; ask first who may.
    /// - Throws: `Dataset.ValidationError` with the faults of both; then nothing is kept.
    public static func save(
        _ dataset: Dataset, _ record: CatalogueRecord, by actor: String, at instant: Instant,
        on connection: any StorageConnection
    ) throws {
        let faults = dataset.faults + record.faults
        guard faults.isEmpty else { throw Dataset.ValidationError(slug: dataset.slug, faults: faults) }
        let id = try DatasetQueries.save(dataset.validated(), by: actor, at: instant, on: connection)
        let content = SQLValue.json(record.json.text)
        try connection.execute(
            """
            INSERT INTO catalogue_record (dataset_id, content, changed_at)
            VALUES (\(id), \(content), \(instant.microseconds))
            ON CONFLICT (dataset_id) DO UPDATE SET content = excluded.content, changed_at = excluded.changed_at
            """)
        try AuditTrail.append(
            "update", object: "dataset/\(dataset.slug)", by: actor, at: instant, detail: ["catalogue": true],
            on: connection)
    }
}
