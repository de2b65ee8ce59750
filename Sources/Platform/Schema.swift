// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Features
import Ingest
import Knowledge
import LedgerStorage
import Planning
import Rights
import SensorThings
public import Storage

/// The whole schema: the rooms' migrations in one line.
public enum Schema {
    public static let migrator = Migrator(
        AccessMigrations.all + CatalogueMigrations.all + SensorThingsMigrations.all + FeaturesMigrations.all
            + IngestMigrations.all + KnowledgeMigrations.all + PlanningMigrations.all
            + MessagingMigrations.all + LedgerMigrations.all + AuditMigrations.all)

    /// What `check` tries on either engine.
    public static let consistency = ConsistencyCheck(
        ConsistencyRule.embeddedFile + SensorThingsConsistency.rules + [AuditQueries.consistency])

    /// Tries the rules; when all hold, writes the layer of sensors for GIS programs anew. `now` is microseconds UTC.
    public static func check(_ engine: any StorageEngine, now: Int64) async throws -> ConsistencyReport {
        let report = try await consistency.run(on: engine)
        // A damaged file is evidence: nothing is written to it.
        if report.isSound { try await engine.write { _ = try SensorLayer.refresh($0, now: now) } }
        return report
    }
}
