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
    ]
}
