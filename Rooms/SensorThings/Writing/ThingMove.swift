// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import SensorThingsModel
import Storage

/// A Thing's move to other Locations (OGC 18-088 §8.2.3): the links, and the HistoricalLocation that remembers them.
struct ThingMove {
    private let connection: any StorageConnection
    private let reader: Reader

    init(_ connection: any StorageConnection, by reader: Reader = .system) {
        self.connection = connection
        self.reader = reader
    }

    func move(thing: Int64, to locations: [Int64], at time: Int64) throws {
        try setLinks(thing, locations)
        let history = try connection.integer(
            """
            INSERT INTO historical_location (id, thing_id, time)
            VALUES (\(NewKey.of("historical_location")), \(thing), \(time)) RETURNING id
            """)
        for location in locations {
            try connection.execute(
                """
                INSERT INTO historical_location_location (historical_location_id, location_id)
                VALUES (\(history), \(location)) ON CONFLICT DO NOTHING
                """)
        }
        if let history { connection.announce(EntityChange(.historicalLocation, history, .created)) }
    }

    /// A HistoricalLocation that is the Thing's latest moves the Thing; an earlier one is history only.
    func follow(historicalLocation id: Int64) throws {
        let found = try connection.firstRow(
            """
            SELECT thing_id, time >= (SELECT max(time) FROM historical_location AS other
                WHERE other.thing_id = historical_location.thing_id)
            FROM historical_location WHERE id = \(id)
            """
        ) { (thing: $0.integer(0), isLatest: $0.bool(1)) }
        guard let found, found.isLatest else { return }
        let locations = try connection.rows(
            "SELECT location_id FROM historical_location_location WHERE historical_location_id = \(id)"
        ) { $0.integer(0) }
        try setLinks(found.thing, locations)
    }

    private func setLinks(_ thing: Int64, _ locations: [Int64]) throws {
        connection.announce(EntityChange(.thing, thing, .updated(["Locations"])))
        // links to what the reader may not see are not the reader's to cut
        try connection.execute(
            """
            DELETE FROM thing_location WHERE thing_id = \(thing) AND location_id IN
                (SELECT id FROM location WHERE \(Dataset.isVisible("dataset_id", to: reader)))
            """)
        for location in locations {
            try connection.execute(
                """
                INSERT INTO thing_location (thing_id, location_id) VALUES (\(thing), \(location))
                ON CONFLICT DO NOTHING
                """)
        }
    }
}
