// SPDX-License-Identifier: EUPL-1.2
import Storage

/// Keeps `observedArea`, the box around the features that a Datastream's Observations have (OGC 18-088 §8.2.4).
///
/// The database does it, so that no writer can forget it. What a client wrote (`observed_area_given`) stays. A new pair
/// of Datastream and feature extends the box; a feature that changes or goes makes it anew.
enum ObservedArea {
    static let migration: [SQL] =
        [
            "ALTER TABLE datastream ADD COLUMN observed_area_given \(SQL.bigint) NOT NULL DEFAULT 0",
            "UPDATE datastream SET observed_area_given = 1 WHERE observed_area IS NOT NULL",
            "CREATE INDEX datastream_feature_reverse ON datastream_feature (datastream_id, feature_id)",
            "UPDATE datastream SET observed_area = (\(whole("datastream.id"))) WHERE observed_area_given = 0",
        ] + triggers.map { SQL.onSQLite(onSQLite($0)) }
        + triggers.flatMap { onPostgres($0, "CREATE") }.map { SQL.onPostgreSQL($0) }

    /// From migration 22 on only features of the Datastream's own data set count: who may read the Datastream may not
    /// learn where a feature lies that is not for him.
    static let ownFeatures: [SQL] =
        triggers.flatMap { trigger in
            let drop: SQL = "DROP TRIGGER observed_area_\(SQL(verbatim: trigger.name))"
            return [SQL.onSQLite(drop), SQL.onPostgreSQL("\(drop) ON \(trigger.table)")]
        }
        + ownTriggers.map { SQL.onSQLite(onSQLite($0)) }
        + ownTriggers.flatMap { onPostgres($0, "CREATE OR REPLACE") }.map { SQL.onPostgreSQL($0) }
        + ["UPDATE datastream SET observed_area = (\(whole("datastream.id", own))) WHERE observed_area_given = 0"]

    private static let own: SQL = " AND f.dataset_id IS NOT DISTINCT FROM datastream.dataset_id"

    /// The box around all features of a Datastream, as GeoJSON.
    private static func whole(_ datastream: SQL, _ condition: SQL = "") -> SQL {
        geoJSON(
            """
            SELECT f.shape FROM datastream_feature l JOIN feature_of_interest f ON f.id = l.feature_id
            WHERE l.datastream_id = \(datastream)\(condition)
            """)
    }

    /// The box around what a Datastream has and one more feature.
    private static func extended(by feature: SQL, _ condition: SQL = "") -> SQL {
        geoJSON(
            """
            SELECT shape_of_geojson(datastream.observed_area) AS shape
            UNION ALL SELECT f.shape FROM feature_of_interest f WHERE f.id = \(feature)\(condition)
            """)
    }

    /// A point, a line or a rectangle around some shapes; null around none.
    private static func geoJSON(_ shapes: SQL) -> SQL {
        """
        SELECT CASE
            WHEN w IS NULL THEN NULL
            WHEN w = e AND s = n THEN \(geometry("Point", position("w", "s")))
            WHEN w = e OR s = n THEN \(geometry("LineString", array([position("w", "s"), position("e", "n")])))
            ELSE \(geometry("Polygon", array([array(ring)]))) END
        FROM (SELECT min(\(end("Min", "X"))) AS w, min(\(end("Min", "Y"))) AS s, max(\(end("Max", "X"))) AS e,
            max(\(end("Max", "Y"))) AS n FROM (\(shapes)) AS shapes) AS box
        """
    }

    private static func end(_ end: String, _ axis: String) -> SQL {
        let (sqlite, postgresql) = (SQL(verbatim: "ST_" + end + axis), SQL(verbatim: "ST_" + axis + end))
        return "\(sqlite: sqlite, postgresql: postgresql)(shape)"
    }

    /// Counterclockwise (RFC 7946 §3.1.6).
    private static let ring = [("w", "s"), ("e", "s"), ("e", "n"), ("w", "n"), ("w", "s")].map(position)

    private static func position(_ x: String, _ y: String) -> SQL { array([SQL(verbatim: x), SQL(verbatim: y)]) }

    private static func array(_ elements: [SQL]) -> SQL {
        "\(json)array(\(elements.joined(separator: ", ")))"
    }

    private static let json: SQL = "\(sqlite: "json_", postgresql: "jsonb_build_")"

    private static func geometry(_ type: String, _ coordinates: SQL) -> SQL {
        "\(json)object('type', '\(SQL(verbatim: type))', 'coordinates', \(coordinates))"
    }

    private static func update(_ area: SQL, _ datastreams: SQL) -> SQL {
        "UPDATE datastream SET observed_area = (\(area)) WHERE observed_area_given = 0 AND id \(datastreams)"
    }

    private static let ofFeature: SQL = "(SELECT datastream_id FROM datastream_feature WHERE feature_id = new.id)"

    private typealias Trigger = (name: String, event: SQL, table: SQL, action: SQL)

    private static let ownTriggers: [Trigger] = {
        let anew = whole("datastream.id", own)
        return [
            (
                "pair_insert", "INSERT", "datastream_feature",
                update(extended(by: "new.feature_id", own), "= new.datastream_id")
            ),
            ("pair_delete", "DELETE", "datastream_feature", update(anew, "= old.datastream_id")),
            ("feature", "UPDATE OF shape", "feature_of_interest", update(anew, "IN \(ofFeature)")),
            ("feature_moved", "UPDATE OF dataset_id", "feature_of_interest", update(anew, "IN \(ofFeature)")),
            ("given", "UPDATE OF observed_area_given", "datastream", update(anew, "= new.id")),
            ("moved", "UPDATE OF dataset_id", "datastream", update(anew, "= new.id")),
        ]
    }()

    /// When, on which table, and what is done then.
    private static let triggers: [Trigger] = [
        (
            "pair_insert", "INSERT", "datastream_feature",
            update(extended(by: "new.feature_id"), "= new.datastream_id")
        ),
        ("pair_delete", "DELETE", "datastream_feature", update(whole("datastream.id"), "= old.datastream_id")),
        (
            "feature", "UPDATE OF shape", "feature_of_interest",
            update(whole("datastream.id"), "IN \(ofFeature)")
        ),
        ("given", "UPDATE OF observed_area_given", "datastream", update(whole("datastream.id"), "= new.id")),
    ]

    private static func onSQLite(_ trigger: Trigger) -> SQL {
        """
        CREATE TRIGGER observed_area_\(SQL(verbatim: trigger.name)) AFTER \(trigger.event) ON \(trigger.table)
        BEGIN \(trigger.action); END
        """
    }

    private static func onPostgres(_ trigger: Trigger, _ create: SQL) -> [SQL] {
        let name = SQL(verbatim: "observed_area_" + trigger.name)
        let function: SQL = """
            \(create) FUNCTION \(name)() RETURNS trigger AS $$ BEGIN \(trigger.action); RETURN NULL; END $$
            LANGUAGE plpgsql SET search_path FROM CURRENT
            """
        let made: SQL = """
            CREATE TRIGGER \(name) AFTER \(trigger.event) ON \(trigger.table)
            FOR EACH ROW EXECUTE FUNCTION \(name)()
            """
        return [function, made]
    }
}
