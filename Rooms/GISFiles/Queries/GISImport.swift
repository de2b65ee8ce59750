// SPDX-License-Identifier: EUPL-1.2
package import Catalogue
package import Features
package import Rights
package import Storage
package import Wire

/// Stores a layer that was read from a file, with a line in the audit trail.
package enum GISImport {
    /// Stores it as the description says; `dataset` makes a new one for it, where it belongs to none that is there.
    ///
    /// The right to change the data set and, of a layer that is there, its present one is asked in the transaction of the deed.
    /// - Throws: `LayerError`, `Problem` 403, `StorageError`.
    package static func store(
        _ features: [Feature], as description: LayerDescription, newDataset: Dataset? = nil, for reader: Reader,
        by actor: String, at now: Instant, in engine: any StorageEngine
    ) async throws -> LayerReport {
        let wanted = description.name
        let present = try await engine.read { try FeatureCollectionQueries.find(wanted, for: .system, on: $0) }
        var description = present.map { keeping($0, in: description, features) } ?? description
        try LayerImport.validate(features, as: description)
        let name = description.name
        let dataset = description.datasetID
        description.datasetID = try await engine.write { connection -> Int64? in
            try require(name, dataset, reader, on: connection)
            guard let newDataset else { return dataset }
            return try DatasetQueries.save(newDataset, by: actor, at: now, on: connection)
        }
        let target = description.datasetID
        return try await LayerImport.store(features, as: description, at: now, in: engine) { connection, report in
            // a layer that is there counts in the end as what it is now: its own data set was asked above
            if newDataset == nil { try require(nil, target, reader, on: connection) }
            guard report.outcome != .unchanged else { return }
            try AuditTrail.append(
                report.outcome == .created ? "create" : "update", object: "layer/\(name)", by: actor, at: now,
                detail: ["features": JSONValue(report.features)], on: connection)
        }
    }

    /// Puts an earlier state of a layer in the place of the present one, which is kept in turn.
    /// - Throws: `LayerError`, `Problem` 403, `StorageError`.
    package static func restore(
        _ version: LayerVersion, of present: FeatureCollection, for reader: Reader, by actor: String, at now: Instant,
        in engine: any StorageEngine
    ) async throws {
        let features = try await engine.read { try LayerVersions.features(of: version, on: $0) }
        let then = version.collection
        let description = LayerDescription(
            name: present.name, title: present.title, titleEnglish: present.titleEnglish,
            description: present.description, datasetID: present.datasetID, role: present.role,
            titleField: then.titleField, timeField: then.timeField)
        _ = try await LayerImport.store(features, as: description, at: now, in: engine) { connection, report in
            try require(present.name, present.datasetID, reader, on: connection)
            guard report.outcome != .unchanged else { return }
            try AuditTrail.append(
                "restore", object: "layer/\(present.name)", by: actor, at: now,
                detail: ["version": JSONValue(version.id), "features": JSONValue(report.features)], on: connection)
        }
    }

    /// What was said about the layer that is there and is not said anew.
    private static func keeping(
        _ present: FeatureCollection, in description: LayerDescription, _ features: [Feature]
    ) -> LayerDescription {
        var description = description
        let fields = FeatureField.inferred(from: features)
        let names = Set(fields.map(\.name))
        let times = Set(fields.filter { $0.type == .date || $0.type == .dateTime }.map(\.name))
        description.titleEnglish = description.titleEnglish ?? present.titleEnglish
        if description.description.isEmpty { description.description = present.description }
        if description.role == .other { description.role = present.role }
        description.titleField = description.titleField ?? present.titleField.flatMap { names.contains($0) ? $0 : nil }
        description.timeField = description.timeField ?? present.timeField.flatMap { times.contains($0) ? $0 : nil }
        return description
    }

    private static func require(
        _ layer: String?, _ dataset: Int64?, _ reader: Reader, on connection: any StorageConnection
    ) throws {
        if let dataset { try DatasetQueries.require(.write, dataset, reader, on: connection) }
        if let layer, let present = try FeatureCollectionQueries.find(layer, for: .system, on: connection)?.datasetID {
            try DatasetQueries.require(.write, present, reader, on: connection)
        }
    }
}
