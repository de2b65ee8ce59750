// SPDX-License-Identifier: EUPL-1.2
import Ledger
public import Storage
public import Wire

/// The keys by which texts about people become marks, and which columns of a data set are kept so.
///
/// A key is drawn when it is first needed in a period and destroyed when the period is over: afterwards nobody, not the town
/// either, can say which text a mark was made of, nor whether it is the same as one of another period.
public enum PseudonymQueries {
    /// A column whose texts are not kept.
    public struct Column: Sendable, Hashable {
        public let name: String
        public let period: PseudonymPeriod

        public init(name: String, period: PseudonymPeriod) {
            (self.name, self.period) = (name, period)
        }
    }

    /// The key of a data set for the period that `instant` lies in, drawn where there is none yet.
    public static func key(
        of dataset: Int64, _ period: PseudonymPeriod, at instant: Instant, on connection: any StorageConnection
    ) throws -> [UInt8] {
        try destroyExpired(at: instant, on: connection)
        let (secret, end) = (SQLValue.blob(RandomBytes.make()), period.end(after: instant))
        try connection.execute(
            """
            INSERT INTO pseudonym_key (dataset_id, period, ends_at, secret)
            VALUES (\(dataset), \(period.rawValue), \(end.microseconds), \(secret))
            ON CONFLICT (dataset_id, period) DO NOTHING
            """)
        let kept = try connection.firstRow(
            "SELECT secret FROM pseudonym_key WHERE dataset_id = \(dataset) AND period = \(period.rawValue)"
        ) { $0.blob(0) }
        guard let kept, !kept.isEmpty else {
            throw StorageError.unavailable(message: "the key for pseudonyms could not be kept")
        }
        return kept
    }

    /// Destroys the keys whose period is over.
    public static func destroyExpired(at instant: Instant, on connection: any StorageConnection) throws {
        try connection.execute("DELETE FROM pseudonym_key WHERE ends_at <= \(instant.microseconds)")
    }

    /// Destroys all keys: a copy of the database is to hold none.
    public static func destroyAll(on connection: any StorageConnection) throws {
        try connection.execute("DELETE FROM pseudonym_key")
    }

    /// Keeps which columns of a data set came as marks, for the record of processing; the data set is about people now.
    ///
    /// What is public already stays so, and `allmende doctor` names it.
    public static func note(
        _ columns: [Column], of dataset: Int64, at instant: Instant, on connection: any StorageConnection
    ) throws {
        for column in columns {
            try connection.execute(
                """
                INSERT INTO pseudonym_column (dataset_id, name, period, since)
                VALUES (\(dataset), \(column.name), \(column.period.rawValue), \(instant.microseconds))
                ON CONFLICT (dataset_id, name) DO UPDATE SET period = excluded.period
                """)
        }
        try connection.execute(
            """
            UPDATE dataset SET personal_data = \(PersonalData.pseudonymous.rawValue)
            WHERE id = \(dataset) AND personal_data = \(PersonalData.none.rawValue)
                AND access <> \(Dataset.Access.public.rawValue)
            """)
    }

    /// The columns of a data set whose texts are not kept, by name.
    public static func columns(of dataset: Int64, on connection: any StorageConnection) throws -> [Column] {
        try connection.rows(
            "SELECT name, period FROM pseudonym_column WHERE dataset_id = \(dataset) ORDER BY name"
        ) { Column(name: $0.text(0), period: PseudonymPeriod(rawValue: $0.text(1)) ?? .day) }
    }
}
