// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Features
package import Rights
package import Storage
package import Wire

/// Whether somebody may change what a mapping fills; asked in the transaction of the deed.
package enum ImportRights {
    /// The data set that the document names, and the layer that it replaces, wherever that belongs.
    /// - Throws: `Problem`, 403.
    package static func require(
        _ document: JSONObject, for reader: Reader, on connection: any StorageConnection
    ) throws {
        if let slug = document["dataset"]?["slug"]?.string { try require(dataset: slug, for: reader, on: connection) }
        if let name = document["collection"]?.string,
            let dataset = try FeatureCollectionQueries.find(name, for: .system, on: connection)?.datasetID
        {
            try DatasetQueries.require(.write, dataset, reader, on: connection)
        }
    }

    /// The data set of a mapping that was used here.
    static func require(
        mapping name: String, for reader: Reader, on connection: any StorageConnection
    ) throws {
        guard let slug = try MappingVersions.latest(name, on: connection)?.dataset else { return }
        try require(dataset: slug, for: reader, on: connection)
    }

    /// One that is not there yet is nobody's.
    private static func require(
        dataset slug: String, for reader: Reader, on connection: any StorageConnection
    ) throws {
        guard let dataset = try DatasetQueries.find(slug: slug, for: .system, on: connection) else { return }
        try DatasetQueries.require(.write, dataset.id, reader, on: connection)
    }
}
