// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import SensorThingsModel
import SensorThingsReading
import SensorThingsWriting
import Storage
import Wire

/// `DELETE Datastreams(1)/Observations?$filter=…`: deletes what the filter finds, in steps that other writers fit between.
struct FilteredDeletion: Sendable {
    /// Observations that one transaction deletes.
    static let step = 500

    private let request: ReadRequest
    private var isObservations: Bool { request.path.type == .observation }

    /// Nil when the address is no set.
    /// - Throws: `Problem` when there is no `$filter`, or another option beside it.
    init?(_ request: ReadRequest) throws {
        guard request.path.isSet, request.path.property.isEmpty, !request.path.isReference else { return nil }
        let given = request.query.texts.map(\.name).filter { !$0.isEmpty }
        guard given == ["$filter"] else {
            throw Problem.badRequest(
                "DELETE on a set takes $filter and no other option.",
                german: "DELETE auf eine Menge nimmt $filter und nichts sonst.")
        }
        self.request = request
    }

    /// How far the deletion has got.
    private struct Progress {
        var cursor: [SQLValue]?
        var count = 0

        var answer: EntityAnswer {
            let body: JSONValue = ["deleted": .init(Int64(count))]
            return EntityAnswer(.ok, contentType: MediaType.json, bytes: Array(body.text.utf8))
        }
    }

    /// Deletes in one transaction each step: what a step found is deleted although the next one should fail.
    func run(on engine: any StorageEngine, as reader: Reader, now: Instant) async throws -> EntityAnswer {
        var progress = Progress()
        while true {
            let place = progress
            let found = try await engine.read { connection in try keys(after: place, connection) }
            guard !found.isEmpty else { break }
            progress = try await engine.write { connection in
                try deleted(found, from: place, EntityWriter(connection, reader: reader, now: now))
            }
        }
        return progress.answer
    }

    /// Deletes within the writer's transaction, as a change set does.
    func run(_ writer: EntityWriter) throws -> EntityAnswer {
        var progress = Progress()
        while true {
            let found = try keys(after: progress, writer.connection)
            guard !found.isEmpty else { break }
            progress = try deleted(found, from: progress, writer)
        }
        return progress.answer
    }

    /// The next entities, at most a step of them; those with much behind them come one by one.
    private func keys(after progress: Progress, _ connection: any StorageConnection) throws -> [EntityKey] {
        let session = ReadSession(
            connection: connection, reader: request.reader, limits: request.limits, root: request.root)
        guard let anchor = try session.anchor(of: request.path) else {
            throw EntityFault.notFound("There is nothing at \(request.rawPath), or it is not public.")
        }
        let level = request.level
        let names = isObservations ? ["id", "datastream_id", "phenomenon_time"] : ["id"]
        let columns = names.map { level.scope.column($0) }.joined(separator: ", ")
        let limit = isObservations ? Self.step : 1
        return try connection.rows(
            """
            SELECT \(columns) \(level.rows(anchor, after: progress.cursor)) ORDER BY \(level.order.clause)
            LIMIT \(Int64(limit))
            """
        ) { row in
            EntityKey(
                id: row.integer(0), datastream: isObservations ? row.integer(1) : 0,
                time: isObservations ? row.integer(2) : 0)
        }
    }

    private func deleted(_ keys: [EntityKey], from progress: Progress, _ writer: EntityWriter) throws -> Progress {
        var progress = progress
        if isObservations {
            for datastream in Set(keys.map(\.datastream)) { try writer.require(.write, .datastream, datastream) }
            progress.count += try writer.deleteObservations(keys)
            for key in keys { writer.connection.announce(EntityChange(.observation, key.id, .deleted)) }
        } else {
            // an entity may have gone with an earlier one
            for key in keys where try writer.exists(request.path.type, key.id) {
                try writer.delete(request.path.type, key.id)
                progress.count += 1
            }
        }
        if let last = keys.last {
            let id = SQLValue.integer(last.id)
            progress.cursor = isObservations ? [.integer(last.datastream), .integer(last.time), id] : [id]
        }
        return progress
    }
}
