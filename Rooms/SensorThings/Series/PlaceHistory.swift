// SPDX-License-Identifier: EUPL-1.2
public import Access
import Catalogue
public import Storage
public import Wire

/// Where a Thing was from when on: its HistoricalLocations (OGC 18-088 §8.2.3), the latest first.
public struct PlaceHistory: Sendable, Hashable {
    public let time: Instant
    public let name: String
    /// Degrees (CRS84), where the Location is a point.
    public let longitude: Double?
    public let latitude: Double?

    /// At most `limit` moves; none of a Thing or to a Location that the reader may not see.
    public static func of(
        thing: Int64, for reader: Reader, limit: Int = 50, on connection: any StorageConnection
    ) throws -> [PlaceHistory] {
        try connection.rows(
            """
            SELECT historical_location.time, location.name, location.longitude, location.latitude
            FROM historical_location
            JOIN thing ON thing.id = historical_location.thing_id
            JOIN historical_location_location AS link ON link.historical_location_id = historical_location.id
            JOIN location ON location.id = link.location_id
            WHERE historical_location.thing_id = \(thing) AND \(Dataset.isVisible("thing.dataset_id", to: reader))
                AND \(Dataset.isVisible("location.dataset_id", to: reader))
            ORDER BY historical_location.time DESC, historical_location.id DESC, location.id
            LIMIT \(Int64(limit))
            """
        ) { row in
            PlaceHistory(
                time: Instant(microseconds: row.integer(0)), name: row.text(1), longitude: row.realIfPresent(2),
                latitude: row.realIfPresent(3))
        }
    }
}
