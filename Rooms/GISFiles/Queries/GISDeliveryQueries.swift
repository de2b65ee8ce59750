// SPDX-License-Identifier: EUPL-1.2
import IngestWaiting
import Rights
import Storage
import Wire

/// A delivery of GIS files that waits.
struct GISDelivery: Sendable, Hashable {
    let id: Int64
    let expires: Instant
    let folder: String
    /// Names of the files as they came.
    let files: [String]
}

/// Reading and changing what waits. Editors see their own, administrators everything.
enum GISDeliveryQueries {
    static func find(_ id: Int64, for reader: Reader, on connection: any StorageConnection) throws -> GISDelivery? {
        try connection.firstRow(
            "SELECT id, expires_at, folder, files FROM gis_delivery WHERE id = \(id) AND \(DeliveryOwner.isSeen(by: reader))",
            make)
    }

    /// Newest first.
    static func open(for reader: Reader, on connection: any StorageConnection) throws -> [GISDelivery] {
        try connection.rows(
            """
            SELECT id, expires_at, folder, files FROM gis_delivery WHERE \(DeliveryOwner.isSeen(by: reader))
            ORDER BY id DESC LIMIT 100
            """, make)
    }

    static func count(of owner: DeliveryOwner, on connection: any StorageConnection) throws -> Int64 {
        try connection.integer("SELECT count(*) FROM gis_delivery WHERE caller = \(owner.caller)") ?? 0
    }

    static func add(
        _ folder: String, files: [String], of owner: DeliveryOwner, at now: Instant, hours: Int,
        on connection: any StorageConnection
    ) throws -> Int64 {
        let expires = now.microseconds + Int64(hours) * 3_600_000_000
        let names = JSONValue.array(files.map { .string($0) }).text
        return try connection.integer(
            """
            INSERT INTO gis_delivery (owner, caller, created_at, expires_at, folder, files)
            VALUES (\(owner.name), \(owner.caller), \(now.microseconds), \(expires), \(folder), \(names)) RETURNING id
            """) ?? 0
    }

    static func remove(_ id: Int64, on connection: any StorageConnection) throws {
        try connection.execute("DELETE FROM gis_delivery WHERE id = \(id)")
    }

    /// Forgets what waited too long; returns the folders of what is left.
    static func sweep(at now: Instant, on connection: any StorageConnection) throws -> Set<String> {
        try connection.execute("DELETE FROM gis_delivery WHERE expires_at < \(now.microseconds)")
        return Set(try connection.rows("SELECT folder FROM gis_delivery") { $0.text(0) })
    }

    private static func make(_ row: any StorageRow) -> GISDelivery {
        let names = (try? JSONValue(parsing: row.text(3)))?.array ?? []
        return GISDelivery(
            id: row.integer(0), expires: Instant(microseconds: row.integer(1)), folder: row.text(2),
            files: names.compactMap(\.string))
    }
}
