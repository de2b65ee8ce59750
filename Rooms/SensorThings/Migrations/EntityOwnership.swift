// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Rights
import Storage

/// Each entity has a data set of its own (those of a Thing's history and of Observations are their Thing's and
/// Datastream's). Sensors and ObservedProperties are also seen through the Datastreams that use them.
enum EntityOwnership {
    static let migration: [SQL] =
        DatasetOwnership.required(in: "thing") + DatasetOwnership.required(in: "location")
        + inheriting
        + ["datastream", "feature_of_interest", "sensor", "observed_property"].flatMap {
            DatasetOwnership.required(in: $0)
        }
        + following
        + ["thing", "location", "datastream", "feature_of_interest", "sensor", "observed_property"].flatMap {
            RightsCounter.moves(with: $0, columns: ["dataset_id"], deletion: false)
        }

    /// Rows without a data set get that of what they belong to or are used by.
    private static let inheriting: [SQL] = [
        """
        UPDATE datastream SET dataset_id = (SELECT t.dataset_id FROM thing t WHERE t.id = datastream.thing_id)
        WHERE dataset_id IS NULL
        """,
        """
        UPDATE feature_of_interest
        SET dataset_id = (SELECT l.dataset_id FROM location l WHERE l.id = feature_of_interest.location_id)
        WHERE dataset_id IS NULL
        """,
        // an empty object is no area; clients fail at it
        """
        UPDATE datastream SET observed_area = NULL, observed_area_given = 0
        WHERE observed_area IS NOT NULL AND observed_area ->> 'type' IS NULL
        """,
        "CREATE INDEX datastream_sensor_dataset ON datastream (sensor_id, dataset_id)",
        "CREATE INDEX datastream_property_dataset ON datastream (observed_property_id, dataset_id)",
        """
        UPDATE sensor SET dataset_id = (SELECT d.dataset_id FROM datastream d
            WHERE d.sensor_id = sensor.id ORDER BY d.id LIMIT 1) WHERE dataset_id IS NULL
        """,
        """
        UPDATE observed_property SET dataset_id = (SELECT d.dataset_id FROM datastream d
            WHERE d.observed_property_id = observed_property.id ORDER BY d.id LIMIT 1) WHERE dataset_id IS NULL
        """,
        """
        UPDATE observed_property SET dataset_id = (SELECT d.dataset_id FROM multi_datastream_element e
            JOIN datastream d ON d.id = e.datastream_id
            WHERE e.observed_property_id = observed_property.id ORDER BY d.id LIMIT 1) WHERE dataset_id IS NULL
        """,
    ]

    /// Sensors and ObservedProperties follow the last Datastream that moves from their data set to another: what is hidden
    /// takes its description along. The database does it, so that no writer can forget it.
    private static let following: [SQL] = [
        .onSQLite(
            """
            CREATE TRIGGER own_dataset_follows AFTER UPDATE OF dataset_id ON datastream
            WHEN old.dataset_id IS DISTINCT FROM new.dataset_id BEGIN \(follow); END
            """),
        .onPostgreSQL(
            """
            CREATE FUNCTION own_dataset_follows() RETURNS trigger AS $$ BEGIN \(follow); RETURN NULL; END $$
            LANGUAGE plpgsql SET search_path FROM CURRENT
            """),
        .onPostgreSQL(
            """
            CREATE TRIGGER own_dataset_follows AFTER UPDATE OF dataset_id ON datastream FOR EACH ROW
            WHEN (old.dataset_id IS DISTINCT FROM new.dataset_id) EXECUTE FUNCTION own_dataset_follows()
            """),
    ]

    private static let follow: SQL = """
        UPDATE sensor SET dataset_id = new.dataset_id
        WHERE id = new.sensor_id AND dataset_id = old.dataset_id AND NOT EXISTS (SELECT 1 FROM datastream u
            WHERE u.sensor_id = new.sensor_id AND u.dataset_id = old.dataset_id);
        UPDATE observed_property SET dataset_id = new.dataset_id
        WHERE dataset_id = old.dataset_id AND id IN (SELECT new.observed_property_id
                UNION SELECT e.observed_property_id FROM multi_datastream_element e WHERE e.datastream_id = new.id)
            AND NOT EXISTS (SELECT 1 FROM datastream u
                WHERE u.observed_property_id = observed_property.id AND u.dataset_id = old.dataset_id)
            AND NOT EXISTS (SELECT 1 FROM multi_datastream_element e JOIN datastream u ON u.id = e.datastream_id
                WHERE e.observed_property_id = observed_property.id AND u.dataset_id = old.dataset_id)
        """
}
