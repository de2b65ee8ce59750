// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Rights
public import Storage

/// The register of feature collections; each collection has a table of its own (`layer_…`) with typed columns.
public enum FeaturesMigrations {
    public static let all: [Migration] = [
        Migration(
            "features.collections", after: ["catalogue.datasets"], formerly: 4,
            statements: [
                """
                CREATE TABLE feature_collection (
                    id \(SQL.identityPrimaryKey), dataset_id \(SQL.bigint) REFERENCES dataset (id),
                    name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, title_en TEXT, description TEXT NOT NULL,
                    table_name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, geometry_type TEXT NOT NULL,
                    fields \(SQL.json) NOT NULL, title_field TEXT,
                    west \(SQL.double), south \(SQL.double), east \(SQL.double), north \(SQL.double),
                    feature_count \(SQL.bigint) NOT NULL DEFAULT 0, modified_at \(SQL.bigint) NOT NULL)
                """
            ]),
        Migration(
            "features.collections_have_datasets", after: ["access.rights_counter"], formerly: 26,
            statements: DatasetOwnership.required(in: "feature_collection")
                + RightsCounter.moves(with: "feature_collection", columns: ["dataset_id"], deletion: false)),
        Migration("features.relations", statements: relations.map { SQL.onPostgreSQL($0) }),
        // What was changed since the layer came in; ids of features that are gone are not given again.
        Migration(
            "features.changes",
            statements: [
                """
                CREATE TABLE feature_change (
                    collection_id \(SQL.bigint) NOT NULL REFERENCES feature_collection (id) ON DELETE CASCADE,
                    feature_id TEXT NOT NULL, changed_at \(SQL.bigint) NOT NULL, is_gone \(SQL.bigint) NOT NULL,
                    PRIMARY KEY (collection_id, feature_id))\(SQL.clustered)
                """
            ]),
        // What layers held before they were delivered again; the features lie in `feature_version_ID`.
        Migration(
            "features.versions",
            statements: [
                """
                CREATE TABLE feature_version (
                    id \(SQL.identityPrimaryKey),
                    collection_id \(SQL.bigint) NOT NULL REFERENCES feature_collection (id) ON DELETE CASCADE,
                    geometry_type TEXT NOT NULL, fields \(SQL.json) NOT NULL, title_field TEXT,
                    west \(SQL.double), south \(SQL.double), east \(SQL.double), north \(SQL.double),
                    feature_count \(SQL.bigint) NOT NULL, valid_from \(SQL.bigint) NOT NULL,
                    valid_to \(SQL.bigint) NOT NULL)
                """,
                "CREATE INDEX feature_version_collection ON feature_version (collection_id, valid_to)",
            ]),
    ]

    /// A relation of two geometries that is unknown where GEOS cannot tell, as on SQLite: PostGIS would end the whole
    /// query for one area that overlaps itself.
    private static let relations: [SQL] = [
        "SELECT pg_advisory_xact_lock(hashtext('allmende postgis'))",
        "CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public",
        """
        CREATE FUNCTION feature_relation(relation text, a geometry, b geometry) RETURNS boolean AS $$
        BEGIN
            RETURN CASE relation
                WHEN 'ST_Intersects' THEN ST_Intersects(a, b) WHEN 'ST_Equals' THEN ST_Equals(a, b)
                WHEN 'ST_Disjoint' THEN ST_Disjoint(a, b) WHEN 'ST_Touches' THEN ST_Touches(a, b)
                WHEN 'ST_Within' THEN ST_Within(a, b) WHEN 'ST_Overlaps' THEN ST_Overlaps(a, b)
                WHEN 'ST_Crosses' THEN ST_Crosses(a, b) WHEN 'ST_Contains' THEN ST_Contains(a, b) END;
        EXCEPTION WHEN internal_error THEN
            RETURN NULL;
        END $$ LANGUAGE plpgsql STABLE STRICT
        """,
    ]
}
