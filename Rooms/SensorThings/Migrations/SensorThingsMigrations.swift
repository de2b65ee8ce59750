// SPDX-License-Identifier: EUPL-1.2
import SensorThingsSeries
import SensorThingsWriting
public import Storage

/// The tables of this room (OGC 18-088 §8). Instants are microseconds UTC.
///
/// An Observation's key is (datastream, time, id): one series is one stretch of the tree. Ids are handed out in blocks
/// of 1024 per Datastream; `observation_block` finds the stretch an id lies in, so that no index over ids is needed.
/// `datastream_feature` names each pair of FeatureOfInterest and Datastream that Observations have: the writer adds new
/// pairs once per batch, so that a feature's Observations are found without an index on each row.
/// `datastream_state` holds the latest value and the time range, brought up to date once per batch.
public enum SensorThingsMigrations {
    public static let all: [Migration] = [
        Migration(
            "sensorthings.entities", after: ["catalogue.datasets"], formerly: 3,
            statements: [
                """
                CREATE TABLE thing (
                    id \(SQL.identityPrimaryKey), dataset_id \(SQL.bigint) REFERENCES dataset (id),
                    import_key TEXT UNIQUE, name TEXT NOT NULL, description TEXT NOT NULL, properties \(SQL.json))
                """,
                "CREATE INDEX thing_dataset ON thing (dataset_id)",
                "CREATE INDEX thing_name ON thing (name, id)",
                """
                CREATE TABLE location (
                    id \(SQL.identityPrimaryKey), dataset_id \(SQL.bigint) REFERENCES dataset (id),
                    name TEXT NOT NULL, description TEXT NOT NULL, encoding_type TEXT NOT NULL,
                    location \(SQL.json) NOT NULL, longitude \(SQL.double), latitude \(SQL.double),
                    properties \(SQL.json))
                """,
                "CREATE INDEX location_dataset ON location (dataset_id)",
                "CREATE INDEX location_place ON location (longitude, latitude)",
                """
                CREATE TABLE thing_location (
                    thing_id \(SQL.bigint) NOT NULL REFERENCES thing (id) ON DELETE CASCADE,
                    location_id \(SQL.bigint) NOT NULL REFERENCES location (id) ON DELETE CASCADE,
                    PRIMARY KEY (thing_id, location_id))\(SQL.clustered)
                """,
                "CREATE INDEX thing_location_reverse ON thing_location (location_id, thing_id)",
                """
                CREATE TABLE historical_location (
                    id \(SQL.identityPrimaryKey),
                    thing_id \(SQL.bigint) NOT NULL REFERENCES thing (id) ON DELETE CASCADE,
                    time \(SQL.bigint) NOT NULL)
                """,
                "CREATE INDEX historical_location_thing ON historical_location (thing_id, time, id)",
                """
                CREATE TABLE historical_location_location (
                    historical_location_id \(SQL.bigint) NOT NULL REFERENCES historical_location (id) ON DELETE CASCADE,
                    location_id \(SQL.bigint) NOT NULL REFERENCES location (id) ON DELETE CASCADE,
                    PRIMARY KEY (historical_location_id, location_id))\(SQL.clustered)
                """,
                """
                CREATE INDEX historical_location_location_reverse
                ON historical_location_location (location_id, historical_location_id)
                """,
                """
                CREATE TABLE sensor (
                    id \(SQL.identityPrimaryKey), dataset_id \(SQL.bigint) REFERENCES dataset (id),
                    import_key TEXT UNIQUE, name TEXT NOT NULL, description TEXT NOT NULL, encoding_type TEXT NOT NULL,
                    metadata \(SQL.json) NOT NULL, properties \(SQL.json))
                """,
                """
                CREATE TABLE observed_property (
                    id \(SQL.identityPrimaryKey), dataset_id \(SQL.bigint) REFERENCES dataset (id),
                    import_key TEXT UNIQUE, name TEXT NOT NULL, definition TEXT NOT NULL, description TEXT NOT NULL,
                    properties \(SQL.json))
                """,
                "CREATE INDEX observed_property_name ON observed_property (name, id)",
                """
                CREATE TABLE datastream (
                    id \(SQL.identityPrimaryKey), dataset_id \(SQL.bigint) REFERENCES dataset (id),
                    import_key TEXT UNIQUE,
                    thing_id \(SQL.bigint) NOT NULL REFERENCES thing (id) ON DELETE CASCADE,
                    sensor_id \(SQL.bigint) NOT NULL REFERENCES sensor (id) ON DELETE CASCADE,
                    observed_property_id \(SQL.bigint) NOT NULL REFERENCES observed_property (id) ON DELETE CASCADE,
                    name TEXT NOT NULL, description TEXT NOT NULL, observation_type TEXT NOT NULL,
                    unit_name TEXT, unit_symbol TEXT, unit_definition TEXT, observed_area \(SQL.json),
                    properties \(SQL.json), ended_at \(SQL.bigint))
                """,
                "CREATE INDEX datastream_thing ON datastream (thing_id, id)",
                "CREATE INDEX datastream_sensor ON datastream (sensor_id, id)",
                "CREATE INDEX datastream_observed_property ON datastream (observed_property_id, id)",
                "CREATE INDEX datastream_dataset ON datastream (dataset_id, id)",
                "CREATE INDEX datastream_name ON datastream (name, id)",
                """
                CREATE TABLE datastream_state (
                    datastream_id \(SQL.bigint) PRIMARY KEY REFERENCES datastream (id) ON DELETE CASCADE,
                    observation_count \(SQL.bigint) NOT NULL DEFAULT 0,
                    phenomenon_start \(SQL.bigint), phenomenon_end \(SQL.bigint),
                    result_start \(SQL.bigint), result_end \(SQL.bigint),
                    latest_time \(SQL.bigint), latest_id \(SQL.bigint), latest_result \(SQL.double), latest_text TEXT,
                    interval_us \(SQL.bigint),
                    next_id \(SQL.bigint) NOT NULL DEFAULT 0, block_end \(SQL.bigint) NOT NULL DEFAULT 0)
                """,
                "CREATE INDEX datastream_state_start ON datastream_state (phenomenon_start)",
                "CREATE INDEX datastream_state_end ON datastream_state (phenomenon_end)",
                """
                CREATE TABLE feature_of_interest (
                    id \(SQL.identityPrimaryKey), dataset_id \(SQL.bigint) REFERENCES dataset (id),
                    name TEXT NOT NULL, description TEXT NOT NULL, encoding_type TEXT NOT NULL,
                    feature \(SQL.json) NOT NULL, longitude \(SQL.double), latitude \(SQL.double),
                    properties \(SQL.json),
                    location_id \(SQL.bigint) REFERENCES location (id) ON DELETE SET NULL)
                """,
                "CREATE INDEX feature_of_interest_location ON feature_of_interest (location_id)",
                """
                CREATE TABLE observation (
                    datastream_id \(SQL.bigint) NOT NULL, phenomenon_time \(SQL.bigint) NOT NULL,
                    id \(SQL.bigint) NOT NULL, phenomenon_duration \(SQL.bigint), result \(SQL.double),
                    result_time \(SQL.bigint), feature_id \(SQL.bigint), result_json TEXT, extra \(SQL.json),
                    PRIMARY KEY (datastream_id, phenomenon_time, id))\(SQL.clustered)
                """,
                """
                CREATE TABLE observation_block (
                    block \(SQL.identityPrimaryKey), datastream_id \(SQL.bigint) NOT NULL,
                    first_time \(SQL.bigint) NOT NULL, last_time \(SQL.bigint) NOT NULL)
                """,
                "CREATE INDEX observation_block_datastream ON observation_block (datastream_id)",
                """
                CREATE TABLE datastream_feature (
                    feature_id \(SQL.bigint) NOT NULL REFERENCES feature_of_interest (id) ON DELETE CASCADE,
                    datastream_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
                    PRIMARY KEY (feature_id, datastream_id))\(SQL.clustered)
                """,
            ]),
        Migration("sensorthings.shapes", formerly: 8, statements: shapes),
        Migration("sensorthings.retention", formerly: 10, statements: retention),
        Migration(
            "sensorthings.multi_datastreams", formerly: 11,
            statements: [
                "ALTER TABLE datastream ADD COLUMN multi_observation_data_types \(SQL.json)",
                "ALTER TABLE datastream ADD COLUMN unit_of_measurements \(SQL.json)",
                "CREATE INDEX datastream_multi ON datastream (id) WHERE multi_observation_data_types IS NOT NULL",
                """
                CREATE TABLE multi_datastream_element (
                    datastream_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
                    rank \(SQL.bigint) NOT NULL,
                    observed_property_id \(SQL.bigint) NOT NULL REFERENCES observed_property (id) ON DELETE CASCADE,
                    PRIMARY KEY (datastream_id, rank), UNIQUE (observed_property_id, datastream_id))\(SQL.clustered)
                """,
            ]),
        Migration(
            "sensorthings.state_changes", formerly: 12,
            statements: [
                "ALTER TABLE datastream_state ADD COLUMN reported_state TEXT",
                """
                CREATE TABLE datastream_state_change (
                    id \(SQL.identityPrimaryKey),
                    datastream_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
                    state_from TEXT NOT NULL, state_to TEXT NOT NULL, at \(SQL.bigint) NOT NULL)
                """,
                "CREATE INDEX datastream_state_change_datastream ON datastream_state_change (datastream_id, at)",
            ]),
        Migration(
            "sensorthings.daily_aggregates", formerly: 13,
            statements: ["ALTER TABLE datastream_state ADD COLUMN days_to \(SQL.bigint)"]),
        Migration("sensorthings.observed_area", formerly: 14, statements: ObservedArea.migration),
        Migration(
            "sensorthings.change_outbox", formerly: 15,
            statements: [
                "CREATE TABLE change_listener (since \(SQL.bigint) NOT NULL)",
                "CREATE TABLE change_outbox (id \(SQL.identityPrimaryKey), body TEXT NOT NULL)",
            ]),
        Migration("sensorthings.shape_relations", formerly: 17, statements: ShapeRelations.migration),
        Migration("sensorthings.ends", formerly: 18, statements: ends),
        Migration(
            "sensorthings.forming", formerly: 19,
            statements: [
                "ALTER TABLE datastream_state ADD COLUMN forming_to \(SQL.bigint)",
                "ALTER TABLE datastream_state ADD COLUMN forming_by \(SQL.bigint)",
            ]),
        Migration("sensorthings.retired_keys", formerly: 20, statements: [NewKey.table] + retiring),
        Migration("sensorthings.observed_area_of_own_features", formerly: 22, statements: ObservedArea.ownFeatures),
        Migration(
            "sensorthings.entities_have_datasets", after: ["access.rights_counter"], formerly: 25,
            statements: EntityOwnership.migration),
        Migration(
            "sensorthings.remembered_writes", formerly: 29,
            statements: [
                """
                CREATE TABLE remembered_write (
                    id \(SQL.identityPrimaryKey), caller TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
                    status \(SQL.bigint) NOT NULL, created TEXT, row_answers TEXT, body \(SQL.bytes) NOT NULL,
                    ends_at \(SQL.bigint) NOT NULL, UNIQUE (caller, name))
                """
            ]),
        Migration(
            "sensorthings.change_listener_holder", formerly: 31,
            statements: [
                "DROP TABLE change_listener",
                "CREATE TABLE change_listener (holder \(SQL.bigint) NOT NULL, seen_at \(SQL.bigint) NOT NULL)",
            ]),
        Migration("sensorthings.series_masks", statements: SeriesMask.migration),
        Migration("sensorthings.series_annotations", statements: SeriesAnnotationQueries.migration),
    ]

    /// Rules of retention, the aggregates that outlive raw values, and the journal of what was deleted.
    ///
    /// `observation_rollup.level` is 1 for an hour, 2 for a local day; `raw_from` and
    /// `hourly_from` are where the raw values and the hourly aggregates begin. Daily aggregates of raw values that are
    /// still there hold before `days_to` (migration 13).
    private static let retention: [SQL] = [
        "ALTER TABLE datastream_state ADD COLUMN raw_from \(SQL.bigint)",
        "ALTER TABLE datastream_state ADD COLUMN hourly_from \(SQL.bigint)",
        """
        CREATE TABLE retention_policy (
            dataset_id \(SQL.bigint) PRIMARY KEY REFERENCES dataset (id) ON DELETE CASCADE,
            raw TEXT, hourly TEXT, daily TEXT)
        """,
        """
        CREATE TABLE observation_rollup (
            datastream_id \(SQL.bigint) NOT NULL REFERENCES datastream (id) ON DELETE CASCADE,
            level \(SQL.bigint) NOT NULL, start \(SQL.bigint) NOT NULL, value_count \(SQL.bigint) NOT NULL,
            minimum \(SQL.double), maximum \(SQL.double), value_sum \(SQL.double), measured \(SQL.bigint),
            measured_count \(SQL.bigint) NOT NULL, last_value \(SQL.double),
            PRIMARY KEY (datastream_id, level, start))\(SQL.clustered)
        """,
        """
        CREATE TABLE retention_journal (
            id \(SQL.identityPrimaryKey), at \(SQL.bigint) NOT NULL, datastream_id \(SQL.bigint) NOT NULL,
            name TEXT NOT NULL, rule TEXT NOT NULL, kind TEXT NOT NULL, first_time \(SQL.bigint) NOT NULL,
            last_time \(SQL.bigint) NOT NULL, deleted \(SQL.bigint) NOT NULL)
        """,
    ]

    private static let retiring: [SQL] =
        [
            "thing", "location", "historical_location", "sensor", "observed_property", "datastream",
            "feature_of_interest",
        ].map { NewKey.trigger($0) } + [NewKey.trigger("observation_block", "block")]

    /// The ends of a Datastream's ranges by index seeks, so that a correction or deletion costs the same in any series.
    private static let ends: [SQL] = [
        "ALTER TABLE datastream_state ADD COLUMN longest_duration \(SQL.bigint)",
        """
        UPDATE datastream_state SET longest_duration = (SELECT max(o.phenomenon_duration) FROM observation o
            WHERE o.datastream_id = datastream_state.datastream_id)
        """,
        """
        CREATE INDEX observation_result_time ON observation (datastream_id, result_time) WHERE result_time IS NOT NULL
        """,
    ]

    /// The geometry of Locations and FeaturesOfInterest beside their JSON, with a spatial index; what is no GeoJSON in
    /// degrees has none. The database derives it, so that no writer can forget it.
    private static let shapes: [SQL] =
        [
            """
            \(sqlite: "SELECT 1", postgresql: "SELECT pg_advisory_xact_lock(hashtext('allmende postgis'))")
            """,
            """
            \(sqlite: "SELECT 1", postgresql: "CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public")
            """,
            """
            \(sqlite: "SELECT 1", postgresql: shapeOfGeoJSON)
            """,
        ] + shape(of: "location", "location") + shape(of: "feature_of_interest", "feature")

    /// As on SQLite; the search path of the function is fixed, because a restored dump computes the columns anew.
    private static let shapeOfGeoJSON: SQL = """
        CREATE OR REPLACE FUNCTION shape_of_geojson(document jsonb) RETURNS geometry AS $$
        DECLARE shape geometry;
        BEGIN
            IF jsonb_path_exists(document, '$.**.coordinates.** ? (@.type() != "number" && @.type() != "array")') THEN
                RETURN NULL;
            END IF;
            shape := ST_Force2D(ST_SetSRID(ST_GeomFromGeoJSON(
                CASE WHEN document ->> 'type' = 'Feature' THEN document -> 'geometry' ELSE document END), 4326));
            IF ST_IsEmpty(shape) OR ST_XMin(shape) < -180 OR ST_XMax(shape) > 180 OR ST_YMin(shape) < -90
                OR ST_YMax(shape) > 90 THEN
                RETURN NULL;
            END IF;
            RETURN shape;
        EXCEPTION WHEN OTHERS THEN
            RETURN NULL;
        END $$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT SET search_path FROM CURRENT
        """

    private static func shape(of table: String, _ document: String) -> [SQL] {
        let name = SQL(verbatim: table)
        let json = SQL(verbatim: document)
        let insert: SQL = """
            INSERT INTO \(name)_tree SELECT new.id, ST_MinX(new.shape), ST_MaxX(new.shape), ST_MinY(new.shape),
                ST_MaxY(new.shape) WHERE new.shape IS NOT NULL
            """
        let derive: SQL = "UPDATE \(name) SET shape = shape_of_geojson(new.\(json)) WHERE id = new.id"
        let triggers: [SQL] = [
            "CREATE VIRTUAL TABLE \(name)_tree USING rtree(id, minx, maxx, miny, maxy)",
            "CREATE TRIGGER \(name)_shape_insert AFTER INSERT ON \(name) BEGIN \(derive); END",
            "CREATE TRIGGER \(name)_shape_update AFTER UPDATE OF \(json) ON \(name) BEGIN \(derive); END",
            """
            CREATE TRIGGER \(name)_tree_update AFTER UPDATE OF shape ON \(name) BEGIN
                DELETE FROM \(name)_tree WHERE id = new.id; \(insert); END
            """,
            """
            CREATE TRIGGER \(name)_tree_delete AFTER DELETE ON \(name) BEGIN
                DELETE FROM \(name)_tree WHERE id = old.id; END
            """,
            "UPDATE \(name) SET shape = shape_of_geojson(\(json))",
        ]
        let column: SQL = """
            ALTER TABLE \(name) ADD COLUMN shape \(sqlite: "BLOB",
              postgresql: "geometry GENERATED ALWAYS AS (shape_of_geojson(\(json))) STORED")
            """
        let index: SQL = "CREATE INDEX \(name)_shape ON \(name) USING gist (shape)"
        return [column] + triggers.map { "\(sqlite: $0, postgresql: "SELECT 1")" }
            + ["\(sqlite: "SELECT 1", postgresql: index)"]
    }
}
