// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import HTTPSupport
import HTTPTypes
public import Hummingbird
import SensorThingsModel
import SensorThingsReading
public import Storage
public import Wire

/// Writing below `/v1.1` (OGC 18-088 §10 to §12): POST with deep insert, PATCH, PUT, DELETE, `CreateObservations`, `$batch`.
public struct SensorThingsWriteRoutes: Sendable {
    private let engine: any StorageEngine
    private let limits: Limits
    private let now: @Sendable () -> Instant
    private let plans: ReadPlans

    public init(engine: any StorageEngine, limits: Limits, now: @escaping @Sendable () -> Instant) {
        self.engine = engine
        plans = ReadPlans(for: engine.dialect)
        self.limits = limits
        self.now = now
    }

    /// The writing methods.
    package var all: RoomRoutes {
        var routes = RoomRoutes()
        let root = "/" + SensorThingsRoutes.version + "/**"
        let purposes: [(HTTPRequest.Method, Words)] = [
            (.post, Words("Messdaten anlegen, auch mehrere ($batch)", "Create sensor data, also several ($batch)")),
            (.patch, Words("Messdaten ändern", "Change sensor data")),
            (.put, Words("Messdaten ersetzen", "Replace sensor data")),
            (.delete, Words("Messdaten löschen", "Delete sensor data")),
        ]
        for (method, purpose) in purposes {
            routes.on(method, root, purpose) { request, context in try await answer(request, context) }
        }
        routes.share(root, [.get, .head, .post, .patch, .put, .delete])
        return routes
    }

    /// Adds them to a router.
    public func add(to router: Router<HTTPContext>) { all.add(to: router) }

    private func answer(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let handler = EntityHandler(context, limits: limits, now: now(), plans: plans)
        let target = try SensorThingsRoutes.below(request.uri.string[...])
        var asked = EntityRequest(method: request.method, target: String(target))
        if request.method == .post, ["$batch", "%24batch"].contains(asked.path) {
            let batch = try await BatchRequest(request, limits: limits, root: handler.root)
            var runner = BatchRunner(engine: engine, handler: handler, context: context)
            runner.key = try request.headers[.idempotencyKey].map { field throws(Problem) in
                try IdempotencyKey(field: field)
            }
            return batch.response(try await runner.run(batch.items), boundary: context.requestID)
        }
        try handler.requireWriter()
        asked.take(
            contentType: request.headers[.contentType], prefer: request.headers[.prefer],
            idempotencyKey: request.headers[.idempotencyKey])
        if request.method != .delete { asked.body = try await request.json(limit: limits.maximumBody) }
        return try await write(asked, handler).response
    }

    private func write(_ request: EntityRequest, _ handler: EntityHandler) async throws -> EntityAnswer {
        do {
            if let deletion = try handler.deletion(request) {
                return try await deletion.run(on: engine, as: handler.reader, now: handler.now)
            }
            let operation = try handler.write(request)
            return try await engine.write(operation)
        } catch {
            throw EntityHandler.problem(error) ?? error
        }
    }
}
