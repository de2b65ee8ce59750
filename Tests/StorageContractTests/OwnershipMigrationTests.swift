// SPDX-License-Identifier: EUPL-1.2
import Platform
import Storage
import TestSupport
import Testing

@Suite struct OwnershipMigrationTests {
    /// A database of the release of 28 November, with rows that belonged to nobody.
    @Test(arguments: TestEngine.allCases)
    func `what had no data set is closed, what was used belongs where it was used`(_ kind: TestEngine) async throws {
        try await withEmptyDatabase(kind) { engine in
            try await Schema.migrator.upTo("sensorthings.observed_area_of_own_features").migrate(
                engine, now: 0)
            try await engine.write { connection in
                for statement in Self.rows { try connection.execute(statement) }
            }
            try await Schema.migrator.migrate(engine, now: 1)
            try await engine.read { connection in
                for (table, expected) in [
                    ("thing", ["1 a", "2 sensordaten"]), ("location", ["1 sensordaten"]),
                    ("datastream", ["1 a", "2 sensordaten"]),
                    ("sensor", ["1 a", "2 sensordaten", "3 sensordaten"]),
                    ("observed_property", ["1 a", "2 sensordaten"]), ("feature_of_interest", ["1 sensordaten"]),
                    ("feature_collection", ["1 sensordaten"]), ("import_run", ["1 sensordaten"]),
                ] {
                    let name = SQL(verbatim: table)
                    let found = try connection.rows(
                        "SELECT t.id, d.slug FROM \(name) t JOIN dataset d ON d.id = t.dataset_id ORDER BY t.id"
                    ) { "\($0.integer(0)) \($0.text(1))" }
                    #expect(found == expected, "\(table)")
                }
                #expect(try connection.text("SELECT access FROM dataset WHERE slug = 'sensordaten'") == "internal")
                #expect(try connection.integer("SELECT count(*) FROM datastream WHERE observed_area IS NOT NULL") == 0)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a database in order gets no data set by it`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let count = try await engine.read { try $0.integer("SELECT count(*) FROM dataset") }
            #expect(count == 0)
        }
    }

    private static let rows: [SQL] = [
        """
        INSERT INTO dataset (id, slug, title, description, owner, licence, attributions, keywords, access,
            issued_at, modified_at) VALUES (7, 'a', 'a', '', 'a', 'a', '[]', '[]', 'public', 0, 0)
        """,
        "INSERT INTO thing (id, dataset_id, name, description) VALUES (1, 7, 'T', ''), (2, NULL, 'U', '')",
        "INSERT INTO location (id, name, description, encoding_type, location) VALUES (1, 'L', '', '', '{}')",
        """
        INSERT INTO sensor (id, name, description, encoding_type, metadata)
        VALUES (1, 'S', '', '', '{}'), (2, 'S', '', '', '{}'), (3, 'S', '', '', '{}')
        """,
        "INSERT INTO observed_property (id, name, definition, description) VALUES (1, 'P', '', ''), (2, 'P', '', '')",
        """
        INSERT INTO datastream (id, dataset_id, thing_id, sensor_id, observed_property_id, name, description,
            observation_type, observed_area, observed_area_given)
        VALUES (1, 7, 1, 1, 1, 'D', '', '', '{}', 1), (2, NULL, 2, 2, 2, 'D', '', '', NULL, 0)
        """,
        """
        INSERT INTO feature_of_interest (id, name, description, encoding_type, feature, location_id)
        VALUES (1, 'F', '', '', '{}', 1)
        """,
        """
        INSERT INTO feature_collection (id, name, title, description, table_name, role, geometry_type, fields, modified_at)
        VALUES (1, 'c', 'c', '', 'layer_c', '', 'Point', '[]', 0)
        """,
        "INSERT INTO import_run (id, mapping, actor, started_at, outcome, report) VALUES (1, 'm', 'a', 0, 'o', '{}')",
    ]
}
