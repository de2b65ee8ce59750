// SPDX-License-Identifier: EUPL-1.2
import Rights
public import Storage
public import Wire

/// Reading and writing the record of processing activities.
public enum ProcessingQueries {
    /// A data set about people with what is recorded of it.
    public struct Entry: Sendable, Hashable {
        public let dataset: Dataset
        public let personal: PersonalData
        public let record: ProcessingRecord
        /// Columns of which marks are kept in place of the texts.
        public let pseudonyms: [PseudonymQueries.Column]
    }

    public static func find(of dataset: Int64, on connection: any StorageConnection) throws -> ProcessingRecord {
        let text = try connection.text("SELECT content FROM processing_record WHERE dataset_id = \(dataset)")
        return text.flatMap { try? JSONValue(parsing: $0) }.map(ProcessingRecord.init) ?? ProcessingRecord()
    }

    /// Keeps the record, with a line in the audit trail.
    public static func save(
        _ record: ProcessingRecord, of dataset: Dataset, by actor: String, at instant: Instant,
        on connection: any StorageConnection
    ) throws {
        let content = SQLValue.json(record.json.text)
        try connection.execute(
            """
            INSERT INTO processing_record (dataset_id, content, changed_at)
            VALUES (\(dataset.id), \(content), \(instant.microseconds))
            ON CONFLICT (dataset_id) DO UPDATE SET content = excluded.content, changed_at = excluded.changed_at
            """)
        try AuditTrail.append(
            "update", object: "dataset/\(dataset.slug)", by: actor, at: instant,
            detail: ["processingRecord": .bool(record.missing.isEmpty)], on: connection)
    }

    /// All data sets about people, by title.
    public static func all(on connection: any StorageConnection) throws -> [Entry] {
        try DatasetQueries.all(for: .system, on: connection).compactMap { dataset in
            let personal = try DatasetQueries.personalData(of: dataset.id, on: connection)
            guard personal != .none else { return nil }
            return Entry(
                dataset: dataset, personal: personal, record: try find(of: dataset.id, on: connection),
                pseudonyms: try PseudonymQueries.columns(of: dataset.id, on: connection))
        }
    }
}
