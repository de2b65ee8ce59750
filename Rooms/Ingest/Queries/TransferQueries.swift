// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Rights
import SensorThings
import Storage

/// What was taken over from another server, and how far each of its sets was read.
struct TransferQueries {
    /// How far a set was read, with the rows before that place.
    struct Progress: Sendable, Hashable {
        var position = ForeignPosition.start
        var stored: Int64 = 0
        var refused: Int64 = 0
        var firstRefusal: String?
        /// It is in the database.
        var isStored = false

        mutating func refuse(_ reason: String, count: Int64 = 1) {
            refused += count
            firstRefusal = firstRefusal ?? reason
        }
    }

    /// A Datastream or MultiDatastream with both its ids.
    struct Stream: Sendable {
        let type: EntityType
        let foreignID: String
        let id: Int64
        let name: String
    }

    let connection: any StorageConnection
    let source: Int64

    /// The source's row, made at the first run; the data set and the window of time stay what they were then.
    static func begin(
        address: String, dataset: Int64, window: String, on connection: any StorageConnection
    ) throws -> TransferQueries {
        try connection.execute(
            """
            INSERT INTO import_source (address, dataset_id, time_window) VALUES (\(address), \(dataset), \(window))
            ON CONFLICT (address) DO NOTHING
            """)
        let found = try connection.firstRow(
            "SELECT id, dataset_id, time_window FROM import_source WHERE address = \(address)"
        ) { (id: $0.integer(0), dataset: $0.integer(1), window: $0.text(2)) }
        guard let found else { throw StorageError.statement(message: "no source was noted", sql: "import_source") }
        guard found.dataset == dataset else {
            let slug = try DatasetQueries.find(id: found.dataset, for: .system, on: connection)?.slug
            throw TransferError.usage(
                "\(address) was taken into the data set \"\(slug ?? "")\" before; name that by --dataset")
        }
        guard found.window == window else {
            let before = found.window.isEmpty ? "without --since and --until" : "with the window \(found.window)"
            throw TransferError.usage("\(address) was taken over \(before) before; use the same")
        }
        return TransferQueries(connection: connection, source: found.id)
    }

    func progress(of path: String) throws -> Progress {
        try connection.firstRow(
            """
            SELECT position, stored, refused, first_refusal FROM import_source_progress
            WHERE source_id = \(source) AND path = \(path)
            """
        ) {
            Progress(
                position: ForeignPosition(text: $0.text(0)), stored: $0.integer(1), refused: $0.integer(2),
                firstRefusal: $0.textIfPresent(3), isStored: true)
        } ?? Progress()
    }

    /// Moves the place on from where the page was asked for; throws when another run has moved it meanwhile.
    func save(_ progress: Progress, of path: String, after known: Progress) throws {
        let count =
            known.isStored
            ? try connection.execute(
                """
                UPDATE import_source_progress SET position = \(progress.position.text), stored = \(progress.stored),
                    refused = \(progress.refused), first_refusal = \(progress.firstRefusal)
                WHERE source_id = \(source) AND path = \(path) AND position = \(known.position.text)
                    AND stored = \(known.stored)
                """)
            : try connection.execute(
                """
                INSERT INTO import_source_progress (source_id, path, position, stored, refused, first_refusal)
                VALUES (\(source), \(path), \(progress.position.text), \(progress.stored), \(progress.refused),
                    \(progress.firstRefusal))
                ON CONFLICT DO NOTHING
                """)
        guard count == 1 else {
            throw TransferError.usage("another run takes over the same server at this moment; let it end first")
        }
    }

    // MARK: Refusals

    /// What was not taken, with the first reason.
    func refusals(_ type: EntityType) throws -> (count: Int64, first: String?) {
        let count = try connection.integer(
            """
            SELECT count(*) FROM import_source_refusal WHERE source_id = \(source)
                AND entity_type = \(type.rawValue)
            """)
        let first = try connection.firstRow(
            """
            SELECT foreign_id, reason FROM import_source_refusal WHERE source_id = \(source)
                AND entity_type = \(type.rawValue)
            ORDER BY length(foreign_id), foreign_id LIMIT 1
            """
        ) { "\(type.setName)(\($0.text(0))): \($0.text(1))" }
        return (count ?? 0, first)
    }

    func refused(_ type: EntityType, limit: Int64) throws -> [String] {
        try connection.rows(
            """
            SELECT foreign_id FROM import_source_refusal WHERE source_id = \(source) AND entity_type = \(type.rawValue)
            ORDER BY length(foreign_id), foreign_id LIMIT \(limit)
            """
        ) { $0.text(0) }
    }

    /// Notes why an entity was not taken; with nil it was.
    func note(_ type: EntityType, _ foreign: String, refusal: String?) throws {
        try connection.execute(
            """
            DELETE FROM import_source_refusal WHERE source_id = \(source) AND entity_type = \(type.rawValue)
                AND foreign_id = \(foreign)
            """)
        guard let refusal else { return }
        try connection.execute(
            """
            INSERT INTO import_source_refusal (source_id, entity_type, foreign_id, reason)
            VALUES (\(source), \(type.rawValue), \(foreign), \(refusal))
            """)
    }

    /// The ids here of these ids there, as far as the entities were taken over and are still here.
    func identifiers(_ type: EntityType, of foreign: some Collection<String>) throws -> [String: Int64] {
        var found: [String: Int64] = [:]
        try connection.forEachRow(
            """
            SELECT map.foreign_id, map.entity_id FROM import_source_entity AS map
            JOIN \(identifier: type.table) AS entity ON entity.id = map.entity_id
            WHERE map.source_id = \(source) AND map.entity_type = \(type.rawValue)
                AND map.foreign_id IN (\(list: Array(foreign)))
            """
        ) { row in
            found[row.text(0)] = row.integer(1)
            return true
        }
        return found
    }

    /// Which of these were taken over in this or an earlier run, whether they are still here or not.
    func known(_ type: EntityType, of foreign: some Collection<String>) throws -> Set<String> {
        Set(
            try connection.rows(
                """
                SELECT foreign_id FROM import_source_entity WHERE source_id = \(source)
                    AND entity_type = \(type.rawValue) AND foreign_id IN (\(list: Array(foreign)))
                """
            ) { $0.text(0) })
    }

    func note(_ type: EntityType, _ foreign: String, as id: Int64) throws {
        try connection.execute(
            """
            INSERT INTO import_source_entity (source_id, entity_type, foreign_id, entity_id)
            VALUES (\(source), \(type.rawValue), \(foreign), \(id))
            """)
    }

    /// Entities that were taken over, whether they are still here or not.
    func count(_ type: EntityType) throws -> Int64 {
        try connection.integer(
            """
            SELECT count(*) FROM import_source_entity
            WHERE source_id = \(source) AND entity_type = \(type.rawValue)
            """) ?? 0
    }

    /// Foreign id → id here.
    func pairs(_ type: EntityType) throws -> [(foreign: String, id: Int64)] {
        try connection.rows(
            """
            SELECT foreign_id, entity_id FROM import_source_entity
            WHERE source_id = \(source) AND entity_type = \(type.rawValue) ORDER BY entity_id
            """
        ) { ($0.text(0), $0.integer(1)) }
    }

    /// The next Datastreams and MultiDatastreams whose Observations are to be read, in the order of their ids here.
    func streams(after id: Int64, limit: Int) throws -> [Stream] {
        let series = [EntityType.datastream.rawValue, EntityType.multiDatastream.rawValue]
        var last = id
        while true {
            let page = try connection.rows(
                """
                SELECT entity_type, foreign_id, entity_id FROM import_source_entity
                WHERE source_id = \(source) AND entity_type IN (\(list: series)) AND entity_id > \(last)
                ORDER BY entity_id LIMIT \(limit)
                """
            ) { (type: EntityType(rawValue: $0.text(0)) ?? .datastream, foreign: $0.text(1), id: $0.integer(2)) }
            // some may have been deleted here since
            let names = try SeriesQueries.names(of: page.map(\.id), on: connection)
            let streams = page.compactMap { entity in
                names[entity.id].map { Stream(type: entity.type, foreignID: entity.foreign, id: entity.id, name: $0) }
            }
            guard streams.isEmpty, let end = page.last?.id else { return streams }
            last = end
        }
    }
}
