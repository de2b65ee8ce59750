// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Rights
public import SensorThingsModel
public import Storage
public import Wire

/// Thresholds and notes of series. Ask before who may see the series, and who may write to its data set.
public enum SeriesAnnotationQueries {
    package static let migration: [SQL] = [
        """
        CREATE TABLE series_annotation (
            id \(SQL.identityPrimaryKey),
            datastream_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
            name TEXT NOT NULL, name_en TEXT, value \(SQL.double), first_day \(SQL.bigint), last_day \(SQL.bigint),
            CHECK ((value IS NULL) = (first_day IS NOT NULL)), CHECK ((first_day IS NULL) = (last_day IS NULL)))
        """,
        "CREATE INDEX series_annotation_datastream ON series_annotation (datastream_id)",
    ]

    /// The thresholds by their value, then the notes by their first day.
    public static func of(_ datastream: Int64, on connection: any StorageConnection) throws -> [SeriesAnnotation] {
        try connection.rows(
            """
            SELECT id, name, name_en, value, first_day, last_day FROM series_annotation
            WHERE datastream_id = \(datastream) ORDER BY value IS NULL, value, first_day, id
            """
        ) { row in
            let kind: SeriesAnnotation.Kind =
                row.realIfPresent(3).map { .threshold($0) }
                ?? .note(first: Int(row.integer(4)), last: Int(row.integer(5)))
            return SeriesAnnotation(id: row.integer(0), name: Words(row.text(1), row.textIfPresent(2)), kind: kind)
        }
    }

    /// Keeps an annotation, with a line in the audit trail; returns its number.
    /// - Throws: `SeriesAnnotationFault`, `StorageError`.
    @discardableResult
    public static func add(
        _ annotation: SeriesAnnotation, to datastream: Int64, by actor: String, at now: Instant,
        on connection: any StorageConnection
    ) throws -> Int64 {
        guard annotation.name.german.contains(where: { !$0.isWhitespace }) else { throw SeriesAnnotationFault.noName }
        let longest = SeriesAnnotation.longestName
        guard annotation.name.german.count <= longest, annotation.name.english.count <= longest else {
            throw SeriesAnnotationFault.longName
        }
        let count = try connection.integer(
            "SELECT count(*) FROM series_annotation WHERE datastream_id = \(datastream)")
        guard count ?? 0 < Int64(SeriesAnnotation.most) else { throw SeriesAnnotationFault.tooMany }
        var (value, days): (Double?, (first: Int64, last: Int64)?) = (nil, nil)
        switch annotation.kind {
        case .threshold(let limit):
            guard limit.isFinite else { throw SeriesAnnotationFault.noValue }
            value = limit
        case .note(let first, let last):
            guard first <= last else { throw SeriesAnnotationFault.noDays }
            days = (Int64(first), Int64(last))
        }
        let id = try connection.integer(
            """
            INSERT INTO series_annotation (datastream_id, name, name_en, value, first_day, last_day)
            VALUES (\(datastream), \(annotation.name.german), \(annotation.name.translation), \(value),
                \(days?.first), \(days?.last)) RETURNING id
            """)
        guard let id else { throw StorageError.corrupt(message: "an annotation was stored without a number") }
        try AuditTrail.append("create", object: "annotation/\(id)", by: actor, at: now, on: connection)
        return id
    }

    /// Removes one of a series; whether it was there.
    public static func remove(
        _ id: Int64, of datastream: Int64, by actor: String, at now: Instant, on connection: any StorageConnection
    ) throws -> Bool {
        let found = try connection.execute(
            "DELETE FROM series_annotation WHERE id = \(id) AND datastream_id = \(datastream)")
        guard found > 0 else { return false }
        try AuditTrail.append("delete", object: "annotation/\(id)", by: actor, at: now, on: connection)
        return true
    }
}
