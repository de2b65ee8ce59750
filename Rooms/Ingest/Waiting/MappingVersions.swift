// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Ledger
package import Rights
package import Storage
package import Wire

/// A mapping document as it was used, with its number.
package struct MappingVersion: Sendable, Hashable {
    package let name: String
    package let version: Int64
    /// Slug of the data set it fills.
    package let dataset: String
    package let document: String
    package let actor: String
    package let created: Instant
}

/// The mappings that people have made here: each change is a version of its own, none is ever lost.
package enum MappingVersions {
    /// Keeps a document as the next version of its name, unless it equals the last one; returns it as it is kept.
    ///
    /// A name that another data set uses gets a number.
    package static func keep(
        _ given: JSONObject, by actor: String, at now: Instant, on connection: any StorageConnection
    ) throws -> MappingVersion {
        let dataset = given["dataset"]?["slug"]?.string ?? ""
        let wanted = given["name"]?.string ?? "zuordnung"
        var name = wanted
        var number = 2
        while let owner = try latest(name, on: connection)?.dataset, owner != dataset {
            name = "\(wanted)-\(number)"
            number += 1
        }
        var document = given
        document["name"] = .string(name)
        let text = WaitingImport.text(of: document)
        let last = try latest(name, on: connection)
        if let last, last.document == text { return last }
        let version = (last?.version ?? 0) + 1
        let checksum = SHA256.digest(of: Array(text.utf8)).hexadecimal
        try connection.execute(
            """
            INSERT INTO import_mapping (name, version, dataset, document, checksum, actor, created_at)
            VALUES (\(name), \(version), \(dataset), \(text), \(checksum), \(actor), \(now.microseconds))
            """)
        return MappingVersion(
            name: name, version: version, dataset: dataset, document: text, actor: actor, created: now)
    }

    package static func latest(_ name: String, on connection: any StorageConnection) throws -> MappingVersion? {
        try connection.firstRow(
            "SELECT \(columns) FROM import_mapping WHERE name = \(name) ORDER BY version DESC LIMIT 1", make)
    }

    /// All versions of a mapping, newest first, where the reader may see the data set that it fills.
    package static func all(
        _ name: String, for reader: Reader, on connection: any StorageConnection
    ) throws -> [MappingVersion] {
        guard let slug = try latest(name, on: connection)?.dataset else { return [] }
        let isThere = try DatasetQueries.find(slug: slug, for: .system, on: connection) != nil
        let isSeen = try DatasetQueries.find(slug: slug, for: reader, on: connection) != nil
        guard isSeen || !isThere else { return [] }
        return try connection.rows(
            "SELECT \(columns) FROM import_mapping WHERE name = \(name) ORDER BY version DESC", make)
    }

    private static let columns: SQL = "name, version, dataset, document, actor, created_at"

    private static func make(_ row: any StorageRow) throws -> MappingVersion {
        MappingVersion(
            name: row.text(0), version: row.integer(1), dataset: row.text(2), document: row.text(3),
            actor: row.text(4), created: Instant(microseconds: row.integer(5)))
    }
}
