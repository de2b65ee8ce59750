// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Features
import Storage
import Wire

/// A town of five data sets in which each has one of everything, with the data set's number as id.
enum DoorTown {
    static let now = Instant(seconds: 1_780_000_000)
    static let sets: [(id: Int64, access: Dataset.Access, owner: String)] = [
        (1, .public, "Bauamt"), (2, .internal, "Bauamt"), (3, .restricted, "Bauamt"), (4, .restricted, "Forst"),
        (5, .internal, "Forst"),
    ]

    static func fill(_ engine: any StorageEngine, with wanted: Set<Int64>, _ visitor: DoorVisitor) async throws {
        try await engine.write { connection in
            for set in sets where wanted.contains(set.id) { try fill(set, on: connection) }
            guard let role = visitor.role else { return }
            let key = try connection.integer(
                """
                INSERT INTO access_key (name, role, secret_hash, created_at, used_at)
                VALUES ('door', \(role.rawValue), \(Secret.hash(DoorVisitor.secret)), \(now.microseconds),
                    \(now.microseconds)) RETURNING id
                """)
            for (dataset, level) in visitor.grants {
                try connection.execute(
                    """
                    INSERT INTO access_grant (key_id, dataset_id, level, created_at, creator)
                    VALUES (\(key), \(dataset), \(level.rawValue), \(now.microseconds), 'test')
                    """)
            }
        }
        for set in sets where wanted.contains(set.id) {
            let features = (1...3).map { number in
                Feature(
                    id: .string("f\(number)"), longitude: 7.6 + Double(number) / 100, latitude: 51.9,
                    properties: ["name": .string("Ebene \(set.id) Ort \(number)")])
            }
            let description = LayerDescription(
                name: "ebene-\(set.id)", title: "Ebene \(set.id)", titleEnglish: "Ebene \(set.id)",
                description: "Geheim?",
                datasetID: set.id, role: .playground, titleField: "name", timeField: nil)
            try await LayerImport.store(features, as: description, at: now, in: engine) { _, _ in }
        }
    }

    private static func fill(
        _ set: (id: Int64, access: Dataset.Access, owner: String), on connection: any StorageConnection
    ) throws {
        let (id, at) = (set.id, now.microseconds)
        let json = { (text: String) in SQLValue.json(text) }
        let text = { (text: String) in SQLValue.text(text) }
        try connection.execute(
            """
            INSERT INTO dataset (id, slug, title, description, owner, licence, attributions, keywords, access, issued_at,
                modified_at)
            VALUES (\(id), \(text("satz-\(id)")), \(text("Satz \(id)")), 'Geheim?', \(set.owner), 'cc-zero', \(json("[]")),
                \(json("[]")), \(set.access.rawValue), \(at), \(at))
            """)
        try connection.execute(
            """
            INSERT INTO sensor (id, dataset_id, name, description, encoding_type, metadata)
            VALUES (\(id), \(id), \(text("Sonde \(id)")), 's', 't', \(json("\"x\"")))
            """)
        try connection.execute(
            """
            INSERT INTO observed_property (id, dataset_id, name, definition, description)
            VALUES (\(id), \(id), \(text("Größe \(id)")), 'd', 'd')
            """)
        try connection.execute(
            "INSERT INTO thing (id, dataset_id, name, description) VALUES (\(id), \(id), \(text("Stelle \(id)")), 'd')")
        let point = json("{\"type\":\"Point\",\"coordinates\":[7.\(id),51.9]}")
        let longitude = 7 + Double(id) / 10
        try connection.execute(
            """
            INSERT INTO location (id, dataset_id, name, description, encoding_type, location, longitude, latitude)
            VALUES (\(id), \(id), \(text("Ort \(id)")), 'd', 'application/geo+json', \(point), \(longitude), 51.9)
            """)
        try connection.execute("INSERT INTO thing_location (thing_id, location_id) VALUES (\(id), \(id))")
        try connection.execute("INSERT INTO historical_location (id, thing_id, time) VALUES (\(id), \(id), \(at))")
        try connection.execute(
            """
            INSERT INTO historical_location_location (historical_location_id, location_id) VALUES (\(id), \(id))
            """)
        try connection.execute(
            """
            INSERT INTO datastream (id, dataset_id, thing_id, sensor_id, observed_property_id, name, description,
                observation_type, unit_name, unit_symbol)
            VALUES (\(id), \(id), \(id), \(id), \(id), \(text("Reihe \(id)")), 'd', 't', 'Meter', 'm')
            """)
        try connection.execute(
            """
            INSERT INTO feature_of_interest (id, dataset_id, name, description, encoding_type, feature, longitude,
                latitude)
            VALUES (\(id), \(id), \(text("Gebiet \(id)")), 'd', 'application/geo+json', \(point), \(longitude), 51.9)
            """)
        let hour: Int64 = 3_600_000_000
        let first = id * 1024
        for number in 0..<20 as Range<Int64> {
            try connection.execute(
                """
                INSERT INTO observation (datastream_id, phenomenon_time, id, result, feature_id)
                VALUES (\(id), \(at - (20 - number) * hour), \(first + number), \(Double(number + id)), \(id))
                """)
        }
        try connection.execute(
            """
            INSERT INTO observation_block (block, datastream_id, first_time, last_time)
            VALUES (\(id), \(id), \(at - 20 * hour), \(at - hour))
            """)
        try connection.execute("INSERT INTO datastream_feature (feature_id, datastream_id) VALUES (\(id), \(id))")
        try connection.execute(
            """
            INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end, latest_time,
                latest_id, latest_result, interval_us)
            VALUES (\(id), 20, \(at - 20 * hour), \(at - hour), \(at - hour), \(first + 19), \(Double(19 + id)), \(hour))
            """)
        try connection.execute(
            """
            INSERT INTO datastream_state_change (id, datastream_id, state_from, state_to, at)
            VALUES (\(id), \(id), 'live', 'late', \(at - hour))
            """)
        try connection.execute(
            """
            INSERT INTO import_run (id, mapping, dataset_id, actor, started_at, finished_at, outcome, report)
            VALUES (\(id), \(text("karte-\(id)")), \(id), 'Eva', \(at), \(at), 'imported', \(json("{}")))
            """)
    }
}
