// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Features
import Ingest
import SensorThings
public import Storage

/// The whole schema: the rooms' migrations in one line.
public enum Schema {
    public static let migrator = Migrator(
        AccessMigrations.all + CatalogueMigrations.all + SensorThingsMigrations.all + FeaturesMigrations.all
            + IngestMigrations.all)

    /// What `check` tries on either engine.
    public static let consistency = ConsistencyCheck(ConsistencyRule.embeddedFile + SensorThingsConsistency.rules)
}
