// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// The data set that sensor data belong to when nobody named one: internal, until somebody decides to publish it.
public enum DefaultDataset {
    public static let slug = "sensordaten"

    public static func id(now: Instant, on connection: any StorageConnection) throws -> Int64 {
        if let id = try connection.integer("SELECT id FROM dataset WHERE slug = \(slug)") { return id }
        return try DatasetQueries.save(
            Dataset(
                slug: slug, title: "Sensordaten ohne Datensatz", titleEnglish: "Sensor data without a data set",
                description: "Was über die Schnittstelle ohne Angabe eines Datensatzes angelegt wurde.",
                descriptionEnglish: "What came in through the interface without naming a data set.",
                owner: "Betrieb", licence: "other-closed", access: .internal, issued: now, modified: now),
            by: "system", at: now, on: connection)
    }
}
